"""Sanes by turns: make them, see who pays and who receives, collect rounds, hand pots over, end them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from caudal.business.parties import queries as parties
from caudal.business.roscas import commands, queries
from caudal.business.roscas.commands import (
    Authorise,
    Consent,
    Deliver,
    Join,
    NewRosca,
    Refund,
    Replace,
    Swap,
)
from caudal.business.roscas.queries import DeliveryRecord, RoscaFilter, RoscaRecord
from caudal.business.roscas.rules.terms import MAX_PLACES
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.acts.opening import because
from caudal.commons.documents.handovers import HandOver, hand_over
from caudal.commons.documents.receipts import Issuer, Payer
from caudal.flows import contributions
from caudal.flows.contributions import TakeRound
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payments import outs as payments_out
from caudal.interfaces.api.roscas_shapes import (
    AuthorisationAsk,
    ContributionsAsk,
    ContributionsOut,
    DeliveryAsk,
    DrawAsk,
    HappeningOut,
    MembersAsk,
    PostponementAsk,
    RefundAsk,
    ReplacementAsk,
    RoscaAsk,
    RoscaDetail,
    RoscaOut,
    RoscasAsked,
    SwapAsk,
    TurnsAsk,
    terms,
)
from caudal.interfaces.api.roscas_shown import detail, happenings, listed_out
from caudal.interfaces.api.shapes import Day, Listed, Reason
from caudal.kernel.money import total
from caudal.kernel.problems import NotFound
from caudal.ledger.rules import folio as entry_folio

router = APIRouter(tags=["roscas"])

Round = Annotated[int, Path(ge=1, le=MAX_PLACES)]
METHODS = {"cash": "Efectivo", "transfer": "Transferencia"}


@router.get("/roscas", operation_id="roscas.list")
@door("roscas.read")
def list_roscas(act: Act, which: Annotated[RoscasAsked, Query()]) -> Listed[RoscaOut]:
    """Sanes, el más nuevo primero, con lo que falta y lo que está expuesto."""
    wanted = RoscaFilter(which.q, which.status, which.branch_id, which.client_id)
    page = queries.roscas(act, wanted, which.limit, which.after)
    return Listed[RoscaOut].model_construct(items=listed_out(act, page.items), next=page.next)


@router.post("/roscas", status_code=201, operation_id="roscas.create")
@door("roscas.write")
def create(act: Act, ask: RoscaAsk) -> RoscaDetail:
    """Crea un san con sus números libres."""
    agreed = terms(ask)
    new = NewRosca(
        ask.name, agreed.contribution, agreed.places, agreed.frequency, agreed.starts_on, agreed.fee,
        ask.organiser_id, ask.branch_id,
    )  # fmt: skip
    return detail(act, commands.create(act, new))


@router.get("/roscas/{rosca_id}", operation_id="roscas.read")
@door("roscas.read")
def read(act: Act, rosca_id: UUID, as_of: Day = None) -> RoscaDetail:
    """Un san: números por rondas, posiciones, bote y próxima entrega; hoy, o como estaba en una fecha."""
    return detail(act, queries.rosca(act, rosca_id, as_of))


@router.get("/roscas/{rosca_id}/events", operation_id="roscas.events")
@door("roscas.read")
def events(act: Act, rosca_id: UUID) -> Listed[HappeningOut]:
    """Lo que pasó con un san: sorteos con su semilla, permutas con su consentimiento, reemplazos, entregas…"""
    queries.rosca(act, rosca_id)
    return Listed[HappeningOut].model_construct(
        items=happenings(act, queries.events(act, rosca_id)), next=None
    )


@router.post("/roscas/{rosca_id}/members", status_code=201, operation_id="roscas.join")
@door("roscas.write")
def join(act: Act, rosca_id: UUID, ask: MembersAsk) -> RoscaDetail:
    """Da números de un san a un cliente: los que se piden, o los primeros libres."""
    return detail(act, commands.join(act, Join(rosca_id, ask.client_id, tuple(ask.numbers), ask.count)))


@router.delete("/roscas/{rosca_id}/members/{number}", operation_id="roscas.leave")
@door("roscas.write")
def leave(act: Act, rosca_id: UUID, number: Round) -> RoscaDetail:
    """Deja libre un número de un san que se está formando."""
    return detail(act, commands.leave(act, rosca_id, number))


@router.post("/roscas/{rosca_id}/turns", operation_id="roscas.agree")
@door("roscas.write")
def agree(act: Act, rosca_id: UUID, ask: TurnsAsk) -> RoscaDetail:
    """Da los turnos en el orden acordado."""
    return detail(act, commands.agree(act, rosca_id, ask.order))


@router.post("/roscas/{rosca_id}/draw", operation_id="roscas.draw")
@door("roscas.write")
def draw(act: Act, rosca_id: UUID, ask: DrawAsk) -> RoscaDetail:
    """Sortea los turnos con una semilla pública: cualquiera puede repetir el sorteo."""
    return detail(act, commands.draw(act, rosca_id, ask.seed))


@router.post("/roscas/{rosca_id}/start", operation_id="roscas.start")
@door("roscas.write")
def start(act: Act, rosca_id: UUID) -> RoscaDetail:
    """Empieza un san: las cuotas de todas sus rondas se deben desde ahora, cada una en su fecha."""
    return detail(act, commands.start(act, rosca_id))


@router.post("/roscas/{rosca_id}/swap", operation_id="roscas.swap")
@door("roscas.authorise")
def swap(act: Act, rosca_id: UUID, ask: SwapAsk) -> RoscaDetail:
    """Permuta los turnos de dos números que no han cobrado, con el consentimiento de ambos."""
    one, other = ask.numbers
    agreed = tuple(Consent(each.number, each.evidence) for each in ask.consents)
    return detail(act, commands.swap(act, Swap(rosca_id, one, other, agreed)))


@router.post("/roscas/{rosca_id}/postponement", operation_id="roscas.postpone")
@door("roscas.authorise")
def postpone(act: Act, rosca_id: UUID, ask: PostponementAsk) -> RoscaDetail:
    """Pasa al final el turno de un número atrasado que no ha cobrado."""
    return detail(act, commands.postpone(because(act, ask.reason), rosca_id, ask.number))


@router.post("/roscas/{rosca_id}/replacement", operation_id="roscas.replace")
@door("roscas.authorise")
def replace(act: Act, rosca_id: UUID, ask: ReplacementAsk) -> RoscaDetail:
    """Pone a otra persona en un número que no ha cobrado: lo que falta lo debe quien entra."""
    asked = Replace(rosca_id, ask.number, ask.client_id, ask.evidence)
    return detail(act, commands.replace(act, asked))


@router.post(
    "/roscas/{rosca_id}/rounds/{round}/contributions", status_code=201, operation_id="roscas.collect"
)
@door("payments.take", key="required")
def collect(act: Act, rosca_id: UUID, round: Round, ask: ContributionsAsk) -> ContributionsOut:  # noqa: A002 - said so in the path
    """«Todos pagaron»: cobra de una vez los aportes de una ronda, con un recibo por número."""
    chosen = None if ask.numbers is None else tuple(ask.numbers)
    asked = TakeRound(rosca_id, round, chosen, ask.method, ask.reference, ask.received_on, ask.account_id)
    taken = contributions.take_round(act, asked)
    san = queries.rosca(act, rosca_id)
    return ContributionsOut.model_construct(
        payments=payments_out(act, taken),
        count=len(taken),
        total=total((each.amount for each in taken), san.pot.currency),
        rosca=detail(act, san),
    )


@router.post(
    "/roscas/{rosca_id}/rounds/{round}/authorisation", status_code=201, operation_id="roscas.authorise"
)
@door("roscas.authorise")
def authorise(act: Act, rosca_id: UUID, round: Round, ask: AuthorisationAsk) -> RoscaDetail:  # noqa: A002
    """Autoriza entregar el bote de la ronda que sigue, y hasta cuánto completa el organizador; entrega otra persona."""
    return detail(act, commands.authorise(act, Authorise(rosca_id, round, ask.front)))


@router.post("/roscas/{rosca_id}/rounds/{round}/delivery", status_code=201, operation_id="roscas.deliver")
@door("roscas.deliver", key="required")
def deliver(act: Act, rosca_id: UUID, round: Round, ask: DeliveryAsk) -> RoscaDetail:  # noqa: A002
    """Entrega el bote de la ronda que sigue al número al que le toca, menos la comisión."""
    return detail(
        act, commands.deliver(act, Deliver(rosca_id, round, ask.method, ask.reference, ask.account_id))
    )


@router.post(
    "/roscas/{rosca_id}/rounds/{round}/delivery/reversal", status_code=201, operation_id="roscas.take_back"
)
@door("roscas.authorise")
def take_back(act: Act, rosca_id: UUID, round: Round, ask: Reason) -> RoscaDetail:  # noqa: A002
    """Deshace la última entrega: el bote vuelve a la caja y la ronda queda por entregar."""
    return detail(act, commands.take_back(because(act, ask.reason), rosca_id, round))


@router.get("/roscas/{rosca_id}/rounds/{round}/delivery.pdf", operation_id="roscas.delivery_act")
@door("roscas.read")
def print_delivery(act: Act, rosca_id: UUID, round: Round) -> Response:  # noqa: A002
    """El acta de entrega de un bote, para firmar."""
    san = queries.rosca(act, rosca_id)
    done = san.round(round).delivery
    if done is None:
        raise NotFound(f"El bote de la ronda {round} no se ha entregado")
    body = hand_over(_act_of(act, san, done))
    return exports.file(body, "application/pdf", f"acta-{san.folio}-{round}.pdf", inline=True)


@router.post("/roscas/{rosca_id}/suspension", operation_id="roscas.suspend")
@door("roscas.authorise")
def suspend(act: Act, rosca_id: UUID, ask: Reason) -> RoscaDetail:
    """Suspende un san: no se entrega ni se cambia nada; lo que se debe se sigue debiendo."""
    return detail(act, commands.suspend(because(act, ask.reason), rosca_id))


@router.post("/roscas/{rosca_id}/resumption", operation_id="roscas.resume")
@door("roscas.authorise")
def resume(act: Act, rosca_id: UUID) -> RoscaDetail:
    """Reanuda un san suspendido."""
    return detail(act, commands.resume(act, rosca_id))


@router.post("/roscas/{rosca_id}/liquidation", operation_id="roscas.liquidate")
@door("roscas.authorise")
def liquidate(act: Act, rosca_id: UUID, ask: Reason) -> RoscaDetail:
    """Liquida un san antes de tiempo: quien no cobró deja de deber; quien cobró debe lo que le falta."""
    return detail(act, commands.liquidate(because(act, ask.reason), rosca_id))


@router.post("/roscas/{rosca_id}/refunds", status_code=201, operation_id="roscas.refund")
@door("roscas.deliver", key="required")
def refund(act: Act, rosca_id: UUID, ask: RefundAsk) -> RoscaDetail:
    """Devuelve a un número de un san liquidado lo que puso, hasta donde alcance el fondo."""
    return detail(
        act, commands.refund(act, Refund(rosca_id, ask.number, ask.amount, ask.method, ask.account_id))
    )


@router.post("/roscas/{rosca_id}/closing", operation_id="roscas.close")
@door("roscas.authorise")
def close(act: Act, rosca_id: UUID) -> RoscaDetail:
    """Cierra un san al que no le queda nada por saldar."""
    return detail(act, commands.close(act, rosca_id))


def _act_of(act: Act, san: RoscaRecord, done: DeliveryRecord) -> HandOver:
    number = san.number_of(done.number_id)
    client, branch = parties.party(act, done.party_id), branch_of(act, san.branch_id)
    staff = access.names(act, {done.authorised_by, done.delivered_by})
    company, tax_id = exports.company(act)
    after = [cell for cell in number.cells if cell.round > done.round and cell.balance.is_positive]
    kind, told, _ = client.document or ("", "", "")
    return HandOver(
        folio=f"{san.folio}-{done.round}", name=san.name,
        issuer=Issuer(company, branch.name, branch.time_zone, tax_id),
        receiver=Payer(client.folio, client.name, f"{kind} {told}".strip()), number=number.number, round=done.round,
        rounds=san.terms.places, on=done.on, at=done.at, gross=done.gross, fee=done.fee, net=done.net,
        fronted=done.fronted, owes=total((cell.balance for cell in after), san.pot.currency), quotas=len(after),
        method=METHODS[done.method], authorised_by=staff.get(done.authorised_by, ""),
        delivered_by=staff.get(done.delivered_by, ""), entry=entry_folio(done.entry_id),
        reference=done.reference or "",
    )  # fmt: skip
