"""Which column is which field: by its title, and by what its cells look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from caudal.flows.intake.rules import amounts, dates, people
from caudal.flows.intake.rules.cells import Cell, fold, is_blank, shown
from caudal.flows.intake.rules.fields import Field, fields
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.headers import spaced
from caudal.flows.intake.rules.reading import Sheet

SURE = 70
"""From this score (0–100) a guess is offered."""
_SAMPLE = 120
_SHOWN = 4
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its title, some of its values, the field it seems to be and how surely (0–100)."""

    name: str
    sample: tuple[str, ...]
    guess: str | None
    score: int


def columns(sheet: Sheet, kind: str) -> list[Column]:
    """Each column with its guess; a field is guessed once at most."""
    wanted = fields(kind)
    samples = [sampled(column) for column in sheet.columns]
    scores = [
        (score(field, name, sample), field, position)
        for position, (name, sample) in enumerate(zip(sheet.names, samples, strict=True))
        for field in wanted
    ]
    scores.sort(key=lambda found: (-round(found[0] / 5), not found[1].required, -found[0], found[2]))
    taken: dict[int, tuple[str, int]] = {}
    given: set[str] = set()
    for points, field, position in scores:
        if points >= SURE and position not in taken and field.key not in given:
            taken[position] = (field.key, round(points))
            given.add(field.key)
    return [
        Column(name, tuple(shown(cell)[:60] for cell in sample[:_SHOWN]), *taken.get(position, (None, 0)))
        for position, (name, sample) in enumerate(zip(sheet.names, samples, strict=True))
    ]


def sampled(column: Sequence[Cell]) -> list[Cell]:
    """Some cells of a column that hold something, from all along it, without repeating."""
    found: dict[Cell, None] = {}
    step = max(1, len(column) // (_SAMPLE * 4))
    for start in range(step):
        for cell in column[start::step]:
            if not is_blank(cell):
                found.setdefault(cell)
                if len(found) >= _SAMPLE:
                    return list(found)
        if start > 3 and found:
            break
    return list(found)


def score(field: Field, title: str, sample: Sequence[Cell]) -> float:
    """How surely a column is a field: its title (0–100), lowered by cells that don't look like it."""
    known = enumerate((field.label, *field.titles))
    points = max(_alike(fold(spaced(title)), fold(each)) - place / 20 for place, each in known)
    if not sample:
        return points * 0.9
    share = sum(looks(field.looks, cell) for cell in sample) / len(sample)
    if field.looks == "email" and share > 0.8:
        return max(points, 90.0)
    return points * (1 if share >= 0.7 else 0.85 if share >= 0.4 else 0.5)


def _alike(title: str, known: str) -> float:
    if title == known:
        return 100.0
    if min(len(title), len(known)) < 4:
        return fuzz.ratio(title, known) * 0.7 if len(title) < 4 else _words(title, known)
    alike = max(fuzz.ratio(title, known), fuzz.token_sort_ratio(title, known))
    return max(alike * 0.95 if alike >= (80 if len(known) > 8 else 86) else 0.0, _words(title, known))


def _words(title: str, known: str) -> float:
    """A title that says the known one among other words."""
    said, wanted = title.split(), known.split()
    return 88.0 - 3 * (len(said) - len(wanted)) if set(wanted) <= set(said) else 0.0


def looks(kind: str, cell: Cell) -> float:
    """From 0 to 1, how much a cell looks like a kind of content."""
    if kind in _LOOKS:
        return float(_LOOKS[kind](cell))
    return 1.0


def _date(cell: Cell) -> float:
    if isinstance(cell, date):
        return 1.0
    if isinstance(cell, int):
        return 0.5 if isinstance(dates.parse(cell, "dmy"), dates.Day) else 0.0
    return float(any(isinstance(dates.parse(cell, order), dates.Day) for order in ("dmy", "mdy")))


def _money(cell: Cell) -> bool:
    if isinstance(cell, date):
        return False
    return any(isinstance(amounts.parse(cell, mark), amounts.Figure) for mark in ".,")


def _phone(cell: Cell) -> bool:
    return 7 <= sum(c.isdigit() for c in shown(cell)) <= 26 and not isinstance(cell, date)


def _document(cell: Cell) -> bool:
    text = shown(cell)
    return not isinstance(cell, date) and len(text) <= 25 and sum(c.isdigit() for c in text) >= 5


def _name(cell: Cell) -> bool:
    text = shown(cell)
    return len(_LETTERS.findall(text)) >= max(3, len(text) // 2) and "@" not in text


def _email(cell: Cell) -> bool:
    return "@" in shown(cell)


def _currency(cell: Cell) -> bool:
    return not isinstance(amounts.currency(cell, "MXN"), Bad)


def _kind(cell: Cell) -> bool:
    return not isinstance(people.kind(cell, "MX"), Bad)


def _country(cell: Cell) -> bool:
    return not isinstance(people.country(cell), Bad)


def _yes_or_no(cell: Cell) -> bool:
    return not isinstance(people.yes_or_no(cell), Bad)


_LOOKS = {
    "date": _date, "money": _money, "phone": _phone, "document": _document, "name": _name, "email": _email,
    "currency": _currency, "kind": _kind, "country": _country, "yesno": _yes_or_no,
}  # fmt: skip
