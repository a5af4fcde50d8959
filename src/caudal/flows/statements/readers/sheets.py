"""Statements in CSV or a spreadsheet: which column is what, guessed by its title and said by a person once per bank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from caudal.business.reconciliation.rules.statements import Broken, LineIn, StatementIn, from_running
from caudal.flows.intake.rules import amounts, dates, mapping
from caudal.flows.intake.rules.cells import Cell, is_blank, shown
from caudal.flows.intake.rules.fields import Field
from caudal.flows.intake.rules.findings import Bad
from caudal.flows.intake.rules.formats import Guess, date_order, decimal_mark
from caudal.flows.intake.rules.reading import Sheet
from caudal.flows.statements.readers.figures import Unread
from caudal.kernel.money import CURRENCIES
from caudal.kernel.problems import Invalid

FIELDS = (
    Field("on", "Fecha", True, "El día del movimiento en el banco",
          ("fecha", "fecha operacion", "fecha de operacion", "fecha movimiento", "fecha transaccion", "fecha valor",
           "dia", "date", "fecha contable", "fecha aplicacion"), "date"),
    Field("text", "Descripción", True, "Lo que dice el banco del movimiento",
          ("descripcion", "concepto", "detalle", "movimiento", "description", "descripcion movimiento", "transaccion",
           "descripcion de la operacion", "concepto movimiento", "leyenda"), ""),
    Field("amount", "Monto con signo", False, "Positivo si entra y negativo si sale",
          ("monto", "importe", "valor", "amount", "monto movimiento", "importe movimiento"), "money"),
    Field("credit", "Abono", False, "Lo que entra",
          ("abono", "abonos", "deposito", "depositos", "credito", "creditos", "entrada", "haber", "credit", "ingreso"),
          "money"),
    Field("debit", "Cargo", False, "Lo que sale",
          ("cargo", "cargos", "retiro", "retiros", "debito", "debitos", "salida", "debe", "debit", "egreso"), "money"),
    Field("sense", "Entra o sale", False, "C o D, abono o cargo, + o −, donde el monto no trae signo",
          ("tipo", "naturaleza", "c d", "signo", "cargo abono", "tipo movimiento", "dc"), ""),
    Field("reference", "Referencia", False, "Clave de rastreo, referencia o folio del pago",
          ("referencia", "ref", "clave de rastreo", "rastreo", "referencia numerica", "reference", "no referencia",
           "numero de referencia", "documento", "cheque"), "reference"),
    Field("payer", "Quién paga", False, "El nombre de quien manda el dinero",
          ("ordenante", "nombre", "beneficiario", "nombre ordenante", "tercero", "payer", "remitente"), "name"),
    Field("number", "Número del movimiento", False, "El que el banco le da y nunca repite",
          ("numero de movimiento", "id movimiento", "folio banco", "consecutivo", "no operacion", "numero de operacion",
           "id"), "reference"),
    Field("balance", "Saldo", False, "El que queda después del movimiento",
          ("saldo", "balance", "saldo final", "saldo disponible", "saldo despues"), "money"),
)  # fmt: skip
_MONEY = ("amount", "credit", "debit", "balance")
_IN = frozenset({"c", "cr", "credito", "abono", "deposito", "+", "entrada", "haber", "crdt", "h"})
_OUT = frozenset({"d", "dr", "db", "debito", "cargo", "retiro", "-", "−", "salida", "debe", "dbit"})


@dataclass(frozen=True, slots=True)
class Layout:
    """How the sheet of a bank is read: which column is each field, the decimal mark and the order of its dates."""

    columns: Mapping[str, str]
    decimal: str = "."
    dates: str = "dmy"

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"columns": dict(sorted(self.columns.items())), "decimal": self.decimal, "dates": self.dates}


def layout_of(body: Mapping[str, Any]) -> Layout:
    """What was said of a bank's sheet."""
    return Layout(dict(body["columns"]), body["decimal"], body["dates"])


@dataclass(frozen=True, slots=True)
class Guessed:
    """What is proposed of a sheet before anybody decides; ``notes``: what nothing in it proves."""

    layout: Layout
    columns: tuple[mapping.Column, ...]
    notes: tuple[str, ...] = field(default=())

    def body(self) -> dict[str, Any]:
        """As JSON."""
        columns = [asdict(column) | {"sample": list(column.sample)} for column in self.columns]
        wanted = [{"key": f.key, "label": f.label, "required": f.required, "help": f.help} for f in FIELDS]
        return {"columns": columns, "fields": wanted, "notes": list(self.notes)}


def guess(sheet: Sheet, currency: str) -> Guessed:
    """Which column is what, by its title and its cells, and how it writes amounts and dates."""
    samples = [mapping.sampled(column) for column in sheet.columns]
    scores = [
        (mapping.score(each, name, sample), each.key, place)
        for place, (name, sample) in enumerate(zip(sheet.names, samples, strict=True))
        for each in FIELDS
    ]
    taken: dict[int, tuple[str, int]] = {}
    given: set[str] = set()
    for points, key, place in sorted(scores, key=lambda found: (-found[0], found[2])):
        if points >= mapping.SURE and place not in taken and key not in given:
            taken[place] = (key, round(points))
            given.add(key)
    columns = tuple(
        mapping.Column(name, tuple(shown(cell)[:60] for cell in sample[:4]), *taken.get(place, (None, 0)))
        for place, (name, sample) in enumerate(zip(sheet.names, samples, strict=True))
    )
    named = {column.guess: column.name for column in columns if column.guess}
    mark = _proved(decimal_mark, sheet, named, _MONEY)
    order = _proved(date_order, sheet, named, ("on",))
    notes = [f"{each.warning.problem}. {each.warning.remedy}." for each in (mark, order) if each.warning]
    usual = "," if currency in ("COP", "CLP") else "."
    return Guessed(Layout(named, mark.value or usual, order.value or "dmy"), columns, (*sheet.notes, *notes))


def _proved(
    detect: Callable[[Any], Guess], sheet: Sheet, named: Mapping[str, str], keys: Sequence[str]
) -> Guess:
    return detect([cell for key in keys if key in named for cell in sheet.column(named[key])])


def read(sheet: Sheet, layout: Layout, currency: str) -> StatementIn:
    """The statement in a sheet; its running balances, where it has them, tell the opening and the closing one.

    Raises:
        Invalid: a column isn't in the sheet, or the date, the text or the amounts have none.
    """
    _check(sheet, layout)
    blank: list[Cell] = [None] * sheet.rows
    cells = {
        each.key: sheet.column(layout.columns[each.key]) if each.key in layout.columns else blank
        for each in FIELDS
    }
    lines: list[LineIn] = []
    broken: list[Broken] = []
    for index in range(sheet.rows):
        row = {key: column[index] for key, column in cells.items()}
        if all(is_blank(row[key]) for key in ("on", "amount", "credit", "debit")):
            continue
        try:
            lines.append(_line(sheet.number(index), row, layout, currency))
        except Unread as why:
            broken.append(
                Broken(sheet.number(index), str(why), " · ".join(shown(c) for c in row.values() if c)[:80])
            )
    opening, closing, _ = from_running(lines) if not broken else (None, None, False)
    return StatementIn(tuple(lines), tuple(broken), "", "", opening, closing)


def _check(sheet: Sheet, layout: Layout) -> None:
    given = layout.columns
    errors = [
        {"pointer": f"/columns/{key}", "detail": "esa columna no está en el archivo"}
        for key, name in given.items()
        if name not in sheet.names or key not in {each.key for each in FIELDS}
    ]
    missing = [key for key in ("on", "text") if key not in given]
    if not ({"amount"} & set(given) or {"credit", "debit"} & set(given)):
        missing.append("amount")
    errors += [{"pointer": f"/columns/{key}", "detail": "diga qué columna es"} for key in missing]
    if layout.decimal not in (".", ",") or layout.dates not in dates.ORDERS:
        errors.append({"pointer": "/decimal", "detail": "el decimal es . o , y las fechas dmy, mdy o ymd"})
    if errors:
        raise Invalid("Falta decir qué es cada columna", errors=errors)


def _line(number: int, row: Mapping[str, Cell], layout: Layout, currency: str) -> LineIn:
    amount = _amount(row, layout.decimal, currency)
    balance = row["balance"]
    text = shown(row["text"])
    return LineIn(
        number, _day(row["on"], layout.dates), amount, text or shown(row["payer"]) or "Movimiento",
        shown(row["reference"]), shown(row["payer"]), shown(row["number"]),
        None if is_blank(balance) else _figure(balance, layout.decimal, currency, "El saldo"),
    )  # fmt: skip


def _amount(row: Mapping[str, Cell], decimal: str, currency: str) -> int:
    if not is_blank(row["amount"]):
        amount = _figure(row["amount"], decimal, currency, "El monto")
        sense = shown(row["sense"]).lower()
        if sense and sense not in _IN | _OUT:
            raise Unread(f"No se sabe si «{sense[:20]}» entra o sale")
        amount = abs(amount) * (1 if sense in _IN else -1) if sense else amount
    else:
        came = 0 if is_blank(row["credit"]) else _figure(row["credit"], decimal, currency, "El abono")
        gone = 0 if is_blank(row["debit"]) else _figure(row["debit"], decimal, currency, "El cargo")
        if came and gone:
            raise Unread("Trae abono y cargo a la vez")
        amount = abs(came) - abs(gone)
    if not amount:
        raise Unread("El movimiento es de cero")
    return amount


def _figure(cell: Cell, decimal: str, currency: str, what: str) -> int:
    found = amounts.parse(cell, decimal)
    if isinstance(found, Bad):
        raise Unread(f"{what}: {found.problem[:1].lower()}{found.problem[1:]}")
    if found is None:
        return 0
    if found.currency and found.currency != currency:
        raise Unread(f"{what} está en {found.currency} y la cuenta en {currency}")
    bad = amounts.check(amounts.Figure(abs(found.amount)), CURRENCIES.get(currency, 2), zero=True)
    if bad:
        raise Unread(f"{what}: {bad.problem[:1].lower()}{bad.problem[1:]}")
    return int(found.amount.scaleb(CURRENCIES.get(currency, 2)))


def _day(cell: Cell, order: str) -> date:
    found = dates.parse(cell, order)
    if isinstance(found, dates.Day):
        return found.on
    raise Unread(f"La fecha: {found.problem[:1].lower()}{found.problem[1:]}" if found else "No trae fecha")
