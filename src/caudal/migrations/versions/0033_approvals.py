"""Two hands: what is asked, who signed what of it, what was decided, and the one execution of each."""

from caudal.migrations import step

revision = "0033"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
