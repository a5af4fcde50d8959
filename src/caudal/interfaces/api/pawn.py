"""Tickets at the counter: quote, open, hand over, refrendo, desempeño, and what else may happen to a pledge."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import Response
from pydantic import Field

from caudal.business.pawn import commands
from caudal.business.pawn.commands import Adjudicate, Deliver, OpenTicket, ReportLost
from caudal.business.pawn.queries import quoting, tickets
from caudal.business.pawn.queries.quoting import Article, Quote
from caudal.business.pawn.queries.tickets import TicketFilter
from caudal.business.pawn.rules.valuing import Condition
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import because
from caudal.flows import pawning
from caudal.flows.pawning import Counter, RedeemPart, RedeemTicket, RenewTicket
from caudal.interfaces.api import exports, shapes
from caudal.interfaces.api import payments as payments_door
from caudal.interfaces.api.door import door
from caudal.interfaces.api.pawn_shapes import (
    LotOut,
    PlanOut,
    TicketDetail,
    TicketOut,
    detail,
    lot_outs,
    outs,
    plain,
    plan_out,
)
from caudal.interfaces.api.payments import PaymentOut
from caudal.interfaces.api.shapes import Ask, Day, MoneyIn, MoneyOut, Out, Reading, Reason, Totalled
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["pawn"])
_MG = 1_000

Method = Literal["cash", "transfer", "card", "cheque"]
PaysOut = Literal["cash", "transfer"]


class ItemAsk(Ask):
    """A pledge. `weight`: grams. Without `appraisal`, what the table of prices says of `price_name`."""

    category: str = Field(min_length=2, max_length=40)
    description: str = Field(min_length=1, max_length=200)
    condition: Condition
    brand: str = Field("", max_length=80)
    model: str = Field("", max_length=80)
    serial: str = Field("", max_length=80)
    price_name: str | None = Field(None, max_length=120)
    weight: Decimal | None = Field(None, gt=0, le=1_000_000, max_digits=10, decimal_places=3)
    appraisal: MoneyIn | None = None
    seal: str = Field("", max_length=40)


class QuoteAsk(Ask):
    """`amount`: all that the tables allow when absent. `plan`: its code; the only one of the currency when absent."""

    items: list[ItemAsk] = Field(min_length=1, max_length=50)
    amount: MoneyIn | None = None
    plan: str | None = Field(None, max_length=40)
    currency: str | None = Field(None, min_length=3, max_length=3)


class TicketAsk(Ask):
    """`hand_over`: how the money is given at once; left for `/hand-over` when absent."""

    client_id: UUID
    items: list[ItemAsk] = Field(min_length=1, max_length=50)
    amount: MoneyIn
    plan: str | None = Field(None, max_length=40)
    override_reason: str = Field("", max_length=300)
    hand_over: PaysOut | None = None
    account_id: shapes.PaidFrom = None


class HandAsk(Ask):
    method: PaysOut = "cash"
    account_id: shapes.PaidFrom = None


class PaidAsk(Ask):
    """How what is paid came in."""

    method: Method
    reference: str | None = Field(None, max_length=80)
    tendered: MoneyIn | None = None
    account_id: shapes.ReceivedIn = None


class RenewAsk(PaidAsk):
    """`capital`: what is paid of the capital besides interest and storage.

    `more`: what is lent on the same pledge besides what is owed, given out by `gives`.
    """

    capital: MoneyIn | None = None
    more: MoneyIn | None = None
    gives: PaysOut = "cash"


class RedeemAsk(PaidAsk):
    """`deliver`: whether the articles go back at once, if the role may; `to`: who takes them, if not the client."""

    deliver: bool = True
    to: str = Field("", max_length=120)


class PartAsk(PaidAsk):
    """`items`: the articles that are taken away; `to`: by whom, if not the client."""

    items: list[UUID] = Field(min_length=1, max_length=50)
    to: str = Field("", max_length=120)


class DeliverAsk(Ask):
    to: str = Field("", max_length=120)


class AdjudicateAsk(Ask):
    """`value`: what the pledge could be sold for today; its appraisal when absent."""

    value: MoneyIn | None = None


class LostAsk(Ask):
    """`affidavit`: what the client declares under oath, with the document shown."""

    affidavit: str = Field(min_length=1, max_length=2_000)


class QuotedItemOut(Out):
    """`ltv`: the part of the appraisal that the table allows; `reference`: what the table of prices says."""

    description: str
    appraisal: MoneyOut
    reference: MoneyOut | None
    ltv: str
    allowed: MoneyOut


class QuoteOut(Out):
    """What would be lent. `over`: above the tables, which needs somebody who may override them.

    Costs, if it is redeemed the day it is due: `annual` is the CAT (effective, without taxes), `nominal` a simple year.
    """

    plan: PlanOut
    items: list[QuotedItemOut]
    appraisal: MoneyOut
    allowed: MoneyOut
    amount: MoneyOut
    over: bool
    due_on: date
    grace_on: date
    interest: MoneyOut
    storage: MoneyOut
    tax: MoneyOut
    total: MoneyOut
    nominal: str
    annual: str


class CounterOut(Out):
    """What was done at the counter: the payment, if anything was to be paid, and the ticket that is left."""

    payment: PaymentOut | None
    ticket: TicketDetail


class Which(Reading):
    """`status`: one or several, with commas; `as_of`: as they stood that day; `due_in`: due within so many days."""

    q: str = Field("", max_length=100)
    status: str | None = None
    client_id: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    as_of: date | None = None


@router.post("/pawn-tickets/quote", operation_id="pawn.quote")
@door("pawn.read", key="none")
def quote(act: Act, ask: QuoteAsk) -> QuoteOut:
    """Cotiza un empeño: avalúo por la tabla, cuánto se puede prestar y qué costaría. No guarda nada."""
    currency = ask.amount.currency if ask.amount else (ask.currency or "").upper()
    currency = currency or branch_of(act, act.place.branch_id).currency
    return _quote_out(quoting.quote(act, _articles(ask.items), ask.amount, currency, ask.plan))


@router.post("/pawn-tickets", status_code=201, operation_id="pawn.open")
@door("pawn.open", key="required")
def open_ticket(act: Act, ask: TicketAsk) -> TicketDetail:
    """Abre una boleta y recibe sus prendas; con `hand_over`, entrega también el dinero."""
    asked = OpenTicket(ask.client_id, tuple(_articles(ask.items)), ask.amount, ask.plan, ask.override_reason)
    made = commands.open_ticket(act, asked)
    if ask.hand_over:
        made = commands.hand_over(act, made.id, ask.hand_over, ask.account_id)
    return detail(act, made)


@router.get("/pawn-tickets", operation_id="pawn.list")
@door("pawn.read")
def list_tickets(act: Act, which: Annotated[Which, Query()]) -> Totalled[TicketOut]:
    """Boletas, la más nueva primero, con lo prestado y lo que sigue prestado."""
    wanted = TicketFilter(
        q=which.q, status=which.status or None, party_ids=[which.client_id] if which.client_id else None,
        branch_id=which.branch_id, due_from=which.due_from, due_to=which.due_to, on=which.as_of,
    )  # fmt: skip
    page = tickets.tickets(act, wanted, which.limit, which.after)
    sums = tickets.sums(act, wanted)
    totals = {
        "count": sum(count for count, _, _ in sums),
        "by_currency": [
            {"currency": lent.currency, "count": count, "principal": lent, "capital": live}
            for count, lent, live in sums
        ],
    }
    return Totalled[TicketOut].model_construct(items=outs(act, page.items), next=page.next, totals=totals)


@router.get("/pawn-tickets/{ticket_id}", operation_id="pawn.read")
@door("pawn.read")
def read(act: Act, ticket_id: UUID, as_of: Day = None) -> TicketDetail:
    """Una boleta como está hoy o como estaba en una fecha: lo que debe, sus prendas, su cadena y su historia."""
    return detail(act, tickets.ticket(act, ticket_id, as_of))


@router.post("/pawn-tickets/{ticket_id}/hand-over", status_code=201, operation_id="pawn.hand_over")
@door("pawn.open", key="required")
def hand_over(act: Act, ticket_id: UUID, ask: HandAsk) -> TicketDetail:
    """Entrega al cliente el dinero de la boleta: desde aquí se debe."""
    return detail(act, commands.hand_over(act, ticket_id, ask.method, ask.account_id))


@router.post("/pawn-tickets/{ticket_id}/cancellation", status_code=201, operation_id="pawn.cancel")
@door("pawn.open")
def cancel(act: Act, ticket_id: UUID, ask: Reason) -> TicketDetail:
    """Anula una boleta cuyo dinero no se entregó; las prendas vuelven al cliente."""
    return detail(act, commands.cancel_ticket(because(act, ask.reason), ticket_id))


@router.post("/pawn-tickets/{ticket_id}/refrendo", status_code=201, operation_id="pawn.renew")
@door("payments.take", key="required")
def renew(
    act: Act, ticket_id: UUID, ask: RenewAsk, dry_run: Annotated[bool, Query(include_in_schema=False)] = False
) -> CounterOut:
    """Refrenda: cobra interés y almacenaje, y capital si se abona, y abre otra boleta con las mismas prendas.

    Con `more` presta más sobre ellas, hasta lo que permite la tabla de hoy.
    """
    asked = RenewTicket(
        ticket_id, ask.method, ask.capital, ask.reference, ask.tendered, ask.more, ask.gives, ask.account_id
    )  # fmt: skip
    return _counter(act, pawning.renew_ticket(act, asked), entries=dry_run)


@router.post("/pawn-tickets/{ticket_id}/redemption", status_code=201, operation_id="pawn.redeem")
@door("payments.take", key="required")
def redeem(
    act: Act,
    ticket_id: UUID,
    ask: RedeemAsk,
    dry_run: Annotated[bool, Query(include_in_schema=False)] = False,
) -> CounterOut:
    """Desempeña: cobra todo lo que se debe y devuelve las prendas."""
    asked = RedeemTicket(
        ticket_id, ask.method, ask.reference, ask.tendered, ask.deliver, ask.to, ask.account_id
    )
    return _counter(act, pawning.redeem_ticket(act, asked), entries=dry_run)


@router.post("/pawn-tickets/{ticket_id}/partial-redemption", status_code=201, operation_id="pawn.redeem_part")
@door("payments.take", key="required")
def redeem_part(
    act: Act, ticket_id: UUID, ask: PartAsk, dry_run: Annotated[bool, Query(include_in_schema=False)] = False
) -> CounterOut:
    """Desempeña algunas prendas: cobra interés, almacenaje y su parte del capital; las demás siguen en otra boleta."""
    asked = RedeemPart(
        ticket_id, tuple(ask.items), ask.method, ask.reference, ask.tendered, ask.to, ask.account_id
    )
    return _counter(act, pawning.redeem_part(act, asked), entries=dry_run)


@router.post("/pawn-tickets/{ticket_id}/delivery", status_code=201, operation_id="pawn.deliver")
@door("pawn.custody")
def deliver(act: Act, ticket_id: UUID, ask: DeliverAsk) -> TicketDetail:
    """Devuelve las prendas de una boleta desempeñada."""
    return detail(act, commands.deliver(act, Deliver(ticket_id, ask.to)))


@router.post("/pawn-tickets/{ticket_id}/adjudication", status_code=201, operation_id="pawn.adjudicate")
@door("pawn.sell")
def adjudicate(act: Act, ticket_id: UUID, ask: AdjudicateAsk) -> LotOut:
    """Adjudica las prendas de una boleta vencida y sin gracia: entran al inventario como un lote."""
    return lot_outs(act, [commands.adjudicate(act, Adjudicate(ticket_id, ask.value))])[0]


@router.post("/pawn-tickets/{ticket_id}/loss", status_code=201, operation_id="pawn.report_lost")
@door("pawn.open")
def report_lost(act: Act, ticket_id: UUID, ask: LostAsk) -> TicketDetail:
    """Reporta una boleta extraviada, con la declaración del cliente: queda bloqueada."""
    return detail(act, commands.report_lost(act, ReportLost(ticket_id, ask.affidavit)))


@router.post("/pawn-tickets/{ticket_id}/reissue", status_code=201, operation_id="pawn.reissue")
@door("pawn.open")
def reissue(act: Act, ticket_id: UUID) -> TicketDetail:
    """Repone una boleta extraviada con otra copia."""
    return detail(act, commands.reissue_ticket(act, ticket_id))


@router.post("/pawn-tickets/{ticket_id}/retention", status_code=201, operation_id="pawn.retain")
@door("pawn.sell")
def retain(act: Act, ticket_id: UUID, ask: Reason) -> TicketDetail:
    """Retiene la prenda por orden de una autoridad; el motivo es la orden."""
    return detail(act, commands.retain_pledge(because(act, ask.reason), ticket_id))


@router.post("/pawn-tickets/{ticket_id}/release", status_code=201, operation_id="pawn.release")
@door("pawn.sell")
def release(act: Act, ticket_id: UUID, ask: Reason) -> TicketDetail:
    """Libera una prenda retenida."""
    return detail(act, commands.release_pledge(because(act, ask.reason), ticket_id))


@router.post("/pawn-tickets/{ticket_id}/surrender", status_code=201, operation_id="pawn.surrender")
@door("pawn.sell")
def surrender(act: Act, ticket_id: UUID, ask: Reason) -> TicketDetail:
    """Entrega la prenda a la autoridad que la reclama; lo prestado es pérdida."""
    return detail(act, commands.surrender_pledge(because(act, ask.reason), ticket_id))


@router.post("/pawn-items/{item_id}/photos", status_code=201, operation_id="pawn.add_photo")
@door("pawn.open", key="none")
def add_photo(act: Act, item_id: UUID, file: Annotated[UploadFile, File()]) -> dict[str, str | int]:
    """Guarda una fotografía de una prenda: JPEG, PNG o WebP de hasta 5 MB, seis por prenda."""
    kept = commands.add_photo(act, item_id, file.file.read())
    return {"id": str(kept.id), "media": kept.media, "size": kept.size,
            "link": f"/v1/pawn-items/{item_id}/photos/{kept.id}"}  # fmt: skip


@router.get("/pawn-items/{item_id}/photos/{photo_id}", operation_id="pawn.photo")
@door("pawn.read")
def photo(act: Act, item_id: UUID, photo_id: UUID) -> Response:
    """Una fotografía de una prenda."""
    media, data = tickets.photo(act, item_id, photo_id)
    return exports.file(data, media, f"prenda-{photo_id}.{media.partition('/')[2]}", inline=True)


def _articles(asked: list[ItemAsk]) -> list[Article]:
    return [
        Article(
            one.category, one.description, one.condition, one.brand, one.model, one.serial, one.price_name,
            _milligrams(one.weight, n), one.appraisal, one.seal,
        )
        for n, one in enumerate(asked)
    ]  # fmt: skip


def _milligrams(grams: Decimal | None, number: int) -> int | None:
    if grams is None:
        return None
    if not grams.is_finite():
        raise Invalid(
            "El peso son gramos", errors=[{"pointer": f"/items/{number}/weight", "detail": "no es un número"}]
        )
    return int(grams * _MG)


def _quote_out(found: Quote) -> QuoteOut:
    return QuoteOut.model_construct(
        plan=plan_out(found.plan),
        items=[
            QuotedItemOut.model_construct(
                description=item.article.description, appraisal=item.appraisal, reference=item.reference,
                ltv=plain(item.ltv), allowed=item.allowed,
            )
            for item in found.items
        ],
        appraisal=found.appraisal, allowed=found.allowed, amount=found.terms.principal, over=found.over,
        due_on=found.terms.due_on, grace_on=found.terms.grace_on, interest=found.cost.interest,
        storage=found.cost.storage, tax=found.cost.tax, total=found.cost.total, nominal=plain(found.cost.nominal),
        annual=plain(found.cost.annual),
    )  # fmt: skip


def _counter(act: Act, done: Counter, *, entries: bool) -> CounterOut:
    paid = payments_door.outs(act, [done.payment], entries=entries)[0] if done.payment else None
    return CounterOut.model_construct(payment=paid, ticket=detail(act, done.ticket))
