"""Workbooks: one sheet per table, written row by row so that memory does not grow with them.

Texts are written as texts, so nothing a client is called can run; the only formulas are our own totals, and they
carry their value.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.utility import xl_range  # pyright: ignore[reportMissingTypeStubs]

from caudal.commons.documents.sheets import Cell, Column, Kind, Sheet, Subtotal, Tally, complete, limited
from caudal.kernel.dates import local
from caudal.kernel.formats import excel_format, money_text
from caudal.kernel.money import Money

MOST_ROWS = 1_000_000
_HEADER = 4
"""Row (from zero) of the column titles; above it, title, origin and filters."""
_NAME_LENGTH = 31
_NARROWEST, _WIDEST = 8, 60
_KIND_WIDTH = {
    Kind.MONEY: 16,
    Kind.DATE: 11,
    Kind.INSTANT: 17,
    Kind.INTEGER: 9,
    Kind.PERCENT: 9,
    Kind.CURRENCY: 9,
}
_FORMATS = {
    Kind.DATE: "dd/mm/yyyy",
    Kind.INSTANT: "dd/mm/yyyy hh:mm",
    Kind.PERCENT: "0.0%",
    Kind.INTEGER: "#,##0",
}
_EPOCH = date(1899, 12, 30)
_OPEN: Any = Workbook
"""The library carries no types: what it gives is taken as it comes."""
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook(tables: Sequence[Sheet]) -> bytes:
    """A workbook with one sheet per table.

    Raises:
        TooManyRows: a table is longer than a sheet.
        MixedCurrencies: a row has money of two currencies.
    """
    made = io.BytesIO()
    write_workbook(tables, made)
    return made.getvalue()


def write_workbook(tables: Sequence[Sheet], into: IO[bytes]) -> None:
    """The same, written into an open file: nothing of it stays in memory."""
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": _FORMATS[Kind.DATE],
    }
    with _OPEN(into, options) as book:
        if tables:
            _describe(book, tables[0])
        formats = _Formats(book)
        taken: set[str] = set()
        for table in tables:
            page = book.add_worksheet(_name(table.title, taken))
            _Page(page, complete(table), formats).write()


class _Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#4b5563"})
        self.header = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#f5f7fa"}
        )

    def of(self, number_format: str, *, total: bool = False) -> Any:
        """The format that shows numbers as `number_format`; a line above and bold in totals."""
        key = (number_format, total)
        if key not in self._made:
            properties: dict[str, Any] = {"num_format": number_format}
            if total:
                properties |= {"bold": True, "top": 1}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def money(self, money: Money, *, total: bool = False) -> Any:
        """The format of `money` in its country; cents are shown when there are any."""
        return self.of(number_format(money), total=total)


class _Page:
    """One sheet being written, from top to bottom."""

    def __init__(self, page: Any, table: Sheet, formats: _Formats) -> None:
        self.page, self.table, self.formats = page, table, formats
        self.widths = [max(len(column.title) + 3, _NARROWEST) for column in table.columns]

    def write(self) -> None:
        page, table = self.page, self.table
        page.write_string(0, 0, table.title, self.formats.title)
        page.write_string(1, 0, table.origin.line, self.formats.note)
        page.write_string(2, 0, table.filters_line, self.formats.note)
        for place, column in enumerate(table.columns):
            page.write_string(_HEADER, place, column.title, self.formats.header)
        tally, last = Tally(table.columns), _HEADER
        for last, row in enumerate(limited(table.rows, MOST_ROWS, "agregue filtros"), _HEADER + 1):
            self._row(last, row)
            tally.add(row)
        self._totals(last, tally.subtotals)
        self._finish(last)

    def _row(self, at: int, row: Sequence[Cell]) -> None:
        for place, (column, cell) in enumerate(zip(self.table.columns, row, strict=True)):
            if cell is not None:
                self._cell(at, place, column, cell)

    def _cell(self, at: int, place: int, column: Column, cell: Cell) -> None:
        match cell:
            case Money():
                self.page.write_number(at, place, cell.amount, self.formats.money(cell))
            case datetime():
                there = local(cell, self.table.origin.time_zone).replace(tzinfo=None)
                self.page.write_datetime(at, place, there, self.formats.of(_FORMATS[Kind.INSTANT]))
            case date():
                if cell < _EPOCH:  # older than the dates a spreadsheet knows
                    self.page.write_string(at, place, cell.isoformat())
                else:
                    self.page.write_datetime(at, place, cell, self.formats.of(_FORMATS[Kind.DATE]))
            case int() | Decimal():
                shown = self.formats.of(_FORMATS.get(column.kind, "General"))
                self.page.write_number(at, place, cell, shown)
            case str():
                self.widths[place] = max(self.widths[place], min(len(cell) + 1, _WIDEST))
                self.page.write_string(at, place, cell)
            case None:
                pass

    def _totals(self, last: int, subtotals: list[Subtotal]) -> None:
        columns = self.table.columns
        label = next((place for place, column in enumerate(columns) if not column.total), None)
        currency = next((n for n, column in enumerate(columns) if column.kind is Kind.CURRENCY), None)
        for number, subtotal in enumerate(subtotals, 1):
            at = last + number
            if label is not None:
                said = subtotal.label(among=len(subtotals))
                self.page.write_string(at, label, said, self.formats.of("@", total=True))
            for place, value in subtotal.sums.items():
                rows = _range(place, last)
                formula = f"=SUBTOTAL(109,{rows})"
                if len(subtotals) > 1 and currency is not None:
                    formula = f'=SUMIFS({rows},{_range(currency, last)},"{subtotal.currency}")'
                if isinstance(value, Money):
                    shown, figure = self.formats.money(value, total=True), value.amount
                else:
                    shown, figure = self.formats.of(_FORMATS[Kind.INTEGER], total=True), Decimal(value)
                self.page.write_formula(at, place, formula, shown, figure)

    def _finish(self, last: int) -> None:
        page, columns = self.page, self.table.columns
        for place, column in enumerate(columns):
            natural = max(self.widths[place], _KIND_WIDTH.get(column.kind, 0))
            page.set_column(place, place, column.width or natural)
        if columns:
            page.autofilter(_HEADER, 0, max(last, _HEADER), len(columns) - 1)
        page.freeze_panes(_HEADER + 1, 0)
        page.repeat_rows(_HEADER)
        page.set_paper(1)
        if len(columns) > 7:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&RPágina &P de &N")


def number_format(money: Money) -> str:
    """The number format of `money`: the country's symbol, its decimals, and cents where there are any.

    >>> number_format(Money.of(250000, "COP")), number_format(Money.of("0.50", "COP"))
    ('"$"#,##0', '"$"#,##0.00')
    """
    symbol = money_text(Money.of(1, money.currency)).partition("1")[0].strip()
    digits = excel_format(money.currency)
    if money.amount != money.amount.to_integral_value() and "." not in digits:
        digits += ".00"
    return f'"{symbol}"{digits}' if symbol else digits


def _describe(book: Any, table: Sheet) -> None:
    origin = table.origin
    book.set_properties(
        {
            "title": table.title,
            "author": origin.by,
            "company": origin.company,
            "comments": table.filters_line,
            "created": origin.at.replace(tzinfo=None) - (origin.at.utcoffset() or timedelta()),
        }
    )


def _name(title: str, taken: set[str]) -> str:
    """A name a sheet may have, different from those `taken`."""
    base = _FORBIDDEN_IN_NAME.sub(" ", title).strip(" '") or "Hoja"
    name, number = base[:_NAME_LENGTH].strip(" '"), 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: _NAME_LENGTH - 5].strip()} ({number})"
    taken.add(name.lower())
    return name


def _range(place: int, last: int) -> str:
    return xl_range(_HEADER + 1, place, last, place)
