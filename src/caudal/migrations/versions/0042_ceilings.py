"""Legal ceilings that people write down as they are certified."""

from caudal.migrations import step

revision = "0042"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
