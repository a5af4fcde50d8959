"""Products, loans, their instalments and what happened to them."""

from caudal.migrations import step

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
