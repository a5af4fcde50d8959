"""Interest of arrears: a closed form over days, split at month ends where the ceiling changes.

The days that count are those after the due date up to the day asked, inclusive; each takes the ceiling of its own
month. A total is rounded once, so what a day adds is the difference of two totals and the days always add up.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from caudal.business.loans.rules.calendar import PER_YEAR, Frequency
from caudal.business.loans.rules.ceilings import Caps, Ceiling, clip
from caudal.business.loans.rules.factors import effective_annual
from caudal.business.loans.rules.ratios import PRECISION, compound, part
from caudal.business.loans.rules.terms import LoanRate, RateKind
from caudal.kernel.problems import Invalid

SCALE = 10**36
"""Daily rates are whole numbers of this fraction, so that sums of days are exact."""
_DAY = timedelta(days=1)


class Base(StrEnum):
    """What arrears run on: the capital overdue, or the whole instalment overdue (capital and interest)."""

    PRINCIPAL = "principal"
    INSTALMENT = "instalment"


class Accrual(StrEnum):
    """`daily`: the daily equivalent times the days, never over the cap; `compound`: compounded inside each month."""

    DAILY = "daily"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class ArrearsRule:
    """What is charged for being late: a rate, or a fee for each late instalment, never both for the same event.

    Args:
        rate: effective annual, nominal annual or of a period; simple rates count days of a year of `year_days`.
        grace_days: paid within them nothing is charged; after them, from the first day.
        fee: minor units, once for each instalment that is late.
        fee_part: of what was unpaid of the instalment when it became late.
        caps: whose ceilings clip the rate; nothing is clipped without it.

    Raises:
        Invalid: both a rate and a fee.
    """

    rate: LoanRate | None = None
    base: Base = Base.PRINCIPAL
    accrual: Accrual = Accrual.DAILY
    grace_days: int = 0
    fee: int = 0
    fee_part: Decimal = Decimal(0)
    caps: Caps | None = None
    year_days: int = 360

    def __post_init__(self) -> None:
        if self.rate is not None and (self.fee or self.fee_part):
            raise Invalid(
                "la mora se cobra con tasa o con cargo por atraso, no con los dos por el mismo hecho"
            )
        if self.grace_days < 0 or self.fee < 0 or self.fee_part < 0 or (self.rate and self.rate.value < 0):
            raise Invalid("la mora no puede ser negativa")

    @property
    def has_fee(self) -> bool:
        return bool(self.fee or self.fee_part)


class Month(NamedTuple):
    """The arrears of a stretch inside one month: the days, the rate charged and the certificate that cut it."""

    first: date
    last: date
    days: int
    annual: Decimal
    by: Ceiling | None
    amount: int


@dataclass(slots=True)
class Index:
    """How much a unit owes for being late between two dates. `agreed`: the ordinary effective annual rate."""

    rule: ArrearsRule
    agreed: Decimal | None = None
    frozen: list[tuple[date, date]] = field(default_factory=list[tuple[date, date]])
    _sums: dict[int, int] = field(default_factory=dict[int, int])
    _days: dict[int, int] = field(default_factory=dict[int, int])

    def between(self, start: date, end: date) -> int:
        """What a unit makes from the day after `start` to `end`, over :data:`SCALE`."""
        if self.rule.rate is None or end <= start:
            return 0
        if self.rule.accrual is Accrual.COMPOUND:
            return sum(self._compounded(*stretch) for stretch in months(start, end))
        total = self._at(end) - self._at(start)
        for first, last in self.frozen:
            low, high = max(first, start), min(last, end)
            if high > low:
                total -= self._at(high) - self._at(low)
        return total

    def still(self, start: date, end: date) -> int:
        """Frozen days from the day after `start` to `end`."""
        found = (min(last, end) - max(first, start) for first, last in self.frozen)
        return sum(each.days for each in found if each > timedelta())

    def by_month(self, base: int, start: date, end: date) -> list[Month]:
        """The arrears of `base` month by month, as they are shown; the amounts add up to the total."""
        found: list[Month] = []
        told = 0
        for low, high in months(start, end):
            upto = amount_of(base * self.between(start, high))
            cut = self._charged(high)
            days = (high - low).days - self.still(low, high)
            found.append(Month(low + _DAY, high, days, cut[0], cut[1], upto - told))
            told = upto
        return found

    def _at(self, day: date) -> int:
        """Σ of the daily rates of all days up to `day`, from an origin."""
        ordinal = day.year * 12 + day.month - 1
        known = self._sums.get(ordinal)
        before = self._before(ordinal) if known is None else known
        return before + self._daily(ordinal) * day.day

    def _before(self, ordinal: int) -> int:
        """Σ of the daily rates of the months before this one, from an origin."""
        known = self._sums
        if not known:
            known[ordinal] = 0
        if ordinal in known:
            return known[ordinal]
        nearest = min(known, key=lambda each: abs(each - ordinal))
        step = 1 if ordinal > nearest else -1
        while nearest != ordinal:
            month = nearest if step > 0 else nearest - 1
            year, at = divmod(month, 12)
            whole_month = self._daily(month) * monthrange(year, at + 1)[1]
            known[nearest + step] = known[nearest] + step * whole_month
            nearest += step
        return known[ordinal]

    def _daily(self, ordinal: int) -> int:
        found = self._days.get(ordinal)
        if found is None:
            year, at = divmod(ordinal, 12)
            found = self._days[ordinal] = _daily(self.rule, self.agreed, date(year, at + 1, 1))
        return found

    def _compounded(self, low: date, high: date) -> int:
        days = (high - low).days - self.still(low, high)
        annual = self._charged(high)[0]
        return int(compound(annual, (days, 365)) * SCALE) if days > 0 else 0

    def _charged(self, day: date) -> tuple[Decimal, Ceiling | None]:
        return _charged(self.rule, self.agreed, day.replace(day=1))


def months(start: date, end: date) -> list[tuple[date, date]]:
    """The days after `start` up to `end` split at month ends: each stretch from its day before to its last day."""
    found: list[tuple[date, date]] = []
    while start < end:
        first = start + _DAY
        last = min(end, first.replace(day=monthrange(first.year, first.month)[1]))
        found.append((start, last))
        start = last
    return found


def amount_of(scaled: int) -> int:
    """Minor units of a sum over :data:`SCALE`, half up."""
    return part(scaled, (1, SCALE))


@lru_cache(maxsize=4096)
def _charged(rule: ArrearsRule, agreed: Decimal | None, month: date) -> tuple[Decimal, Ceiling | None]:
    """The effective annual rate that may be charged in a month, and the certificate that brought it down."""
    if rule.rate is None:
        return Decimal(0), None
    asked = effective_annual(rule.rate, rule.rate.period or Frequency.MONTHLY)
    found = clip(asked, rule.caps, month, agreed)
    return found.charged, found.by


@lru_cache(maxsize=4096)
def _daily(rule: ArrearsRule, agreed: Decimal | None, month: date) -> int:
    """The daily rate of a month over :data:`SCALE`: the simple one agreed unless the ceiling's is lower."""
    annual, cut = _charged(rule, agreed, month)
    rate = rule.rate
    if rate is None:
        return 0
    equivalent = compound(annual, (1, 365))
    if rate.kind is RateKind.EFFECTIVE_ANNUAL:
        return int(equivalent * SCALE)
    yearly = rate.value
    with localcontext(prec=PRECISION):
        if rate.kind is RateKind.PERIODIC:
            yearly *= PER_YEAR[rate.period or Frequency.MONTHLY]
        simple = yearly / rule.year_days
    ceiling = rule.caps.on(month) if rule.caps else None
    if ceiling is not None and (cut is not None or ceiling.cap is not None):
        top = annual if cut is not None else ceiling.cap
        simple = min(simple, compound(top or Decimal(0), (1, 365)))
    return int(simple * SCALE)
