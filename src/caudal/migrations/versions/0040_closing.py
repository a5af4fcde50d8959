"""Entries by hand, what was closed and what was asked to be opened again."""

from caudal.migrations import step

revision = "0040"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
