"""The loans that make a figure of the portfolio: their capital adds up to it, to the last cent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from caudal.business.loans.queries import days
from caudal.business.loans.queries.portfolio import OVER, PARS
from caudal.business.loans.rules.portfolio import EDGES, Exit
from caudal.business.loans.rules.provision import Stage
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"
_SUMS = ("principal", "overdue", "recognised", "suspended", "provision")
WENT = (*(str(place) for place in range(len(EDGES) + 1)), *(each.value for each in Exit))
"""Where a loan of a bucket may be some time later: another bucket, or out."""


class Making(StrEnum):
    """Which figure the loans make: one of a date, a move of the matrix, or what was handed over in a month."""

    STANDING = "standing"
    MOVED = "moved"
    LENT = "lent"


@dataclass(frozen=True, slots=True)
class Which:
    """Which loans make the figure. What is absent narrows nothing.

    Args:
        par: those of ``PARS`` by name.
        first: of a move, the date it is counted from, in the bucket `bucket`; `went`, one of ``WENT``.
        month: of what was handed over, any day of its month; `over` and `age`, as in the vintages.
    """

    as_of: date
    branch_id: int | None = None
    currency: str | None = None
    bucket: int | None = None
    par: str | None = None
    stage: int | None = None
    days_from: int | None = None
    days_to: int | None = None
    overdue: bool = False
    first: date | None = None
    went: str | None = None
    month: date | None = None
    over: int | None = None
    age: int | None = None

    @property
    def making(self) -> Making:
        """What is asked."""
        if self.month is not None:
            return Making.LENT
        return Making.MOVED if self.first is not None else Making.STANDING


@dataclass(frozen=True, slots=True)
class Member:
    """A loan in a figure. ``principal``: what it adds to it; ``on``: the close that it is told by.

    ``recognised``: interest that the books have; ``days``: those it counts with, also the kept ones.
    """

    loan_id: UUID
    on: date
    principal: Money
    overdue: Money
    recognised: Money
    suspended: Money
    provision: Money
    days: int
    renegotiated: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What the loans of a currency add up to."""

    currency: str
    loans: int
    principal: Money
    overdue: Money
    recognised: Money
    suspended: Money
    provision: Money


@dataclass(frozen=True, slots=True)
class Members:
    """A page of the loans that make a figure, with the sums of all of them."""

    page: Page[Member]
    sums: list[Sums] = field(default_factory=list[Sums])


def members(act: Act, which: Which, limit: int = 50, after: str | None = None) -> Members:
    """The loans that make a figure, the latest first, and what all of them add up to.

    Raises:
        Invalid: a bucket, a measure of risk, a stage or a move that isn't.
    """
    _check(which)
    days.look(act, which.branch_id, which.as_of, *([which.first] if which.first else []))
    cursor = pages.decode(after, int, UUID) or [None, None]
    rows = act.db.execute(sql(_ROOM, "members"), _asked(which, limit, cursor)).all()
    found = sorted(
        (row for row in rows if row.loan_id), key=lambda row: (row.days, row.loan_id), reverse=True
    )
    page = pages.page(found, limit, lambda row: [row.days, row.loan_id])
    sums = [Sums(row.currency, row.loans, **_money(row)) for row in rows if not row.loan_id]
    told = [
        Member(row.loan_id, row.day, days=row.days, renegotiated=row.renegotiated, **_money(row))
        for row in page.items
    ]
    return Members(Page(told, page.next), sorted(sums, key=lambda each: each.currency))


def _money(row: Any) -> Mapping[str, Money]:
    return {name: Money.from_minor(int(getattr(row, name)), row.currency) for name in _SUMS}


def _asked(which: Which, limit: int, cursor: list[Any]) -> dict[str, Any]:
    return {
        "kind": which.making.value, "on": which.as_of, "branch": which.branch_id, "currency": which.currency,
        "bucket": which.bucket, "par": PARS[which.par] if which.par else None, "stage": which.stage,
        "days_from": which.days_from, "days_to": which.days_to, "overdue": which.overdue, "first": which.first,
        "went": which.went, "month": which.month.replace(day=1) if which.month else None, "over": which.over,
        "age": which.age, "after_days": cursor[0], "after_loan": cursor[1], "limit": limit + 1,
    }  # fmt: skip


def _check(which: Which) -> None:
    moved = which.making is Making.MOVED
    wrong = {
        "bucket": which.bucket not in (None, *range(len(EDGES) + 1)) or (moved and which.bucket is None),
        "par": which.par not in (None, *PARS),
        "stage": which.stage not in (None, *Stage),
        "went": which.went not in ((None, *WENT) if not moved else WENT),
        "first": which.first is not None and which.first > which.as_of,
        "over": which.over not in (None, *OVER) or (which.over is None) != (which.age is None),
    }
    found = [{"pointer": f"/{name}", "detail": "no es de esta cartera"} for name, bad in wrong.items() if bad]
    if found:
        raise Invalid("Ese renglón de la cartera no existe", errors=found)
