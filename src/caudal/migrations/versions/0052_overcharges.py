"""What a loan that ended paid over a ceiling is given back to its client."""

from caudal.migrations import step

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
