"""Clients, debts, payments, boxes, days."""

from caudal.migrations import step

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
