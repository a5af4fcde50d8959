"""Alerts with their rules, notices to the people of the house, and reports that go out by themselves."""

from caudal.migrations import step

revision = "0038"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
