"""Revolving credit: interest on the balance of each day, a statement by cycle, and what is left to draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from caudal.business.loans.rules.ratios import Ratio, part, ratio, times
from caudal.kernel.problems import Invalid, Problem


class OverLimit(Problem):
    type, title, status = "cupo-excedido", "Pasa del cupo disponible", 409


@dataclass(frozen=True, slots=True)
class Line:
    """A line of credit. Amounts in minor units.

    Args:
        rate: nominal annual, a fraction, over a year of `year_days`.
        grace_days: from the cut to the due date.
        minimum_part: of the capital used, with the interest, the least to pay; never under `minimum`, nor over all.
    """

    limit: int
    rate: Decimal
    year_days: int = 360
    grace_days: int = 20
    minimum_part: Decimal = Decimal("0.05")
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """A draw (above zero) or a payment to capital (below) on a day; it counts from that day on."""

    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A cycle of a line, from the day after `start` to `cut`. `balance_days`: Σ balance × days, exact."""

    start: date
    cut: date
    opening: int
    closing: int
    balance_days: int
    interest: int
    minimum: int
    due_on: date

    @property
    def average(self) -> Ratio:
        """The average daily balance."""
        return self.balance_days, max(1, (self.cut - self.start).days)


def balance_days(stretches: Sequence[tuple[int, int]]) -> int:
    """Σ days × balance of stretches of one balance each."""
    return sum(days * balance for days, balance in stretches)


def interest(line: Line, held: int) -> int:
    """What so many balance-days make, half up."""
    return part(held, times(ratio(line.rate), (1, line.year_days)))


def balance(movements: Iterable[Movement], on: date) -> int:
    """The capital used at the end of a day."""
    return sum(each.amount for each in movements if each.on <= on)


def draw(line: Line, movements: Sequence[Movement], wanted: Movement) -> Movement:
    """The draw itself when it fits.

    Raises:
        OverLimit: it passes what is available.
        Invalid: it isn't an amount to draw.
    """
    if wanted.amount <= 0:
        raise Invalid("lo que se dispone debe ser mayor que cero")
    available = line.limit - balance(movements, wanted.on)
    if wanted.amount > available:
        raise OverLimit("no queda tanto por disponer", available=max(0, available), asked=wanted.amount)
    return wanted


def statement(line: Line, movements: Sequence[Movement], start: date, cut: date) -> Statement:
    """The cycle that ends on `cut`.

    Raises:
        Invalid: the cut isn't after the start.
    """
    if cut <= start:
        raise Invalid("el corte va después del inicio del ciclo")
    days = sorted(
        {start, *(each.on for each in movements if start < each.on <= cut), cut + timedelta(days=1)}
    )
    stretches: list[tuple[int, int]] = []
    for first, following in pairwise(days):
        counted = (following - max(first, start + timedelta(days=1))).days
        stretches.append((counted, balance(movements, first)))
    held = balance_days(stretches)
    made, closing = interest(line, held), balance(movements, cut)
    least = max(part(closing, ratio(line.minimum_part)) + made, line.minimum)
    return Statement(
        start=start, cut=cut, opening=balance(movements, start), closing=closing, balance_days=held, interest=made,
        minimum=min(least, closing + made), due_on=cut + timedelta(days=line.grace_days),
    )  # fmt: skip
