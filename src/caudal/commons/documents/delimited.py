"""Plain files for other programs and for Excel in Spanish: semicolons, the country's decimal mark, UTF-8 with mark.

A text that a spreadsheet would run as a formula is written with an apostrophe before it; figures never are.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from caudal.commons.documents.sheets import Cell, Origin, Sheet, complete
from caudal.kernel.dates import local
from caudal.kernel.formats import date_text
from caudal.kernel.money import Money

SEPARATOR = ";"
_COMMA_COUNTRIES = frozenset({"AR", "BO", "BR", "CL", "CO", "CR", "EC", "ES", "PY", "UY", "VE"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINES_AT_ONCE = 500


def csv_text(sheet: Sheet) -> bytes:
    """`sheet` (titles and rows, no totals) as a file."""
    return b"".join(csv_pieces(sheet))


def csv_pieces(sheet: Sheet) -> Iterator[bytes]:
    """The same, piece by piece, for answers that are sent while the rows are read."""
    whole = complete(sheet)
    piece = io.StringIO(newline="")
    piece.write("\ufeff")
    writer = csv.writer(piece, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow([safe(column.title) for column in whole.columns])
    for number, row in enumerate(whole.rows, 1):
        writer.writerow(_written(row, whole))
        if number % _LINES_AT_ONCE == 0:
            yield piece.getvalue().encode()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue().encode()


def safe(text: str) -> str:
    """`text` as a spreadsheet reads it without running it.

    >>> safe("=1+1"), safe("  @SUM(A1)"), safe("Juan")
    ("'=1+1", "'  @SUM(A1)", 'Juan')
    """
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def _written(row: Sequence[Cell], sheet: Sheet) -> list[str]:
    return [_cell(cell, sheet.origin) for _, cell in zip(sheet.columns, row, strict=True)]


def _cell(cell: Cell, origin: Origin) -> str:
    match cell:
        case None:
            return ""
        case Money() | Decimal():
            value = cell.amount if isinstance(cell, Money) else cell
            return _figure(value, origin.country)
        case datetime():
            there = local(cell, origin.time_zone)
            return f"{date_text(there.date())} {there:%H:%M}"
        case date():
            return date_text(cell)
        case int():
            return str(cell)
        case str():
            return safe(cell)


def _figure(value: Decimal, country: str) -> str:
    figure = f"{value:f}"
    return figure.replace(".", ",") if country in _COMMA_COUNTRIES else figure
