"""The boards over HTTP: each figure with its door, and the buttons of who asks."""

from datetime import date, timedelta
from typing import Any

import pytest

from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import NewEntry, Use, credit, debit
from tests.interfaces.api.conftest import Api, today
from tests.interfaces.api.test_receivables import debtor, owe


@pytest.fixture
def house(api: Api) -> Api:
    """Two branches in the month before and in this one."""
    last = today().replace(day=1) - timedelta(days=1)
    told = [(last, 1, 910, 840), (last, 2, 750, 695), (today(), 1, 400, 350)]
    with api.act("duena") as act:
        entries = [
            NewEntry("sale", "x:1", [debit(debited, amount), credit(credited, amount)], on=on, branch=branch)
            for on, branch, income, spent in told
            for debited, credited, amount in (
                (Use.BANK, Use.SALES, Money.of(income * 1000, "MXN")),
                (Use.EXPENSES, Use.BANK, Money.of(spent * 1000, "MXN")),
            )
        ]
        ledger.post_many(act, entries)
    return api


def company(api: Api, who: str = "director", **params: Any) -> dict[str, Any]:
    return api.as_(who).get("/v1/dashboards/company", params=params).json()


def test_the_table_of_the_branches(house: Api) -> None:
    told = company(house)
    assert told["until"] == (today().replace(day=1) - timedelta(days=1)).isoformat()
    book = told["books"][0]
    rows = {row["branch"]: row for row in book["rows"]}
    cancun = rows["Cancún"]
    assert (cancun["income"]["amount"], cancun["utility"]["amount"]) == ("910000.00", "70000.00")
    assert (cancun["margin"], cancun["tone"]) == ("0.076923", "good")
    assert (book["total"]["income"]["amount"], book["total"]["margin"]) == ("1660000.00", "0.075301")
    assert (book["best"], book["watch"]) == (cancun["branch_id"], rows["CDMX"]["branch_id"])
    assert company(house, period="this_month")["books"][0]["total"]["utility"]["amount"] == "50000.00"
    text = house.as_("director").get("/v1/dashboards/company/text").json()["text"]
    assert "║  Cancún        │ $910K    │ $840K   │ $70K  7.7% ║" in text
    mine = company(house, "contador")["books"]
    assert [book["currency"] for book in mine] == ["MXN"], "the branches of who asks"
    assert house.as_("cajero").get("/v1/dashboards/company").status_code == 403
    assert house.as_("director").get("/v1/dashboards/company/risk").json()["items"] == []


def test_the_weeks_are_those_of_the_weekly_report(house: Api) -> None:
    weeks = company(house, period="this_month")["books"][0]["weeks"]
    starts = [date.fromisoformat(week["since"]) for week in weeks]
    assert {start.isoweekday() for start in starts} == {1}
    assert starts[-1] <= today() <= starts[-1] + timedelta(days=6)
    last = company(house)["books"][0]["weeks"][-1]
    assert date.fromisoformat(last["since"]) <= today().replace(day=1) - timedelta(days=1)
    assert weeks[-1]["net"]["amount"] == "50000.00"


def test_the_card_of_a_branch(house: Api) -> None:
    client = debtor(house)
    owe(house, client, "25000")
    board = house.as_("gerente").get("/v1/dashboards/branch").json()
    (card,) = board["cards"]
    (owed,) = [block for block in card["blocks"] if block["whole"]["key"] == "receivable"]
    assert owed["whole"]["amount"]["amount"] == "25000.00"
    assert (card["utility"]["amount"]["amount"], card["utility"]["margin"]) == ("75000.00", "0.176471")
    assert card["utility"]["link"].startswith("/libros/resultados?")
    for line in [owed["whole"], *owed["parts"]]:
        listed = house.as_("gerente").get("/v1/receivables?" + line["link"].split("?")[1]).json()
        sums = [row["balance"]["amount"] for row in listed["totals"]["by_currency"]]
        assert sums in ([line["amount"]["amount"]], []), line["key"]
    for line in [*_cxp(house)]:
        listed = house.as_("gerente").get("/v1/payables?" + line["link"].split("?")[1]).json()
        sums = [(row["balance"]["amount"], row["count"]) for row in listed["totals"]["by_currency"]]
        assert sums in ([(line["amount"]["amount"], line["count"])], []), line["key"]
    cashier = house.as_("cajero").get("/v1/dashboards/branch").json()["cards"][0]
    assert cashier["utility"] is None, "who doesn't read the books sees no result"
    assert house.as_("cajero").get("/v1/dashboards/branch", params={"branch_id": 3}).status_code == 403


def _cxp(house: Api) -> list[dict[str, Any]]:
    """The lines of «Por Pagar»: an account whose invoice isn't the contract's, and one without an invoice yet."""
    price = {"amount": "7000.00", "currency": "MXN"}
    who = house.as_("gerente")
    supplier = who.post("/v1/suppliers", json={"name": "Tours Maya", "branch_id": 1}).json()["id"]
    agreed = {"supplier_id": supplier, "title": "Tours", "from_on": today().isoformat(), "terms_days": 15,
              "prices": [{"service": "Tour", "amount": price}]}  # fmt: skip
    contract = who.post("/v1/supplier-contracts", json=agreed).json()["id"]
    served = {"supplier_id": supplier, "service": "Tour", "served_on": today().isoformat(), "contract_id": contract,
              "branch_id": 1}  # fmt: skip
    bill = {
        "number": "F1",
        "issued_on": today().isoformat(),
        "subtotal": {"amount": "8000.00", "currency": "MXN"},
    }
    for name, more in (("one", {"invoice": bill}), ("two", {})):
        made = who.post("/v1/payables", json=served | more, headers={"Idempotency-Key": name})
        assert made.status_code == 201, made.text
    for row in who.get("/v1/payables/ageing").json()["items"]:
        listed = who.get("/v1/payables?" + row["link"].split("?")[1])
        assert listed.json()["totals"]["count"] == row["count"], row["link"]
    (card,) = who.get("/v1/dashboards/branch").json()["cards"]
    (block,) = [each for each in card["blocks"] if each["whole"]["key"] == "payable"]
    lines = {line["key"]: line["amount"]["amount"] for line in (block["whole"], *block["parts"])}
    assert lines == {"payable": "14000.00", "pay_today": "0.00", "authorise": "7000.00"}
    return [block["whole"], *block["parts"]]
