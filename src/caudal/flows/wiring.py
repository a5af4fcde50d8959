"""Who does what and who listens to what: two dictionaries, read as sentences."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from caudal.business.payables.events import InvoiceMismatched, PayableExecuted
from caudal.business.payments.events import PaymentReversed, PaymentTaken
from caudal.business.receivables.events import ReceivablesCancelled
from caudal.business.reconciliation.events import DayReconciled, DayUnreconciled
from caudal.business.refunds.events import RefundAsked, RefundAuthorised, RefundOverdue, RefundPaid
from caudal.business.treasury.events import TillMismatch
from caudal.commons.access import queries as access
from caudal.commons.acts.act import SYSTEM, Actor, Place, write_down
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import Opening, acting, house_acting
from caudal.commons.acts.relay import Listeners
from caudal.commons.jobs.runs import Progress, Run, Work
from caudal.flows import bank_days, end_of_day, refunding, reminders
from caudal.flows.alerts import listening
from caudal.flows.intake import commands as intake
from caudal.flows.schedule import CLOSE_DAY, REMIND
from caudal.kernel.dates import local_date

LISTENERS: Listeners = {
    PaymentTaken: [reminders.on_payment, listening.on_payment],
    PaymentReversed: [listening.on_reversal],
    ReceivablesCancelled: [reminders.on_cancelled],
    TillMismatch: [listening.on_till],
    InvoiceMismatched: [listening.on_mismatched_invoice],
    PayableExecuted: [listening.on_paid_supplier],
    RefundAsked: [listening.on_refund],
    RefundAuthorised: [listening.on_refund],
    DayUnreconciled: [listening.on_bank_day],
    DayReconciled: [listening.on_bank_day],
    RefundOverdue: [refunding.on_overdue, listening.on_refund_due],
    RefundPaid: [listening.on_refund_due],
}
"""What each event sets in motion, in the transaction that marks it as delivered."""


def close_day(engine: Engine, at: datetime, run: Run, progress: Progress) -> Mapping[str, Any]:
    """Close the days of some branches up to the one asked for."""
    day = date.fromisoformat(run.args["business_date"])
    return end_of_day.close_many(engine, at, _branches(run), day, progress)


def remind(engine: Engine, at: datetime, run: Run, progress: Progress) -> Mapping[str, Any]:
    """Prepare today's reminders of some branches, where the close of a day did not."""
    done: Counter[str] = Counter()
    listed = _branches(run)
    for number, branch_id in enumerate(listed, start=1):
        with house_acting(engine, at, branch_id=branch_id) as act:
            branch = branch_of(act, branch_id)
        progress.phase(f"Recordatorios de {branch.name}", number, len(listed))
        today = local_date(at, branch.time_zone)
        with house_acting(engine, at, branch_id=branch_id, day=today) as act:
            done.update(reminders.prepare_day(act, branch_id, today, progress.step))
            if done.total():
                write_down(act, "reminders.prepared", dict(done))
    return dict(done)


def take_file_in(engine: Engine, at: datetime, run: Run, progress: Progress) -> Mapping[str, Any]:
    """Let a file enter, whole or not at all, in the name of whoever asked for it."""
    with acting(engine, _on_behalf(engine, at, run)) as act:
        return intake.run(act, UUID(run.args["import_id"]), progress=_Phases(progress, run.phases)).body()


RUNS: Mapping[str, Work] = {
    bank_days.RECONCILE: bank_days.reconcile_days,
    CLOSE_DAY: close_day,
    REMIND: remind,
    intake.JOB: take_file_in,
}
"""What is done for each kind of run. Each may be cut anywhere and started again."""


def _branches(run: Run) -> list[int]:
    return [int(branch) for branch in run.args["branches"]]


@dataclass(slots=True)
class _Phases:
    """Phases told by name, one after another, as the numbered phases of a run."""

    progress: Progress
    phases: int
    name: str = ""
    number: int = 0

    def __call__(self, phase: str, done: int, of: int) -> None:
        if phase != self.name:
            self.name, self.number = phase, min(self.number + 1, self.phases)
            self.progress.phase(phase, self.number, self.phases)
        self.progress.step(done, of)


def _on_behalf(engine: Engine, at: datetime, run: Run) -> Opening:
    """An act as if whoever asked for the run were at it, where they asked."""
    with house_acting(engine, at, branch_id=run.branch_id) as act:
        who = act.actor
        if run.actor_id != SYSTEM:
            user = access.user(act, run.actor_id)
            places = tuple(branch.id for branch in user.branches)
            who = Actor(user.id, user.name, user.role, places, frozenset(user.permissions))
        return Opening(who, Place(act.place.branch_id, "local", "worker"), at)
