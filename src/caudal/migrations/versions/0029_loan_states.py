"""A loan given up and collected whole is recovered; one whose hand-over was reversed is cancelled."""

from caudal.migrations import step

revision = "0029"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
