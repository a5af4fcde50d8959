"""The reconciliation of each day at 23:00 on the clock of its branch; what was missed while off is caught up with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from caudal.business.reconciliation import commands as reconciliation
from caudal.business.reconciliation.commands import ReconcileDay
from caudal.commons.acts.act import SYSTEM, Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun, Progress, Run
from caudal.kernel.dates import at_local, local, local_date

RECONCILE = "banks.reconcile"
"""The kind of run that reconciles days of a branch; its arguments are ``{"branches", "since", "until"}``."""

RECONCILES_AT = time(23, 0)
"""When, on the wall clock of the branch, its day is compared with the bank."""

MOST_DAYS = 31
"""After a longer absence the oldest days are left to be asked for by hand."""

_PATIENCE = timedelta(hours=1)
_LOST = timedelta(days=1)
_BRANCHES = text("""
    select b.id, b.time_zone, min(x.created_at) as since,
           (select max(d.business_date) from day_reconciliations d
            where d.branch_id = b.id and d.ran_by = :house) as latest,
           r.state, r.created_at as asked_at
    from branches b
    join boxes x on x.branch_id = b.id and x.kind = 'bank' and x.active
    left join lateral (
      select j.state, j.created_at from job_runs j
      where j.kind = :kind and j.branch_id = b.id order by j.id desc limit 1
    ) r on true
    where b.active
    group by b.id, b.time_zone, r.state, r.created_at
    order by b.id
""")


@dataclass(frozen=True, slots=True)
class BankDay:
    """Where a branch with bank accounts stands: since when it has one, its latest day, and the latest run about it."""

    branch_id: int
    time_zone: str
    since: datetime
    latest: date | None = None
    state: str | None = None
    asked_at: datetime | None = None

    def due(self, at: datetime) -> tuple[date, date] | None:
        """The days to reconcile at `at`, both included; nothing while somebody is at it."""
        now = local(at, self.time_zone)
        until = now.date() if now.time() >= RECONCILES_AT else now.date() - timedelta(days=1)
        since = (
            local_date(self.since, self.time_zone) if self.latest is None else self.latest + timedelta(days=1)
        )
        if since > until or self._at_it(at):
            return None
        return max(since, until - timedelta(days=MOST_DAYS - 1)), until

    def _at_it(self, at: datetime) -> bool:
        if self.asked_at is None or self.asked_at > at:
            return False
        wait = {"queued": _LOST, "running": _LOST, "failed": _PATIENCE}.get(self.state or "")
        return wait is not None and at - self.asked_at < wait


def next_time(time_zone: str, at: datetime) -> datetime:
    """The next 23:00 of a branch."""
    today = local_date(at, time_zone)
    turn = at_local(today, RECONCILES_AT, time_zone)
    return turn if turn > at else at_local(today + timedelta(days=1), RECONCILES_AT, time_zone)


def ask_due(act: Act, at: datetime) -> list[UUID]:
    """Ask for every reconciliation that is due at `at`; returns the runs."""
    asked: list[UUID] = []
    for row in act.db.execute(_BRANCHES, {"kind": RECONCILE, "house": SYSTEM}).all():
        branch = BankDay(*row)
        due = branch.due(at)
        if due is not None:
            span = {"since": due[0].isoformat(), "until": due[1].isoformat()}
            new = NewRun(
                kind=RECONCILE,
                args={"branches": [branch.branch_id], **span},
                actor_id=SYSTEM,
                branch_id=branch.branch_id,
                lock=f"bank:{branch.branch_id}",
            )
            asked.append(runs.start(act.db, new, at))
    return asked


def reconcile_days(engine: Engine, at: datetime, run: Run, progress: Progress) -> Mapping[str, Any]:
    """Reconcile the days of a run, one act each; a day already compared gets another version."""
    done: dict[str, int] = {}
    since, until = date.fromisoformat(run.args["since"]), date.fromisoformat(run.args["until"])
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    for branch_id in (int(each) for each in run.args["branches"]):
        with house_acting(engine, at, branch_id=branch_id) as act:
            name = branch_of(act, branch_id).name
        progress.phase(f"Conciliación de {name}", 1, 1)
        for number, day in enumerate(days, 1):
            with house_acting(engine, at, branch_id=branch_id, day=day) as act:
                for found in reconciliation.reconcile(act, ReconcileDay(day, branch_id)):
                    done[found.state] = done.get(found.state, 0) + 1
            progress.step(number, len(days))
    return done
