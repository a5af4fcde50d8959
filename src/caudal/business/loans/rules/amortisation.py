"""How a balance goes down to zero: the arithmetic of each method, over whole minor units.

Source: the classical formulas (rentas ciertas); figures AM-* in the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from caudal.business.loans.rules.ratios import PRECISION, Ratio, Rounding, decimal, part, whole


class Piece(NamedTuple):
    """What an instalment takes of capital and interest, and what is owed after it."""

    principal: int
    interest: int
    balance: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How amounts are rounded: `multiple` in minor units, up, for the instalment; `rounding` for its components."""

    rounding: Rounding = Rounding.HALF_UP
    multiple: int = 1

    def instalment(self, value: Decimal) -> int:
        """An instalment as it will be charged: to the minor unit, then up to the multiple."""
        return self.up(whole(value, self.rounding))

    def up(self, amount: int) -> int:
        """`amount` taken to the multiple above."""
        return -(-amount // self.multiple) * self.multiple


@lru_cache(maxsize=8192)
def annuity(rate: Ratio, periods: int) -> Decimal:
    """The level instalment of a unit: i / (1 − (1 + i)^−n); 1/n without interest."""
    with localcontext(prec=PRECISION):
        i = decimal(rate)
        if not i:
            return Decimal(1) / periods
        return i / (1 - (1 + i) ** -periods)


def level(balance: int, parts: Sequence[Ratio], last: int = 0) -> Decimal:
    """The level instalment that takes `balance` to `last` over periods that make `parts` of interest."""
    count = len(parts)
    if parts[0] == parts[-1] and (count < 3 or parts.count(parts[0]) == count):
        one = annuity(parts[0], count)
        if not last:
            return balance * one
        with localcontext(prec=PRECISION):
            return balance * one - last * (one - decimal(parts[0]))
    with localcontext(prec=PRECISION):
        worth, present = Decimal(1), Decimal(0)
        for each in parts:
            worth /= 1 + decimal(each)
            present += worth
        return (balance - last * worth) / present


def french(balance: int, parts: Sequence[Ratio], rules: Rules, last: int = 0) -> list[Piece]:
    """Equal instalments; the last one takes what is left, the balloon (`last`) with it."""
    return pay(balance, parts, rules.instalment(level(balance, parts, last)), rules)


def pay(
    balance: int, parts: Sequence[Ratio], instalment: int, rules: Rules, *, to_the_end: bool = True
) -> list[Piece]:
    """What a given instalment takes each period, until the balance is gone.

    Rounded up it may be gone early: there are then fewer pieces than `parts`. Without `to_the_end` the last
    piece pays no more than the others and the balance may remain.
    """
    pieces: list[Piece] = []
    final = len(parts) if to_the_end else 0
    rounding = rules.rounding
    simple = rounding is Rounding.HALF_UP
    for number, (top, bottom) in enumerate(parts, 1):
        interest = (
            (2 * balance * top + bottom) // (2 * bottom) if simple else part(balance, (top, bottom), rounding)
        )
        principal = balance if number == final else max(0, min(balance, instalment - interest))
        balance -= principal
        pieces.append(Piece(principal, interest, balance))
        if not balance:
            break
    return pieces


def german(balance: int, parts: Sequence[Ratio], rules: Rules) -> list[Piece]:
    """Equal capital, interest on what is left."""
    share = rules.instalment(Decimal(balance) / len(parts))
    pieces: list[Piece] = []
    for number, each in enumerate(parts, 1):
        interest = part(balance, each, rules.rounding)
        principal = balance if number == len(parts) else min(balance, share)
        balance -= principal
        pieces.append(Piece(principal, interest, balance))
        if not balance:
            break
    return pieces


def american(balance: int, parts: Sequence[Ratio], rules: Rules) -> list[Piece]:
    """Interest alone, and the whole capital at the end."""
    last = len(parts)
    return [
        Piece(
            balance if number == last else 0,
            part(balance, each, rules.rounding),
            0 if number == last else balance,
        )
        for number, each in enumerate(parts, 1)
    ]


def flat(balance: int, interest: int, periods: int, rules: Rules, instalment: int = 0) -> list[Piece]:
    """A fixed sum of interest shared evenly; `instalment` when it was set by hand (it says the interest then)."""
    if instalment:
        interest = instalment * periods - balance
    each = instalment or rules.instalment(Decimal(balance + interest) / periods)
    earned = whole(Decimal(interest) / periods, rules.rounding)
    pieces: list[Piece] = []
    for number in range(1, periods + 1):
        to_interest = interest if number == periods else min(earned, interest)
        principal = balance if number == periods else max(0, min(balance, each - to_interest))
        balance, interest = balance - principal, interest - to_interest
        pieces.append(Piece(principal, to_interest, balance))
    return pieces


def planned(
    balance: int, parts: Sequence[Ratio], amounts: Sequence[int | None], rounding: Rounding
) -> list[Piece]:
    """A plan of one's own: each amount pays interest first, with what earlier ones left unpaid, then capital.

    The last one takes what is left, and no more; interest that a payment didn't reach waits without making interest.
    """
    pieces: list[Piece] = []
    waiting = 0
    for number, (each, amount) in enumerate(zip(parts, amounts, strict=True), 1):
        due = part(balance, each, rounding) + waiting
        if number == len(amounts):
            pieces.append(Piece(balance, due, 0))
            break
        paid = min(amount if amount is not None else due + balance, due + balance)
        interest = min(due, paid)
        waiting = due - interest
        balance -= paid - interest
        pieces.append(Piece(paid - interest, interest, balance))
        if not balance and not waiting:
            break
    return pieces
