"""Amounts as banks write them in files that are not for people: exact, in minor units. Pure."""

import re
from decimal import Decimal

from caudal.kernel.money import CURRENCIES, MAX_MINOR

_FIGURE = re.compile(r"[+-]?\d{1,15}([.,]\d{0,4})?")


class Unread(ValueError):
    """A figure, a date or a sign that can't be read; its text says why, in Spanish."""


def minor(told: str, currency: str, what: str = "El monto") -> int:
    """The figure of `told`, point or comma decimal, in minor units of `currency`.

    >>> minor("1250,50", "MXN"), minor("-3", "COP")
    (125050, -300)

    Raises:
        Unread: it isn't a figure, is too large, or has more decimals than the currency.
    """
    text = told.strip()
    if not _FIGURE.fullmatch(text):
        raise Unread(f"{what} «{text[:30]}» no es una cifra")
    digits = CURRENCIES.get(currency, 2)
    scaled = Decimal(text.replace(",", ".")).scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise Unread(f"{what} «{text[:30]}» tiene más decimales de los que lleva {currency}")
    if abs(scaled) > MAX_MINOR:
        raise Unread(f"{what} «{text[:30]}» es demasiado grande")
    return int(scaled)
