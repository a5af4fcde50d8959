"""How a file writes amounts and dates: proved by its own cells, or asked when they prove nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from caudal.flows.intake.rules.cells import Cell, shown
from caudal.flows.intake.rules.findings import Bad

_FIGURE = re.compile(r"\d[\d.,'’´ ]*")
_NUMERIC = re.compile(r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})(?!\d)")
_STRAY = 10
"""One cell in so many may contradict the rest: it is the mistake, not the format."""


@dataclass(frozen=True, slots=True)
class Formats:
    """How a file is read.

    ``decimal`` is ``.`` or ``,``; ``dates`` is ``dmy``, ``mdy`` or ``ymd``; absent, the cells don't prove them
    and somebody must say. ``country`` is that of its telephones and documents.
    """

    decimal: str | None = None
    dates: str | None = None
    country: str = "MX"
    currency: str = "MXN"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the cells prove: the format, or nothing; `needed` where some cell can't be read without it."""

    value: str | None
    needed: bool
    warning: Bad | None = None


def decimal_mark(cells: Iterable[Cell]) -> Guess:
    """The decimal mark of a column of amounts.

    >>> decimal_mark(["1.250,50", "300"]).value, decimal_mark(["1.250", "3.400"]).value
    (',', None)
    """
    votes, ambiguous = {".": 0, ",": 0}, 0
    for cell in cells:
        vote = _decimal_vote(cell) if isinstance(cell, str) else ""
        if vote == "?":
            ambiguous += 1
        elif vote:
            votes[vote] += 1
    needed = ambiguous + sum(votes.values()) > 0
    value, mixed = _majority(votes)
    if value or not needed:
        return Guess(value, needed, _mixed("de montos", value) if mixed else None)
    if mixed:
        return Guess(None, needed, _mixed("de montos", None))
    return Guess(
        None,
        needed,
        Bad(
            "formato-de-montos-ambiguo",
            "No se sabe si el punto o la coma separa miles o decimales",
            "Elija cómo están escritos los montos",
        ),
    )


def _decimal_vote(cell: str) -> str:
    """The decimal mark a cell proves, ``?`` where it could be either, nothing where it has none."""
    found = _FIGURE.search(cell)
    figure = found[0].strip(".,'’´ ") if found else ""
    points, commas = figure.count("."), figure.count(",")
    if points and commas:
        return max(".,", key=figure.rfind)
    if not points and not commas:
        return ""
    mark = "." if points else ","
    if points + commas > 1:
        return "," if mark == "." else "."
    before, _, after = figure.partition(mark)
    if len(after) == 3 and len(before) <= 3 and before not in ("", "0"):
        return "?"
    return mark


def date_order(cells: Iterable[Cell]) -> Guess:
    """The order of day and month in a column of dates.

    >>> date_order(["10/01/2026", "25/01/2026"]).value, date_order(["10/01/2026"]).value
    ('dmy', None)
    """
    votes, ambiguous = {"dmy": 0, "mdy": 0, "ymd": 0}, 0
    for cell in cells:
        vote = _date_vote(cell) if isinstance(cell, str) else ""
        if vote == "?":
            ambiguous += 1
        elif vote in votes:
            votes[vote] += 1
    needed = ambiguous + votes["dmy"] + votes["mdy"] > 0
    iso, votes["ymd"] = votes["ymd"], 0
    value, mixed = _majority(votes)
    if value or not needed:
        return Guess(value or ("ymd" if iso else None), needed, _mixed("de fechas", value) if mixed else None)
    if mixed:
        return Guess(None, needed, _mixed("de fechas", None))
    return Guess(
        None,
        needed,
        Bad(
            "formato-de-fechas-ambiguo",
            "Ninguna fecha dice por sí sola si el día va antes que el mes",
            "Elija cómo están escritas las fechas",
        ),
    )


def _date_vote(cell: str) -> str:
    parts = _NUMERIC.match(shown(cell))
    if not parts:
        return ""
    first, second = int(parts[1]), int(parts[2])
    if len(parts[1]) == 4:
        return "ymd"
    if len(parts[1]) > 2 or len(parts[3]) not in (2, 4):
        return ""
    if first > 12 >= second and first <= 31:
        return "dmy"
    if second > 12 >= first and second <= 31:
        return "mdy"
    return "?" if first <= 12 and second <= 12 and first != second else ""


def _majority(votes: dict[str, int]) -> tuple[str | None, bool]:
    """What nearly every cell says, and whether some say otherwise."""
    said = sum(votes.values())
    if not said:
        return None, False
    best = max(votes, key=lambda each: votes[each])
    strays = said - votes[best]
    return (best if strays * _STRAY <= said else None), strays > 0


def _mixed(what: str, value: str | None) -> Bad:
    remedy = (
        "Las que no concuerdan se marcan como error"
        if value
        else "Elija uno; las demás se marcarán como error"
    )
    return Bad("formato-mezclado", f"Hay dos formatos {what} en la misma columna", remedy)
