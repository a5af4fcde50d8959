"""The tax on the interest and storage of a pledge, where the plan says so."""

from caudal.migrations import step

revision = "0015"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
