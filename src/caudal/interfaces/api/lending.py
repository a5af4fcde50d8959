"""Loans: asked for, approved, handed over, looked at on any date."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import HandOver, NewLien, NewLoan
from caudal.business.loans.queries import LoanFilter
from caudal.business.parties import queries as parties
from caudal.business.payments import commands as payments
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.collateral_shapes import LienAsk, SuretyAsk
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loan_shapes import LoanDetail, LoanOut, detail, outs
from caudal.interfaces.api.products import WishAsk, wish_of
from caudal.interfaces.api.shapes import Ask, PaidFrom, Reading, Reason, Totalled, totalled
from caudal.kernel.problems import Forbidden

router = APIRouter(tags=["loans"])


class LoanAsk(WishAsk):
    """Lo que un cliente pide de un producto; lo que falta es lo que el producto propone."""

    client_id: UUID
    product: str = Field(min_length=2, max_length=40)
    purpose: str = Field("", max_length=200)
    branch_id: int | None = Field(None, ge=1, le=32767)
    liens: list[LienAsk] = Field(default_factory=list[LienAsk], max_length=10)
    sureties: list[SuretyAsk] = Field(default_factory=list[SuretyAsk], max_length=10)


class DecisionAsk(Ask):
    """La decisión sobre una solicitud; un rechazo lleva su motivo."""

    approve: bool = True
    reason: str = Field("", max_length=300)


class HandOverAsk(Ask):
    """Cómo y cuándo se entrega; hoy si no se dice."""

    method: Literal["cash", "transfer", "cheque"] = "cash"
    on: date | None = None
    account_id: PaidFrom = None


class Which(Reading):
    """Qué préstamos. `q`: folio, propósito o nombre del cliente. `due_…`: su cuota sin pagar más antigua."""

    q: str = Field("", max_length=100)
    status: str | None = Field(
        None, max_length=100, description="Uno o varios, separados por comas; `late`: en mora."
    )
    client_id: UUID | None = None
    product: str | None = Field(None, max_length=40)
    due_from: date | None = None
    due_to: date | None = None
    renewable: bool = Field(False, description="Solo los que ya se pueden renovar.")


@router.get("/loans", operation_id="loans.list")
@door("loans.read")
def list_loans(act: Act, which: Annotated[Which, Query()]) -> Totalled[LoanOut]:
    """Préstamos, con totales de todo el filtro."""
    page = queries.loans(act, _filter(act, which), which.limit, which.after)
    return totalled(page, outs(act, page.items))


@router.post("/loans", status_code=201, operation_id="loans.apply")
@door("loans.write")
def apply(act: Act, ask: LoanAsk) -> LoanDetail:
    """Registra lo que un cliente pide, con lo que lo respalda; todavía no debe nada."""
    if (ask.liens or ask.sureties) and not act.actor.may("collateral.write"):
        raise Forbidden("Su cuenta no registra garantías ni codeudores: los agrega otra persona")
    asked = NewLoan(ask.client_id, ask.product, wish_of(act, ask), ask.purpose, ask.branch_id)
    loan = commands.apply_for(act, asked)
    for lien in ask.liens:
        commands.pledge(act, loan.id, NewLien(lien.collateral_id, lien.part, lien.rank))
    for surety in ask.sureties:
        commands.add_surety(act, loan.id, surety.client_id, surety.role)
    return detail(act, loan)


@router.get("/loans/{loan_id}", operation_id="loans.read")
@door("loans.read")
def read(
    act: Act, loan_id: UUID, as_of: Annotated[date | None, Query(description="Como estaba ese día.")] = None
) -> LoanDetail:
    """Un préstamo en cualquier fecha: su calendario, lo pagado, lo que debe y lo que lo liquida."""
    return detail(act, queries.loan(act, loan_id), as_of)


@router.post("/loans/{loan_id}/approval", status_code=201, operation_id="loans.decide")
@door("loans.approve")
def decide(act: Act, loan_id: UUID, ask: DecisionAsk) -> LoanDetail:
    """Aprueba o rechaza una solicitud, hasta el monto que su cargo permite."""
    act = because(act, ask.reason) if ask.reason else act
    return detail(act, commands.decide(act, loan_id, approve=ask.approve))


@router.post("/loans/{loan_id}/disbursement", status_code=201, operation_id="loans.disburse")
@door("loans.disburse", key="required")
def disburse(act: Act, loan_id: UUID, ask: HandOverAsk) -> LoanDetail:
    """Entrega el dinero: lo hace una persona distinta de quien aprobó. Una renovación liquida antes el anterior."""
    return detail(act, payments.hand_over(act, loan_id, HandOver(ask.method, ask.on, ask.account_id)))


@router.post(
    "/loans/{loan_id}/disbursement/reversal", status_code=201, operation_id="loans.undo_disbursement"
)
@door("loans.manage", key="required")
def undo_disbursement(act: Act, loan_id: UUID, ask: Reason) -> LoanDetail:
    """Deshace una entrega si nada pasó después: el dinero vuelve a su caja, y lo que renovó, a como estaba."""
    return detail(act, payments.undo_hand_over(because(act, ask.reason), loan_id))


@router.post("/loans/{loan_id}/cancellation", status_code=201, operation_id="loans.cancel")
@door("loans.write")
def cancel(act: Act, loan_id: UUID, ask: Reason) -> LoanDetail:
    """Anula una solicitud antes de entregar el dinero."""
    return detail(act, commands.cancel_loan(because(act, ask.reason), loan_id))


def _filter(act: Act, which: Which) -> LoanFilter:
    typed, people = which.q.strip(), [which.client_id] if which.client_id else None
    named = bool(typed) and people is None and not typed.upper().removeprefix("LN-").isdigit()
    if named:
        found = parties.named(act, typed, 200)
        if found:
            people, typed = found, ""
    return LoanFilter(
        typed,
        which.status or None,
        people,
        which.branch_id,
        which.product or None,
        which.due_to,
        which.due_from,
        which.renewable,
    )
