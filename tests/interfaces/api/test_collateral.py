"""What backs a loan over HTTP: from the thing to the lien that is let go, who may do what, and what bad input gets."""

from typing import Any
from uuid import uuid4

import pytest

from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_lending import PERSONAL, asked, lending
from tests.interfaces.api.test_receivables import debtor

__all__ = ["lending"]

MORTGAGE = PERSONAL | {"name": "Hipoteca", "collateral": {"required": True, "limits": {"property": "0.70"}}}
HOUSE: dict[str, Any] = {
    "kind": "property",
    "description": "Casa en la supermanzana 17",
    "registration": "Folio 8-123",
    "office": "RPP Cancún",
}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


@pytest.fixture
def mortgages(lending: Api) -> Api:
    answer = lending.as_("duena").put("/v1/products/hipoteca", json=MORTGAGE)
    assert answer.status_code == 200, answer.text
    told = answer.json()["definition"]["collateral"]
    assert told == {"required": True, "limits": {"property": "0.70"}}
    return lending


def post(api: Api, who: str, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    answer = api.as_(who).post(f"/v1{path}", json=body, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_from_the_house_to_the_lien_that_is_let_go(mortgages: Api) -> None:
    client = debtor(mortgages)
    loan = asked(mortgages, client, "hipoteca", "70000.00").json()["id"]
    refused = post(mortgages, "gerente", f"/loans/{loan}/approval", {"approve": True}, 409)
    assert refused["type"].endswith("garantia-insuficiente")
    assert refused["lendable"] == money("0.00")
    thing = post(mortgages, "empleado", "/collaterals", HOUSE | {"client_id": str(client)})
    assert (thing["folio"], thing["kind_label"], thing["free"]) == ("GAR-0001", "Inmueble", "1")
    valued = post(
        mortgages, "empleado", f"/collaterals/{thing['id']}/valuations",
        {"amount": money("100000.00"), "appraiser": "Avalúos del Sur"},
    )  # fmt: skip
    assert valued["value"] == money("100000.00")
    behind = post(mortgages, "empleado", f"/loans/{loan}/liens", {"collateral_id": thing["id"]})
    assert (behind["ltv"], behind["limit"], behind["lendable"]) == ("0.7000", "0.7000", money("70000.00"))
    post(mortgages, "gerente", f"/loans/{loan}/approval", {"approve": True})
    post(mortgages, "cajero", f"/loans/{loan}/disbursement", {"method": "cash"})
    notices = mortgages.as_("gerente").get("/v1/collaterals/watch").json()["items"]
    assert [each["kind"] for each in notices] == ["lien", "uninsured"]
    lien = behind["liens"][0]["id"]
    done = post(
        mortgages, "empleado", f"/liens/{lien}/registration", {"notary": "Notaría 12", "entry": "A-5"}
    )
    assert done["liens"][0]["status_label"] == "Inscrito"
    refused = post(mortgages, "gerente", f"/liens/{lien}/release", {}, 409)
    assert refused["type"].endswith("gravamen-con-saldo")
    asking = post(mortgages, "gerente", f"/liens/{lien}/release", {"reason": "cambia de garantía"})
    assert (asking["liens"][0]["asked"], asking["liens"][0]["asked_reason"]) == (True, "cambia de garantía")
    post(mortgages, "gerente", f"/liens/{lien}/release", {"reason": "yo misma"}, 403)
    gone = post(mortgages, "director", f"/liens/{lien}/release", {})
    assert (gone["liens"][0]["status"], gone["ltv"]) == ("released", None)
    assert mortgages.as_("empleado").get(f"/v1/collaterals/{thing['id']}").json()["free"] == "1"


def valued(api: Api, client: Any, worth: str, **more: Any) -> str:
    """A house of the client's, appraised today."""
    thing = post(api, "empleado", "/collaterals", HOUSE | {"client_id": str(client)} | more)["id"]
    told = {"amount": money(worth), "appraiser": "Avalúos del Sur"}
    post(api, "empleado", f"/collaterals/{thing}/valuations", told)
    return str(thing)


class TestAskedForWithWhatBacksIt:
    def test_it_is_weighed_before_it_is_asked(self, mortgages: Api) -> None:
        """Half of a house of 100,000 at 70 % lends 35,000: to the cent."""
        house = valued(mortgages, debtor(mortgages), "100000.00")
        ask = {"liens": [{"collateral_id": house, "part": "0.5"}]}
        found = post(
            mortgages, "cajero", "/products/hipoteca/backing", ask | {"principal": money("35000.01")}, 200
        )
        assert (found["value"], found["ltv"], found["limit"], found["lendable"]) == (
            money("50000.00"), "0.7000", "0.7000", money("35000.00"),
        )  # fmt: skip
        assert (found["short"], found["required"], found["expired"]) == (True, True, False)
        enough = post(
            mortgages, "cajero", "/products/hipoteca/backing", ask | {"principal": money("35000.00")}, 200
        )
        assert enough["short"] is False
        free = post(
            mortgages, "cajero", "/products/personal/backing", ask | {"principal": money("90000.00")}, 200
        )
        assert (free["limit"], free["required"], free["short"]) == (None, False, False)

    def test_what_is_never_valued_or_of_a_kind_the_product_does_not_take_lends_nothing(
        self, mortgages: Api
    ) -> None:
        client = debtor(mortgages)
        bare = post(mortgages, "empleado", "/collaterals", HOUSE | {"client_id": str(client)})["id"]
        car = valued(mortgages, client, "300000.00", kind="vehicle", registration="ABC-1")
        for thing, value in ((bare, "0.00"), (car, "300000.00")):
            ask = {"principal": money("10000.00"), "liens": [{"collateral_id": thing}]}
            found = post(mortgages, "cajero", "/products/hipoteca/backing", ask, 200)
            assert (found["value"], found["lendable"], found["short"]) == (money(value), money("0.00"), True)

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            ({"liens": [{"collateral_id": str(uuid4())}]}, 404),
            ({"liens": [], "principal": {"amount": "1000.00", "currency": "COP"}}, 422),
            ({"liens": None}, 422),
            ({"liens": [{"collateral_id": "casa"}]}, 422),
        ],
        ids=["unknown", "another-currency", "no-list", "no-id"],
    )
    def test_bad_things_are_said(self, mortgages: Api, told: dict[str, Any], status: int) -> None:
        post(
            mortgages,
            "cajero",
            "/products/hipoteca/backing",
            {"principal": money("1000.00")} | told,
            status,
        )

    def test_one_request_asks_and_ties(self, mortgages: Api) -> None:
        client, wife = debtor(mortgages), debtor(mortgages)
        house = valued(mortgages, client, "100000.00")
        ask: dict[str, Any] = {
            "client_id": str(client), "product": "hipoteca", "principal": money("70000.00"),
            "liens": [{"collateral_id": house}], "sureties": [{"client_id": str(wife), "role": "guarantor"}],
        }  # fmt: skip
        post(mortgages, "cajero", "/loans", ask, 403)
        loan = post(mortgages, "empleado", "/loans", ask)["id"]
        behind = mortgages.as_("empleado").get(f"/v1/loans/{loan}/backing").json()
        assert (behind["ltv"], [each["status"] for each in behind["liens"]]) == ("0.7000", ["pending"])
        assert [(each["person"]["id"], each["role"]) for each in behind["sureties"]] == [
            (str(wife), "guarantor")
        ]
        post(mortgages, "gerente", f"/loans/{loan}/approval", {"approve": True})

    def test_nothing_is_kept_when_the_thing_is_taken(self, mortgages: Api) -> None:
        """The house backs another loan whole: the second application leaves no loan behind."""
        client = debtor(mortgages)
        house = valued(mortgages, client, "100000.00")
        ask: dict[str, Any] = {
            "client_id": str(client), "product": "hipoteca", "principal": money("20000.00"),
            "liens": [{"collateral_id": house}],
        }  # fmt: skip
        post(mortgages, "empleado", "/loans", ask)
        taken = post(mortgages, "empleado", "/loans", ask, 409)
        assert taken["type"].endswith("garantia-comprometida")
        itself = ask | {"liens": [], "sureties": [{"client_id": str(client)}]}
        post(mortgages, "empleado", "/loans", itself, 422)
        assert mortgages.as_("empleado").get("/v1/loans").json()["totals"]["count"] == 1


def test_who_may_do_what(mortgages: Api) -> None:
    client = debtor(mortgages)
    post(mortgages, "cajero", "/collaterals", HOUSE | {"client_id": str(client)}, 403)
    thing = post(mortgages, "empleado", "/collaterals", HOUSE | {"client_id": str(client)})
    loan = asked(mortgages, client, "hipoteca").json()["id"]
    lien = post(mortgages, "empleado", f"/loans/{loan}/liens", {"collateral_id": thing["id"]})["liens"][0][
        "id"
    ]
    post(mortgages, "empleado", f"/liens/{lien}/release", {"reason": "porque sí"}, 403)
    assert mortgages.as_("cajero").get(f"/v1/loans/{loan}/backing").status_code == 200


def test_lists_by_owner_registry_and_words(mortgages: Api) -> None:
    client, other = debtor(mortgages), debtor(mortgages)
    post(mortgages, "empleado", "/collaterals", HOUSE | {"client_id": str(client)})
    post(mortgages, "empleado", "/collaterals",
         {"kind": "vehicle", "description": "Camioneta roja", "client_id": str(other),
          "registration": "ABC-1"})  # fmt: skip

    def found(**which: str) -> list[str]:
        rows = mortgages.as_("cajero").get("/v1/collaterals", params=which).json()["items"]
        return [each["folio"] for each in rows]

    assert found() == ["GAR-0002", "GAR-0001"]
    assert found(client_id=str(client)) == ["GAR-0001"]
    assert found(q="roja") == found(q="ABC-1") == found(q="gar-0002") == found(kind="vehicle") == ["GAR-0002"]
    assert found(q="nada") == []
    again = post(mortgages, "empleado", "/collaterals", HOUSE | {"client_id": str(other)}, 409)
    assert again["type"].endswith("garantia-repetida")


def test_who_else_answers(mortgages: Api) -> None:
    client, other = debtor(mortgages), debtor(mortgages)
    loan = asked(mortgages, client, "hipoteca").json()["id"]
    told = post(
        mortgages, "empleado", f"/loans/{loan}/sureties", {"client_id": str(other), "role": "guarantor"}
    )
    (one,) = told["sureties"]
    assert (one["role_label"], one["person"]["id"]) == ("Aval", str(other))
    told = post(mortgages, "gerente", f"/sureties/{one['id']}/removal", {"reason": "se cambia"})
    assert told["sureties"][0]["removed_on"]
