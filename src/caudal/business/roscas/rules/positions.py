"""Where each number stands: what it has put in less what it took out, and at which rate it does it."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

_STEP = Decimal("0.0005")
_FURTHEST = 1000
_HALVINGS = 80


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

    An early turn pays it (positive with a fee); the last one earns it, negative because of the fee. In the middle,
    where it lends first and borrows later, there may be none.

    >>> implied_rate(5_000, 11, 2_000, 1).quantize(Decimal("1e-5"))
    Decimal('0.00749')
    >>> implied_rate(5_000, 11, 2_000, 11).quantize(Decimal("1e-5"))
    Decimal('-0.00744')
    >>> implied_rate(5_000, 11, 2_000, 6) is None
    True
    """
    if fee == 0:
        return Decimal(0)
    flows = [Decimal(-contribution)] * places
    flows[turn - 1] += places * contribution - fee
    with localcontext(prec=28):
        for step in range(_FURTHEST):
            for sign in (1, -1):
                near, far = sign * step * _STEP, sign * (step + 1) * _STEP
                if _crosses(flows, near, far):
                    return _root(flows, near, far)
    return None


def _value(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """What the flows are worth, by Horner's rule, at the date of the last one."""
    total, growth = Decimal(0), 1 + rate
    for flow in flows:
        total = total * growth + flow
    return total


def _crosses(flows: Sequence[Decimal], near: Decimal, far: Decimal) -> bool:
    return far > -1 and _value(flows, near) * _value(flows, far) <= 0


def _root(flows: Sequence[Decimal], near: Decimal, far: Decimal) -> Decimal:
    below = _value(flows, near)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        if below * _value(flows, middle) > 0:
            near = middle
        else:
            far = middle
    return +((near + far) / 2)
