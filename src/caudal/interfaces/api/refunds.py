"""Refunds: cancel a booking and see what it gives back, ask again, pay what was authorised, annul."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from caudal.business.bookings import queries as bookings
from caudal.business.parties import queries as parties
from caudal.business.refunds import commands, queries
from caudal.business.refunds.commands import AskRefund, HowBack, PayRefund
from caudal.business.refunds.queries import RefundFilter
from caudal.business.refunds.rules import Method
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import bookings as sold
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.refunds_shapes import (
    CancelledOut,
    HowAsk,
    PayAsk,
    RefundAsk,
    RefundDetail,
    RefundOut,
    RefundsAsked,
    RefundsPrinted,
    WorthOut,
)
from caudal.interfaces.api.refunds_shown import detail, outs, worth_out
from caudal.interfaces.api.shapes import Reason, Totalled
from caudal.kernel import pages
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["refunds"])


@router.get("/bookings/{booking_id}/cancellation", operation_id="bookings.worth")
@door("bookings.read")
def worth(act: Act, booking_id: UUID) -> WorthOut:
    """Qué devolvería cancelar hoy la reserva: el renglón de su política, lo que vuelve y lo que se retiene."""
    booking = bookings.booking(act, booking_id)
    return worth_out(act, booking, commands.worth(act, booking))


@router.post("/bookings/{booking_id}/cancellation", status_code=201, operation_id="bookings.cancel")
@door("bookings.write")
def cancel(act: Act, booking_id: UUID, ask: HowAsk) -> CancelledOut:
    """Cancela la reserva: lo no pagado deja de deberse y de lo pagado se pide el reembolso, en el mismo acto."""
    refund = commands.cancel(because(act, ask.reason), booking_id, _how(ask))
    booking = sold.outs(act, [bookings.booking(act, booking_id)])[0]
    return CancelledOut.model_construct(booking=booking, refund=outs(act, [refund])[0] if refund else None)


@router.get("/refunds", operation_id="refunds.list")
@door("refunds.read")
def list_refunds(act: Act, which: Annotated[RefundsAsked, Query()]) -> Totalled[RefundOut]:
    """Reembolsos, con totales de todo el filtro."""
    wanted = _filter(act, which)
    page = queries.refunds(act, wanted, which.limit, which.after)
    sums = queries.sums(act, wanted)
    totals: dict[str, Any] = {
        "count": sum(s.count for s in sums),
        "by_currency": [
            {
                "currency": s.currency,
                "count": s.count,
                "paid": s.paid,
                "amount": s.amount,
                "retained": s.retained,
            }
            for s in sums
        ],
    }
    return Totalled[RefundOut].model_construct(items=outs(act, page.items), next=page.next, totals=totals)


@router.post("/refunds", status_code=201, operation_id="refunds.ask")
@door("bookings.write")
def ask(act: Act, ask: RefundAsk) -> RefundDetail:
    """Pide el reembolso de una reserva ya cancelada: otra vez tras un rechazo, o más de lo que se devolvió."""
    asked = AskRefund(ask.booking_id, _how(ask))
    return detail(act, commands.ask(because(act, ask.reason), asked))


@router.get("/refunds/export", operation_id="refunds.export")
@door("refunds.read")
def export(act: Act, which: Annotated[RefundsPrinted, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    columns = (
        Column("Folio"), Column("Cliente", width=28), Column("Servicio", width=30), Column("Sucursal"),
        Column("Día del servicio", Kind.DATE), Column("Cancela", Kind.DATE), Column("Días antes", Kind.INTEGER),
        Column("%"), Column("Pagado", Kind.MONEY, total=True), Column("Reembolso", Kind.MONEY, total=True),
        Column("Retenido", Kind.MONEY, total=True), Column("Estado"), Column("Pagar antes del", Kind.DATE),
        Column("Solicitó", width=20), Column("Autorizó", width=20), Column("Pagó", width=20),
    )  # fmt: skip
    rows = (
        (r.folio, r.client.name, r.service, r.branch, r.service_on, r.asked_on, r.days, r.percent, r.paid, r.amount,
         r.retained, r.state_label, r.due_on, r.asked_by or "", r.authorised_by or "", r.paid_by or "")
        for r in _every(act, _filter(act, which))
    )  # fmt: skip
    told = {"Búsqueda": which.q, "Estado": which.state, "Desde": which.asked_from, "Hasta": which.asked_to}
    filters = tuple((label, str(value)) for label, value in told.items() if value)
    return exports.download(Sheet("Reembolsos", columns, rows, exports.origin(act), filters), which.format)


@router.get("/refunds/{refund_id}", operation_id="refunds.read")
@door("refunds.read")
def read(act: Act, refund_id: UUID) -> RefundDetail:
    """Un reembolso: cómo se calculó, quién lo pidió, lo autorizó y lo pagó, y sus asientos."""
    return detail(act, queries.refund(act, refund_id))


@router.post("/refunds/{refund_id}/payment", status_code=201, operation_id="refunds.pay")
@door("refunds.pay", key="required")
def pay(act: Act, refund_id: UUID, ask: PayAsk) -> RefundDetail:
    """Paga un reembolso autorizado, una sola vez y por otra persona. Exige Idempotency-Key."""
    return detail(act, commands.pay(act, refund_id, PayRefund(ask.box_id, ask.reference)))


@router.post("/refunds/{refund_id}/void", status_code=201, operation_id="refunds.void")
@door("refunds.void")
def void(act: Act, refund_id: UUID, ask: Reason) -> RefundDetail:
    """Anula un reembolso autorizado que ya no se puede pagar: su asiento se reversa y se puede pedir de nuevo."""
    return detail(act, commands.void(because(act, ask.reason), refund_id))


def _how(ask: HowAsk) -> HowBack:
    return HowBack(Method(ask.method) if ask.method else None, ask.pay_to, ask.amount)


def _filter(act: Act, which: RefundsAsked) -> RefundFilter:
    people, typed = [which.client_id] if which.client_id else None, which.q
    if typed and people is None and not typed.upper().startswith("RB-"):
        found = parties.parties(act, parties.PartyFilter(q=typed), limit=MAX_LIMIT).items
        if found:
            people, typed = [one.id for one in found], ""
    return RefundFilter(
        q=typed, state=which.state or None, party_ids=people, booking_id=which.booking_id, branch_id=which.branch_id,
        asked_from=which.asked_from, asked_to=which.asked_to, live=which.live, late=which.late,
    )  # fmt: skip


def _every(act: Act, which: RefundFilter) -> Iterator[RefundOut]:
    for page in pages.every(lambda after: queries.refunds(act, which, MAX_LIMIT, after)):
        yield from outs(act, page.items)
