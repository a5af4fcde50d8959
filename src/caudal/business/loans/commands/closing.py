"""The end of a day over every loan of a branch: who must be read again, how each one stands, what the books lack."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, text

from caudal.business.loans import queries
from caudal.business.loans.commands.syncing import lines, locked, read, write
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.accrual import SUSPENDED_AFTER
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Event
from caudal.business.loans.rules.provision import house_table
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.business.loans.rules.replay import ENDED, LoanState, replay
from caudal.business.loans.tables import LoanDay, LoanEvent, Part, Position
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.sql import sql
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, Use

_ROOM = "caudal.business.loans"
_AT_ONCE = 2_000
_INTEREST = Component.INTEREST
_ROWS = (
    "loans", "currencies", "principals", "earned", "overdue", "own", "kept", "renegotiated", "collected", "until",
)  # fmt: skip
_COUNT = text("select count(*) from loan_days where branch_id = :branch and business_date = :on")
_ACTIVE = text(
    "select count(*) from loan_positions where branch_id = :branch and disbursed_on <= :on"
    " and (ended_on is null or ended_on > :on)"
)
_POSTED = text(
    "update loan_day_totals set accrual = accrual + :accrual, allowance = allowance + :allowance"
    " where branch_id = :branch and business_date = :on and currency = :currency"
)


def due_to_sync(act: Act, on: date) -> list[UUID]:
    """Loans of the act's branch to be read again on `on` although nobody paid: see :func:`bring_up_to_date`."""
    if books.is_closed(act, on):
        return []
    values = {"branch": act.place.branch_id, "on": on}
    return list(act.db.scalars(sql(_ROOM, "to_sync"), values))


def bring_up_to_date(act: Act, loan_ids: Iterable[UUID], on: date) -> int:
    """Give its instalment what was held in advance for it, and join to the capital the interest of a grace.

    Returns:
        How many loans there were.
    """
    done = 0
    for loan_id in loan_ids:
        reading = read(act, locked(act, loan_id), on)
        moved = lines(reading)
        if moved:
            ledger.post(
                act,
                kind="loan_advance",
                source=f"loans:{loan_id}",
                lines=moved,
                on=on,
                memo=f"Vencimiento de {queries.record(reading.loan).folio}",
            )
        write(act, reading)
        done += 1
    return done


def snapshot(act: Act, on: date) -> int:
    """Write every active loan of the act's branch as it was at the end of `on`; returns how many.

    Those that what is kept can't tell (a freeze, something that changed the plan after that day) are read again.
    """
    where = {"branch": act.place.branch_id, "on": on}
    act.db.execute(
        delete(LoanDay).where(LoanDay.branch_id == act.place.branch_id, LoanDay.business_date == on)
    )
    fixed = {**where, **_bands(act, on), "suspended": SUSPENDED_AFTER}
    kept = sql(_ROOM, "snapshot")
    act.db.execute(kept, {**fixed, "forms": True, **{name: [] for name in _ROWS}})
    there = act.db.execute(_COUNT, where).scalar_one()
    if there != act.db.execute(_ACTIVE, where).scalar_one():
        unread: Sequence[UUID] = act.db.scalars(sql(_ROOM, "unread"), where).all()
        for first in range(0, len(unread), _AT_ONCE):
            rows = list(_read_again(act, unread[first : first + _AT_ONCE], on))
            columns = zip(*rows, strict=True) if rows else ((),) * len(_ROWS)
            told = {name: list(values) for name, values in zip(_ROWS, columns, strict=True)}
            act.db.execute(kept, {**fixed, "forms": False, **told})
            there += len(rows)
    act.db.execute(sql(_ROOM, "day_totals"), where)
    return int(there)


def accrue(act: Act, on: date) -> int:
    """Post the interest that the loans of the branch earned and the books lack: one entry by currency.

    Only what is missing is posted, so a day closed again corrects itself and does nothing twice. Nothing is posted on a
    day of a closed month, nor on one before the last that was closed: the next close takes the difference.

    Returns:
        How many entries.
    """
    done = 0
    for row in _missing(act, on):
        change = Money.from_minor(int(row.accrual), row.currency)
        if change.is_zero:
            continue
        interest = [Line(Use.INTEREST_RECEIVABLE, change), Line(Use.INTEREST, -change)]
        _post(act, on, "interest_accrual", interest, f"Interés devengado al {on:%d/%m/%Y}")
        _posted(act, on, row.currency, accrual=change.minor)
        done += 1
    return done


def provide(act: Act, on: date) -> int:
    """On the last day of a month, take the allowance of the branch to what the table of its country asks.

    Returns:
        How many entries.
    """
    if (on + timedelta(days=1)).day != 1:
        return 0
    done = 0
    for row in _missing(act, on):
        there = books.balance(act, Use.ALLOWANCE, row.currency, branch=act.place.branch_id)
        change = Money.from_minor(int(row.provision), row.currency) + there
        if change.is_zero:
            continue
        both = [Line(Use.PROVISION, change), Line(Use.ALLOWANCE, -change)]
        _post(act, on, "loan_provision", both, f"Provisión de cartera al {on:%d/%m/%Y}")
        _posted(act, on, row.currency, allowance=change.minor)
        done += 1
    return done


def _missing(act: Act, on: date) -> Sequence[Any]:
    if books.is_closed(act, on):
        return []
    return act.db.execute(sql(_ROOM, "to_post"), {"branch": act.place.branch_id, "on": on}).all()


def _post(act: Act, on: date, kind: str, both: Sequence[Line], memo: str) -> None:
    source = f"loan_days:{act.place.branch_id}:{on.isoformat()}"
    ledger.post(act, kind=kind, source=source, lines=both, on=on, memo=memo)


def _posted(act: Act, on: date, currency: str, accrual: int = 0, allowance: int = 0) -> None:
    values = {"branch": act.place.branch_id, "on": on, "currency": currency}
    act.db.execute(_POSTED, {**values, "accrual": accrual, "allowance": allowance})


def _bands(act: Act, on: date) -> dict[str, list[Any]]:
    """The provision of each currency by days past due, in millionths; none where no table is known."""
    home = branch_of(act, act.place.branch_id).country
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
    collected = _collected(act, loan_ids, on)
    for loan_id, loan in found.items():
        history = happened.get(loan_id, [])
        state = replay(loan.contract, history, on)
        if state.status in ENDED:
            continue
        own, kept = state.days_past_due, max(state.days_kept, loan.late_when_renewed)
        yield (
            loan_id, loan.currency, state.principal, state.earned[_INTEREST], overdue(state, on), own, kept,
            state.restructured_on is not None or kept > 0, collected[loan_id], _until(loan, history, on, own),
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


def _until(loan: LoanRecord, history: Sequence[Event], on: date, own: int) -> int | None:
    """What it had earned when the books stopped recognising more; nothing when they haven't."""
    if own <= SUSPENDED_AFTER:
        return None
    return replay(loan.contract, history, on - timedelta(days=own - SUSPENDED_AFTER)).earned[_INTEREST]


def _events(act: Act, loan_ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    wanted = select(LoanEvent).where(LoanEvent.loan_id.in_(loan_ids)).order_by(LoanEvent.id)
    for row in act.db.scalars(wanted):
        found.setdefault(row.loan_id, []).append(keeping.event(row.kind, row.body))
    return found


def _collected(act: Act, loan_ids: Sequence[UUID], on: date) -> dict[UUID, int]:
    later = (
        select(Part.loan_id, func.sum(Part.amount).label("amount"))
        .where(Part.loan_id.in_(loan_ids), Part.on_date > bindparam("on"), Part.component == _INTEREST.code)
        .group_by(Part.loan_id)
        .subquery()
    )
    wanted = (
        select(Position.loan_id, Position.collected - func.coalesce(later.c.amount, 0))
        .outerjoin(later, later.c.loan_id == Position.loan_id)
        .where(Position.loan_id.in_(loan_ids))
    )
    return {loan_id: int(amount) for loan_id, amount in act.db.execute(wanted, {"on": on})}
