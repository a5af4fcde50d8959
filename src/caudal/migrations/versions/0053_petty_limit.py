"""Up to how much who holds a till spends of it without somebody who may authorise."""

from caudal.migrations import step

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
