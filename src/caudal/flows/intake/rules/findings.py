"""What is said of a file: in which row and column, what is wrong and how to mend it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 1_000
"""How many findings travel to a screen; the corrected file carries all of them."""


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a cell can't be read: a stable slug, what is wrong and how to mend it, in Spanish."""

    code: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect or a warning. ``row`` is the one the spreadsheet shows (1…); absent for the whole file."""

    row: int | None
    column: str | None
    field: str | None
    value: str
    problem: str
    remedy: str
    code: str

    def body(self) -> dict[str, Any]:
        return asdict(self)


def about(bad: Bad, row: int | None, column: str | None, field: str | None, value: str = "") -> Finding:
    """The finding that `bad` is at a place of the file."""
    return Finding(row, column, field, value, bad.problem, bad.remedy, bad.code)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By row, the whole file first; within a row, in the order they were found."""
    return sorted(findings, key=lambda finding: finding.row or 0)
