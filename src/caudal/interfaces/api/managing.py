"""What is decided about a running loan: forgive, charge, freeze, other terms, give up; and undo it."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from caudal.business.loans import commands
from caudal.business.loans.commands import Charge, Forgone, Freeze, Restructure, Waiver
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.terms import MAX_PERIODS, Method, Planned
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.door import door
from caudal.interfaces.api.favours import FavourOut, favour_outs
from caudal.interfaces.api.loan_shapes import LoanDetail, detail
from caudal.interfaces.api.loans import PlannedAsk, RateAsk
from caudal.interfaces.api.products import rate_of
from caudal.interfaces.api.shapes import MoneyIn, Reason

router = APIRouter(tags=["loans"])
EventId = Annotated[int, Path(ge=1, le=2**63 - 1, description="El número del hecho en el historial.")]
Part = Literal["charge", "insurance", "arrears", "interest", "principal"]
Extra = Literal["charge", "insurance", "arrears", "interest"]
ASK = "loans.write"
"""Who may ask for what passes their limit."""


class OnAsk(Reason):
    """Desde cuándo cuenta; hoy si no se dice."""

    on: date | None = None


class WaiverAsk(OnAsk):
    """Qué se condona de lo vencido; todo si no hay monto."""

    component: Part = "arrears"
    amount: MoneyIn | None = None


class ChargeAsk(OnAsk):
    """Un gasto o un seguro, de qué (`concept`). `proof`: la gestión; en Colombia no hay gasto de cobranza sin ella."""

    amount: MoneyIn
    component: Literal["charge", "insurance"] = "charge"
    number: int | None = Field(None, ge=1, le=MAX_PERIODS, description="Una cuota vencida.")
    proof: str = Field("", max_length=300)
    concept: str = Field("", max_length=80)


class FreezeAsk(OnAsk):
    """`interest`: tampoco corre el interés ordinario."""

    until: date
    interest: bool = False


class RateChangeAsk(OnAsk):
    rate: RateAsk


class RestructureAsk(OnAsk):
    """Condiciones nuevas sobre el saldo; lo que no se capitaliza ni se condona se debe de inmediato."""

    periods: int = Field(1, ge=1, le=MAX_PERIODS)
    method: Literal["french", "german", "american", "flat", "custom"] | None = None
    frequency: Frequency | None = None
    rate: RateAsk | None = None
    first_due_on: date | None = None
    plan: list[PlannedAsk] = Field(default_factory=list[PlannedAsk], max_length=MAX_PERIODS)
    capitalise: list[Extra] = Field(default_factory=list[Extra], max_length=4)
    forgive: list[Extra] = Field(default_factory=list[Extra], max_length=4)


class ForgoneOut(LoanDetail):
    """El préstamo, y `request` si lo que se quería ceder pasa de su tope: quedó pedido y lo decide otra persona."""

    request: FavourOut | None


@router.post("/loans/{loan_id}/waiver", status_code=201, operation_id="loans.waive")
@door("loans.manage", key="required")
def waive(act: Act, loan_id: UUID, ask: WaiverAsk) -> ForgoneOut:
    """Condona mora, cargos, interés o capital vencidos hasta su tope; lo que pasa de él queda pedido a otra persona."""
    asked = Waiver(_component(ask.component), ask.amount, ask.on)
    act = because(act, ask.reason)
    if not act.actor.may(ASK):
        return _forgone(act, Forgone(commands.waive(act, loan_id, asked)))
    return _forgone(act, commands.waive_or_ask(act, loan_id, asked))


@router.post("/loans/{loan_id}/charge", status_code=201, operation_id="loans.charge")
@door("loans.manage", key="required")
def charge(act: Act, loan_id: UUID, ask: ChargeAsk) -> LoanDetail:
    """Carga un gasto o un seguro a una cuota."""
    asked = Charge(ask.amount, _component(ask.component), ask.number, ask.proof, ask.concept, ask.on)
    return detail(act, commands.charge(because(act, ask.reason), loan_id, asked))


@router.post("/loans/{loan_id}/freeze", status_code=201, operation_id="loans.freeze")
@door("loans.manage")
def freeze(act: Act, loan_id: UUID, ask: FreezeAsk) -> LoanDetail:
    """Congela la mora y los días de atraso hasta una fecha."""
    asked = Freeze(ask.until, ask.interest, ask.on)
    return detail(act, commands.freeze(because(act, ask.reason), loan_id, asked))


@router.post("/loans/{loan_id}/unfreeze", status_code=201, operation_id="loans.unfreeze")
@door("loans.manage")
def unfreeze(act: Act, loan_id: UUID, ask: OnAsk) -> LoanDetail:
    """Descongela: desde el día siguiente vuelve a correr; los días congelados no se cobran."""
    return detail(act, commands.unfreeze(because(act, ask.reason), loan_id, ask.on))


@router.post("/loans/{loan_id}/rate", status_code=201, operation_id="loans.change_rate")
@door("loans.manage")
def change_rate(act: Act, loan_id: UUID, ask: RateChangeAsk) -> LoanDetail:
    """Cambia la tasa desde una fecha: la cuota se recalcula sobre los mismos vencimientos."""
    changed = commands.change_rate(because(act, ask.reason), loan_id, rate_of(ask.rate), ask.on)
    return detail(act, changed)


@router.post("/loans/{loan_id}/acceleration", status_code=201, operation_id="loans.accelerate")
@door("loans.manage")
def accelerate(act: Act, loan_id: UUID, ask: OnAsk) -> LoanDetail:
    """Da por vencido el plazo de un préstamo en mora: se debe todo."""
    return detail(act, commands.accelerate(because(act, ask.reason), loan_id, ask.on))


@router.post("/loans/{loan_id}/restructure", status_code=201, operation_id="loans.restructure")
@door("loans.manage", key="required")
def restructure(act: Act, loan_id: UUID, ask: RestructureAsk) -> LoanDetail:
    """Pone el saldo bajo condiciones nuevas; los días de atraso se conservan para la cartera en riesgo."""
    asked = Restructure(
        periods=ask.periods, method=Method(ask.method) if ask.method else None, frequency=ask.frequency,
        rate=rate_of(ask.rate) if ask.rate else None, first_due_on=ask.first_due_on,
        plan=tuple(Planned(each.due_on, each.amount) for each in ask.plan),
        capitalise=frozenset(map(_component, ask.capitalise)), forgive=frozenset(map(_component, ask.forgive)),
        on=ask.on,
    )  # fmt: skip
    return detail(act, commands.restructure(because(act, ask.reason), loan_id, asked))


@router.post("/loans/{loan_id}/write-off", status_code=201, operation_id="loans.write_off")
@door("loans.manage", key="required")
def write_off(act: Act, loan_id: UUID, ask: OnAsk) -> ForgoneOut:
    """Castiga un préstamo en mora hasta su tope (la deuda sigue); lo que pasa de él queda pedido a otra persona."""
    act = because(act, ask.reason)
    if not act.actor.may(ASK):
        return _forgone(act, Forgone(commands.write_off(act, loan_id, ask.on)))
    return _forgone(act, commands.write_off_or_ask(act, loan_id, ask.on))


@router.post("/loans/{loan_id}/events/{event_id}/undo", status_code=201, operation_id="loans.undo")
@door("loans.manage")
def undo(act: Act, loan_id: UUID, event_id: EventId, ask: Reason) -> LoanDetail:
    """Deshace una decisión; lo que se vio los días anteriores queda como se vio."""
    return detail(act, commands.undo(because(act, ask.reason), loan_id, event_id))


def _forgone(act: Act, done: Forgone) -> ForgoneOut:
    asked = favour_outs(act, [done.asked])[0] if done.asked else None
    return ForgoneOut.model_construct(**dict(detail(act, done.loan)), request=asked)


def _component(name: str) -> Component:
    return Component[name.upper()]
