"""What is done with loans that run, and payments that one loan makes to another."""

from caudal.migrations import step

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
