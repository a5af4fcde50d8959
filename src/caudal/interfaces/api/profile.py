"""What to know of a client before dealing with them."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from caudal.business.parties import queries as parties
from caudal.business.receivables.rules import Conduct, PaidMonth
from caudal.business.roscas import queries as roscas
from caudal.business.roscas.queries import RoscaFilter, RoscaRecord
from caudal.business.roscas.rules.standing import NUMBER_LABELS
from caudal.commons.acts.act import Act
from caudal.flows import profile as flow
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Listed, MoneyOut, Out

router = APIRouter(tags=["clients"])

_MOST = 50
"""Sanes of a person that are told."""


class PaidMonthOut(Out):
    """Lo que vencía en un mes. `on_time`: pagado en su fecha; `worst_days`: el peor atraso; `owing`: sin pagar."""

    month: date
    due: int
    on_time: int
    worst_days: int
    owing: int


class ConductOut(Out):
    """Cómo ha pagado en veinticuatro meses naturales, en las sucursales de quien pregunta."""

    months: list[PaidMonthOut]
    due: int
    on_time: int
    average_days_late: Decimal = Field(description="Días de atraso de la cuenta media, con un decimal.")
    worst_days: int
    worst_month: date | None


class NoteOut(Out):
    kind: str
    tone: Literal["bad", "warn", "info"]
    text: str
    link: str


class ProfileOut(Out):
    """`holds`: cuántas cosas de cada clase tiene, solo de las que quien pregunta puede ver."""

    conduct: ConductOut
    holds: dict[str, int]
    notes: list[NoteOut]


class SeatOut(Out):
    """Un número de un san. `position`: lo que el grupo le debe (negativo: lo que debe); `turn_on`: cuándo cobra."""

    rosca_id: UUID
    folio: str
    name: str
    number: int
    turn: int | None
    turn_on: date | None
    contribution: MoneyOut
    state: str
    state_label: str
    received_on: date | None
    overdue: MoneyOut
    position: MoneyOut


@router.get("/clients/{client_id}/profile", operation_id="clients.profile")
@door("clients.read")
def read(act: Act, client_id: UUID) -> ProfileOut:
    """Cómo paga un cliente mes por mes, qué tiene con la casa y a qué poner atención, lo más grave primero."""
    found = flow.profile(act, parties.party(act, client_id))
    return ProfileOut.model_construct(
        conduct=_conduct(found.conduct),
        holds=dict(found.holds),
        notes=[
            NoteOut.model_construct(kind=n.kind, tone=n.tone, text=n.text, link=n.link) for n in found.notes
        ],
    )


@router.get("/clients/{client_id}/seats", operation_id="clients.seats")
@door("roscas.read")
def seats(act: Act, client_id: UUID) -> Listed[SeatOut]:
    """Los números que un cliente tiene en sanes, el san más nuevo primero: cuándo cobra, si cobró y cómo va."""
    parties.party(act, client_id)
    page = roscas.roscas(act, RoscaFilter(client_id=client_id), _MOST)
    found = [seat for san in page.items for seat in _seats(roscas.rosca(act, san.id), client_id)]
    return Listed[SeatOut].model_construct(items=found, next=None)


def _seats(san: RoscaRecord, client_id: UUID) -> list[SeatOut]:
    due = {each.round: each.due_on for each in san.rounds}
    return [
        SeatOut.model_construct(
            rosca_id=san.id, folio=san.folio, name=san.name, number=each.number, turn=each.turn,
            turn_on=due.get(each.turn) if each.turn else None, contribution=san.terms.contribution,
            state=each.state.value, state_label=NUMBER_LABELS[each.state],
            received_on=each.received.on if each.received else None, overdue=each.overdue, position=each.position,
        )
        for each in san.numbers
        if each.party_id == client_id
    ]  # fmt: skip


def _conduct(paid: Conduct) -> ConductOut:
    worst = paid.worst
    return ConductOut.model_construct(
        months=[_month(each) for each in paid.months], due=paid.due, on_time=paid.on_time,
        average_days_late=paid.mean_days, worst_days=worst.worst if worst else 0,
        worst_month=worst.month if worst else None,
    )  # fmt: skip


def _month(each: PaidMonth) -> PaidMonthOut:
    return PaidMonthOut.model_construct(
        month=each.month, due=each.due, on_time=each.on_time, worst_days=each.worst, owing=each.owing
    )
