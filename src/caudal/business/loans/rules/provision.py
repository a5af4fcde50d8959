"""How much of a portfolio is expected to be lost: tables by days of each country, and a simple expected loss (IFRS 9).

A table that isn't `verified` is widely quoted but its text wasn't read: it serves to estimate, not to report.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

from caudal.business.loans.rules.portfolio import Exposure
from caudal.business.loans.rules.ratios import PRECISION, part, ratio, whole
from caudal.kernel.problems import Invalid


@dataclass(frozen=True, slots=True)
class Band:
    """A span of days past due, both ends included, and the part of the exposure that is provided for."""

    category: str
    first_day: int
    last_day: int | None
    part: Decimal

    def holds(self, days: int) -> bool:
        """Whether so many days fall in it."""
        return self.first_day <= days and (self.last_day is None or days <= self.last_day)


@dataclass(frozen=True, slots=True)
class Table:
    """The bands of a portfolio in a country. `since`: the house applies it from then on, not the date of the law."""

    country: str
    portfolio: str
    since: date
    bands: tuple[Band, ...]
    source: str
    verified: bool

    def band(self, days: int) -> Band:
        """The band of so many days past due."""
        return next(each for each in reversed(self.bands) if each.holds(max(0, days)))


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Every table the house knows."""
    text = files("caudal.business.loans.rules").joinpath("provisions.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str, str], Table] = {}
    for row in csv.DictReader(text.splitlines()):
        key = (row["country"], row["portfolio"], row["since"])
        last = int(row["last_day"]) if row["last_day"] else None
        band = Band(row["category"], int(row["first_day"]), last, Decimal(row["part"]))
        before = found[key].bands if key in found else ()
        found[key] = Table(
            row["country"], row["portfolio"], date.fromisoformat(row["since"]), (*before, band), row["source"],
            row["verified"] == "yes",
        )  # fmt: skip
    return tuple(found.values())


def table(country: str, portfolio: str, on: date) -> Table:
    """The table in force on a date.

    Raises:
        Invalid: none is known.
    """
    mine = [t for t in tables() if (t.country, t.portfolio) == (country, portfolio) and t.since <= on]
    if not mine:
        raise Invalid(f"no se conoce una tabla de provisión «{portfolio}» en {country} para el {on}")
    return max(mine, key=lambda each: each.since)


HOUSE_PORTFOLIO = {"MX": "consumo_tipo_i", "DO": "consumo", "CO": "consumo"}
"""The table that the house applies in each country."""


def house_table(country: str, on: date) -> Table | None:
    """The table that the house applies in a country on a date; none where none is known."""
    known = [t for t in tables() if (t.country, t.portfolio) == (country, HOUSE_PORTFOLIO.get(country))]
    return max((t for t in known if t.since <= on), key=lambda each: each.since, default=None)


@dataclass(frozen=True, slots=True)
class Provided:
    """What a band provides for, in minor units."""

    category: str
    count: int
    exposure: int
    amount: int


def provide(loans: Iterable[Exposure], by: Table) -> list[Provided]:
    """The provision of each band; each loan is rounded on its own, so that details add up to the total."""
    counts, exposed = dict.fromkeys(by.bands, 0), dict.fromkeys(by.bands, 0)
    amounts = dict.fromkeys(by.bands, 0)
    for each in loans:
        band = by.band(each.days)
        counts[band] += 1
        exposed[band] += each.principal
        amounts[band] += part(each.principal, ratio(band.part))
    return [Provided(band.category, counts[band], exposed[band], amounts[band]) for band in by.bands]


class Stage(IntEnum):
    """IFRS 9: performing, with a significant increase of risk, and impaired."""

    PERFORMING = 1
    UNDERPERFORMING = 2
    IMPAIRED = 3


HOUSE_RISK = {
    Stage.PERFORMING: Decimal("0.04"),
    Stage.UNDERPERFORMING: Decimal("0.25"),
    Stage.IMPAIRED: Decimal(1),
}
"""Probability of default of each stage while the house has no history of its own: an assumption, not a law."""
HOUSE_LOSS = Decimal("0.45")
"""What is lost of what defaults, as assumed: the foundation figure of Basel for unsecured credit."""


@dataclass(frozen=True, slots=True)
class Staging:
    """More than `significant` days is the second stage, more than `default` the third (rebuttable: 30 and 90)."""

    significant: int = 30
    default: int = 90

    def stage(self, loan: Exposure) -> Stage:
        """The stage of a loan; a restructured one is never performing while it keeps its days."""
        if loan.days > self.default:
            return Stage.IMPAIRED
        risky = loan.days > self.significant or (loan.restructured and loan.days > 0)
        return Stage.UNDERPERFORMING if risky else Stage.PERFORMING


@dataclass(frozen=True, slots=True)
class Year:
    """A year of what may happen: probability of default in it, exposure (minor units) and when, in years from today."""

    probability: Decimal
    exposure: int
    at: Decimal


def twelve_months(probability: Decimal, loss: Decimal, exposure: int) -> int:
    """Expected loss of the next year: probability × what is lost × exposure, minor units."""
    return whole(probability * loss * exposure)


def lifetime(years: Sequence[Year], loss: Decimal, annual: Decimal) -> int:
    """Expected loss of the whole life, discounted at the effective rate of the loan, minor units."""
    with localcontext(prec=PRECISION):
        found = sum((y.probability * loss * y.exposure / (1 + annual) ** y.at for y in years), Decimal(0))
    return whole(found)


def by_matrix(balances: Sequence[int], rates: Sequence[Decimal]) -> int:
    """Simplified approach: each bucket's balance times its historical loss, minor units."""
    return sum(part(amount, ratio(rate)) for amount, rate in zip(balances, rates, strict=True))


def matrix_of(rolls: Sequence[Decimal], loss: Decimal) -> list[Decimal]:
    """Loss rates of each bucket from one's own roll rates: what reaches the end from there, and is lost."""
    found: list[Decimal] = [loss]
    with localcontext(prec=PRECISION):
        for each in reversed(rolls):
            found.append(min(Decimal(1), found[-1] * each))
    return found[::-1]
