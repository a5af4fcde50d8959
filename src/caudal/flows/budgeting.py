"""Budgets as a grid of a year, on screen and in a workbook that comes back filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from caudal.business.accounting import commands as accounting
from caudal.business.accounting import queries
from caudal.business.accounting.commands import Expectation, SetBudgets
from caudal.business.accounting.rules import FIGURES
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import Branch, branches
from caudal.flows.intake.rules.reading import Sheet, UnreadableFile, read_file
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
HEADINGS = ("Sucursal", "Moneda", "Clave", "Concepto", "Año")
_MOST_ERRORS = 50
_NAMES = {name.casefold(): key for key, name in FIGURES.items()}


@dataclass(frozen=True, slots=True)
class GridRow:
    """What is expected of a branch in a year: an amount or nothing for each month."""

    branch: Branch
    currency: str
    key: str
    label: str
    class_: str
    months: tuple[Money | None, ...]


def grid(act: Act, year: int, branch_id: int | None = None, *, every: bool = False) -> list[GridRow]:
    """What was written for a year; whole figures are always there, and every account of results when asked for."""
    months = [year * 100 + month for month in range(1, 13)]
    places = [
        b for i, b in sorted(branches(act).items()) if i in act.actor.branches and branch_id in (None, i)
    ]
    written = {
        (line.branch_id, line.amount.currency, line.key, line.ym): line.amount
        for line in queries.budgets(act, months, branch_id)
    }
    found: list[GridRow] = []
    for place in places:
        for key, label, class_ in queries.keys(act, place.currency):
            amounts = tuple(written.get((place.id, place.currency, key, ym)) for ym in months)
            if every or not class_ or any(amounts):
                found.append(GridRow(place, place.currency, key, label, class_, amounts))
    return found


def take_in(act: Act, data: bytes, filename: str) -> int:
    """Write what a filled-in grid says; an empty cell leaves what there was. Returns how many figures.

    Raises:
        UnreadableFile: it isn't a workbook or a text file, or a column is missing.
        Invalid: cells that can't be read, each with its row and column.
        Forbidden: a branch isn't one of the actor's.
    """
    sheet = read_file(data, filename)
    columns = {name.strip().casefold(): place for place, name in enumerate(sheet.names)}
    if missing := [name for name in ("Sucursal", "Clave", "Año") if name.casefold() not in columns]:
        raise UnreadableFile(f"Faltan las columnas: {', '.join(missing)}. Descargue la plantilla y llénela")
    lines, errors = _lines(act, sheet, columns)
    if errors:
        raise Invalid(
            f"El archivo tiene {len(errors)} celdas que no se pueden leer", errors=errors[:_MOST_ERRORS]
        )
    if not lines:
        raise Invalid(
            "El archivo no trae ningún monto", errors=[{"pointer": "/file", "detail": "sin montos"}]
        )
    return accounting.set_budgets(act, SetBudgets(lines))


def _lines(
    act: Act, sheet: Sheet, columns: Mapping[str, int]
) -> tuple[list[Expectation], list[dict[str, str]]]:
    places = {b.name.casefold(): b for i, b in branches(act).items() if i in act.actor.branches}
    lines: list[Expectation] = []
    errors: list[dict[str, str]] = []
    for index in range(sheet.rows):
        row = {name: sheet.columns[place][index] for name, place in columns.items()}
        where = f"fila {sheet.number(index)}"
        place = places.get(str(row["sucursal"] or "").strip().casefold())
        year = _whole(row["año"])
        if not str(row["clave"] or "").strip():
            continue
        if place is None or year is None:
            what = "Sucursal" if place is None else "Año"
            errors.append({"pointer": f"/file/{where}/{what}", "detail": f"{where}, {what}: no se reconoce"})
            continue
        made, wrong = _months(row, (place, _key(row["clave"]), year), where)
        lines += made
        errors += wrong
    return lines, errors


def _months(
    row: Mapping[str, object], of: tuple[Branch, str, int], where: str
) -> tuple[list[Expectation], list[dict[str, str]]]:
    place, key, year = of
    currency = str(row.get("moneda") or place.currency).strip().upper()
    lines: list[Expectation] = []
    errors: list[dict[str, str]] = []
    for month, name in enumerate(MONTHS, start=1):
        given = row.get(name)
        if given is None or not str(given).strip():
            continue
        try:
            amount = Money.of(
                Decimal(str(given).replace(",", "").strip()).quantize(Decimal("0.01")), currency
            )
        except (InvalidOperation, Problem):
            errors.append(
                {"pointer": f"/file/{where}/{name}", "detail": f"{where}, {name}: «{given}» no es un monto"}
            )
            continue
        lines.append(Expectation(place.id, year * 100 + month, currency, key, amount))
    return lines, errors


def _key(given: object) -> str:
    """The key of a figure as people write it, or the code of an account."""
    said = str(given).strip()
    return _NAMES.get(said.casefold(), said)


def _whole(given: object) -> int | None:
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() and 1990 <= number <= 2999 else None
