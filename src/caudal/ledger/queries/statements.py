"""What statements are made of: accounts and their groups, what each moved in a span of days, and the flow of cash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.ledger.queries.journal import balance
from caudal.ledger.rules import folio
from caudal.ledger.tables import Account

_COMPANY = "(select b.company_id from branches b where b.id = cast(:here as smallint))"
_ACCOUNTS = text(f"""
    select a.id, a.code, a.name, a.class, a.use, a.currency, a.parent_id,
           (select g.code from ledger.chart_groups g where g.chart = ledger.chart_of(a.company_id, a.currency)
            and starts_with(a.code, g.code) order by length(g.code) desc limit 1) as group_code
    from ledger.accounts a where a.company_id = {_COMPANY} order by a.currency, a.code
""")  # noqa: S608 - our own text
_GROUPS = text(f"""
    select g.code, g.name, g.class, g.parent from ledger.chart_groups g
    where g.chart = ledger.chart_of({_COMPANY}, cast(:currency as char(3))) order by g.code
""")  # noqa: S608 - our own text
_CHART = text(f"""
    select c.code, c.name, c.class, c.use from ledger.charts c
    where c.chart = ledger.chart_of({_COMPANY}, cast(:currency as char(3))) order by c.code
""")  # noqa: S608 - our own text
_MOVED = text(f"""
    select m.account_id, m.branch_id, m.debit, m.credit from ledger.movements({_COMPANY}, cast(:since as date),
      cast(:until as date), cast(:branch as smallint), :classes, :closing) m
""")  # noqa: S608 - our own text
_RESULTS = text(f"""
    select r.branch_id, r.currency, r.income, r.expenses from ledger.results({_COMPANY}, cast(:since as date),
      cast(:until as date), cast(:branch as smallint)) r order by r.branch_id, r.currency
""")  # noqa: S608 - our own text
_FLOW = text(f"""
    select f.branch_id, f.currency, f.on_date, f.kind, f.inflow, f.outflow from ledger.cash_flow({_COMPANY},
      cast(:since as date), cast(:until as date), cast(:branch as smallint)) f
""")  # noqa: S608 - our own text
_CARD = text("""
    select c.* from ledger.card(:account, cast(:since as date), cast(:until as date), cast(:branch as smallint),
      cast(:after_on as date), cast(:after_entry as bigint), cast(:after_line as smallint), :limit) c
""")


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of a chart; ``parent`` is the code of the one above."""

    code: str
    name: str
    class_: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class ChartLine:
    """An account the chart of a country has, opened or not. ``use`` is its role in the system, if any."""

    code: str
    name: str
    class_: str
    use: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open account and the code of the group it hangs from."""

    id: int
    code: str
    name: str
    class_: str
    use: str | None
    currency: str
    parent_id: int | None
    group: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What an account was charged and credited in a branch, in minor units."""

    account_id: int
    branch_id: int
    debit: int
    credit: int

    @property
    def net(self) -> int:
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Result:
    """What a branch earned and spent in a span of days, both positive as they are read."""

    branch_id: int
    income: Money
    expenses: Money

    @property
    def utility(self) -> Money:
        return self.income - self.expenses


@dataclass(frozen=True, slots=True)
class CashMove:
    """What came in and went out of the cash of a branch in a day, by kind of entry, in minor units."""

    branch_id: int
    currency: str
    on: date
    kind: str
    inflow: int
    outflow: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """A movement of an account and the balance it left, debit positive."""

    entry_id: int
    folio: str
    line: int
    on: date
    branch_id: int
    amount: Money
    balance: Money
    party: UUID | None
    kind: str
    memo: str | None
    source: str | None
    reverses: int | None


def ledgers(act: Act) -> list[Ledger]:
    """The open accounts of the act's company, with the group of the chart each hangs from."""
    return [
        Ledger(r.id, r.code, r.name, r[3], r.use, r.currency, r.parent_id, r.group_code)
        for r in act.db.execute(_ACCOUNTS, {"here": act.place.branch_id})
    ]


def groups(act: Act, currency: str) -> list[Group]:
    """The groups of the chart the books in `currency` are numbered by."""
    values = {"here": act.place.branch_id, "currency": currency}
    return [Group(r.code, r.name, r[2], r.parent) for r in act.db.execute(_GROUPS, values)]


def chart(act: Act, currency: str) -> list[ChartLine]:
    """Every account of the chart the books in `currency` are numbered by, opened or not."""
    values = {"here": act.place.branch_id, "currency": currency}
    return [ChartLine(r.code, r.name, r[2], r.use) for r in act.db.execute(_CHART, values)]


def moved(
    act: Act,
    since: date | None,
    until: date,
    branch: int | None = None,
    *,
    classes: str = "ALEIX",
    closing: bool = True,
) -> list[Moved]:
    """What each account moved in each branch between two dates, both included.

    Args:
        act: its branch says the company; only branches it reaches count.
        since: absent, from the beginning.
        until: the last day.
        branch: only that one.
        classes: only accounts of these classes, as in ``"IX"``.
        closing: whether the entries that close a year count; a statement of results leaves them out.
    """
    values = {
        "here": act.place.branch_id, "since": since, "until": until, "branch": branch, "classes": classes,
        "closing": closing,
    }  # fmt: skip
    return [
        Moved(r.account_id, r.branch_id, int(r.debit), int(r.credit)) for r in act.db.execute(_MOVED, values)
    ]


def results(act: Act, since: date, until: date, branch: int | None = None) -> list[Result]:
    """What each branch earned and spent between two dates, both included, in each currency."""
    values = {"here": act.place.branch_id, "since": since, "until": until, "branch": branch}
    return [
        Result(
            r.branch_id,
            Money.from_minor(int(r.income), r.currency),
            Money.from_minor(int(r.expenses), r.currency),
        )
        for r in act.db.execute(_RESULTS, values)
    ]


def cash_flow(act: Act, since: date, until: date, branch: int | None = None) -> list[CashMove]:
    """What came in and went out of cash between two dates, both included, by branch, day and kind of entry.

    Cash is what tills, banks, cheques and cards to be settled hold. A transfer within a branch is nothing; one
    between branches is of kind ``interbranch``.
    """
    values = {"here": act.place.branch_id, "since": since, "until": until, "branch": branch}
    return [
        CashMove(r.branch_id, r.currency, r.on_date, r.kind, int(r.inflow), int(r.outflow))
        for r in act.db.execute(_FLOW, values)
    ]


def card(
    act: Act,
    account_id: int,
    span: tuple[date, date],
    *,
    branch: int | None = None,
    limit: int = 50,
    after: str | None = None,
) -> tuple[Money, Page[CardLine]]:
    """The balance an account brought to a span of days, and a page of its movements with the balance each left.

    Raises:
        NotFound: there is no such account.
        Invalid: `after` isn't a cursor of this list.
    """
    found = act.db.get(Account, account_id)
    if found is None:
        raise NotFound("La cuenta no existe")
    since, until = span
    opening = _before(act, found, since, branch)
    cursor = pages.decode(after, date.fromisoformat, fits, fits, fits)
    on, entry, line, running = cursor or (None, None, None, opening.minor)
    rows = act.db.execute(
        _CARD,
        {
            "account": account_id, "since": since, "until": until, "branch": branch, "after_on": on,
            "after_entry": entry, "after_line": line, "limit": limit + 1,
        },
    ).all()  # fmt: skip
    lines: list[CardLine] = []
    for r in rows:
        running += r.amount
        lines.append(
            CardLine(
                r.entry_id, folio(r.entry_id), r.line, r.on_date, r.branch_id,
                Money.from_minor(r.amount, found.currency), Money.from_minor(running, found.currency), r.party_id,
                r.kind, r.memo, r.source, r.reverses,
            )
        )  # fmt: skip
    return opening, pages.page(
        lines, limit, lambda x: [x.on.isoformat(), x.entry_id, x.line, x.balance.minor]
    )


def fits(key: object) -> int:
    """A whole number of a cursor, if the database can hold it."""
    value = int(str(key))
    if abs(value) >= 2**62:
        raise ValueError(value)
    return value


def _before(act: Act, account: Account, since: date, branch: int | None) -> Money:
    if since <= date.min:
        return Money.of(0, account.currency)
    return balance(act, account.id, account.currency, date.fromordinal(since.toordinal() - 1), branch)


def by_account(rows: Sequence[Moved]) -> dict[int, int]:
    """The net of each account, debit positive, its branches together."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.account_id] = found.get(row.account_id, 0) + row.net
    return found
