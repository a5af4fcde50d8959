"""Refunds by the cancellation policy of the day of the sale."""

from caudal.migrations import step

revision = "0045"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
