"""The portfolio on any date: balance, risk, ageing, provision, movement, vintages.

A day that was closed is told by the rows that its close left; one that wasn't, as if it closed now (see ``days``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from caudal.business.loans.queries import days
from caudal.business.loans.rules.portfolio import EDGES, share
from caudal.business.loans.rules.provision import (
    HOUSE_LOSS,
    HOUSE_RISK,
    Band,
    Stage,
    Table,
    house_table,
    twelve_months,
)
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"
PARS = {"par_1": 0, "par_30": 30, "par_60": 60, "par_90": 90}
"""Portfolio at risk: the capital of loans more than so many days late, or renegotiated while they were."""
OVER = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the portfolio. ``place``: its bucket or its stage; ``loss``: provision or expected loss."""

    place: int
    loans: int
    principal: Money
    loss: Money


@dataclass(frozen=True, slots=True)
class Banded:
    """What falls in a band of the table that the provision follows."""

    band: Band
    loans: int
    principal: Money
    provision: Money


@dataclass(frozen=True, slots=True)
class Balance:
    """The portfolio of a currency. ``pars``: capital at risk, by name; ``table``: what the provision follows."""

    currency: str
    loans: int
    principal: Money
    overdue: Money
    interest: Money
    suspended: Money
    provision: Money
    pars: Mapping[str, Money]
    buckets: Sequence[Slice]
    stages: Sequence[Slice]
    table: Table | None
    bands: Sequence[Banded]

    @property
    def expected_loss(self) -> Money:
        """The expected loss of every stage together."""
        losses = [each.loss for each in self.stages]
        return sum(losses[1:], losses[0])

    def part(self, amount: Money) -> Decimal:
        """A part of the capital as a fraction."""
        return share(amount.minor, self.principal.minor)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The portfolio on a date. ``told``: the day each branch is told by; ``still_open``: those no close has told."""

    as_of: date
    told: Mapping[int, date]
    still_open: frozenset[int]
    balances: Sequence[Balance]


@dataclass(frozen=True, slots=True)
class Move:
    """Loans that went from a bucket to another (its number) or out (``paid``, ``written_off``)."""

    currency: str
    origin: int
    went: str
    loans: int
    principal: Money
    part: Decimal


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was lent in a month, and the part of it that had ever been so many days late at each age in months."""

    currency: str
    month: date
    loans: int
    lent: Money
    curves: Mapping[int, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The portfolio of a currency at the end of a month. ``ageing``: capital by bucket; ``pars``: capital at risk."""

    currency: str
    on: date
    loans: int
    principal: Money
    overdue: Money
    provision: Money
    ageing: Sequence[Money]
    pars: Mapping[str, Money]

    def part(self, amount: Money) -> Decimal:
        """A part of the capital as a fraction."""
        return share(amount.minor, self.principal.minor)


def portfolio(act: Act, as_of: date, branch_id: int | None = None) -> Portfolio:
    """The portfolio of the branches of the act, or of one of them, on a date."""
    days.look(act, branch_id, as_of, each=False)
    where = {"on": as_of, "branch": branch_id}
    known = act.db.execute(sql(_ROOM, "closed_days"), where).all()
    told = {row.branch_id: row.business_date for row in known}
    day = max(told.values(), default=as_of)
    steps = [
        (currency, band.first_day)
        for currency, country in COUNTRY_OF.items()
        if (follows := house_table(country, day)) is not None
        for band in follows.bands
    ]
    bands = {"band_currencies": [each[0] for each in steps], "first_days": [each[1] for each in steps]}
    rows = act.db.execute(sql(_ROOM, "portfolio"), where | bands).all()
    balances = [
        _balance(currency, [row for row in rows if row.currency == currency], day)
        for currency in sorted({row.currency for row in rows})
    ]
    still_open = frozenset(row.branch_id for row in known if row.still_open)
    return Portfolio(as_of, told, still_open, balances)


def roll(act: Act, first: date, last: date, branch_id: int | None = None) -> list[Move]:
    """Where the loans of each bucket were some time later: the whole matrix, with those that left."""
    days.look(act, branch_id, first, last)
    rows = act.db.execute(sql(_ROOM, "roll"), {"first": first, "last": last, "branch": branch_id}).all()
    whole: dict[tuple[str, int], int] = {}
    for row in rows:
        key = (row.currency, row.origin)
        whole[key] = whole.get(key, 0) + int(row.principal)
    return [
        Move(
            row.currency, row.origin, row.went, row.loans, Money.from_minor(int(row.principal), row.currency),
            share(int(row.principal), whole[row.currency, row.origin]),
        )
        for row in rows
    ]  # fmt: skip


def history(act: Act, as_of: date, months: int = 13, branch_id: int | None = None) -> list[MonthEnd]:
    """The portfolio at the end of each of the last months, the one of `as_of` included, told by its last close."""
    days.look(act, branch_id, as_of, each=False)
    where = {"on": as_of, "months": months, "branch": branch_id}
    return [
        MonthEnd(
            row.currency, row.day, row.loans, Money.from_minor(row.principal, row.currency),
            Money.from_minor(row.overdue, row.currency), Money.from_minor(row.provision, row.currency),
            [Money.from_minor(each, row.currency) for each in row.ageing],
            {name: Money.from_minor(each, row.currency) for name, each in zip(PARS, row.at_risk, strict=True)},
        )
        for row in act.db.execute(sql(_ROOM, "history"), where)
    ]  # fmt: skip


def vintages(act: Act, as_of: date, branch_id: int | None = None) -> list[Vintage]:
    """By month of hand-over, the capital that was ever more than 30, 60 and 90 days late over what was lent."""
    days.look(act, branch_id, as_of)
    rows = act.db.execute(sql(_ROOM, "vintages"), {"on": as_of, "branch": branch_id}).all()
    found: dict[tuple[str, date], list[Any]] = {}
    for row in rows:
        found.setdefault((row.currency, row.month), []).append(row)
    return [_vintage(currency, month, some, as_of) for (currency, month), some in found.items()]


def _balance(currency: str, rows: Sequence[Any], day: date) -> Balance:
    def money(minor: int) -> Money:
        return Money.from_minor(int(minor), currency)

    def total(name: str, some: Sequence[Any] = rows) -> Money:
        return money(sum(int(getattr(row, name)) for row in some))

    buckets: list[Slice] = []
    for place in range(len(EDGES) + 1):
        some = [row for row in rows if row.bucket == place]
        loans = sum(row.loans for row in some)
        buckets.append(Slice(place, loans, total("principal", some), total("provision", some)))
    stages: list[Slice] = []
    for stage in Stage:
        some = [row for row in rows if row.stage == stage]
        exposed = total("principal", some)
        loss = money(twelve_months(HOUSE_RISK[stage], HOUSE_LOSS, exposed.minor))
        stages.append(Slice(stage, sum(row.loans for row in some), exposed, loss))
    pars = {
        name: total("principal", [row for row in rows if row.renegotiated or row.bucket > EDGES.index(over)])
        for name, over in PARS.items()
    }
    by = house_table(COUNTRY_OF.get(currency, ""), day)
    bands: list[Banded] = []
    for place, band in enumerate(by.bands if by else (), start=1):
        some = [row for row in rows if row.band == place]
        loans = sum(row.loans for row in some)
        bands.append(Banded(band, loans, total("principal", some), total("provision", some)))
    return Balance(
        currency, sum(row.loans for row in rows), total("principal"), total("overdue"), total("recognised"),
        total("suspended"), total("provision"), pars, buckets, stages, by, bands,
    )  # fmt: skip


def _vintage(currency: str, month: date, rows: Sequence[Any], as_of: date) -> Vintage:
    lent = int(rows[0].principal)
    oldest = (as_of.year - month.year) * 12 + as_of.month - month.month
    curves: dict[int, list[Decimal]] = {}
    for over in OVER:
        at = {row.age: int(row.bad) for row in rows if row.days == over}
        reached = [sum(bad for age, bad in at.items() if age <= place) for place in range(oldest + 1)]
        curves[over] = [share(each, lent) for each in reached]
    return Vintage(currency, month, rows[0].loans, Money.from_minor(lent, currency), curves)
