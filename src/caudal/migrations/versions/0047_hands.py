"""Nobody decides on a loan they asked for, annulled requests, and the duty to authorise handed over for some days."""

from caudal.migrations import step

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
