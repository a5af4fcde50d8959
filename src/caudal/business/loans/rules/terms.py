"""What was agreed: method, amount, rate, dates, charges. Validated when made, so nothing else has to doubt it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from caudal.business.loans.rules.calendar import PER_YEAR, DayCount, Frequency, Holidays, following
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.revolving import Line
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem

MAX_PERIODS = 1200
LONGEST_YEARS = 100
LONGEST_WAIT_DAYS = 3660
"""Between handing over and the first instalment."""
LARGEST_RATE = Decimal(100)
"""A hundred times the capital in one period: more is a typing error (20 instead of 0.20)."""


class NotAmortising(Problem):
    type, title, status = "no-amortiza", "Con esas cuotas la deuda no se paga", 422


class Method(StrEnum):
    """How capital and interest make instalments."""

    FRENCH = "french"
    GERMAN = "german"
    AMERICAN = "american"
    FLAT = "flat"
    BALLOON = "balloon"
    SAN = "san"
    CUSTOM = "custom"
    LINE = "line"


class RateKind(StrEnum):
    """`periodic`: of one period; `nominal`: of a year, by simple division; `effective_annual`: compounded."""

    PERIODIC = "periodic"
    NOMINAL = "nominal"
    EFFECTIVE_ANNUAL = "effective_annual"


@dataclass(frozen=True, slots=True)
class LoanRate:
    """A rate as a fraction (0.02 is 2 %). `period`: whose it is, the instalments' own when absent."""

    kind: RateKind = RateKind.PERIODIC
    value: Decimal = Decimal(0)
    period: Frequency | None = None


class GraceKind(StrEnum):
    """`principal`: interest alone is paid; `total`: nothing is."""

    PRINCIPAL = "principal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Grace:
    """The first `periods` instalments. `capitalise`: interest of a total grace joins the capital.

    Without it that interest is shared in equal parts among the other instalments (where capitalising is forbidden,
    as in Colombian housing credit).
    """

    kind: GraceKind
    periods: int
    capitalise: bool = False


class ChargeKind(StrEnum):
    """`tax` stays out of the total annual cost (Banxico's CAT is told without VAT)."""

    FEE = "fee"
    INSURANCE = "insurance"
    TAX = "tax"


class ChargeOn(StrEnum):
    """What a charge is a part of; `fixed` is an amount."""

    FIXED = "fixed"
    PRINCIPAL = "principal"
    BALANCE = "balance"
    INTEREST = "interest"


class ChargeWhen(StrEnum):
    """`discounted` from what is handed over, `financed` with the capital, or with each `instalment`."""

    DISCOUNTED = "discounted"
    FINANCED = "financed"
    INSTALMENT = "instalment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee, an insurance or a tax.

    Args:
        part: a fraction of `on`; of a whole year, shared among its instalments, when `yearly`.
        base: instead of the principal, another amount to take the part of (the value insured).
        optional: the debtor may do without it, so it stays out of the total annual cost.
        held: collected for somebody else (an insurer, a treasury): never income, it is owed to them until it is paid.
    """

    name: str
    kind: ChargeKind = ChargeKind.FEE
    on: ChargeOn = ChargeOn.FIXED
    when: ChargeWhen = ChargeWhen.INSTALMENT
    amount: Money | None = None
    part: Decimal | None = None
    base: Money | None = None
    yearly: bool = False
    optional: bool = False
    held: bool = False

    @property
    def insures(self) -> bool:
        """Whether it goes with the insurance of an instalment: that is where what is held for others is told apart."""
        return self.held or self.kind is ChargeKind.INSURANCE


@dataclass(frozen=True, slots=True)
class Planned:
    """A payment of a plan of one's own; the last one may leave the amount open: whatever is left."""

    due_on: date
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A loan as agreed.

    Args:
        principal: what is lent, before charges; of a line, the limit approved.
        periods: instalments, grace included; of a custom plan, as many as it has.
        first_due_on: one period after `disbursed_on` when absent; of a line, its first cut.
        round_to: instalments are rounded up to a multiple of this many currency units; 0 leaves the minor unit.
        balloon: what is left for the last instalment besides its own.
        installment: set by hand. Of a san or a flat loan, the rate follows from it; of a French one, the last
            instalment does.
        daily_recalculation: interest runs on what is really owed, not on what the schedule expected.
        rebate: whether paying early saves the interest not yet earned; nothing is saved in a san.

    Raises:
        Invalid: something doesn't fit, with its place.
        NotAmortising: what would be paid doesn't reach the capital.
    """

    method: Method
    principal: Money
    disbursed_on: date
    periods: int
    frequency: Frequency = Frequency.MONTHLY
    rate: LoanRate = LoanRate()
    first_due_on: date | None = None
    day_count: DayCount = DayCount.PERIOD
    grace: Grace | None = None
    charges: tuple[Charge, ...] = ()
    holidays: Holidays | None = None
    round_to: int = 0
    rounding: Rounding = Rounding.HALF_UP
    balloon: Money | None = None
    installment: Money | None = None
    plan: tuple[Planned, ...] = ()
    daily_recalculation: bool = False
    rebate: bool | None = None
    line: Line | None = None

    def __post_init__(self) -> None:
        wrong = [*_amounts(self), *_dates(self), *_shape(self)]
        if wrong:
            raise Invalid(wrong[0][1], errors=[{"pointer": place, "detail": said} for place, said in wrong])
        _check_san(self)

    @property
    def currency(self) -> str:
        return self.principal.currency

    @property
    def first(self) -> date:
        """The first due date, before holidays."""
        if self.method is Method.CUSTOM:
            return self.plan[0].due_on
        cut = self.line.first_cut(self.disbursed_on) if self.line else None
        return self.first_due_on or cut or following(self.disbursed_on, self.frequency)

    @property
    def rebates(self) -> bool:
        """Whether paying early saves interest."""
        return self.method is not Method.SAN if self.rebate is None else self.rebate

    @property
    def holds(self) -> bool:
        """Whether what its instalments collect as insurance belongs to somebody else."""
        return any(each.held for each in self.charges)

    @property
    def fixed(self) -> bool:
        """Whether interest is a fixed sum, whatever is owed."""
        return self.method in {Method.FLAT, Method.SAN}


Wrong = tuple[str, str]


def _amounts(terms: Terms) -> list[Wrong]:
    wrong: list[Wrong] = []
    if not terms.principal.is_positive:
        wrong.append(("/principal", "el monto prestado debe ser mayor que cero"))
    rate = terms.rate.value
    if not (rate.is_finite() and 0 <= rate < LARGEST_RATE):
        wrong.append(("/rate/value", "la tasa es una fracción (0.02 es 2 %) y no puede ser negativa"))
    for place, money in (("/balloon", terms.balloon), ("/installment", terms.installment)):
        if money is not None and (money.currency != terms.currency or not money.is_positive):
            wrong.append((place, f"debe ser mayor que cero y en {terms.currency}"))
    for number, charge in enumerate(terms.charges):
        wrong += _charge(f"/fees/{number}", charge, terms)
    if terms.holds and any(each.insures and not each.held for each in terms.charges):
        wrong.append(("/fees", "los seguros de un préstamo son todos por cuenta de terceros, o ninguno"))
    return wrong


def _charge(place: str, charge: Charge, terms: Terms) -> list[Wrong]:
    told = charge.amount if charge.on is ChargeOn.FIXED else charge.part
    upfront = charge.when is not ChargeWhen.INSTALMENT
    if told is None:
        return [(place, "un cargo fijo lleva «amount»; uno proporcional lleva «part»")]
    if charge.amount is not None and (charge.amount.currency != terms.currency or charge.amount.amount < 0):
        return [(f"{place}/amount", f"no puede ser negativo y va en {terms.currency}")]
    if charge.part is not None and not (charge.part.is_finite() and 0 <= charge.part < 10):
        return [(f"{place}/part", "es una fracción (0.03 es 3 %) y no puede ser negativa")]
    if upfront and charge.on in {ChargeOn.BALANCE, ChargeOn.INTEREST}:
        return [(f"{place}/on", "lo que se cobra al inicio es fijo o parte del monto prestado")]
    if charge.base is not None and charge.base.currency != terms.currency:
        return [(f"{place}/base", f"va en {terms.currency}")]
    return []


def _dates(terms: Terms) -> list[Wrong]:
    wrong: list[Wrong] = []
    if terms.first_due_on is not None and terms.first_due_on <= terms.disbursed_on:
        wrong.append(("/first_due_on", "el primer vencimiento debe ser posterior al desembolso"))
    if terms.first_due_on is not None and (terms.first_due_on - terms.disbursed_on).days > LONGEST_WAIT_DAYS:
        wrong.append(("/first_due_on", "el primer vencimiento queda a más de diez años"))
    days = [terms.disbursed_on, *(each.due_on for each in terms.plan)]
    if any(later <= earlier for earlier, later in pairwise(days)):
        wrong.append(("/plan", "las fechas del plan van en orden y después del desembolso"))
    if not all(1900 <= day.year <= 2200 for day in days):
        wrong.append(("/disbursed_on", "esa fecha no parece de un préstamo"))
    return wrong


def _shape(terms: Terms) -> list[Wrong]:
    wrong: list[Wrong] = []
    if not 1 <= terms.periods <= MAX_PERIODS:
        wrong.append(("/periods", f"entre 1 y {MAX_PERIODS} cuotas"))
    if terms.periods > LONGEST_YEARS * PER_YEAR[terms.frequency]:
        wrong.append(("/periods", f"el plazo pasa de {LONGEST_YEARS} años"))
    if terms.round_to < 0 or terms.round_to > 1_000_000:
        wrong.append(("/round_to", "debe ser 0, 1, 5, 10, 50, 100…"))
    if (terms.method is Method.CUSTOM) != bool(terms.plan) or (
        terms.plan and len(terms.plan) != terms.periods
    ):
        wrong.append(("/plan", "un plan propio lleva la lista de sus pagos, tantos como cuotas"))
    if any(each.amount is None for each in terms.plan[:-1]):
        wrong.append(("/plan", "solo el último pago puede quedar abierto"))
    if (terms.method is Method.BALLOON) != (terms.balloon is not None):
        wrong.append(("/balloon", "el pago final extraordinario va con el método «balloon»"))
    elif terms.balloon is not None and terms.balloon.amount > terms.principal.amount:
        wrong.append(("/balloon", "no puede pasar de lo prestado"))
    if terms.method is Method.SAN and terms.installment is None:
        wrong.append(("/installment", "un préstamo san lleva su cuota"))
    if terms.installment is not None and not (terms.fixed or terms.method is Method.FRENCH):
        wrong.append(("/installment", "la cuota a mano va con el san, el interés fijo o la cuota fija"))
    return wrong + _grace(terms) + _line(terms)


def _line(terms: Terms) -> list[Wrong]:
    if (terms.method is Method.LINE) != (terms.line is not None):
        return [("/line", "el corte y el pago mínimo van con la línea rotativa, y ella con ellos")]
    if terms.line and any(each.when is not ChargeWhen.INSTALMENT for each in terms.charges):
        return [("/fees", "los cargos de una línea van con cada corte")]
    return []


def _grace(terms: Terms) -> list[Wrong]:
    if terms.grace is None:
        return []
    if terms.installment is not None:
        return [("/grace", "con la cuota puesta a mano no hay gracia")]
    if terms.method not in {Method.FRENCH, Method.GERMAN, Method.BALLOON}:
        return [("/grace", "la gracia va con cuota fija, capital fijo o pago final")]
    if not 1 <= terms.grace.periods < terms.periods:
        return [("/grace/periods", "la gracia debe dejar al menos una cuota que pague")]
    return []


def _check_san(terms: Terms) -> None:
    if terms.installment is None or not terms.fixed:
        return
    paid = terms.installment.minor * terms.periods
    if paid < terms.principal.minor:
        short = Money.from_minor(terms.principal.minor - paid, terms.currency)
        raise NotAmortising(
            f"{terms.periods} cuotas de {terms.installment.amount} suman menos que lo prestado: faltan {short.amount}"
            f" {terms.currency}",
            short=short.json(),
        )
