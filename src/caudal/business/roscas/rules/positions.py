"""Where each number stands: what it has put in less what it took out, and at which rate it does it."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

_MOST = Decimal(10)
"""One and the highest rate per round that is looked for; its inverse, one and the lowest."""
_HALVINGS = 60


def position(contribution: int, places: int, turn: int, rounds: int) -> int:
    """What the group owes (negative: what it is owed by) the number with that turn after so many full rounds.

    k·c − N·c once its turn came. Minor units in, minor units out. Source: docs/conceptos/sanes.md.

    >>> [position(5_000, 11, turn, rounds) for turn, rounds in ((1, 1), (6, 6), (11, 11))]
    [-50000, -25000, 0]
    """
    return rounds * contribution - (places * contribution if turn <= rounds else 0)


def out_of_balance(positions: Sequence[int], pot: int, guarantee: int) -> int:
    """What is missing for a san to add up; always zero.

    What the group owes its members is the cash of its pot less what the organiser put forward: the pot answers with
    what it holds and the organiser is one more who is owed.

    >>> out_of_balance([-50_000, *[5_000] * 10], 0, 0), out_of_balance([5_000, 0], 5_000, 0)
    (0, 0)
    """
    return sum(positions) - pot + guarantee


def implied_rate(contribution: int, places: int, fee: int, turn: int) -> Decimal | None:
    """The rate per round that makes what a number puts in worth what it takes out; the one nearest to zero.

    An early turn pays it (positive with a fee); a late one earns it, negative because of the fee. In the middle, where
    it lends first and borrows later, there may be none.

    >>> implied_rate(5_000, 11, 2_000, 1).quantize(Decimal("1e-5"))
    Decimal('0.00749')
    >>> implied_rate(5_000, 11, 2_000, 11).quantize(Decimal("1e-5"))
    Decimal('-0.00744')
    >>> implied_rate(5_000, 11, 2_000, 6) is None
    True
    """
    return _rate(Fraction(places * contribution - fee, contribution), places, turn)


@lru_cache(maxsize=4096)
def _rate(handed: Fraction, places: int, turn: int) -> Decimal | None:
    """The same, with what is handed over counted in contributions.

    Seen from the round in which it receives, everything put in is worth Σ (1+r)^(turn−j), which is convex: from
    r = 0 it falls towards one side until its lowest point, and the rate is where it meets what was handed over.
    """
    if handed == places:
        return Decimal(0)
    if 2 * turn == places + 1:
        return None
    with localcontext(prec=22):
        target = Decimal(handed.numerator) / Decimal(handed.denominator)
        low, high = Decimal(1), (_MOST if 2 * turn < places + 1 else 1 / _MOST)
        lowest = _meet(low, high, lambda x: _slope(x, places, turn) * (1 if high > low else -1) >= 0)
        if _worth(lowest, places, turn) > target:
            return None
        return +(_meet(low, lowest, lambda x: _worth(x, places, turn) <= target) - 1)


def _meet(near: Decimal, far: Decimal, passed: Callable[[Decimal], bool]) -> Decimal:
    """Where, between `near` and `far`, something begins to hold; `far` when it never does."""
    if not passed(far):
        return far
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        near, far = (near, middle) if passed(middle) else (middle, far)
    return far


def _worth(x: Decimal, places: int, turn: int) -> Decimal:
    """Σ x^(turn−j) for j from 1 to `places`: what a contribution in each round is worth in round `turn`."""
    total = Decimal(0)
    for _ in range(places):
        total = total * x + 1
    return total * x ** (turn - places)


def _slope(x: Decimal, places: int, turn: int) -> Decimal:
    """Σ (turn−j)·x^(turn−j): the sign of how that changes with the rate."""
    total = Decimal(0)
    for j in range(1, places + 1):
        total = total * x + (turn - j)
    return total
