"""What a loan costs: the rate that makes what is paid worth what was received, and what the law asks to be told.

Source: Banco de México, Circular 21/2009 (CAT: effective annual, without value added tax nor what is optional,
one decimal); the equivalence of rates is the classical one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cached_property

from caudal.business.loans.rules.calendar import PER_YEAR
from caudal.business.loans.rules.factors import effective_annual, first_period
from caudal.business.loans.rules.ratios import PRECISION
from caudal.business.loans.rules.schedule import Schedule, initial
from caudal.business.loans.rules.terms import Charge, ChargeKind, ChargeWhen, Method, NotAmortising

_ROUGH = 14
_TURNS = 400
_SMALLEST = Decimal("-0.99")
_WIDEST = 1000
"""A hundredfold a day is a number of 730 digits a year: absurd, and still written down."""
_CENT_OF_PERCENT = Decimal("0.0001")

Flow = tuple[int, int]
"""When (in steps after the first day) and how much is paid, in minor units."""


class NoRate(NotAmortising):
    """Nothing that was paid comes near what was received."""


@dataclass(frozen=True)
class Cost:
    """What a schedule costs. Rates are fractions: 0.02 is 2 %.

    Args:
        periodic: the internal rate of one period, with everything that is paid.
        annual: the same, effective annual (TEA).
        cat: total annual cost, without taxes nor optional charges, to a tenth of a percent.
        interest_annual: of the interest alone, effective annual.
        creditor_annual: of interest and fees, effective annual: what ceilings on interest look at.
        flat: interest over what was lent, by period: the figure people know, which is not the cost.
    """

    periodic: Decimal
    annual: Decimal
    cat: Decimal
    interest_annual: Decimal
    creditor_annual: Decimal
    flat: Decimal


def cost(plan: Schedule) -> Cost:
    """What `plan` costs.

    Raises:
        NotAmortising: what is discounted leaves nothing to hand over.
    """
    found = _Costing(plan)
    annual = found.annual(lambda _: True)
    interest = found.annual(lambda _: False)
    paid = sum(each.interest for each in plan.pieces)
    with localcontext(prec=PRECISION):
        flat = Decimal(paid) / plan.opening / len(plan.pieces)
    return Cost(
        periodic=found.periodic(annual),
        annual=annual,
        cat=rounded(found.annual(lambda c: c.kind is not ChargeKind.TAX and not c.optional), "0.001"),
        interest_annual=interest,
        creditor_annual=found.annual(lambda c: c.kind is ChargeKind.FEE and not c.optional),
        flat=flat,
    )


class _Costing:
    """The flows of a schedule, with the charges that each question asks for."""

    def __init__(self, plan: Schedule) -> None:
        self.plan = plan
        self.known: dict[frozenset[int], Decimal] = {}

    @cached_property
    def regular(self) -> bool:
        """Whether instalments come one period apart, so that time is counted in periods and not in days."""
        terms = self.plan.terms
        return terms.method is not Method.CUSTOM and first_period(terms, terms.first) == (1, 1)

    def annual(self, counted: Callable[[Charge], bool]) -> Decimal:
        """The effective annual rate with the charges that are `counted`."""
        charges = self.plan.terms.charges
        kept = frozenset(number for number, each in enumerate(charges) if counted(each))
        if kept not in self.known:
            self.known[kept] = self._annual([charges[number] for number in kept])
        return self.known[kept]

    def periodic(self, annual: Decimal) -> Decimal:
        """The rate of one period equivalent to `annual`."""
        with localcontext(prec=PRECISION):
            return (1 + annual) ** (Decimal(1) / PER_YEAR[self.plan.terms.frequency]) - 1

    def _annual(self, kept: Sequence[Charge]) -> Decimal:
        handed, flows = self._flows(kept)
        a_year = PER_YEAR[self.plan.terms.frequency] if self.regular else 365
        one = internal_rate(handed, flows)
        with localcontext(prec=PRECISION):
            return (1 + one) ** a_year - 1

    def _flows(self, kept: Sequence[Charge]) -> tuple[int, list[Flow]]:
        plan = self.plan
        terms, handed = plan.terms, plan.terms.principal.minor
        for each in kept:
            if each.when is ChargeWhen.DISCOUNTED:
                handed -= initial(each, terms)
        for each in terms.charges:
            # What is financed is owed anyway: not counting it is as if it had been handed over.
            if each.when is ChargeWhen.FINANCED and each not in kept:
                handed += initial(each, terms)
        if handed <= 0:
            raise NotAmortising("lo que se descuenta al inicio se lleva todo lo prestado")
        mask = [each in kept for each in plan.recurring]
        flows: list[Flow] = []
        for row in plan.instalments:
            charged = sum(amount for amount, counts in zip(row.charges, mask, strict=True) if counts)
            when = row.number if self.regular else (row.nominal - terms.disbursed_on).days
            flows.append((when, row.principal + row.interest + charged))
        return handed, flows


def internal_rate(received: int, paid: Sequence[Flow]) -> Decimal:
    """The rate per step that makes `paid` worth `received` today, 25 significant digits or more.

    Raises:
        NoRate: what is paid is nothing.

    >>> internal_rate(100, [(1, 102)]).quantize(Decimal("1e-9"))
    Decimal('0.020000000')
    """
    total = sum(amount for _, amount in paid)
    if total <= 0 or received <= 0:
        raise NoRate("no hay pagos que comparar con lo recibido")
    if total == received:
        return Decimal(0)
    rate = Decimal(0) if total > received else _SMALLEST
    with localcontext(prec=_ROUGH):
        rate = _newton(received, paid, rate, Decimal("1e-9"))
    with localcontext(prec=PRECISION):
        return _newton(received, paid, +rate, Decimal("1e-26"))


def _newton(received: int, paid: Sequence[Flow], rate: Decimal, enough: Decimal) -> Decimal:
    """Worth falls and is convex in the rate: from its left, steps never pass the answer."""
    for _ in range(_TURNS):
        worth, slope = _worth(paid, rate)
        step = (worth - received) / slope
        rate += step
        if abs(step) < enough:
            break
    return rate


def _worth(paid: Sequence[Flow], rate: Decimal) -> tuple[Decimal, Decimal]:
    """What `paid` is worth today, and how fast that falls as the rate grows."""
    one = 1 / (1 + rate)
    power, at = Decimal(1), 0
    worth = slope = Decimal(0)
    for when, amount in paid:
        gap = when - at
        power *= one if gap == 1 else one**gap
        at = when
        now = amount * power
        worth += now
        slope += when * now
    return worth, slope * one


def rounded(rate: Decimal, step: str) -> Decimal:
    """A rate to the step asked, half up."""
    with localcontext(prec=_WIDEST):
        return rate.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def agreed_annual(plan: Schedule, found: Cost) -> Decimal:
    """The effective annual rate that a ceiling is compared with, to a hundredth of a percent.

    The one agreed when interest alone is charged; the internal one when fees come with it or the rate isn't told.
    """
    terms = plan.terms
    fees = any(each.kind is ChargeKind.FEE and not each.optional for each in terms.charges)
    if fees or terms.fixed:
        return rounded(found.creditor_annual, str(_CENT_OF_PERCENT))
    return rounded(effective_annual(terms.rate, terms.frequency), str(_CENT_OF_PERCENT))
