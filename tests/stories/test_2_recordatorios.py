"""The second document: a debt is not paid in time and its person is reminded by WhatsApp. Over HTTP, start to end.

A lender of Colombia founds its company and works through the API as an integrator would: a client, a debt, the
close of the day, the message. On the other side there is a WhatsApp Cloud API of loopback that speaks Meta's.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests import database
from tests.doubles.whatsapp_cloud import WhatsAppCloud
from tests.stories.product import Product, caudal, money, problem, running

TUESDAY = "2026-01-13T15:00:00Z"
"""Ten in the morning of 13/01/2026 in Bogotá: an ordinary Tuesday, three days after the debt was due."""
TODAY, DUE = "2026-01-13", "2026-01-10"
SECRET = "caballo de mar azul"
COMPANY = (
    "--name",
    "Créditos del Valle",
    "--country",
    "CO",
    "--username",
    "martha",
    "--person",
    "Martha Ruiz",
)
MESSAGE = (
    "Hola *Juan*, te recordamos que tienes un pago pendiente por **$250.000 COP** con vencimiento el **10/01/2026**."
    " Por favor comunícate para evitar recargos. Gracias."
)


@dataclass
class Negocio:
    """The lender's house, and Meta on the other side."""

    product: Product
    api: httpx.Client
    meta: WhatsAppCloud

    def registra_un_cliente(self, name: str, phone: str, *consents: str) -> dict[str, Any]:
        document = {"kind": "CC", "number": phone[-10:], "country": "CO"}
        asked = {"name": name, "document": document, "phones": [phone], "consents": list(consents)}
        answer = self.api.post("/v1/clients", json=asked)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def registra_una_deuda(self, client: dict[str, Any], due: str = DUE) -> dict[str, Any]:
        asked = {
            "client_id": client["id"], "concept": "Crédito de mercancía", "amount": money("250000.00", "COP"),
            "issued_on": "2025-12-10", "due_on": due,
        }  # fmt: skip
        answer = self.api.post("/v1/receivables", json=asked)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def cierra_el_dia(self) -> dict[str, Any]:
        answer = self.api.post("/v1/days/close", json={"business_date": TODAY})
        assert answer.status_code == 202, answer.text
        done = self.product.finished(self.api, answer.json())
        assert done["state"] == "done", done
        return done

    def cobra(self, client: dict[str, Any], amount: str) -> dict[str, Any]:
        asked = {
            "client_id": client["id"],
            "amount": money(amount, "COP"),
            "method": "transfer",
            "reference": "PSE-1",
        }
        answer = self.api.post("/v1/payments", json=asked, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def mensajes(self, client: dict[str, Any]) -> list[dict[str, Any]]:
        body = self.api.get("/v1/messages", params={"client_id": client["id"]}).json()
        assert body["next"] is None
        items: list[dict[str, Any]] = body["items"]
        return items

    def espera(self, client: dict[str, Any], status: str) -> dict[str, Any]:
        """The only message of `client`, once it is in that state."""
        return eventually(
            lambda: self.mensajes(client), lambda found: [m["status"] for m in found] == [status]
        )[0]


def eventually(ask: Callable[[], Any], enough: Callable[[Any], bool], turns: int = 300) -> Any:
    for _ in range(turns):
        if enough(found := ask()):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


@pytest.fixture(scope="module")
def negocio(postgres: database.Server) -> Iterator[Negocio]:
    with postgres.clone() as url, WhatsAppCloud(now=datetime.fromisoformat(TUESDAY)) as meta:
        for template, parameters in {
            "mora_1": 3,
            "mora_2": 4,
            "recordatorio_previo": 3,
            "vence_hoy": 3,
        }.items():
            meta.approve(f"caudal_{template}", parameters)
        made = caudal(url, "company", *COMPANY, given=f"{SECRET}\n", CAUDAL_CLOCK=TUESDAY)
        assert made.returncode == 0, made.stderr
        with running(url, "--no-demo", at=TUESDAY, **meta.environment()) as product:
            meta.webhook = f"{product.address}/v1/webhooks/whatsapp"
            yield Negocio(product, product.client("martha", SECRET), meta)


def test_s2_4_a_late_debt_is_reminded_to_the_letter_and_once(negocio: Negocio) -> None:
    juan = negocio.registra_un_cliente("Juan Pérez", "+573001234567", "whatsapp")
    assert juan["folio"].startswith("CL-")
    deuda = negocio.registra_una_deuda(juan)
    shown = negocio.api.get(f"/v1/receivables/{deuda['id']}").json()
    worked = date.fromisoformat(negocio.api.get("/v1/me").json()["business_date"])
    assert (shown["status"], shown["days_past_due"]) == ("overdue", (worked - date.fromisoformat(DUE)).days)
    assert (shown["amount"], shown["balance"]) == (money("250000.00", "COP"), money("250000.00", "COP"))

    negocio.cierra_el_dia()
    message = negocio.espera(juan, "sent")
    assert (message["channel"], message["template"], message["text"]) == ("whatsapp", "mora_1", MESSAGE)
    assert message["sent_at"] is not None

    [arrived] = negocio.meta.to("+573001234567")
    assert arrived.body["template"]["name"] == "caudal_mora_1"
    said = [p["text"] for c in arrived.body["template"]["components"] for p in c["parameters"]]
    assert said == ["Juan", "$250.000 COP", "10/01/2026"]

    assert negocio.meta.notify(arrived, "read", later=9) == 200
    assert negocio.meta.notify(arrived, "delivered", later=4) == 200, "late and out of order"
    assert negocio.espera(juan, "read")["cause"] is None

    negocio.cierra_el_dia()
    assert len(negocio.mensajes(juan)) == 1, "the same day closed twice is one message"
    assert len(negocio.meta.to("+573001234567")) == 1

    timeline = negocio.api.get(f"/v1/receivables/{deuda['id']}").json()["timeline"]
    assert "message" in {event["kind"] for event in timeline}


def test_who_paid_is_not_reminded(negocio: Negocio) -> None:
    ana = negocio.registra_un_cliente("Ana Gómez", "+573001234568", "whatsapp")
    deuda = negocio.registra_una_deuda(ana)
    negocio.cobra(ana, "250000.00")
    assert negocio.api.get(f"/v1/receivables/{deuda['id']}").json()["status"] == "paid"
    negocio.cierra_el_dia()
    assert negocio.mensajes(ana) == []


def test_who_did_not_authorise_is_not_written_to_and_the_cause_is_said(negocio: Negocio) -> None:
    luis = negocio.registra_un_cliente("Luis Mora", "+573001234569")
    negocio.registra_una_deuda(luis)
    negocio.cierra_el_dia()
    message = negocio.espera(luis, "blocked")
    assert message["cause"]
    assert message["sent_at"] is None
    assert negocio.meta.to("+573001234569") == []


def test_who_answers_baja_is_not_written_to_again(negocio: Negocio) -> None:
    rosa = negocio.registra_un_cliente("Rosa Díaz", "+573001234570", "whatsapp")
    deuda = negocio.registra_una_deuda(rosa)
    negocio.cierra_el_dia()
    negocio.espera(rosa, "sent")
    assert negocio.meta.say("+573001234570", "BAJA") == 200
    asked = {"channel": "whatsapp", "template": "mora_1", "receivable_id": deuda["id"]}
    answer = negocio.api.post(f"/v1/clients/{rosa['id']}/messages", json=asked)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], bool(answer.json()["cause"])) == ("blocked", True)


def test_whatsapp_verifies_our_address(negocio: Negocio) -> None:
    answer = negocio.meta.challenge()
    assert (answer.status_code, answer.text) == (200, "1158201444")
    problem(negocio.meta.challenge("otra palabra"), 403, "sin-permiso")


def test_a_notice_with_a_bad_signature_is_refused_and_nothing_of_it_is_believed(negocio: Negocio) -> None:
    pedro = negocio.registra_un_cliente("Pedro Paz", "+573001234571", "whatsapp")
    negocio.registra_una_deuda(pedro)
    negocio.cierra_el_dia()
    negocio.espera(pedro, "sent")
    [arrived] = negocio.meta.to("+573001234571")
    forged = {"statuses": [negocio.meta.status(arrived, "failed", arrived.at, 131026)]}
    for signature in ("", "sha256=00", "sha256=" + "0" * 64):
        assert negocio.meta.post(forged, signature=signature) == 401
    assert negocio.mensajes(pedro)[0]["status"] == "sent"
