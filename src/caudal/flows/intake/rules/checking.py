"""Every cell of a file read and judged: what can enter, what can't and why. Pure; columns, not rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from caudal.flows.intake.rules import columns, leftovers, people, relations
from caudal.flows.intake.rules.cells import Cell, is_blank
from caudal.flows.intake.rules.columns import Place, Reading
from caudal.flows.intake.rules.dates import ORDERS
from caudal.flows.intake.rules.fields import Field, fields
from caudal.flows.intake.rules.findings import Bad, Finding, about, in_order
from caudal.flows.intake.rules.formats import Formats, date_order, decimal_mark
from caudal.flows.intake.rules.notes import Notes
from caudal.flows.intake.rules.reading import Sheet
from caudal.kernel.money import CURRENCIES
from caudal.kernel.problems import Invalid

_MONEY = ("amount", "paid", "balance")
_DATES = ("issued_on", "due_on")


@dataclass(frozen=True, slots=True)
class Terms:
    """How a person decided that a file is read: columns by field, formats, and what it becomes.

    ``mode``: ``opening`` debts that already existed, ``sale`` new ones. ``here``: the branch of the act.
    """

    kind: str
    mapping: Mapping[str, str]
    formats: Formats
    mode: str
    today: date
    places: Mapping[int, Place]
    here: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A file judged.

    ``columns`` are the values by field: text, ``Paper``, telephones, ``Decimal`` amounts, currency codes, dates,
    branch ids, yes or no. ``notes`` is open: whoever knows more than the file goes on writing in it.
    """

    columns: dict[str, list[Any]]
    notes: Notes

    @property
    def rows(self) -> int:
        """Rows with data: totals, blanks and what is already paid are not counted."""
        return self.notes.sheet.rows - len(self.notes.skipped)

    @property
    def good(self) -> list[int]:
        """The positions of the rows that can enter."""
        out = self.notes.failed | self.notes.skipped
        return [i for i in range(self.notes.sheet.rows) if i not in out]

    @property
    def errors(self) -> list[Finding]:
        return in_order(self.notes.errors)

    @property
    def warnings(self) -> list[Finding]:
        return in_order(self.notes.warnings)


def check(sheet: Sheet, terms: Terms) -> Checked:
    """Judge every cell and every row of a sheet.

    Raises:
        Invalid: a required field has no column, a column or a field doesn't exist, or a format is still to choose.
    """
    wanted = [each for each in fields(terms.kind) if each.key in terms.mapping]
    given = _given(sheet, terms)
    reading = _reading(terms, given)
    notes = Notes(sheet, dict(terms.mapping))
    leftovers.set_aside(notes, given, _required(terms))
    parsed = _parsed(notes, wanted, given, reading)
    for key, values in parsed.items():
        notes.take(key, values, given[key])
    _complete(notes, _required(terms), parsed)
    _extra_cells(notes)
    _defaults(notes, parsed, reading, sheet.rows)
    if terms.kind == "debts":
        relations.debts(notes, parsed, reading, mode=terms.mode)
    relations.people(
        notes, parsed, "client" if terms.kind == "debts" else "name", once=terms.kind == "clients"
    )
    checked = Checked(parsed, notes)
    leftovers.tie(notes, parsed, checked.good, reading.decimal)
    notes.warnings += unread(sheet, terms.mapping)
    return checked


# ── what was decided ─────────────────────────────────────────────────────────────────────────────────────


def _required(terms: Terms) -> list[Field]:
    return [each for each in fields(terms.kind) if each.required]


def _given(sheet: Sheet, terms: Terms) -> dict[str, list[Cell]]:
    known = {each.key: each for each in fields(terms.kind)}
    errors = [
        {"pointer": f"/mapping/{each.key}", "detail": f"Falta decir qué columna es «{each.label}»"}
        for each in _required(terms)
        if not terms.mapping.get(each.key)
    ]
    for key, name in terms.mapping.items():
        if key not in known:
            errors.append(
                {"pointer": f"/mapping/{key}", "detail": f"No hay un dato «{key}» en esta importación"}
            )
        elif name not in sheet.names:
            errors.append(
                {"pointer": f"/mapping/{key}", "detail": f"El archivo no tiene una columna «{name}»"}
            )
    if errors:
        raise Invalid("Revise qué columna es cada dato", errors=errors)
    return {key: sheet.column(name) for key, name in terms.mapping.items()}


def _reading(terms: Terms, given: Mapping[str, list[Cell]]) -> Reading:
    formats, errors = terms.formats, list[dict[str, str]]()
    money = [cell for key in _MONEY if key in given for cell in given[key] if isinstance(cell, str)]
    days = [cell for key in _DATES if key in given for cell in given[key] if isinstance(cell, str)]
    mark, order = decimal_mark(money), date_order(days)
    if formats.decimal not in (None, ".", ","):
        errors.append({"pointer": "/formats/decimal", "detail": "Debe ser punto o coma"})
    if formats.dates not in (None, *ORDERS):
        errors.append({"pointer": "/formats/dates", "detail": f"Debe ser {', '.join(ORDERS)}"})
    if formats.decimal is None and mark.needed:
        errors.append(
            {"pointer": "/formats/decimal", "detail": "Diga si los decimales van con punto o con coma"}
        )
    if formats.dates is None and order.needed:
        errors.append(
            {"pointer": "/formats/dates", "detail": "Diga si las fechas son día/mes/año o mes/día/año"}
        )
    if formats.currency not in CURRENCIES:
        errors.append({"pointer": "/formats/currency", "detail": f"Use una de: {', '.join(CURRENCIES)}"})
    if errors:
        raise Invalid("Faltan formatos por elegir", errors=errors)
    return Reading(
        formats.decimal or ".", formats.dates or order.value or "dmy", formats.country, formats.currency,
        terms.today, terms.places, terms.here,
    )  # fmt: skip


# ── cell by cell ─────────────────────────────────────────────────────────────────────────────────────────


def _parsed(
    notes: Notes, wanted: Sequence[Field], given: Mapping[str, list[Cell]], reading: Reading
) -> dict[str, list[Any]]:
    """Each column read; what can't be is a ``Bad`` in its place. Rows set aside are not read."""
    cells = {
        key: [None if i in notes.skipped else cell for i, cell in enumerate(column)]
        if notes.skipped
        else column
        for key, column in given.items()
    }
    found: dict[str, list[Any]] = {}
    for each in wanted:
        reader = _reader(each, reading)
        if reader is not None:
            found[each.key] = columns.read(cells[each.key], reader)
    rows = notes.sheet.rows
    homes = _countries(found.get("branch"), reading, rows)
    if "document_kind" in cells:
        pairs = zip(cells["document_kind"], homes, strict=True)
        found["document_kind"] = columns.read(pairs, lambda row: people.kind(*row))
    if "document" in cells:
        said: list[Any] = found.get("document_country") or [None] * rows
        issuers = [own if isinstance(own, str) else home for own, home in zip(said, homes, strict=True)]
        kinds = found.get("document_kind")
        found["document"] = columns.documents(cells["document"], kinds, issuers, reading.country)
    if "phone" in cells:
        found["phone"] = columns.phones(cells["phone"], homes)
    return {each.key: found[each.key] for each in wanted}


def _reader(each: Field, reading: Reading) -> Callable[[Any], Any] | None:
    """How a column is read; nothing for those that need another column."""
    if each.key in ("document_kind", "document", "phone"):
        return None
    simple: dict[str, Callable[[Any], Any]] = {
        "money": columns.money_reader(reading),
        "date": columns.date_reader(reading, future=each.key == "due_on"),
        "currency": lambda cell: columns.amounts.currency(cell, reading.currency),
        "country": people.country,
        "email": people.email,
        "yesno": people.yes_or_no,
    }
    if each.key == "branch":
        return columns.branch_reader(reading)
    return simple.get(each.looks) or columns.text_reader(each)


def _countries(branches: list[Any] | None, reading: Reading, rows: int) -> list[str]:
    """In which country each row is written: its branch's where it names one."""
    if branches is None:
        return [reading.country] * rows
    return [
        reading.places[b].country if isinstance(b, int) and b != reading.here else reading.country
        for b in branches
    ]


# ── row by row ───────────────────────────────────────────────────────────────────────────────────────────


def _complete(notes: Notes, required: Sequence[Field], parsed: Mapping[str, list[Any]]) -> None:
    for each in required:
        for i, value in enumerate(parsed[each.key]):
            if value is None and i not in notes.skipped and (i, each.key) not in notes.marked:
                bad = Bad("vacio", f"Falta «{each.label}»", "Llene la celda o quite la fila")
                notes.error(i, each.key, "", bad)


def _extra_cells(notes: Notes) -> None:
    for i, more in notes.sheet.extra.items():
        if i not in notes.skipped:
            bad = Bad(
                "celdas-de-mas",
                f"La fila tiene {more} {'celda' if more == 1 else 'celdas'} de más",
                "Un dato lleva el separador adentro: póngalo entre comillas, o quite lo que sobra",
            )
            notes.error(i, None, "", bad)


def _defaults(notes: Notes, parsed: dict[str, list[Any]], reading: Reading, rows: int) -> None:
    """What the file leaves unsaid: branch, currency, date of the debt."""
    parsed["branch"] = [reading.here if b is None else b for b in parsed.get("branch") or [None] * rows]
    if "due_on" not in parsed:
        return
    notes.dates(parsed)
    due = parsed["due_on"] = [day and day.on for day in parsed["due_on"]]
    issued = [day and day.on for day in parsed.get("issued_on") or [None] * rows]
    parsed["issued_on"] = [
        own or (min(last, reading.today) if last else None) for own, last in zip(issued, due, strict=True)
    ]


def unread(sheet: Sheet, mapping: Mapping[str, str]) -> list[Finding]:
    """Columns that hold something and that nobody asked for: said once, so that nothing is lost unnoticed."""
    left = [
        name
        for name, column in zip(sheet.names, sheet.columns, strict=True)
        if name not in mapping.values()
        and name != leftovers.REMARKS
        and any(not is_blank(cell) for cell in column)
    ]
    if not left:
        return []
    bad = Bad(
        "columnas-sin-usar",
        f"{'No se usará la columna' if len(left) == 1 else 'No se usarán las columnas'} "
        + ", ".join(f"«{name}»" for name in left[:8]),
        "Si alguna hace falta, dígale qué dato es",
    )
    return [about(bad, None, None, None)]


def amount_of(checked: Checked, index: int) -> Decimal:
    """What a row leaves to be owed: amount less what was already paid."""
    paid = checked.columns.get("paid")
    return checked.columns["amount"][index] - ((paid[index] if paid else None) or 0)
