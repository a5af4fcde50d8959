"""The WhatsApp channel against the double, over the wire."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from caudal.commons.messaging.channels import (
    Channel,
    Outcome,
    Outgoing,
    Result,
    Sandbox,
    WhatsAppCloud,
    channel_for,
)
from caudal.commons.messaging.channels.meta_errors import outcome_of
from caudal.kernel.settings import Settings
from tests.doubles import whatsapp_cloud as double
from tests.doubles.whatsapp_cloud import Fault

TEMPLATE = {
    "kind": "template",
    "name": "caudal_mora_1",
    "language": "es",
    "values": ["Juan", "$250.000 COP", "10/01/2026"],
    "text": "…",
}
TEXT = {"kind": "text", "text": "Hola"}
JUAN = "+573001234567"


@pytest.fixture
def meta() -> Iterator[double.WhatsAppCloud]:
    with double.WhatsAppCloud() as server:
        server.approve("caudal_mora_1", 3)
        yield server


def settings(meta: double.WhatsAppCloud, **more: str | int) -> Settings:
    given = {
        "whatsapp_base_url": meta.url,
        "whatsapp_phone_id": meta.phone_id,
        "whatsapp_token": meta.token,
        "whatsapp_timeout_seconds": 1,
    }
    return Settings(**given | more)  # type: ignore[arg-type]


@pytest.fixture
def channel(meta: double.WhatsAppCloud) -> Iterator[WhatsAppCloud]:
    channel = WhatsAppCloud(settings(meta))
    yield channel
    channel.close()


def outgoing(wire: dict[str, object] = TEMPLATE, to: str = JUAN) -> Outgoing:
    return Outgoing(uuid4(), 1, to, wire)


def test_a_template_is_accepted_with_our_mark(meta: double.WhatsAppCloud, channel: WhatsAppCloud) -> None:
    message = outgoing()
    outcome = channel.send(message)
    [sent] = meta.sent
    assert outcome == Outcome(Result.ACCEPTED, provider_id=sent.id)
    assert sent.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "573001234567",
        "type": "template",
        "template": {
            "name": "caudal_mora_1",
            "language": {"code": "es"},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "Juan"},
                        {"type": "text", "text": "$250.000 COP"},
                        {"type": "text", "text": "10/01/2026"},
                    ],
                }
            ],
        },
        "biz_opaque_callback_data": f"{message.id}.1",
    }


@pytest.mark.parametrize(
    ("wire", "to", "code"),
    [
        (TEMPLATE | {"values": ["Juan"]}, JUAN, 132000),
        (TEMPLATE | {"name": "otra"}, JUAN, 132001),
        (TEMPLATE | {"language": "en"}, JUAN, 132001),
        (TEMPLATE | {"values": ["Juan", "x\ny", "z"]}, JUAN, 132012),
        (TEMPLATE | {"values": ["Juan", "x" * 1025, "z"]}, JUAN, 132005),
        (TEXT, JUAN, 131047),
        (TEMPLATE, "12", 131009),
    ],
)
def test_what_meta_refuses_is_not_retried(
    meta: double.WhatsAppCloud, channel: WhatsAppCloud, wire: dict[str, object], to: str, code: int
) -> None:
    outcome = channel.send(outgoing(wire, to))
    assert (outcome.result, outcome.code) == (Result.REFUSED, code)
    assert f"({code})" in outcome.cause
    assert meta.sent == []


def test_text_goes_out_while_the_conversation_is_open(
    meta: double.WhatsAppCloud, channel: WhatsAppCloud
) -> None:
    meta.webhook = f"http://127.0.0.1:{double.free_port()}"
    with pytest.raises(httpx.ConnectError):
        meta.say(JUAN, "hola")
    assert channel.send(outgoing(TEXT)).result is Result.ACCEPTED
    meta.now = meta.time + timedelta(hours=25)
    assert channel.send(outgoing(TEXT)).code == 131047


def test_a_bad_credential_pauses_the_channel(meta: double.WhatsAppCloud) -> None:
    with closing(WhatsAppCloud(settings(meta, whatsapp_token="otro"))) as channel:
        outcome = channel.send(outgoing())
    assert (outcome.result, outcome.code, outcome.pause) == (Result.RETRY, 190, timedelta(minutes=15))
    assert outcome.cause == "WhatsApp rechazó las credenciales (190)"


@pytest.mark.parametrize(
    ("fault", "result", "accepted"),
    [
        (double.SLOW_DOWN, Result.RETRY, 0),
        (double.BROKEN, Result.RETRY, 0),
        (Fault("error", 503, 131016), Result.RETRY, 0),
        (Fault("error", 502, 999999), Result.RETRY, 0),
        (Fault("error", 504, 999999), Result.AMBIGUOUS, 0),
        (Fault("error", 400, 999999), Result.REFUSED, 0),
        (Fault("silent_before"), Result.AMBIGUOUS, 0),
        (Fault("silent_after"), Result.AMBIGUOUS, 1),
        (Fault("drop_after"), Result.AMBIGUOUS, 1),
        (Fault("garbage"), Result.AMBIGUOUS, 1),
    ],
)
def test_each_fault_is_read_as_what_it_is(
    meta: double.WhatsAppCloud, channel: WhatsAppCloud, fault: Fault, result: Result, accepted: int
) -> None:
    meta.faults.append(fault)
    outcome = channel.send(outgoing())
    assert outcome.result is result
    assert outcome.cause
    assert len(meta.sent) == accepted


def test_a_refused_connection_was_certainly_not_sent(
    meta: double.WhatsAppCloud, channel: WhatsAppCloud
) -> None:
    with meta.down():
        outcome = channel.send(outgoing())
    assert (outcome.result, outcome.cause) == (Result.RETRY, "No hay conexión con WhatsApp")
    assert channel.send(outgoing()).result is Result.ACCEPTED


def test_the_provider_may_say_how_long_to_wait(meta: double.WhatsAppCloud, channel: WhatsAppCloud) -> None:
    meta.faults.append(Fault("error", 429, 131056, retry_after=90))
    assert channel.send(outgoing()).wait == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("code", "result", "pause", "mark"),
    [
        (131026, Result.REFUSED, None, "no_entregable"),
        (131047, Result.REFUSED, None, None),
        (131049, Result.RETRY, None, None),
        (130472, Result.REFUSED, None, None),
        (131050, Result.REFUSED, None, "publicidad"),
        (131056, Result.RETRY, None, None),
        (130429, Result.RETRY, 1, None),
        (4, Result.RETRY, 1, None),
        (80007, Result.RETRY, 1, None),
        (131048, Result.RETRY, 1440, None),
        (131064, Result.RETRY, 1440, None),
        (131042, Result.RETRY, 60, None),
        (131031, Result.RETRY, 1440, None),
        (368, Result.RETRY, 1440, None),
        (130497, Result.RETRY, 1440, None),
        (132000, Result.REFUSED, None, None),
        (132001, Result.REFUSED, None, None),
        (132005, Result.REFUSED, None, None),
        (132007, Result.REFUSED, None, None),
        (132012, Result.REFUSED, None, None),
        (132015, Result.REFUSED, None, None),
        (132016, Result.REFUSED, None, None),
        (131062, Result.REFUSED, None, None),
        (131063, Result.REFUSED, None, None),
        (190, Result.RETRY, 15, None),
        (0, Result.RETRY, 15, None),
        (10, Result.RETRY, 15, None),
        (200, Result.RETRY, 15, None),
        (299, Result.RETRY, 15, None),
        (131000, Result.RETRY, None, None),
        (131016, Result.RETRY, None, None),
        (1, Result.RETRY, None, None),
        (2, Result.RETRY, None, None),
        (135000, Result.RETRY, None, None),
        (777, Result.REFUSED, None, None),
    ],
)
def test_every_code_of_the_contract_has_its_action(
    code: int, result: Result, pause: int | None, mark: str | None
) -> None:
    outcome = outcome_of(code)
    assert outcome.result is result
    assert outcome.pause == (timedelta(minutes=pause) if pause else None)
    assert outcome.mark == mark
    assert outcome.cause.endswith(f"({code})")
    assert outcome.wait == (timedelta(hours=24) if code == 131049 else None)


def test_without_a_number_messages_stay_in_the_test_inbox(meta: double.WhatsAppCloud) -> None:
    sandbox: Channel = channel_for(Settings(whatsapp_phone_id=""))
    assert isinstance(sandbox, Sandbox)
    message = Outgoing(UUID(int=7), 2, JUAN, TEMPLATE)
    assert sandbox.send(message).provider_id == f"prueba.{UUID(int=7)}.2"
    real = channel_for(settings(meta))
    assert isinstance(real, WhatsAppCloud)
    real.close()
