"""The close of a day counts the times that it was begun."""

from caudal.migrations import step

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
