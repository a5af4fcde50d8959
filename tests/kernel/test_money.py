"""Money: exact, in one currency, never rounded by surprise."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.kernel.money import (
    CURRENCIES,
    MAX_MINOR,
    InvalidAmount,
    MixedCurrencies,
    Money,
    UnknownCurrency,
    total,
)

currencies = st.sampled_from(sorted(CURRENCIES))
minors = st.integers(min_value=-MAX_MINOR, max_value=MAX_MINOR)


@given(minors, currencies)
def test_minor_units_and_back(minor: int, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    assert money.minor == minor
    assert Money.parse(money.json()["amount"], currency) == money


@given(minors, minors, currencies)
def test_sums_are_exact(a: int, b: int, currency: str) -> None:
    one, other = Money.from_minor(a, currency), Money.from_minor(b, currency)
    assert (one + other).minor == a + b
    assert (one - other).minor == a - b
    assert (-one).minor == -a
    assert (one < other, one <= other, one > other, one >= other) == (a < b, a <= b, a > b, a >= b)


@given(st.integers(0, MAX_MINOR), st.integers(1, 500), currencies)
def test_parts_add_up_and_differ_by_a_cent(minor: int, parts: int, currency: str) -> None:
    shares = [m.minor for m in Money.from_minor(minor, currency).split(parts)]
    assert (sum(shares), len(shares)) == (minor, parts)
    assert max(shares) - min(shares) <= 1


def test_currencies_do_not_mix() -> None:
    pesos, dollars = Money.of(1, "MXN"), Money.of(1, "USD")
    for mixed in (
        lambda: pesos + dollars,
        lambda: pesos - dollars,
        lambda: pesos < dollars,
        lambda: total([pesos], "USD"),
    ):
        with pytest.raises(MixedCurrencies):
            mixed()


@pytest.mark.parametrize(
    "typed", ["1.005", "abc", "", "1e5", "1,000", "NaN", "Infinity", "٣", "1.", ".5", 1.5, True, None]
)
def test_what_is_not_an_amount_is_refused(typed: object) -> None:
    with pytest.raises(InvalidAmount):
        Money.parse(typed, "MXN")


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("250000.00", "COP", 25_000_000),
        (10, "MXN", 1000),
        (" 7.5 ", "DOP", 750),
        ("-3", "USD", -300),
        ("1.00", "CLP", 1),
    ],
)
def test_amounts_are_read(typed: object, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency).minor == minor


def test_nothing_larger_than_the_books_hold() -> None:
    with pytest.raises(InvalidAmount):
        Money.parse(str(MAX_MINOR), "MXN")


def test_an_unknown_currency_says_which_there_are() -> None:
    with pytest.raises(UnknownCurrency) as refused:
        Money.of(1, "XXX")
    assert "COP" in refused.value.detail


def test_rounding_is_half_even_only_where_it_is_asked() -> None:
    assert Money.of(Decimal("0.125"), "MXN").minor == 12
    assert Money.of(Decimal("0.135"), "MXN").minor == 14
    assert Money.of(10, "MXN").share(Decimal("0.3333")).minor == 333
