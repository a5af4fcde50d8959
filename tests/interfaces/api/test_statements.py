"""Statements and budgets over HTTP: the same figures on screen and on paper, and each reaches its entries."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import NewEntry, Use, credit, debit
from tests.interfaces.api.conftest import Api

SPAN = {"from": "2026-03-01", "to": "2026-03-31"}


def mxn(amount: int) -> Money:
    return Money.of(amount, "MXN")


@pytest.fixture
def books(api: Api) -> Api:
    """Two months of Cancún, and something in pesos of Colombia."""
    with api.act("duena") as act:
        told = [
            ("sale", date(2026, 2, 3), Use.BANK, Use.SALES, mxn(500), 1),
            ("sale", date(2026, 3, 3), Use.BANK, Use.SALES, mxn(900), 1),
            ("petty_expense", date(2026, 3, 9), Use.EXPENSES, Use.BANK, mxn(300), 1),
            ("sale", date(2026, 3, 9), Use.BANK, Use.SALES, Money.of(70_000, "COP"), 3),
        ]
        entries = [
            NewEntry(kind, "x:1", [debit(to, amount), credit(of, amount)], on=on, branch=branch)
            for kind, on, to, of, amount, branch in told
        ]
        ledger.post_many(act, entries)
    return api


def statement(api: Api, which: str, who: str = "contador", **params: Any) -> dict[str, Any]:
    answer = api.as_(who).get(f"/v1/books/statements/{which}", params={**SPAN, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def cells(table: dict[str, Any]) -> dict[str, list[Any]]:
    return {row["label"]: row["cells"] for row in table["rows"]}


def test_a_figure_reaches_its_document_in_three_steps(books: Api) -> None:
    (table,) = statement(books, "balance")["tables"]
    row = next(row for row in table["rows"] if row["code"] == "102.01")
    assert (row["cells"], table["difference"]["amount"]) == (["1100.00"], "0.00")
    card = books.as_("contador").get(f"/v1/accounts/{row['account_id']}/card", params=SPAN).json()
    assert (card["totals"]["opening"]["amount"], card["totals"]["closing"]["amount"]) == ("500.00", "1100.00")
    assert [(x["kind_label"], x["balance"]["amount"]) for x in card["items"]] == [
        ("Venta a crédito", "1400.00"), ("Gasto menor", "1100.00"),
    ]  # fmt: skip
    entry = books.as_("contador").get(f"/v1/entries/{card['items'][1]['entry_id']}").json()
    assert entry["source"] == "x:1"
    books.problem(books.as_("contador").get("/v1/accounts/99999/card"), 404, "no-encontrado")


def test_each_currency_has_its_own_table_and_its_own_chart(books: Api) -> None:
    tables = statement(books, "income", "duena")["tables"]
    assert [table["currency"] for table in tables] == ["MXN", "COP"]
    assert [row["code"] for row in tables[1]["rows"] if row["kind"] == "account"] == ["413595"]
    assert cells(tables[0])["Utilidad"] == ["600.00"]
    told = statement(books, "income", compare="previous")
    assert (told["previous_since"], told["previous_until"]) == ("2026-02-01", "2026-02-28")
    assert cells(told["tables"][0])["Utilidad"] == ["600.00", "500.00", "100.00"]
    own = statement(books, "cash-flow", branch_id=1)["tables"][0]
    assert cells(own)["Venta a crédito"] == ["900.00", "0.00", "900.00"]
    assert books.as_("cajero").get("/v1/books/statements/income").status_code == 403
    books.problem(
        books.as_("contador").get("/v1/books/statements/income", params={"branch_id": 3}), 403, "sin-permiso"
    )


@pytest.mark.parametrize("which", ["trial-balance", "income", "balance", "cash-flow", "chart"])
def test_paper_says_what_the_screen_says(books: Api, which: str) -> None:
    shown = statement(books, which)["tables"][0]
    ask = books.as_("contador").get
    made = ask(f"/v1/books/statements/{which}/export", params={**SPAN, "format": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]
    rows = [
        row for row in page.iter_rows(min_row=6, values_only=True) if any(cell is not None for cell in row)
    ]
    assert len(rows) == len(shown["rows"])
    for row, screen in zip(rows, shown["rows"], strict=True):
        assert str(row[1]).strip() == screen["label"]
        for cell, text in zip(row[2:], screen["cells"], strict=False):
            assert text is None or abs(float(cell or 0) - float(text)) < 0.0001
    for format_, start in (("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")):
        answer = ask(f"/v1/books/statements/{which}/export", params={**SPAN, "format": format_})
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)


def test_budgets_are_written_in_a_grid_and_in_a_workbook(books: Api) -> None:
    contador = books.as_("contador")
    lines = [{"branch_id": 1, "ym": 202603, "currency": "MXN", "key": "utility",
              "amount": {"amount": "1200.00", "currency": "MXN"}}]  # fmt: skip
    assert contador.put("/v1/budgets", json={"lines": lines}).json() == {"written": 1}
    told = cells(statement(books, "income", compare="budget")["tables"][0])
    assert told["Utilidad"] == ["600.00", "1200.00", "0.500000"]
    made = contador.get("/v1/budgets/export", params={"year": 2026, "branch_id": 1})
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    page = book.worksheets[0]
    titles = {cell.value: cell.column for row in page.iter_rows(min_row=5, max_row=5) for cell in row}
    row = next(row for row in page.iter_rows(min_row=6) if row[titles["Clave"] - 1].value == "utility")
    assert row[titles["mar"] - 1].value == 1200
    page.cell(row[0].row, titles["abr"], 1500)
    page.cell(row[0].row, titles["may"], "mucho")
    back = io.BytesIO()
    book.save(back)
    refused = contador.post("/v1/budgets/file", files={"file": ("p.xlsx", back.getvalue())})
    assert (
        "may: «mucho» no es un monto" in books.problem(refused, 422, "datos-invalidos")["errors"][0]["detail"]
    )
    page.cell(row[0].row, titles["may"]).value = None
    back = io.BytesIO()
    book.save(back)
    assert contador.post("/v1/budgets/file", files={"file": ("p.xlsx", back.getvalue())}).json() == {
        "written": 2
    }
    items = contador.get("/v1/budgets", params={"year": 2026, "branch_id": 1}).json()["items"]
    months = next(item["months"] for item in items if item["key"] == "utility")
    assert [month and month["amount"] for month in months[2:5]] == ["1200.00", "1500.00", None]
    books.problem(books.as_("supervisor").put("/v1/budgets", json={"lines": lines}), 403, "sin-permiso")
