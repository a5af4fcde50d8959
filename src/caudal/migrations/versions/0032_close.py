"""What a close over a million loans reads, where it reads it: no page of a debt that it doesn't need."""

from caudal.migrations import step

revision = "0032"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
