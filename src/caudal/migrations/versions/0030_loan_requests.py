"""What somebody asks to give up of a loan and another authorises; how many instalments each loan has paid."""

from caudal.migrations import step

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
