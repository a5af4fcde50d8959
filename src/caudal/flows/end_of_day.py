"""The end of the day: arrears, ageing, figures, reminders. Restartable, in sets, and never in the way of a payment."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Engine, text

from caudal.commons.acts.act import Act, write_down
from caudal.commons.acts.opening import house_acting
from caudal.flows import reminders
from caudal.flows.days_together import LOCK, Step, close_together, index_days
from caudal.kernel.dates import local_date
from caudal.kernel.problems import Invalid, Problem
from caudal.kernel.sql import sql

_FLOWS = "caudal.flows"
_MOST_DAYS = 3_700
_EARLIEST = date(1990, 1, 1)


class FutureDay(Problem):
    type, title, status = "dia-futuro", "Ese día todavía no llega", 422


class Watcher(Protocol):
    """Somebody who is told how far the work is."""

    def phase(self, name: str, number: int, phases: int) -> None: ...
    def step(self, done: int, total: int) -> None: ...


class Nobody:
    """Nobody watches."""

    def phase(self, name: str, number: int, phases: int) -> None: ...
    def step(self, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class BranchDay:
    """Where a branch is: ``business_date`` is the day it works in, ``missing`` how many days wait to be closed.

    ``open_tills``: how many tills wait to be closed before the day does.
    """

    branch_id: int
    name: str
    time_zone: str
    business_date: date
    last_closed: date | None
    missing: int
    closing: bool
    open_tills: int = 0


@dataclass
class Closed:
    """What the close of some days of a branch did."""

    branch_id: int
    days: list[str] = field(default_factory=list[str])
    steps: list[Step] = field(default_factory=list[Step])
    figures: dict[str, Any] = field(default_factory=dict[str, Any])
    reminders: dict[str, int] = field(default_factory=dict[str, int])


def branch_days(act: Act) -> list[BranchDay]:
    """The day of each branch the act can see."""
    found: list[BranchDay] = []
    for row in act.db.execute(sql(_FLOWS, "branch_days"), {"branches": list(act.actor.branches)}):
        today = local_date(act.at, row.time_zone)
        following = row.last_closed + timedelta(days=1) if row.last_closed else None
        first = following or row.opened_on or today
        found.append(
            BranchDay(row.id, row.name, row.time_zone, max(today, following or today), row.last_closed,
                      max(0, (today - first).days), row.closing, row.open_tills)
        )  # fmt: skip
    return found


def closings(act: Act, branch_id: int | None = None, limit: int = 60) -> list[dict[str, Any]]:
    """Past closes with their steps and figures, the latest first."""
    rows = act.db.execute(
        text(
            "select c.*, b.name as branch, exists (select 1 from job_runs j where j.kind = 'days.close'"
            " and j.state in ('queued', 'running')) as under_way"
            " from day_closings c join branches b on b.id = c.branch_id"
            " where cast(:branch as smallint) is null or c.branch_id = :branch"
            " order by c.business_date desc, c.branch_id limit :limit"
        ),
        {"limit": limit, "branch": branch_id},
    )
    return [dict(row) for row in rows.mappings()]


def check_day(day: BranchDay, business_date: date, at: datetime) -> None:
    """Refuse to close a day that hasn't come, or of an age without books.

    Raises:
        FutureDay: it is later than today in the branch.
        Invalid: its year is surely a mistake.
    """
    if business_date < _EARLIEST:
        raise Invalid(
            f"No hay días que cerrar antes del {_EARLIEST:%d/%m/%Y}",
            errors=[{"pointer": "/business_date", "detail": "la fecha está fuera de lo razonable"}],
        )
    today = local_date(at, day.time_zone)
    if business_date > today:
        raise FutureDay(
            f"En {day.name} hoy es {today:%d/%m/%Y}; no se puede cerrar el {business_date:%d/%m/%Y}"
        )


def close_day(
    engine: Engine, at: datetime, branch_id: int, business_date: date, progress: Watcher | None = None
) -> dict[str, Any]:
    """Close a branch up to `business_date`: every missing day in order, a few at once.

    A day already closed is counted again with what has been corrected since; nothing is done twice. Reminders are
    prepared once, for the day of `at`, when the latest day closes. Interrupted anywhere, it goes on when repeated.

    Raises:
        FutureDay: `business_date` hasn't come in that branch.
    """
    watcher = progress or Nobody()
    with house_acting(engine, at, branch_id=branch_id) as act:
        day = next(d for d in branch_days(act) if d.branch_id == branch_id)
        check_day(day, business_date, at)
        opened = act.db.execute(
            text("select opened_on from branch_days where branch_id = :branch"), {"branch": branch_id}
        ).scalar()
    days = _days(day.last_closed, opened, business_date)
    result = Closed(branch_id)
    phases = len(days) + 1
    while left := days[len(result.days) :]:
        number = len(result.days) + 1
        watcher.phase(f"Mora y saldos de {day.name}, {left[0]:%d/%m/%Y}", number, phases)
        for done in close_together(engine, at, branch_id, left):
            result.days.append(done.on.isoformat())
            result.steps += done.steps
            result.figures = done.figures
        watcher.step(len(result.days), len(days))
    watcher.phase(f"Recordatorios de {day.name}", phases, phases)
    if day.last_closed is None or business_date >= day.last_closed:
        _remind(engine, at, day, result, watcher)
    return asdict(result)


def close_many(
    engine: Engine,
    at: datetime,
    branches: Sequence[int],
    business_date: date,
    progress: Watcher | None = None,
) -> dict[str, Any]:
    """Close several branches up to `business_date`, one after another.

    Raises:
        FutureDay: as :func:`close_day`; the branches before it are closed.
    """
    closed = [close_day(engine, at, branch, business_date, progress) for branch in branches]
    index_closed(engine, at, closed)
    sent: Counter[str] = Counter()
    for one in closed:
        sent.update(one["reminders"])
    return {
        "business_date": business_date.isoformat(),
        "branches": closed,
        "days": sum(len(one["days"]) for one in closed),
        "open_debts": sum(one["figures"].get("open_debts", 0) for one in closed),
        "late_debts": sum(one["figures"].get("late_debts", 0) for one in closed),
        "reminders": dict(sent),
    }


def index_closed(engine: Engine, at: datetime, closed: Sequence[dict[str, Any]]) -> None:
    """After some closes, have each day found by its own pages where several were written together."""
    if any(len(one["days"]) > 1 for one in closed):
        index_days(engine, at)


def _days(last_closed: date | None, opened_on: date | None, until: date) -> Sequence[date]:
    """The days to close, in order; `until` alone when it was closed already."""
    first = last_closed + timedelta(days=1) if last_closed else (opened_on or until)
    first = max(min(first, until), until - timedelta(days=_MOST_DAYS))
    return [first + timedelta(days=n) for n in range((until - first).days + 1)]


def _remind(engine: Engine, at: datetime, day: BranchDay, result: Closed, watcher: Watcher) -> None:
    began, today = time.perf_counter(), local_date(at, day.time_zone)
    with house_acting(engine, at, branch_id=day.branch_id, day=today) as act:
        act.db.execute(LOCK, {"branch": day.branch_id})
        done = reminders.prepare_day(act, day.branch_id, today, watcher.step)
        if any(done.values()):
            write_down(act, "reminders.prepared", {"branch": day.name, **done})
    result.reminders = done
    result.steps.append(
        Step("Recordatorios", sum(done.values()), round((time.perf_counter() - began) * 1000))
    )
