"""Bank accounts as the bank knows them, their statements line by line, and what explains each line."""

from caudal.migrations import step

revision = "0036"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
