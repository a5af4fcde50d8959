"""Bookings, and what changes of a debt without touching what happened."""

from caudal.migrations import step

revision = "0035"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
