"""What backs a loan: things with their worth and insurance, liens with their registry, and people who answer for it."""

from caudal.migrations import step

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
