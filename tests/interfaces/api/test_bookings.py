"""Bookings over the wire: sold, paid, changed, given; the answer to «yo ya pagué», on screen and on paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.interfaces.api.conftest import Api, today
from tests.interfaces.api.test_receivables import debtor, only_in


def mxn(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "MXN"}


def sell(api: Api, client: UUID, who: str = "empleado", days: int = 10, **more: Any) -> dict[str, Any]:
    on = (today() + timedelta(days=days)).isoformat()
    asked = {
        "client_id": str(client),
        "service": "Chichén Itzá",
        "service_on": on,
        "price": mxn("10000.00"),
        **more,
    }
    answer = api.as_(who).post("/v1/bookings", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.json()


def take(api: Api, booking: dict[str, Any], amount: str, method: str = "cash", **more: Any) -> dict[str, Any]:
    asked = {"client_id": booking["client_id"], "amount": mxn(amount), "method": method,
             "apply_to": [booking["receivable_id"]], **more}  # fmt: skip
    answer = api.as_("cajero").post("/v1/payments", json=asked, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def api(module_api: Api) -> Api:
    return module_api


def test_juan_says_that_he_paid(api: Api) -> None:
    juan = debtor(api, "Juan Pérez")
    api.query("update parties set phones = '{+529981110001}' where id = %s", juan)
    sold = sell(api, juan)
    assert (sold["state"], sold["payment"], sold["payment_label"]) == ("booked", "pending", "🟡 PENDIENTE")
    assert sold["seller"] == "Empleado"
    first = take(api, sold, "5000.00", "transfer", reference="BBVA 884201")["folio"]
    take(api, sold, "5000.00")
    folio, cashier = sold["receivable"], api.as_("cajero")
    for typed in (folio, folio.lower(), "Juan Pérez", "9981110001", "BBVA 884201", first, "Tour Chichén"):
        found = cashier.get("/v1/receivables", params={"q": typed}).json()["items"]
        assert folio in [each["folio"] for each in found], typed
        assert len(found) == 1 or typed == "Tour Chichén", typed
    debt = cashier.get(f"/v1/receivables/{sold['receivable_id']}").json()
    assert (debt["status_label"], debt["contract_link"]) == ("✅ COBRADO TOTAL", f"/reservas/{sold['id']}")
    told = [each["text"].replace("\u202f", "") for each in debt["timeline"] if each["kind"] == "payment"]
    assert told[0].startswith("Pago 1: $5,000.00 · ")
    assert "Transferencia BBVA 884201" in told[0]
    assert told[1].endswith("saldo en cero: COBRADO TOTAL")
    paper = cashier.get(f"/v1/receivables/{sold['receivable_id']}/proof.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    again = {
        "client_id": str(juan),
        "amount": mxn("10000.00"),
        "method": "cash",
        "apply_to": [sold["receivable_id"]],
    }
    refused = cashier.post("/v1/payments", json=again, headers={"Idempotency-Key": str(uuid4())})
    api.problem(refused, 409, "deuda-ya-pagada")
    twice = {**again, "method": "transfer", "reference": "bbva 884201", "apply_to": None}
    refused = cashier.post("/v1/payments", json=twice, headers={"Idempotency-Key": str(uuid4())})
    assert first in api.problem(refused, 409, "referencia-repetida")["detail"]


def test_what_was_agreed_changes_by_its_difference(api: Api) -> None:
    sold = sell(api, debtor(api, "Ana Ruiz"))
    path = f"/v1/bookings/{sold['id']}"
    asked = {"price": mxn("12000.00"), "reason": "una persona más"}
    api.problem(api.as_("empleado").post(f"{path}/changes", json=asked), 403, "sin-permiso")
    changed = api.as_("supervisor").post(f"{path}/changes", json=asked).json()
    assert (changed["price"], changed["balance"]) == (mxn("12000.00"), mxn("12000.00"))
    assert [(c["price_from"], c["price_to"], c["by"]) for c in changed["changes"]] == [
        (mxn("10000.00"), mxn("12000.00"), "Supervisor")
    ]
    assert [e["kind"] for e in changed["timeline"]] == ["created", "changed"]
    api.problem(api.as_("empleado").post(f"{path}/completion"), 409, "servicio-por-venir")
    refused = api.as_("gerente").post(
        f"/v1/receivables/{sold['receivable_id']}/cancellation", json={"reason": "error"}
    )
    api.problem(refused, 409, "cuenta-de-reserva")


def test_given_today_is_income_today(api: Api) -> None:
    sold = sell(
        api, debtor(api, "Eva Luna"), days=1, kind="transport", service="Aeropuerto", notes="vuelo 12"
    )
    on = today().isoformat()
    api.as_("gerente").post(
        f"/v1/bookings/{sold['id']}/changes", json={"service_on": on, "reason": "se adelanta"}
    )
    given = api.as_("empleado").post(f"/v1/bookings/{sold['id']}/completion").json()
    assert (given["state"], given["state_label"]) == ("done", "Servicio prestado")
    entry = (
        api.as_("contador").get("/v1/entries", params={"source": f"bookings:{sold['id']}"}).json()["items"][0]
    )
    assert entry["kind_label"] == "Servicio prestado"
    listed = api.as_("analista").get("/v1/bookings", params={"q": "Eva Luna", "payment": "pending"}).json()
    assert [each["folio"] for each in listed["items"]] == [sold["folio"]]
    assert listed["totals"]["by_currency"][0]["balance"] == mxn("10000.00")
    for kind in ("xlsx", "csv", "pdf"):
        assert api.as_("contador").get("/v1/bookings/export", params={"format": kind}).status_code == 200


def test_of_another_branch_there_is_nothing(api: Api) -> None:
    sold = sell(api, debtor(api, "Luz Sol"))
    only_in(api, "cobrador", 2)
    api.problem(api.as_("cobrador").get(f"/v1/bookings/{sold['id']}"), 404, "no-encontrado")
    assert api.as_("cobrador").get("/v1/bookings").json()["items"] == []
