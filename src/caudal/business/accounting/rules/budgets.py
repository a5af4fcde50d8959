"""What is expected of a branch in a month. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

FIGURES = {"income": "Ingresos", "expenses": "Gastos", "utility": "Utilidad"}
"""Figures that may be expected whole, besides the code of any account of results."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected in a span of months, in minor units; nothing where nobody wrote it."""

    income: int | None = None
    expenses: int | None = None
    utility: int | None = None


def expected_of(rows: Mapping[str, int], classes: Mapping[str, str]) -> Expected:
    """What is expected, from the figures and accounts written for the same span.

    A figure written whole rules; otherwise it is what was written of its accounts. Utility that nobody wrote is income
    less expenses, when both are known.

    Args:
        rows: minor units by key: a figure or the code of an account.
        classes: I or X by code of account.

    >>> expected_of({"income": 500, "601.01": 80, "601.84": 20}, {"601.01": "X", "601.84": "X"})
    Expected(income=500, expenses=100, utility=400)
    """
    income = _side(rows, classes, "income", "I")
    expenses = _side(rows, classes, "expenses", "X")
    utility = rows.get("utility")
    if utility is None and income is not None and expenses is not None:
        utility = income - expenses
    return Expected(income, expenses, utility)


def _side(rows: Mapping[str, int], classes: Mapping[str, str], figure: str, class_: str) -> int | None:
    if figure in rows:
        return rows[figure]
    own = [amount for key, amount in rows.items() if classes.get(key) == class_]
    return sum(own) if own else None


def months_between(since: date, until: date) -> Iterator[int]:
    """The months (YYYYMM) a span touches, in order.

    >>> list(months_between(date(2025, 11, 20), date(2026, 1, 2)))
    [202511, 202512, 202601]
    """
    ym, last = since.year * 100 + since.month, until.year * 100 + until.month
    while ym <= last:
        yield ym
        ym = month_after(ym)


def month_after(ym: int) -> int:
    """The month that follows.

    >>> month_after(202512), month_after(202601)
    (202601, 202602)
    """
    return ym + 89 if ym % 100 == 12 else ym + 1
