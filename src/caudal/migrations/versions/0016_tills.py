"""Shifts of tills: counts, differences, what moved in each, and what is done with their money."""

from caudal.migrations import step

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
