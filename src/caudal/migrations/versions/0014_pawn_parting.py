"""A refrendo may lend more, and some articles of a ticket may go back before the rest."""

from caudal.migrations import step

revision = "0014"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
