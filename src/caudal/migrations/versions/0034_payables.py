"""Suppliers, their contracts and accounts; what is owed to them, their invoices, and how it is paid."""

from caudal.migrations import step

revision = "0034"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
