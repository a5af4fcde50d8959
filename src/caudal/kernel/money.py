"""Money: an exact amount in one currency. Never a float, never a bare number across a room's door."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from caudal.kernel.problems import Problem

CURRENCIES: dict[str, int] = {
    "MXN": 2, "COP": 2, "DOP": 2, "USD": 2, "EUR": 2, "PEN": 2, "CLP": 0, "GTQ": 2, "HNL": 2, "CRC": 2,
}  # fmt: skip
"""Minor-unit digits of every currency the house keeps books in (ISO 4217)."""

_PLAIN = re.compile(r"-?[0-9]{1,17}(\.[0-9]+)?")
MAX_MINOR = 10**16
"""Largest amount accepted, in minor units: beyond it an amount is a typing error, and sums still fit 64 bits."""


class UnknownCurrency(Problem):
    type, title, status = "moneda-desconocida", "Esa moneda no se maneja", 422


class InvalidAmount(Problem):
    type, title, status = "monto-invalido", "El monto no es válido", 422


class MixedCurrencies(Problem):
    type, title, status = "monedas-mezcladas", "No se pueden mezclar monedas", 422


@dataclass(frozen=True, slots=True)
class Money:
    """An amount exact to the currency's minor unit; arithmetic between currencies is refused.

    >>> Money.of("250000.00", "COP").minor
    25000000
    >>> Money.of(10, "MXN") + Money.of("0.5", "MXN")
    Money(currency='MXN', amount=Decimal('10.50'))
    """

    currency: str
    amount: Decimal

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """`amount` in major units, rounded half-even to the minor unit.

        Raises:
            UnknownCurrency: the currency isn't one the house keeps.
        """
        return cls(currency, Decimal(amount).quantize(_step(currency), rounding=ROUND_HALF_EVEN))

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> "Money":
        """`minor` units (cents) as stored in the database."""
        return _of_minor(minor, currency)

    @classmethod
    def parse(cls, amount: Any, currency: str) -> "Money":
        """What somebody typed or sent: exact, never rounded.

        Raises:
            UnknownCurrency: the currency isn't one the house keeps.
            InvalidAmount: not a plain decimal, more decimals than the currency has, or too large.
        """
        digits = _digits(currency)
        text = str(amount).strip()
        if isinstance(amount, bool | float) or not _PLAIN.fullmatch(text):
            raise InvalidAmount(f"«{text[:30]}» no es un monto; escriba cifras y punto decimal, como 1250.00")
        value = Decimal(text)
        if value != value.quantize(_step(currency), rounding=ROUND_HALF_EVEN):
            raise InvalidAmount(f"«{text}» tiene más de {digits} decimales")
        money = cls(currency, value.quantize(_step(currency)))
        if abs(money.minor) > MAX_MINOR:
            raise InvalidAmount(f"«{text}» es demasiado grande")
        return money

    @property
    def minor(self) -> int:
        """The amount in minor units (cents), as stored."""
        return int(self.amount.scaleb(_digits(self.currency)))

    @property
    def is_zero(self) -> bool:
        return self.amount == 0

    @property
    def is_positive(self) -> bool:
        return self.amount > 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.currency, self.amount + self._same(other).amount)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.currency, self.amount - self._same(other).amount)

    def __neg__(self) -> "Money":
        return Money(self.currency, -self.amount)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other).amount

    def share(self, fraction: Decimal) -> "Money":
        """The part of this amount given by `fraction` (0..1), rounded half-even to the minor unit."""
        return Money.of(self.amount * fraction, self.currency)

    def split(self, parts: int) -> list["Money"]:
        """`parts` amounts that add up to this one; the first ones carry the odd cents.

        >>> [str(m.amount) for m in Money.of(100, "MXN").split(3)]
        ['33.34', '33.33', '33.33']
        """
        if parts < 1:
            raise InvalidAmount("no se puede repartir entre cero")
        quotient, rest = divmod(self.minor, parts)
        return [Money.from_minor(quotient + (1 if i < rest else 0), self.currency) for i in range(parts)]

    def json(self) -> dict[str, str]:
        """The one shape of money outside the house."""
        return {"amount": str(self.amount), "currency": self.currency}

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} con {other.currency}")
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, zero of `currency` when there are none."""
    result = Money.of(0, currency)
    for money in amounts:
        result = result + money
    return result


def _digits(currency: str) -> int:
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise UnknownCurrency(f"«{currency}» no está entre {', '.join(sorted(CURRENCIES))}") from None


@lru_cache(maxsize=10_000)
def _of_minor(minor: int, currency: str) -> Money:
    """A page of amounts has few different ones, and most are zero: making each is a third of telling a loan."""
    digits = _digits(currency)
    return Money(currency, Decimal(minor).scaleb(-digits).quantize(_step(currency)))


_STEPS = {code: Decimal(1).scaleb(-digits) for code, digits in CURRENCIES.items()}


def _step(currency: str) -> Decimal:
    _digits(currency)
    return _STEPS[currency]
