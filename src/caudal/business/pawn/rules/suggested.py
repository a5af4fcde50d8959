"""With what a counter may start the day it opens: a plan by currency, how much is lent, prices of metals. Pure."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from caudal.business.pawn.rules.terms import Period, Plan
from caudal.business.pawn.rules.valuing import Condition
from caudal.kernel.money import Money

_THOUSANDTHS = 1_000


@dataclass(frozen=True, slots=True)
class SuggestedPrice:
    """What a gram of a metal of some fineness is worth."""

    category: str
    name: str
    price: Money


@dataclass(frozen=True, slots=True)
class SuggestedLtv:
    """How much of the appraisal of a category in a condition is lent, as a fraction."""

    category: str
    condition: Condition
    ltv: Decimal


def plan(currency: str) -> Plan | None:
    """The plan to start with in a currency, not kept yet; nothing where the house suggests none."""
    told = _told()
    one = told["plans"].get(currency)
    if one is None:
        return None
    every = told["every_plan"]
    return Plan(
        0, one["code"], 0, one["name"], currency, Decimal(one["rate"]), Decimal(one["storage_rate"]),
        Period(one["period"]), one["term"], one["grace_days"], every["grace_interest"],
        Decimal(every["sale_cost_rate"]), every["surplus"], every["surplus_days"],
    )  # fmt: skip


def prices(currency: str) -> list[SuggestedPrice]:
    """What a gram of each mark is worth in a currency: its thousandths of the fine gram, rounded half-even.

    >>> next(str(one.price.amount) for one in prices("MXN") if one.name == "oro 14k")
    '1053.00'
    """
    metals = _told()["metals"]
    return [
        SuggestedPrice(category, name, Money.of(gram, currency).share(Decimal(fine) / _THOUSANDTHS))
        for category in metals["categories"]
        for name, (metal, fine) in metals["marks"].items()
        if (gram := metals["gram"][metal].get(currency))
    ]


def ltvs() -> list[SuggestedLtv]:
    """How much is lent of each category and condition."""
    return [
        SuggestedLtv(category, condition, Decimal(part))
        for category, parts in _told()["lending"].items()
        for condition, part in zip(Condition, parts, strict=True)
    ]


def source() -> str:
    """What a suggested price says of where it comes from."""
    return str(_told()["source"])


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    text = files("caudal.business.pawn.rules").joinpath("suggested.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
