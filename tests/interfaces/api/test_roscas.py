"""Sanes over the wire: from who agrees to who receives, with what is refused on the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.commons.documents.pdf_text import read
from tests.interfaces.api.conftest import Api, today
from tests.interfaces.api.test_receivables import debtor, only_in, owe, pay

KEY = {"Idempotency-Key": "una-llave"}


def made(api: Api, places: int = 3, **more: Any) -> tuple[httpx.Client, str, list[UUID]]:
    """A san that has started, with a different person in each number."""
    who = api.as_("gerente")
    asked = {
        "name": "San del barrio", "contribution": {"amount": "5000.00", "currency": "MXN"}, "places": places,
        "frequency": "monthly", "starts_on": today().isoformat(),
        "fee": {"kind": "fixed", "amount": {"amount": "2000.00", "currency": "MXN"}}, **more,
    }  # fmt: skip
    answer = who.post("/v1/roscas", json=asked)
    assert answer.status_code == 201, answer.text
    san = f"/v1/roscas/{answer.json()['id']}"
    people = [debtor(api, f"Persona {n}") for n in range(1, places + 1)]
    for number, client in enumerate(people, 1):
        ask = {"client_id": str(client), "numbers": [number]}
        assert who.post(f"{san}/members", json=ask).status_code == 201
    assert who.post(f"{san}/turns", json={"order": list(range(1, places + 1))}).status_code == 200
    started = who.post(f"{san}/start")
    assert started.status_code == 200, started.text
    return who, san, people


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def test_everybody_paid_is_one_order_done_once(api: Api) -> None:
    who, san, _ = made(api)
    body = {"numbers": None, "method": "cash"}
    first = who.post(f"{san}/rounds/1/contributions", json=body, headers=KEY)
    assert first.status_code == 201, first.text
    told = first.json()
    assert (told["count"], told["total"]["amount"]) == (3, "15000.00")
    assert [row["cells"][0]["state"] for row in told["rosca"]["numbers"]] == ["P", "P", "P"]
    assert [each["allocations"][0]["concept"] for each in told["payments"]][:1] == [
        "San San del barrio · número 1 · ronda 1 de 3"
    ]
    again = who.post(f"{san}/rounds/1/contributions", json=body, headers=KEY)
    assert (again.headers["Idempotent-Replayed"], again.json()) == ("true", told)
    more = who.post(f"{san}/rounds/1/contributions", json=body, headers=keyed("otra")).json()
    assert more["count"] == 0, "who had paid is left as is"
    assert api.one("select count(*) from payments") == 3
    missing = who.post(f"{san}/rounds/1/contributions", json=body)
    api.problem(missing, 400, "falta-llave")


def test_some_paid_by_transfer_with_one_reference(api: Api) -> None:
    who, san, _ = made(api)
    body = {"numbers": [1, 3], "method": "transfer", "reference": "SPEI-77"}
    told = who.post(f"{san}/rounds/2/contributions", json=body, headers=KEY).json()
    assert [each["reference"] for each in told["payments"]] == ["SPEI-77 n.º 1", "SPEI-77 n.º 3"]
    states = [row["cells"][0]["state"] for row in told["rosca"]["numbers"]]
    assert states == ["P", "D", "P"], "money goes to the earliest round first"


def test_a_pot_is_allowed_by_one_and_handed_over_by_another(api: Api) -> None:
    who, san, _ = made(api)
    who.post(f"{san}/rounds/1/contributions", json={}, headers=KEY)
    cashier = api.as_("cajero")
    api.problem(
        cashier.post(f"{san}/rounds/1/delivery", json={}, headers=keyed("1")), 409, "falta-segunda-mano"
    )
    api.problem(cashier.post(f"{san}/rounds/1/authorisation", json={}), 403, "sin-permiso")
    allowed = who.post(f"{san}/rounds/1/authorisation", json={})
    assert allowed.json()["next"]["ready"] is True
    assert allowed.json()["next"]["authorised"]["by"] == "Gerente"
    api.problem(who.post(f"{san}/rounds/1/delivery", json={}, headers=keyed("2")), 403, "sin-permiso")
    tried = cashier.post(f"{san}/rounds/1/delivery?dry_run=true", json={})
    assert tried.status_code == 201
    assert api.one("select count(*) from rosca_deliveries") == 0
    done = cashier.post(f"{san}/rounds/1/delivery", json={}, headers=keyed("3"))
    assert done.status_code == 201, done.text
    delivery = done.json()["rounds"][0]["delivery"]
    assert (delivery["gross"]["amount"], delivery["fee"]["amount"], delivery["net"]["amount"]) == (
        "15000.00", "2000.00", "13000.00",
    )  # fmt: skip
    number = done.json()["numbers"][0]
    assert (number["position"]["amount"], number["state"]) == ("-10000.00", "received")
    assert [cell["after_receiving"] for cell in number["cells"]] == [False, True, True]
    assert done.json()["adds_up"] is True
    api.problem(
        cashier.post(f"{san}/rounds/1/delivery", json={}, headers=keyed("4")), 409, "bote-ya-entregado"
    )


def test_the_act_of_a_delivery_is_printed(api: Api) -> None:
    who, san, _ = made(api)
    api.problem(who.get(f"{san}/rounds/1/delivery.pdf"), 404, "no-encontrado")
    who.post(f"{san}/rounds/1/contributions", json={}, headers=KEY)
    who.post(f"{san}/rounds/1/authorisation", json={})
    api.as_("cajero").post(f"{san}/rounds/1/delivery", json={}, headers=keyed("1"))
    printed = who.get(f"{san}/rounds/1/delivery.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    text = read(printed.content).text
    for said in ("SAN-0001-1", "Persona 1", "$13,000.00 MXN", "Autorizó", "Gerente", "le quedan 2 cuotas"):
        assert said in text


def test_a_short_pot_is_completed_by_the_organiser_on_purpose(api: Api) -> None:
    who, san, people = made(api)
    pay(api, debtor(api, "Otro"), "20000")
    who.post(f"{san}/rounds/1/contributions", json={"numbers": [1, 2]}, headers=KEY)
    who.post(f"{san}/rounds/1/authorisation", json={})
    refused = api.as_("cajero").post(f"{san}/rounds/1/delivery", json={}, headers=keyed("1"))
    told = api.problem(refused, 409, "bote-incompleto")
    assert (told["missing"]["amount"], told["numbers"]) == ("5000.00", [3])
    who.post(f"{san}/rounds/1/authorisation", json={"front": {"amount": "5000.00", "currency": "MXN"}})
    done = api.as_("cajero").post(f"{san}/rounds/1/delivery", json={}, headers=keyed("2")).json()
    assert (done["guarantee"]["amount"], done["rounds"][0]["fronted"]["amount"]) == ("5000.00", "5000.00")
    pay(api, people[2], "5000")
    now = who.get(san).json()
    assert (now["guarantee"]["amount"], now["rounds"][0]["state"], now["adds_up"]) == ("0.00", "closed", True)


def test_who_received_and_stops_is_a_debt_of_theirs(api: Api) -> None:
    who, san, people = made(api)
    who.post(f"{san}/rounds/1/contributions", json={}, headers=KEY)
    who.post(f"{san}/rounds/1/authorisation", json={})
    api.as_("cajero").post(f"{san}/rounds/1/delivery", json={}, headers=keyed("1"))
    swap = {"numbers": [1, 2], "consents": [{"number": n, "evidence": "lo firmó"} for n in (1, 2)]}
    api.problem(who.post(f"{san}/swap", json=swap), 409, "turno-ya-cobrado")
    replacement = {"number": 1, "client_id": str(debtor(api, "Nueva")), "evidence": "lo firmaron"}
    api.problem(who.post(f"{san}/replacement", json=replacement), 409, "turno-ya-cobrado")
    owed = who.get(f"/v1/receivables?client_id={people[0]}&open=true").json()
    assert [row["balance"]["amount"] for row in owed["items"]] == ["5000.00", "5000.00"]
    future = who.get(f"{san}?as_of=2099-01-01").json()["numbers"][0]
    assert (future["in_collections"], future["overdue"]["amount"]) == (True, "10000.00")
    (row,) = who.get(f"/v1/roscas?client_id={people[0]}").json()["items"]
    assert (row["exposure"]["amount"], row["next_round"], row["members"]) == ("10000.00", 2, 3)


def test_turns_are_drawn_with_a_public_seed(api: Api) -> None:
    who = api.as_("empleado")
    asked = {
        "name": "San sorteado", "contribution": {"amount": "100.00", "currency": "MXN"}, "places": 5,
        "frequency": "weekly", "starts_on": (today() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    san = f"/v1/roscas/{who.post('/v1/roscas', json=asked).json()['id']}"
    api.problem(who.post(f"{san}/draw", json={"seed": "1234"}), 409, "san-incompleto")
    who.post(f"{san}/members", json={"client_id": str(debtor(api)), "count": 5})
    done = who.post(f"{san}/draw", json={"seed": "Loto 2026-10-05: 04 11 23"}).json()
    assert [row["turn"] for row in done["numbers"]] == [3, 2, 4, 1, 5]
    (drawn,) = [e for e in who.get(f"{san}/events").json()["items"] if e["kind"] == "drawn"]
    assert drawn["evidence"]["order"] == [4, 2, 1, 3, 5]
    assert drawn["text"] == "Se sortearon los turnos"


def test_a_fee_is_shown_as_a_rate(api: Api) -> None:
    who, san, _ = made(api, 11)
    numbers = who.get(san).json()["numbers"]
    assert [numbers[n - 1]["rate"] for n in (1, 11)] == ["0.00749189", "-0.00743618"]
    assert numbers[5]["rate"] is None


def test_another_branch_sees_none_of_it(api: Api) -> None:
    _, san, _ = made(api)
    only_in(api, "supervisor", 2)
    other = api.as_("supervisor", branch=2)
    api.problem(other.get(san), 404, "no-encontrado")
    assert other.get("/v1/roscas").json()["items"] == []
    api.problem(other.post(f"{san}/start"), 404, "no-encontrado")


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("rounds/9/authorisation", {}, 404, "no-encontrado"),
        ("rounds/2/authorisation", {}, 409, "ronda-fuera-de-orden"),
        (
            "rounds/1/authorisation",
            {"front": {"amount": "1.00", "currency": "COP"}},
            422,
            "monedas-mezcladas",
        ),
        ("rounds/1/authorisation", {"front": {"amount": "-1.00", "currency": "MXN"}}, 422, "monto-invalido"),
        ("swap", {"numbers": [1, 1], "consents": []}, 422, "datos-invalidos"),
        ("swap", {"numbers": [1, 2], "consents": []}, 409, "falta-consentimiento"),
        ("postponement", {"number": 1, "reason": "no paga"}, 409, "sin-atraso"),
        ("turns", {"order": [1, 2, 3]}, 409, "san-en-otro-estado"),
        ("closing", None, 409, "san-con-saldo"),
        ("resumption", None, 409, "san-en-otro-estado"),
        ("rounds/1/delivery/reversal", {"reason": "error"}, 404, "no-encontrado"),
    ],
)
def test_each_refusal_says_what_it_is(api: Api, path: str, body: Any, status: int, slug: str) -> None:
    who, san, _ = made(api)
    api.problem(who.post(f"{san}/{path}", json=body), status, slug)


def test_a_quota_is_collected_with_everything_else_a_person_owes(api: Api) -> None:
    who, _, people = made(api)
    owe(api, people[0], "700")
    dues = who.get(f"/v1/clients/{people[0]}/dues").json()
    assert len(dues["items"]) == 4
    body = {"client_id": str(people[0]), "amount": {"amount": "5700.00", "currency": "MXN"}, "method": "cash"}
    paid = who.post("/v1/payments", json=body, headers=KEY).json()
    assert sorted(each["amount"]["amount"] for each in paid["allocations"]) == ["5000.00", "700.00"]
    assert who.get(f"/v1/payments/{paid['id']}/receipt.pdf").status_code == 200
    quota = next(each for each in paid["allocations"] if "San" in each["concept"])
    told = who.get(f"/v1/receivables/{quota['receivable_id']}").json()
    assert (told["status"], [each for each in told["entries"] if each]) == ("paid", [paid["entry_id"]])


def test_the_numbers_of_a_person_and_what_to_know_of_them(api: Api) -> None:
    who, san, people = made(api)
    who.post(f"{san}/rounds/1/contributions", json={"numbers": [1], "method": "cash"}, headers=KEY)
    (seat,) = who.get(f"/v1/clients/{people[0]}/seats").json()["items"]
    assert (seat["number"], seat["turn"], seat["turn_on"]) == (1, 1, today().isoformat())
    assert (seat["position"]["amount"], seat["overdue"]["amount"], seat["received_on"]) == (
        "5000.00",
        "0.00",
        None,
    )
    seen = who.get(f"/v1/clients/{people[0]}/profile").json()
    assert seen["holds"]["roscas"] == 1
    paid = seen["conduct"]
    assert (paid["due"], paid["on_time"], paid["worst_days"], paid["worst_month"]) == (1, 1, 0, None)
    assert (len(paid["months"]), paid["months"][-1]["month"]) == (24, today().replace(day=1).isoformat())
    assert paid["average_days_late"] == "0.0"
    missing = who.get(f"/v1/clients/{UUID(int=1)}/profile")
    api.problem(missing, 404, "no-encontrado")
    collector = api.as_("cobrador").get(f"/v1/clients/{people[0]}/profile").json()
    assert set(collector["holds"]) < set(seen["holds"]), "quien no puede ver una clase no sabe cuántas hay"
