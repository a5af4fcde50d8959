"""The one seam on procrastinate: leave a job, take jobs, take up again those of a worker that died.

There is a single kind of task for the library; which function does the work is looked up in the kinds that
the flows give. Functions are ordinary ones and run in threads. Jobs that end well leave the queue; what
people may ask about afterwards is a run (see ``runs``).
"""

import asyncio
import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Queued
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import configure_task
from procrastinate.worker import Worker
from sqlalchemy import text
from sqlalchemy.orm import Session

from caudal.kernel.db import APP_ROLE, SEARCH_PATH
from caudal.kernel.logs import spoken
from caudal.kernel.problems import Problem, Unavailable
from caudal.kernel.sql import sql

log = logging.getLogger(__name__)

MOST = 10
"""Times a job is taken up after its worker died: one that kills every worker must not go round for ever."""

STALLED_S = 20.0
"""Seconds without a sign of life after which a worker is taken for dead."""

_TASK = "caudal"
_OPTIONS = f"-c role={APP_ROLE} -c search_path={SEARCH_PATH} -c timezone=UTC"
_BUSY_S = 5
_RESCUE_LOCK, _JOB_LOCK = 727_100_002, 727_100_003
_TAKE_RESCUE = text("select pg_try_advisory_xact_lock(:key)")
_manager = JobManager(SyncPsycopgConnector())  # never opened: it only writes on the connection of an act


@dataclass(frozen=True, slots=True)
class Job:
    """A job under way. ``attempt`` counts from one; ``last``: no other follows if this one fails."""

    id: int
    kind: str
    args: Mapping[str, Any]
    attempt: int
    last: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done for a kind of job, and how patiently: each wait doubles, from `first` to `longest`.

    A refusal (a ``Problem``) is an answer and is not tried again, unless it was that the database is away.
    """

    work: Callable[[Job], None]
    tries: int = 5
    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, in seconds, the queue is looked at and a sign of life given; `stalled` seconds without one: dead."""

    poll: float = 1.0
    heartbeat: float = 5.0
    stalled: float = STALLED_S
    concurrency: int = 2


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A job that was taken up too often and never ended: its worker died each time."""

    kind: str
    args: Mapping[str, Any]


class _Busy(Exception):
    """Somebody believed dead is still at it."""


def defer(
    db: Session,
    kind: str,
    args: Mapping[str, Any],
    *,
    wait: timedelta | None = None,
    lock: str | None = None,
) -> int:
    """Leave a job of `kind` inside the caller's transaction: it exists if and only if the act is kept.

    Args:
        db: session of the act.
        kind: its name among the kinds of the worker.
        args: what the job needs, as JSON; no personal data, it may be written in technical logs.
        wait: not before this long from now.
        lock: jobs with the same lock run one after another.

    Raises:
        Unavailable: the database went away.
    """
    raw = db.connection().connection.driver_connection
    deferrer = configure_task(
        name=_TASK,
        job_manager=_manager,
        lock=lock,
        connection=raw,
        schedule_in={"milliseconds": round(wait.total_seconds() * 1000)} if wait else None,
    )
    try:
        return deferrer.defer(kind=kind, args=dict(args))
    except ConnectorException as lost:
        if isinstance(lost.__cause__, psycopg.OperationalError):
            raise Unavailable("La base de datos no responde. Repita en unos segundos.") from lost
        raise


def work(url: str, kinds: Mapping[str, Kind], stop: Event, pace: Pace | None = None) -> None:
    """Take jobs from the database at `url` until `stop` is set; those under way are finished first.

    Meant for a thread of its own. If the database goes away it waits for it.
    """
    rhythm, pause = pace or Pace(), 1.0
    plain = url.replace("+psycopg", "", 1)
    while not stop.is_set():
        try:
            asyncio.run(_work(plain, kinds, stop, rhythm))
        except Exception as failure:  # noqa: BLE001 - whatever happened, the queue is looked at again
            log.warning("la cola se interrumpió (%s); se vuelve a ella en %.0f s", spoken(failure), pause)
            stop.wait(pause)
            pause = min(pause * 2, 30.0)
        else:
            pause = 1.0


def rescue(db: Session, stalled: float = STALLED_S) -> list[Abandoned]:
    """Put back in the queue the jobs of dead workers; returns those that were taken up too often, now failed.

    Safe from several processes at once: one does it.
    """
    if not db.execute(_TAKE_RESCUE, {"key": _RESCUE_LOCK}).scalar_one():
        return []
    found = db.execute(sql("caudal.commons.jobs", "rescue"), {"stalled": stalled, "most": MOST}).all()
    if found:
        log.warning("%d trabajos de un proceso que murió vuelven a la cola", len(found))
    return [Abandoned(row.kind, row.args) for row in found if row.given_up]


async def _work(url: str, kinds: Mapping[str, Kind], stop: Event, pace: Pace) -> None:
    connector = PsycopgConnector(
        conninfo=url,
        kwargs={"options": _OPTIONS, "connect_timeout": 10},
        min_size=1,
        max_size=2,
        timeout=10.0,
    )
    app = App(connector=connector)

    def run(context: JobContext, kind: str, args: dict[str, Any]) -> None:
        queued = context.job
        number, found = queued.attempts + 1, kinds[kind]
        with _alone(url, queued.id or 0):
            found.work(Job(queued.id or 0, kind, args, number, number >= found.tries))

    app.task(name=_TASK, retry=_Patience(kinds), pass_context=True)(run)
    async with app.open_async():
        worker = Worker(
            app,
            concurrency=pace.concurrency,
            fetch_job_polling_interval=pace.poll,
            abort_job_polling_interval=30.0,
            listen_notify=False,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=pace.heartbeat,
            stalled_worker_timeout=pace.stalled,
        )
        running = asyncio.create_task(worker.run())
        while not running.done():
            await asyncio.wait([running], timeout=0.25)
            if stop.is_set():
                worker.stop()  # again each time: what is asked before it runs, it forgets
        await running


@contextmanager
def _alone(url: str, job_id: int) -> Generator[None]:
    """Hold a job while it runs: a process that was only asleep must not meet whoever took it up.

    The hold is of a connection, so it ends with the process, however that ends.
    """
    with psycopg.connect(url, autocommit=True, options=_OPTIONS, connect_timeout=10) as hold:
        key = job_id % 2**31
        row = hold.execute("select pg_try_advisory_lock(%s, %s)", (_JOB_LOCK, key)).fetchone()
        if row is None or not row[0]:
            raise _Busy
        yield


class _Patience(BaseRetryStrategy):
    """Whether a job that failed is tried again, and when."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, _Busy):
            return RetryDecision(retry_in={"seconds": _BUSY_S})
        kind = self._kinds.get(str(job.task_kwargs.get("kind")))
        refused = isinstance(exception, Problem) and not isinstance(exception, Unavailable)
        if kind is None or refused or job.attempts + 1 >= kind.tries:
            return None
        wait = min(kind.first * 2**job.attempts, kind.longest)
        return RetryDecision(retry_in={"milliseconds": round(wait.total_seconds() * 1000)})
