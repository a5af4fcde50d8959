"""Amounts in words: a golden list per country, and every number read back."""

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caudal.commons.documents import amounts
from caudal.commons.documents.amounts import cardinal, in_words
from caudal.kernel.money import CURRENCIES, Money

GOLDEN = [
    ("10000", "MXN", "DIEZ MIL PESOS 00/100 M.N."),
    ("0", "MXN", "CERO PESOS 00/100 M.N."),
    ("1", "MXN", "UN PESO 00/100 M.N."),
    ("0.05", "MXN", "CERO PESOS 05/100 M.N."),
    ("16.50", "MXN", "DIECISÉIS PESOS 50/100 M.N."),
    ("21", "MXN", "VEINTIÚN PESOS 00/100 M.N."),
    ("22", "MXN", "VEINTIDÓS PESOS 00/100 M.N."),
    ("31", "MXN", "TREINTA Y UN PESOS 00/100 M.N."),
    ("100", "MXN", "CIEN PESOS 00/100 M.N."),
    ("101", "MXN", "CIENTO UN PESOS 00/100 M.N."),
    ("115.99", "MXN", "CIENTO QUINCE PESOS 99/100 M.N."),
    ("500", "MXN", "QUINIENTOS PESOS 00/100 M.N."),
    ("777", "MXN", "SETECIENTOS SETENTA Y SIETE PESOS 00/100 M.N."),
    ("999", "MXN", "NOVECIENTOS NOVENTA Y NUEVE PESOS 00/100 M.N."),
    ("1000", "MXN", "MIL PESOS 00/100 M.N."),
    ("1001", "MXN", "MIL UN PESOS 00/100 M.N."),
    ("7500", "MXN", "SIETE MIL QUINIENTOS PESOS 00/100 M.N."),
    ("21000", "MXN", "VEINTIÚN MIL PESOS 00/100 M.N."),
    ("31026", "MXN", "TREINTA Y UN MIL VEINTISÉIS PESOS 00/100 M.N."),
    ("100000", "MXN", "CIEN MIL PESOS 00/100 M.N."),
    ("121000", "MXN", "CIENTO VEINTIÚN MIL PESOS 00/100 M.N."),
    ("910000", "MXN", "NOVECIENTOS DIEZ MIL PESOS 00/100 M.N."),
    ("1000000", "MXN", "UN MILLÓN DE PESOS 00/100 M.N."),
    ("1000001", "MXN", "UN MILLÓN UN PESOS 00/100 M.N."),
    ("2240000", "MXN", "DOS MILLONES DOSCIENTOS CUARENTA MIL PESOS 00/100 M.N."),
    ("21000000", "MXN", "VEINTIÚN MILLONES DE PESOS 00/100 M.N."),
    ("250000", "COP", "DOSCIENTOS CINCUENTA MIL PESOS M/CTE"),
    ("250000.50", "COP", "DOSCIENTOS CINCUENTA MIL PESOS CON 50/100 M/CTE"),
    ("1", "COP", "UN PESO M/CTE"),
    ("1000000", "COP", "UN MILLÓN DE PESOS M/CTE"),
    ("1000000000", "COP", "MIL MILLONES DE PESOS M/CTE"),
    ("1000000000000", "COP", "UN BILLÓN DE PESOS M/CTE"),
    ("2001000000", "COP", "DOS MIL UN MILLONES DE PESOS M/CTE"),
    ("10000", "DOP", "DIEZ MIL PESOS DOMINICANOS CON 00/100"),
    ("1.01", "DOP", "UN PESO DOMINICANO CON 01/100"),
    ("84200", "DOP", "OCHENTA Y CUATRO MIL DOSCIENTOS PESOS DOMINICANOS CON 00/100"),
    ("3000000", "DOP", "TRES MILLONES DE PESOS DOMINICANOS CON 00/100"),
    ("1250.75", "USD", "MIL DOSCIENTOS CINCUENTA DÓLARES CON 75/100"),
    ("1500", "CLP", "MIL QUINIENTOS PESOS CHILENOS"),
    ("-40", "PEN", "MENOS CUARENTA SOLES CON 00/100"),
]


@pytest.mark.parametrize(("amount", "currency", "words"), GOLDEN, ids=lambda value: str(value)[:24])
def test_is_written_as_its_country_does(amount: str, currency: str, words: str) -> None:
    assert in_words(Money.of(amount, currency)) == words


def test_every_currency_of_the_house_has_words() -> None:
    for currency in CURRENCIES:
        assert in_words(Money.of(2, currency)).startswith("DOS ")


VALUES = {word: value for value, word in enumerate(amounts._UNITS)}
VALUES |= {word: 10 * n for n, word in enumerate(amounts._TENS) if word}
VALUES |= {word: 100 * n for n, word in enumerate(amounts._HUNDREDS) if word} | {"cien": 100}
SCALES = {
    "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12, "trillón": 10**18, "trillones": 10**18,
}  # fmt: skip


def read(words: str) -> int:
    """What a person understands who adds small numbers and multiplies at «mil», «millones» and «billones»."""
    total = group = 0
    for word in words.split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "mil":
            group = max(group, 1) * 1000
        elif word != "y":
            group += VALUES[word]
    return total + group


@given(st.integers(0, 10**15))
@example(10**15)
@example(10**12 + 10**6)
@example(999_999_999_999_999)
def test_every_number_can_be_read_back(number: int) -> None:
    assert read(cardinal(number)) == number


@given(st.integers(0, 10**16), st.sampled_from(["MXN", "DOP", "USD"]))
def test_the_cents_are_the_amounts(minor: int, currency: str) -> None:
    words = in_words(Money.from_minor(minor, currency))
    assert f"{minor % 100:02d}/100" in words
    assert words == words.upper()
    assert "  " not in words


@given(st.integers(1, 10**9))
def test_exact_millions_are_millions_of_something(millions: int) -> None:
    assert " DE PESOS" in in_words(Money.of(millions * 10**6, "COP"))
    assert " DE PESOS" not in in_words(Money.of(millions * 10**6 + 1, "COP"))


def test_examples_hold() -> None:
    assert doctest.testmod(amounts).failed == 0
