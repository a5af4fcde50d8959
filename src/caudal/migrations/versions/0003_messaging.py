"""Templates, consents, messages."""

from caudal.migrations import step

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
