"""Sanes by turns."""

from caudal.migrations import step

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
