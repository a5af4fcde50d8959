"""Debts: what is owed, since when, how late, and everything that happened with each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.business.bookings import queries as bookings
from caudal.business.parties import queries as parties
from caudal.business.parties.queries import PartyRecord
from caudal.business.payments import queries as payments
from caudal.business.payments.queries import PaymentFilter, PaymentRecord
from caudal.business.receivables import commands, queries
from caudal.business.receivables.commands import NewReceivable
from caudal.business.receivables.queries import Application, ReceivableFilter, ReceivableRecord
from caudal.business.receivables.rules import IN_FULL, LABELS
from caudal.business.roscas import queries as roscas
from caudal.business.treasury import queries as treasury
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.flows import summary, timeline
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import (
    Ask,
    BranchFilter,
    Day,
    MoneyIn,
    MoneyOut,
    Out,
    Reading,
    Reason,
    Totalled,
)
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["receivables"])


class ClientRef(Out):
    id: UUID
    folio: str
    name: str


class ReceivableOut(Out):
    """A debt as it stands on the date asked. `days_late`: days after its due date on which it was settled.

    `kind`: `plain`, or that of the contract it belongs to (`contract_id`): `loan`, `pawn`, `rosca`.
    """

    id: UUID
    folio: str
    client: ClientRef
    client_id: UUID
    branch_id: int
    branch: str
    concept: str
    status: str
    status_label: str
    amount: MoneyOut
    paid: MoneyOut
    balance: MoneyOut
    issued_on: date
    due_on: date
    settled_on: date | None
    days_past_due: int
    days_late: int
    bucket: str
    origin: str
    external_ref: str | None
    created_at: datetime
    kind: str
    contract_id: UUID | None


class PaidOut(Out):
    """A payment seen from a debt: `amount` is the part that went to it."""

    id: UUID
    folio: str
    received_on: date
    method: str
    reference: str | None
    account: str | None
    amount: MoneyOut
    reversed: bool


class EventOut(Out):
    at: datetime
    on: date | None
    kind: str
    text: str
    actor: str | None
    ip: str | None
    reason: str | None
    link: str | None


class ReceivableDetail(ReceivableOut):
    payments: list[PaidOut]
    timeline: list[EventOut]
    entries: list[int]
    cancel_reason: str | None
    contract_link: str | None
    refunded: MoneyOut


class ReceivableAsk(Ask):
    client_id: UUID
    concept: str = Field(min_length=1, max_length=200)
    amount: MoneyIn
    issued_on: date
    due_on: date
    branch_id: int | None = None
    external_ref: str | None = Field(None, max_length=100)


class AgeingOut(Out):
    currency: str
    bucket: str
    label: str
    amount: MoneyOut
    count: int
    clients: int
    link: str


class AgeingList(Out):
    items: list[AgeingOut]
    on: date


def outs(act: Act, records: Iterable[ReceivableRecord]) -> list[ReceivableOut]:
    """Debts in the shape of the door, with the names of their clients and branches."""
    rows = list(records)
    return [ReceivableOut.model_construct(**each) for each in _shapes(act, rows)]


def reference(party_id: UUID, people: Mapping[UUID, PartyRecord]) -> ClientRef:
    """Who a row is of, by name where the act can see them."""
    who = people.get(party_id)
    name = who.name if who else "Cliente de otra sucursal"
    return ClientRef.model_construct(id=party_id, folio=who.folio if who else "", name=name)


def _shapes(act: Act, rows: Sequence[ReceivableRecord]) -> Iterator[dict[str, Any]]:
    people, places = parties.many(act, {row.party_id for row in rows}), branches(act)
    for row in rows:
        who = people.get(row.party_id)
        ref = ClientRef.model_construct(
            id=row.party_id,
            folio=who.folio if who else "",
            name=who.name if who else "Cliente de otra sucursal",
        )
        yield {
            "id": row.id, "folio": row.folio, "client": ref, "client_id": row.party_id, "branch_id": row.branch_id,
            "branch": places[row.branch_id].name, "concept": row.concept, "status": row.standing.status.value,
            "status_label": LABELS[row.standing.status], "amount": row.amount, "paid": row.paid,
            "balance": row.balance, "issued_on": row.issued_on, "due_on": row.due_on, "settled_on": row.settled_on,
            "days_past_due": row.standing.days, "days_late": row.days_late, "bucket": row.standing.bucket.code,
            "origin": row.origin, "external_ref": row.external_ref, "created_at": row.created_at,
            "kind": row.kind, "contract_id": row.owner_id,
        }  # fmt: skip


class Which(Reading):
    """What narrows the list. `on`: as they stood on that date.

    `q`: a folio, a client by name, document or telephone, the reference or the receipt of a payment, or the concept.
    """

    q: str = Field("", max_length=100)
    status: str | None = Field(None, description="Uno o varios, separados por comas.")
    client_id: UUID | None = None
    bucket: str | None = None
    currency: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    open: bool = False
    on: date | None = None
    batch_id: UUID | None = None


class Printed(Which):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


def filter_of(act: Act, which: Which) -> ReceivableFilter:
    """The filter that the address of a list says."""
    people, typed = [which.client_id] if which.client_id else None, which.q
    debts: list[UUID] | None = None
    if typed and people is None and not _folio(typed):
        found = parties.parties(act, parties.PartyFilter(q=typed), limit=MAX_LIMIT).items
        debts = _paid_with(act, typed) if not found and any(c.isdigit() for c in typed) else None
        if found:
            people, typed = [one.id for one in found], ""
        elif debts:
            typed = ""
        else:
            debts = None
    return ReceivableFilter(
        ids=debts,
        q=typed, status=which.status or None, bucket=which.bucket or None, party_ids=people,
        branch_id=which.branch_id, currency=which.currency or None, due_from=which.due_from, due_to=which.due_to,
        open=which.open, on=which.on, batch_id=which.batch_id,
    )  # fmt: skip


def _folio(typed: str) -> bool:
    """Whether it is the folio of a debt: «CXC-001», «cxc 1» or a few digits, fewer than those of a telephone."""
    number = typed.strip().upper().removeprefix("CXC").lstrip("- ")
    return number.isascii() and number.isdigit() and (len(number) < 7 or typed.upper().startswith("CXC"))


def _paid_with(act: Act, typed: str) -> list[UUID]:
    """The debts that were paid with a reference, or by the payment of a folio."""
    found = payments.payments(act, PaymentFilter(q=typed), limit=MAX_LIMIT).items
    return list(dict.fromkeys(part.receivable_id for payment in found for part in payment.parts))


@router.get("/receivables", operation_id="receivables.list")
@door("receivables.read")
def list_receivables(act: Act, which: Annotated[Which, Query()]) -> Totalled[ReceivableOut]:
    """Cuentas por cobrar, con totales de todo el filtro. `on`: como estaban en esa fecha."""
    wanted = filter_of(act, which)
    page = queries.receivables(act, wanted, which.limit, which.after)
    sums = queries.sums(act, wanted)
    totals = {
        "count": sum(s.count for s in sums),
        "by_currency": [
            {
                "currency": s.currency,
                "count": s.count,
                "amount": s.amount,
                "paid": s.paid,
                "balance": s.balance,
            }
            for s in sums
        ],
    }
    return Totalled[ReceivableOut].model_construct(items=outs(act, page.items), next=page.next, totals=totals)


@router.post("/receivables", status_code=201, operation_id="receivables.open")
@door("receivables.write")
def open_receivable(act: Act, ask: ReceivableAsk) -> ReceivableDetail:
    """Registra una cuenta por cobrar y su asiento de venta."""
    new = NewReceivable(
        ask.client_id, ask.concept, ask.amount, ask.issued_on, ask.due_on, ask.branch_id, ask.external_ref
    )
    return detail(act, commands.open_receivable(act, new))


@router.get("/receivables/ageing", operation_id="receivables.ageing")
@door("receivables.read")
def ageing(act: Act, on: Day = None, branch_id: BranchFilter = None) -> AgeingList:
    """Antigüedad de saldos por moneda y tramo, en la fecha pedida."""
    rows = queries.ageing(act, on, branch_id)
    return AgeingList.model_construct(
        items=[aged(row, branch_id, on) for row in rows], on=on or act.business_date
    )


def aged(row: queries.AgeingRow, branch_id: int | None, on: date | None = None) -> AgeingOut:
    """A row of the ageing with the address of its debts."""
    link = summary.ageing_link(row, branch_id) + (f"&on={on}" if on else "")
    return AgeingOut.model_construct(
        currency=row.currency, bucket=row.bucket.code, label=row.bucket.label, amount=row.balance, count=row.debts,
        clients=row.clients, link=link,
    )  # fmt: skip


@router.get("/receivables/export", operation_id="receivables.export")
@door("receivables.read")
def export(act: Act, which: Annotated[Printed, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    wanted = filter_of(act, which)
    columns = (
        Column("Folio"), Column("Cliente", width=30), Column("Concepto", width=34), Column("Sucursal"),
        Column("Emisión", Kind.DATE), Column("Vencimiento", Kind.DATE), Column("Monto", Kind.MONEY, total=True),
        Column("Pagado", Kind.MONEY, total=True), Column("Saldo", Kind.MONEY, total=True),
        Column("Días de atraso", Kind.INTEGER), Column("Estado"),
    )  # fmt: skip
    rows = (
        (r.folio, r.client.name, r.concept, r.branch, r.issued_on, r.due_on, r.amount, r.paid, r.balance,
         r.days_past_due, r.status_label.partition(" ")[2])
        for r in _every(act, wanted)
    )  # fmt: skip
    told = {
        "Búsqueda": which.q, "Estado": which.status, "Tramo": which.bucket, "Moneda": which.currency,
        "Desde": which.due_from, "Hasta": which.due_to, "Al": which.on or act.business_date,
    }  # fmt: skip
    filters = tuple((label, str(value)) for label, value in told.items() if value)
    return exports.download(
        Sheet("Cuentas por cobrar", columns, rows, exports.origin(act), filters), which.format
    )


def _every(act: Act, which: ReceivableFilter) -> Iterator[ReceivableOut]:
    for page in pages.every(lambda after: queries.receivables(act, which, MAX_LIMIT, after)):
        yield from outs(act, page.items)


@router.get("/receivables/{receivable_id}", operation_id="receivables.read")
@door("receivables.read")
def read(act: Act, receivable_id: UUID, on: Day = None) -> ReceivableDetail:
    """Una cuenta por cobrar con sus pagos y todo lo que ha pasado con ella."""
    return detail(act, queries.receivable(act, receivable_id, on))


@router.post("/receivables/{receivable_id}/cancellation", operation_id="receivables.cancel")
@door("receivables.cancel")
def cancel(act: Act, receivable_id: UUID, ask: Reason) -> ReceivableDetail:
    """Anula una cuenta sin pagos: se reversa su asiento y queda a la vista como anulada."""
    return detail(act, commands.cancel_receivable(because(act, ask.reason), receivable_id))


def detail(act: Act, debt: ReceivableRecord) -> ReceivableDetail:
    """A debt with its payments and its life."""
    applied = queries.applications(act, receivables=[debt.id])
    paid_by = payments.many(act, {one.payment_id for one in applied})
    events = timeline.of_receivable(act, debt, paid_by)
    boxes = treasury.names(act, {p.box_id for p in paid_by if p.box_id})
    shape = next(_shapes(act, [debt]))
    shape["status_label"] = IN_FULL[debt.standing.status]
    entries = [
        *([debt.entry_id] if debt.entry_id else []),  # what a contract owes is in the entry of the contract
        *(p.entry_id for p in paid_by),
        *(p.reversal.entry_id for p in paid_by if p.reversal),
    ]
    return ReceivableDetail.model_construct(
        **shape,
        payments=[*(_paid(debt, p, boxes) for p in paid_by), *_elsewhere(debt, applied, paid_by)],
        timeline=[event_out(event) for event in events],
        entries=[*entries, *([debt.cancel_entry_id] if debt.cancel_entry_id else [])],
        cancel_reason=debt.cancel_reason,
        contract_link=_contract(act, debt),
        refunded=debt.refunded or Money.of(0, debt.amount.currency),
    )


def _contract(act: Act, debt: ReceivableRecord) -> str | None:
    """The screen of the booking that a debt is of, or of the loan, ticket or san that it is an instalment of."""
    if debt.mode == "booking":
        booking = bookings.of_receivables(act, [debt.id]).get(debt.id)
        return f"/reservas/{booking}" if booking else None
    owner = roscas.of_number(act, debt.owner_id) if debt.kind == "rosca" and debt.owner_id else debt.owner_id
    room = {"loan": "/prestamos", "pawn": "/empenos", "rosca": "/sanes"}.get(debt.kind)
    return f"{room}/{owner}" if room and owner else None


def _elsewhere(
    debt: ReceivableRecord, applied: Sequence[Application], paid_by: Sequence[PaymentRecord]
) -> Iterator[PaidOut]:
    """What was paid in branches that whoever looks can't see: how much and when, so that it adds up."""
    seen = {payment.id for payment in paid_by}
    for payment_id in dict.fromkeys(one.payment_id for one in applied if one.payment_id not in seen):
        own = [one for one in applied if one.payment_id == payment_id]
        yield PaidOut.model_construct(
            id=payment_id, folio="Otra sucursal", received_on=own[0].on_date, method="", reference=None, account=None,
            amount=Money.from_minor(own[0].amount, debt.amount.currency), reversed=len(own) > 1,
        )  # fmt: skip


def event_out(event: timeline.Event) -> EventOut:
    """An event in the shape of the door."""
    return EventOut.model_construct(
        at=event.at, on=event.on, kind=event.kind, text=event.text, actor=event.actor, ip=event.ip,
        reason=event.reason, link=event.link,
    )  # fmt: skip


def _paid(debt: ReceivableRecord, payment: PaymentRecord, boxes: dict[int, treasury.BoxRecord]) -> PaidOut:
    part = next((p.amount for p in payment.parts if p.receivable_id == debt.id), payment.amount)
    box = boxes.get(payment.box_id) if payment.box_id else None
    return PaidOut.model_construct(
        id=payment.id, folio=payment.folio, received_on=payment.received_on, method=payment.method,
        reference=payment.reference, account=box.name if box else None, amount=part,
        reversed=payment.reversal is not None,
    )  # fmt: skip
