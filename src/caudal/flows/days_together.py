"""Some days of a branch closed at once: what the close does, step by step, in one transaction that keeps them all.

Thirty days missed are a few of these. Each loan and each debt is read once for all the days, not once for each.
"""

import json
import os
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, text

from caudal.business.loans import commands as loans
from caudal.business.loans.queries import days as loan_days
from caudal.business.loans.queries.days import Part, Told
from caudal.business.pawn import commands as pawn
from caudal.business.refunds import commands as refunds
from caudal.business.treasury import queries as treasury
from caudal.commons.acts.act import Act, write_down
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import house_acting
from caudal.kernel.sql import sql

_FLOWS = "caudal.flows"
_AT_ONCE = 10
"""Days closed in one transaction at most: forty seconds of a million loans, whose rows nobody reads meanwhile."""
_FEW = 25
"""Loans read again in one transaction: a payment waits for them at most."""
_MANY = 2_000
"""Positions written in one transaction: less than a second."""
_WRITERS = min(os.cpu_count() or 1, 4)
_PART = 25_000
"""Loans worth a connection of their own when the loans of a day are written, by as many as there are processors."""
LOCK = text("select pg_advisory_xact_lock(727100, :branch)")
"""One close of a branch at a time."""
_AS_LARGE_AS_IT_IS = text(
    "select set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true)"
)
"""Room to sort, and each day planned for what there is: from the sixth on a connection, a plan for any day is worse."""


BOOKS: tuple[tuple[str, Callable[[Act, date], int]], ...] = (
    ("Intereses de préstamos", loans.accrue),
    ("Provisión de cartera", loans.provide),
    ("Intereses de empeños", pawn.accrue),
    ("Reembolsos por pagar vencidos", refunds.fall_due),
)
"""What each room posts for a day when it closes: a name for people, and what does it and says to how many contracts.

Set-based, in the transaction of the close; run again for the same day, it posts only what is missing.
"""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A branch closed a day."""

    branch_id: int
    business_date: date


@dataclass
class Step:
    """A step of the close: what it did, to how many rows, in how many milliseconds."""

    name: str
    rows: int = 0
    ms: int = 0


@dataclass(frozen=True, slots=True)
class DayDone:
    """A day that was closed: its steps, and what was owed, collected and opened in it."""

    on: date
    steps: Sequence[Step]
    figures: dict[str, Any]


def close_together(engine: Engine, at: datetime, branch_id: int, days: Sequence[date]) -> list[DayDone]:
    """Close the first days of some in a row, at least one: as many as are best closed at once.

    All of them are kept, or none; what a close that was interrupted left half done is done again.
    """
    with house_acting(engine, at, branch_id=branch_id, day=days[0]) as act:
        days = days[: loans.together(act, days[:_AT_ONCE])]
        for day in days:
            act.db.execute(sql(_FLOWS, "close_begin"), {**_of(act, day), "at": at, "actor": act.actor.id})
    synced = [_sync(engine, at, day, branch_id) for day in days]
    with house_acting(engine, at, branch_id=branch_id, day=days[-1]) as act:
        act.db.execute(LOCK, {"branch": branch_id})
        act.db.execute(_AS_LARGE_AS_IT_IS)
        span = {"branch": branch_id, "first": days[0], "last": days[-1]}
        again = act.db.execute(sql(_FLOWS, "close_again"), span).scalar_one()
        with _writing_loans(engine, act, days, again=again) as loans_written:
            began = time.perf_counter()
            owed = act.db.execute(sql(_FLOWS, "close_day"), span).all()
            aged = Step(_named("Mora y antigüedad de saldos", days), int(owed[-1].open_debts), _since(began))
            stopped = _stop(engine, at, days[-1], branch_id)
        shared, told = [aged, stopped, *loans_written.steps], loans_written.told
        return [
            _end(replace(act, business_date=day), debts, told, [each, *(shared if day == days[0] else ())])
            for day, debts, each in zip(days, owed, synced, strict=True)
        ]


def index_days(engine: Engine, at: datetime) -> None:
    """After days that were closed together, have each found by its own pages; nobody waits for it to go on working."""
    with house_acting(engine, at) as act:
        loans.index_days(act)


def _end(act: Act, debts: Any, told: Told, steps: list[Step]) -> DayDone:
    """Post what each room posts for the day of the act, and tell that it is closed."""
    day, branch_id = act.business_date, act.place.branch_id
    began = time.perf_counter()
    took = act.db.execute(sql(_FLOWS, "close_figures"), _of(act, day)).one()
    counted = time.perf_counter()
    standing = Step("Cartera al cierre", loans.snapshot(act, day, told), _since(counted))
    figured = Step("Cifras del día", int(took.payments), round((counted - began) * 1000))
    steps = [*steps, figured, standing, *_books(act, day)]
    figures = {
        "open_debts": int(debts.open_debts), "late_debts": int(debts.late_debts), "entered": int(debts.moved),
        "amounts": debts.amounts, "payments": took.payments, "collected": took.collected, "opened": took.opened,
    }  # fmt: skip
    if left := treasury.left_open(act, branch_id, day):
        figures["open_tills"] = left
    kept = {"steps": json.dumps([asdict(s) for s in steps]), "figures": json.dumps(figures, default=int)}
    act.db.execute(sql(_FLOWS, "close_end"), {**_of(act, day), "at": act.at, **kept})
    branch = branch_of(act, branch_id).name
    write_down(
        act, "days.closed", {"business_date": day, "branch": branch, "late_debts": figures["late_debts"]}
    )
    act.tell(DayClosed(branch_id, day))
    return DayDone(day, steps, figures)


def _of(act: Act, day: date) -> dict[str, Any]:
    return {"branch": act.place.branch_id, "on": day}


def _named(step: str, days: Sequence[date]) -> str:
    return step if len(days) == 1 else f"{step}, {len(days)} días"


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _sync(engine: Engine, at: datetime, day: date, branch_id: int) -> Step:
    """Bring the loans that need it to `day`, a few in each transaction."""
    began = time.perf_counter()
    with house_acting(engine, at, branch_id=branch_id, day=day) as act:
        waiting = loans.due_to_sync(act, day)
    for first in range(0, len(waiting), _FEW):
        with house_acting(engine, at, branch_id=branch_id, day=day) as act:
            loans.bring_up_to_date(act, waiting[first : first + _FEW], day)
    return Step("Cuotas con anticipo", len(waiting), _since(began))


def _stop(engine: Engine, at: datetime, day: date, branch_id: int) -> Step:
    """Keep, for the closes to come, where the books stopped recognising the interest of the loans that passed it."""
    began, done, more = time.perf_counter(), 0, _MANY
    while more == _MANY:
        with house_acting(engine, at, branch_id=branch_id, day=day) as act:
            more = loans.stop(act, day, _MANY)
        done += more
    return Step("Intereses que dejan de reconocerse", done, _since(began))


@dataclass
class _Loans:
    """The loans of some days, once they are written: the steps it took, and what they add up to."""

    steps: list[Step] = field(default_factory=list[Step])
    told: Told = field(default_factory=Told)

    def take(self, written: tuple[Step, Told]) -> None:
        self.steps.append(written[0])
        self.told += written[1]


@contextmanager
def _writing_loans(engine: Engine, act: Act, days: Sequence[date], *, again: bool) -> Generator[_Loans]:
    """Write the loans of some days while the body does something else.

    A large branch is written in parts at the same time, each in a transaction of its own under the lock of this one. A
    part left by a close that was interrupted is told by nobody, and is written again by the next.
    """
    all_of_them = _Loans()
    branch_id, at = act.place.branch_id, act.at
    parts = max(1, min(_WRITERS, loan_days.active(act, branch_id, days[-1]) // _PART))
    if parts == 1:
        yield all_of_them
        all_of_them.take(_write_loans(act, days, Part(), again=again))
        return

    def write(number: int) -> tuple[Step, Told]:
        with house_acting(engine, at, branch_id=branch_id, day=days[-1]) as beside:
            beside.db.execute(_AS_LARGE_AS_IT_IS)
            return _write_loans(beside, days, Part(number, parts), again=again)

    with ThreadPoolExecutor(parts) as pool:
        writing = [pool.submit(write, number) for number in range(parts)]
        yield all_of_them
        for done in writing:
            all_of_them.take(done.result())


def _write_loans(act: Act, days: Sequence[date], part: Part, *, again: bool) -> tuple[Step, Told]:
    began = time.perf_counter()
    told = loans.snapshot_part(act, days[0], days[-1], part, again=again)
    name = _named("Préstamos al cierre", days)
    rows = told.loans(*days)
    return Step(
        name if part.of == 1 else f"{name} ({part.number + 1} de {part.of})", rows, _since(began)
    ), told


def _books(act: Act, day: date) -> list[Step]:
    steps: list[Step] = []
    for name, post in BOOKS:
        began = time.perf_counter()
        rows = post(act, day)
        steps.append(Step(name, rows, _since(began)))
    return steps
