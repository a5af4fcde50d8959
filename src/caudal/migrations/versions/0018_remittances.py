"""What is paid to insurers and treasuries of what was collected for them."""

from caudal.migrations import step

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
