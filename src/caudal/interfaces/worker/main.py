"""The worker's process: takes jobs from the queue, and once a minute the schedule is asked what is due."""

from caudal.commons.jobs import queue
from caudal.kernel.settings import settings


def main() -> None:
    """Work until told to stop; the job under way is finished first."""
    with queue.open_app(settings().database_url):
        queue.run_worker()


if __name__ == "__main__":
    main()
