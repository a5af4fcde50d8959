"""Bookings: services sold for a day, with what is owed of each, until they are given or cancelled."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.business.bookings import commands, queries
from caudal.business.bookings.commands import ChangeBooking, NewBooking
from caudal.business.bookings.queries import BookingFilter, BookingRecord, ChangeRecord
from caudal.business.bookings.rules import KINDS, PAYMENTS, STATES, ServiceKind, State, payment_of
from caudal.business.parties import queries as parties
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import exports, receivables
from caudal.interfaces.api.door import door
from caudal.interfaces.api.receivables import ClientRef, EventOut, PaidOut, reference
from caudal.interfaces.api.shapes import Ask, MoneyIn, MoneyOut, Out, Reading, Totalled
from caudal.kernel import pages
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["bookings"])
ServiceIn = Literal["tour", "transport", "lodging", "service"]


class BookingOut(Out):
    """A service sold for a day. `payment`: how its debt stands; `late`: its day passed and nobody said it was given."""

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    kind: str
    kind_label: str
    service: str
    service_on: date
    service_time: time | None
    days_to_service: int
    price: MoneyOut
    paid: MoneyOut
    balance: MoneyOut
    due_on: date
    payment: str
    payment_label: str
    state: str
    state_label: str
    late: bool
    receivable_id: UUID
    receivable: str
    contract_id: UUID | None
    seller_id: int
    seller: str | None
    sold_on: date
    done_on: date | None
    cancelled_on: date | None
    origin: str
    created_at: datetime


class BookingChangeOut(Out):
    """Another day or another price. `entry_id`: the entry of the difference."""

    at: datetime
    by: str | None
    reason: str
    service_on_from: date
    service_on_to: date
    price_from: MoneyOut
    price_to: MoneyOut
    entry_id: int | None


class BookingDetail(BookingOut):
    notes: str
    cancel_reason: str | None
    payable_id: UUID | None
    changes: list[BookingChangeOut]
    payments: list[PaidOut]
    timeline: list[EventOut]
    entries: list[int]


class BookingAsk(Ask):
    """Lo que se vende. Se paga el día del servicio si no se dice `due_on`; lo vende quien lo registra."""

    client_id: UUID
    kind: ServiceIn = "tour"
    service: str = Field(min_length=2, max_length=160)
    service_on: date
    service_time: time | None = None
    price: MoneyIn
    due_on: date | None = None
    seller_id: int | None = Field(None, ge=1, lt=2**31)
    contract_id: UUID | None = None
    branch_id: int | None = Field(None, ge=1, le=32767)
    notes: str = Field("", max_length=300)


class ChangeAsk(Ask):
    """Lo que se acuerda de nuevo; lo que no viene se queda."""

    service_on: date | None = None
    service_time: time | None = None
    price: MoneyIn | None = None
    reason: str = Field(min_length=3, max_length=300)


class Which(Reading):
    """What narrows the list. `q`: a folio, a client or words of the service."""

    q: str = Field("", max_length=100)
    state: str | None = None
    payment: str | None = None
    kind: str | None = None
    client_id: UUID | None = None
    seller_id: int | None = Field(None, ge=1, lt=2**31)
    service_from: date | None = None
    service_to: date | None = None
    late: bool = False


class Printed(Which):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


@router.get("/bookings", operation_id="bookings.list")
@door("bookings.read")
def list_bookings(act: Act, which: Annotated[Which, Query()]) -> Totalled[BookingOut]:
    """Reservas, con totales de todo el filtro."""
    wanted = _filter(act, which)
    page = queries.bookings(act, wanted, which.limit, which.after)
    sums = queries.sums(act, wanted)
    totals: dict[str, Any] = {
        "count": sum(s.count for s in sums),
        "by_currency": [
            {"currency": s.currency, "count": s.count, "price": s.price, "paid": s.paid, "balance": s.balance}
            for s in sums
        ],
    }
    return Totalled[BookingOut].model_construct(items=outs(act, page.items), next=page.next, totals=totals)


@router.post("/bookings", status_code=201, operation_id="bookings.book")
@door("bookings.write")
def book(act: Act, ask: BookingAsk) -> BookingDetail:
    """Vende un servicio: la reserva y su cuenta por cobrar nacen juntas."""
    new = NewBooking(
        ask.client_id, ServiceKind(ask.kind), ask.service, ask.service_on, ask.price, ask.service_time, ask.due_on,
        ask.branch_id, ask.seller_id, ask.contract_id, ask.notes,
    )  # fmt: skip
    return detail(act, commands.book(act, new))


@router.get("/bookings/export", operation_id="bookings.export")
@door("bookings.read")
def export(act: Act, which: Annotated[Printed, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    columns = (
        Column("Folio"), Column("Cliente", width=28), Column("Servicio", width=30), Column("Sucursal"),
        Column("Día del servicio", Kind.DATE), Column("Vendida", Kind.DATE), Column("Vendedor", width=20),
        Column("Precio", Kind.MONEY, total=True), Column("Cobrado", Kind.MONEY, total=True),
        Column("Saldo", Kind.MONEY, total=True), Column("Pago"), Column("Estado"), Column("CXC"),
    )  # fmt: skip
    rows = (
        (b.folio, b.client.name, b.service, b.branch, b.service_on, b.sold_on, b.seller or "", b.price, b.paid,
         b.balance, b.payment_label.partition(" ")[2], b.state_label, b.receivable)
        for b in _every(act, _filter(act, which))
    )  # fmt: skip
    told = {"Búsqueda": which.q, "Estado": which.state, "Pago": which.payment, "Desde": which.service_from,
            "Hasta": which.service_to}  # fmt: skip
    filters = tuple((label, str(value)) for label, value in told.items() if value)
    return exports.download(Sheet("Reservas", columns, rows, exports.origin(act), filters), which.format)


@router.get("/bookings/{booking_id}", operation_id="bookings.read")
@door("bookings.read")
def read(act: Act, booking_id: UUID) -> BookingDetail:
    """Una reserva con sus pagos, sus cambios y todo lo que ha pasado con ella."""
    return detail(act, queries.booking(act, booking_id))


@router.post("/bookings/{booking_id}/changes", status_code=201, operation_id="bookings.change")
@door("bookings.change")
def change(act: Act, booking_id: UUID, ask: ChangeAsk) -> BookingDetail:
    """Acuerda otro día u otro precio: la diferencia es un asiento aparte y lo acordado antes queda a la vista."""
    act = because(act, ask.reason)
    asked = ChangeBooking(ask.service_on, ask.service_time, ask.price)
    return detail(act, commands.change(act, booking_id, asked))


@router.post("/bookings/{booking_id}/completion", status_code=201, operation_id="bookings.give")
@door("bookings.write")
def give(act: Act, booking_id: UUID) -> BookingDetail:
    """Dice que el servicio se prestó: desde hoy es ingreso, y se le debe a su proveedor."""
    return detail(act, commands.give(act, booking_id))


def outs(act: Act, records: Iterable[BookingRecord]) -> list[BookingOut]:
    """Bookings in the shape of the door, with names."""
    return [BookingOut.model_construct(**each) for each in _shapes(act, list(records))]


def detail(act: Act, booking: BookingRecord) -> BookingDetail:
    """A booking with its payments and its life."""
    shape = next(_shapes(act, [booking]))
    debt = receivables.detail(act, booking.debt)
    found = queries.changes(act, booking.id)
    staff = access.names(act, {each.by for each in found})
    entries = [*debt.entries, *(each.entry_id for each in found if each.entry_id)]
    return BookingDetail.model_construct(
        **shape,
        notes=booking.notes,
        cancel_reason=booking.cancel_reason,
        payable_id=booking.payable_id,
        changes=[_change(each, staff.get(each.by)) for each in found],
        payments=debt.payments,
        timeline=debt.timeline,
        entries=[*entries, *([booking.done_entry_id] if booking.done_entry_id else [])],
    )


def _change(found: ChangeRecord, by: str | None) -> BookingChangeOut:
    (was_on, on), (was, now) = found.service_on, found.price
    return BookingChangeOut.model_construct(
        at=found.at, by=by, reason=found.reason, service_on_from=was_on, service_on_to=on, price_from=was,
        price_to=now, entry_id=found.entry_id,
    )  # fmt: skip


def _filter(act: Act, which: Which) -> BookingFilter:
    people, typed = [which.client_id] if which.client_id else None, which.q
    if typed and people is None and not typed.upper().startswith("RV-"):
        found = parties.parties(act, parties.PartyFilter(q=typed), limit=MAX_LIMIT).items
        if found:
            people, typed = [one.id for one in found], ""
    return BookingFilter(
        q=typed, state=which.state or None, payment=which.payment or None, kind=which.kind or None,
        party_ids=people, branch_id=which.branch_id, seller_id=which.seller_id, service_from=which.service_from,
        service_to=which.service_to, late=which.late,
    )  # fmt: skip


def _every(act: Act, which: BookingFilter) -> Iterator[BookingOut]:
    for page in pages.every(lambda after: queries.bookings(act, which, MAX_LIMIT, after)):
        yield from outs(act, page.items)


def _shapes(act: Act, rows: list[BookingRecord]) -> Iterator[dict[str, Any]]:
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    staff = access.names(act, {row.seller_id for row in rows})
    for row in rows:
        debt, payment = row.debt, payment_of(row.debt.standing.status)
        yield {
            "id": row.id, "folio": row.folio, "client": reference(row.party_id, people), "client_id": row.party_id,
            "branch_id": row.branch_id, "branch": places[row.branch_id].name, "kind": row.kind.value,
            "kind_label": KINDS[row.kind], "service": row.service, "service_on": row.service_on,
            "service_time": row.service_time, "days_to_service": (row.service_on - act.business_date).days,
            "price": row.price, "paid": debt.paid, "balance": debt.balance, "due_on": debt.due_on,
            "payment": payment.value, "payment_label": PAYMENTS[payment], "state": row.state.value,
            "state_label": STATES[row.state],
            "late": row.state is State.BOOKED and row.service_on < act.business_date, "receivable_id": debt.id,
            "receivable": debt.folio, "contract_id": row.contract_id, "seller_id": row.seller_id,
            "seller": staff.get(row.seller_id), "sold_on": row.sold_on, "done_on": row.done_on,
            "cancelled_on": row.cancelled_on, "origin": row.origin, "created_at": row.created_at,
        }  # fmt: skip
