"""What is kept of a loan so that a close over all of them needn't read each: its position and its daily interest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from caudal.business.loans.rules.accrual import Accrual, Form, Period
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.replay import InstalmentState, LoanState
from caudal.business.loans.tables import Instalment, Loan, Position
from caudal.commons.acts.act import Act

NEVER = date(9999, 12, 31)
_DEBT = (Component.PRINCIPAL, Component.INTEREST)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a loan's debts say: how many are open, for how much, and when the last of them is due."""

    debts: int
    open: int
    last_due_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading did to a loan.

    Args:
        ordinary: nothing but a payment that went to what was owed: earlier days are still told by what is kept.
        collected: what it has credited to interest receivable, all in all.
        stopped: the day from which the books recognise no more interest, if it passed, and what it had earned then.
    """

    as_of: date
    ordinary: bool
    collected: int
    stopped: tuple[date, int] | None


def stale(rows: Sequence[tuple[Instalment, Period]], *, every: bool) -> list[tuple[Instalment, Period]]:
    """The kept instalments whose daily interest is another now; only the first is looked at unless `every` one is."""
    found = [pair for pair in rows[:1] if not _agrees(*pair)]
    return [pair for pair in rows if not _agrees(*pair)] if found or every else []


def columns(period: Period | None) -> dict[str, Any]:
    """The daily interest of a period, as it is kept."""
    form = period.form() if period else None
    if form is None:
        return {"since_on": None, "made": None, "daily": None}
    return {"since_on": form.since, "made": form.made, "daily": form.daily}


def oldest_late(instalments: Iterable[InstalmentState], tolerance: int) -> date | None:
    """The oldest due date with capital or interest unpaid, fallen or not."""
    return min((each.due_on for each in instalments if _debt(each) > tolerance), default=None)


def keep_position(act: Act, row: Loan, state: LoanState, going: Accrual, owed: Owed, change: Change) -> None:
    """Write where the loan is."""
    known = act.db.get(Position, row.id, populate_existing=True)
    tolerance = row.contract.get("tolerance", 0)
    values: dict[str, Any] = {
        "ended_on": state.written_off_on or state.closed_on,
        "read_on": change.as_of,
        "exact_from": _exact_from(known, row, state, going, change),
        "ends_on": going.ends_on,
        "earned_end": going.total,
        "principal": state.principal,
        "collected": change.collected,
        "until_on": change.stopped[0] if change.stopped else None,
        "until_earned": change.stopped[1] if change.stopped else None,
        "late_from": oldest_late(state.instalments, tolerance),
        "kept": max(state.days_kept, row.late_when_renewed),
        "renegotiated": state.restructured_on is not None or row.late_when_renewed > 0 or state.days_kept > 0,
        "debts": owed.debts,
        "open": owed.open,
        "last_due_on": owed.last_due_on,
        "sync_on": going.boundary if state.advance or going.joins or going.daily or going.cuts else None,
        "sync_if_late": not (state.advance or going.joins or going.cuts),
    }
    mine = {
        "loan_id": row.id, "branch_id": row.branch_id, "party_id": row.party_id, "currency": row.currency,
        "disbursed_on": row.disbursed_on,
    }  # fmt: skip
    written = insert(Position).values(**mine, **values)
    act.db.execute(written.on_conflict_do_update(index_elements=["loan_id"], set_=values))


def _exact_from(known: Position | None, row: Loan, state: LoanState, going: Accrual, change: Change) -> date:
    """From which day the forms and the position tell the loan, corrected by the payments dated after it."""
    if going.cuts:
        return NEVER
    if going.frozen_until and going.frozen_until >= (state.oldest_due_on or change.as_of):
        return NEVER
    if known is None:
        start = row.disbursed_on or change.as_of
        return change.as_of if any(each.fallen for each in state.instalments) else start
    if not change.ordinary or known.exact_from > change.as_of:
        return change.as_of
    return known.exact_from


def _agrees(row: Instalment, period: Period) -> bool:
    if row.since_on is None or row.made is None or row.daily is None:
        return period.form() is None
    return row.earned_before == period.before and period.agrees(Form(row.since_on, row.made, row.daily))


def _debt(each: InstalmentState) -> int:
    """Unpaid capital and interest of an instalment; what is held for it counts as paid."""
    left = sum(each.due[place] - each.paid[place] - each.waived[place] for place in _DEBT)
    return left - each.covered


def owed_by(amounts: Mapping[UUID, int], due: Mapping[UUID, date]) -> Owed:
    """What is open of some debts."""
    still = {debt: amount for debt, amount in amounts.items() if amount > 0}
    return Owed(len(still), sum(still.values()), max((due[debt] for debt in still), default=None))
