"""The one shape of a table that leaves the house, whatever it is rendered to: typed columns, rows, origin.

Rows may be a generator: nothing here keeps them. Totals are sums of the very rows that are written, one line per
currency, because pesos of two countries do not add up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from caudal.commons.documents.moments import moment_text
from caudal.kernel.money import MixedCurrencies, Money
from caudal.kernel.problems import Problem

Cell = str | int | Decimal | Money | date | datetime | None


class TooManyRows(Problem):
    type, title, status = "demasiados-renglones", "Son demasiados renglones para ese formato", 422


class Kind(StrEnum):
    """What a column holds. ``PERCENT`` is a fraction (0.125 is 12.5 %); ``INSTANT`` is shown in the local zone."""

    TEXT = "text"
    MONEY = "money"
    CURRENCY = "currency"
    INTEGER = "integer"
    PERCENT = "percent"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``total``: add it up (money and integers); ``width``: in characters, or as wide as it needs."""

    title: str
    kind: Kind = Kind.TEXT
    total: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asked for it, when (UTC), and the country and zone whose formats it follows."""

    company: str
    country: str
    time_zone: str
    by: str
    at: datetime

    @property
    def line(self) -> str:
        return f"{self.company} · Generado el {moment_text(self.at, self.time_zone)} por {self.by}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. ``filters``: what was asked, as (label, value); they are printed with it."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    origin: Origin
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def filters_line(self) -> str:
        if not self.filters:
            return "Sin filtros"
        return "Filtros: " + " · ".join(f"{label}: {value}" for label, value in self.filters)


@dataclass(slots=True)
class Subtotal:
    """Sums of the rows in one currency (empty where the table has no money), by column."""

    currency: str
    count: int = 0
    sums: dict[int, Money | int] = field(default_factory=dict[int, Money | int])

    def label(self, *, among: int) -> str:
        """«Total», naming its currency when there are several."""
        return f"Total {self.currency}" if among > 1 and self.currency else "Total"


class Tally:
    """The totals of a table, gathered while its rows go by."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._added = [place for place, column in enumerate(columns) if column.total]
        self._found: dict[str, Subtotal] = {}

    def add(self, row: Sequence[Cell]) -> None:
        """Count `row`."""
        subtotal = self._found.setdefault(key := currency_of(row), Subtotal(key))
        subtotal.count += 1
        for place in self._added:
            subtotal.sums[place] = _sum(subtotal.sums.get(place), row[place])

    @property
    def subtotals(self) -> list[Subtotal]:
        """One per currency, in alphabetical order; none when nothing is added up."""
        return [self._found[key] for key in sorted(self._found)] if self._added else []


def complete(sheet: Sheet) -> Sheet:
    """`sheet` with a column that says the currency, if it has money and none says it."""
    kinds = {column.kind for column in sheet.columns}
    if Kind.MONEY not in kinds or Kind.CURRENCY in kinds:
        return sheet
    return replace(sheet, columns=(*sheet.columns, Column("Moneda", Kind.CURRENCY)), rows=_named(sheet.rows))


def currency_of(row: Sequence[Cell]) -> str:
    """The currency of the money in `row`, empty when there is none.

    Raises:
        MixedCurrencies: the row has two.
    """
    found = {cell.currency for cell in row if isinstance(cell, Money)}
    if len(found) > 1:
        raise MixedCurrencies(f"un mismo renglón tiene {' y '.join(sorted(found))}")
    return found.pop() if found else ""


def limited(rows: Iterable[Sequence[Cell]], most: int, remedy: str) -> Iterator[Sequence[Cell]]:
    """`rows`, up to `most` of them.

    Raises:
        TooManyRows: there are more.
    """
    for number, row in enumerate(rows, 1):
        if number > most:
            raise TooManyRows(
                f"Este formato llega a {most:,} renglones; {remedy}".replace(",", " "), most=most
            )
        yield row


def _named(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    return ((*row, currency_of(row)) for row in rows)


def _sum(so_far: Money | int | None, cell: Cell) -> Money | int:
    if isinstance(cell, Money):
        return so_far + cell if isinstance(so_far, Money) else cell
    if isinstance(cell, int) and not isinstance(so_far, Money):
        return (so_far or 0) + cell
    return so_far if so_far is not None else 0
