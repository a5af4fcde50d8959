"""Statements of the books, on screen and on paper: the very same tables."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from caudal.business.accounting import queries
from caudal.business.accounting.queries import Asked, Compare, Statement, Which
from caudal.business.accounting.rules.statements import Cell, Column, Row, Table
from caudal.business.parties import queries as parties
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.commons.documents import sheets
from caudal.commons.documents.excel import workbook
from caudal.commons.documents.sheets import Kind, Sheet
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import MoneyOut, Out, Reading, Since, Totalled, Until, totalled
from caudal.interfaces.api.words import called, link_of
from caudal.kernel.formats import date_text
from caudal.kernel.money import Money
from caudal.ledger import queries as books

router = APIRouter(tags=["books"])
TITLES = {
    Which.TRIAL: "Balanza de comprobación", Which.INCOME: "Estado de resultados", Which.BALANCE: "Balance general",
    Which.CASH: "Flujo de efectivo", Which.CHART: "Plan de cuentas",
}  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST_BRANCH = 32767
Asking = Annotated[Which, Path(description="Cuál de los estados.")]


class Asks(BaseModel):
    """Of what, as a query says it."""

    model_config = ConfigDict(frozen=True)

    since: Since = None
    until: Until = None
    branch_id: int | None = Field(None, ge=1, le=_LARGEST_BRANCH, description="Solo una sucursal.")
    by_branch: bool = Field(False, description="Una columna por sucursal y el consolidado.")
    compare: Compare = Field(Compare.NONE, description="Contra el periodo anterior o el presupuesto.")


class Printed(Asks):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


class ColumnOut(Out):
    key: str
    label: str
    branch_id: int | None
    part: bool


class RowOut(Out):
    """A row; `cells` are amounts in the currency of the table, fractions where the column is one, or nothing."""

    key: str
    label: str
    kind: Literal["section", "group", "account", "total"]
    level: int
    code: str
    account_id: int | None
    cells: list[str | None]


class TableOut(Out):
    currency: str
    columns: list[ColumnOut]
    rows: list[RowOut]
    difference: MoneyOut


class StatementOut(Out):
    which: Which
    title: str
    since: date
    until: date
    previous_since: date | None
    previous_until: date | None
    tables: list[TableOut]


class CardLineOut(Out):
    entry_id: int
    folio: str
    on_date: date
    kind_label: str
    memo: str | None
    branch: str
    client: str | None
    source_link: str | None
    debit: MoneyOut | None
    credit: MoneyOut | None
    balance: MoneyOut


class CardFilter(Reading):
    since: Since = None
    until: Until = None


@router.get("/books/statements/{which}", operation_id="books.statement")
@door("books.read")
def statement(act: Act, which: Asking, asks: Annotated[Asks, Query()]) -> StatementOut:
    """Balanza, estado de resultados, balance general, flujo de efectivo o plan de cuentas, por moneda."""
    found = queries.statement(act, _asked(act, which, asks))
    since, until = found.previous or (None, None)
    return StatementOut.model_construct(
        which=which, title=TITLES[which], since=found.asked.since, until=found.asked.until, previous_since=since,
        previous_until=until, tables=[_table(table) for table in found.tables],
    )  # fmt: skip


@router.get("/books/statements/{which}/export", operation_id="books.export_statement")
@door("books.read")
def export(act: Act, which: Asking, asks: Annotated[Printed, Query()]) -> Response:
    """Lo mismo que en pantalla, en Excel (una hoja por moneda), CSV o PDF."""
    found = queries.statement(act, _asked(act, which, asks))
    made = list(_sheets(act, found))
    name = f"{TITLES[which].lower().replace(' ', '-')}-{found.asked.until:%Y%m%d}"
    if asks.format == "xlsx" and made:
        return exports.file(workbook(made), _XLSX, f"{name}.xlsx")
    return exports.download(_one(act, found, made), asks.format)


@router.get("/accounts/{account_id}/card", operation_id="accounts.card")
@door("books.read")
def card(
    act: Act, account_id: Annotated[int, Path(ge=1, le=2**31 - 1)], which: Annotated[CardFilter, Query()]
) -> Totalled[CardLineOut]:
    """Los movimientos de una cuenta con el saldo que dejó cada uno, el más antiguo primero."""
    since, until = _span(act, which.since, which.until)
    opening, page = books.card(
        act, account_id, (since, until), branch=which.branch_id, limit=which.limit, after=which.after
    )
    account = next(a for a in books.ledgers(act) if a.id == account_id)
    people = parties.many(act, {x.party for x in page.items if x.party is not None})
    places = branches(act)
    items = [
        CardLineOut.model_construct(
            entry_id=x.entry_id, folio=x.folio, on_date=x.on, memo=x.memo, balance=x.balance,
            kind_label=called("kinds", x.kind) + (" (reversa)" if x.reverses is not None else ""),
            branch=places[x.branch_id].name, source_link=link_of(x.source),
            client=people[x.party].name if x.party is not None and x.party in people else None,
            debit=x.amount if x.amount.is_positive else None, credit=None if x.amount.is_positive else -x.amount,
        )
        for x in page.items
    ]  # fmt: skip
    closing = books.balance(act, account_id, account.currency, until, which.branch_id)
    told = totalled(page, items)
    totals = {
        "account_id": account_id, "code": account.code, "name": account.name, "kind": account.class_,
        "kind_label": called("classes", account.class_), "currency": account.currency, "since": since.isoformat(),
        "until": until.isoformat(), "opening": opening.json(), "closing": closing.json(),
    }  # fmt: skip
    return told.model_copy(update={"totals": totals})


def _asked(act: Act, which: Which, asks: Asks) -> Asked:
    since, until = _span(act, asks.since, asks.until)
    return Asked(which, since, until, asks.branch_id, asks.by_branch, asks.compare)


def _span(act: Act, since: date | None, until: date | None) -> tuple[date, date]:
    """The month so far when nothing is said; a span that ends before it begins is of its last day."""
    last = until or act.business_date
    first = since or last.replace(day=1)
    return min(first, last), last


def _table(table: Table) -> TableOut:
    return TableOut.model_construct(
        currency=table.currency,
        columns=list(table.columns),
        rows=[
            RowOut.model_construct(
                key=row.key, label=label_of(row), kind=row.kind, level=row.level, code=row.code,
                account_id=row.account_id, cells=[_text(cell, table.currency) for cell in row.cells],
            )
            for row in table.rows
        ],
        difference=Money.from_minor(table.difference, table.currency),
    )  # fmt: skip


def label_of(row: Row) -> str:
    """What a row is called: kinds of entry are named here, where the words are."""
    return called("kinds", row.label) if row.key.startswith("kind:") else row.label


def _text(cell: Cell, currency: str) -> str | None:
    if cell is None or isinstance(cell, Decimal):
        return None if cell is None else format(cell, "f")
    return Money.from_minor(cell, currency).json()["amount"]


def _sheets(act: Act, found: Statement) -> Iterator[Sheet]:
    for table in found.tables:
        columns = (
            sheets.Column("Código"),
            sheets.Column("Concepto", width=44),
            *map(_printed, table.columns),
        )
        title = f"{TITLES[found.asked.which]} {table.currency}"
        yield Sheet(title, columns, list(_rows(table)), exports.origin(act), _filters(act, found))


def _one(act: Act, found: Statement, made: Sequence[Sheet]) -> Sheet:
    """Every currency one after another, for what has no sheets."""
    title = TITLES[found.asked.which]
    if not made:
        return Sheet(
            title, (sheets.Column("Concepto", width=44),), [], exports.origin(act), _filters(act, found)
        )
    rows = [row for sheet in made for row in sheet.rows]
    return Sheet(title, made[0].columns, rows, exports.origin(act), made[0].filters)


def _printed(column: Column) -> sheets.Column:
    return sheets.Column(column.label, Kind.PERCENT if column.part else Kind.MONEY)


def _rows(table: Table) -> Iterator[Sequence[sheets.Cell]]:
    for row in table.rows:
        cells = [_printed_cell(cell, table.currency) for cell in row.cells] or [None] * len(table.columns)
        yield (row.code, "  " * row.level + label_of(row), *cells)


def _printed_cell(cell: Cell, currency: str) -> sheets.Cell:
    return Money.from_minor(cell, currency) if isinstance(cell, int) else cell


def _filters(act: Act, found: Statement) -> tuple[tuple[str, str], ...]:
    asked = found.asked
    of_day = asked.which in (Which.BALANCE, Which.CHART)
    when = (
        f"al {date_text(asked.until)}"
        if of_day
        else f"del {date_text(asked.since)} al {date_text(asked.until)}"
    )
    where = branch_of(act, asked.branch_id).name if asked.branch_id else "todas, consolidado"
    compared = {Compare.PREVIOUS: "periodo anterior", Compare.BUDGET: "presupuesto"}.get(asked.compare)
    told = [("Periodo", when), ("Sucursal", where)]
    return (*told, ("Comparado con", compared)) if compared else tuple(told)
