"""S2.3 · The whole product with a real number of WhatsApp: one message, sent once, and what became of it.

`caudal run` in processes of its own, configured as a business would, against a server that keeps Meta's contract and
calls the product's own webhook back. Nothing inside is touched.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from caudal.commons.messaging import templates
from tests.doubles.whatsapp_cloud import SLOW_DOWN, Fault, WhatsAppCloud
from tests.stories.product import Product, running

TEN_IN_BOGOTA = datetime(2026, 1, 13, 15, tzinfo=UTC)  # a Tuesday that is not a holiday
JUAN = "+573001110001"


@pytest.fixture(scope="module")
def meta() -> Iterator[WhatsAppCloud]:
    with WhatsAppCloud(now=TEN_IN_BOGOTA) as server:
        for template in templates.BUILT_IN.values():
            server.approve(template.provider_name, len(templates.variables(template.body)))
        server.faults.extend([SLOW_DOWN, Fault("error", 500, 131000)])
        yield server


@pytest.fixture(scope="module")
def product(module_database_url: str, meta: WhatsAppCloud) -> Iterator[Product]:
    """Told to go slower it stops sending for a minute, which is over when it is started again two later."""
    with running(module_database_url, at=TEN_IN_BOGOTA.isoformat(), **meta.environment()):
        until(lambda: len(meta.faults) == 1)
    assert meta.sent == [], "it waits"
    later = (TEN_IN_BOGOTA + timedelta(minutes=2)).isoformat()
    with running(module_database_url, at=later, **meta.environment()) as product:
        meta.webhook = f"{product.address}/v1/webhooks/whatsapp"
        yield product


def until(what: Callable[[], Any], seconds: float = 150) -> Any:
    """The first true answer of `what`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.3)
    pytest.fail("no llegó a pasar")


def test_what_the_night_prepared_leaves_once_and_comes_back_read(
    product: Product, meta: WhatsAppCloud
) -> None:
    duena = product.client("duena")
    [juan] = duena.get("/v1/clients", params={"q": "Juan Gómez"}).json()["items"]
    [sent] = until(lambda: meta.to(JUAN))
    body = sent.body["template"]
    assert (body["name"], body["language"]["code"]) == ("caudal_mora_1", "es")
    assert [p["text"] for p in body["components"][0]["parameters"]] == ["Juan", "$250.000 COP", "10/01/2026"]

    def message() -> dict[str, Any]:
        [found] = duena.get("/v1/messages", params={"client_id": juan["id"]}).json()["items"]
        return found

    assert until(lambda: message()["status"] == "sent")
    assert message()["text"].replace("**", "*") == (
        "Hola *Juan*, te recordamos que tienes un pago pendiente por *$250.000 COP* con vencimiento el *10/01/2026*."
        " Por favor comunícate para evitar recargos. Gracias."
    )
    assert meta.challenge().text == "1158201444"
    assert meta.challenge("otra").status_code == 403
    assert meta.notify(sent, "read", later=60) == 200, "out of order: read before delivered"
    assert meta.notify(sent, "delivered", later=30) == 200
    assert meta.notify(sent, "read", later=60) == 200, "and twice"
    found = message()
    assert (found["status"], found["delivered_at"], found["read_at"]) == (
        "read", "2026-01-13T15:00:30Z", "2026-01-13T15:01:00Z",
    )  # fmt: skip
    assert (
        meta.post({"statuses": [meta.status(sent, "failed", meta.time, 131026)]}, signature="sha256=00")
        == 401
    )
    assert message()["status"] == "read", "nothing that isn't signed is true"
    closing = duena.post("/v1/days/close", json={"business_date": "2026-01-13"}).json()
    assert product.finished(duena, closing)["state"] == "done"
    time.sleep(6)
    assert len(meta.to(JUAN)) == 1, "the same day twice is one message"


def test_who_writes_baja_is_not_written_to_again(product: Product, meta: WhatsAppCloud) -> None:
    cobrador, rosa = product.client("cobrador"), "+573001119999"
    asked = {
        "name": "Rosa Baja",
        "document": {"kind": "CC", "number": "52333444", "country": "CO"},
        "phones": [rosa],
        "consents": ["whatsapp"],
    }
    gerente = product.client("gerente", branch=4)
    client = gerente.post("/v1/clients", json=asked).json()
    owed = {
        "client_id": client["id"],
        "concept": "Mercancía",
        "amount": {"amount": "90000.00", "currency": "COP"},
        "issued_on": "2026-01-05",
        "due_on": "2026-01-11",
    }
    assert gerente.post("/v1/receivables", json=owed).status_code == 201
    assert meta.say(rosa, "Baja por favor") in (200, 204)
    assert meta.say(rosa, "BAJA") in (200, 204)
    window = cobrador.get(f"/v1/clients/{client['id']}/contact-window", params={"channel": "whatsapp"}).json()
    assert window["decision"] == "deny"
    answer = cobrador.post(f"/v1/clients/{client['id']}/messages", json={"channel": "whatsapp"})
    assert (answer.status_code, answer.json()["status"]) == (201, "blocked")
    time.sleep(6)
    assert not [sent for sent in meta.to(rosa) if sent.body["type"] == "template"]


def test_a_provider_that_asked_to_go_slower_or_broke_was_obeyed(
    product: Product, meta: WhatsAppCloud
) -> None:
    duena = product.client("duena")

    def again() -> bool:
        messages = duena.get("/v1/messages", params={"limit": 200}).json()["items"]
        return any(message["attempts"] > 1 and message["status"] != "queued" for message in messages)

    assert until(lambda: not meta.faults and again())
    marks = [sent.callback.partition(".")[0] for sent in meta.sent]
    assert len(marks) == len(set(marks)), "each message left once"
