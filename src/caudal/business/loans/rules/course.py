"""How each instalment of a loan is made as its turn comes, from the balance that there really is."""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

from caudal.business.loans.rules.amortisation import Piece, flat, level
from caudal.business.loans.rules.ratios import Ratio, part
from caudal.business.loans.rules.schedule import by_hand, deferred_shares, flat_interest, rules_of
from caudal.business.loans.rules.terms import GraceKind, Method, Terms

_UNLEVEL = frozenset({Method.CUSTOM, Method.AMERICAN, Method.LINE})
"""Methods without a level instalment."""


class Share(NamedTuple):
    """What an instalment takes of capital and interest; `joined`: interest that became capital in a grace."""

    principal: int
    interest: int
    joined: int = 0


class Course:
    """The method of a loan on its way: the level instalment, the share of capital, what a grace left waiting.

    Walked with the balances of its own schedule it makes that very schedule.
    """

    def __init__(self, terms: Terms, opening: int, parts: Sequence[Ratio]) -> None:
        self.terms, self.parts, self.count = terms, tuple(parts), len(parts)
        self.rules = rules_of(terms)
        self.grace = terms.grace.periods if terms.grace else 0
        self.size: int | None = by_hand(terms) or None
        self.waiting = 0
        self.shares: tuple[int, ...] = ()
        self.table: tuple[Piece, ...] = ()
        if terms.fixed:
            interest = flat_interest(terms, opening)
            self.table = tuple(flat(opening, interest, terms.periods, self.rules, by_hand(terms)))
            self.count = len(self.table)
        self.starts(1, opening)

    def copy(self) -> "Course":
        """The same course, to look ahead without moving."""
        return copy(self)

    def starts(self, number: int, balance: int) -> None:
        """Instalment `number` begins to run: the level one is fixed with the first that pays capital."""
        unpaid = self.size is None and number > self.grace and not self.table
        if unpaid and self.terms.method not in _UNLEVEL:
            self.size = self._sized(balance, self.parts[number - 1 :])

    def falls_due(self, number: int, balance: int, interest: int) -> Share:
        """What instalment `number` (from 1) takes of `balance` when its period made so much interest."""
        if self.table:
            piece = self.table[number - 1]
            principal = balance if number == self.count else min(balance, piece.principal)
            return Share(principal, piece.interest)
        if number <= self.grace:
            return self._grace(interest)
        if self.terms.method is Method.CUSTOM:
            return self._planned(number, balance, interest)
        if self.terms.line is not None:
            last = number == self.count
            return Share(balance if last else self.terms.line.capital_of(balance, interest), interest)
        principal = balance if number == self.count else self._principal(number, balance, interest)
        return Share(principal, interest + self._late(number, ends=principal == balance))

    def ends(self, number: int, balance: int) -> bool:
        """Whether nothing comes after instalment `number`."""
        if self.terms.line is not None:
            return number >= self.count
        return number >= self.count or (not balance and not self.table and not self.waiting)

    def remaining_interest(self, number: int) -> int:
        """Interest of a fixed sum from instalment `number` on."""
        return sum(piece.interest for piece in self.table[number - 1 :])

    def relevel(self, number: int, balance: int, first: Ratio) -> None:
        """Work the instalment out again from `number` on; `first` is what its own period makes."""
        if self.table or self.terms.method in _UNLEVEL or number > self.count or not balance:
            return
        if number <= self.grace:
            self.size = None
            return
        self.size = self._sized(balance, (first, *self.parts[number:]))

    def rerate(self, number: int, parts: Sequence[Ratio]) -> None:
        """Other ratios from instalment `number` on."""
        self.parts = (*self.parts[: number - 1], *parts[number - 1 :])

    def _sized(self, balance: int, parts: Sequence[Ratio]) -> int:
        if self.terms.method is Method.GERMAN:
            return self.rules.instalment(level(balance, [(0, 1)] * len(parts)))
        last = min(self.terms.balloon.minor, balance) if self.terms.balloon else 0
        return self.rules.instalment(level(balance, parts, last))

    def _principal(self, number: int, balance: int, interest: int) -> int:
        if self.terms.method is Method.AMERICAN:
            return 0
        self.starts(number, balance)
        size = self.size or 0
        if self.terms.method is Method.GERMAN:
            return min(balance, size)
        return max(0, min(balance, size - interest))

    def _grace(self, interest: int) -> Share:
        grace = self.terms.grace
        if grace is None or grace.kind is GraceKind.PRINCIPAL:
            return Share(0, interest)
        if grace.capitalise:
            return Share(0, 0, interest)
        self.waiting += interest
        return Share(0, 0)

    def _late(self, number: int, *, ends: bool) -> int:
        """The part of the interest of a grace that comes with this instalment; all of it with the last one."""
        if not self.waiting:
            return 0
        if not self.shares:
            self.shares = tuple(deferred_shares(self.waiting, self.count - self.grace, self.rules))
        share = self.waiting if ends else min(self.waiting, self.shares[number - self.grace - 1])
        self.waiting -= share
        return share

    def _planned(self, number: int, balance: int, interest: int) -> Share:
        due = interest + self.waiting
        amount = self.terms.plan[number - 1].amount
        if number == self.count or amount is None:
            self.waiting = 0
            return Share(balance, due)
        paid = min(amount.minor, due + balance)
        self.waiting = max(0, due - paid)
        return Share(paid - min(due, paid), min(due, paid))


def interest_of(balance_days: int, one: Ratio, length: int, carried: Ratio) -> Ratio:
    """What a period has made: Σ balance × days over its `length`, and what it made before under another rate."""
    top, bottom = balance_days * one[0], one[1] * length
    return carried[0] * bottom + top * carried[1], carried[1] * bottom


def rounded_interest(made: Ratio, course: Course) -> int:
    """Minor units of what a period made."""
    return part(1, made, course.rules.rounding)
