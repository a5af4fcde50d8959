"""Each field's reader, applied once to each different value of its column."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caudal.flows.intake.rules import amounts, dates, people
from caudal.flows.intake.rules.cells import Cell, digits_lost, fold, shown, spoiled
from caudal.flows.intake.rules.fields import Field
from caudal.flows.intake.rules.findings import Bad


@dataclass(frozen=True, slots=True)
class Place:
    """A branch as a file may name it."""

    id: int
    name: str
    country: str
    currency: str


@dataclass(frozen=True, slots=True)
class Reading:
    """With what a column is read: the formats somebody chose, the business date, the branches at hand."""

    decimal: str
    dates: str
    country: str
    currency: str
    today: date
    places: Mapping[int, Place]
    here: int


def read(values: Iterable[Hashable], reader: Callable[[Any], Any]) -> list[Any]:
    """`reader` of each value, called once for each different one."""
    known: dict[Hashable, Any] = {}
    found: list[Any] = []
    add = found.append
    for value in values:
        if value is None:
            add(None)
            continue
        try:
            add(known[value])
        except KeyError:
            known[value] = result = reader(value)
            add(result)
    return found


def text_reader(field: Field) -> Callable[[Cell], str | Bad | None]:
    """Plain text: tidy, no longer than its field, and with letters where it is a name."""
    named = field.looks == "name"
    counted = field.key == "reference"

    def reader(cell: Cell) -> str | Bad | None:
        text = shown(cell)
        if not text:
            return None
        found = spoiled(text) or (digits_lost(cell) if counted else None)
        if found:
            return found
        if len(text) > field.longest:
            return Bad(
                "texto-largo",
                f"Tiene {len(text)} letras y caben {field.longest}",
                "Acórtelo o páselo a las notas",
            )
        if named:
            return _name(text)
        return text

    return reader


def _name(text: str) -> str | Bad:
    if sum(c.isalpha() for c in text) < 2:
        return Bad(
            "nombre-sin-letras",
            "El nombre no tiene letras",
            "Escriba el nombre; si es otro dato, revise las columnas",
        )
    if "@" in text:
        remedy = "Escriba el nombre y pase el correo a su columna"
        return Bad("nombre-es-correo", "Hay un correo donde va el nombre", remedy)
    return text


def money_reader(reading: Reading) -> Callable[[Cell], amounts.Figure | Bad | None]:
    """Figures with the decimal mark of the file."""
    return lambda cell: amounts.parse(cell, reading.decimal)


def date_reader(reading: Reading, *, future: bool) -> Callable[[Cell], dates.Day | Bad | None]:
    """Dates plausible for a debt."""

    def reader(cell: Cell) -> dates.Day | Bad | None:
        found = dates.parse(cell, reading.dates)
        if isinstance(found, dates.Day):
            return dates.check(found.on, reading.today, future=future) or found
        return found

    return reader


def branch_reader(reading: Reading) -> Callable[[Cell], int | Bad | None]:
    """A branch by its name or its number."""
    by_name = {fold(place.name): place.id for place in reading.places.values()}

    def reader(cell: Cell) -> int | Bad | None:
        text = shown(cell)
        if not text:
            return None
        word = fold(text).removeprefix("sucursal ").strip()
        number = int(word) if word.isdigit() and word.isascii() and len(word) < 5 else 0
        found = by_name.get(word) or by_name.get(fold(text)) or (number if number in reading.places else None)
        if found is not None:
            return found
        names = ", ".join(place.name for place in reading.places.values())
        return spoiled(text) or Bad(
            "sucursal-desconocida", "No hay una sucursal así entre las suyas", f"Use una de: {names}"
        )

    return reader


def documents(
    cells: Sequence[Cell], kinds: Sequence[Any] | None, countries: Sequence[str], default: str
) -> list[people.Paper | Bad | None]:
    """The document of each row, of its kind and country where they come."""
    if kinds is None and all(country == default for country in countries):
        return read(cells, lambda cell: people.document(cell, None, default))
    named = kinds if kinds is not None else [None] * len(cells)
    rows = zip(cells, (k if isinstance(k, str) else None for k in named), countries, strict=True)
    return read(rows, lambda row: people.document(*row))


def phones(cells: Sequence[Cell], countries: Sequence[str]) -> list[tuple[str, ...] | Bad | None]:
    """The telephones of each row, as somebody in its country would write them."""
    return read(zip(cells, countries, strict=True), lambda row: people.phones(*row))
