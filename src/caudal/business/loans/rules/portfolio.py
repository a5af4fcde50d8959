"""Arithmetic of a portfolio on a date: risk, movement between buckets, vintages. Amounts in minor units.

Portfolio at risk counts the capital outstanding of the loans that are late, not their overdue instalments.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from caudal.business.loans.rules.ratios import PRECISION
from caudal.business.loans.rules.replay import LoanState

EDGES = (0, 30, 60, 90)
"""Last day past due of each bucket but the last: up to date, 1–30, 31–60, 61–90, more than 90."""


class Exit(StrEnum):
    """How a loan left the portfolio between two dates."""

    PAID = "paid"
    RENEWED = "renewed"
    WRITTEN_OFF = "written_off"
    UNDONE = "cancelled"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A loan in the portfolio. `days_kept`: those it hid when it was renewed or restructured."""

    loan: str
    principal: int
    days_past_due: int = 0
    days_kept: int = 0
    restructured: bool = False

    @property
    def days(self) -> int:
        """The days it counts with: a renegotiated loan stays at risk."""
        return max(self.days_past_due, self.days_kept)

    @classmethod
    def of(cls, loan: str, state: LoanState) -> "Exposure":
        """A loan as it stands."""
        again = state.restructured_on is not None
        return cls(loan, state.principal, state.days_past_due, state.days_kept, again)


def bucket(days: int, edges: Sequence[int] = EDGES) -> int:
    """The place of the bucket of so many days past due.

    >>> [bucket(days) for days in (0, 1, 30, 31, 90, 91)]
    [0, 1, 1, 2, 3, 4]
    """
    return sum(days > edge for edge in edges)


def share(amount: int, whole: int) -> Decimal:
    """A part of a whole as a fraction; of nothing, zero."""
    with localcontext(prec=PRECISION):
        return Decimal(amount) / whole if whole else Decimal(0)


def par(loans: Iterable[Exposure], days: int, *, restructured: bool = False) -> Decimal:
    """Portfolio at risk: the capital of loans more than `days` past due over the whole of it.

    `par(loans, 0)` is what is called PAR 1. With `restructured` those count whatever their days.
    """
    whole = risky = 0
    for each in loans:
        whole += each.principal
        if each.days > days or (restructured and each.restructured):
            risky += each.principal
    return share(risky, whole)


def ageing(loans: Iterable[Exposure], edges: Sequence[int] = EDGES) -> list[tuple[int, int]]:
    """How many loans and how much capital there is in each bucket."""
    counts, amounts = Counter[int](), Counter[int]()
    for each in loans:
        place = bucket(each.days, edges)
        counts[place] += 1
        amounts[place] += each.principal
    return [(counts[place], amounts[place]) for place in range(len(edges) + 1)]


@dataclass(frozen=True, slots=True)
class Moves:
    """From one bucket to another, or out: how many loans, and their capital at the beginning."""

    counts: Mapping[tuple[int, int | Exit], int]
    amounts: Mapping[tuple[int, int | Exit], int]

    def rate(self, start: int, to: int | Exit) -> Decimal:
        """The part of the capital of a bucket that went to another."""
        whole = sum(amount for (origin, _), amount in self.amounts.items() if origin == start)
        return share(self.amounts.get((start, to), 0), whole)


def transitions(
    before: Iterable[Exposure],
    after: Iterable[Exposure],
    exits: Mapping[str, Exit],
    edges: Sequence[int] = EDGES,
) -> Moves:
    """The whole matrix between two dates; who isn't in `after` is in `exits`, or was paid."""
    now = {each.loan: bucket(each.days, edges) for each in after}
    counts, amounts = Counter[tuple[int, int | Exit]](), Counter[tuple[int, int | Exit]]()
    for each in before:
        to: int | Exit = now.get(each.loan, exits.get(each.loan, Exit.PAID))
        move = (bucket(each.days, edges), to)
        counts[move] += 1
        amounts[move] += each.principal
    return Moves(counts, amounts)


def roll_rates(before: Sequence[int], after: Sequence[int]) -> list[Decimal]:
    """Net roll: the balance of each bucket over that of the one before it a period ago."""
    return [share(after[place + 1], before[place]) for place in range(len(before) - 1)]


def net_flow(rates: Iterable[Decimal]) -> Decimal:
    """The part of what is up to date that ends at the last bucket, if months were all like this one."""
    with localcontext(prec=PRECISION):
        found = Decimal(1)
        for each in rates:
            found *= each
        return found


@dataclass(frozen=True, slots=True)
class Observation:
    """A loan at an age in months: its worst days past due so far and what it owed of capital when it got there."""

    originated: date
    age: int
    loan: str
    worst_days: int
    principal: int


def vintages(
    disbursed: Mapping[tuple[int, int], int], seen: Iterable[Observation], days: int
) -> dict[tuple[tuple[int, int], int], Decimal]:
    """By month of origination and age: the capital that was ever more than `days` late over what was handed over."""
    bad = Counter[tuple[tuple[int, int], int]]()
    cells: set[tuple[tuple[int, int], int]] = set()
    for each in seen:
        cell = ((each.originated.year, each.originated.month), each.age)
        cells.add(cell)
        if each.worst_days > days:
            bad[cell] += each.principal
    return {cell: share(bad[cell], disbursed.get(cell[0], 0)) for cell in sorted(cells)}


def collection_effectiveness(opening: int, sales: int, closing: int, closing_current: int) -> Decimal:
    """CEI: of what could be collected in the period, what was."""
    return share(opening + sales - closing, opening + sales - closing_current)


def weighted(values: Iterable[tuple[int, Decimal]]) -> Decimal:
    """The average of rates weighted by capital."""
    pairs = list(values)
    whole = sum(amount for amount, _ in pairs)
    with localcontext(prec=PRECISION):
        return sum((amount * rate for amount, rate in pairs), Decimal(0)) / whole if whole else Decimal(0)
