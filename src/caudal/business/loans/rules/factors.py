"""How much interest each period makes: one exact ratio per period, from the rate, the dates and the day count."""

from datetime import date
from decimal import Decimal, localcontext

from caudal.business.loans.rules.calendar import (
    DAYS,
    PER_YEAR,
    DayCount,
    Due,
    Frequency,
    days_30e,
    following,
    year_part,
)
from caudal.business.loans.rules.ratios import PRECISION, Ratio, compound, ratio, times
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind, Terms


def period_rate(rate: LoanRate, frequency: Frequency) -> Ratio:
    """What a full period of `frequency` makes.

    A periodic or nominal rate of the instalments' own period is taken as it is; one of another period is made
    equivalent by compounding.
    """
    own = rate.period is None or rate.period is frequency
    if rate.kind is RateKind.PERIODIC and own:
        return ratio(rate.value)
    if rate.kind is RateKind.NOMINAL and own:
        top, bottom = ratio(rate.value)
        return top, bottom * PER_YEAR[frequency]
    return ratio(compound(effective_annual(rate, frequency), (1, PER_YEAR[frequency])))


def effective_annual(rate: LoanRate, frequency: Frequency) -> Decimal:
    """The effective annual rate, as a fraction of 40 significant digits."""
    if rate.kind is RateKind.EFFECTIVE_ANNUAL:
        return rate.value
    times_a_year = PER_YEAR[rate.period or frequency]
    with localcontext(prec=PRECISION):
        one = rate.value / times_a_year if rate.kind is RateKind.NOMINAL else rate.value
        return (1 + one) ** times_a_year - 1


def interval(rate: LoanRate, frequency: Frequency, count_by: DayCount, span: tuple[date, date]) -> Ratio:
    """What `span` makes by its days: simple for nominal and periodic rates, compound for effective annual ones."""
    years = year_part(count_by, *span)
    if rate.kind is RateKind.EFFECTIVE_ANNUAL:
        return ratio(compound(rate.value, years))
    return times(_simple_annual(rate, frequency, count_by), years)


def _simple_annual(rate: LoanRate, frequency: Frequency, count_by: DayCount) -> Ratio:
    """The annual rate that, counted by days, makes the periodic one in a full period."""
    top, bottom = ratio(rate.value)
    if rate.kind is RateKind.NOMINAL:
        return top, bottom
    period = rate.period or frequency
    if period in DAYS:
        base = 365 if count_by in {DayCount.ACT_365, DayCount.ACT_ACT} else 360
        return top * base, bottom * DAYS[period]
    return top * PER_YEAR[period], bottom


def first_period(terms: Terms, first: date) -> Ratio:
    """How much of a full period the first one is: more when the first due date is further than one period away."""
    if following(terms.disbursed_on, terms.frequency) == first:
        return 1, 1
    before = following(first, terms.frequency, -1)
    if before == terms.disbursed_on:
        return 1, 1
    if terms.frequency in DAYS:
        return (first - terms.disbursed_on).days, DAYS[terms.frequency]
    return max(0, days_30e(terms.disbursed_on, first)), max(1, days_30e(before, first))


def factors(terms: Terms, dues: tuple[Due, ...], rate: LoanRate | None = None) -> list[Ratio]:
    """The ratio of interest to balance of each period of a loan, at its own rate or another."""
    rate = rate or terms.rate
    if terms.method is Method.CUSTOM or not _by_periods(terms, rate):
        count_by = DayCount.ACT_365 if terms.day_count is DayCount.PERIOD else terms.day_count
        starts = [terms.disbursed_on, *(due.nominal for due in dues[:-1])]
        spans = zip(starts, (due.nominal for due in dues), strict=True)
        return [interval(rate, terms.frequency, count_by, span) for span in spans]
    full = period_rate(rate, terms.frequency)
    broken = first_period(terms, dues[0].nominal)
    return [full if broken == (1, 1) else times(full, broken), *[full] * (len(dues) - 1)]


def _by_periods(terms: Terms, rate: LoanRate) -> bool:
    """Whether a period makes the rate of a period, whatever its days.

    A weekly rate over weekly instalments makes that each week also in years of 360 days: 30/360 says nothing of weeks.
    """
    if terms.day_count is DayCount.PERIOD:
        return True
    thirties = terms.day_count in {DayCount.US_30_360, DayCount.EU_30_360}
    own = rate.kind is RateKind.PERIODIC and rate.period in {None, terms.frequency}
    return thirties and own and terms.frequency in DAYS
