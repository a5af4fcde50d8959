"""How what is done with a running loan is asked and told."""

from datetime import date
from uuid import UUID

from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.happenings import Effect
from caudal.business.loans.rules.outlook import Outlook, Simulation
from caudal.business.loans.rules.renewal import Renewal
from caudal.interfaces.api.loan_shapes import AmountsOut, InstalmentOut, LoanDetail, amounts, instalment
from caudal.interfaces.api.payments import PaymentOut
from caudal.interfaces.api.shapes import MoneyOut, Out
from caudal.kernel.money import Money

CHOICES = {
    Effect.REDUCE_TERM: "Reducir el plazo",
    Effect.REDUCE_INSTALLMENT: "Reducir la cuota",
    Effect.ADVANCE: "Adelantar cuotas",
}


class PayoffOut(Out):
    """Lo que liquida el préstamo en `on`: lo vencido, lo que no vence y la parte ya recibida por adelantado."""

    on: date
    total: MoneyOut
    due: AmountsOut
    to_close: AmountsOut
    advance: MoneyOut


class OutlookOut(Out):
    """Cómo queda el préstamo: cuotas que faltan, la siguiente y la última, el interés por venir y el que se ahorra."""

    effect: Effect | None
    label: str
    goes: AmountsOut
    credit: MoneyOut
    principal: MoneyOut
    installments: int
    installment: MoneyOut
    last_installment: MoneyOut
    ends_on: date | None
    interest: MoneyOut
    saved: MoneyOut
    closes: bool
    schedule: list[InstalmentOut]


class SimulationOut(Out):
    """Las opciones del deudor lado a lado; `choices` queda vacía sin monto."""

    on: date
    amount: MoneyOut | None
    payoff: PayoffOut
    now: OutlookOut
    choices: list[OutlookOut]


class PrepaymentOut(Out):
    """El cobro con su recibo, el préstamo como queda y lo que el deudor tuvo a la vista al elegir."""

    payment: PaymentOut
    effect: Effect
    loan: LoanDetail
    simulation: SimulationOut


class RenewalOut(Out):
    """Una renovación por entregar: lo que liquida del anterior nunca pasa por la caja.

    `days_kept`: los días de atraso del anterior, que el nuevo conserva para la cartera en riesgo.
    """

    loan: LoanDetail
    renews_id: UUID
    renews_folio: str
    payoff: MoneyOut
    fees: MoneyOut
    net: MoneyOut
    days_kept: int
    while_overdue: bool
    warning: str


def renewal(loan: LoanDetail, old: LoanRecord, found: Renewal) -> RenewalOut:
    """A renewal in the shape of the door."""
    currency = old.currency
    return RenewalOut.model_construct(
        loan=loan, renews_id=old.id, renews_folio=old.folio, payoff=Money.from_minor(found.payoff, currency),
        fees=Money.from_minor(found.fees, currency), net=Money.from_minor(found.net, currency),
        days_kept=found.days_kept, while_overdue=found.while_overdue,
        warning="Se renueva estando vencido: conservará su mora para PAR" if found.while_overdue else "",
    )  # fmt: skip


def simulation(row: LoanRecord, found: Simulation, amount: Money | None) -> SimulationOut:
    """A simulation in the shape of the door."""
    state, currency = found.state, row.currency
    return SimulationOut.model_construct(
        on=state.as_of,
        amount=amount,
        payoff=PayoffOut.model_construct(
            on=state.as_of, total=Money.from_minor(state.payoff, currency), due=amounts(state.due, currency),
            to_close=amounts(state.to_close, currency), advance=Money.from_minor(state.advance, currency),
        ),
        now=_outlook(None, "Sin abono", found.before, found, currency),
        choices=[_outlook(each, CHOICES[each], one, found, currency) for each, one in _ordered(found)],
    )  # fmt: skip


def _ordered(found: Simulation) -> list[tuple[Effect, Outlook]]:
    return [(each, found.choices[each]) for each in CHOICES if each in found.choices]


def _outlook(effect: Effect | None, label: str, one: Outlook, found: Simulation, currency: str) -> OutlookOut:
    def money(minor: int) -> Money:
        return Money.from_minor(minor, currency)

    return OutlookOut.model_construct(
        effect=effect, label=label, goes=amounts(one.goes, currency), credit=money(one.credit),
        principal=money(one.principal), installments=one.installments, installment=money(one.installment),
        last_installment=money(one.last), ends_on=one.ends_on, interest=money(one.interest), saved=money(one.saved),
        closes=one.closes, schedule=[instalment(each, found.state, currency) for each in one.plan],
    )  # fmt: skip
