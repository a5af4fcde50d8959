"""Counting a till: denominations, what a count adds up to, and when its difference needs a second hand. Pure."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

MOST_PIECES = 1_000_000
"""Of one denomination in a till: more is a typing error."""
COUNTS = 2
"""How many times a till is counted before somebody else has to look at it."""


def denominations(currency: str) -> tuple[str, ...]:
    """The bills and coins of `currency`, the greatest first, as decimals in units of the currency.

    Source: each central bank's list of what circulates (``denominations.toml``).

    >>> denominations("DOP")[:3]
    ('2000', '1000', '500')

    Raises:
        Invalid: the house has no list for that currency.
    """
    found = _table().get(currency)
    if found is None:
        known = ", ".join(sorted(_table()))
        raise Invalid(
            f"No hay billetes y monedas de {currency}; se cuentan cajas en {known}",
            errors=[{"pointer": "/currency", "detail": "sin billetes y monedas"}],
        )
    return found


def currencies() -> tuple[str, ...]:
    """The currencies whose tills can be counted."""
    return tuple(_table())


def amount_of(pieces: Mapping[str, int], currency: str) -> Money:
    """What a count adds up to; a till with nothing in it is counted too.

    >>> amount_of({"500": 3, "0.50": 1}, "MXN")
    Money(currency='MXN', amount=Decimal('1500.50'))

    Raises:
        Invalid: a denomination that isn't one, or a number of pieces that can't be.
    """
    known = denominations(currency)
    errors = [
        {"pointer": f"/pieces/{value}", "detail": told}
        for value, number in pieces.items()
        if (told := _wrong(value, number, known, currency))
    ]
    if errors:
        raise Invalid("El conteo no se puede guardar así", errors=errors)
    minor = sum(Money.of(value, currency).minor * number for value, number in pieces.items())
    return Money.from_minor(minor, currency)


def needs_second_hand(difference: Money, tolerance: Money, *, own: bool) -> bool:
    """Whether somebody else has to look at a difference: beyond the tolerance, or counted by who could see the books.

    ``tolerance``: how much may be missing or left over, never negative. ``own``: counted by who holds the till.
    """
    return not own or abs(difference.minor) > tolerance.minor


def _wrong(value: str, number: int, known: tuple[str, ...], currency: str) -> str:
    if value not in known:
        return f"no es un billete ni una moneda de {currency}"
    return "" if 0 <= number <= MOST_PIECES else "el número de piezas no es posible"


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    text = resources.files("caudal.business.treasury.rules").joinpath("denominations.toml").read_text("utf-8")
    return {currency: tuple(each["values"]) for currency, each in tomllib.loads(text).items()}
