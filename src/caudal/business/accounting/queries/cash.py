"""The flow of cash, by the direct method: what came in and went out of tills and banks, by kind of entry."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from caudal.business.accounting.rules import Column, Row, Table
from caudal.business.accounting.rules.statements import added
from caudal.commons.acts.act import Act
from caudal.ledger import queries as books
from caudal.ledger.queries import CashMove, Ledger

CASH = frozenset({"CASH", "CHEQUE", "CARD", "BANK"})
"""Roles of the accounts where money is: tills, cheques and cards to be settled, banks."""

BETWEEN = "interbranch"
ACTIVITIES: Mapping[str, tuple[str, str]] = {
    "capital": ("financing", "Financiamiento"),
    "till_opening": ("financing", "Financiamiento"),
    "opening": ("financing", "Financiamiento"),
    "borrowing": ("financing", "Financiamiento"),
    BETWEEN: ("between", "Entre sucursales"),
}
"""What each kind of entry is part of; the rest is what the house does every day."""
OPERATION = ("operation", "Operación")
_ORDER = ("operation", "financing", "between")


def cash_tables(
    act: Act,
    spans: Sequence[tuple[date, date]],
    branch_id: int | None,
    columns: Sequence[Column],
    currencies: Sequence[str],
) -> list[Table]:
    """A table for each currency: what there was, what came in and went out by kind, and what there is.

    Args:
        act: who asks.
        spans: the span asked for and, when it is compared, the one before.
        branch_id: only that branch.
        columns: as `_cells` understands their keys.
        currencies: in the order they are shown.
    """
    moves = [books.cash_flow(act, since, until, branch_id) for since, until in spans]
    held = [_held(act, since, until, branch_id) for since, until in spans]
    return [
        _table(
            currency, tuple(columns), [[m for m in span if m.currency == currency] for span in moves],
            [each.get(currency, []) for each in held],
        )
        for currency in currencies
    ]  # fmt: skip


def _held(act: Act, since: date, until: date, branch_id: int | None) -> dict[str, list[tuple[int, int, int]]]:
    """By currency: a branch, what it had in cash when the span began and what it has at its end."""
    accounts = {a.id: a for a in books.ledgers(act) if a.use in CASH}
    brought = _by_branch(books.moved(act, None, since - timedelta(days=1), branch_id, classes="A"), accounts)
    during = _by_branch(books.moved(act, since, until, branch_id, classes="A"), accounts)
    found: dict[str, list[tuple[int, int, int]]] = {}
    for key in sorted({*brought, *during}):
        branch, currency = key
        opening = brought.get(key, 0)
        found.setdefault(currency, []).append((branch, opening, opening + during.get(key, 0)))
    return found


def _by_branch(rows: Sequence[books.Moved], accounts: Mapping[int, Ledger]) -> dict[tuple[int, str], int]:
    sums: dict[tuple[int, str], int] = {}
    for row in rows:
        if account := accounts.get(row.account_id):
            key = (row.branch_id, account.currency)
            sums[key] = sums.get(key, 0) + row.net
    return sums


def _table(
    currency: str,
    columns: tuple[Column, ...],
    spans: Sequence[Sequence[CashMove]],
    held: Sequence[Sequence[tuple[int, int, int]]],
) -> Table:
    width = len(columns)
    rows: list[Row] = [_standing("opening", "Efectivo al inicio", columns, held, 1)]
    total = (0,) * width
    for activity in _ORDER:
        own = [[m for m in span if _activity(m.kind)[0] == activity] for span in spans]
        kinds = sorted({m.kind for span in own for m in span}, key=lambda kind: (-_weight(kind, own), kind))
        made = [
            Row(
                f"kind:{kind}",
                kind,
                "account",
                1,
                cells=_cells(columns, [[m for m in s if m.kind == kind] for s in own]),
            )
            for kind in kinds
        ]
        if made:
            sum_of = added([_ints(row) for row in made], width)
            total = added([total, sum_of], width)
            title = _activity(kinds[0])[1]
            rows += [Row(f"section:{activity}", title, "section"), *made]
            rows.append(Row(f"total:{activity}", f"Total de {title.lower()}", "total", cells=sum_of))
    closing = _standing("closing", "Efectivo al final", columns, held, 2)
    rows += [Row("total:net", "Variación del efectivo", "total", cells=total), closing]
    moved = sum(m.inflow - m.outflow for m in spans[0])
    there = sum(end - start for _, start, end in held[0])
    return Table(currency, columns, tuple(rows), there - moved)


def _standing(
    key: str, label: str, columns: Sequence[Column], held: Sequence[Sequence[tuple[int, int, int]]], at: int
) -> Row:
    """What there was or is: only where a column is of a net, because what came in has no beginning."""
    cells: list[int | None] = []
    for column in columns:
        span = held[1] if column.key in ("previous", "change") and len(held) > 1 else held[0]
        amount = sum(row[at] for row in span if column.branch_id in (None, row[0]))
        if column.key == "change":
            amount = sum(row[at] for row in held[0]) - amount
        cells.append(None if column.key in ("inflow", "outflow") else amount)
    return Row(f"total:{key}", label, "total", cells=tuple(cells))


def _cells(columns: Sequence[Column], spans: Sequence[Sequence[CashMove]]) -> tuple[int, ...]:
    now = spans[0]
    net, was = _net(now), sum(_net(span) for span in spans[1:])
    whole = {
        "inflow": sum(m.inflow for m in now), "outflow": sum(m.outflow for m in now), "net": net,
        "previous": was, "change": net - was,
    }  # fmt: skip
    return tuple(
        _net([m for m in now if m.branch_id == c.branch_id])
        if c.branch_id is not None
        else whole.get(c.key, net)
        for c in columns
    )


def _net(moves: Iterable[CashMove]) -> int:
    return sum(m.inflow - m.outflow for m in moves)


def _weight(kind: str, spans: Sequence[Sequence[CashMove]]) -> int:
    return sum(abs(m.inflow) + abs(m.outflow) for span in spans for m in span if m.kind == kind)


def _activity(kind: str) -> tuple[str, str]:
    return ACTIVITIES.get(kind, OPERATION)


def _ints(row: Row) -> tuple[int, ...]:
    return tuple(cell for cell in row.cells if isinstance(cell, int))
