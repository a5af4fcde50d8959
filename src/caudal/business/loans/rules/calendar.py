"""When a loan is due: frequencies, due dates moved off holidays, and how days count as a part of a year."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from caudal.business.loans.rules.ratios import Ratio, plus
from caudal.kernel import dates as kernel


class Frequency(StrEnum):
    """How often an instalment falls due. `fortnight`: the 15th and the last day; `biweekly`: every 14 days."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    FORTNIGHT = "fortnight"
    SEMIMONTHLY = "semimonthly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    YEARLY = "yearly"


PER_YEAR = {
    Frequency.DAILY: 365, Frequency.WEEKLY: 52, Frequency.BIWEEKLY: 26, Frequency.FORTNIGHT: 24,
    Frequency.SEMIMONTHLY: 24, Frequency.FOUR_WEEKLY: 13, Frequency.MONTHLY: 12, Frequency.BIMONTHLY: 6,
    Frequency.QUARTERLY: 4, Frequency.SEMIANNUAL: 2, Frequency.YEARLY: 1,
}  # fmt: skip
DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.BIWEEKLY: 14, Frequency.FOUR_WEEKLY: 28}
"""Frequencies that count days; the others count months."""
MONTHS = {
    Frequency.MONTHLY: 1, Frequency.BIMONTHLY: 2, Frequency.QUARTERLY: 3, Frequency.SEMIANNUAL: 6,
    Frequency.YEARLY: 12,
}  # fmt: skip


class DayCount(StrEnum):
    """How days become a part of a year. `period`: a full period is a full period, whatever its days."""

    PERIOD = "period"
    US_30_360 = "30/360"
    EU_30_360 = "30E/360"
    ACT_360 = "act/360"
    ACT_365 = "act/365"
    ACT_ACT = "act/act"


class Move(StrEnum):
    """Where a due date goes when it isn't a working day."""

    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Holidays:
    """The working days of `country` and where the others go; lenders who collect daily work on Saturdays."""

    country: str
    move: Move = Move.NEXT
    saturdays: bool = True

    def is_open(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return kernel.Calendar.of(self.country, saturdays=self.saturdays).is_business_day(day)

    def moved(self, day: date) -> date:
        """`day` itself when it is a working day, else the nearest one in the direction of the rule."""
        step = timedelta(days=1 if self.move is Move.NEXT else -1)
        while not self.is_open(day):
            day += step
        return day


class Due(NamedTuple):
    """A due date: `nominal`, by which interest counts, and `on`, moved off holidays, by which arrears count."""

    nominal: date
    on: date


def following(day: date, frequency: Frequency, steps: int = 1) -> date:
    """The date `steps` periods after `day`; month ends clamp to the last day of the month.

    >>> following(date(2026, 1, 31), Frequency.MONTHLY), following(date(2026, 1, 20), Frequency.FORTNIGHT, 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 15))
    """
    if frequency in DAYS:
        return day + timedelta(days=DAYS[frequency] * steps)
    if frequency in MONTHS:
        return _months(day, MONTHS[frequency] * steps)
    if frequency is Frequency.SEMIMONTHLY:
        half = _months(day, steps // 2)
        return half if steps % 2 == 0 else _other_half(half, day.day)
    for _ in range(abs(steps)):
        day = _next_fortnight(day) if steps > 0 else _previous_fortnight(day)
    return day


def due_dates(
    start: date, first: date, frequency: Frequency, periods: int, rule: Holidays | None
) -> tuple[Due, ...]:
    """`periods` due dates of a loan handed over on `start` whose first one is `first`."""
    anchored = following(start, frequency) == first
    return _due_dates(start if anchored else first, 1 if anchored else 0, frequency, periods, rule)


@lru_cache(maxsize=8192)
def _due_dates(
    anchor: date, offset: int, frequency: Frequency, periods: int, rule: Holidays | None
) -> tuple[Due, ...]:
    if frequency is Frequency.DAILY and rule:
        found = _working(following(anchor, frequency, offset), periods, rule)
        return tuple(Due(day, day) for day in found)
    if frequency is Frequency.FORTNIGHT:
        nominal = list(_fortnights(following(anchor, frequency, offset), periods))
    else:
        nominal = [following(anchor, frequency, k + offset) for k in range(periods)]
    return tuple(Due(day, rule.moved(day) if rule else day) for day in nominal)


def _working(day: date, wanted: int, rule: Holidays) -> Iterator[date]:
    """The next `wanted` working days from `day` on: who collects daily skips Sundays, never doubles Monday."""
    for step in count():
        if wanted <= 0:
            return
        candidate = day + timedelta(days=step)
        if rule.is_open(candidate):
            wanted -= 1
            yield candidate


def _fortnights(day: date, periods: int) -> Iterator[date]:
    for _ in range(periods):
        yield day
        day = _next_fortnight(day)


def _last(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _next_fortnight(day: date) -> date:
    if day.day < 15:
        return day.replace(day=15)
    last = _last(day)
    return last if day < last else (last + timedelta(days=15))


def _previous_fortnight(day: date) -> date:
    return day.replace(day=15) if day.day > 15 else day.replace(day=1) - timedelta(days=1)


def _other_half(day: date, anchor: int) -> date:
    """The other of the two days of a month of somebody who pays on `anchor` and half a month apart from it."""
    if anchor > 15:
        following_month = _months(day.replace(day=1), 1)
        return following_month.replace(day=anchor - 15)
    return day.replace(day=min(anchor + 15, monthrange(day.year, day.month)[1]))


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_30e(start: date, end: date) -> int:
    """Days by 30E/360: both 31sts are 30ths."""
    return (
        (end.year - start.year) * 360 + (end.month - start.month) * 30 + min(end.day, 30) - min(start.day, 30)
    )


def days_30us(start: date, end: date) -> int:
    """Days by 30/360 US (bond basis): the end of February counts as the 30th when the period starts there."""
    from_day, to_day = start.day, end.day
    if _ends_february(start):
        to_day = 30 if _ends_february(end) else to_day
        from_day = 30
    if to_day == 31 and from_day >= 30:
        to_day = 30
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + to_day - min(from_day, 30)


def _ends_february(day: date) -> bool:
    return day.month == 2 and day == _last(day)


def year_part(count_by: DayCount, start: date, end: date) -> Ratio:
    """The part of a year between two dates. `period` counts as 30E/360.

    >>> year_part(DayCount.ACT_365, date(2025, 1, 31), date(2025, 2, 28))
    (28, 365)
    """
    if count_by is DayCount.ACT_360:
        return (end - start).days, 360
    if count_by is DayCount.ACT_365:
        return (end - start).days, 365
    if count_by is DayCount.US_30_360:
        return days_30us(start, end), 360
    if count_by is DayCount.ACT_ACT:
        return _isda(start, end)
    return days_30e(start, end), 360


def _isda(start: date, end: date) -> Ratio:
    """Days of each year over the days that year has (act/act ISDA)."""
    total: Ratio = (0, 1)
    while start < end:
        stop = min(end, date(start.year + 1, 1, 1))
        length = 366 if monthrange(start.year, 2)[1] == 29 else 365
        total = plus(total, ((stop - start).days, length))
        start = stop
    return total
