"""The loans of a closed day are found by where they were written."""

from caudal.migrations import step

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
