"""Printed reports: the same table as the workbook, on letter pages with its titles on each."""

from datetime import date, datetime
from decimal import Decimal

from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.sheets import Cell, Kind, Origin, Sheet, Subtotal, Tally, complete, limited
from caudal.commons.documents.typesetting import pdf_apart
from caudal.kernel.formats import date_text, money_screen, percent
from caudal.kernel.money import Money

MOST_ROWS = 2_000
_NARROW = 16
_UPRIGHT_COLUMNS = 7
_DASH = "—"
_RIGHT = frozenset({Kind.MONEY, Kind.INTEGER, Kind.PERCENT})


def report_pdf(sheet: Sheet) -> bytes:
    """`sheet` as PDF: upright up to seven columns, lying down beyond.

    Raises:
        TooManyRows: nobody reads two thousand rows on paper; the workbook takes them all.
        MixedCurrencies: a row has money of two currencies.
    """
    whole = complete(sheet)
    tally = Tally(whole.columns)
    rows: list[list[str]] = []
    for row in limited(whole.rows, MOST_ROWS, "use Excel o CSV, o agregue filtros"):
        tally.add(row)
        rows.append([_shown(cell, whole.origin) for _, cell in zip(whole.columns, row, strict=True)])
    data = {
        "title": whole.title,
        "company": whole.origin.company,
        "origin": whole.origin.line,
        "filters": whole.filters_line,
        "lying": len(whole.columns) > _UPRIGHT_COLUMNS,
        "columns": [
            {"title": column.title, "wide": _wide(place, rows), "right": column.kind in _RIGHT}
            for place, column in enumerate(whole.columns)
        ],
        "rows": rows,
        "totals": [_total(subtotal, whole, among=len(tally.subtotals)) for subtotal in tally.subtotals],
        "count": len(rows),
    }
    return pdf_apart("informe", data, at=whole.origin.at)


def _wide(place: int, rows: list[list[str]]) -> bool:
    """Whether a column gets a share of the page instead of just what it needs."""
    return any(len(row[place]) > _NARROW for row in rows)


def _total(subtotal: Subtotal, sheet: Sheet, *, among: int) -> list[str]:
    label = next((place for place, column in enumerate(sheet.columns) if not column.total), None)
    line = [""] * len(sheet.columns)
    if label is not None:
        line[label] = subtotal.label(among=among)
    for place, value in subtotal.sums.items():
        line[place] = _shown(value, sheet.origin)
    return line


def _shown(cell: Cell, origin: Origin) -> str:
    match cell:
        case Money():
            return money_screen(cell)
        case Decimal():
            return percent(cell)
        case datetime():
            return moment_text(cell, origin.time_zone)
        case date():
            return date_text(cell)
        case int():
            return f"{cell:,}".replace(",", "\u202f")
        case _:
            return cell or _DASH
