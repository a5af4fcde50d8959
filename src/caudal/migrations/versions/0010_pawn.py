"""Pawn: tables of prices and of lending, tickets, articles, custody and lots."""

from caudal.migrations import step

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
