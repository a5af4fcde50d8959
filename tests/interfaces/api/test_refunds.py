"""Refunds over the wire: what a cancellation would give back, three people, once, and the policy with its simulator."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.interfaces.api import conftest
from tests.interfaces.api.conftest import Api
from tests.interfaces.api.test_bookings import mxn, sell, take
from tests.interfaces.api.test_receivables import debtor


@pytest.fixture(scope="module")
def api(module_api: Api) -> Api:
    return module_api


def cancelled(api: Api, name: str, days: int = 10, **how: Any) -> dict[str, Any]:
    sold = sell(api, debtor(api, name), days=days)
    take(api, sold, "10000.00")
    answer = api.as_("empleado").post(
        f"/v1/bookings/{sold['id']}/cancellation", json={"reason": "se enfermó", **how}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["refund"]


def pay(api: Api, refund: dict[str, Any], who: str = "contador", key: str = "", **ask: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return api.as_(who).post(f"/v1/refunds/{refund['id']}/payment", json=ask, headers=headers)


def test_maria_lopez_over_the_wire(api: Api) -> None:
    sold = sell(api, debtor(api, "María López"))
    take(api, sold, "10000.00")
    path = f"/v1/bookings/{sold['id']}/cancellation"
    worth = api.as_("empleado").get(path).json()
    told = worth["calculation"]
    assert (told["days"], told["percent"], told["row"], told["label"]) == (10, "75", 2, "7–13 días")
    assert (told["refund"], told["retained"]) == (mxn("7500.00"), mxn("2500.00"))
    assert [row["label"] for row in told["bands"]] == [
        "30+ días",
        "14–29 días",
        "7–13 días",
        "2–6 días",
        "< 2 días",
    ]
    assert (worth["method"], worth["ways"]) == ("cash", {"cash": mxn("10000.00")})
    api.problem(api.as_("cajero").post(path, json={"reason": "se enfermó"}), 403, "sin-permiso")
    tried = api.as_("empleado").post(path, params={"dry_run": True}, json={"reason": "se enfermó"}).json()
    assert tried["refund"]["amount"] == mxn("7500.00")
    done = api.as_("empleado").post(path, json={"reason": "se enfermó"}).json()
    refund = done["refund"]
    assert (done["booking"]["state"], refund["state_label"]) == ("cancelled", "Por autorizar")
    request = f"/v1/approvals/{refund['request_id']}"
    seen = api.as_("gerente").get(request).json()
    assert (seen["money"] if "money" in seen else seen["amount"]) == mxn("7500.00")
    api.problem(pay(api, refund), 409, "sin-autorizar")
    tried = api.as_("gerente").post(f"{request}/authorisation", params={"dry_run": True}, json={"note": ""})
    assert tried.status_code == 201, tried.text
    assert api.as_("gerente").post(f"{request}/authorisation", json={"note": "revisado"}).status_code == 201
    api.problem(pay(api, refund, "gerente"), 403, "sin-permiso")
    key = str(uuid4())
    paid = pay(api, refund, key=key)
    assert paid.status_code == 201, paid.text
    body = paid.json()
    assert (body["state"], body["authorised_by"], body["paid_by"]) == ("paid", "Gerente", "Contador")
    assert [each["text"].split()[0:2] for each in body["timeline"]] == [
        ["Se", "pidió"], ["Se", "autorizó;"], ["Se", "pagaron"],
    ]  # fmt: skip
    again = pay(api, refund, key=key)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    api.problem(pay(api, refund), 409, "ya-ejecutado")
    debt = api.as_("cajero").get(f"/v1/receivables/{sold['receivable_id']}").json()
    assert debt["refunded"] == mxn("7500.00")
    assert api.as_("contador").get(f"/v1/refunds/{refund['id']}").json()["row"] == 2


def test_lists_papers_and_second_thoughts(api: Api) -> None:
    refund = cancelled(api, "Rosa Cruz", pay_to="CLABE 012", method="transfer")
    listed = api.as_("contador").get("/v1/refunds", params={"q": "Rosa Cruz", "live": True}).json()
    assert [each["folio"] for each in listed["items"]] == [refund["folio"]]
    assert listed["totals"]["by_currency"][0]["retained"] == mxn("2500.00")
    request = f"/v1/approvals/{refund['request_id']}"
    back = api.as_("supervisor").post(f"{request}/rejection", json={"reason": "falta la carta"})
    assert back.status_code == 201, back.text
    asked = {"booking_id": refund["booking_id"], "reason": "con su carta"}
    second = api.as_("empleado").post("/v1/refunds", json=asked)
    assert second.status_code == 201, second.text
    api.problem(api.as_("empleado").post("/v1/refunds", json=asked), 409, "reembolso-en-curso")
    request = f"/v1/approvals/{second.json()['request_id']}"
    assert api.as_("gerente").post(f"{request}/authorisation", json={"note": ""}).status_code == 201
    api.problem(api.as_("contador").post(f"/v1/refunds/{second.json()['id']}/void", json={"reason": "error"}), 403,
                "sin-permiso")  # fmt: skip
    voided = api.as_("gerente").post(
        f"/v1/refunds/{second.json()['id']}/void", json={"reason": "error de cuenta"}
    )
    assert voided.json()["state_label"] == "Anulado"
    for kind in ("xlsx", "csv", "pdf"):
        assert api.as_("contador").get("/v1/refunds/export", params={"format": kind}).status_code == 200


def test_the_policy_and_its_simulator(api: Api) -> None:
    today = conftest.today()
    asked = {"service_on": (today + timedelta(days=10)).isoformat(), "cancelled_on": today.isoformat(),
             "paid": mxn("10000.00")}  # fmt: skip
    simulate = "/v1/cancellation-policies/simulation"
    told = api.as_("empleado").post(simulate, json=asked).json()
    assert (told["refund"], told["retained"], told["row"]) == (mxn("7500.00"), mxn("2500.00"), 2)
    flat = {**asked, "bands": [{"first_day": 0, "percent": "10.5"}]}
    assert api.as_("empleado").post(simulate, json=flat).json()["refund"] == mxn("1050.00")
    upside = {**asked, "bands": [{"first_day": 0, "percent": "50"}, {"first_day": 7, "percent": "40"}]}
    api.problem(api.as_("empleado").post(simulate, json=upside), 422, "datos-invalidos")
    new = {"kind": "lodging", "bands": [{"first_day": 3, "percent": "100"}, {"first_day": 0, "percent": "0"}],
           "pay_days": 3, "reason": "temporada alta"}  # fmt: skip
    api.problem(api.as_("gerente").post("/v1/cancellation-policies", json=new), 403, "sin-permiso")
    saved = api.as_("director").post("/v1/cancellation-policies", json=new)
    assert (saved.status_code, saved.json()["kind_label"]) == (201, "Hospedaje")
    listed = api.as_("contador").get("/v1/cancellation-policies").json()["items"]
    assert [each["kind_label"] for each in listed] == ["Todos los servicios", "Hospedaje"]
    told = api.as_("empleado").post(simulate, json={**asked, "kind": "lodging"}).json()
    assert (told["refund"], told["bands"][0]["label"]) == (mxn("10000.00"), "3+ días")
