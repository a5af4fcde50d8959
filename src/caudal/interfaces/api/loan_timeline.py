"""What happened to a loan, told in words."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.queries.overcharges import GivenBackRecord
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import (
    Blocked,
    Charged,
    Drawn,
    Effect,
    Event,
    Frozen,
    LimitSet,
    Payment,
    RateChanged,
    Waived,
)
from caudal.interfaces.api.shapes import Out
from caudal.kernel.formats import money_text
from caudal.kernel.money import Money


class StepOut(Out):
    """Algo que pasó con el préstamo. `undoable`: es una decisión en pie, que se deshace con su `id`.

    Lo que se le reconoció después de terminado no le pasó al préstamo: su `id` es 0 y se reversa en su recibo.
    """

    id: int
    entry_id: int | None
    undone: bool
    undoable: bool
    on: date
    at: datetime
    kind: str
    text: str
    actor: str
    reason: str
    payment_id: UUID | None


def step(each: queries.EventRecord, staff: Mapping[int, str], currency: str) -> StepOut:
    """Something that happened, in the shape of the door. `staff`: the names of who wrote it."""
    return StepOut.model_construct(
        on=each.on, at=each.at, kind=each.kind, text=_told(each, currency), actor=staff.get(each.actor_id, ""),
        reason=each.reason, payment_id=each.payment_id, id=each.id, entry_id=each.entry_id,
        undone=each.undone_by is not None,
        undoable=each.payment_id is None and each.undone_by is None and each.kind not in _FINAL,
    )  # fmt: skip


def given_back(each: GivenBackRecord, staff: Mapping[int, str], folios: Mapping[UUID, str]) -> list[StepOut]:
    """What was recognised after it ended, and its undoing: neither happened to the loan, which stays as it was."""
    folio = folios.get(each.payment_id, "")
    told = f"Se le reconoció {money_text(each.amount)} que pagó de más: quedó a favor del cliente · {folio}"
    found = [
        _beside(each, told, "overcharge", staff.get(each.actor_id, ""), (each.given_on, each.at), each.reason)
    ]
    if each.reversed_on is not None and each.reversed_at is not None:
        when, who = (each.reversed_on, each.reversed_at), staff.get(each.reversed_by or -1, "")
        told = f"Se reversó la devolución de {money_text(each.amount)} · {folio}"
        found.append(_beside(each, told, "reversal", who, when, each.reversal_reason or ""))
    return found


def _beside(
    of: GivenBackRecord, text: str, kind: str, actor: str, when: tuple[date, datetime], reason: str
) -> StepOut:
    return StepOut.model_construct(
        on=when[0], at=when[1], kind=kind, text=text, actor=actor, reason=reason, payment_id=of.payment_id, id=0,
        entry_id=None, undone=of.reversed_on is not None, undoable=False,
    )  # fmt: skip


_PAID = {
    Effect.ADVANCE: ("Pago", ""),
    Effect.REDUCE_TERM: ("Abono a capital", "; el deudor eligió reducir el plazo"),
    Effect.REDUCE_INSTALLMENT: ("Abono a capital", "; el deudor eligió reducir la cuota"),
}
_COMPONENTS = {
    Component.CHARGE: "gastos",
    Component.INSURANCE: "seguros",
    Component.ARREARS: "mora",
    Component.INTEREST: "interés",
    Component.PRINCIPAL: "capital",
}
_FINAL = frozenset({"reversal", "draw"})
"""What isn't undone: what was drawn is paid back."""
_TOLD = {
    "end": "Se cerró la línea",
    "reversal": "Se deshizo una decisión",
    "reversed": "Se reversó un pago",
    "acceleration": "Se dio por vencido el plazo",
    "restructure": "Se reestructuró",
    "write_off": "Se castigó",
    "undisbursed": "Se deshizo la entrega",
}


def _told(each: queries.EventRecord, currency: str) -> str:
    event = each.event
    match event:
        case Payment():
            told = _PAID[event.effect]
            return f"{told[0]} de {money_text(Money.from_minor(event.amount, currency))}{told[1]}"
        case Charged():
            what = f": {event.concept}" if event.concept else ""
            kind = "Seguro" if event.component is Component.INSURANCE else "Cargo"
            return f"{kind} de {money_text(Money.from_minor(event.amount, currency))}{what}"
        case Waived():
            given = (
                ""
                if event.amount is None
                else f" {Money.from_minor(event.amount, currency).amount} {currency}"
            )
            return f"Se condonó{given} de {_COMPONENTS[event.component]}"
        case Frozen():
            also = ", también el interés" if event.interest else ""
            return "Se descongeló" if event.thaws else f"Congelado hasta el {event.until:%d/%m/%Y}{also}"
        case RateChanged():
            return f"La tasa cambió a {event.rate.value * 100:f} %"
        case _:
            return (
                _of_line(event, currency)
                or _TOLD["reversed" if each.kind == "reversal" and each.payment_id else each.kind]
            )


def _of_line(event: Event, currency: str) -> str:
    match event:
        case Drawn():
            return f"Se dispusieron {money_text(Money.from_minor(event.amount, currency))}"
        case LimitSet():
            return f"El cupo es {money_text(Money.from_minor(event.limit, currency))}"
        case Blocked():
            return "Se bloqueó la línea" if event.blocked else "Se desbloqueó la línea"
        case _:
            return ""
