"""The hours of the house, branch by branch on its own wall clock.

What is due is worked out from what is stored, never from the minute it is: a worker that was off for a week
finds a week to catch up with, and two workers don't do anything twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from caudal.commons.acts.act import SYSTEM
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun
from caudal.kernel.dates import local, local_date

CLOSE_DAY = "days.close"
"""The kind of run that closes a day."""

CLOSES_AT = time(0, 30)
"""When, on the wall clock of the branch, the day before is closed if nobody did it."""

PATIENCE = timedelta(hours=1)
"""How long after a close that failed it is asked for again."""

_LOCK = 727_100_004
_TAKE = text("select pg_try_advisory_xact_lock(:key)")
_BRANCHES = text("""
    select b.id, b.time_zone, d.last_closed, d.opened_on, b.created_at, r.state, r.finished_at
    from branches b
    left join branch_days d on d.branch_id = b.id
    left join lateral (
      select j.state, j.finished_at from job_runs j where j.kind = :kind and j.branch_id = b.id
      order by j.created_at desc, j.id desc limit 1
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
    """Where a branch stands. ``state``, ``finished_at``: of the latest close that was asked for."""

    branch_id: int
    time_zone: str
    last_closed: date | None
    opened_on: date | None
    created_at: datetime
    state: str | None
    finished_at: datetime | None

    def closing(self, at: datetime) -> Closing | None:
        """What should have been closed by `at` and wasn't, unless somebody is at it."""
        now = local(at, self.time_zone)
        ended = now.date() - timedelta(days=1 if now.time() >= CLOSES_AT else 2)
        began = self.opened_on or local_date(self.created_at, self.time_zone)
        if self.last_closed is not None:
            began = self.last_closed + timedelta(days=1)
        return None if began > ended or self._busy(at) else Closing(self.branch_id, ended)

    def _busy(self, at: datetime) -> bool:
        if self.state == "failed" and self.finished_at is not None:
            return timedelta() <= at - self.finished_at < PATIENCE
        return self.state in {"queued", "running"}


def tick(engine: Engine, at: datetime) -> list[UUID]:
    """Ask for everything that is due at `at`; returns the runs.

    Safe to call at any time and from several processes.

    Raises:
        NotFound: there are no branches yet.
    """
    with house_acting(engine, at) as act:
        if not act.db.execute(_TAKE, {"key": _LOCK}).scalar_one():
            return []
        found = [BranchDay(*row) for row in act.db.execute(_BRANCHES, {"kind": CLOSE_DAY})]
        due = [closing for branch in found if (closing := branch.closing(at)) is not None]
        return [ask_to_close(act.db, closing, SYSTEM, at) for closing in due]


def ask_to_close(db: Session, closing: Closing, actor_id: int, at: datetime) -> UUID:
    """Queue the close of a day inside the caller's transaction; one branch closes one day at a time."""
    asked = NewRun(
        kind=CLOSE_DAY,
        args={"branch_id": closing.branch_id, "business_date": closing.business_date.isoformat()},
        actor_id=actor_id,
        branch_id=closing.branch_id,
        lock=f"{CLOSE_DAY}:{closing.branch_id}",
    )
    return runs.start(db, asked, at)
