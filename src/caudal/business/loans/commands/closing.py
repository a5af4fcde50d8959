"""The end of a day over every loan of a branch: who must be read again, how each one stands, what the books lack."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, text

from caudal.business.loans import queries
from caudal.business.loans.commands.syncing import lines, locked, read, write
from caudal.business.loans.queries import days
from caudal.business.loans.queries.days import WHOLE, Part, Told
from caudal.business.loans.rules.accrual import SUSPENDED_AFTER
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.sql import sql
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Line, Use

_ROOM = "caudal.business.loans"
_FORGET = text(
    "delete from loan_days where branch_id = :branch and business_date between :first and :last"
    " and (uuid_hash(loan_id) & 2147483647) % :parts = :part"
)
_FEW_AGAIN = 100
"""Loans that may be read again for each of some days closed at once: a second or two in all."""
_INDEX = text("select index_loan_days()")
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
                memo=f"Vencimiento de {queries.record(act, reading.loan).folio}",
            )
        write(act, reading)
        done += 1
    return done


def stop(act: Act, on: date, most: int) -> int:
    """Keep what up to `most` loans had earned when the books stopped recognising their interest; returns how many.

    A loan that somebody is paying at this moment waits for the next close: the snapshot finds the same, slower.
    """
    values = {"branch": act.place.branch_id, "on": on, "suspended": SUSPENDED_AFTER, "most": most}
    return cast("CursorResult[Any]", act.db.execute(sql(_ROOM, "stop"), values)).rowcount


def snapshot_part(act: Act, first: date, last: date, part: Part = WHOLE, *, again: bool = True) -> Told:
    """Write a part of the active loans of the act's branch as they were at the end of each day.

    Nobody sees a day until :func:`snapshot` tells what all the parts add up to.

    Args:
        act: the close.
        first: the first day.
        last: the last one.
        part: which loans.
        again: whether rows of these days may be there; looking for them costs a look at all the recent ones.

    Returns:
        What this one does.
    """
    branch = act.place.branch_id
    span = {"branch": branch, "first": first, "last": last}
    if again:
        act.db.execute(_FORGET, {**span, "part": part.number, "parts": part.of})
    return days.fill_part(act, branch, first, last, part)


def index_days(act: Act) -> None:
    """Have the days that were just written together found each by its own pages."""
    act.db.execute(_INDEX)


def together(act: Act, dates: Sequence[date]) -> int:
    """How many of some days in a row, at least the first, the loans of the act's branch are best closed at once in.

    They end where another table says the provision, and where too many loans would be brought up to date between the
    first day and the last: each of those is read again for every day before it.
    """
    waiting = set(due_to_sync(act, dates[0]))
    for number, day in enumerate(dates[1:], start=1):
        more = set(due_to_sync(act, day)) - waiting
        if len(more) > _FEW_AGAIN or not days.alike(act, act.place.branch_id, dates[0], day):
            return number
    return len(dates)


def snapshot(act: Act, on: date, told: Told | None = None) -> int:
    """Tell how the active loans of the act's branch were at the end of `on`.

    Args:
        act: the close.
        on: the day.
        told: what its parts add up to, once they are written; without them, the loans are written here.

    Returns:
        How many loans.
    """
    written = snapshot_part(act, on, on) if told is None else told
    return days.fill_rest(act, act.place.branch_id, on, written)


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
