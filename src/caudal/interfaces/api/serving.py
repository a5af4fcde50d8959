"""Loans that run: payments ahead with the debtor's choice, what closes them, and what would happen."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.params import Header
from pydantic import Field

from caudal.business.loans import commands as lending
from caudal.business.loans import queries
from caudal.business.loans.commands import NotHandedOver, RenewLoan
from caudal.business.loans.rules.happenings import Effect
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import PayOff, Prepay, Received
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loan_shapes import detail
from caudal.interfaces.api.payments import outs
from caudal.interfaces.api.products import WishAsk, wish_of
from caudal.interfaces.api.serving_shapes import PrepaymentOut, RenewalOut, SimulationOut, renewal, simulation
from caudal.interfaces.api.shapes import Ask, MoneyIn, ReceivedIn
from caudal.kernel.money import Money

router = APIRouter(tags=["loans"])
Here = Annotated[int | None, Header(alias="X-Branch", include_in_schema=False)]
DryRun = Annotated[bool, Query(include_in_schema=False)]


class ReceivedAsk(Ask):
    """Cómo entró el dinero; hoy si no se dice."""

    method: Literal["cash", "transfer", "card", "cheque"]
    reference: str | None = Field(None, max_length=80)
    received_on: date | None = None
    tendered: MoneyIn | None = None
    account_id: ReceivedIn = None

    def received(self, here: int | None) -> Received:
        """As the command takes it."""
        return Received(self.method, self.reference, self.received_on, self.tendered, here, self.account_id)


class PrepaymentAsk(ReceivedAsk):
    """Un abono: `effect` es lo que eligió el deudor para lo que pase de lo vencido."""

    amount: MoneyIn
    effect: Effect


class PayoffAsk(ReceivedAsk):
    """`expected`: el monto que se le dijo al deudor; si ya es otro, no se cobra."""

    expected: MoneyIn | None = None


class RenewalAsk(WishAsk):
    """El préstamo nuevo que paga el anterior; el mismo producto si no se dice otro."""

    product: str | None = Field(None, min_length=2, max_length=40)
    purpose: str = Field("", max_length=200)


@router.get("/loans/{loan_id}/simulation", operation_id="loans.simulate")
@door("loans.read")
def simulate(
    act: Act,
    loan_id: UUID,
    amount: Annotated[
        str | None, Query(max_length=40, description="Cuánto se abonaría, en la moneda del préstamo.")
    ] = None,
    on: Annotated[date | None, Query(description="El día del abono o de la liquidación.")] = None,
) -> SimulationOut:
    """Lo que haría un abono: reducir plazo y reducir cuota lado a lado, y lo que liquida ese día."""
    loan = queries.loan(act, loan_id)
    if loan.disbursed_on is None:
        raise NotHandedOver(f"{loan.folio} todavía no se entrega: cotícelo para ver sus cuotas")
    money = Money.parse(amount, loan.currency) if amount else None
    return simulation(loan, queries.simulation(act, loan, money, on), money)


@router.post("/loans/{loan_id}/prepayment", status_code=201, operation_id="loans.prepay")
@door("payments.take", key="required")
def prepay(
    act: Act, loan_id: UUID, ask: PrepaymentAsk, here: Here = None, dry_run: DryRun = False
) -> PrepaymentOut:
    """Recibe un abono: primero lo vencido y el resto como eligió el deudor, que queda escrito."""
    loan = queries.loan(act, loan_id)
    seen = simulation(loan, queries.simulation(act, loan, ask.amount, ask.received_on), ask.amount)
    paid = payments.prepay(act, Prepay(loan_id, ask.amount, ask.effect, ask.received(here)))
    return PrepaymentOut.model_construct(
        payment=outs(act, [paid], entries=dry_run)[0], effect=ask.effect,
        loan=detail(act, queries.loan(act, loan_id)), simulation=seen,
    )  # fmt: skip


@router.post("/loans/{loan_id}/payoff", status_code=201, operation_id="loans.pay_off")
@door("payments.take", key="required")
def pay_off(
    act: Act, loan_id: UUID, ask: PayoffAsk, here: Here = None, dry_run: DryRun = False
) -> PrepaymentOut:
    """Liquida el préstamo: cobra exactamente lo que lo cierra ese día."""
    loan = queries.loan(act, loan_id)
    seen = simulation(loan, queries.simulation(act, loan, None, ask.received_on), None)
    paid = payments.pay_off(act, PayOff(loan_id, ask.received(here), ask.expected))
    return PrepaymentOut.model_construct(
        payment=outs(act, [paid], entries=dry_run)[0], effect=Effect.ADVANCE,
        loan=detail(act, queries.loan(act, loan_id)), simulation=seen,
    )  # fmt: skip


@router.post("/loans/{loan_id}/renewal", status_code=201, operation_id="loans.renew")
@door("loans.write")
def renew(act: Act, loan_id: UUID, ask: RenewalAsk) -> RenewalOut:
    """Pide renovar un préstamo con otro que lo paga; se aprueba y se entrega como cualquiera, por dos personas."""
    new = lending.ask_renewal(act, loan_id, RenewLoan(wish_of(act, ask), ask.product, ask.purpose))
    old, found = queries.renewal(act, new)
    return renewal(detail(act, new), old, found)


@router.get("/loans/{loan_id}/renewal", operation_id="loans.renewal")
@door("loans.read")
def look_at_renewal(act: Act, loan_id: UUID) -> RenewalOut:
    """Lo que se entregaría hoy de una renovación pendiente: lo que liquida, las comisiones y el neto."""
    new = queries.loan(act, loan_id)
    old, found = queries.renewal(act, new)
    return renewal(detail(act, new), old, found)
