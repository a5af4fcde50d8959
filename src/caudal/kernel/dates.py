"""Business calendar: local dates, holidays by country, days past due."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

COUNTRIES = ("CO", "DO", "MX")
_SUNDAY = 6
_SATURDAY = 5


def local(instant: datetime, zone: str) -> datetime:
    """`instant` on the wall clock of `zone`."""
    return instant.astimezone(ZoneInfo(zone))


def local_date(instant: datetime, zone: str) -> date:
    """The calendar date of `instant` in `zone`."""
    return local(instant, zone).date()


def at_local(day: date, hour: time, zone: str) -> datetime:
    """The instant when the wall clock of `zone` shows `hour` on `day`."""
    return datetime.combine(day, hour, ZoneInfo(zone))


def days_past_due(due_on: date, on: date) -> int:
    """Whole days of arrears on `on`: zero on the due date and before.

    >>> days_past_due(date(2026, 1, 10), date(2026, 1, 11))
    1
    """
    return max(0, (on - due_on).days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of a country: Monday to Friday (or Saturday) that aren't public holidays."""

    country: str
    saturdays: bool = False

    @staticmethod
    @lru_cache(maxsize=32)
    def of(country: str, *, saturdays: bool = False) -> "Calendar":
        """The calendar of `country` (ISO 3166-1 alpha-2)."""
        return Calendar(country, saturdays)

    def holiday_name(self, day: date) -> str | None:
        """What is celebrated on `day`, in Spanish, or nothing."""
        return _holidays(self.country, day.year).get(day)

    def is_business_day(self, day: date) -> bool:
        if day.weekday() == _SUNDAY or (day.weekday() == _SATURDAY and not self.saturdays):
            return False
        return self.holiday_name(day) is None

    def next_business_day(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> dict[date, str]:
    try:
        found = holidays.country_holidays(country, years=year, language="es")
    except NotImplementedError:
        return {}
    return dict(found.items())
