"""The end of the day, and the long work that people watch."""

from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act, write_down
from caudal.commons.acts.branches import allowed
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun, Run
from caudal.flows import end_of_day
from caudal.flows.intake.commands import JOB as IMPORT
from caudal.flows.schedule import CLOSE_DAY
from caudal.interfaces.api.door import SIGNED_IN, door
from caudal.interfaces.api.shapes import Ask, BranchFilter, Limit, Listed, Out
from caudal.kernel.problems import NotFound

router = APIRouter(tags=["days"])
_RECENT = 500
"""Runs looked through for those that somebody may see."""


class DayOut(Out):
    branch_id: int
    branch: str
    business_date: date
    last_closed: date | None
    missing_days: int
    state: str
    open_tills: int


class DayList(Out):
    items: list[DayOut]


class CloseAsk(Ask):
    """`branch_id`: one branch; every branch of the person when absent."""

    business_date: date
    branch_id: int | None = None


class JobOut(Out):
    id: UUID
    kind: str
    state: str
    phase: str | None
    phase_number: int | None
    phases: int | None
    done: int | None
    total: int | None
    result: dict[str, Any] | None
    problem: dict[str, Any] | None
    created_at: datetime
    finished_at: datetime | None
    link: str | None


class JobList(Out):
    items: list[JobOut]


class StepOut(Out):
    name: str
    count: int
    seconds: float
    done: bool


class DayRunOut(Out):
    id: str
    branch_id: int
    branch: str
    business_date: date
    state: str
    started_at: datetime
    finished_at: datetime | None
    actor: str | None
    steps: list[StepOut]
    figures: dict[str, Any]


@router.get("/days", operation_id="days.list")
@door("days.read")
def list_days(act: Act) -> DayList:
    """En qué día está cada sucursal y cuántos faltan por cerrar."""
    return DayList.model_construct(
        items=[
            DayOut.model_construct(
                branch_id=day.branch_id, branch=day.name, business_date=day.business_date, last_closed=day.last_closed,
                missing_days=day.missing, state="closing" if day.closing else "open",
                open_tills=day.open_tills,
            )
            for day in end_of_day.branch_days(act)
        ]
    )  # fmt: skip


@router.post("/days/close", status_code=202, operation_id="days.close")
@door("days.close")
def close(act: Act, ask: CloseAsk) -> JobOut:
    """Cierra el día, y los que falten antes: mora, saldos, cifras y recordatorios. Responde con un trabajo."""
    days = end_of_day.branch_days(act)
    if ask.branch_id is not None:
        allowed(act, [ask.branch_id])
        days = [day for day in days if day.branch_id == ask.branch_id]
    for day in days:
        end_of_day.check_day(day, ask.business_date, act.at)
    write_down(act, "days.close", {"business_date": ask.business_date, "branch_id": ask.branch_id})
    args = {"business_date": ask.business_date.isoformat(), "branches": [day.branch_id for day in days]}
    asked = NewRun(
        CLOSE_DAY, args, act.actor.id, ask.branch_id, phases=len(days), link="/cierre", lock="days.close"
    )
    return job_out(runs.run(act.db, runs.start(act.db, asked, act.at)))


@router.get("/days/runs", operation_id="days.runs")
@door("days.read")
def past(act: Act, branch_id: BranchFilter = None, limit: Limit = 30) -> Listed[DayRunOut]:
    """Los cierres hechos, con lo que hizo cada paso."""
    rows = end_of_day.closings(act, branch_id, limit)
    names = access.names(act, {row["actor_id"] for row in rows})
    return Listed[DayRunOut].model_construct(items=[_run(row, names) for row in rows], next=None)


def _run(row: dict[str, Any], names: dict[int, str]) -> DayRunOut:
    return DayRunOut.model_construct(
        id=f"{row['branch_id']}:{row['business_date']}", branch_id=row["branch_id"], branch=row["branch"],
        business_date=row["business_date"], state=_state(row),
        started_at=row["started_at"], finished_at=row["finished_at"], actor=names.get(row["actor_id"]),
        steps=[
            StepOut.model_construct(name=s["name"], count=s["rows"], seconds=s["ms"] / 1000, done=True)
            for s in row["steps"]
        ],
        figures=row["figures"],
    )  # fmt: skip


def _state(row: dict[str, Any]) -> str:
    """A close that nobody is doing any more, and isn't done, failed: the next one takes it up."""
    if row["finished_at"]:
        return "done"
    return "running" if row["under_way"] else "failed"


@router.get("/jobs", operation_id="jobs.list")
@door(SIGNED_IN)
def list_jobs(act: Act, limit: Limit = 20) -> JobList:
    """Los trabajos recientes de uno y de sus sucursales."""
    found = (run for run in runs.runs(act.db, _RECENT) if _may_see(act, run))
    return JobList.model_construct(items=[job_out(run) for run in islice(found, limit)])


@router.get("/jobs/{job_id}", operation_id="jobs.read")
@door(SIGNED_IN)
def read_job(act: Act, job_id: UUID) -> JobOut:
    """Cómo va un trabajo."""
    run = runs.run(act.db, job_id)
    if not _may_see(act, run):
        raise NotFound("No hay un trabajo con ese número")
    return job_out(run)


def _may_see(act: Act, run: Run) -> bool:
    """Whose own it is; or of their branches and of a kind they may ask for."""
    if run.actor_id == act.actor.id:
        return True
    needed = "imports.read" if run.kind == IMPORT else "days.read"
    where = run.args.get("branches", []) if run.branch_id is None else [run.branch_id]
    return act.actor.may(needed) and set(where) <= set(act.actor.branches)


def job_out(run: Run) -> JobOut:
    """A run in the shape of the door."""
    return JobOut.model_construct(
        id=run.id, kind=run.kind, state=run.state, phase=run.phase or None, phase_number=run.phase_number,
        phases=run.phases, done=run.done, total=run.total, result=run.result, problem=run.problem,
        created_at=run.created_at, finished_at=run.finished_at, link=run.link,
    )  # fmt: skip
