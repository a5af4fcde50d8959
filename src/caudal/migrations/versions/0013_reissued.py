"""An instalment that takes the place of another is owed from the day it did, even if it had already fallen due."""

from caudal.migrations import step

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
