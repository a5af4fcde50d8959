"""What statements are read from: groups of accounts, the money of each day by kind, and what is expected of a month."""

from pathlib import Path

from caudal.migrations import step

revision = "0037"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
    step.apply(str(Path(__file__).with_name("0037_budgets.py")))
