"""Each loan at the end of each day: as the close kept it, or as it stands on a day that is still open.

A close writes ``loan_days`` and its totals. For a day that no close has told, the same statements fill two tables of
the transaction with what that close would write now, and whoever asks reads both as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, TextClause, select, text

from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.accrual import SUSPENDED_AFTER, stopped
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Event, Payment, in_order
from caudal.business.loans.rules.position import position
from caudal.business.loans.rules.provision import house_table
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.business.loans.rules.replay import ENDED, LoanState, replay
from caudal.business.loans.rules.shares import shares
from caudal.business.loans.tables import LoanEvent
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.kernel.dates import local_date
from caudal.kernel.money import CURRENCIES
from caudal.kernel.sql import source, sql
from caudal.ledger.rules import Use

_ROOM = "caudal.business.loans"
_AT_ONCE = 2_000
_INTEREST = Component.INTEREST
_LOOKED = "loan days looked at"
_ROWS = (
    "loans", "currencies", "principals", "earned", "overdue", "own", "kept", "renegotiated", "collected", "until",
)  # fmt: skip
_ACTIVE = text(
    "select count(*) from loan_positions where branch_id = :branch and disbursed_on <= :on"
    " and (ended_on is null or ended_on > :on)"
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the loans of a day and their totals are written."""

    days: str
    totals: str

    def statement(self, name: str) -> TextClause:
        """One of the statements of the close, aimed at these tables."""
        aimed = source(_ROOM, name)
        for known, mine in ((CLOSED.days, self.days), (CLOSED.totals, self.totals)):
            aimed = aimed.replace(f" {known} ", f" {mine} ")
        return text(aimed)


CLOSED = Tables("loan_days", "loan_day_totals")
NOW = Tables("loan_days_now", "loan_totals_now")


def fill(act: Act, branch_id: int, on: date, into: Tables = CLOSED) -> int:
    """Write every active loan of a branch as it was at the end of `on`, and what they add up to; returns how many.

    Those that what is kept can't tell (a freeze, something that changed the plan after that day) are read again.
    """
    where = {"branch": branch_id, "on": on}
    fixed = {**where, **_bands(act, branch_id, on), "suspended": SUSPENDED_AFTER}
    kept = into.statement("snapshot")
    there = _written(act, kept, {**fixed, "forms": True, **{name: [] for name in _ROWS}})
    if there != act.db.execute(_ACTIVE, where).scalar_one():
        unread: Sequence[UUID] = act.db.scalars(into.statement("unread"), where).all()
        for first in range(0, len(unread), _AT_ONCE):
            rows = list(_read_again(act, unread[first : first + _AT_ONCE], on))
            columns = zip(*rows, strict=True) if rows else ((),) * len(_ROWS)
            told = {name: list(values) for name, values in zip(_ROWS, columns, strict=True)}
            there += _written(act, kept, {**fixed, "forms": False, **told})
    act.db.execute(into.statement("day_totals"), where)
    return there


def _written(act: Act, statement: TextClause, values: dict[str, Any]) -> int:
    return cast("CursorResult[Any]", act.db.execute(statement, values)).rowcount


def stage(act: Act) -> None:
    """Have room, in this transaction, for days that no close has told."""
    act.db.execute(sql(_ROOM, "days_stage"))


def look(act: Act, branch_id: int | None, *dates: date) -> None:
    """Have the loans of each date at hand, in the branches of the act or in one: closed or as if it closed now.

    A date to come is told as today. What was looked at once in a transaction isn't again.
    """
    looked: set[tuple[int, date]] = act.db.info.setdefault(_LOOKED, set())
    if not looked:
        stage(act)
        looked.add((0, date.min))
    asked = {
        (branch.id, min(on, local_date(act.at, branch.time_zone)))
        for branch in branches(act).values()
        if branch_id in (None, branch.id)
        for on in dates
    } - looked
    places = sorted(asked)
    values = {"branches": [place[0] for place in places], "dates": [place[1] for place in places]}
    for row in act.db.execute(sql(_ROOM, "still_open"), values).all():
        fill(act, row.branch_id, row.on_date, NOW)
    looked |= asked


def _bands(act: Act, branch_id: int, on: date) -> dict[str, list[Any]]:
    """The provision of each currency by days past due, in millionths; none where no table is known."""
    home = branch_of(act, branch_id).country
    rows = [
        (currency, band.first_day, int(band.part * 1_000_000))
        for currency in CURRENCIES
        if (table := house_table(COUNTRY_OF.get(currency) or home, on)) is not None
        for band in table.bands
    ]
    return {
        "band_currencies": [each[0] for each in rows],
        "first_days": [each[1] for each in rows],
        "millionths": [each[2] for each in rows],
    }


def _read_again(act: Act, loan_ids: Sequence[UUID], on: date) -> Iterator[tuple[Any, ...]]:
    """The columns of :data:`_ROWS` of each loan that was alive at the end of `on`."""
    found, happened = queries.many(act, loan_ids), _events(act, loan_ids)
    for loan_id, loan in found.items():
        history = happened.get(loan_id, [])
        state = replay(loan.contract, history, on)
        if state.status in ENDED:
            continue
        own, kept = state.days_past_due, max(state.days_kept, loan.late_when_renewed)
        yield (
            loan_id, loan.currency, state.principal, state.earned[_INTEREST], overdue(state, on), own, kept,
            state.restructured_on is not None or kept > 0, _collected(loan, history, state, on),
            (stopped(loan.contract, history, on, own) or (on, None))[1],
        )  # fmt: skip


def overdue(state: LoanState, on: date) -> int:
    """What fell due before `on` and is unpaid, without arrears interest, minor units."""
    return sum(
        each.due[place] - each.paid[place] - each.waived[place]
        for each in state.instalments
        if each.fallen and each.due_on < on
        for place in Component
        if place is not Component.ARREARS
    )


def _events(act: Act, loan_ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    wanted = select(LoanEvent).where(LoanEvent.loan_id.in_(loan_ids)).order_by(LoanEvent.id)
    for row in act.db.scalars(wanted):
        found.setdefault(row.loan_id, []).append(keeping.event(row.kind, row.body))
    return found


def _collected(loan: LoanRecord, history: Sequence[Event], state: LoanState, on: date) -> int:
    """What it had credited to interest receivable by `on`: collected, forgiven, or joined to the capital."""
    told = shares(state, [each for each in in_order(history, on) if isinstance(each, Payment)])
    return -position(loan.contract.terms, state, told, ())[Use.INTEREST_RECEIVABLE]
