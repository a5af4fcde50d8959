"""Day counts and rates: the figures of §3.1 and §3.3 of the domain notes."""

from datetime import date
from decimal import Decimal

import pytest

from caudal.business.loans.rules.calendar import (
    DayCount,
    Frequency,
    days_30e,
    days_30us,
    following,
    year_part,
)
from caudal.business.loans.rules.factors import effective_annual, interval, period_rate
from caudal.business.loans.rules.ratios import compound, decimal, part, times
from caudal.business.loans.rules.terms import LoanRate, RateKind
from tests.business.loans.making import cents, percent, rate, text

END_OF_JANUARY, END_OF_FEBRUARY = date(2025, 1, 31), date(2025, 2, 28)
MILLION = cents(1_000_000)


def interest(count_by: DayCount, start: date, end: date) -> str:
    """What 1,000,000 at 24 % makes between two dates."""
    return text(part(MILLION, times((24, 100), year_part(count_by, start, end))))


class TestDayCounts:
    @pytest.mark.parametrize(
        ("count_by", "expected"),
        [(DayCount.ACT_365, "18410.96"), (DayCount.ACT_360, "18666.67"), (DayCount.EU_30_360, "18666.67")],
    )
    def test_31_jan_to_28_feb(self, count_by: DayCount, expected: str) -> None:
        assert interest(count_by, END_OF_JANUARY, END_OF_FEBRUARY) == expected

    def test_31_jan_to_28_feb_by_periods_is_a_whole_month(self) -> None:
        assert text(part(MILLION, period_rate(rate("0.24", "nominal"), Frequency.MONTHLY))) == "20000.00"

    @pytest.mark.parametrize(
        ("count_by", "expected"),
        [(DayCount.ACT_365, "20383.56"), (DayCount.ACT_360, "20666.67"), (DayCount.EU_30_360, "20000.00")],
    )
    def test_15_jan_to_15_feb(self, count_by: DayCount, expected: str) -> None:
        assert interest(count_by, date(2025, 1, 15), date(2025, 2, 15)) == expected

    def test_act_act_across_a_leap_year(self) -> None:
        assert interest(DayCount.ACT_ACT, date(2023, 12, 15), date(2024, 1, 15)) == "20358.41"

    def test_20_jan_to_1_mar_is_41_days_30e(self) -> None:
        assert days_30e(date(2026, 1, 20), date(2026, 3, 1)) == 41
        assert interest(DayCount.EU_30_360, date(2026, 1, 20), date(2026, 3, 1)) == "27333.33"

    def test_30_360_us_takes_the_end_of_february_for_a_30th(self) -> None:
        assert days_30us(END_OF_FEBRUARY, date(2025, 3, 31)) == 30
        assert days_30us(END_OF_FEBRUARY, date(2026, 2, 28)) == 360
        assert days_30us(END_OF_JANUARY, END_OF_FEBRUARY) == 28

    def test_periodic_and_day_counted_agree_over_a_whole_period(self) -> None:
        span = (date(2026, 3, 1), date(2026, 4, 1))
        monthly = interval(rate("0.02"), Frequency.MONTHLY, DayCount.EU_30_360, span)
        assert decimal(monthly) == Decimal("0.02")


class TestRates:
    def test_effective_annual_to_monthly_and_daily(self) -> None:
        annual = Decimal("0.2436")
        assert percent(compound(annual, (1, 12)), 6) == "1.833357"
        assert percent(compound(annual, (1, 365)), 6) == "0.059747"
        assert percent(compound(annual, (1, 12)) * 12) == "22.0003"

    def test_2_monthly_is_26_82_effective_annual(self) -> None:
        assert percent(effective_annual(rate("0.02"), Frequency.MONTHLY), 2) == "26.82"

    def test_nominal_divides(self) -> None:
        assert decimal(period_rate(rate("0.24", "nominal"), Frequency.MONTHLY)) == Decimal("0.02")

    def test_a_rate_of_another_period_is_made_equivalent(self) -> None:
        monthly = LoanRate(RateKind.PERIODIC, Decimal("0.02"), Frequency.MONTHLY)
        weekly = decimal(period_rate(monthly, Frequency.WEEKLY))
        assert percent(weekly) == percent(Decimal("1.02") ** (Decimal(12) / 52) - 1)

    def test_following_and_back(self) -> None:
        for frequency in Frequency:
            day = date(2026, 3, 15)
            assert following(following(day, frequency), frequency, -1) == day
