"""The calendar of each country and the wall clock of each place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.kernel.dates import COUNTRIES, Calendar, at_local, days_past_due, local_date

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("CO", date(2026, 1, 12), "Reyes"),
        ("MX", date(2026, 9, 16), "Independencia"),
        ("DO", date(2026, 2, 27), "Independencia"),
    ],
)
def test_holidays_have_a_name_in_spanish(country: str, day: date, name: str) -> None:
    assert name in (Calendar.of(country).holiday_name(day) or "")
    assert not Calendar.of(country).is_business_day(day)


@given(days, st.sampled_from(COUNTRIES))
def test_the_next_working_day_is_one_and_is_near(day: date, country: str) -> None:
    calendar = Calendar.of(country)
    found = calendar.next_business_day(day)
    assert calendar.is_business_day(found)
    assert timedelta() <= found - day <= timedelta(days=10)


@given(days, days)
def test_nobody_is_late_on_the_due_date_or_before(due: date, on: date) -> None:
    late = days_past_due(due, on)
    assert late == max(0, (on - due).days)


def test_midnight_comes_at_its_own_hour_in_each_place() -> None:
    instant = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)
    assert local_date(instant, "America/Santo_Domingo") == date(2026, 1, 1)
    assert local_date(instant, "America/Bogota") == date(2025, 12, 31)
    assert at_local(date(2026, 1, 10), time(7), "America/Bogota").astimezone(UTC).hour == 12


def test_a_country_without_a_calendar_works_on_weekdays() -> None:
    assert Calendar.of("ZZ").is_business_day(date(2026, 1, 1))
