"""What a thing is worth on a day, and how much of it backs what is owed. Pure; amounts in minor units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from caudal.kernel.problems import Conflict, Invalid

EXPIRES_SOON = timedelta(days=30)
"""Before its end a policy or a valuation is already announced."""
_STEP = Decimal("0.0001")


class CollateralShort(Conflict):
    type, title, status = "garantia-insuficiente", "La garantía no alcanza para ese préstamo", 409


class CollateralTaken(Conflict):
    type, title, status = "garantia-comprometida", "La garantía ya respalda otros préstamos", 409


class CollateralKnown(Conflict):
    type, title, status = "garantia-repetida", "Esa garantía ya está registrada", 409


class Kind(StrEnum):
    """What it is."""

    PROPERTY = "property"
    VEHICLE = "vehicle"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a thing was last said to be worth, and until when that may be relied on."""

    amount: int
    valued_on: date
    valid_until: date

    def valid(self, on: date) -> bool:
        """Whether it may be relied on that day."""
        return self.valued_on <= on <= self.valid_until


@dataclass(frozen=True, slots=True)
class Backing:
    """A thing behind a loan. `part`: of its worth, what is for this loan; `worth`: none if it was never valued."""

    kind: Kind
    part: Decimal
    worth: Worth | None

    @property
    def value(self) -> int:
        """What of it backs the loan, cut to minor units."""
        return int(self.worth.amount * self.part) if self.worth else 0


@dataclass(frozen=True, slots=True)
class CollateralRule:
    """What a product asks: `limits` is how much may be lent of each kind's worth, a fraction; others don't count.

    Raises:
        Invalid: a limit isn't a part, or what is required can never be given.
    """

    required: bool
    limits: Mapping[Kind, Decimal]

    def __post_init__(self) -> None:
        if any(not (each.is_finite() and 0 < each <= 1) for each in self.limits.values()):
            raise Invalid(
                "lo que se presta de una garantía es una parte de su valor (0.70 es 70 %)",
                errors=[{"pointer": "/collateral/limits", "detail": "entre 0 y 1"}],
            )
        if self.required and not self.limits:
            raise Invalid(
                "diga cuánto se presta de cada clase de garantía",
                errors=[{"pointer": "/collateral/limits", "detail": "falta al menos una clase"}],
            )


def latest(valuations: Iterable[Worth], on: date) -> Worth | None:
    """The last valuation known on a day; of those of one day, the last that was written.

    >>> old, new = (Worth(n, date(y, 1, 1), date(y + 1, 1, 1)) for n, y in ((100, 2025), (120, 2026)))
    >>> latest([old, new], date(2025, 6, 1)).amount, latest([old, new], date(2026, 6, 1)).amount
    (100, 120)
    """
    known = [(each.valued_on, place, each) for place, each in enumerate(valuations) if each.valued_on <= on]
    return max(known, key=lambda each: each[:2])[2] if known else None


def ltv(owed: int, backings: Iterable[Backing]) -> Decimal | None:
    """What is owed over what backs it, four decimals, half up; none when nothing backs it.

    >>> ltv(70, [Backing(Kind.PROPERTY, Decimal(1), Worth(100, date(2026, 1, 1), date(2027, 1, 1)))])
    Decimal('0.7000')
    """
    value = sum(each.value for each in backings)
    return (Decimal(owed) / value).quantize(_STEP, ROUND_HALF_UP) if value else None


def lendable(rule: CollateralRule, backings: Iterable[Backing], on: date) -> int:
    """The most that may be lent on a day: of each thing validly valued, its part by the limit of its kind."""
    return sum(
        int(each.value * rule.limits[each.kind])
        for each in backings
        if each.kind in rule.limits and each.worth and each.worth.valid(on)
    )


def top(rule: CollateralRule, backings: Iterable[Backing]) -> Decimal | None:
    """The limit over everything that backs a loan: that of each kind, weighed by what it is worth."""
    counted = [each for each in backings if each.kind in rule.limits and each.value]
    value = sum(each.value for each in counted)
    if not value:
        return None
    part = sum((each.value * rule.limits[each.kind] for each in counted), Decimal(0)) / value
    return part.quantize(_STEP, ROUND_HALF_UP)
