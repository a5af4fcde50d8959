"""The ticket of a pledge and the labels of its bags on paper."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from caudal.business.parties import queries as parties
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import ItemRecord, TicketRecord
from caudal.business.pawn.rules.course import course
from caudal.business.pawn.rules.states import LABELS, OPEN, Status
from caudal.business.pawn.rules.terms import cost, end_of
from caudal.business.pawn.rules.valuing import CONDITIONS, Condition
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.documents.labels import BagLabel, BagLabels, bag_labels
from caudal.commons.documents.pledges import Owed, PawnTicket, Pledge, pawn_ticket
from caudal.commons.documents.receipts import Issuer, Payer
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.pawn_shapes import plain
from caudal.kernel.formats import money_screen, percent
from caudal.kernel.problems import NotFound

router = APIRouter(tags=["pawn"])
_MG = 1_000
_MOST_ROWS = 20
_PERIODS = {"week": ("semana", "semanas"), "month": ("mes", "meses")}


@router.get("/pawn-tickets/{ticket_id}/ticket.pdf", operation_id="pawn.print")
@door("pawn.read")
def print_ticket(
    act: Act, ticket_id: UUID, paper: Annotated[Literal["carta", "ticket"], Query()] = "carta"
) -> Response:
    """La boleta en PDF, en carta para firmar o en tira de 80 mm."""
    row = tickets.ticket(act, ticket_id)
    client, branch = parties.party(act, row.party_id), branch_of(act, row.branch_id)
    name, tax_id = exports.company(act)
    previous = tickets.ticket(act, row.previous_id).folio if row.previous_id else ""
    body = pawn_ticket(
        PawnTicket(
            id=row.id, folio=row.folio, at=row.opened_at,
            issuer=Issuer(name, branch.name, branch.time_zone, tax_id),
            payer=Payer(client.folio, client.name, " ".join(client.document[:2]) if client.document else ""),
            pledges=tuple(_pledges(act, row)), principal=row.terms.principal, due_on=row.due_on, grace_on=row.grace_on,
            costs=tuple(_costs(row)), schedule=tuple(_schedule(row)), terms=tuple(_terms(row)),
            clerk=access.names(act, {row.opened_by}).get(row.opened_by, ""), copy=row.copy, replaces=previous,
            mark=_mark(row),
        ),
        paper=paper,
    )  # fmt: skip
    return exports.file(body, "application/pdf", f"boleta-{row.folio}.pdf", inline=True)


@router.get("/pawn-tickets/{ticket_id}/labels.pdf", operation_id="pawn.print_labels")
@door("pawn.read")
def print_labels(act: Act, ticket_id: UUID) -> Response:
    """Las etiquetas de las bolsas en PDF, una por prenda que sigue en la casa, con el código que lee el escáner."""
    row = tickets.ticket(act, ticket_id)
    branch, (name, tax_id) = branch_of(act, row.branch_id), exports.company(act)
    here = [one for one in tickets.items_of(act, [row.root_id]).get(row.root_id, []) if one.gone_on is None]
    if not here:
        raise NotFound(f"Las prendas de {row.folio} ya no están en la casa")
    labels = tuple(
        BagLabel(f"{row.folio}/{one.position}", one.description, _particulars(one)) for one in here
    )
    issuer = Issuer(name, branch.name, branch.time_zone, tax_id)
    body = bag_labels(BagLabels(row.folio, row.opened_at, issuer, row.due_on, labels))
    return exports.file(body, "application/pdf", f"etiquetas-{row.folio}.pdf", inline=True)


def _pledges(act: Act, row: TicketRecord) -> Iterator[Pledge]:
    for item in tickets.items_of(act, [row.root_id]).get(row.root_id, []):
        if item.gone_how == "taken" and row.previous_id and item.gone_on and item.gone_on <= row.opened_on:
            continue  # it went back before this ticket
        yield Pledge(item.description, _particulars(item), row.money(item.appraisal))


def _particulars(item: ItemRecord) -> str:
    weight = f"{plain(Decimal(item.weight_mg) / _MG)} g" if item.weight_mg else ""
    told = (
        item.category.capitalize(), item.brand, item.model, f"serie {item.serial}" if item.serial else "", weight,
        CONDITIONS[Condition(item.condition)].lower(), f"precinto {item.seal}" if item.seal else "",
    )  # fmt: skip
    return " · ".join(part for part in told if part)


def _costs(row: TicketRecord) -> Iterator[tuple[str, str]]:
    found, one = cost(row.terms), _PERIODS[row.plan.period.value][0]
    yield (
        f"Interés por {one} comenzada" if one == "semana" else f"Interés por {one} comenzado",
        percent(row.plan.rate),
    )
    if row.plan.storage_rate:
        yield f"Almacenaje por {one}", percent(row.plan.storage_rate)
    if row.terms.tax_rate:
        yield "IVA sobre interés y almacenaje", percent(row.terms.tax_rate)
    yield "Tasa anual simple", percent(found.nominal)
    yield "CAT, sin impuestos", percent(found.annual)
    yield f"Si viene el día que vence ({row.due_on:%d/%m/%Y})", money_screen(found.total)


def _schedule(row: TicketRecord) -> Iterator[Owed]:
    """What is paid until the end of each period, up to twenty rows; the last is always that of the last day."""
    ends = [end_of(row.plan.period, row.terms.starts_on, n) for n in range(1, row.plan.term + 1)]
    if len(ends) > _MOST_ROWS:
        ends = [*ends[: _MOST_ROWS - 1], ends[-1]]
    for until in ends:
        now = course(row.terms, (), until)
        yield Owed(until, row.money(now.charges), row.money(now.total))


def _terms(row: TicketRecord) -> Iterator[str]:
    one, many = _PERIODS[row.plan.period.value]
    yield f"Plazo de {row.plan.term} {one if row.plan.term == 1 else many}. Un período comenzado se paga entero."
    after = "con interés" if row.plan.grace_interest else "sin interés"
    if row.plan.grace_days:
        yield f"Después del vencimiento hay {row.plan.grace_days} días de gracia, {after}, para refrendar o desempeñar."
    yield f"Desde el día siguiente al {row.grace_on:%d/%m/%Y} la prenda puede adjudicarse y venderse; no antes."
    if row.plan.surplus:
        yield (
            "Si se vende, lo que sobre de la deuda y del costo de vender es del cliente,"
            f" que puede reclamarlo por {row.plan.surplus_days} días."
        )
    yield "La prenda responde por el préstamo: si no alcanza, el cliente no debe nada más."
    yield "Si pierde esta boleta, avise: se bloquea y se repone con otra copia."


def _mark(row: TicketRecord) -> str:
    if row.lost_on is not None:
        return "EXTRAVIADA"
    if row.status in OPEN:
        return ""
    return "SIN ENTREGAR" if row.status is Status.QUOTED else LABELS[row.status].upper()
