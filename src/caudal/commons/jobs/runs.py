"""Runs: long work as the person who asked for it sees it, from the queue to its result or its problem."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from caudal.commons.jobs import queue
from caudal.kernel.db import Scope, transaction
from caudal.kernel.problems import NotFound, Problem, Unavailable

_EVERY_S = 0.2
SYSTEM = 0


@dataclass(frozen=True, slots=True)
class NewRun:
    """What is asked for. ``lock``: runs with the same one go one after another. ``link``: where it is seen."""

    kind: str
    args: Mapping[str, Any]
    actor_id: int
    branch_id: int | None = None
    phases: int = 1
    link: str | None = None
    lock: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run. ``state``: queued, running, done or failed. ``done`` of ``total`` counts things of this phase."""

    id: UUID
    kind: str
    args: Mapping[str, Any]
    state: str
    phase: str
    phase_number: int
    phases: int
    done: int
    total: int
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    link: str | None
    branch_id: int | None
    actor_id: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_COLUMNS = ", ".join(field.name for field in fields(Run))
_NEW = text(
    "insert into job_runs (kind, args, branch_id, actor_id, phases, link, created_at) values"
    " (:kind, cast(:args as jsonb), :branch, :actor, :phases, :link, :at) returning id"
)
_ONE = text(f"select {_COLUMNS} from job_runs where id = :id")  # noqa: S608 - our own column names
_LATEST = text(
    f"select {_COLUMNS} from job_runs where (cast(:kind as text) is null or kind = :kind)"  # noqa: S608 - idem
    " order by created_at desc, id desc limit :limit"
)
_BEGIN = text(
    "update job_runs set state = 'running', started_at = coalesce(started_at, :at)"  # noqa: S608 - idem
    f" where id = :id and state in ('queued', 'running') returning {_COLUMNS}"
)
_PHASE = text(
    "update job_runs set phase = :phase, phase_number = :number, phases = :phases, done = 0, total = 0"
    " where id = :id"
)
_STEP = text("update job_runs set done = :done, total = :total where id = :id")
_END = text(
    "update job_runs set state = :state, result = cast(:result as jsonb), problem = cast(:problem as jsonb),"
    " link = coalesce(:link, link), finished_at = :at where id = :id and state in ('queued', 'running')"
)


def start(db: Session, new: NewRun, at: datetime) -> UUID:
    """Ask for a run inside the caller's transaction; the worker takes it up once the act is kept."""
    row = {
        "kind": new.kind, "args": json.dumps(dict(new.args), default=str), "branch": new.branch_id,
        "actor": new.actor_id, "phases": new.phases, "link": new.link, "at": at,
    }  # fmt: skip
    run_id: UUID = db.execute(_NEW, row).scalar_one()
    queue.defer(db, new.kind, {"run": str(run_id)}, lock=new.lock)
    return run_id


def run(db: Session, run_id: UUID) -> Run:
    """One run.

    Raises:
        NotFound: there is none with that id, or it isn't within reach.
    """
    found = db.execute(_ONE, {"id": run_id}).one_or_none()
    if found is None:
        raise NotFound("No hay un trabajo con ese número")
    return Run(*found)


def runs(db: Session, limit: int = 50, *, kind: str | None = None) -> list[Run]:
    """The latest runs, the newest one first."""
    return [Run(*row) for row in db.execute(_LATEST, {"limit": limit, "kind": kind})]


class Progress:
    """How far a run is, told in small transactions of their own so that whoever watches sees it at once.

    Steps are written down at most five times a second. ``at`` is when this attempt began.
    """

    def __init__(self, engine: Engine, run_id: UUID, at: datetime) -> None:
        self._engine, self._run_id, self._at = engine, run_id, at
        self._began = self._told = time.monotonic()

    def phase(self, name: str, number: int, phases: int) -> None:
        """Begin phase `number` of `phases`, named in Spanish."""
        self._write(_PHASE, {"phase": name, "number": number, "phases": phases})

    def step(self, done: int, total: int) -> None:
        """`done` of `total` things of this phase."""
        if time.monotonic() - self._told >= _EVERY_S or done >= total > 0:
            self._write(_STEP, {"done": done, "total": total})

    def finish(self, result: Mapping[str, Any] | None = None, link: str | None = None) -> None:
        """It ended well."""
        self._end("done", link, result=result)

    def fail(self, problem: Mapping[str, Any]) -> None:
        """It ended badly; `problem` is what a ``Problem`` has as body."""
        self._end("failed", None, problem=problem)

    def _end(self, state: str, link: str | None, **told: Mapping[str, Any] | None) -> None:
        written = {
            name: json.dumps(dict(value), default=str, ensure_ascii=False) if value is not None else None
            for name, value in {"result": None, "problem": None, **told}.items()
        }
        ended = self._at + timedelta(seconds=time.monotonic() - self._began)
        self._write(_END, {"state": state, "link": link, "at": ended, **written})

    def _write(self, statement: Any, values: dict[str, Any]) -> None:
        with transaction(self._engine, Scope(uuid4(), SYSTEM, every_branch=True)) as db:
            db.execute(statement, {"id": self._run_id, **values})
        self._told = time.monotonic()


Work = Callable[[Engine, datetime, Run, Progress], Mapping[str, Any] | None]
"""What a kind of run does; returns its result as JSON. It may be started again after being cut anywhere."""


def carry_out(engine: Engine, job: queue.Job, what: Work, at: datetime) -> None:
    """Do the run of `job`; one that ended already is left as it is.

    A refusal ends it with its problem. Anything else is raised, so that the queue tries again, and ends it
    the last time.
    """
    run_id = UUID(str(job.args["run"]))
    with transaction(engine, Scope(uuid4(), SYSTEM, every_branch=True)) as db:
        found = db.execute(_BEGIN, {"id": run_id, "at": at}).one_or_none()
    if found is None:
        return
    progress = Progress(engine, run_id, at)
    try:
        result = what(engine, at, Run(*found), progress)
    except Problem as refused:
        if isinstance(refused, Unavailable) and not job.last:
            raise
        progress.fail(refused.body())
    except Exception as failure:
        if job.last:
            progress.fail(_internal(type(failure).__name__))
        raise
    else:
        progress.finish(result)


def give_up(engine: Engine, abandoned: queue.Abandoned, at: datetime) -> None:
    """End the run of a job that was taken up too often."""
    if "run" in abandoned.args:
        progress = Progress(engine, UUID(str(abandoned.args["run"])), at)
        progress.fail(_internal("el proceso que lo hacía murió cada vez"))


def _internal(cause: str) -> dict[str, Any]:
    return {
        "type": "/problemas/error",
        "title": "No se pudo completar la operación",
        "status": 500,
        "detail": f"Falló varias veces y no se seguirá intentando ({cause}). Puede pedirlo de nuevo.",
    }
