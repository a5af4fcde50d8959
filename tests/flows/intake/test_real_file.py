"""Real invoices: 2,466 of 100 customers come in as they are, and add up to what the file says."""

from decimal import Decimal

import pytest

from caudal.flows.intake import commands as intake
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import Plan
from caudal.kernel.money import Money
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import House
from tests.house.source import ROOT

FILE = ROOT.parent / "shared" / "data" / "ibm_ar_late" / "accounts_receivable.parquet"
MAPPING = {
    "client": "customerID", "concept": "invoiceNumber", "reference": "invoiceNumber", "amount": "InvoiceAmount",
    "issued_on": "InvoiceDate", "due_on": "DueDate",
}  # fmt: skip


@pytest.mark.skipif(not FILE.exists(), reason="no está el archivo de facturas reales (ibm_ar_late)")
def test_every_invoice_enters_and_the_books_hold_their_sum(house: House) -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.read_parquet(FILE)
    data = table.to_csv(index=False, date_format="%m/%d/%Y").encode()
    with house.act() as act:
        opened = intake.open(act, "debts", "WA_Fn-UseC_-Accounts-Receivable.csv", data)
    guessed = {column.name: column.guess for column in opened.analysis.columns}
    assert {name: guessed[name] for name in ("InvoiceAmount", "InvoiceDate", "DueDate", "invoiceNumber")} == {
        "InvoiceAmount": "amount", "InvoiceDate": "issued_on", "DueDate": "due_on", "invoiceNumber": "reference",
    }  # fmt: skip
    assert opened.analysis.formats.dates == "mdy"
    plan = Plan(MAPPING, Formats(".", "mdy", "US", "USD"), expected_total=_sum(table["InvoiceAmount"]))
    with house.act() as act:
        found = intake.check(act, opened.id, plan)
        assert (found.errors, found.valid, found.clients_new) == ((), 2466, 100)
    with house.act() as act:
        intake.run(act, opened.id)
    with house.act() as act:
        assert books.balance(act, Use.AR, "USD") == _sum(table["InvoiceAmount"])
    by_client = house.one(
        "select p.name, sum(r.amount) as owed from receivables r join parties p on p.id = r.party_id"
        " group by p.name order by 2 desc limit 1"
    )
    largest = table.groupby("customerID")["InvoiceAmount"].sum().round(2).sort_values(ascending=False)
    assert (by_client.name, by_client.owed) == (largest.index[0], round(largest.iloc[0] * 100))


def _sum(amounts: "object") -> Money:
    return Money.of(sum((Decimal(str(each)) for each in amounts), Decimal(0)), "USD")  # type: ignore[attr-defined]
