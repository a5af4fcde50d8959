"""Every door that receives money says to which bank account a transfer or a card came."""

from typing import Any
from uuid import UUID

import httpx

from caudal.kernel import clock
from caudal.kernel.dates import local_date
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.pawning import furnish_pawn, ticket_of
from tests.interfaces.api.test_banks import account, mxn, post
from tests.interfaces.api.test_lending import lends, lent
from tests.interfaces.api.test_receivables import debtor


def san_of(api: Api, clients: list[UUID]) -> str:
    """A san that has started, of 100.00 a round."""
    boss = api.as_("gerente")
    asked = {"name": "San del banco", "contribution": mxn("100.00"), "places": len(clients), "frequency": "monthly",
             "starts_on": local_date(clock.now(), "America/Cancun").isoformat()}  # fmt: skip
    san = f"/v1/roscas/{boss.post('/v1/roscas', json=asked).json()['id']}"
    for number, client in enumerate(clients, 1):
        boss.post(f"{san}/members", json={"client_id": str(client), "numbers": [number]})
    boss.post(f"{san}/turns", json={"order": list(range(1, len(clients) + 1))})
    assert boss.post(f"{san}/start").status_code == 200
    return san.removeprefix("/v1/")


def test_what_pays_loans_pledges_and_sanes_is_in_the_account_that_was_said(api: Api) -> None:
    lends(api)
    furnish_pawn(api)
    account(api)
    plain = {"number_kind": "account", "bank": "BBVA", "branch_id": 2}
    ours = account(api, name="BBVA 9021", number="1122339021", **plain, main=False, shared=True)
    there = account(api, name="De CDMX", number="5566778899", **plain)
    loan = lent(api, debtor(api))
    ring, chain = ticket_of(api, debtor(api)), ticket_of(api, debtor(api, "Otra"))
    san = san_of(api, [debtor(api, "Uno"), debtor(api, "Dos")])

    def take(path: str, method: str, into: int | None, **more: Any) -> httpx.Response:
        reference = {"reference": f"SPEI {path[-20:]}"} if method == "transfer" else {}
        return post(api, "cajero", path, {"method": method, "account_id": into, **reference, **more})

    ahead = {"amount": mxn("20000.00"), "effect": "reduce_term"}
    for path, more in (
        (f"loans/{loan['id']}/prepayment", ahead),
        (f"loans/{loan['id']}/payoff", {}),
        (f"pawn-tickets/{ring['id']}/refrendo", {}),
        (f"pawn-tickets/{ring['id']}/redemption", {}),
        (f"{san}/rounds/1/contributions", {}),
    ):
        for method in ("transfer", "cash"):
            refused = api.problem(take(path, method, there["id"], **more), 422, "datos-invalidos")
            assert refused["errors"][0]["pointer"] == "/account_id", path
    said = [
        take(f"loans/{loan['id']}/prepayment", "transfer", ours["id"], **ahead),
        take(f"loans/{loan['id']}/payoff", "card", ours["id"]),
        take(f"pawn-tickets/{ring['id']}/refrendo", "transfer", ours["id"]),
        take(f"pawn-tickets/{chain['id']}/redemption", "card", ours["id"]),
    ]
    for answer in said:
        assert answer.status_code == 201, answer.text
        assert answer.json()["payment"]["account"] == {"id": ours["id"], "name": "BBVA 9021"}
    round_ = take(f"{san}/rounds/1/contributions", "transfer", ours["id"])
    assert {paid["account"]["name"] for paid in round_.json()["payments"]} == {"BBVA 9021"}
    usual = take(f"{san}/rounds/2/contributions", "transfer", None)
    assert {paid["account"]["name"] for paid in usual.json()["payments"]} == {"Banorte 4457"}
    seen = api.as_("contador", 2).get(f"/v1/bank-accounts/{ours['id']}/movements").json()["items"]
    assert sorted(each["amount"]["amount"] for each in seen) == [
        "100.00", "100.00", "150.00", "20000.00", "3150.00", "80000.00",
    ]  # fmt: skip
    assert post(api, "duena", "books/verification", None).json()["ok"]
