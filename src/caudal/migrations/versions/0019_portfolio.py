"""The portfolio of each close by arrears, so that a year of it is read from its totals."""

from caudal.migrations import step

revision = "0019"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
