"""What a pledge is worth and how much of it may be lent. Pure."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from caudal.kernel.money import Money

_MG_PER_GRAM = 1_000
PHOTOS_PER_ITEM = 6


class Condition(StrEnum):
    NEW = "new"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


CONDITIONS = {
    Condition.NEW: "Como nuevo",
    Condition.GOOD: "Bueno",
    Condition.FAIR: "Regular",
    Condition.POOR: "Malo",
}


class Unit(StrEnum):
    """What a reference price is of."""

    GRAM = "gram"
    PIECE = "piece"


def key(told: str) -> str:
    """A category, or a name in the table of prices, as it is kept: small letters, single spaces.

    >>> key("  Oro  14K ")
    'oro 14k'
    """
    return " ".join(told.split()).lower()


def worth(unit: Unit, price: Money, weight_mg: int | None) -> Money:
    """What a reference price says of an article, rounded half-even.

    >>> worth(Unit.GRAM, Money.of(900, "MXN"), 10_500)
    Money(currency='MXN', amount=Decimal('9450.00'))
    """
    if unit is Unit.PIECE or weight_mg is None:
        return price
    return Money.of(
        (price.amount * weight_mg / _MG_PER_GRAM).quantize(Decimal("0.000001"), ROUND_HALF_EVEN),
        price.currency,
    )


def lendable(appraisal: Money, ltv: Decimal) -> Money:
    """How much of an appraisal may be lent, never above the part that the table says.

    >>> lendable(Money.of("999.99", "MXN"), Decimal("0.4"))
    Money(currency='MXN', amount=Decimal('399.99'))
    """
    minor = (Decimal(appraisal.minor) * ltv).quantize(Decimal(1), rounding=ROUND_DOWN)
    return Money.from_minor(int(minor), appraisal.currency)
