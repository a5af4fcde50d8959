"""What is only tried spends no folio."""

from caudal.migrations import step

revision = "0048"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
