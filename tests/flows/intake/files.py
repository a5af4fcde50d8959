"""Files as people send them, made for the tests: clean ones, and one with forty defects."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from caudal.flows.intake.rules.checking import Terms
from caudal.flows.intake.rules.columns import Place
from caudal.flows.intake.rules.formats import Formats

TODAY = date(2026, 10, 5)
PLACES = {
    1: Place(1, "Cancún", "MX", "MXN"),
    2: Place(2, "CDMX", "MX", "MXN"),
    4: Place(4, "Bogotá", "CO", "COP"),
}
TITLES = (
    "Folio", "Cliente", "RFC", "Tipo de documento", "Teléfono", "Correo", "Concepto", "Monto", "Moneda", "Fecha",
    "Vencimiento", "Abonado", "Saldo", "Zona", "Sucursal",
)  # fmt: skip
KEYS = (
    "reference", "client", "document", "document_kind", "phone", "email", "concept", "amount", "currency", "issued_on",
    "due_on", "paid", "balance", "zone", "branch",
)  # fmt: skip
MAPPING = dict(zip(KEYS, TITLES, strict=True))


def terms(**changed: Any) -> Terms:
    """Terms of a Mexican file of debts, day first, point for decimals."""
    given: dict[str, Any] = {
        "kind": "debts", "mapping": MAPPING, "formats": Formats(".", "dmy", "MX", "MXN"), "mode": "opening",
        "today": TODAY, "places": PLACES, "here": 1,
    }  # fmt: skip
    return Terms(**(given | changed))


def clean(number: int) -> dict[str, Any]:
    """A debt without defects; each one is somebody else's."""
    letters = f"{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}{chr(65 + number // 676 % 26)}"
    return {
        "reference": f"F-{number:05d}",
        "client": f"María {letters} Núñez {number}",
        "document": f"PEPJ{60 + number % 40:02d}{number % 12 + 1:02d}{number % 28 + 1:02d}{letters}",
        "document_kind": "RFC",
        "phone": f"998 {200 + number // 10_000:03d} {number % 10_000:04d}",
        "email": f"cliente{number}@ejemplo.mx",
        "concept": f"Mercancía de la semana {number}",
        "amount": f"$ {1 + number % 9},{(number * 7) % 1000:03d}.{number % 100:02d}",
        "currency": "MXN",
        "issued_on": f"{number % 16 + 13:02d}/{number % 9 + 1:02d}/2026",
        "due_on": f"{number % 16 + 13:02d}/{number % 3 + 10:02d}/2026",
        "paid": "",
        "balance": "",
        "zone": "Centro",
        "branch": "Cancún" if number % 2 else "CDMX",
    }


@dataclass(frozen=True)
class Seeded:
    """A defect: the field that carries it, what is written there (and elsewhere), and the code it deserves."""

    field: str
    changed: dict[str, Any]
    code: str


def one(field: str, value: Any, code: str, **others: Any) -> Seeded:
    return Seeded(field, {field: value, **others}, code)


DEFECTS: tuple[Seeded, ...] = (
    one("amount", "mil pesos", "monto-no-es-numero"),
    one("amount", "0", "monto-cero"),
    one("amount", "-500.00", "monto-negativo"),
    one("amount", "(1,250.00)", "monto-negativo"),
    one("amount", "100.555", "monto-con-mas-decimales"),
    one("amount", "1.250.000,50", "monto-en-otro-formato"),
    one("amount", "12,34,56", "monto-mal-separado"),
    one("amount", "US$ 100.00", "monedas-mezcladas"),
    one("amount", "", "vacio"),
    one("amount", "#¡REF!", "error-de-formula"),
    one("amount", "10-may", "monto-es-fecha"),
    one("amount", "99,999,999,999,999,999.00", "monto-demasiado-grande"),
    one("amount", "#######", "columna-angosta"),
    one("currency", "BRL", "moneda-desconocida"),
    one("due_on", "31/02/2026", "fecha-inexistente"),
    one("due_on", "15/11/2206", "anio-improbable"),
    one("due_on", "pronto", "fecha-no-es-fecha"),
    one("due_on", "", "vacio"),
    one("due_on", "11/13/2026", "fecha-sin-ese-mes"),
    one("due_on", "01/02/2026", "vence-antes", issued_on="02/02/2026"),
    one("issued_on", "01/12/2026", "fecha-futura", due_on="31/12/2026"),
    Seeded("client", clean(5), "fila-repetida"),
    one("client", "", "vacio"),
    one("client", "\u00a0\u200b ", "vacio"),
    one("client", "5512345", "nombre-sin-letras"),
    one("client", "A" * 240, "texto-largo"),
    one("document", "12", "documento-invalido"),
    one("document", "1.23E+10", "notacion-cientifica"),
    one("document_kind", "Carnet", "documento-de-clase-desconocida"),
    one("document", "PEPJ610202BAA", "documento-con-dos-nombres", client="Zacarías Ibarra Quiroz"),
    one("phone", "12345", "telefono-invalido"),
    one("phone", "no tiene", "telefono-invalido"),
    one("phone", "5.2998E+11", "notacion-cientifica"),
    one("email", "correo arroba ejemplo", "correo-invalido"),
    one("concept", "", "vacio"),
    one("paid", "-10.00", "monto-negativo"),
    one("paid", "9,999,999.00", "abono-mayor"),
    one("balance", "1.00", "saldo-no-cuadra"),
    one("reference", "F-00004", "folio-repetido"),
    one("branch", "Mérida", "sucursal-desconocida"),
)
"""Forty, each in a row of its own."""


def seeded() -> tuple[list[dict[str, Any]], dict[int, Seeded]]:
    """The rows of a file of 1,000 with the forty defects, and which position carries each one."""
    rows = [clean(number) for number in range(1000)]
    places: dict[int, Seeded] = {}
    for number, defect in enumerate(DEFECTS):
        position = 20 + number * 24
        rows[position] |= defect.changed
        places[position] = defect
    return rows, places


def as_csv(rows: Sequence[dict[str, Any]], encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(TITLES)
    writer.writerows([row[key] for key in KEYS] for row in rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[dict[str, Any]]) -> bytes:
    """With titles in the third row, dates and amounts as such where they are, formula errors as errors."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Cartera")
        day, money = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        sheet.write(0, 0, "Cartera al 5 de octubre")
        sheet.write_row(2, 0, TITLES)
        for number, row in enumerate(rows, 3):
            for position, key in enumerate(KEYS):
                value = row[key]
                if value == "#¡REF!":
                    sheet.write_formula(number, position, "=Otra!A1", None, "#REF!")
                elif key in ("due_on", "issued_on") and plain_date(value):
                    sheet.write_datetime(number, position, plain_date(value), day)
                elif key == "amount" and str(value).startswith("$ "):
                    sheet.write_number(number, position, float(value[2:].replace(",", "")), money)
                elif value != "":
                    sheet.write_string(number, position, str(value))
    return written.getvalue()


def plain_date(value: Any) -> Any:
    try:
        day, month, year = (int(part) for part in str(value).split("/"))
        return date(year, month, day)
    except ValueError:
        return None
