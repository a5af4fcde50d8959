"""What was agreed on a ticket, and how many of its periods have begun. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum

from caudal.kernel.money import Money

_DAYS_OF_WEEK = 7
_MONTHS = 12
_DAYS_OF_YEAR = 365
_PER_YEAR = {"week": 52, "month": 12}


class Period(StrEnum):
    """What interest is counted by. One that has begun is owed whole."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a house lends on pledges: one version of its conditions.

    ``rate`` and ``storage_rate``: of the capital, per period begun, as fractions. ``term``: periods until it is due.
    ``grace_days``: after that, days in which it may still be redeemed; they cost interest if ``grace_interest``.
    ``sale_cost_rate``: part of the price of a sale that the sale costs. ``surplus``: whether what is left of a sale is
    the client's, who may claim it for ``surplus_days``. ``taxed``: whether the country's tax is added to interest and
    storage.
    """

    id: int
    code: str
    version: int
    name: str
    currency: str
    rate: Decimal
    storage_rate: Decimal
    period: Period
    term: int
    grace_days: int
    grace_interest: bool
    sale_cost_rate: Decimal
    surplus: bool
    surplus_days: int
    active: bool = True
    taxed: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What one ticket agreed. ``fresh``: not a refrendo, so the day it starts on is already of its first period.

    ``tax_rate``: added to interest and storage, as a fraction.
    """

    plan: Plan
    principal: Money
    starts_on: date
    fresh: bool = True
    tax_rate: Decimal = Decimal(0)

    @property
    def due_on(self) -> date:
        """The last day of its last period."""
        return end_of(self.plan.period, self.starts_on, self.plan.term)

    @property
    def grace_on(self) -> date:
        """The last day on which it may be redeemed by right."""
        return self.due_on + timedelta(days=self.plan.grace_days)

    @property
    def last_on(self) -> date:
        """The last day that costs interest."""
        return self.grace_on if self.plan.grace_interest else self.due_on

    def interest(self, capital: int) -> int:
        """What one period costs over `capital`, in minor units, rounded half-even."""
        return Money.from_minor(capital, self.principal.currency).share(self.plan.rate).minor

    def storage(self, capital: int) -> int:
        """What keeping the pledge costs in one period, in minor units, rounded half-even."""
        return Money.from_minor(capital, self.principal.currency).share(self.plan.storage_rate).minor

    def tax(self, capital: int) -> int:
        """What the tax on interest and storage of one period is, in minor units, rounded half-even."""
        charged = self.interest(capital) + self.storage(capital)
        return Money.from_minor(charged, self.principal.currency).share(self.tax_rate).minor

    def started(self, on: date) -> int:
        """How many periods have begun by the end of `on`; none after the last day that costs interest."""
        return started(self.plan.period, self.starts_on, min(on, self.last_on), fresh=self.fresh)


def end_of(period: Period, start: date, number: int) -> date:
    """The last day of period `number` of a ticket that starts on `start`.

    >>> end_of(Period.WEEK, date(2026, 1, 1), 2), end_of(Period.MONTH, date(2026, 1, 31), 1)
    (datetime.date(2026, 1, 15), datetime.date(2026, 2, 28))
    """
    if period is Period.WEEK:
        return start + timedelta(days=_DAYS_OF_WEEK * number)
    whole = start.year * _MONTHS + start.month - 1 + number
    year, month = divmod(whole, _MONTHS)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def started(period: Period, start: date, on: date, *, fresh: bool) -> int:
    """How many periods have begun by the end of `on`.

    The first seven days are a week, and the eighth begins another. The first period of a new ticket begins with it;
    that of a refrendo the day after the one it is counted from, which was paid already.

    >>> [started(Period.WEEK, date(2026, 1, 1), date(2026, 1, d), fresh=True) for d in (1, 8, 9)]
    [1, 1, 2]
    >>> started(Period.WEEK, date(2026, 1, 1), date(2026, 1, 1), fresh=False)
    0
    """
    if on <= start:
        return 1 if fresh and on == start else 0
    if period is Period.WEEK:
        return -(-(on - start).days // _DAYS_OF_WEEK)
    months = (on.year - start.year) * _MONTHS + on.month - start.month
    return months + (end_of(period, start, months) < on)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a ticket costs if it is redeemed when due. ``nominal``: simple, a year; ``annual``: effective (CAT).

    Neither rate has the tax in it; ``total`` does.
    """

    interest: Money
    storage: Money
    tax: Money
    total: Money
    nominal: Decimal
    annual: Decimal


def cost(terms: Terms) -> Cost:
    """What `terms` cost: one payment, on the day they are due.

    Source: Banco de México, Circular 21/2009 (CAT: effective annual, without taxes, one decimal).
    """
    currency, capital = terms.principal.currency, terms.principal.minor
    interest = Money.from_minor(terms.interest(capital) * terms.plan.term, currency)
    storage = Money.from_minor(terms.storage(capital) * terms.plan.term, currency)
    tax, net = (
        Money.from_minor(terms.tax(capital) * terms.plan.term, currency),
        terms.principal + interest + storage,
    )
    with localcontext(prec=28):
        a_period = terms.plan.rate + terms.plan.storage_rate
        nominal = a_period * _PER_YEAR[terms.plan.period]
        days = (terms.due_on - terms.starts_on).days
        annual = (net.amount / terms.principal.amount) ** (Decimal(_DAYS_OF_YEAR) / days) - 1
        return Cost(
            interest,
            storage,
            tax,
            net + tax,
            nominal.quantize(Decimal("0.0001")),
            annual.quantize(Decimal("0.001")),
        )
