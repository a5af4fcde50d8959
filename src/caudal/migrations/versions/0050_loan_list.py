"""The list of loans is read from an index."""

from caudal.migrations import step

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
