"""Loans at the close of each day: where each stands, what its interest is on any day, and what the books took of it."""

from caudal.migrations import step

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
