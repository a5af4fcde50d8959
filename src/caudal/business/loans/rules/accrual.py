"""Interest day by day as whole numbers: what lets a set-based close say the same as reading every loan again.

The interest of a period on a day is a fraction rounded to minor units. Here the fraction is put over a fixed scale so
that cutting it gives the very same figure on every day of the period; where no such line exists, there is no form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Book, Contract
from caudal.business.loans.rules.course import interest_of
from caudal.business.loans.rules.happenings import Event, Frozen, in_order
from caudal.business.loans.rules.history import read
from caudal.business.loans.rules.ratios import ZERO, Ratio, part
from caudal.business.loans.rules.replay import replay
from caudal.business.loans.rules.rows import Row

SCALE = 100_000_000
"""Parts of a minor unit in a form."""
SUSPENDED_AFTER = 90
"""Days past due after which the books recognise no more interest than is collected."""

_LARGEST = 2**63 - 1
_INTEREST = Component.INTEREST


@dataclass(frozen=True, slots=True)
class Form:
    """Interest of a period on a day: (`made` + `daily` × days after `since`) ÷ :data:`SCALE`, cut."""

    since: date
    made: int
    daily: int

    def on(self, day: date) -> int:
        """Interest made up to `day`, minor units."""
        return (self.made + self.daily * (day - self.since).days) // SCALE


@dataclass(frozen=True, slots=True)
class Period:
    """A period that runs or will: what was earned when it began, and its interest each day from `since` on."""

    number: int
    nominal: date
    before: int
    since: date
    interest: tuple[int, ...]
    slope: Ratio

    def form(self) -> Form | None:
        """The form that gives the interest of each of its days; none when they aren't on a line."""
        found = line(self.interest, self.slope)
        return Form(self.since, *found) if found else None

    def agrees(self, form: Form) -> bool:
        """Whether `form` says the same of each of its days."""
        start = (self.since - form.since).days
        return start >= 0 and all(
            (form.made + form.daily * (start + day)) // SCALE == each
            for day, each in enumerate(self.interest)
        )


@dataclass(frozen=True, slots=True)
class Accrual:
    """How the interest of a loan goes on from a date, if nothing else happens.

    Args:
        periods: those that run or are to come.
        total: everything it will have earned; from `ends_on` on, what it has.
        boundary: when the period that runs ends.
        joins: interest of a grace becomes capital in some of them.
        daily: interest runs on what is really owed, late or not.
        frozen_until: the last day of any freeze.
        cuts: it is a line of credit, billed when its cycle ends.
    """

    periods: tuple[Period, ...]
    total: int
    ends_on: date
    boundary: date | None = None
    joins: bool = False
    daily: bool = False
    frozen_until: date | None = None
    cuts: bool = False


def accrual(contract: Contract, events: Iterable[Event], as_of: date) -> Accrual:
    """How the interest of a loan goes on from `as_of`."""
    history = in_order(events, as_of)
    book = read(contract, history)
    book.move(as_of)
    book.look_for_the_end()
    frozen = max((each.until for each in history if isinstance(each, Frozen)), default=None)
    earned, span = book.earned()[_INTEREST], book.span
    if span is None:
        last = max((row.nominal for row in book.rows), default=as_of)
        return Accrual((), earned, min(last, as_of), frozen_until=frozen)
    before = earned - book.interest_to(as_of)
    if book.terms.line is not None:
        whole = before + book.projected(span)
        return Accrual((), whole, span.end, span.end, frozen_until=frozen, cuts=True)
    found = [_running(book, before)]
    before += book.projected(span)
    balance, start, joins = 0, span.end, False
    for place, (row, _) in enumerate(book.ahead()):
        joins = joins or row.joined > 0
        if place:
            period, whole = _coming(book, row, start, balance, before)
            found.append(period)
            before += whole
        balance, start = row.balance, row.nominal
    return Accrual(tuple(found), before, start, span.end, joins, book.terms.daily_recalculation, frozen)


def stopped(contract: Contract, events: Iterable[Event], as_of: date, late: int) -> tuple[date, int] | None:
    """The day from which the books recognise no more of its interest, and what it had earned then.

    Nothing of a loan that isn't so many days past due (`late`, on `as_of`) yet.
    """
    if late <= SUSPENDED_AFTER:
        return None
    day = as_of - timedelta(days=late - SUSPENDED_AFTER)
    return day, replay(contract, events, day).earned[_INTEREST]


def line(values: Sequence[int], slope: Ratio) -> tuple[int, int] | None:
    """Whole numbers `made` and `daily` with (`made` + `daily` × day) ÷ scale cut to each of `values`.

    >>> line((0, 3, 6, 10), (10, 3)) and all((1, 2))
    True
    """
    guess = SCALE * slope[0] // slope[1]
    for daily in (guess, guess + 1, max(0, guess - 1)):
        low = max((SCALE * each - daily * day for day, each in enumerate(values)), default=0)
        high = min((SCALE * (each + 1) - 1 - daily * day for day, each in enumerate(values)), default=0)
        if max(0, low) <= high:
            made = (max(0, low) + high) // 2
            return (made, daily) if made + daily * len(values) <= _LARGEST else None
    return None


def _running(book: Book, before: int) -> Period:
    span, course = book.span, book.course
    assert span is not None
    days = range(max(1, (span.end - span.since).days))
    since = span.since
    values = tuple(book.interest_to(date.fromordinal(since.toordinal() + day)) for day in days)
    if course.table:
        slope = (course.table[span.number - 1].interest, span.length)
    else:
        one = course.parts[span.number - 1]
        slope = (book.running * one[0], one[1] * span.length)
    return Period(span.number, span.end, before, since, values, slope)


def _coming(book: Book, row: Row, start: date, balance: int, before: int) -> tuple[Period, int]:
    course, rounding = book.course, book.course.rules.rounding
    length = max(1, (row.nominal - start).days)
    days = range((row.nominal - start).days + 1)
    if course.table:
        whole = course.table[row.number - 1].interest
        values = [part(1, (whole * min(length, day), length), rounding) for day in days]
        slope = (whole, length)
    else:
        one = course.parts[row.number - 1]
        counted = (book.counted(start, date.fromordinal(start.toordinal() + day)) for day in days)
        values = [part(1, interest_of(balance * day, one, length, ZERO), rounding) for day in counted]
        slope = (balance * one[0], one[1] * length)
    shown = tuple(values[:-1] or values)
    return Period(row.number, row.nominal, before, start, shown, slope), values[-1]
