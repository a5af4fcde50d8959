"""The statements: trial balance, income statement, balance sheet, cash flow and the chart with its balances.

Each currency is a complete set of books: one table for each. By branch or consolidated, at any date or span of dates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from caudal.business.accounting.queries.budgets import budgets
from caudal.business.accounting.queries.cash import cash_tables
from caudal.business.accounting.rules.budgets import FIGURES, months_between
from caudal.business.accounting.rules.spans import previous
from caudal.business.accounting.rules.statements import (
    Cell,
    Column,
    Heading,
    Leaf,
    Row,
    Table,
    balance_sheet,
    chart_table,
    income_statement,
    part_of,
    signed,
    trial_table,
)
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import allowed, branch_of, branches
from caudal.kernel.formats import date_text
from caudal.ledger import queries as books
from caudal.ledger.queries import Ledger, Moved

_EVER = date.min


class Which(StrEnum):
    """The statements there are."""

    TRIAL = "trial-balance"
    INCOME = "income"
    BALANCE = "balance"
    CASH = "cash-flow"
    CHART = "chart"


class Compare(StrEnum):
    """What a statement is put beside."""

    NONE = "none"
    PREVIOUS = "previous"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement: of a span of days (a balance, at its last one), of a branch or consolidated, compared or not.

    ``by_branch``: a column for each branch and the consolidated one; then nothing is compared.
    """

    which: Which
    since: date
    until: date
    branch_id: int | None = None
    by_branch: bool = False
    compare: Compare = Compare.NONE


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, one table per currency; ``previous`` is the span it was compared with."""

    asked: Asked
    tables: tuple[Table, ...]
    previous: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    """What a table is made of: one currency, its accounts and groups."""

    currency: str
    accounts: dict[int, Ledger]
    groups: Sequence[Heading]


Nets = Mapping[int, int]
"""The net of each account, debit positive."""


def statement(act: Act, asked: Asked) -> Statement:
    """A statement of the branches of the act.

    Raises:
        Forbidden: the branch isn't one of the actor's.
    """
    if asked.branch_id is not None:
        allowed(act, [asked.branch_id])
        asked = replace(asked, by_branch=False)
    if asked.by_branch or (asked.compare is Compare.BUDGET and asked.which is not Which.INCOME):
        asked = replace(asked, compare=Compare.NONE)
    before = previous(asked.since, asked.until) if asked.compare is Compare.PREVIOUS else None
    books_of = _books(act)
    if asked.which is Which.CASH:
        made = _cash(act, asked, before, books_of)
    elif asked.which is Which.TRIAL:
        made = _trial(act, asked, books_of)
    else:
        made = _levels(act, asked, before, books_of)
    return Statement(asked, tuple(table for table in made if table.rows), before)


def _books(act: Act) -> list[_Book]:
    """The books of each currency, that of the act's branch first."""
    home = branch_of(act, act.place.branch_id).currency
    by_currency: dict[str, dict[int, Ledger]] = {}
    for account in books.ledgers(act):
        by_currency.setdefault(account.currency, {})[account.id] = account
    order = sorted(by_currency, key=lambda currency: (currency != home, currency))
    return [_Book(currency, by_currency[currency], books.groups(act, currency)) for currency in order]


def _trial(act: Act, asked: Asked, books_of: Sequence[_Book]) -> list[Table]:
    brought = (
        _sums(books.moved(act, None, asked.since - timedelta(days=1), asked.branch_id))
        if asked.since > _EVER
        else {}
    )
    during = _sums(books.moved(act, asked.since, asked.until, asked.branch_id))
    made: list[Table] = []
    for book in books_of:
        leaves: list[tuple[Leaf, int, int, int]] = []
        for account in book.accounts.values():
            opening = brought.get(account.id, (0, 0))
            debit, credit = during.get(account.id, (0, 0))
            start = opening[0] - opening[1]
            if start or debit or credit:
                leaves.append((_leaf(account, ()), start, debit, credit))
        if leaves:
            made.append(trial_table(book.currency, leaves, ("Saldo inicial", "Saldo final")))
    return made


def _cash(act: Act, asked: Asked, before: tuple[date, date] | None, books_of: Sequence[_Book]) -> list[Table]:
    spans = [(asked.since, asked.until), *([before] if before else [])]
    if asked.by_branch:
        columns = _branch_columns(act)
    elif before:
        columns = (Column("net", "Neto"), Column("previous", "Periodo anterior"), Column("change", "Cambio"))
    else:
        columns = (Column("inflow", "Entradas"), Column("outflow", "Salidas"), Column("net", "Neto"))
    made = cash_tables(act, spans, asked.branch_id, columns, [book.currency for book in books_of])
    return [table for table in made if any(any(row.cells) for row in table.rows)]


def _levels(
    act: Act, asked: Asked, before: tuple[date, date] | None, books_of: Sequence[_Book]
) -> list[Table]:
    """The statements that are a tree: each column is the net of every account in a span and some branches."""
    results = asked.which is Which.INCOME
    spans = [(asked.since if results else None, asked.until)]
    columns: tuple[Column, ...] = (Column("amount", _named(asked)),)
    if before:
        spans.append((before[0] if results else None, before[1]))
        columns += (Column("previous", "Periodo anterior" if results else f"Al {date_text(before[1])}"),)
    moved = [
        books.moved(
            act, since, until, asked.branch_id, classes="IX" if results else "ALEIX", closing=not results
        )
        for since, until in spans
    ]
    nets: list[Nets] = [books.by_account(rows) for rows in moved]
    if asked.by_branch:
        columns = _branch_columns(act)
        nets = [
            books.by_account([row for row in moved[0] if column.branch_id in (None, row.branch_id)])
            for column in columns
        ]
    made: list[Table] = []
    for book in books_of:
        table = _one(act, asked, book, columns, nets)
        made.append(_beside(act, asked, table, book))
    return made


def _one(act: Act, asked: Asked, book: _Book, columns: tuple[Column, ...], nets: Sequence[Nets]) -> Table:
    leaves = [
        _leaf(a, tuple(signed(a.class_, net.get(a.id, 0)) for net in nets)) for a in book.accounts.values()
    ]
    if asked.which is Which.CHART:
        return chart_table(
            book.currency, columns, book.groups, [*leaves, *_unopened(act, book, len(columns))]
        )
    leaves = [leaf for leaf in leaves if any(leaf.cells)]
    if not leaves:
        return Table(book.currency, columns, ())
    if asked.which is Which.INCOME:
        costs = next((g.code for g in book.groups if g.parent is None and g.name.startswith("Costo")), "")
        return income_statement(book.currency, columns, book.groups, leaves, costs)
    kept = [leaf for leaf in leaves if leaf.class_ in "ALE"]
    return balance_sheet(book.currency, columns, book.groups, kept, _results(act, asked, book, columns, nets))


def _results(
    act: Act, asked: Asked, book: _Book, columns: tuple[Column, ...], nets: Sequence[Nets]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What results add to the owner's side: of this year, and of years that nobody closed."""
    spent = [a.id for a in book.accounts.values() if a.class_ in "IX"]
    whole = tuple(-sum(net.get(account, 0) for account in spent) for net in nets)
    before: list[int] = []
    span = previous(asked.since, asked.until)
    read: dict[int, Sequence[Moved]] = {}
    for column in columns:
        until = span[1] if span and column.key == "previous" else asked.until
        if until.year not in read:
            ended = date(until.year, 1, 1) - timedelta(days=1)
            read[until.year] = books.moved(act, None, ended, asked.branch_id, classes="IX")
        own = books.by_account([row for row in read[until.year] if column.branch_id in (None, row.branch_id)])
        before.append(-sum(own.get(account, 0) for account in spent))
    return tuple(a - b for a, b in zip(whole, before, strict=True)), tuple(before)


def _beside(act: Act, asked: Asked, table: Table, book: _Book) -> Table:
    """With what it is compared with: how much it changed, or how much of what was expected it is."""
    if not table.rows:
        return table
    if asked.compare is Compare.PREVIOUS and len(table.columns) > 1:
        rows = [replace(row, cells=_changed(row)) for row in table.rows]
        return replace(table, columns=(*table.columns, Column("change", "Cambio")), rows=tuple(rows))
    if asked.compare is Compare.BUDGET:
        hoped = _hoped(act, asked, book)
        rows = [replace(row, cells=_against(row, hoped)) for row in table.rows]
        columns = (*table.columns, Column("budget", "Presupuesto"), Column("reached", "Avance", part=True))
        return replace(table, columns=columns, rows=tuple(rows))
    return table


def _changed(row: Row) -> tuple[Cell, ...]:
    if not row.cells:
        return ()
    now, was = row.cells[:2]
    if isinstance(now, int) and isinstance(was, int):
        return (now, was, now - was)
    change = now - was if isinstance(now, Decimal) and isinstance(was, Decimal) else None
    return (now, was, change)


def _hoped(act: Act, asked: Asked, book: _Book) -> dict[str, int]:
    """What is expected, by figure or code of account."""
    sums: dict[str, int] = {}
    for line in budgets(act, list(months_between(asked.since, asked.until)), asked.branch_id, book.currency):
        sums[line.key] = sums.get(line.key, 0) + line.amount.minor
    codes = {a.code: a.class_ for a in book.accounts.values()}
    for figure, class_ in (("income", "I"), ("expenses", "X")):
        own = [amount for key, amount in sums.items() if key not in FIGURES and codes.get(key) == class_]
        if own and figure not in sums:
            sums[figure] = sum(own)
    if "utility" not in sums and {"income", "expenses"} <= set(sums):
        sums["utility"] = sums["income"] - sums["expenses"]
    return sums


def _against(row: Row, hoped: Mapping[str, int]) -> tuple[Cell, ...]:
    if not row.cells:
        return ()
    key = row.key.removeprefix("total:") if row.kind == "total" else row.code
    wanted, now = hoped.get(key), row.cells[0]
    reached = part_of(now, wanted) if isinstance(now, int) and wanted is not None else None
    return (now, wanted, reached)


def _unopened(act: Act, book: _Book, width: int) -> list[Leaf]:
    """Accounts the chart has and nobody used yet."""
    opened = {a.code for a in book.accounts.values()}
    codes = [g.code for g in book.groups]
    found: list[Leaf] = []
    for line in books.chart(act, book.currency):
        if line.code not in opened:
            group = max((code for code in codes if line.code.startswith(code)), key=len, default=None)
            found.append(Leaf(line.code, line.name, line.class_, group, None, (0,) * width))
    return found


def _branch_columns(act: Act) -> tuple[Column, ...]:
    """A column for each branch of the act, and one for all of them."""
    known = branches(act)
    own = [Column(f"branch:{i}", known[i].name, i) for i in sorted(act.actor.branches) if i in known]
    return (*own, Column("total", "Consolidado"))


def _named(asked: Asked) -> str:
    return "Periodo" if asked.which is Which.INCOME else f"Al {date_text(asked.until)}"


def _leaf(account: Ledger, cells: tuple[int, ...]) -> Leaf:
    below = account.parent_id is not None
    return Leaf(account.code, account.name, account.class_, account.group, account.id, cells, below)


def _sums(rows: Sequence[Moved]) -> dict[int, tuple[int, int]]:
    sums: dict[int, tuple[int, int]] = {}
    for row in rows:
        debit, credit = sums.get(row.account_id, (0, 0))
        sums[row.account_id] = (debit + row.debit, credit + row.credit)
    return sums
