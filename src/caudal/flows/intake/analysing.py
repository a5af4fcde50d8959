"""What is proposed of a file before anybody decides: its columns, their fields, how it is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from caudal.flows.intake.rules import mapping
from caudal.flows.intake.rules.cells import Cell
from caudal.flows.intake.rules.fields import fields
from caudal.flows.intake.rules.findings import Bad, Finding, about
from caudal.flows.intake.rules.formats import Formats, Guess, date_order, decimal_mark
from caudal.flows.intake.rules.mapping import Column
from caudal.flows.intake.rules.plans import formats_body
from caudal.flows.intake.rules.reading import Sheet

_SHOWN_SHEETS = 50


@dataclass(frozen=True, slots=True)
class Analysis:
    """A file read and its columns guessed; ``rows`` counts those below the titles."""

    kind: str
    filename: str
    sheets: tuple[str, ...]
    sheet: str | None
    header_row: int
    columns: tuple[Column, ...]
    formats: Formats
    rows: int
    notes: tuple[str, ...]
    warnings: tuple[Finding, ...]

    def body(self) -> dict[str, Any]:
        """As JSON: what a screen needs to choose columns and formats."""
        return {
            "kind": self.kind,
            "filename": self.filename,
            "sheets": list(self.sheets),
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": [asdict(column) | {"sample": list(column.sample)} for column in self.columns],
            "fields": fields_body(self.kind),
            "formats": formats_body(self.formats),
            "rows": self.rows,
            "notes": list(self.notes),
            "warnings": [warning.body() for warning in self.warnings],
        }


def fields_body(kind: str) -> list[dict[str, Any]]:
    """The fields of a kind as JSON."""
    return [
        {"key": each.key, "label": each.label, "required": each.required, "help": each.help}
        for each in fields(kind)
    ]


def analyse(sheet: Sheet, kind: str, country: str, currency: str) -> Analysis:
    """Guess columns and formats of a sheet, for a branch of a country that works in a currency."""
    columns = mapping.columns(sheet, kind)
    guessed: dict[str, str] = {column.guess: column.name for column in columns if column.guess}
    mark = _proved(decimal_mark, sheet, guessed, ("amount", "paid", "balance"))
    order = _proved(date_order, sheet, guessed, ("issued_on", "due_on"))
    # Where nothing needs a mark, any is right; where something does and nothing proves it, somebody must say.
    decimal = mark.value or (None if mark.needed else "," if currency in ("COP", "CLP") else ".")
    dates = order.value or (None if order.needed else "dmy")
    warnings = [
        about(guess.warning, None, guessed.get(key), key)
        for guess, key in ((mark, "amount"), (order, "due_on"))
        if guess.warning
    ]
    if not any(column.guess for column in columns):
        bad = Bad(
            "titulos-desconocidos",
            "No se reconoció ningún título",
            "Elija qué dato es cada columna, o use la plantilla",
        )
        warnings.append(about(bad, sheet.header_row or None, None, None))
    return Analysis(
        kind, sheet.filename, sheet.sheets[:_SHOWN_SHEETS], sheet.sheet, sheet.header_row, tuple(columns),
        Formats(decimal, dates, country, currency), sheet.rows,
        (*sheet.notes, *(f"{each.problem}. {each.remedy}." for each in warnings)), tuple(warnings),
    )  # fmt: skip


def _proved(
    detect: Callable[[Iterable[Cell]], Guess], sheet: Sheet, guessed: Mapping[str, str], keys: tuple[str, ...]
) -> Guess:
    return detect([cell for key in keys if key in guessed for cell in sheet.column(guessed[key])])
