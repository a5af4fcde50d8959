"""Debts that belong to a contract."""

from caudal.migrations import step

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
