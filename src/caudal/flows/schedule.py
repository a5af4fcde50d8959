"""The hours of the house, branch by branch on its own wall clock.

What is due is worked out from what is stored, never from the minute it is: a worker that was off for a week
finds a week to catch up with, and two workers don't do anything twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from caudal.commons.acts.act import SYSTEM
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun
from caudal.flows import bank_days
from caudal.kernel.dates import at_local, local, local_date

CLOSE_DAY = "days.close"
"""The kind of run that closes days; its arguments are ``{"business_date", "branches"}``."""

REMIND = "reminders.prepare"
"""The kind of run that prepares the reminders of today in a branch; its arguments are ``{"branches"}``."""

CLOSES_AT = time(0, 30)
"""When, on the wall clock of the branch, the day before is closed and today's reminders are prepared."""

PATIENCE = timedelta(hours=1)
"""How long after one that failed it is asked for again."""

LOST = timedelta(days=1)
"""A run nobody finished in this long is not waited for any more."""

_LOCK = 727_100_004
_TAKE = text("select pg_try_advisory_xact_lock(:key)")
_BRANCHES = text("""
    select b.id, b.time_zone, d.last_closed, d.opened_on, b.created_at,
           r.kind, r.state, cast(r.args ->> 'business_date' as date) as business_date, r.created_at as asked_at
    from branches b
    left join branch_days d on d.branch_id = b.id
    left join lateral (
      select j.kind, j.state, j.args, j.created_at from job_runs j
      where j.kind = any(:kinds) and (j.branch_id = b.id or j.args -> 'branches' @> to_jsonb(b.id))
      order by j.id desc limit 1
    ) r on true
    where b.active
    order by b.id
""")


@dataclass(frozen=True, slots=True)
class Closing:
    """A day of a branch to be closed, and every earlier one still open."""

    branch_id: int
    business_date: date


@dataclass(frozen=True, slots=True)
class BranchDay:
    """Where a branch stands, and the latest run about it: its kind, state, day and when it was asked for."""

    branch_id: int
    time_zone: str
    last_closed: date | None
    opened_on: date | None
    created_at: datetime
    kind: str | None = None
    state: str | None = None
    business_date: date | None = None
    asked_at: datetime | None = None

    def closing(self, at: datetime) -> Closing | None:
        """What should have been closed by `at` and wasn't, unless somebody is at it."""
        began = self.opened_on or local_date(self.created_at, self.time_zone)
        if self.last_closed is not None:
            began = self.last_closed + timedelta(days=1)
        ended = self._ended(at)
        return None if began > ended or self._at_it(at, ended) else Closing(self.branch_id, ended)

    def reminding(self, at: datetime) -> bool:
        """Whether today's reminders are to be prepared: nothing is left to close and nobody did it today."""
        if self.last_closed is None or self.last_closed < self._ended(at) or self._at_it(at, None):
            return False
        begins = at_local(local_date(at, self.time_zone), CLOSES_AT, self.time_zone)
        asked_today = self.asked_at is not None and begins <= self.asked_at <= at
        return at >= begins and not (asked_today and self.state == "done")

    def _ended(self, at: datetime) -> date:
        """The latest day that is over, half an hour of grace included."""
        now = local(at, self.time_zone)
        return now.date() - timedelta(days=1 if now.time() >= CLOSES_AT else 2)

    def _at_it(self, at: datetime, day: date | None) -> bool:
        """Whether to leave it alone for now: under way, or tried a moment ago."""
        since = at - self.asked_at if self.asked_at is not None else LOST
        if since < timedelta():  # asked under a clock that was ahead
            return False
        if self.state in {"queued", "running"}:
            return since < LOST
        tried = self.state == "failed" or (day is not None and self.business_date == day)
        return tried and since < PATIENCE


def next_turn(zones: Iterable[str], at: datetime) -> datetime | None:
    """When the next branch of those in `zones` closes its day and prepares its reminders; nothing without branches."""
    turns: list[datetime] = []
    for zone in zones:
        today = local_date(at, zone)
        turn = at_local(today, CLOSES_AT, zone)
        turns.append(turn if turn > at else at_local(today + timedelta(days=1), CLOSES_AT, zone))
    return min(turns, default=None)


def tick(engine: Engine, at: datetime) -> list[UUID]:
    """Ask for everything that is due at `at`; returns the runs.

    Safe to call at any time and from several processes.

    Raises:
        NotFound: there are no branches yet.
    """
    asked: list[UUID] = []
    with house_acting(engine, at) as act:
        if not act.db.execute(_TAKE, {"key": _LOCK}).scalar_one():
            return asked
        for row in act.db.execute(_BRANCHES, {"kinds": [CLOSE_DAY, REMIND]}):
            branch = BranchDay(*row)
            closing = branch.closing(at)
            if closing is not None:
                asked.append(ask_to_close(act.db, closing, SYSTEM, at))
            elif branch.reminding(at):
                asked.append(runs.start(act.db, _run(REMIND, branch.branch_id, SYSTEM), at))
        asked += bank_days.ask_due(act, at)
    return asked


def ask_to_close(db: Session, closing: Closing, actor_id: int, at: datetime) -> UUID:
    """Queue the close of a day inside the caller's transaction; a branch does one thing of these at a time."""
    day = closing.business_date.isoformat()
    return runs.start(db, _run(CLOSE_DAY, closing.branch_id, actor_id, business_date=day), at)


def _run(kind: str, branch_id: int, actor_id: int, **more: str) -> NewRun:
    return NewRun(
        kind=kind,
        args={"branches": [branch_id], **more},
        actor_id=actor_id,
        branch_id=branch_id,
        lock=f"day:{branch_id}",
    )
