"""What one person authorises or forgives in a row counts together against the limit of their role."""

from caudal.migrations import step

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
