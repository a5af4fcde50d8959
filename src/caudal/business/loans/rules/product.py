"""What a product lets be agreed: its method, its limits and how it is served. A loan is agreed within it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from caudal.business.collateral.rules import CollateralRule
from caudal.business.loans.rules.allocation import Application
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import DayCount, Frequency, Holidays
from caudal.business.loans.rules.ceilings import DEFAULT_MODALITY
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.revolving import Line
from caudal.business.loans.rules.terms import (
    MAX_PERIODS,
    Charge,
    Grace,
    LoanRate,
    Method,
    Planned,
    Terms,
)
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

NO_RATE, NO_ARREARS, LEGAL_ORDER = LoanRate(), ArrearsRule(), Application()
NO_COLLATERAL = CollateralRule(required=False, limits={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A product. Amounts in its currency; rates as fractions.

    Args:
        periods: instalments proposed; what may be agreed goes from `fewest` to `most`.
        rate: the one proposed; the value agreed goes from `lowest_rate` to `highest_rate`.
        installment_part: the instalment set by hand, as a part of what is lent (0.10: 1,000 for each 10,000).
        balloon_part: what is left for the end, as a part of what is lent.
        renewal_after: from which paid instalment it may be renewed; never when absent.
        limits: up to how much each role may approve; without an entry, nothing.
        modality: under which legal ceiling the rate is looked at.
        collateral: what must back its loans, and how much is lent of what it is worth.
        line: of a line of credit, how it is billed; its `periods` are the cuts it lasts.
    """

    currency: str
    method: Method
    frequency: Frequency
    periods: int
    fewest: int = 1
    most: int = MAX_PERIODS
    rate: LoanRate = NO_RATE
    lowest_rate: Decimal | None = None
    highest_rate: Decimal | None = None
    least: Money | None = None
    greatest: Money | None = None
    day_count: DayCount = DayCount.PERIOD
    grace: Grace | None = None
    charges: tuple[Charge, ...] = ()
    holidays: Holidays | None = None
    round_to: int = 0
    rounding: Rounding = Rounding.HALF_UP
    installment_part: Decimal | None = None
    balloon_part: Decimal | None = None
    daily_recalculation: bool = False
    rebate: bool | None = None
    arrears: ArrearsRule = NO_ARREARS
    application: Application = LEGAL_ORDER
    tolerance: int = 0
    renewal_after: int | None = None
    limits: dict[str, Money] = field(default_factory=dict[str, Money])
    modality: str = DEFAULT_MODALITY
    collateral: CollateralRule = NO_COLLATERAL
    line: Line | None = None

    def __post_init__(self) -> None:
        if self.fewest > self.most:
            raise Invalid(
                "El máximo de cuotas es menor que el mínimo",
                errors=[{"pointer": "/most", "detail": "menor que el mínimo"}],
            )
        if not 1 <= self.fewest <= self.periods <= self.most <= MAX_PERIODS:
            raise Invalid(
                "Las cuotas propuestas van entre el mínimo y el máximo",
                errors=[{"pointer": "/periods", "detail": f"entre {self.fewest} y {self.most}"}],
            )
        amounts = [self.least, self.greatest, *self.limits.values()]
        if any(each is not None and each.currency != self.currency for each in amounts):
            raise Invalid(
                f"Los montos del producto van en {self.currency}",
                errors=[{"pointer": "/currency", "detail": "hay montos en otra moneda"}],
            )
        if (self.method is Method.LINE) != (self.line is not None):
            raise Invalid(
                "Una línea lleva su corte y su pago mínimo, y solo ella",
                errors=[{"pointer": "/line", "detail": "va con el método «line»"}],
            )
        if self.least and self.greatest and self.greatest < self.least:
            raise Invalid(
                "El monto máximo es menor que el mínimo",
                errors=[{"pointer": "/greatest", "detail": "menor que el mínimo"}],
            )

    def may_approve(self, role: str, amount: Money) -> bool:
        """Whether a role may approve so much."""
        limit = self.limits.get(role)
        return limit is not None and amount <= limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a product; what is absent is what the product proposes."""

    principal: Money
    disbursed_on: date
    periods: int | None = None
    rate: Decimal | None = None
    first_due_on: date | None = None
    installment: Money | None = None
    plan: tuple[Planned, ...] = ()


def agree(product: Definition, wish: Wish) -> Contract:
    """The contract of a wish within its product.

    Raises:
        Invalid: something is outside of what the product allows, with its place.
        NotAmortising: with those instalments the debt isn't paid.
    """
    wrong = [*_amount(product, wish), *_periods(product, wish), *_rate(product, wish)]
    if wrong:
        raise Invalid(wrong[0][1], errors=[{"pointer": place, "detail": told} for place, told in wrong])
    by_hand = product.installment_part is not None
    rate = product.rate if wish.rate is None else LoanRate(product.rate.kind, wish.rate, product.rate.period)
    terms = Terms(
        method=product.method,
        principal=wish.principal,
        disbursed_on=wish.disbursed_on,
        periods=len(wish.plan) or wish.periods or product.periods,
        frequency=product.frequency,
        rate=rate,
        first_due_on=wish.first_due_on,
        day_count=product.day_count,
        grace=product.grace,
        charges=product.charges,
        holidays=product.holidays,
        round_to=product.round_to,
        rounding=product.rounding,
        balloon=wish.principal.share(product.balloon_part) if product.balloon_part else None,
        installment=wish.installment
        or (wish.principal.share(product.installment_part or Decimal(0)) if by_hand else None),
        plan=wish.plan,
        daily_recalculation=product.daily_recalculation,
        rebate=product.rebate,
        line=product.line,
    )
    return Contract(terms, product.arrears, product.application, tolerance=product.tolerance)


def _amount(product: Definition, wish: Wish) -> list[tuple[str, str]]:
    amount = wish.principal
    if amount.currency != product.currency:
        return [("/principal", f"este producto presta en {product.currency}")]
    if product.least and amount < product.least:
        return [("/principal", f"el monto mínimo es {product.least.amount} {product.currency}")]
    if product.greatest and product.greatest < amount:
        return [("/principal", f"el monto máximo es {product.greatest.amount} {product.currency}")]
    return []


def _periods(product: Definition, wish: Wish) -> list[tuple[str, str]]:
    periods = len(wish.plan) or wish.periods or product.periods
    if not product.fewest <= periods <= product.most:
        return [("/periods", f"este producto va de {product.fewest} a {product.most} cuotas")]
    return []


def _rate(product: Definition, wish: Wish) -> list[tuple[str, str]]:
    if wish.rate is None:
        return []
    low = product.rate.value if product.lowest_rate is None else product.lowest_rate
    high = product.rate.value if product.highest_rate is None else product.highest_rate
    if not low <= wish.rate <= high:
        return [("/rate", f"la tasa de este producto va de {low} a {high}")]
    return []
