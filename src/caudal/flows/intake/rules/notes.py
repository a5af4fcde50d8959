"""The notebook of a check: what was found, in which rows, and which rows are out."""

from collections.abc import Mapping, Sequence
from typing import Any

from caudal.flows.intake.rules.cells import Cell, shown
from caudal.flows.intake.rules.findings import Bad, Finding, about
from caudal.flows.intake.rules.reading import Sheet

_VALUE = 80


class Notes:
    """Errors, warnings, rows that failed and rows set aside (totals, blanks, what is already paid)."""

    def __init__(self, sheet: Sheet, titles: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.titles = titles
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        self.failed: set[int] = set()
        self.skipped: set[int] = set()
        self.marked: set[tuple[int, str]] = set()

    def error(self, index: int, key: str | None, value: str, bad: Bad) -> None:
        """A defect of a row; a cell is said to be wrong once."""
        self.failed.add(index)
        if key is not None:
            if (index, key) in self.marked:
                return
            self.marked.add((index, key))
        self.errors.append(self._finding(index, key, value, bad))

    def warning(self, index: int | None, key: str | None, value: str, bad: Bad) -> None:
        self.warnings.append(self._finding(index, key, value, bad))

    def skip(self, index: int) -> None:
        self.skipped.add(index)

    def take(self, key: str, values: list[Any], cells: Sequence[Cell]) -> None:
        """Note what could not be read in a column, and leave nothing in its place."""
        for index, value in enumerate(values):
            if type(value) is Bad:
                self.error(index, key, shown(cells[index]), value)
                values[index] = None

    def written(self, index: int, key: str) -> str:
        """The cell of a field as the file shows it."""
        title = self.titles.get(key)
        return shown(self.sheet.column(title)[index])[:_VALUE] if title else ""

    def dates(self, parsed: Mapping[str, list[Any]]) -> None:
        """Say once for each column which dates were read in a way that deserves a look."""
        for key in ("issued_on", "due_on"):
            days = parsed.get(key)
            if days is None:
                continue
            self._some(key, [i for i, day in enumerate(days) if day and day.short_year], Bad(
                "anio-de-dos-cifras", "{n} fechas traen el año con dos cifras: se leyó {value} como {read}",
                "Si no es así, escríbalas con cuatro cifras"), days)  # fmt: skip
            self._some(key, [i for i, day in enumerate(days) if day and day.serial], Bad(
                "fecha-como-numero", "{n} fechas vienen como número de Excel: se leyó {value} como {read}",
                "Si no es así, dé formato de fecha a la columna"), days)  # fmt: skip

    def _some(self, key: str, rows: list[int], bad: Bad, days: Sequence[Any]) -> None:
        if not rows:
            return
        value, on = self.written(rows[0], key), days[rows[0]].on
        said = bad.problem.format(n=len(rows), value=value, read=f"{on.day:02d}/{on.month:02d}/{on.year}")
        if len(rows) == 1:
            said = said.replace("1 fechas traen", "1 fecha trae").replace("1 fechas vienen", "1 fecha viene")
        self.warning(rows[0], key, value, Bad(bad.code, said, bad.remedy))

    def _finding(self, index: int | None, key: str | None, value: str, bad: Bad) -> Finding:
        row = None if index is None else self.sheet.number(index)
        return about(bad, row, self.titles.get(key) if key else None, key, value[:_VALUE])
