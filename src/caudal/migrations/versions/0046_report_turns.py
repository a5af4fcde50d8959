"""Since when a scheduled report goes out: those it missed before that are nobody's."""

from caudal.migrations import step

revision = "0046"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
