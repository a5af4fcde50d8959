"""Each loan at the end of each day: as the close kept it, or as it stands on a day that is still open.

A close writes ``loan_days`` and its totals. For a day that no close has told, the same statements fill two tables of
the transaction with what that close would write now, and whoever asks reads both as one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text

from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.queries.happened import happened
from caudal.business.loans.rules.accrual import SUSPENDED_AFTER, stopped
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Event, Payment, in_order
from caudal.business.loans.rules.position import position
from caudal.business.loans.rules.provision import house_table
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.business.loans.rules.replay import ENDED, LoanState, replay
from caudal.business.loans.rules.shares import shares
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.kernel.dates import local_date
from caudal.kernel.money import CURRENCIES
from caudal.kernel.sql import source, sql
from caudal.ledger.rules import Use

_ROOM = "caudal.business.loans"
_AT_ONCE = 2_000
_INTEREST = Component.INTEREST
_LOOKED = "loan days looked at"
_ROWS = (
    "loans", "currencies", "principals", "earned", "overdue", "own", "kept", "renegotiated", "collected", "until",
)  # fmt: skip
_SUMS = """
insert into loan_sums_now (branch_id, business_date, currency, days, bucket, renegotiated, loans, principal, overdue,
                           earned, suspended, provision)
select :branch, :last, currency, days, bucket, renegotiated, count(*), sum(principal), sum(overdue), sum(earned),
       sum(suspended), sum(provision)
from standing_at_close group by currency, days, bucket, renegotiated
returning business_date, currency, bucket, renegotiated, loans, principal, overdue, earned, suspended, provision
"""
"""Another end of the snapshot: what the loans that it would write add up to, by currency and days past due."""
_WRITTEN = "\n)\nselect "
_READ_EACH_DAY, _READ_ONCE = "stopped as not materialized", "stopped as materialized"
"""What several days read once and keep at hand; for one, keeping it costs more than it saves."""
_ROOM_TO_JOIN = text("select set_config('work_mem', '64MB', true)")
_NOT_ADDED = text("delete from loan_sums_now where branch_id = :branch and business_date = :on")
_ACTIVE = text(
    "select count(*) from loan_positions where branch_id = :branch and disbursed_on <= :on"
    " and (ended_on is null or ended_on > :on)"
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the loans of a day and their totals are written."""

    days: str
    totals: str

    def source(self, name: str) -> str:
        """The words of one of the statements of the close, aimed at these tables."""
        aimed = source(_ROOM, name)
        for known, mine in ((CLOSED.days, self.days), (CLOSED.totals, self.totals)):
            aimed = aimed.replace(f" {known} ", f" {mine} ")
        return aimed


CLOSED = Tables("loan_days", "loan_day_totals")
NOW = Tables("loan_days_now", "loan_totals_now")


@dataclass(frozen=True, slots=True)
class Told:
    """What loans that were written add up to: rows of each day and currency, of one part or another."""

    rows: tuple[RowMapping, ...] = ()

    def __add__(self, other: "Told") -> "Told":
        return Told(self.rows + other.rows)

    def loans(self, *dates: date) -> int:
        """How many loans were written on some days, all in all."""
        return sum(row["loans"] for row in self.rows if row["business_date"] in dates)

    def of(self, on: date) -> str:
        """What was written on a day, as the statement of its totals takes it."""
        return json.dumps([dict(row) for row in self.rows if row["business_date"] == on], default=str)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the loans of a branch: those of one of so many parts. Which part a loan is in depends on its id alone."""

    number: int = 0
    of: int = 1


WHOLE = Part()


def fill(act: Act, branch_id: int, on: date, into: Tables = CLOSED) -> int:
    """Write every active loan of a branch as it was at the end of `on`, and what they add up to; returns how many."""
    told = fill_part(act, branch_id, on, on, into=into)
    return fill_rest(act, branch_id, on, told, into)


def fill_part(
    act: Act, branch_id: int, first: date, last: date, part: Part = WHOLE, into: Tables = CLOSED
) -> Told:
    """Write the active loans of a part of a branch at the end of each day, from `first` to `last`.

    Those that what is kept of them tells, on days provisioned :func:`alike`. Parts may be written in any order, or at
    the same time.

    Returns:
        What they add up to.
    """
    writing = into.source("snapshot")
    if last > first:
        writing = writing.replace(_READ_EACH_DAY, _READ_ONCE)
    return _write_known(act, text(writing), branch_id, (first, last), part)


def _write_known(
    act: Act, writing: TextClause, branch_id: int, span: tuple[date, date], part: Part = WHOLE
) -> Told:
    kept: dict[str, Any] = {
        "forms": True,
        "part": part.number,
        "parts": part.of,
        **{name: [] for name in _ROWS},
    }
    return Told(tuple(act.db.execute(writing, {**_fixed(act, branch_id, *span), **kept}).mappings()))


def fill_rest(act: Act, branch_id: int, on: date, told: Told, into: Tables = CLOSED) -> int:
    """Write the loans that the parts, which `told` what they wrote, couldn't, and what all add up to; returns how many.

    A freeze can't be told by what is kept, nor what changed the plan after that day: those loans are read again.
    """
    where = {"branch": branch_id, "on": on}
    if told.loans(on) != active(act, branch_id, on):
        unread: Sequence[UUID] = act.db.scalars(text(into.source("unread")), where).all()
        told += _write_again(act, text(into.source("snapshot")), unread, where)
    act.db.execute(text(into.source("day_totals")), {**where, "told": told.of(on)})
    return told.loans(on)


def add_up(act: Act, branch_id: int, on: date) -> int:
    """Have what the active loans of a branch add up to on an open day, in half the time of writing each."""
    where = {"branch": branch_id, "on": on}
    known, _, written = source(_ROOM, "snapshot").partition("insert into loan_days")
    adding = text(f"{known}{_SUMS}{written[written.index(_WRITTEN) :]}")
    alive = active(act, branch_id, on)
    told = _write_known(act, adding, branch_id, (on, on))
    if told.loans(on) != alive:
        told += _write_again(act, adding, act.db.scalars(sql(_ROOM, "untold"), where).all(), where)
    if told.loans(on) == alive:
        act.db.execute(text(NOW.source("day_totals")), {**where, "told": told.of(on)})
        return alive
    act.db.execute(_NOT_ADDED, where)
    fill(act, branch_id, on, NOW)
    act.db.execute(sql(_ROOM, "sums_of_days"), where)
    return alive


def _write_again(act: Act, writing: TextClause, unread: Sequence[UUID], where: Mapping[str, Any]) -> Told:
    """Read loans again from their events, and write them as the rest."""
    fixed = {**_fixed(act, where["branch"], where["on"], where["on"]), "forms": False, "part": 0, "parts": 1}
    told = Told()
    for first in range(0, len(unread), _AT_ONCE):
        rows = list(_read_again(act, unread[first : first + _AT_ONCE], where["on"]))
        columns = zip(*rows, strict=True) if rows else ((),) * len(_ROWS)
        values = {name: list(each) for name, each in zip(_ROWS, columns, strict=True)}
        told += Told(tuple(act.db.execute(writing, {**fixed, **values}).mappings()))
    return told


def active(act: Act, branch_id: int, on: date) -> int:
    """How many loans of a branch were active at the end of `on`."""
    return act.db.execute(_ACTIVE, {"branch": branch_id, "on": on}).scalar_one()


def alike(act: Act, branch_id: int, first: date, last: date) -> bool:
    """Whether the same tables say the provision of the loans of a branch on both days."""
    return _bands(act, branch_id, first) == _bands(act, branch_id, last)


def _fixed(act: Act, branch_id: int, first: date, last: date) -> dict[str, Any]:
    days = {"first": first, "last": last, "suspended": SUSPENDED_AFTER}
    return {"branch": branch_id, **days, **_bands(act, branch_id, last)}


def stage(act: Act) -> None:
    """Have room, in this transaction, for days that no close has told."""
    act.db.execute(sql(_ROOM, "days_stage"))
    act.db.execute(_ROOM_TO_JOIN)


def look(act: Act, branch_id: int | None, *dates: date, each: bool = True) -> None:
    """Have the loans of each date at hand, in the branches of the act or in one: closed or as if it closed now.

    A date to come is told as today. What was looked at once in a transaction isn't again.

    Args:
        each: whether every loan is asked for, or only what they add up to.
    """
    looked: dict[bool, set[tuple[int, date]]] = act.db.info.setdefault(_LOOKED, {})
    if not looked:
        stage(act)
        looked.update({True: set(), False: set()})
    asked = {
        (branch.id, min(on, local_date(act.at, branch.time_zone)))
        for branch in branches(act).values()
        if branch_id in (None, branch.id)
        for on in dates
    } - looked[each]
    places = sorted(asked)
    values = {"branches": [place[0] for place in places], "dates": [place[1] for place in places]}
    for row in act.db.execute(sql(_ROOM, "still_open"), values).all():
        if each:
            fill(act, row.branch_id, row.on_date, NOW)
        elif (row.branch_id, row.on_date) in looked[True]:
            act.db.execute(sql(_ROOM, "sums_of_days"), {"branch": row.branch_id, "on": row.on_date})
        else:
            add_up(act, row.branch_id, row.on_date)
    looked[each] |= asked


def _bands(act: Act, branch_id: int, on: date) -> dict[str, list[Any]]:
    """The provision of each currency by days past due, in millionths; none where no table is known."""
    home = branch_of(act, branch_id).country
    rows = [
        (currency, band.first_day, int(band.part * 1_000_000))
        for currency in CURRENCIES
        if (table := house_table(COUNTRY_OF.get(currency) or home, on)) is not None
        for band in table.bands
    ]
    return {
        "band_currencies": [each[0] for each in rows],
        "first_days": [each[1] for each in rows],
        "millionths": [each[2] for each in rows],
    }


def _read_again(act: Act, loan_ids: Sequence[UUID], on: date) -> Iterator[tuple[Any, ...]]:
    """The columns of :data:`_ROWS` of each loan that was alive at the end of `on`."""
    found, events = queries.many(act, loan_ids), happened(act, loan_ids)
    for loan_id, loan in found.items():
        history = events.get(loan_id, [])
        state = replay(loan.contract, history, on)
        if state.status in ENDED:
            continue
        own, kept = state.days_past_due, max(state.days_kept, loan.late_when_renewed)
        yield (
            loan_id, loan.currency, state.principal, state.earned[_INTEREST], overdue(state, on), own, kept,
            state.restructured_on is not None or kept > 0, _collected(loan, history, state, on),
            (stopped(loan.contract, history, on, own) or (on, None))[1],
        )  # fmt: skip


def overdue(state: LoanState, on: date) -> int:
    """What fell due before `on` and is unpaid, without arrears interest, minor units."""
    return sum(
        each.due[place] - each.paid[place] - each.waived[place]
        for each in state.instalments
        if each.fallen and each.due_on < on
        for place in Component
        if place is not Component.ARREARS
    )


def _collected(loan: LoanRecord, history: Sequence[Event], state: LoanState, on: date) -> int:
    """What it had credited to interest receivable by `on`: collected, forgiven, or joined to the capital."""
    told = shares(state, [each for each in in_order(history, on) if isinstance(each, Payment)])
    return -position(loan.contract.terms, state, told, ())[Use.INTEREST_RECEIVABLE]
