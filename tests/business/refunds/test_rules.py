"""The policy as a table: it never gives more with less notice, it adds up to the cent, and its edges are exact."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.refunds.rules import (
    SUGGESTED,
    Band,
    band_of,
    calculate,
    days_before,
    span_text,
    wrong_bands,
)
from caudal.kernel.money import Money

percents = st.decimals(0, 100, places=2)


@st.composite
def tables(draw: st.DrawFn) -> list[Band]:
    """Any table that may be a policy."""
    days = sorted(draw(st.sets(st.integers(1, 400), max_size=6)) | {0})
    shares = sorted(draw(st.lists(percents, min_size=len(days), max_size=len(days))))
    return draw(st.permutations([Band(day, share) for day, share in zip(days, shares, strict=True)]))


@given(tables(), st.integers(-30, 500), st.integers(1, 10**12), st.integers(0, 10**12))
def test_what_goes_back_and_what_stays_add_up_to_what_was_paid(
    bands: list[Band], days: int, paid: int, already: int
) -> None:
    assert wrong_bands(bands) == []
    money, before = Money.from_minor(paid, "MXN"), Money.from_minor(min(paid, already), "MXN")
    found = calculate(bands, days, money, before)
    assert found.refund + found.retained + before == money
    assert found.refund.amount >= 0
    assert found.retained.amount >= 0
    exact = money.amount * band_of(bands, days).percent / 100
    assert abs(calculate(bands, days, money, money - money).refund.amount - exact) <= Decimal("0.005")


@given(tables(), st.integers(-5, 450), st.integers(1, 10**9))
def test_a_day_more_of_notice_never_gives_less(bands: list[Band], days: int, paid: int) -> None:
    money = Money.from_minor(paid, "MXN")
    nothing = Money.of(0, "MXN")
    assert calculate(bands, days + 1, money, nothing).refund >= calculate(bands, days, money, nothing).refund


@pytest.mark.parametrize(
    ("days", "refund"),
    [
        (400, 10_000), (31, 10_000), (30, 10_000), (29, 9_000), (15, 9_000), (14, 9_000), (13, 7_500), (10, 7_500),
        (8, 7_500), (7, 7_500), (6, 5_000), (3, 5_000), (2, 5_000), (1, 0), (0, 0), (-1, 0), (-40, 0),
    ],
)  # fmt: skip
def test_the_edges_of_the_document(days: int, refund: int) -> None:
    """30/29, 14/13, 7/6 and 2/1, both sides; María López 10 days before."""
    service = date(2026, 11, 20)
    counted = days_before(service, service - timedelta(days=days))
    found = calculate(SUGGESTED, counted, Money.of(10_000, "MXN"), Money.of(0, "MXN"))
    assert (found.refund, found.retained) == (Money.of(refund, "MXN"), Money.of(10_000 - refund, "MXN"))


def test_what_was_given_back_counts() -> None:
    paid = Money.of(10_000, "MXN")
    found = calculate(SUGGESTED, 10, paid, Money.of(7_000, "MXN"))
    assert (found.policy, found.refund, found.retained) == (
        Money.of(500, "MXN"),
        Money.of(500, "MXN"),
        Money.of(2_500, "MXN"),
    )
    assert calculate(SUGGESTED, 10, paid, Money.of(8_000, "MXN")).refund.is_zero
    more = calculate(SUGGESTED, 10, paid, Money.of(7_500, "MXN"), Money.of(1_000, "MXN"))
    assert (more.exception, more.retained) == (True, Money.of(1_500, "MXN"))


@pytest.mark.parametrize(
    ("bands", "pointer"),
    [
        ([], "/bands"),
        ([Band(7, Decimal(50))], "/bands"),
        ([Band(0, Decimal(0)), Band(0, Decimal(1))], "/bands"),
        ([Band(0, Decimal(50)), Band(7, Decimal(40))], "/bands"),
        ([Band(0, Decimal(101))], "/bands/0/percent"),
        ([Band(0, Decimal("0.001"))], "/bands/0/percent"),
        ([Band(0, Decimal(0)), Band(4_000, Decimal(1))], "/bands/1/first_day"),
        ([Band(day, Decimal(0)) for day in range(21)], "/bands"),
    ],
)
def test_says_what_is_wrong_with_a_table(bands: list[Band], pointer: str) -> None:
    assert pointer in [each["pointer"] for each in wrong_bands(bands)]


def test_spans_are_told_as_people_say_them() -> None:
    table = [Band(1, Decimal(10)), Band(0, Decimal(0))]
    assert [span_text(table, band) for band in table] == ["1+ días", "< 1 días"]
    assert all(one.percent >= other.percent for one, other in pairwise(SUGGESTED))
