"""Which row holds the titles, and how each column is called."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from caudal.flows.intake.rules.cells import Cell, fold, tidy
from caudal.flows.intake.rules.fields import KINDS, fields

LOOKED_AT = 40
_TOGETHER = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")


def find(rows: Sequence[Sequence[Cell]]) -> int:
    """The row of the titles, from 1; 0 where the first row is already a datum.

    >>> find([["Cartera al 5 de octubre", None], [None, None], ["Cliente", "Monto"], ["Ana", 5]])
    3
    """
    scores = [_likeness(row) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best else _first_wide_row(rows)


def likeness(rows: Sequence[Sequence[Cell]]) -> int:
    """How much the best row of a sheet looks like titles we know; nothing where none does."""
    return max((_likeness(row) for row in rows[:LOOKED_AT]), default=0)


def _likeness(row: Sequence[Cell]) -> int:
    texts = [tidy(cell) for cell in row if isinstance(cell, str) and tidy(cell)]
    others = sum(1 for cell in row if cell is not None and not isinstance(cell, str))
    known = len({fold(spaced(text)) for text in texts} & known_titles())
    return known * 3 + len(texts) if known >= 2 and known > others else 0


def spaced(title: str) -> str:
    """A title written together, with its words apart.

    >>> spaced("InvoiceNumber"), spaced("RFC")
    ('Invoice Number', 'RFC')
    """
    return _TOGETHER.sub(" ", title)


def _first_wide_row(rows: Sequence[Sequence[Cell]]) -> int:
    """No title is known: the first row as wide as the rest, if it is all text and none of it repeats."""
    widths = Counter(sum(cell is not None for cell in row) for row in rows[:200])
    widths.pop(0, None)
    usual = max(widths, key=lambda width: (widths[width], width), default=1)
    for number, row in enumerate(rows[:LOOKED_AT], 1):
        filled = [cell for cell in row if cell is not None]
        if len(filled) >= max(2, usual - 1):
            texts = [fold(cell) for cell in filled if isinstance(cell, str)]
            named = len(texts) == len(filled) == len(set(texts))
            return number if named and not any(c.isdigit() for text in texts for c in text) else number - 1
    return 0


def names(titles: Sequence[Cell]) -> tuple[str, ...]:
    """A name for each column: its title, «Columna C» where it has none, with a number where it repeats.

    >>> names(["Cliente", None, "Monto", "Monto"])
    ('Cliente', 'Columna B', 'Monto', 'Monto (2)')
    """
    found: list[str] = []
    for position, title in enumerate(titles):
        name = tidy(str(title))[:80] if title is not None else ""
        name = name or f"Columna {letter(position)}"
        times, base = 1, name
        while name in found:
            times += 1
            name = f"{base} ({times})"
        found.append(name)
    return tuple(found)


def letter(position: int) -> str:
    """The letters of a column, as a spreadsheet shows them.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    text = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1)
def known_titles() -> frozenset[str]:
    """Every title that some field is known by, folded; not those that are also answers, like «no»."""
    return frozenset(
        folded
        for kind in KINDS
        for each in fields(kind)
        for title in (*each.titles, each.label)
        if len(folded := fold(title)) > 2
    )
