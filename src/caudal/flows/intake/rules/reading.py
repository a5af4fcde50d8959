"""From bytes to columns: workbooks and text files, their encoding and separator, the row of the titles."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from caudal.flows.intake.rules import headers, workbook_errors
from caudal.flows.intake.rules.cells import Cell, tidy
from caudal.kernel.problems import Problem

MAX_BYTES = 60 * 2**20
MAX_ROWS = 250_000
MAX_COLUMNS = 200
_SAMPLE_LINES = 200
_SHEETS_LOOKED_AT = 12
_SEPARATORS = ";,\t|"
_ENCODINGS = ("cp1252", "cp850", "mac_roman")
_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°«»–—’“”€\u00a0")
_MOSTLY = 0.8
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHERS = {b"%PDF": "un PDF", b"\x89PNG": "una imagen", b"\xff\xd8\xff": "una imagen", b"GIF8": "una imagen"}
_MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)


class UnreadableFile(Problem):
    type, title, status = "archivo-ilegible", "El archivo no se puede leer", 422


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by columns. Row ``i`` of a column is row ``header_row + 1 + i`` of the file, counting from 1.

    ``header_row`` is 0 where the file has no titles; ``notes`` is what a person should know of the reading.
    """

    filename: str
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    names: tuple[str, ...]
    columns: list[list[Cell]]
    extra: dict[int, int] = field(default_factory=dict[int, int])
    """Rows with more cells than titles, and how many more."""
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def number(self, index: int) -> int:
        """The row, as the file shows it, of the datum at `index`."""
        return self.header_row + 1 + index

    def column(self, name: str) -> list[Cell]:
        return self.columns[self.names.index(name)]


def read_file(data: bytes, filename: str, sheet: str | None = None, header_row: int | None = None) -> Sheet:
    """Read a CSV, XLSX, XLS or ODS.

    Args:
        data: the file as it came.
        filename: only to say which file it is; its kind is told by its content.
        sheet: of a workbook; absent, the visible one that looks most like a table of ours.
        header_row: the row of the titles from 1, 0 where there are none; absent, it is looked for.

    Raises:
        UnreadableFile: empty, protected, another kind of file, too large, or without rows.
    """
    _check_bytes(data)
    notes: list[str] = []
    chosen: str | None = None
    names: tuple[str, ...] = ()
    if data.startswith(_WORKBOOK):
        rows, chosen, names = _workbook(data, sheet, notes)
    else:
        rows = _text(data)
    rows = _trimmed(rows)
    if not rows:
        where = f"La hoja «{chosen}»" if chosen else "El archivo"
        raise UnreadableFile(f"{where} no tiene datos. Revise que haya guardado la hoja correcta.")
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(
            f"Tiene {len(rows):,} filas; el máximo es {MAX_ROWS:,}. Divídalo en dos archivos."
        )
    at = headers.find(rows) if header_row is None else header_row
    if not 0 <= at <= len(rows):
        raise UnreadableFile(f"El archivo no tiene una fila {at}")
    return _sheet(rows, at, Sheet(filename, chosen, names, at, (), [], notes=tuple(notes)))


def _check_bytes(data: bytes) -> None:
    if not data.strip():
        raise UnreadableFile("El archivo está vacío")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"Pesa {len(data) // 2**20} MB; el máximo son {MAX_BYTES // 2**20} MB")
    for start, name in _OTHERS.items():
        if data.startswith(start):
            raise UnreadableFile(f"Es {name}, no una hoja de cálculo. Suba el archivo en Excel o CSV.")
    if _MARKUP.match(data[:200]):
        raise UnreadableFile("Es una página web con nombre de Excel. Ábrala en Excel y guárdela como .xlsx.")


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(
    data: bytes, sheet: str | None, notes: list[str]
) -> tuple[list[list[Cell]], str, tuple[str, ...]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            visible = [
                meta.name for meta in book.sheets_metadata if "Visible" in str(meta.visible)[-8:]
            ] or book.sheet_names
            if sheet is not None and sheet not in book.sheet_names:
                raise UnreadableFile(f"No hay una hoja «{sheet}». Hojas: {', '.join(visible)}")
            chosen = sheet or _likeliest(book, visible)
            rows = [
                [_cell(value) for value in row]
                for row in book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
            ]
    except PasswordError:
        raise UnreadableFile(
            "El libro tiene contraseña. Guárdelo sin contraseña y súbalo otra vez."
        ) from None
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(
            "El libro está dañado o no es de Excel. Ábralo, guárdelo como .xlsx y súbalo otra vez."
        ) from error
    if data.startswith(b"PK"):
        for (row, column), text in workbook_errors.errors(data, chosen).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
    else:
        notes.append("En un .xls antiguo no se ven los errores de fórmula; mejor guárdelo como .xlsx")
    return rows, chosen, tuple(visible)


def _likeliest(book: CalamineWorkbook, names: Sequence[str]) -> str:
    """The sheet with most titles we know; of those alike, the one with most rows."""

    def promise(name: str) -> tuple[int, int]:
        sheet = book.get_sheet_by_name(name)
        first = sheet.to_python(skip_empty_area=False, nrows=headers.LOOKED_AT)
        return headers.likeness([[_cell(value) for value in row] for row in first]), sheet.height

    return max(names[:_SHEETS_LOOKED_AT], key=promise)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e22 else value
    if isinstance(value, int | date | datetime | time):
        return value
    return None if value is None else str(value)


# ── text files ───────────────────────────────────────────────────────────────────────────────────────────


def _text(data: bytes) -> list[list[Cell]]:
    text = decoded(data)
    if text.startswith("sep=") and "\n" in text[:10]:
        separator, text = text[4], text.split("\n", 1)[1]
        kept: list[list[Cell]] = [[None]]  # Excel hides that line but we count it
    else:
        separator, kept = separator_of(text), []
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            kept.append([value or None for value in row])
            if len(kept) > MAX_ROWS + 100:
                break
    except csv.Error as error:
        raise UnreadableFile(
            f"La fila {len(kept) + 1} abre unas comillas que no cierra, o trae un carácter que no es texto"
        ) from error
    return kept


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 and UTF-16 by their marks, UTF-8 if it can be, else what the old ones used."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:1000]:
        raise UnreadableFile("No es un archivo de texto ni una hoja de cálculo")
    strange = [line for line in data.splitlines() if not line.isascii()][:_SAMPLE_LINES]
    sample = b"\n".join(strange)
    spanish = {name: _spanish(sample.decode(name, errors="replace")) for name in _ENCODINGS}
    best = max(spanish, key=lambda name: spanish[name])
    if spanish[best] < _MOSTLY:
        guessed = from_bytes(sample).best()
        best = guessed.encoding if guessed else "cp1252"
    return data.decode(best, errors="replace")


def _spanish(text: str) -> float:
    """The share of the letters beyond ASCII that Spanish uses."""
    beyond = [c for c in text if not c.isascii()]
    return sum(c in _LETTERS for c in beyond) / max(1, len(beyond))


def separator_of(text: str) -> str:
    """The character that splits the lines into the same number of columns most often.

    >>> separator_of("a;b;c\\n1,5;2;3\\n")
    ';'
    """
    sample = text[:100_000].splitlines(keepends=True)[:_SAMPLE_LINES]

    def regular(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _lenient(sample, separator) if row)
        width, times = max(widths.items(), key=lambda pair: (pair[1] if pair[0] > 1 else 0, pair[0]))
        return (times, width) if width > 1 else (0, 0)

    return max(_SEPARATORS, key=regular)


def _lenient(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the blank rows at the end."""
    while rows and all(value is None or (isinstance(value, str) and not tidy(value)) for value in rows[-1]):
        rows.pop()
    return rows


def _sheet(rows: list[list[Cell]], at: int, bare: Sheet) -> Sheet:
    titles = rows[at - 1] if at else []
    body = rows[at:]
    if not body:
        raise UnreadableFile("El archivo sólo tiene títulos: no hay filas que importar")
    width = len(titles)
    while width and titles[width - 1] is None:
        width -= 1
    widest = min(MAX_COLUMNS, max(len(row) for row in body))
    if not at or bare.sheet:
        width = max(width, _used(body, widest))
    extra = {
        index: more
        for index, row in enumerate(body)
        if len(row) > width and (more := _used([row], len(row)) - width) > 0
    }
    padded = [row[:width] + [None] * (width - len(row)) for row in body]
    columns = [list(column) for column in zip(*padded, strict=True)]
    names = headers.names([*titles, *[None] * (width - len(titles))][:width])
    return Sheet(bare.filename, bare.sheet, bare.sheets, at, names, columns, extra, bare.notes)


def _used(rows: Sequence[list[Cell]], width: int) -> int:
    """One past the last column that holds something."""
    used = 0
    for row in rows:
        last = min(len(row), width)
        while last > used and (row[last - 1] is None or row[last - 1] == ""):
            last -= 1
        used = max(used, last)
    return used
