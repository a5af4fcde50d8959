"""Loans to try things on: the ones of the fixtures, in one line each."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from caudal.business.loans.rules.schedule import Schedule, schedule
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind, Terms
from caudal.kernel.money import Money

START = date(2026, 1, 1)


def money(amount: str | int, currency: str = "MXN") -> Money:
    return Money.of(str(amount), currency)


def cents(amount: str | int) -> int:
    """An amount as written in a fixture, in minor units."""
    return money(amount).minor


def rate(value: str, kind: str = "periodic") -> LoanRate:
    return LoanRate(RateKind(kind), Decimal(value))


def terms(
    method: str = "french", principal: str | int = 100_000, i: str = "0.02", periods: int = 12, **more: Any
) -> Terms:
    """A loan of one line; a rate of one period unless `rate` comes."""
    told: dict[str, Any] = {"disbursed_on": START, "rate": rate(i)} | more
    return Terms(method=Method(method), principal=money(principal), periods=periods, **told)


def plan(*given: Any, **more: Any) -> Schedule:
    return schedule(terms(*given, **more))


def totals(found: Schedule) -> list[str]:
    """What each instalment pays, in major units."""
    return [text(each.total) for each in found.instalments]


def text(minor: int) -> str:
    return str(Money.from_minor(minor, "MXN").amount)


def texts(minors: Sequence[int]) -> list[str]:
    return [text(each) for each in minors]


def percent(fraction: Decimal, places: int = 4) -> str:
    """A fraction as a percentage with so many decimals."""
    return f"{fraction * 100:.{places}f}"
