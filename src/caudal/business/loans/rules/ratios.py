"""Exact ratios of whole numbers: how a rate multiplies an amount in minor units without losing anything."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache

Ratio = tuple[int, int]
"""Numerator and denominator; the denominator is positive."""

ZERO: Ratio = (0, 1)
PRECISION = 40
"""Significant digits of every intermediate figure that isn't a ratio (roots, annuities)."""


class Rounding(StrEnum):
    """What happens to exactly half a minor unit."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


DECIMAL_ROUNDING = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.HALF_EVEN: ROUND_HALF_EVEN}


def ratio(value: Decimal) -> Ratio:
    """`value` as a ratio, exactly.

    >>> ratio(Decimal("0.02"))
    (1, 50)
    """
    return value.as_integer_ratio()


def decimal(one: Ratio) -> Decimal:
    """A ratio as a decimal of 40 significant digits."""
    with localcontext(prec=PRECISION):
        return Decimal(one[0]) / Decimal(one[1])


def times(one: Ratio, other: Ratio) -> Ratio:
    """The product of two ratios."""
    return one[0] * other[0], one[1] * other[1]


def plus(one: Ratio, other: Ratio) -> Ratio:
    """The sum of two ratios."""
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def part(amount: int, of: Ratio, rounding: Rounding = Rounding.HALF_UP) -> int:
    """`amount` × `of`, rounded to whole minor units.

    >>> part(1_000_000, (1, 3)), part(5, (1, 2)), part(5, (1, 2), Rounding.HALF_EVEN)
    (333333, 3, 2)
    """
    top, bottom = amount * of[0], of[1]
    quotient, rest = divmod(top, bottom)
    twice = 2 * rest
    if twice > bottom or (twice == bottom and (rounding is Rounding.HALF_UP or quotient % 2)):
        return quotient + 1
    return quotient


def whole(value: Decimal, rounding: Rounding = Rounding.HALF_UP) -> int:
    """`value` rounded to a whole number."""
    return int(value.to_integral_value(rounding=DECIMAL_ROUNDING[rounding]))


def compound(rate: Decimal, years: Ratio) -> Decimal:
    """What an effective annual `rate` makes in `years`: (1 + rate)^years − 1, 40 significant digits.

    >>> compound(Decimal("0.2436"), (1, 12)).quantize(Decimal("1e-8"))
    Decimal('0.01833357')
    """
    return _compound(rate, *years)


@lru_cache(maxsize=8192)
def _compound(rate: Decimal, top: int, bottom: int) -> Decimal:
    with localcontext(prec=PRECISION + 10) as context:
        grown = (1 + rate) ** (Decimal(top) / Decimal(bottom)) - 1
        context.prec = PRECISION
        return +grown
