"""What instalments collect for insurers and treasuries, and what is paid to them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.loans import commands
from caudal.business.loans.commands import NewRemittance
from caudal.business.loans.queries import remittances
from caudal.business.loans.queries.remittances import RemittanceRecord
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import because
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import (
    Ask,
    BranchId,
    Listed,
    MoneyIn,
    MoneyOut,
    Out,
    PaidFrom,
    Reading,
    Reason,
    listed,
)

router = APIRouter(tags=["loans"])


class RemittanceAsk(Ask):
    """A quién se paga, cuánto y por qué concepto."""

    amount: MoneyIn
    payee: str = Field(min_length=2, max_length=120)
    concept: str = Field(min_length=2, max_length=200)
    method: Literal["cash", "transfer", "cheque"] = "transfer"
    account_id: PaidFrom = None
    reference: str = Field("", max_length=80)
    on: date | None = None
    branch_id: BranchId | None = None


class HeldOut(Out):
    """Lo que una sucursal tiene por cuenta de terceros: lo cobrado menos lo pagado."""

    branch_id: int
    branch: str
    collected: MoneyOut
    paid: MoneyOut
    held: MoneyOut


class RemittanceOut(Out):
    """Un pago a un tercero."""

    id: UUID
    folio: str
    branch_id: int
    branch: str
    amount: MoneyOut
    payee: str
    concept: str
    reference: str
    method: str
    paid_on: date
    entry_id: int
    by: str
    reversed_on: date | None
    reversal_reason: str | None


@router.get("/held-charges", operation_id="loans.held")
@door("loans.read")
def look_at_held(act: Act) -> Listed[HeldOut]:
    """Lo cobrado por cuenta de terceros en cada sucursal: seguros, predial y demás, y lo que falta pagarles."""
    found = [
        HeldOut.model_construct(
            branch_id=place.id, branch=place.name, collected=each.collected, paid=each.paid, held=each.held
        )
        for place in branches(act).values()
        if place.id in act.actor.branches
        for each in remittances.standing(act, place.id)
    ]
    return Listed[HeldOut].model_construct(items=found, next=None)


@router.get("/remittances", operation_id="loans.remittances")
@door("loans.read")
def list_remittances(act: Act, which: Annotated[Reading, Query()]) -> Listed[RemittanceOut]:
    """Pagos a terceros, el más reciente primero."""
    page = remittances.remittances(act, which.branch_id, which.limit, which.after)
    return listed(page, _outs(act, list(page.items)))


@router.post("/remittances", status_code=201, operation_id="loans.remit")
@door("loans.remit", key="required")
def remit(act: Act, ask: RemittanceAsk) -> RemittanceOut:
    """Paga a la aseguradora, al fisco o a quien sea lo que se cobró por su cuenta; nunca más de lo que se tiene."""
    asked = NewRemittance(
        ask.amount,
        ask.payee,
        ask.concept,
        ask.method,
        ask.reference,
        ask.on,
        ask.branch_id,
        ask.account_id,
    )
    return _outs(act, [commands.remit(act, asked)])[0]


@router.post(
    "/remittances/{remittance_id}/reversal", status_code=201, operation_id="loans.take_remittance_back"
)
@door("loans.remit")
def take_back(act: Act, remittance_id: UUID, ask: Reason) -> RemittanceOut:
    """Deshace un pago a un tercero que se escribió por error."""
    return _outs(act, [commands.take_remittance_back(because(act, ask.reason), remittance_id)])[0]


def _outs(act: Act, rows: list[RemittanceRecord]) -> list[RemittanceOut]:
    staff, places = access.names(act, {each.actor_id for each in rows}), branches(act)
    return [
        RemittanceOut.model_construct(
            id=each.id, folio=each.folio, branch_id=each.branch_id, branch=places[each.branch_id].name,
            amount=each.amount, payee=each.payee, concept=each.concept, reference=each.reference, method=each.method,
            paid_on=each.paid_on, entry_id=each.entry_id, by=staff.get(each.actor_id, ""), reversed_on=each.reversed_on,
            reversal_reason=each.reversal_reason,
        )
        for each in rows
    ]  # fmt: skip
