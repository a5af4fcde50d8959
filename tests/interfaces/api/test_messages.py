"""Messages, templates, channels and the law over the wire; and what WhatsApp tells us."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from caudal.commons.messaging import commands
from caudal.commons.messaging.commands import NewMessage
from caudal.commons.messaging.queries import Recipient
from caudal.kernel import clock
from tests.doubles.whatsapp_cloud import sign
from tests.interfaces.api.conftest import Api, furnish, serving

SECRET = "secreto de la aplicación"


def queue(api: Api, address: str = "+573001234567", branch: int = 1, name: str = "Juan Pérez") -> UUID:
    """A reminder to somebody who never authorised: blocked, with the article as its cause."""
    with api.act(branch=branch) as act:
        return commands.queue(
            act,
            NewMessage(
                dedupe=str(uuid4()),
                branch_id=branch,
                to=Recipient(uuid4(), address, "CO", "America/Bogota", name),
                template="mora_1",
                values={"nombre": "Juan", "monto": "$250.000 COP", "vence": "10/01/2026", "dias": "3"},
                folio="CXC-001",
            ),
        )


class TestMessages:
    def test_are_listed_with_their_state_and_its_cause(self, api: Api) -> None:
        message_id = queue(api)
        body = api.as_("cajero").get("/v1/messages").json()
        assert body["totals"] == {"by_status": {"blocked": 1}, "count": 1}
        (message,) = body["items"]
        assert (message["id"], message["client"], message["folio"]) == (
            str(message_id),
            "Juan Pérez",
            "CXC-001",
        )
        assert (message["status"], message["status_label"]) == ("blocked", "Bloqueado")
        assert message["cause"]
        assert "$250.000 COP" in message["text"]
        assert message["to_masked"] == "••• 4567"
        assert "+573001234567" not in json.dumps(body)

    def test_can_be_narrowed(self, api: Api) -> None:
        queue(api)
        queue(api, name="María López", branch=3)
        ask = lambda **q: api.as_("duena").get("/v1/messages", params=q).json()["totals"]["count"]  # noqa: E731
        assert (ask(), ask(branch_id=3), ask(q="maría"), ask(status="blocked,queued"), ask(status="queued")) == (
            2, 1, 1, 2, 0,
        )  # fmt: skip
        assert (ask(client_id=str(uuid4())), ask(to="2020-01-01"), ask(channel="sms")) == (0, 0, 0)
        assert ask(**{"from": "2020-01-01"}) == 2
        answer = api.as_("duena").get("/v1/messages", params={"status": "perdido"})
        assert api.problem(answer, 422, "datos-invalidos")["errors"][0]["pointer"] == "/status"

    def test_are_of_ones_own_branches(self, api: Api) -> None:
        hidden = queue(api, branch=3)
        assert api.as_("cajero").get("/v1/messages").json()["items"] == []
        api.problem(api.as_("cajero").get(f"/v1/messages/{hidden}"), 404, "no-encontrado")

    def test_can_be_sent_again(self, api: Api) -> None:
        message_id = queue(api)
        assert api.as_("cajero").get(f"/v1/messages/{message_id}").json()["events"] == []
        api.problem(api.as_("cajero").post(f"/v1/messages/{message_id}/retry"), 403, "sin-permiso")
        answer = api.as_("cobrador").post(f"/v1/messages/{message_id}/retry", json={})
        assert (answer.status_code, answer.json()["status"], answer.json()["cause"]) == (200, "queued", None)
        again = api.as_("cobrador").post(f"/v1/messages/{message_id}/retry")
        api.problem(again, 409, "mensaje-no-repetible")


class TestTemplates:
    def test_come_with_their_variables(self, module_api: Api) -> None:
        body = module_api.as_("cajero").get("/v1/templates").json()
        assert "mora_1" in [t["code"] for t in body["items"]]
        assert body["variables"]["nombre"] == "Primer nombre del cliente"

    def test_can_be_rewritten(self, api: Api) -> None:
        text = "Hola *{nombre}*, queda **{monto}**."
        asked = {"body": text, "provider_name": "x", "language": "es_MX", "active": False}
        api.problem(api.as_("cajero").put("/v1/templates/mora_1", json=asked), 403, "sin-permiso")
        body = api.as_("gerente").put("/v1/templates/mora_1", json=asked).json()
        assert (body["version"], body["body"], body["active"]) == (2, text, False)
        shown = api.as_("gerente").post("/v1/templates/mora_1/preview", json={}).json()
        assert shown["text"] == "Hola *Juan*, queda **$250.000 COP**."

    def test_say_what_wont_do(self, module_api: Api) -> None:
        answer = module_api.as_("gerente").put("/v1/templates/mora_1", json={"body": "Hola {apodo}."})
        assert "{apodo}" in module_api.problem(answer, 422, "datos-invalidos")["errors"][0]["detail"]
        lost = module_api.as_("gerente").put("/v1/templates/otra", json={"body": "Hola."})
        module_api.problem(lost, 404, "no-encontrado")

    def test_are_shown_with_a_true_debt(self, module_api: Api) -> None:
        answer = module_api.as_("gerente").post(
            "/v1/templates/mora_1/preview", json={"receivable_id": str(uuid4())}
        )
        module_api.problem(answer, 404, "no-encontrado")


class TestChannels:
    def test_say_they_are_a_test(self, module_api: Api) -> None:
        (channel,) = module_api.as_("cajero").get("/v1/channels").json()["items"]
        assert (channel["provider"], channel["sandbox"], channel["paused_until"]) == ("sandbox", True, None)

    def test_obey_rules_with_their_article(self, module_api: Api) -> None:
        rules = module_api.as_("cajero").get("/v1/contact-rules", params={"country": "CO"}).json()["items"]
        assert {rule["country_name"] for rule in rules} == {"Colombia"}
        assert any("2300" in rule["norm"] for rule in rules)
        assert all(date.fromisoformat(rule["since"]) for rule in rules)


@pytest.fixture
def listening(database_url: str) -> Iterator[Api]:
    """An API with WhatsApp configured."""
    furnish(database_url)
    words = {"whatsapp_app_secret": SECRET, "whatsapp_verify_token": "palabra", "whatsapp_phone_id": "1"}
    with serving(database_url, **words) as api:
        yield api


class TestWebhook:
    def tell(self, api: Api, body: dict, signature: str | None = None) -> httpx.Response:  # type: ignore[type-arg]
        raw = json.dumps(body, ensure_ascii=False).encode()
        signed = sign(raw, SECRET) if signature is None else signature
        headers = {"X-Hub-Signature-256": signed, "Content-Type": "application/json"}
        return api.client().post("/v1/webhooks/whatsapp", content=raw, headers=headers)

    def notice(self, **value: object) -> dict:  # type: ignore[type-arg]
        change = {"value": {"metadata": {"phone_number_id": "1"}, **value}}
        return {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}

    def test_proves_the_address_is_ours(self, listening: Api) -> None:
        asked = {"hub.mode": "subscribe", "hub.verify_token": "palabra", "hub.challenge": "12345"}
        answer = listening.client().get("/v1/webhooks/whatsapp", params=asked)
        assert (answer.status_code, answer.text) == (200, "12345")
        wrong = listening.client().get("/v1/webhooks/whatsapp", params=asked | {"hub.verify_token": "otra"})
        listening.problem(wrong, 403, "sin-permiso")

    def test_believes_what_is_signed(self, listening: Api) -> None:
        message_id = queue(listening)
        listening.query("update messages set status = 'sent', provider_id = 'wamid.1', sent_at = created_at")
        read = {"id": "wamid.1", "status": "read", "timestamp": "1767225600"}
        assert self.tell(listening, self.notice(statuses=[read])).status_code == 200
        assert listening.one("select status from messages where id = %s", message_id) == "read"

    def test_hears_whoever_says_baja_in_any_branch(self, listening: Api) -> None:
        queue(listening, branch=3)
        listening.query("update messages set status = 'sent', sent_at = created_at")
        said = {
            "id": "wamid.2",
            "from": "573001234567",
            "timestamp": "1767225600",
            "type": "text",
            "text": {"body": "BAJA"},
        }
        assert self.tell(listening, self.notice(messages=[said])).status_code == 200
        assert listening.one("select kind from opt_outs where address = '+573001234567'") == "baja"
        assert listening.one("select branch_id from inbound_messages") == 3

    @pytest.mark.parametrize("signature", ["", "sha256=00", "sha1=x"])
    def test_stores_nothing_that_isnt(self, listening: Api, signature: str) -> None:
        before = listening.query(
            "select (select count(*) from message_events), (select count(*) from inbound_messages)"
        )
        said = self.notice(statuses=[{"id": "wamid.1", "status": "read", "timestamp": "1767225600"}])
        listening.problem(self.tell(listening, said, signature), 401, "firma-invalida")
        after = listening.query(
            "select (select count(*) from message_events), (select count(*) from inbound_messages)"
        )
        assert before == after
        assert listening.one("select count(*) from audit") == 0


def test_the_programme_says_when_it_will_work_next(api: Api) -> None:
    """Half past midnight in whichever of one's branches comes first; saved as it was, it is the same."""
    seen = api.as_("duena").get("/v1/reminders/programme").json()
    turn = datetime.fromisoformat(seen["next_run_at"])
    assert timedelta() < turn - clock.now() <= timedelta(days=1)
    saved = api.as_("duena").put("/v1/reminders/programme", json={"steps": seen["steps"]}).json()
    assert saved == seen
