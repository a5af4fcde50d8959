"""The workbooks that go back to the person: their own file with what to mend, and the one to fill in."""

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.format import Format  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.workbook import Workbook  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.worksheet import Worksheet  # pyright: ignore[reportMissingTypeStubs]

from caudal.flows.intake.rules.cells import MAX_EXACT, Cell, shown
from caudal.flows.intake.rules.fields import KINDS, Field, fields
from caudal.flows.intake.rules.findings import Finding
from caudal.flows.intake.rules.leftovers import EXAMPLE, REMARKS
from caudal.flows.intake.rules.reading import Sheet

_MAX_TEXT = 32_000
_DAY = "dd/mm/yyyy"
_WIDE = 60

_EXAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "debts": (
        {"client": f"{EXAMPLE} Juan Pérez Gómez", "document_kind": "CC", "document": "1.020.304.050",
         "document_country": "CO", "phone": "+57 300 123 4567", "email": "juan@ejemplo.com",
         "concept": "Factura 120, mercancía de enero", "amount": 250000, "currency": "COP",
         "issued_on": date(2026, 1, 2), "due_on": date(2026, 1, 10), "reference": "F-120", "zone": "Centro"},
        {"client": f"{EXAMPLE} María López", "document_kind": "RFC", "document": "LOMM800101AB1",
         "document_country": "MX", "phone": "+52 998 123 4567", "concept": "Paquete Riviera Maya", "amount": 10000,
         "currency": "MXN", "issued_on": date(2026, 1, 5), "due_on": date(2026, 2, 5), "paid": 5000,
         "balance": 5000, "reference": "F-121"},
        {"client": f"{EXAMPLE} Colmado La Fe, SRL", "concept": "Surtido", "amount": 84200.5, "currency": "DOP",
         "phone": "+1 809 555 1234 / +1 829 555 9876", "due_on": date(2026, 3, 31)},
    ),
    "clients": (
        {"name": f"{EXAMPLE} Juan Pérez Gómez", "document_kind": "CC", "document": "1.020.304.050",
         "document_country": "CO", "phone": "+57 300 123 4567", "email": "juan@ejemplo.com",
         "address": "Calle 10 # 5-20", "zone": "Centro", "consent_whatsapp": "Sí"},
        {"name": f"{EXAMPLE} María López", "document_kind": "RFC", "document": "LOMM800101AB1",
         "document_country": "MX", "phone": "+52 998 123 4567", "consent_whatsapp": "No",
         "notes": "Llamar por la tarde"},
    ),
}  # fmt: skip
_RULES = (
    "Una fila por {one}. No cambie los títulos de la primera fila; el orden de las columnas no importa.",
    "Las columnas en azul oscuro son obligatorias; las demás pueden quedar vacías o borrarse.",
    f"Las filas que empiezan con «{EXAMPLE}» son de muestra: no se importan. Escriba encima o bórrelas.",
    "Fechas como 31/01/2026. Montos sólo con cifras; los decimales, hasta dos.",
    "Documentos y teléfonos como texto, para que Excel no les quite ceros.",
    "Antes de entrar se revisa todo el archivo: si una fila tiene un error, no entra ninguna.",
)


def errors(sheet: Sheet, found: Sequence[Finding], warnings: Sequence[Finding]) -> bytes:
    """The person's own rows, in their own places, with a last column that says what to mend, and a list.

    Every text is written as text: nothing in it becomes a formula.
    """
    remarks: dict[int, list[str]] = defaultdict(list)
    marked: set[tuple[int, str]] = set()
    for each in found:
        remarks[each.row or 0].append(_sentence(each))
        marked.add((each.row or 0, each.column or ""))
    for each in warnings:
        remarks[each.row or 0].append(f"Aviso: {_sentence(each)}")
    with _Book() as book:
        page = book.page(sheet.sheet or "Datos")
        if sheet.header_row > 1:
            page.write_string(
                0, 0, f"{sheet.filename}: corrija las celdas marcadas y vuelva a subir este archivo"
            )
        if sheet.header_row:
            for position, name in enumerate((*sheet.names, REMARKS)):
                page.write_string(sheet.header_row - 1, position, name, book.title)
        for index in range(sheet.rows):
            number = sheet.number(index)
            for position, (name, column) in enumerate(zip(sheet.names, sheet.columns, strict=True)):
                book.cell(page, (number - 1, position), column[index], bad=(number, name) in marked)
            if number in remarks:
                page.write_string(
                    number - 1, len(sheet.names), "\n".join(remarks[number])[:_MAX_TEXT], book.remark
                )
        _list(book, found, warnings)
    return book.data


def template(kind: str) -> bytes:
    """A workbook to fill in, with rows of example and a sheet that says what goes in each column.

    Raises:
        Invalid: there is no such kind.
    """
    wanted = fields(kind)
    with _Book() as book:
        page = book.page(KINDS[kind])
        for position, each in enumerate(wanted):
            look = _look(book, each)
            page.set_column(position, position, max(14, min(34, len(each.label) + 4)), look)
            page.write_string(0, position, each.label, book.needed if each.required else book.title)
        page.freeze_panes(1, 0)
        for number, row in enumerate(_EXAMPLES[kind], 1):
            for position, each in enumerate(wanted):
                value = row.get(each.key)
                if isinstance(value, date):
                    page.write_datetime(number, position, value, book.day)  # pyright: ignore[reportArgumentType] - a date too
                elif isinstance(value, int | float):
                    page.write_number(number, position, value, book.money)
                elif value:
                    page.write_string(number, position, str(value), _look(book, each))
        _instructions(book, kind, wanted)
    return book.data


def _look(book: "_Book", each: Field) -> Format | None:
    if each.looks == "date":
        return book.day
    if each.looks == "money":
        return book.money
    return book.text if each.looks in ("document", "phone", "reference") else None


def _instructions(book: "_Book", kind: str, wanted: Sequence[Field]) -> None:
    page = book.page("Instrucciones")
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 90)
    one = {"debts": "deuda", "clients": "cliente"}[kind]
    for number, rule in enumerate(_RULES):
        page.write_string(number, 0, rule.replace("{one}", one))
    start = len(_RULES) + 1
    for position, title in enumerate(("Columna", "¿Obligatoria?", "Qué va")):
        page.write_string(start, position, title, book.title)
    for number, each in enumerate(wanted, start + 1):
        page.write_string(number, 0, each.label)
        page.write_string(number, 1, "Sí" if each.required else "No")
        page.write_string(number, 2, each.help)


def _list(book: "_Book", found: Sequence[Finding], warnings: Sequence[Finding]) -> None:
    page = book.page("Qué corregir")
    page.set_column(0, 1, 9)
    page.set_column(2, 3, 24)
    page.set_column(4, 5, _WIDE)
    for position, title in enumerate(("", "Fila", "Columna", "Valor", "Problema", "Cómo corregirlo")):
        page.write_string(0, position, title, book.title)
    rows = [("Error", each) for each in found] + [("Aviso", each) for each in warnings]
    for number, (word, each) in enumerate(rows, 1):
        page.write_string(number, 0, word)
        if each.row is not None:
            page.write_number(number, 1, each.row)
        for position, text in enumerate((each.column or "", each.value, each.problem, each.remedy), 2):
            page.write_string(number, position, text[:_MAX_TEXT])


def _sentence(each: Finding) -> str:
    where = f"{each.column}: " if each.column else ""
    return f"{where}{each.problem}. {each.remedy}."


class _Book:
    """A workbook being written, with the looks of its cells; its bytes are in ``data`` once closed."""

    def __init__(self) -> None:
        self._written = io.BytesIO()
        self._names: set[str] = set()
        self.data = b""
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._written, options)
        self.title = self._format(bold=True, bg_color="#DCE6F0", border=1)
        self.needed = self._format(bold=True, bg_color="#0F5EA8", font_color="#FFFFFF", border=1)
        self.remark = self._format(text_wrap=True, font_color="#8D0C1B")
        self.day = self._format(num_format=_DAY)
        self.money = self._format(num_format="#,##0.00")
        self.text = self._format(num_format="@")
        self._bad = self._format(bg_color="#FFD9D9", border=1)
        self._bad_day = self._format(bg_color="#FFD9D9", border=1, num_format=_DAY)

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self.data = self._written.getvalue()

    def page(self, name: str) -> Worksheet:
        """A new sheet; names are cut to what a workbook admits."""
        clean = "".join(c for c in name if c not in "[]:*?/\\'")[:31].strip() or "Datos"
        name = clean if clean.lower() not in self._names else f"{clean[:28]} 2"
        self._names.add(name.lower())
        return self._book.add_worksheet(name)  # pyright: ignore[reportUnknownMemberType]

    def cell(self, page: Worksheet, at: tuple[int, int], value: Cell, *, bad: bool) -> None:
        """A cell as the file had it; texts stay texts, numbers and dates stay what they are."""
        row, column = at
        if value is None:
            if bad:
                page.write_blank(row, column, None, self._bad)
        elif isinstance(value, datetime):
            page.write_datetime(row, column, value.replace(tzinfo=None), self._bad_day if bad else self.day)
        elif isinstance(value, date):
            look = self._bad_day if bad else self.day
            page.write_datetime(row, column, value, look)  # pyright: ignore[reportArgumentType] - a date too
        elif isinstance(value, int | float) and abs(value) < MAX_EXACT:
            page.write_number(row, column, value, self._bad if bad else None)
        else:
            text = value if isinstance(value, str) else shown(value)
            page.write_string(row, column, text[:_MAX_TEXT], self._bad if bad else None)

    def _format(self, **looks: Any) -> Format:
        return self._book.add_format({"valign": "top", **looks})  # pyright: ignore[reportUnknownMemberType]
