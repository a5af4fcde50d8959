"""The figures reports are made of: the house's own, of a branch yesterday and this month, of all of them in a week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.alerts import queries as alerts
from caudal.commons.alerts.rules import Urgency, rule
from caudal.flows import figures
from caudal.flows.figures import Figures
from caudal.flows.reports import rules
from caudal.flows.reports.rules import AlertCount, Daily, Month, Place, Report, Week
from caudal.kernel.dates import local_date
from caudal.kernel.money import Money
from caudal.kernel.sql import sql
from caudal.ledger import queries as books

ROOM = "caudal.flows.reports"
NOT_BUSINESS = frozenset({"capital", "till_opening", "opening", "interbranch", "over_short"})
"""Kinds of entries that move cash and are neither collections nor payments."""


def daily(act: Act, branch_id: int, on: date, instant: datetime) -> Report:
    """The daily report of a branch as it goes out on a date: it tells of yesterday, and of the alerts of an instant."""
    return rules.daily(told(act, branch_id, on, instant))


def told(act: Act, branch_id: int, on: date, instant: datetime) -> Daily:
    """What the daily report of a branch tells of, in its own currency; late where `instant` is of a day after `on`."""
    branch, day = branch_of(act, branch_id), on - timedelta(days=1)
    late = local_date(instant, branch.time_zone) > on
    came, went, back = _business(act, branch_id, branch.currency, day)
    month = next(
        each
        for each in figures.month_so_far(_of(act, [branch_id]), branch_id, day)
        if each.currency == branch.currency
    )
    span = f"from={day}&to={day}&branch_id={branch_id}"
    first = day.replace(day=1)
    links = {
        "collected": f"/pagos?{span}&live=true", "paid": f"/libros/asientos?{span}", "net": f"/libros/asientos?{span}",
        "month": f"/libros/resultados?from={first}&to={day}&branch_id={branch_id}",
        "goal": f"/libros/presupuesto?branch_id={branch_id}",
    }  # fmt: skip
    return Daily(
        branch.name, came, went, _alerts(act, branch_id, instant), _month(month), links, on if late else None,
        None if back.is_zero else back,
    )  # fmt: skip


def _business(act: Act, branch_id: int, currency: str, day: date) -> tuple[Money, Money, Money]:
    """What clients paid in a day, what left for all the rest, and what came back of that.

    Of each kind of thing, less what was undone of it that day. What a supplier's bank gave back isn't collected: so the
    first figure is that of the list of payments. Nor is it less paid, where more of its kind came back than left.
    """
    came = went = back = 0
    for move in books.cash_flow(act, day, day, branch_id):
        if (move.branch_id, move.currency) == (branch_id, currency) and move.kind not in NOT_BUSINESS:
            net = move.inflow - move.outflow
            if move.kind == "payment":
                came += net
            elif net > 0:
                back += net
            else:
                went -= net
    return (
        Money.from_minor(came, currency),
        Money.from_minor(went, currency),
        Money.from_minor(back, currency),
    )


def weekly(act: Act, branch_ids: Sequence[int], on: date) -> Report:
    """The weekly report of some branches as it goes out on a date: of the whole week before."""
    monday = on - timedelta(days=on.isoweekday() - 1 + 7)
    sunday = monday + timedelta(days=6)
    here = _of(act, branch_ids)
    rows = figures.figures(here, monday, sunday)
    so_far = {each.currency: each for each in figures.together(figures.month_so_far(here, None, sunday))}
    sums = {each.currency: each for each in figures.together(rows)}
    busy = [currency for currency, row in sums.items() if _any(row)]
    ordered = sorted(busy, key=lambda currency: (-sum(row.currency == currency for row in rows), currency))
    weeks = [
        _week(sums[c], so_far[c], [row for row in rows if row.currency == c], sunday, monday) for c in ordered
    ]
    links = {
        "cash": f"/libros/flujo?from={monday}&to={sunday}",
        "month": f"/libros/resultados?from={sunday.replace(day=1)}&to={sunday}",
    }
    return rules.weekly(monday, weeks, links)


def _week(row: Figures, month: Figures, places: Sequence[Figures], sunday: date, monday: date) -> Week:
    shown = tuple(
        Place(
            each.branch, each.utility, each.margin,
            f"/libros/resultados?from={monday}&to={sunday}&branch_id={each.branch_id}",
        )
        for each in places
        if _any(each)
    )  # fmt: skip
    return Week(
        row.currency, shown, row.inflows, row.outflows, figures.projected(month.income, sunday), month.income_goal,
        figures.projected(month.utility, sunday), month.goal,
    )  # fmt: skip


def _any(row: Figures) -> bool:
    return not (row.income.is_zero and row.expenses.is_zero and row.inflows.is_zero and row.outflows.is_zero)


def _month(row: Figures) -> Month:
    return Month(row.utility, row.margin, figures.margin_tone(row.margin), row.target)


def _alerts(act: Act, branch_id: int, instant: datetime) -> tuple[AlertCount, ...]:
    """What was open at an instant, counted by kind, the most pressing first."""
    currency = branch_of(act, branch_id).currency
    holds = {each.rule: each for each in alerts.settings(act, branch_id)}
    rows = act.db.execute(sql(ROOM, "open_alerts"), {"branch": branch_id, "at": instant}).all()
    order = list(Urgency)
    known = list(holds)
    rows = sorted(rows, key=lambda row: (order.index(Urgency(row.urgency)), known.index(row.rule)))
    return tuple(
        AlertCount(
            row.urgency, rule(row.rule).counted(row.alerts, holds[row.rule].threshold, currency),
            f"/alertas?rule={row.rule}&branch_id={branch_id}",
        )
        for row in rows
    )  # fmt: skip


def _of(act: Act, branch_ids: Sequence[int]) -> Act:
    return replace(act, actor=replace(act.actor, branches=tuple(branch_ids)))
