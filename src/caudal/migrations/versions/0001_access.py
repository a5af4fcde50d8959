"""Companies, branches, people, acts, jobs."""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager

from caudal.migrations import step

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    step.apply(__file__)
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute("set local search_path to jobs")
    raw.execute(SchemaManager.get_schema().encode())
    # A NOTIFY inside a posting transaction costs half of the commits per second; workers poll instead.
    raw.execute(
        "drop trigger if exists procrastinate_jobs_notify_queue_job_inserted_v1 on jobs.procrastinate_jobs"
    )
    raw.execute("set local search_path to public")
