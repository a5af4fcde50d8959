"""How long a portfolio takes to come in: a file of 100,000 debts of 20,000 clients, from its bytes to the books.

What is measured is what a person waits for: the upload (reading, guessing columns), the check (every cell, and the
database), and the import itself, which reads and checks again and then writes clients, debts and entries in one
durable transaction. As CSV and as a workbook; then it is taken back.

    python3 run.py bench import_debts [DEBTS]
"""

import csv
import io
import resource
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import xlsxwriter

from benchmarks.harness import Figure, database, report, timed
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows.intake import commands as intake
from caudal.flows.intake import queries
from caudal.flows.intake.rules.plans import Plan
from caudal.kernel.db import connect
from caudal.ledger import queries as books
from caudal.ledger.rules import Use

TITLES = (
    "Folio", "Cliente", "RFC", "Teléfono", "Correo", "Concepto", "Monto", "Fecha", "Vencimiento", "Abonado", "Zona",
    "Sucursal",
)  # fmt: skip
KEYS = (
    "reference", "client", "document", "phone", "email", "concept", "amount", "issued_on", "due_on", "paid", "zone",
    "branch",
)  # fmt: skip
AT = datetime(2026, 10, 5, 17, tzinfo=UTC)


def debt(number: int, clients: int) -> list[Any]:
    """A row of the file: accents, separators, dates day first."""
    who = number % clients
    letters = "".join(chr(65 + who // 26**place % 26) for place in range(3))
    issued = date(2025, 1, 1) + timedelta(days=number % 600)
    cents = 100_00 + number * 37 % 9_000_000
    return [
        f"F-{number:06d}",
        f"María {letters} Núñez {who}",
        f"PEPJ{60 + who % 40:02d}{who % 12 + 1:02d}{who % 28 + 1:02d}{letters}",
        f"998 {200 + who // 10_000:03d} {who % 10_000:04d}",
        f"cliente{who}@ejemplo.mx",
        f"Mercancía de la semana {number % 52}, nota {number}",
        f"{cents // 100:,}.{cents % 100:02d}",
        f"{issued:%d/%m/%Y}",
        f"{issued + timedelta(days=30):%d/%m/%Y}",
        f"{cents // 400:,}.00" if number % 4 == 0 else "",
        f"Ruta {number % 40}",
        "Cancún" if number % 2 else "CDMX",
    ]


def as_csv(rows: list[list[Any]]) -> bytes:
    """With commas and a mark of UTF-8, as a spreadsheet writes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(TITLES)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[list[Any]]) -> bytes:
    """Amounts and dates as such, the rest as text."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Cartera")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, TITLES)
        for number, row in enumerate(rows, 1):
            for position, value in enumerate(row):
                if KEYS[position] in ("issued_on", "due_on"):
                    parts = [int(part) for part in value.split("/")]
                    sheet.write_datetime(number, position, date(*reversed(parts)), day)
                elif KEYS[position] in ("amount", "paid") and value:
                    sheet.write_number(number, position, float(value.replace(",", "")))
                elif value:
                    sheet.write_string(number, position, value)
    return data.getvalue()


class House:
    """A company with two branches in an empty database, and who works in it."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as db:
            db.execute("insert into companies (name, country, chart) values ('Medida', 'MX', 'mx')")
            db.execute(
                "insert into branches (company_id, name, country, currency, time_zone) values"
                " (1, 'Cancún', 'MX', 'MXN', 'America/Cancun'), (1, 'CDMX', 'MX', 'MXN', 'America/Mexico_City')"
            )
        self.engine = connect(url)

    @contextmanager
    def act(self, reason: str = "") -> Generator[Act]:
        actor = Actor(7, "Ana", "duena", (1, 2), frozenset({"imports.run"}))
        with acting(self.engine, Opening(actor, Place(1, "10.0.0.1", "cli"), AT, reason)) as act:
            yield act

    def owed(self) -> Any:
        with self.act() as act:
            return books.balance(act, Use.AR, "MXN").amount


def measured(house: House, name: str, data: bytes, debts: int) -> tuple[list[Figure], dict[str, Any]]:
    """Upload, check, import and undo one file; every step in a durable act of its own."""
    plan = Plan(dict(zip(KEYS, TITLES, strict=True)))
    found: dict[str, Any] = {}

    def upload() -> None:
        with house.act() as act:
            opened = intake.open(act, "debts", name, data)
            found["id"], found["formats"] = opened.id, opened.analysis.formats
            assert {each.guess for each in opened.analysis.columns} == set(KEYS)

    def check() -> None:
        with house.act() as act:
            found["check"] = intake.check(act, which(), Plan(plan.mapping, found["formats"]))
            assert found["check"].valid == debts, found["check"].errors[:3]

    def run() -> None:
        with house.act() as act:
            found["result"] = intake.run(act, which())

    def undo() -> None:
        with house.act("era una medición") as act:
            assert intake.undo(act, which()) == debts

    def which() -> UUID:
        found_id: UUID = found["id"]
        return found_id

    kind = name.rpartition(".")[2]
    seconds = {step.__name__: timed(step) for step in (upload, check, run)}
    assert house.owed() == found["result"].by_currency[0].amount.amount > 0
    seconds["undo"] = timed(undo)
    assert house.owed() == 0
    figures = [
        Figure(f"{kind}: upload and guess columns", seconds["upload"], "s"),
        Figure(f"{kind}: check {debts:,} rows", seconds["check"], "s"),
        Figure(f"{kind}: import {debts:,} debts", seconds["run"], "s", 30 * debts / 100_000),
        Figure(f"{kind}: undo", seconds["undo"], "s"),
    ]
    return figures, {"bytes": len(data), "clients_new": found["result"].clients_new}


def main(debts: int = 100_000) -> None:
    """Measure the two kinds of file, each in a database of its own."""
    rows = [debt(number, max(1, debts // 5)) for number in range(debts)]
    figures: list[Figure] = []
    facts: dict[str, Any] = {"debts": debts, "clients": max(1, debts // 5)}
    for name, data in (("cartera.csv", as_csv(rows)), ("cartera.xlsx", as_xlsx(rows))):
        with database() as url:
            house = House(url)
            found, told = measured(house, name, data, debts)
            figures += found
            facts[name] = told
            if name.endswith("csv"):
                with house.act() as act:
                    figures.append(
                        Figure("list of imports", timed(lambda act=act: queries.imports(act)) * 1000, "ms")
                    )
            house.engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(Figure("memory of the process at its highest", memory, "MB"))
    report("import_debts", figures, **facts)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
