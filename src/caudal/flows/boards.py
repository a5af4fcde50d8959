"""The two boards: «Mi Sucursal – Resumen Hoy» of a branch, and «Todas las Sucursales – Resumen» of the company.

Every figure is asked of who defines it: results of ``flows/figures.py``, what clients owe of receivables, what waits of
payables, refunds and approvals. Nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from caudal.business.loans.queries import portfolio
from caudal.business.payables import queries as payables
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.queries import ReceivableFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import allowed, branch_of
from caudal.commons.alerts import queries as alerts
from caudal.flows import figures as told
from caudal.flows.figures import Figures, Week
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

_FLOWS = "caudal.flows"
_WEEKS = 8
_REFUNDS = text(
    "select r.currency, sum(r.refund_minor)::bigint as owed, count(*) as owed_count,"
    " coalesce(sum(r.refund_minor) filter (where r.state = 'asked'), 0)::bigint as first,"
    " count(*) filter (where r.state = 'asked') as first_count"
    " from refunds r where r.branch_id = :branch and r.state in ('asked', 'authorised') and r.refund_minor > 0"
    " group by r.currency"
)


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done about a line: a button for who may, a word for who may not."""

    label: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A figure under a block, or the block's own; ``urgent`` when it should already be done."""

    key: str
    label: str
    amount: Money
    count: int
    link: str
    action: Action | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the card: its whole and its parts."""

    whole: Line
    parts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Utility:
    """What the month earns so far: its margin, its light, and how much of the goal it is."""

    amount: Money
    margin: Decimal | None
    tone: str
    target: Decimal | None
    link: str


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a branch in one currency; a block nobody may see isn't there."""

    currency: str
    blocks: tuple[Block, ...]
    utility: Utility | None


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till or an account, what it holds and how it is."""

    name: str
    kind: str
    held: Money
    shift: str | None
    counted_on: date | None


@dataclass(frozen=True, slots=True)
class BranchBoard:
    """«Mi Sucursal»: its cards, its tills, and its alerts."""

    branch_id: int
    branch: str
    business_date: date
    cards: tuple[Card, ...]
    tills: tuple[TillLine, ...]
    critical: int
    attention: int


@dataclass(frozen=True, slots=True)
class CompanyBook:
    """«Todas las Sucursales» in one currency: each branch, all of them, the best and the one to look at.

    ``before``: the same figures of the span before, by branch. ``weeks``: the flow of cash.
    """

    currency: str
    rows: tuple[Figures, ...]
    total: Figures
    before: Mapping[int, Figures]
    best: Figures | None
    watch: Figures | None
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """The board of the company between two dates."""

    since: date
    until: date
    books: tuple[CompanyBook, ...]
    critical: int
    attention: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What part of the loans of a branch was more than thirty days late at the end of a month."""

    branch_id: int
    currency: str
    on: date
    part: Decimal


def branch_board(act: Act, branch_id: int) -> BranchBoard:
    """The board of a branch today, with the buttons of who asks.

    Raises:
        Forbidden: the branch isn't one of the actor's.
    """
    allowed(act, [branch_id])
    place = branch_of(act, branch_id)
    today = act.business_date
    month = {f.currency: f for f in told.month_so_far(act, branch_id)}
    owed, waiting, back = _owed(act, branch_id), _payables(act, branch_id), _refunds(act, branch_id)
    currencies = {place.currency} | set(owed) | set(waiting) | set(back)
    currencies |= {c for c, f in month.items() if not f.income.is_zero or not f.expenses.is_zero}
    cards: list[Card] = []
    for currency in sorted(currencies, key=lambda c: (c != place.currency, c)):
        blocks = [each.get(currency) for each in (owed, waiting, back)]
        kept = tuple(block for block in blocks if block is not None)
        cards.append(Card(currency, kept, _utility(act, month.get(currency), branch_id, today)))
    tills = tuple(
        TillLine(r.name, r.kind, Money.from_minor(r.held, r.currency), r.shift, r.counted_on)
        for r in act.db.execute(sql(_FLOWS, "board_tills"), {"branch": branch_id})
    )
    warned = alerts.tally(alerts.counts(act, branch_id))
    return BranchBoard(branch_id, place.name, today, tuple(cards), tills, warned.critical, warned.attention)


def company_board(act: Act, since: date, until: date) -> Company:
    """The board of the branches of the act between two dates, both included."""
    rows = told.figures(act, since, until)
    before = _before(act, since, until)
    weeks = told.weeks(act, min(until, act.business_date), _WEEKS)
    books: list[CompanyBook] = []
    home = branch_of(act, act.place.branch_id).currency
    for total in sorted(told.together(rows), key=lambda f: (f.currency != home, f.currency)):
        own = [row for row in rows if row.currency == total.currency]
        moved = [row for row in own if not row.income.is_zero or not row.expenses.is_zero]
        best = max(moved, key=lambda f: f.utility.minor, default=None)
        watch = min(moved, key=lambda f: (f.margin is not None, f.margin or 0), default=None)
        books.append(
            CompanyBook(
                total.currency, tuple(own), total,
                {f.branch_id: f for f in before if f.currency == total.currency and f.branch_id is not None},
                best if len(moved) > 1 else None, watch if len(moved) > 1 and watch is not best else None,
                tuple(week for week in weeks if week.currency == total.currency),
            )
        )  # fmt: skip
    warned = alerts.tally(each for each in alerts.counts(act) if each.branch_id in act.actor.branches)
    return Company(since, until, tuple(books), warned.critical, warned.attention)


def risk(act: Act, months: int = 6) -> list[RiskPoint]:
    """PAR 30 of each branch that lends at the end of each of the last months."""
    first = act.business_date.replace(day=1) - timedelta(days=31 * months)
    found: list[RiskPoint] = []
    for branch_id in sorted(act.actor.branches):
        for each in portfolio.history(act, act.business_date, branch_id=branch_id):
            part = each.part(each.pars["par_30"])
            if each.on >= first:
                found.append(RiskPoint(branch_id, each.principal.currency, each.on, part))
    return found


def _before(act: Act, since: date, until: date) -> list[Figures]:
    span = told.previous(since, until)
    return told.figures(act, *span, goals=False) if span else []


def _owed(act: Act, branch_id: int) -> dict[str, Block]:
    """What clients owe, what falls today and what is late."""
    if not act.actor.may("receivables.read"):
        return {}
    today = act.business_date
    falls = {
        s.currency: s
        for s in receivables.sums(
            act, ReceivableFilter(open=True, due_from=today, due_to=today, branch_id=branch_id)
        )
    }
    found: dict[str, Block] = {}
    rows = receivables.ageing(act, branch_id=branch_id)
    for currency in dict.fromkeys([*(row.currency for row in rows), *falls]):
        own = [row for row in rows if row.currency == currency]
        late = [row for row in own if row.bucket.number > 0]
        nothing = Money.of(0, currency)
        where = {"currency": currency, "branch_id": branch_id}
        due = falls.get(currency)
        span = _link("/cxc", {"open": "true", "due_from": today, "due_to": today, **where})
        whole = Line("receivable", "Por Cobrar", sum((r.balance for r in own), nothing), sum(r.debts for r in own),
                     _link("/cxc", {"open": "true", **where}))  # fmt: skip
        first = Line("due_today", "Vence hoy", due.balance if due else nothing, due.count if due else 0, span)
        overdue = sum((r.balance for r in late), nothing)
        second = Line("overdue", "Vencido", overdue, sum(r.debts for r in late),
                      _link("/cxc", {"status": "overdue", **where}), urgent=overdue.is_positive)  # fmt: skip
        found[currency] = Block(whole, (_with(act, first, "payments.take", "Cobrar Ya", span), second))
    return found


def _payables(act: Act, branch_id: int) -> dict[str, Block]:
    """What is owed to suppliers, what is to be paid today and what waits to be authorised, as their list counts it."""
    found: dict[str, Block] = {}
    if not act.actor.may("payables.read"):
        return found
    for currency, figures in payables.figures(act, branch_id).items():
        told = {each.key: each for each in figures}
        where = {"currency": currency, "branch_id": branch_id}
        today, asked, owed = told["today"], told["authorise"], told["owed"]
        if not (today.count or asked.count or owed.count):
            continue
        first = Line("pay_today", "Pagar hoy", today.amount, today.count,
                     _link("/cxp", {"view": "today", **where}))  # fmt: skip
        second = Line("authorise", "Autorizar", asked.amount, asked.count,
                      _link("/cxp", {"view": "authorise", **where}))  # fmt: skip
        whole = Line("payable", "Por Pagar", owed.amount, owed.count,
                     _link("/cxp", {"view": "all", "open": "true", **where}))  # fmt: skip
        found[currency] = Block(
            whole,
            (
                _with(act, first, "payables.pay", "Ejecutar", "/cxp/lotes", "Pide a Contaduría"),
                _with(act, second, "approvals.authorise", "Revisar", "/autorizaciones?kind=payable"),
            ),
        )
    return found


def _refunds(act: Act, branch_id: int) -> dict[str, Block]:
    """What is to be given back, and what of it waits to be authorised."""
    found: dict[str, Block] = {}
    if not act.actor.may("refunds.read"):
        return found
    for r in act.db.execute(_REFUNDS, {"branch": branch_id}):
        where = {"currency": r.currency, "branch_id": branch_id}
        whole = Line("refund", "Reembolsos", Money.from_minor(r.owed, r.currency), r.owed_count,
                     _link("/reembolsos", {"view": "open", **where}))  # fmt: skip
        asked = Line("refund_asked", "Pendientes", Money.from_minor(r.first, r.currency), r.first_count,
                     _link("/reembolsos", {"view": "asked", **where}))  # fmt: skip
        found[r.currency] = Block(
            whole, (_with(act, asked, "approvals.authorise", "Autorizar", "/autorizaciones?kind=refund"),)
        )
    return found


def _with(act: Act, line: Line, permission: str, label: str, link: str, otherwise: str = "") -> Line:
    """The line with its button, where there is something to do; who may not sees whom to ask, if anybody."""
    if not line.amount.is_positive:
        return line
    action = (
        Action(label, link) if act.actor.may(permission) else Action(otherwise, None) if otherwise else None
    )
    return Line(line.key, line.label, line.amount, line.count, line.link, action, line.urgent)


def _utility(act: Act, month: Figures | None, branch_id: int, today: date) -> Utility | None:
    if month is None or not act.actor.may("books.read"):
        return None
    span = {"from": today.replace(day=1), "to": today, "branch_id": branch_id}
    link = _link("/libros/resultados", span)
    return Utility(month.utility, month.margin, told.margin_tone(month.margin), month.target, link)


def _link(path: str, query: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode({name: value for name, value in query.items() if value is not None})}"
