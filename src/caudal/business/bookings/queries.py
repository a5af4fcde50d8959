"""Reading bookings: one, many by what is asked, and what changed of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, func, literal_column, select, text

from caudal.business.bookings.rules import Payment, ServiceKind, State
from caudal.business.bookings.tables import Booking, Change
from caudal.business.receivables import queries as debts
from caudal.business.receivables.queries import ReceivableRecord
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound

_PAID = literal_column("(select r.paid from receivables r where r.id = bookings.receivable_id)", BigInteger)
_LEFT = literal_column("(select r.open from receivables r where r.id = bookings.receivable_id)", BigInteger)
_OWED = "exists (select from receivables r where r.id = bookings.receivable_id and "
_PAYMENT = {
    Payment.PAID: "r.open = 0 and r.cancelled_on is null)",
    Payment.ALERT: "r.open > 0 and r.due_on < :today)",
    Payment.PARTIAL: "r.open > 0 and r.due_on >= :today and r.paid > 0)",
    Payment.PENDING: "r.open > 0 and r.due_on >= :today and r.paid = 0)",
    Payment.CANCELLED: "r.cancelled_on is not null)",
}


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A service sold for a day, and what is owed of it.

    ``done_on``: when it was given; ``payable_id``: what is owed to the supplier since.
    """

    id: UUID
    folio: str
    branch_id: int
    party_id: UUID
    kind: ServiceKind
    service: str
    service_on: date
    service_time: time | None
    price: Money
    debt: ReceivableRecord
    contract_id: UUID | None
    seller_id: int
    notes: str
    state: State
    sold_on: date
    origin: str
    done_on: date | None
    done_at: datetime | None
    done_by: int | None
    done_entry_id: int | None
    payable_id: UUID | None
    cancelled_on: date | None
    cancelled_at: datetime | None
    cancelled_by: int | None
    cancel_reason: str | None
    created_at: datetime
    created_by: int
    act_id: UUID


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """What was agreed with the client after the sale: another day, another price, and the entry of the difference."""

    service_on: tuple[date, date]
    price: tuple[Money, Money]
    entry_id: int | None
    reason: str
    at: datetime
    by: int
    act_id: UUID


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Which bookings. ``q``: folio or words of the service; ``late``: its day came and nobody said it was given."""

    q: str = ""
    state: str | None = None
    payment: str | None = None
    kind: str | None = None
    party_ids: Sequence[UUID] | None = None
    branch_id: int | None = None
    seller_id: int | None = None
    service_from: date | None = None
    service_to: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of a filter in one currency; what was cancelled isn't in the price."""

    currency: str
    count: int
    price: Money
    paid: Money
    balance: Money


def booking(act: Act, booking_id: UUID) -> BookingRecord:
    """One booking.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [booking_id])
    if not found:
        raise NotFound("La reserva no existe o es de otra sucursal")
    return found[booking_id]


def many(act: Act, booking_ids: Iterable[UUID]) -> dict[UUID, BookingRecord]:
    """Those of `booking_ids` that the act can see."""
    rows = act.db.scalars(select(Booking).where(Booking.id.in_(set(booking_ids)))).all()
    return {each.id: each for each in records(act, rows)}


def of_receivables(act: Act, receivable_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The booking of each of those debts that is of one."""
    wanted = set(receivable_ids)
    if not wanted:
        return {}
    rows = act.db.execute(select(Booking.receivable_id, Booking.id).where(Booking.receivable_id.in_(wanted)))
    return {row.receivable_id: row.id for row in rows}


def bookings(
    act: Act, which: BookingFilter, limit: int = 50, after: str | None = None
) -> Page[BookingRecord]:
    """Bookings by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Booking).where(*_conditions(act, which))
    if cursor:
        wanted = wanted.where(Booking.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Booking.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(records(act, page.items), page.next)


def sums(act: Act, which: BookingFilter) -> list[Sums]:
    """Totals over the whole filter, by currency: each is the sum of its column, what was cancelled too."""
    rows = act.db.execute(
        select(Booking.currency, func.count(), func.sum(Booking.price), func.sum(_PAID), func.sum(_LEFT))
        .where(*_conditions(act, which))
        .group_by(Booking.currency)
        .order_by(Booking.currency)
    )
    return [
        Sums(c, count, *(Money.from_minor(int(minor or 0), c) for minor in (amount, settled, balance)))
        for c, count, amount, settled, balance in rows
    ]


def changes(act: Act, booking_id: UUID) -> list[ChangeRecord]:
    """What changed of a booking, in the order it happened."""
    rows = act.db.scalars(select(Change).where(Change.booking_id == booking_id).order_by(Change.id)).all()
    if not rows:
        return []
    currency = booking(act, booking_id).price.currency
    return [
        ChangeRecord(
            (row.service_on_from, row.service_on_to),
            (Money.from_minor(row.price_from, currency), Money.from_minor(row.price_to, currency)),
            row.entry_id, row.reason, row.at, row.actor_id, row.act_id,
        )
        for row in rows
    ]  # fmt: skip


def records(act: Act, rows: Sequence[Booking]) -> list[BookingRecord]:
    """Rows with what is owed of each."""
    owed = debts.many(act, [row.receivable_id for row in rows]) if rows else {}
    return [
        BookingRecord(
            row.id, ids.folio("RV", row.number), row.branch_id, row.party_id, ServiceKind(row.kind), row.service,
            row.service_on, row.service_time, Money.from_minor(row.price, row.currency), owed[row.receivable_id],
            row.contract_id, row.seller_id, row.notes, State(row.state), row.sold_on, row.origin, row.done_on,
            row.done_at, row.done_by, row.done_entry_id, row.payable_id, row.cancelled_on, row.cancelled_at,
            row.cancelled_by, row.cancel_reason, row.created_at, row.created_by, row.act_id,
        )
        for row in rows
    ]  # fmt: skip


def _conditions(act: Act, which: BookingFilter) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Booking.branch_id: which.branch_id,
        Booking.seller_id: which.seller_id,
        Booking.kind: which.kind,
        Booking.state: _one_of(State, which.state, "/state") if which.state else None,
    }
    found: list[Any] = [column == value for column, value in exact.items() if value is not None]
    if which.party_ids is not None:
        found.append(Booking.party_id.in_(which.party_ids))
    if which.service_from:
        found.append(Booking.service_on >= which.service_from)
    if which.service_to:
        found.append(Booking.service_on <= which.service_to)
    if which.late:
        found += [Booking.state == State.BOOKED.value, Booking.service_on < act.business_date]
    if which.payment:
        clause = _OWED + _PAYMENT[Payment(_one_of(Payment, which.payment, "/payment"))]
        found.append(text(clause).bindparams(today=act.business_date) if ":today" in clause else text(clause))
    return found + _typed(which.q)


def _one_of(words: type[State] | type[Payment], told: str, pointer: str) -> str:
    known = [word.value for word in words]
    if told not in known:
        raise Invalid(
            f"«{told[:20]}» no es de los conocidos: {', '.join(known)}",
            errors=[{"pointer": pointer, "detail": "desconocido"}],
        )
    return told


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("RV-")
    if number.isascii() and number.isdigit() and len(number) < 16:
        return [Booking.number == int(number)]
    return [Booking.service.icontains(typed, autoescape=True)]
