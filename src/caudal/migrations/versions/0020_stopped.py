"""What a loan had earned when the books stopped recognising more."""

from caudal.migrations import step

revision = "0020"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
