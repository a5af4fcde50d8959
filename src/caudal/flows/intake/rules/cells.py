"""A cell as a person sees it: tidy text, folded text to compare, what a spoiled cell looks like."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from caudal.flows.intake.rules.findings import Bad

Cell: TypeAlias = str | int | float | date | datetime | time | None
"""What a file may hold in a cell. Booleans and durations are text by then."""

MAX_EXACT = 10**15
"""From here on a spreadsheet no longer keeps every digit of a number."""

_UNSEEN = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"}
_SPACES = re.compile(r"\s+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_WORDS = re.compile(r"[\W_]+")
_ERROR = re.compile(r"#(¡|¿)?[A-ZÁÉÍÓÚÑ/0]{2,12}(!|\?)?", re.IGNORECASE)
_KNOWN_ERRORS = frozenset({
    "#REF!", "#¡REF!", "#N/A", "#N/D", "#VALUE!", "#¡VALOR!", "#VALOR!", "#DIV/0!", "#¡DIV/0!", "#NAME?",
    "#¿NOMBRE?", "#NOMBRE?", "#NUM!", "#¡NUM!", "#NULL!", "#¡NULO!", "#NULO!", "#SPILL!", "#CALC!",
    "#¡DESBORDAMIENTO!", "#GETTING_DATA", "ERR:502", "ERR:508", "ERR:522",
})  # fmt: skip
_HASHES = re.compile(r"#{3,}")
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)

FORMULA_ERROR = Bad(
    "error-de-formula",
    "La celda trae un error de fórmula",
    "Corrija la fórmula en su hoja, o péguela como valor, y vuelva a subir el archivo",
)
NARROW_COLUMN = Bad(
    "columna-angosta",
    "La celda trae ##### en lugar del dato: la columna estaba angosta al copiar",
    "Ensanche la columna en su hoja y copie otra vez",
)
SCIENTIFIC = Bad(
    "notacion-cientifica",
    "Excel convirtió el número a notación científica y se perdieron cifras",
    "Dé formato de texto a la columna y escriba el número completo",
)


def tidy(text: str) -> str:
    """Without what isn't seen: no-break and double spaces, line breaks, marks of zero width, controls.

    >>> tidy("\\u00a0 Juan \\u200b Pérez\\n")
    'Juan Pérez'
    """
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = text.translate(_UNSEEN)
    text = "".join(c if c.isprintable() else " " for c in text)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """To compare names: no accents, no capitals, no punctuation.

    >>> fold("  Teléfono (móvil)  ")
    'telefono movil'
    """
    plain = text.lower()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return _NOT_WORDS.sub(" ", plain).strip()


def shown(cell: Cell) -> str:
    """The cell as text, as a person would write it; whole numbers without decimals, dates dd/mm/yyyy.

    >>> shown(3001234567.0), shown(date(2026, 1, 10)), shown(None)
    ('3001234567', '10/01/2026', '')
    """
    if isinstance(cell, str):
        return tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        clock = f" {cell:%H:%M}" if cell.time() != time() else ""
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}{clock}"
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    return str(cell)


def number_text(number: float) -> str:
    """A spreadsheet's number with the 15 digits it shows, never in scientific notation.

    >>> number_text(0.1 + 0.2), number_text(1e22)
    ('0.3', '10000000000000000000000')
    """
    return f"{Decimal(format(number, '.15g')):f}"


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing, spaces of any kind included."""
    return cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and not tidy(cell))


def spoiled(text: str) -> Bad | None:
    """What a spreadsheet left instead of the datum, if it did."""
    if text.startswith("#") or text[:4].upper() == "ERR:":
        if _HASHES.fullmatch(text):
            return NARROW_COLUMN
        if text.upper() in _KNOWN_ERRORS or (text[-1] in "!?" and _ERROR.fullmatch(text)):
            return FORMULA_ERROR
    return None


def digits_lost(cell: Cell) -> Bad | None:
    """Whether a document or a phone was spoiled as a number: 1.23E+10, or beyond what a sheet keeps."""
    if isinstance(cell, str):
        return SCIENTIFIC if _SCIENTIFIC.fullmatch(tidy(cell)) else None
    if isinstance(cell, int | float) and abs(cell) >= MAX_EXACT:
        return SCIENTIFIC
    return None
