"""Which debts, and what each one said and had been paid on a date: parts of statements."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from caudal.business.receivables.queries.records import ReceivableFilter
from caudal.business.receivables.rules import BY_CODE, Status
from caudal.business.receivables.tables import Adjustment, Allocation, Receivable
from caudal.kernel.problems import Invalid

_UNPAID = (Status.PENDING, Status.PARTIAL, Status.OVERDUE)


def amount_on(on: date | None) -> ColumnElement[int] | InstrumentedAttribute[int]:
    """What the debt said on `on`: what it says now without the differences of later days."""
    if on is None:
        return Receivable.amount
    later = (
        select(func.coalesce(func.sum(Adjustment.amount), 0))
        .where(Adjustment.receivable_id == Receivable.id, Adjustment.on_date > on)
        .correlate(Receivable)
        .scalar_subquery()
    )
    return case((Receivable.mode == "booking", Receivable.amount - later), else_=Receivable.amount)


def paid_on(on: date | None) -> ColumnElement[int] | InstrumentedAttribute[int]:
    """What had been paid by `on`; the live counter when no date is asked.

    Never more than the debt: a payment undone later may have stood that day beside the one that took its place.
    """
    if on is None:
        return Receivable.paid
    return (
        select(func.least(func.coalesce(func.sum(Allocation.amount), 0), amount_on(on)))
        .where(Allocation.receivable_id == Receivable.id, Allocation.on_date <= on)
        .correlate(Receivable)
        .scalar_subquery()
    )


def cancelled_by(on: date | None) -> ColumnElement[bool]:
    """Whether the debt was cancelled by `on`."""
    return (
        Receivable.cancelled_on.is_not(None)
        if on is None
        else func.coalesce(Receivable.cancelled_on <= on, False)
    )


def _left(on: date | None) -> ColumnElement[Any] | InstrumentedAttribute[int]:
    if on is None:
        return Receivable.open
    return case((cancelled_by(on), 0), else_=amount_on(on) - paid_on(on))


def conditions(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    """What a debt has to be for a filter, `on` being today or the date asked."""
    exact: dict[Any, Any] = {
        Receivable.branch_id: which.branch_id,
        Receivable.currency: which.currency,
        Receivable.batch_id: which.batch_id,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if which.on is not None:
        found.append(Receivable.issued_on <= which.on)
    if which.party_ids is not None:
        found.append(Receivable.party_id.in_(which.party_ids))
    if which.ids is not None:
        found.append(Receivable.id.in_(which.ids))
    if which.due_from:
        found.append(Receivable.due_on >= which.due_from)
    if which.due_to:
        found.append(Receivable.due_on <= which.due_to)
    if which.open:
        found.append(_left(which.on) > 0)
    return found + _of_status(which, on) + _of_bucket(which, on) + _typed(which.q)


def _of_status(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    if not which.status:
        return []
    wanted = [_status(name) for name in which.status.split(",")]
    owed, paid = _left(which.on) > 0, paid_on(which.on)
    cases: dict[Status, ColumnElement[bool]] = {
        Status.CANCELLED: cancelled_by(which.on),
        Status.PAID: ~cancelled_by(which.on) & (_left(which.on) == 0),
        Status.OVERDUE: owed & (Receivable.due_on < on),
        Status.PARTIAL: owed & (Receivable.due_on >= on) & (paid > 0),
        Status.PENDING: owed & (Receivable.due_on >= on) & (paid == 0),
    }
    if all(status in _UNPAID for status in wanted):
        return [owed, or_(*(cases[status] for status in wanted))]
    return [or_(*(cases[status] for status in wanted))]


def _status(name: str) -> Status:
    try:
        return Status(name.strip())
    except ValueError:
        names = ", ".join(s.value for s in Status)
        raise Invalid(
            f"«{name[:20]}» no es un estado; use {names}",
            errors=[{"pointer": "/status", "detail": "desconocido"}],
        ) from None


def _of_bucket(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    if not which.bucket:
        return []
    bucket = BY_CODE.get(which.bucket)
    if bucket is None:
        codes = ", ".join(BY_CODE)
        raise Invalid(
            f"«{which.bucket[:20]}» no es un tramo; use {codes}",
            errors=[{"pointer": "/bucket", "detail": "desconocido"}],
        )
    owed = [_left(which.on) > 0]
    if bucket.first == 0:
        return [*owed, Receivable.due_on >= on]
    found = [*owed, Receivable.due_on <= _before(on, bucket.first)]
    if bucket.last is not None:
        found.append(Receivable.due_on >= _before(on, bucket.last))
    return found


def _before(on: date, days: int) -> date:
    """`days` before `on`, or the first day there is."""
    return date.fromordinal(max(1, on.toordinal() - days))


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("CXC-").removeprefix("CXC").strip()
    if number.isascii() and number.isdigit() and len(number) < 16:
        return [or_(Receivable.number == int(number), Receivable.external_ref == typed)]
    named = (Receivable.concept, Receivable.external_ref)
    return [or_(*(column.icontains(typed, autoescape=True) for column in named))]
