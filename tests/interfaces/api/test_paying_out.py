"""Every door by which money goes out says from which bank account it leaves."""

from typing import Any

import httpx

from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.kernel.money import Money
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.pawning import RING, furnish_pawn
from tests.interfaces.api.test_banks import account, mxn, post
from tests.interfaces.api.test_lending import asked, lends
from tests.interfaces.api.test_receivables import debtor
from tests.interfaces.api.test_receiving import san_of

PLAIN = {"number_kind": "account", "bank": "BBVA"}


def approved(api: Api, name: str = "Juan Pérez") -> str:
    loan = asked(api, debtor(api, name), amount="1000.00").json()
    assert post(api, "gerente", f"loans/{loan['id']}/approval", {}).status_code == 201
    return f"loans/{loan['id']}/disbursement"


def out_of(api: Api, box: int) -> list[str]:
    """What left an account, the oldest first."""
    return api.one(
        "select coalesce(array_agg((-x.amount)::text order by x.entry_id), '{}') from ledger.lines x join boxes b on"
        f" b.account_id = x.account_id where b.id = {box} and x.amount < 0"
    )


def test_what_is_handed_over_leaves_the_account_that_was_said(api: Api) -> None:
    lends(api)
    furnish_pawn(api)
    usual = account(api)
    ours = account(api, name="BBVA 9021", number="1122339021", **PLAIN, branch_id=2, main=False, shared=True)
    there = account(api, name="De CDMX", number="5566778899", **PLAIN, branch_id=2)
    dollars = account(api, name="En dólares", number="99887766", **PLAIN, main=False, currency="USD",
                      threshold={"amount": "0", "currency": "USD"})  # fmt: skip
    with api.act("duena") as act:
        for box in (usual, ours):
            treasury.fund(act, box["id"], Funding(Money.of(100_000, "MXN")))
    body = {"client_id": str(debtor(api, "Una")), "items": [RING], "amount": mxn("2000.00")}
    ticket = f"pawn-tickets/{post(api, 'cajero', 'pawn-tickets', body).json()['id']}/hand-over"
    san = san_of(api, [debtor(api, "Uno"), debtor(api, "Dos")])
    assert post(api, "cajero", f"{san}/rounds/1/contributions", {"method": "cash"}).status_code == 201
    assert post(api, "gerente", f"{san}/rounds/1/authorisation", {}).status_code == 201
    loan, delivery = approved(api), f"{san}/rounds/1/delivery"

    def give(path: str, method: str, of: int | None, **more: Any) -> httpx.Response:
        return post(api, "cajero", path, {"method": method, "account_id": of, **more})

    for path in (loan, ticket, delivery):
        for method, wrong in (("transfer", there), ("transfer", dollars), ("cash", ours)):
            refused = api.problem(give(path, method, wrong["id"]), 422, "datos-invalidos")
            assert refused["errors"][0]["pointer"] == "/account_id", path
    for path in (loan, ticket, delivery):
        answer = give(path, "transfer", ours["id"])
        assert answer.status_code == 201, answer.text
    assert out_of(api, ours["id"]) == ["100000", "200000", "20000"]
    assert give(approved(api, "Otra"), "transfer", None).status_code == 201
    assert give(approved(api, "Otro"), "cheque", None).status_code == 201, (
        "a cheque of the house leaves its bank"
    )
    assert out_of(api, usual["id"]) == ["100000", "100000"]
    assert api.one("select count(*) from boxes where kind = 'cheque'") == 0
    undone = post(
        api, "gerente", loan.replace("disbursement", "disbursement/reversal"), {"reason": "se equivocó"}
    )
    assert undone.status_code == 201, undone.text
    left = (
        "select sum(x.amount)::int from ledger.lines x join boxes b on b.account_id = x.account_id where b.id ="
        f" {ours['id']}"
    )
    assert api.one(left) == 10_000_000 - 200_000 - 20_000, "the money of the loan is back"
    assert post(api, "duena", "books/verification", None).json()["ok"]
