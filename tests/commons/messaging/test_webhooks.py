"""What WhatsApp tells us, over HTTP: late, twice, out of order, forged; and what clients answer."""

import hashlib
import hmac
from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest

from caudal.commons.messaging import queries, webhooks
from caudal.commons.messaging.channels import WhatsAppCloud
from caudal.commons.messaging.queries import MessageFilter, Recipient
from caudal.commons.messaging.sending import SendReport
from caudal.kernel.problems import Forbidden, Invalid
from caudal.kernel.settings import Settings
from tests.commons.messaging.conftest import House, settings_of
from tests.doubles import whatsapp_cloud as double

COUNTS = (
    "select (select count(*) from message_events), (select count(*) from inbound_messages),"
    " (select count(*) from opt_outs)"
)


@pytest.fixture
def sent(house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud) -> double.Sent:
    """A reminder that left and was accepted."""
    house.queue()
    house.send(whatsapp)
    return meta.sent[0]


def of(sent: double.Sent) -> UUID:
    return UUID(sent.callback.partition(".")[0])


class TestDoor:
    def test_the_address_is_verified_with_our_word(self, meta: double.WhatsAppCloud) -> None:
        assert (meta.challenge().status_code, meta.challenge().text) == (200, "1158201444")
        assert meta.challenge("otra").status_code == 403

    def test_without_a_word_nobody_verifies(self) -> None:
        params = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""}
        with pytest.raises(Forbidden):
            webhooks.verify(params, Settings())

    @pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "sha1=abc", "ñ"])
    def test_a_bad_signature_is_401_and_leaves_nothing(self, signature: str) -> None:
        with pytest.raises(webhooks.BadSignature) as refused:
            webhooks.check_signature(b"{}", signature, "secreto")
        assert (refused.value.status, refused.value.type) == (401, "firma-invalida")

    def test_a_forged_notice_is_not_stored_as_truth(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        before = house.one(COUNTS)
        statuses = {"statuses": [meta.status(sent, "read", house.at)]}
        assert meta.post(statuses, signature="sha256=" + "0" * 64) == 401
        meta.app_secret = "otro"
        assert meta.post(statuses) == 401
        assert house.status(of(sent)) == "sent"
        assert house.one(COUNTS) == before

    def test_without_a_secret_nothing_is_accepted(self, house: House) -> None:
        signature = "sha256=" + hmac.new(b"", b"{}", hashlib.sha256).hexdigest()
        with pytest.raises(webhooks.BadSignature), house.act() as act:
            webhooks.receive(act, b"{}", signature, Settings())

    def test_the_signature_covers_the_raw_bytes(self, house: House, meta: double.WhatsAppCloud) -> None:
        raw = '{"object": "whatsapp_business_account",  "entry": [], "ñ": "\\u00f1"}'.encode()
        with house.act() as act:
            done = webhooks.receive(act, raw, double.sign(raw, meta.app_secret), settings_of(meta))
            assert done == webhooks.Received()
            with pytest.raises(webhooks.BadSignature):
                webhooks.receive(act, raw + b" ", double.sign(raw, meta.app_secret), settings_of(meta))

    @pytest.mark.parametrize(
        "raw",
        [
            b"[]",
            b'{"object":"page"}',
            b'{"object":"whatsapp_business_account"}',
            b'{"object":"whatsapp_business_account","entry":{"changes":7}}',
            b'{"object":"whatsapp_business_account","entry":[{"changes":[{"value":[]},{"value":{"statuses":"x"}}]}]}',
            b'{"object":"whatsapp_business_account","entry":[{"changes":[{"value":{"statuses":[{"id":1}]}}]}]}',
        ],
    )
    def test_what_is_not_for_us_is_ignored(
        self, house: House, meta: double.WhatsAppCloud, raw: bytes
    ) -> None:
        with house.act() as act:
            assert (
                webhooks.receive(act, raw, double.sign(raw, meta.app_secret), settings_of(meta))
                == webhooks.Received()
            )

    def test_signed_nonsense_is_refused(self, house: House, meta: double.WhatsAppCloud) -> None:
        with pytest.raises(Invalid), house.act() as act:
            webhooks.receive(act, b"{", double.sign(b"{", meta.app_secret), settings_of(meta))

    def test_another_number_of_the_same_account_is_not_ours(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.phone_id = "999"
        assert meta.notify(sent, "read") == 200
        assert house.status(of(sent)) == "sent"


class TestStatuses:
    @pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
    def test_any_order_ends_read(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent, order: tuple[str, ...]
    ) -> None:
        for kind in order:
            meta.notify(sent, kind, later={"sent": 1, "delivered": 2, "read": 3}[kind])
        found = house.one(
            "select status, delivered_at > sent_at, read_at > delivered_at from messages where id = :id",
            id=of(sent),
        )
        assert found[0] == "read"

    def test_all_in_one_notice_backwards(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        assert meta.notify(sent, "read", "delivered", "sent") == 200
        assert house.status(of(sent)) == "read"

    def test_read_without_delivered_counts_as_both(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.notify(sent, "read")
        assert house.one("select delivered_at is not null, read_at is not null from messages") == (True, True)

    def test_the_same_notice_twice_is_one_event(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        assert [meta.notify(sent, "delivered") for _ in range(3)] == [200, 200, 200]
        assert house.one("select count(*) from message_events where kind = 'delivered'") == (1,)

    def test_failed_after_delivered_is_ignored(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.notify(sent, "delivered")
        meta.notify(sent, "failed", code=131026)
        assert house.status(of(sent)) == "delivered"
        assert house.one("select count(*) from opt_outs") == (0,)

    def test_delivered_after_failed_is_proof(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.notify(sent, "failed", code=130472)
        assert house.status(of(sent)) == "failed"
        meta.notify(sent, "sent")
        assert house.status(of(sent)) == "failed"
        meta.notify(sent, "delivered")
        assert house.one("select status, cause, provider_code from messages") == ("delivered", None, None)

    def test_an_undeliverable_number_is_closed_until_it_writes(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.notify(sent, "failed", code=131026)
        row = house.one("select status, cause, provider_code, party_id, to_address from messages")
        assert row[:3] == (
            "failed",
            "El número no tiene WhatsApp o no puede recibir el mensaje (131026)",
            131026,
        )
        who = Recipient(row[3], row[4], "CO", "America/Bogota")
        house.later(days=1)
        with house.act() as act:
            assert queries.window(act, who, "whatsapp").rule == "canal-no-entregable"
            assert queries.window(act, who, "sms").rule == "co-autorizacion"
        meta.say(who.address, "ya tengo WhatsApp")
        with house.act() as act:
            assert queries.window(act, who, "whatsapp").verdict == "allow"

    def test_a_passing_failure_is_sent_again_once(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent
    ) -> None:
        for _ in range(2):
            meta.notify(sent, "failed", code=131000)
        assert house.one("select status, attempts from messages") == ("queued", 1)
        meta.notify(sent, "sent")  # late: this attempt is known to have failed
        assert house.status(of(sent)) == "queued"
        house.later(minutes=1)
        assert house.send(whatsapp) == SendReport(sent=1)
        meta.notify(sent, "failed", code=131000, later=9)  # still about the first attempt
        assert house.status(of(sent)) == "sent"
        assert [s.callback.rpartition(".")[2] for s in meta.sent] == ["1", "2"]

    def test_the_limit_per_person_waits_a_day(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.notify(sent, "failed", code=131049)
        house.later(hours=23)
        assert house.send(whatsapp) == SendReport()
        house.later(hours=2)
        assert house.send(whatsapp) == SendReport(sent=1)

    def test_a_notice_about_an_unknown_message_waits_for_it(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        early = double.Sent("wamid.unknown", "573001234567", "", {}, house.at)
        assert meta.notify(early, "delivered") == 200
        with house.act() as act:
            assert [event.provider_id for event in queries.unclaimed_events(act)] == ["wamid.unknown"]
        message_id = house.queue()
        with house.act() as act:
            from caudal.commons.messaging import statuses  # noqa: PLC0415

            message = statuses.locked(act, message_id)
            assert message is not None
            statuses.accept(act, message, "wamid.unknown", statuses.Policy())
        assert house.status(message_id) == "delivered"
        with house.act() as act:
            assert queries.unclaimed_events(act) == []

    def test_a_proof_written_while_the_answer_was_recorded_is_adopted(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent
    ) -> None:
        with house.act() as act:
            unmarked = double.Sent(sent.id, sent.to, "", {}, house.at)
            status = webhooks.Status(unmarked.id, "read", house.at)
            assert webhooks.statuses.keep(act, status, None)
        assert house.status(of(sent)) == "sent"
        house.send(whatsapp)
        assert house.status(of(sent)) == "read"

    def test_after_a_day_it_waits_no_more(self, house: House, meta: double.WhatsAppCloud) -> None:
        meta.notify(double.Sent("wamid.unknown", "573001234567", "", {}, house.at), "delivered")
        house.later(hours=25)
        with house.act() as act:
            assert queries.unclaimed_events(act) == []

    def test_a_mark_that_is_not_ours_is_parked(self, house: House, meta: double.WhatsAppCloud) -> None:
        alien = double.Sent("wamid.x", "573001234567", "no-es-nuestra", {}, house.at)
        stranger = double.Sent("wamid.y", "573001234567", f"{UUID(int=5)}.1", {}, house.at)
        assert meta.post_statuses([meta.status(a, "sent", house.at) for a in (alien, stranger)]) == 200
        assert house.one("select count(*) from message_events where message_id is null") == (2,)

    def test_automatic_notices_of_a_whole_wave_arrive(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        meta.automatic = [("delivered", 0.01), ("sent", 0.01), ("read", 0.02), ("delivered", 0.0)]
        for _ in range(6):
            house.queue()
        assert house.send(whatsapp).sent == 6
        meta.settle()
        assert set(meta.answers) == {200}
        assert house.one("select count(*) from messages where status = 'read'") == (6,)
        assert len({s.callback for s in meta.sent}) == 6


class TestReplies:
    @pytest.mark.parametrize(
        "word", ["BAJA", "stop", "No más", "¡CANCELAR!", "no mas, por favor", "Baja. Gracias"]
    )
    def test_a_word_closes_the_channel_and_is_answered_once(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent, word: str
    ) -> None:
        for _ in range(2):
            assert meta.say(sent.to, word, message_id="wamid.in.1") == 200
        assert house.one("select count(*), count(word) from inbound_messages") == (1, 1)
        assert house.send(whatsapp) == SendReport(sent=1)
        answer = meta.sent[-1].body
        assert answer["type"] == "text"
        assert answer["text"]["body"].startswith("Listo: no recibirás más mensajes por este medio.")
        row = house.one("select party_id, to_address from messages where id = :id", id=of(sent))
        who = Recipient(row[0], row[1], "CO", "America/Bogota", "Juan")
        house.later(days=1)
        assert house.status(house.queue(who)) == "blocked"

    def test_alta_opens_it_again(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.say(sent.to, "BAJA")
        meta.say(sent.to, "ALTA")
        assert house.send(whatsapp) == SendReport(sent=2)
        assert meta.sent[-1].body["text"]["body"].startswith("Listo: volverás a recibir")
        row = house.one("select party_id, to_address from messages where id = :id", id=of(sent))
        house.later(days=1)
        assert (
            house.status(house.queue(Recipient(row[0], row[1], "CO", "America/Bogota", "Juan"))) == "queued"
        )

    def test_wanting_to_settle_a_debt_is_not_leaving(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.say(sent.to, "Quiero cancelar mi deuda hoy")
        assert house.one("select text, word, party_id is not null from inbound_messages") == (
            "Quiero cancelar mi deuda hoy",
            None,
            True,
        )
        assert house.one("select count(*) from opt_outs") == (0,)
        assert house.one("select answered_at is not null from messages") == (True,)

    def test_a_stranger_may_leave_too(self, house: House, meta: double.WhatsAppCloud) -> None:
        assert meta.say("+573111111111", "BAJA") == 200
        assert house.one("select count(*) from messages") == (0,)
        assert house.status(house.queue(house.person(address="+573111111111"))) == "blocked"

    def test_a_button_is_read_like_a_word(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        meta.say(sent.to, "BAJA", kind="button")
        assert house.one("select word, kind from inbound_messages") == ("baja", "button")

    @pytest.mark.parametrize(
        ("entry", "written"),
        [
            ({"type": "interactive", "interactive": {"button_reply": {"id": "1", "title": "Baja"}}}, "Baja"),
            ({"type": "image", "image": {"id": "9"}}, ""),
            ({"type": "text"}, ""),
        ],
    )
    def test_whatever_the_kind_a_reply_is_kept(
        self, house: House, meta: double.WhatsAppCloud, entry: dict[str, object], written: str
    ) -> None:
        assert meta.post({"messages": [{"from": "573001234567", "id": "wamid.in.9", **entry}]}) == 200
        assert meta.post({"messages": [{"type": "text"}], "user_preferences": [{"category": "otra"}]}) == 200
        assert house.one("select text from inbound_messages") == (written,)

    def test_a_reply_opens_the_conversation_for_a_day(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, sent: double.Sent
    ) -> None:
        row = house.one("select party_id, to_address from messages")
        who = Recipient(row[0], row[1], "CO", "America/Bogota", "Juan")
        meta.say(sent.to, "¿cuánto debo?")
        with house.act() as act:
            assert queries.conversation_until(act, "whatsapp", who.address) == house.at + timedelta(days=1)
        house.queue(who, template=None, text="Tu saldo es **$250.000 COP**.", receivable_id=None)
        assert house.send(whatsapp) == SendReport(sent=1)
        assert meta.sent[-1].body["text"]["body"] == "Tu saldo es *$250.000 COP*."
        with house.act() as act:
            newest = queries.messages(act, MessageFilter(party_id=who.party_id)).items[0]
        assert (newest.text, newest.purpose) == ("Tu saldo es **$250.000 COP**.", "respuesta")

    def test_stopping_advertising_leaves_reminders(
        self, house: House, meta: double.WhatsAppCloud, sent: double.Sent
    ) -> None:
        assert meta.prefer(sent.to, "stop") == 200
        row = house.one("select party_id, to_address from messages")
        who = Recipient(row[0], row[1], "CO", "America/Bogota")
        house.later(days=1)
        with house.act() as act:
            assert queries.window(act, who, "whatsapp").verdict == "allow"
            assert queries.window(act, who, "whatsapp", "publicidad").rule == "baja-publicidad"
        meta.prefer(sent.to, "resume")
        with house.act() as act:
            assert queries.window(act, who, "whatsapp", "publicidad").verdict == "allow"
