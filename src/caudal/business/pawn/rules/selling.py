"""What an adjudicated pledge is worth and what its sale leaves. Pure: minor units in, minor units out."""

from dataclasses import dataclass
from decimal import Decimal

from caudal.business.pawn.rules.taxes import collected
from caudal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Sold:
    """What a sale left: ``surplus`` for the client, or ``shortfall`` that nobody owes. Minor units."""

    cost: int
    surplus: int
    shortfall: int


def carried(capital: int, value: Money, sale_cost_rate: Decimal) -> int:
    """At how much a pledge enters the inventory: the lesser of its capital and what it can bring net of selling it."""
    return min(capital, (value - value.share(sale_cost_rate)).minor)


def sold(debt: int, price: Money, cost: int | None, rate: Decimal, *, surplus: bool) -> Sold:
    """What a sale at `price` leaves of a debt. ``cost``: what it cost to sell, its `rate` of the price when absent.

    The debt doesn't follow whoever pledged: a shortfall is a loss of the house.

    >>> sold(1_800_000, Money.of(25_000, "MXN"), None, Decimal("0.1"), surplus=True)
    Sold(cost=250000, surplus=450000, shortfall=0)
    """
    spent = price.share(rate).minor if cost is None else cost
    left = price.minor - spent - debt
    return Sold(spent, left if surplus and left > 0 else 0, max(0, -left))


def tax_in(capital: int, debt: int, tax: int, net: int) -> int:
    """How much of what a sale brings is tax on the interest and storage that it pays.

    ``debt``: capital, interest, storage and their ``tax``; ``net``: the price less what selling cost. The capital is
    recovered first; of what covers part of the rest, the tax is its part.

    >>> [tax_in(1_000, 1_232, 32, net) for net in (1_000, 1_116, 1_300)]
    [0, 16, 32]
    """
    paid = min(max(0, net - capital), debt - capital)
    return collected(debt - capital, tax, paid) if paid else 0
