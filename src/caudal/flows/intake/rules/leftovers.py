"""Rows that are not data: blanks, totals at the bottom, titles repeated; and whether the totals agree."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from caudal.flows.intake.rules import amounts
from caudal.flows.intake.rules.cells import Cell, fold, is_blank, shown
from caudal.flows.intake.rules.fields import Field
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.notes import Notes

_TOTAL = re.compile(r"(gran |sub ?)?tot(al|ales)( .*)?|suma(s|toria)?( .*)?")
_TOTAL_ROW = Bad(
    "fila-de-totales",
    "Es una fila de totales: no se importa",
    "Si es una deuda, complete sus datos obligatorios",
)
EXAMPLE = "(Ejemplo)"
"""How the rows of example of the template begin."""
REMARKS = "Qué corregir (Caudal)"
"""The column that the corrected file brings back."""
_EXAMPLE_ROW = Bad("fila-de-ejemplo", "Es una fila de ejemplo: no se importa", "No hace falta hacer nada")
_TITLES_AGAIN = Bad(
    "titulos-repetidos", "La fila repite los títulos: no se importa", "No hace falta hacer nada"
)


def set_aside(notes: Notes, given: Mapping[str, Sequence[Cell]], required: Sequence[Field]) -> None:
    """Leave out rows that hold nothing or aren't data; all but the blank ones are said."""
    needed = [given[field.key] for field in required]
    rows = notes.sheet.rows
    lacking = {i for column in needed for i in range(rows) if column[i] is None or is_blank(column[i])}
    for i in sorted(lacking):
        row = [column[i] for column in notes.sheet.columns]
        texts = [shown(cell) for cell in row if not is_blank(cell)]
        if not texts:
            notes.skip(i)
        elif any(_TOTAL.fullmatch(fold(text)) for text in texts[:3]):
            notes.skip(i)
            notes.warning(i, None, texts[0], _TOTAL_ROW)
    first = needed[0]
    title = notes.titles[required[0].key]
    for i, cell in enumerate(first):
        if cell == title and _repeats_titles(notes, i):
            notes.skip(i)
            notes.warning(i, None, title, _TITLES_AGAIN)
        elif isinstance(cell, str) and cell.startswith(EXAMPLE):
            notes.skip(i)
            notes.warning(i, None, cell, _EXAMPLE_ROW)


def _repeats_titles(notes: Notes, i: int) -> bool:
    """Whether a row has the titles of at least two columns in their places."""
    sheet = notes.sheet
    return sum(column[i] == name for name, column in zip(sheet.names, sheet.columns, strict=True)) > 1


def tie(notes: Notes, parsed: Mapping[str, list[Any]], good: Sequence[int], decimal: str) -> None:
    """Compare the last row of totals with what the rows above it add up to."""
    totals = [w.row for w in notes.warnings if w.code == "fila-de-totales" and w.row]
    if "amount" not in parsed or not totals or notes.failed:
        return
    index = totals[-1] - 1 - notes.sheet.header_row
    said = _figure(notes, index, decimal)
    sums = sum((parsed["amount"][i] for i in good), Decimal(0))
    if said is None or len({parsed["currency"][i] for i in good}) != 1 or len(totals) > 1:
        return
    if said != sums:
        left = said - sums
        word = "faltan" if left > 0 else "sobran"
        bad = Bad(
            "total-del-archivo-no-cuadra",
            f"La fila de totales dice {said:,.2f} y las deudas suman {sums:,.2f}: {word} {abs(left):,.2f}",
            "Revise si falta o sobra alguna fila antes de importar",
        )
        notes.warning(index, "amount", notes.written(index, "amount"), bad)


def _figure(notes: Notes, index: int, decimal: str) -> Decimal | None:
    found = amounts.parse(notes.sheet.column(notes.titles["amount"])[index], decimal)
    return found.amount if isinstance(found, amounts.Figure) else None
