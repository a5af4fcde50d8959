"""The owner's money in the tills: who puts it, where it may go, and what bad input gets."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from caudal.business.treasury import commands as treasury
from tests.interfaces.api.conftest import Api


@pytest.fixture
def till(api: Api) -> int:
    with api.act("duena") as act:
        return treasury.destination(act, "cash", "MXN").id


def put(api: Api, who: str, till: int, amount: str = "50000.00", **more: Any) -> httpx.Response:
    asked = {"amount": {"amount": amount, "currency": more.pop("currency", "MXN")}, **more}
    key = {"Idempotency-Key": str(uuid4())}
    return api.as_(who).post(f"/v1/tills/{till}/funding", json=asked, headers=key)


class TestFunding:
    def test_the_owner_puts_money_and_the_books_say_why(self, api: Api, till: int) -> None:
        done = put(api, "duena", till, reason="capital para prestar")
        assert done.status_code == 201, done.text
        assert done.json()["balance"] == {"amount": "50000.00", "currency": "MXN"}
        entry = (
            api.as_("contador").get("/v1/entries", params={"source": f"treasury:{till}"}).json()["items"][0]
        )
        assert (entry["kind_label"], entry["memo"]) == ("Aporte de capital", "capital para prestar")
        acts = api.as_("duena").get("/v1/audit", params={"command": "treasury.fund"}).json()["items"]
        assert [each["command_label"] for each in acts] == ["Aportar capital a una caja"]

    def test_a_dry_run_leaves_the_till_as_it_was(self, api: Api, till: int) -> None:
        asked = {"amount": {"amount": "10.00", "currency": "MXN"}}
        tried = api.as_("duena").post(f"/v1/tills/{till}/funding", params={"dry_run": True}, json=asked)
        assert tried.json()["balance"]["amount"] == "10.00"
        assert api.as_("duena").get("/v1/tills").json()["items"][0]["balance"]["amount"] == "0.00"

    def test_the_same_key_puts_it_once(self, api: Api, till: int) -> None:
        key = str(uuid4())
        for _ in range(2):
            asked = {"amount": {"amount": "10.00", "currency": "MXN"}}
            answer = api.as_("duena").post(
                f"/v1/tills/{till}/funding", json=asked, headers={"Idempotency-Key": key}
            )
            assert answer.json()["balance"]["amount"] == "10.00"

    def test_a_cashier_may_not(self, api: Api, till: int) -> None:
        api.problem(put(api, "cajero", till), 403, "sin-permiso")

    def test_what_cannot_be(self, api: Api, till: int) -> None:
        with api.act("duena") as act:
            card = treasury.destination(act, "card", "MXN").id
        for bad in (
            put(api, "duena", till, "0.00"),
            put(api, "duena", till, currency="COP"),
            put(api, "duena", till, on="2099-01-01"),
            put(api, "duena", card),
        ):
            api.problem(bad, 422, "datos-invalidos")
        api.problem(put(api, "duena", 999_999), 404, "no-encontrado")
