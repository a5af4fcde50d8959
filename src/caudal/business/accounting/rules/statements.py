"""Statements as tables: rows in the order of the chart, with the subtotals of its groups. Pure, in minor units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

Cell = int | Decimal | None
"""Minor units, a fraction, or nothing to show."""


class Heading(Protocol):
    """A group of a chart."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def class_(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``branch_id`` when it is of one branch, ``part`` when it holds fractions."""

    key: str
    label: str
    branch_id: int | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a ``section`` title, a ``group`` with its subtotal, an ``account`` or a ``total``."""

    key: str
    label: str
    kind: str
    level: int = 0
    code: str = ""
    account_id: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A statement in one currency. ``difference``: what should be zero and how much it isn't, in minor units."""

    currency: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    difference: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """An account with the cells of its row, already with the sign they are read with."""

    code: str
    name: str
    class_: str
    group: str | None
    account_id: int | None
    cells: tuple[int, ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows and what they add up to."""

    rows: tuple[Row, ...]
    total: tuple[int, ...]


def tree(
    groups: Sequence[Heading], leaves: Sequence[Leaf], width: int, *, skip_roots: bool = False
) -> Section:
    """Accounts under their groups, each group before what it has, with its subtotal; empty groups are left out.

    Args:
        groups: of the chart, by code.
        leaves: accounts to show.
        width: how many cells a row has.
        skip_roots: leave out the groups of the first level, when a title says what they are.
    """
    known = {group.code: group for group in groups}
    under: dict[str | None, list[str]] = {}
    for group in groups:
        under.setdefault(group.parent, []).append(group.code)
    held: dict[str | None, list[Leaf]] = {}
    for leaf in sorted(leaves, key=lambda each: each.code):
        held.setdefault(leaf.group if leaf.group in known else None, []).append(leaf)

    def walk(code: str, level: int) -> Section:
        own = [_account(leaf, level + 1) for leaf in held.get(code, [])]
        parts = [walk(child, level + 1) for child in under.get(code, [])]
        rows = [*own, *(row for part in parts for row in part.rows)]
        if not rows:
            return Section((), (0,) * width)
        total = added([*(leaf.cells for leaf in held.get(code, [])), *(part.total for part in parts)], width)
        head = Row(f"group:{code}", known[code].name, "group", level, code, None, total)
        return Section((head, *rows), total)

    roots = [walk(code, -1 if skip_roots else 0) for code in under.get(None, [])]
    shown = [row for part in roots for row in part.rows if row.level >= 0]
    loose = held.get(None, [])
    shown += [_account(leaf, 0) for leaf in loose]
    return Section(
        tuple(shown), added([*(part.total for part in roots), *(leaf.cells for leaf in loose)], width)
    )


def added(rows: Iterable[Sequence[int]], width: int) -> tuple[int, ...]:
    """The rows, cell by cell.

    >>> added([(1, 2), (3, 4)], 2)
    (4, 6)
    """
    sums = [0] * width
    for row in rows:
        for place, cell in enumerate(row):
            sums[place] += cell
    return tuple(sums)


def income_statement(
    currency: str, columns: tuple[Column, ...], groups: Sequence[Heading], leaves: Sequence[Leaf], costs: str
) -> Table:
    """Income, costs, gross utility, expenses and utility, with its margin.

    Args:
        currency: of every cell.
        columns: what each cell is of.
        groups: of the chart.
        leaves: accounts of results; income positive, costs and expenses positive.
        costs: code of the group of costs of this chart.
    """
    width = len(columns)
    of_costs = _under(groups, costs)
    income = tree(groups, [leaf for leaf in leaves if leaf.class_ == "I"], width, skip_roots=True)
    spent = [leaf for leaf in leaves if leaf.class_ == "X"]
    cost = tree(groups, [leaf for leaf in spent if leaf.group in of_costs], width, skip_roots=True)
    expense = tree(groups, [leaf for leaf in spent if leaf.group not in of_costs], width, skip_roots=True)
    gross = less(income.total, cost.total)
    utility = less(gross, expense.total)
    rows = [
        *_section("income", "Ingresos", income, "Total de ingresos"),
        *_section("costs", "Costos", cost, "Total de costos"),
        *((Row("total:gross", "Utilidad bruta", "total", cells=gross),) if cost.rows else ()),
        *_section("expenses", "Gastos", expense, "Total de gastos"),
        Row("total:utility", "Utilidad", "total", cells=utility),
        Row("total:margin", "Margen", "total", cells=tuple(map(part_of, utility, income.total))),
    ]
    return Table(currency, columns, tuple(rows))


def balance_sheet(
    currency: str,
    columns: tuple[Column, ...],
    groups: Sequence[Heading],
    leaves: Sequence[Leaf],
    results: tuple[tuple[int, ...], tuple[int, ...]],
) -> Table:
    """What is owned, what is owed and the difference; what the year earned so far is part of the owner's side.

    Args:
        currency: of every cell.
        columns: what each cell is of.
        groups: of the chart.
        leaves: accounts of balance; assets debit positive, liabilities and equity credit positive.
        results: what this year earned and what earlier years that nobody closed did, credit positive.
    """
    width = len(columns)
    asset, liability, equity = (
        tree(groups, [leaf for leaf in leaves if leaf.class_ == each], width, skip_roots=True)
        for each in "ALE"
    )
    this_year, before = results
    own = [Row("result:year", "Resultado del ejercicio", "account", 1, cells=this_year)]
    if any(before):
        own.insert(0, Row("result:before", "Resultado de ejercicios sin cerrar", "account", 1, cells=before))
    capital = Section((*equity.rows, *own), added([equity.total, this_year, before], width))
    both = added([liability.total, capital.total], width)
    rows = [
        *_section("assets", "Activo", asset, "Total del activo"),
        *_section("liabilities", "Pasivo", liability, "Total del pasivo"),
        *_section("equity", "Capital", capital, "Total del capital"),
        Row("total:both", "Pasivo más capital", "total", cells=both),
    ]
    off = less(asset.total, both)
    return Table(currency, columns, tuple(rows), max(off, key=abs, default=0))


def trial_table(
    currency: str, leaves: Sequence[tuple[Leaf, int, int, int]], spanned: tuple[str, str]
) -> Table:
    """What each account brought, was charged, was credited and is left with; each balance on its own side.

    Args:
        currency: of every cell.
        leaves: an account, what it brought (debit positive), its charges and its credits.
        spanned: how the opening and the closing are called.
    """
    opening, closing = spanned
    columns = (
        Column("opening_debit", f"{opening} deudor"), Column("opening_credit", f"{opening} acreedor"),
        Column("debit", "Cargos"), Column("credit", "Abonos"),
        Column("closing_debit", f"{closing} deudor"), Column("closing_credit", f"{closing} acreedor"),
    )  # fmt: skip
    rows: list[Row] = []
    for leaf, brought, debit, credit in sorted(leaves, key=lambda each: each[0].code):
        left = brought + debit - credit
        cells = (*sides(brought), debit, credit, *sides(left))
        rows.append(_account(replace(leaf, cells=cells), 0))
    total = added([_whole(row.cells) for row in rows], len(columns))
    off = [total[at] - total[at + 1] for at in (0, 2, 4)]
    rows.append(Row("total:all", "Sumas iguales" if not any(off) else "Sumas", "total", cells=total))
    return Table(currency, columns, tuple(rows), max(off, key=abs))


def chart_table(
    currency: str, columns: tuple[Column, ...], groups: Sequence[Heading], leaves: Sequence[Leaf]
) -> Table:
    """The chart of accounts as a tree; assets and expenses debit positive, the rest credit positive."""
    return Table(currency, columns, tree(groups, leaves, len(columns)).rows)


def sides(balance: int) -> tuple[int, int]:
    """A balance on its side: (debtor, creditor), neither with a sign.

    >>> sides(5), sides(-3)
    ((5, 0), (0, 3))
    """
    return max(balance, 0), max(-balance, 0)


def less(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    """Cell by cell."""
    return tuple(a - b for a, b in zip(one, other, strict=True))


def part_of(some: int, whole: int) -> Decimal | None:
    """What part of `whole` is `some`, to six decimals; nothing of nothing, or of less.

    >>> part_of(70, 910)
    Decimal('0.076923')
    """
    return (Decimal(some) / whole).quantize(Decimal("0.000001")) if whole > 0 else None


def signed(class_: str, net: int) -> int:
    """A balance (debit positive) with the sign an account of that class is read with.

    >>> signed("A", 5), signed("I", -5)
    (5, 5)
    """
    return net if class_ in "AX" else -net


def _section(key: str, title: str, section: Section, total: str) -> Iterator[Row]:
    if section.rows:
        yield Row(f"section:{key}", title, "section")
        yield from section.rows
        yield Row(f"total:{key}", total, "total", cells=section.total)


def _account(leaf: Leaf, level: int) -> Row:
    key = f"account:{leaf.account_id or leaf.code}"
    return Row(key, leaf.name, "account", level + leaf.below, leaf.code, leaf.account_id, leaf.cells)


def _whole(cells: tuple[Cell, ...]) -> tuple[int, ...]:
    return tuple(cell for cell in cells if isinstance(cell, int))


def _under(groups: Sequence[Heading], root: str) -> set[str]:
    """A group and those below it."""
    found = {root}
    for group in groups:
        if group.parent in found:
            found.add(group.code)
    return found
