"""Loans: what one would pay and cost, without keeping anything."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from caudal.business.loans.queries import law
from caudal.business.loans.rules.calendar import DayCount, Frequency, Holidays, Move
from caudal.business.loans.rules.ceilings import DEFAULT_MODALITY, Caps, Law, modalities
from caudal.business.loans.rules.cost import rounded
from caudal.business.loans.rules.quote import COUNTRY_OF, Quote, quote
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.schedule import Instalment
from caudal.business.loans.rules.terms import (
    MAX_PERIODS,
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    Grace,
    GraceKind,
    LoanRate,
    Method,
    Planned,
    RateKind,
    Terms,
)
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, MoneyIn, MoneyOut, Out
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["loans"])

_SIX = "0.000001"
Country = Literal["CO", "DO", "MX"]


def _no_float(told: Decimal) -> Decimal:
    """What has more digits than anybody writes is a number that lost its own on the way."""
    if len(told.as_tuple().digits) > 24:
        raise PydanticCustomError("fraction", "tiene demasiadas cifras; mándela como texto, como «0.02»")
    return told


Fraction = Annotated[
    Decimal, Field(ge=0, lt=100, description="Fracción: 0.02 es 2 %."), AfterValidator(_no_float)
]


class RateAsk(Ask):
    """`period`: de qué período es la tasa, si no es el de las cuotas."""

    kind: RateKind = RateKind.PERIODIC
    value: Fraction
    period: Frequency | None = None


class FeeAsk(Ask):
    """Un cargo, seguro o impuesto: `amount` si es fijo, `part` si es parte de algo."""

    name: str = Field(min_length=1, max_length=80)
    kind: ChargeKind = ChargeKind.FEE
    on: ChargeOn = ChargeOn.FIXED
    when: ChargeWhen = ChargeWhen.INSTALMENT
    amount: MoneyIn | None = None
    part: Fraction | None = None
    base: MoneyIn | None = None
    yearly: bool = False
    optional: bool = False
    held: bool = Field(
        False, description="Cobrado por cuenta de un tercero: se le debe hasta que se le paga."
    )


class GraceAsk(Ask):
    kind: GraceKind
    periods: int = Field(ge=1, le=MAX_PERIODS)
    capitalise: bool = False


class HolidaysAsk(Ask):
    country: Country
    move: Move = Move.NEXT
    saturdays: bool = True


class PlannedAsk(Ask):
    due_on: date
    amount: MoneyIn | None = None


class QuoteAsk(Ask):
    """`modality`: la del crédito ante la ley del país, que certifica los topes; `consumo` si no se da."""

    method: Method
    principal: MoneyIn
    rate: RateAsk | None = None
    periods: int | None = Field(None, ge=1, le=MAX_PERIODS)
    frequency: Frequency = Frequency.MONTHLY
    disbursed_on: date
    first_due_on: date | None = None
    day_count: DayCount = DayCount.PERIOD
    balloon: MoneyIn | None = None
    fees: list[FeeAsk] = Field(default_factory=list[FeeAsk], max_length=20)
    installment: MoneyIn | None = None
    grace: GraceAsk | None = None
    plan: list[PlannedAsk] = Field(default_factory=list[PlannedAsk], max_length=MAX_PERIODS)
    holidays: HolidaysAsk | None = None
    round_to: int = Field(
        0, ge=0, le=1_000_000, description="Cuotas hacia arriba a múltiplos de 5, 10, 50, 100…"
    )
    rounding: Rounding = Rounding.HALF_UP
    modality: str = Field(DEFAULT_MODALITY, min_length=1, max_length=40)


class InstallmentOut(Out):
    number: int
    due_on: date
    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    balance: MoneyOut


class QuotedChargeOut(Out):
    """Un cargo o seguro por su nombre. `amounts`: lo de cada cuota, en su orden; vacío si se cobra al inicio."""

    name: str
    kind: ChargeKind
    when: ChargeWhen
    optional: bool
    held: bool
    total: MoneyOut
    amounts: list[MoneyOut]


class TotalsOut(Out):
    """`handed`: lo que recibe el cliente; `discounted` y `financed`, lo que se cobra al inicio.

    `cost`: lo que paga menos lo que recibe.
    """

    principal: MoneyOut
    interest: MoneyOut
    fees: MoneyOut
    total: MoneyOut
    handed: MoneyOut
    discounted: MoneyOut
    financed: MoneyOut
    cost: MoneyOut


class RatesOut(Out):
    """Fracciones. `flat`: interés sobre lo prestado, por período: la que se dice y no es el costo."""

    periodic_irr: Decimal
    annual_effective: Decimal
    cat: Decimal
    interest_annual_effective: Decimal
    flat: Decimal


class CeilingOut(Out):
    """El tope legal con el que se comparó `compared`; `certified`: si alguien certificó ese mismo día."""

    cap: Decimal | None
    compared: Decimal
    certificate: str
    first: date
    last: date | None
    certified: bool


class QuoteOut(Out):
    installments: list[InstallmentOut]
    charges: list[QuotedChargeOut]
    totals: TotalsOut
    rates: RatesOut
    ceiling: CeilingOut | None


@router.post("/loans/quote", operation_id="loans.quote")
@door("loans.quote", key="none")
def quoted(act: Act, ask: QuoteAsk) -> QuoteOut:
    """Cotiza un préstamo: cuotas, totales y costo total. No guarda nada."""
    country = COUNTRY_OF.get(ask.principal.currency) or branch_of(act, act.place.branch_id).country
    return answer(ask, country, law.known(act))


def answer(ask: QuoteAsk, country: str, under: Law | None = None) -> QuoteOut:
    """The quotation of `ask` under the law of `country`."""
    return quote_out(quote(_terms(ask), _caps(country, ask.modality, under)))


def _caps(country: str, modality: str, under: Law | None) -> Caps:
    known = modalities(country, under)
    if modality != DEFAULT_MODALITY and modality not in known:
        told = ", ".join(known) or DEFAULT_MODALITY
        raise Invalid(
            f"En {country} no se conoce la modalidad «{modality}»: {told}",
            errors=[{"pointer": "/modality", "detail": f"debe ser una de: {told}"}],
        )
    return Caps(country, modality, under)


def _terms(ask: QuoteAsk) -> Terms:
    periods = ask.periods if ask.periods is not None else len(ask.plan)
    rate = ask.rate or (RateAsk(value=Decimal(0)) if ask.method is Method.SAN or ask.installment else None)
    missing = {"/periods": "falta"} if not periods else {}
    missing |= {"/rate": "falta"} if rate is None else {}
    if rate is None or missing:
        raise Invalid("Faltan datos", errors=[{"pointer": p, "detail": d} for p, d in missing.items()])
    return Terms(
        method=ask.method,
        principal=ask.principal,
        disbursed_on=ask.disbursed_on,
        periods=periods,
        frequency=ask.frequency,
        rate=LoanRate(rate.kind, rate.value, rate.period),
        first_due_on=ask.first_due_on,
        day_count=ask.day_count,
        grace=Grace(ask.grace.kind, ask.grace.periods, ask.grace.capitalise) if ask.grace else None,
        charges=tuple(Charge(**dict(fee)) for fee in ask.fees),
        holidays=Holidays(**dict(ask.holidays)) if ask.holidays else None,
        round_to=ask.round_to,
        rounding=ask.rounding,
        balloon=ask.balloon,
        installment=ask.installment,
        plan=tuple(Planned(each.due_on, each.amount) for each in ask.plan),
    )


def quote_out(found: Quote) -> QuoteOut:
    """A quotation in the shape of the door."""
    plan, rates, currency = found.schedule, found.cost, found.schedule.terms.currency

    def money(minor: int) -> Money:
        return Money.from_minor(minor, currency)

    def row(each: Instalment) -> InstallmentOut:
        return InstallmentOut.model_construct(
            number=each.number, due_on=each.due_on, principal=money(each.principal), interest=money(each.interest),
            fees=money(each.fees), total=money(each.total), balance=money(each.balance),
        )  # fmt: skip

    ceiling = found.ceiling
    return QuoteOut.model_construct(
        installments=[row(each) for each in plan.instalments],
        charges=[_charge(told, amounts, currency) for told, amounts in plan.by_charge()],
        totals=TotalsOut.model_construct(
            principal=money(plan.opening), interest=money(plan.interest), fees=money(plan.fees),
            total=money(plan.total), handed=money(plan.handed), discounted=money(plan.upfront(ChargeWhen.DISCOUNTED)),
            financed=money(plan.upfront(ChargeWhen.FINANCED)), cost=money(plan.total - plan.handed),
        ),
        rates=RatesOut.model_construct(
            periodic_irr=rounded(rates.periodic, _SIX), annual_effective=rounded(rates.annual, _SIX), cat=rates.cat,
            interest_annual_effective=rounded(rates.interest_annual, _SIX), flat=rounded(rates.flat, _SIX),
        ),
        ceiling=CeilingOut.model_construct(
            cap=ceiling.cap, compared=found.compared, certificate=ceiling.source, first=ceiling.first,
            last=ceiling.last, certified=ceiling.covers(plan.terms.disbursed_on),
        ) if ceiling else None,
    )  # fmt: skip


def _charge(told: Charge, amounts: Sequence[int], currency: str) -> QuotedChargeOut:
    recurring = told.when is ChargeWhen.INSTALMENT
    return QuotedChargeOut.model_construct(
        name=told.name, kind=told.kind, when=told.when, optional=told.optional, held=told.held,
        total=Money.from_minor(sum(amounts), currency),
        amounts=[Money.from_minor(each, currency) for each in amounts] if recurring else [],
    )  # fmt: skip
