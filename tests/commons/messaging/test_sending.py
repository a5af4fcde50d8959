"""Once, and only while it makes sense: sending over the wire with everything that goes wrong."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest

from caudal.commons.messaging import commands, queries, sending
from caudal.commons.messaging.channels import Outgoing, Sandbox, WhatsAppCloud
from caudal.commons.messaging.commands import Consent, OptOut
from caudal.commons.messaging.sending import SendReport, nothing_settled
from caudal.commons.messaging.statuses import Policy
from tests.commons.messaging.conftest import House
from tests.doubles import whatsapp_cloud as double
from tests.doubles.whatsapp_cloud import Fault

MESSAGE = "select status, attempts, cause, provider_code, rule from messages where id = :id"


class TestSandbox:
    def test_messages_arrive_at_the_test_inbox_delivered(self, house: House) -> None:
        message_id = house.queue()
        assert house.send() == SendReport(sent=1)
        assert house.status(message_id) == "delivered"
        row = house.one("select text, attempt from sandbox_inbox where message_id = :id", id=message_id)
        assert row[0].startswith("Hola *Juan*, te recordamos que tienes un pago pendiente por *$250.000 COP*")
        assert house.send() == SendReport()

    def test_a_batch_is_drained_to_the_limit(self, house: House) -> None:
        for _ in range(7):
            house.queue()
        report = sending.send_due(house.acts, Sandbox(), policy=Policy(batch=2), limit=5)
        assert report.sent == 5
        assert house.send(batch=2).sent == 2


class TestRecheck:
    def test_a_deferred_message_leaves_when_the_window_opens(self, house: House) -> None:
        house.at = datetime(2026, 1, 17, 20, 1, tzinfo=UTC)
        message_id = house.queue()
        assert house.send() == SendReport()
        house.at = datetime(2026, 1, 19, 12, 0, tzinfo=UTC)
        assert house.send().sent == 1
        assert house.one(MESSAGE, id=message_id) == ("delivered", 1, None, None, None)

    def test_the_window_is_asked_again_at_the_moment_of_leaving(self, house: House) -> None:
        message_id = house.queue()
        house.later(hours=14)  # midnight
        assert house.send() == SendReport(deferred=1)
        status, attempts, cause, *_ = house.one(MESSAGE, id=message_id)
        assert (status, attempts) == ("deferred", 0)
        assert cause.startswith("Se podrá enviar hoy 07:00")

    def test_a_settled_debt_is_cancelled_with_its_cause(self, house: House) -> None:
        paid, owed = house.queue(), house.queue()

        def still_due(_act: object, due: list[sending.Due]) -> dict[object, str]:
            assert {d.id for d in due} == {paid, owed}
            return {paid: "La deuda se pagó"}

        assert house.send(still_due=still_due) == SendReport(sent=1, cancelled=1)
        assert house.one(MESSAGE, id=paid) == ("cancelled", 0, "La deuda se pagó", None, None)

    def test_consent_revoked_meanwhile_stops_it(self, house: House) -> None:
        who = house.person()
        message_id = house.queue(who)
        with house.act() as act:
            commands.consent(act, Consent(who.party_id, "whatsapp", granted=False))
        assert house.send() == SendReport(blocked=1)
        assert house.one(MESSAGE, id=message_id)[4] == "co-autorizacion"

    def test_what_grew_old_expires(self, house: House) -> None:
        message_id = house.queue(expires_at=house.at + timedelta(hours=1))
        house.later(hours=2)
        assert house.send() == SendReport(expired=1)
        assert house.status(message_id) == "expired"

    def test_two_for_the_same_person_are_one_a_day_even_if_both_were_allowed(self, house: House) -> None:
        who = house.person()
        first = house.queue(who)
        with house.act() as act:
            second = commands.queue(act, sending_twin(house, who))
            act.db.execute(commands.text("update messages set status = 'queued'"))
        assert house.send() == SendReport(sent=1, blocked=1)
        assert [house.status(first), house.status(second)] == ["delivered", "blocked"]

    def test_free_text_waits_for_nobody_it_needs_an_open_conversation(self, house: House) -> None:
        message_id = house.queue(template=None, text="¿Te esperamos hoy?", receivable_id=None)
        assert house.send() == SendReport(blocked=1)
        assert house.one(MESSAGE, id=message_id)[4] == "conversacion-cerrada"


def sending_twin(house: House, who: queries.Recipient) -> commands.NewMessage:
    from tests.commons.messaging.conftest import reminder  # noqa: PLC0415

    return reminder(who)


@pytest.mark.usefixtures("meta")
class TestOverTheWire:
    def test_it_leaves_once_and_its_notices_move_it(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        assert house.send(whatsapp) == SendReport(sent=1)
        assert house.send(whatsapp) == SendReport()
        [sent] = meta.sent
        assert sent.callback == f"{message_id}.1"
        assert house.status(message_id) == "sent"
        assert [meta.notify(sent, kind) for kind in ("sent", "delivered", "read")] == [200, 200, 200]
        assert house.status(message_id) == "read"

    def test_several_senders_at_once_send_each_message_once(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        ids = {house.queue() for _ in range(24)}
        senders = [Thread(target=house.send, args=(whatsapp,), kwargs={"batch": 3}) for _ in range(3)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert sorted(sent.callback for sent in meta.sent) == sorted(f"{message_id}.1" for message_id in ids)
        assert house.one("select count(*) from messages where status = 'sent'") == (24,)

    @pytest.mark.parametrize(
        "fault", [double.BROKEN, Fault("error", 503, 131016), Fault("error", 429, 131056)]
    )
    def test_a_refusal_that_may_pass_is_tried_again_later(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud, fault: Fault
    ) -> None:
        message_id = house.queue()
        meta.faults.append(fault)
        assert house.send(whatsapp) == SendReport(retried=1)
        status, attempts, cause, code, _ = house.one(MESSAGE, id=message_id)
        assert (status, attempts, code) == ("queued", 1, fault.code)
        assert f"({fault.code})" in cause
        assert house.send(whatsapp) == SendReport()
        house.later(minutes=1)
        assert house.send(whatsapp) == SendReport(sent=1)
        assert [sent.callback for sent in meta.sent] == [f"{message_id}.2"]

    def test_too_many_requests_slow_the_whole_channel(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        for _ in range(3):
            house.queue()
        meta.faults.append(double.SLOW_DOWN)
        assert house.send(whatsapp) == SendReport(retried=1)
        assert meta.sent == []
        with house.act() as act:
            pause = queries.channel_pause(act, "whatsapp")
        assert pause == (house.at + timedelta(minutes=1), "WhatsApp pide ir más despacio (130429)")
        assert house.one("select count(*), max(attempts) from messages where status = 'queued'") == (3, 1)
        assert house.send(whatsapp) == SendReport()
        house.later(minutes=2)
        assert house.send(whatsapp) == SendReport(sent=3)
        assert len({sent.to for sent in meta.sent}) == 3

    def test_a_locked_account_stops_everything_until_somebody_resumes(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        house.queue()
        meta.faults.append(Fault("error", 403, 131031))
        house.send(whatsapp)
        house.later(hours=2)
        assert house.send(whatsapp) == SendReport()
        with house.act() as act:
            commands.resume(act, "whatsapp")
            assert queries.channel_pause(act, "whatsapp") is None
        house.later(days=1)
        assert house.send(whatsapp) == SendReport(sent=1)

    def test_a_provider_that_is_down_loses_nothing(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        with meta.down():
            assert house.send(whatsapp) == SendReport(retried=1)
        assert house.one(MESSAGE, id=message_id)[2] == "No hay conexión con WhatsApp"
        house.later(minutes=1)
        assert house.send(whatsapp) == SendReport(sent=1)
        assert len(meta.sent) == 1

    def test_after_enough_attempts_it_is_given_up(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        meta.faults.extend([double.BROKEN] * 3)
        for _ in range(3):
            house.send(whatsapp, attempts=3)
            house.later(minutes=30)
        assert house.status(message_id) == "failed"
        assert house.send(whatsapp) == SendReport()
        with house.act() as act:
            kinds = [event.kind for event in queries.message(act, message_id).events]
        assert kinds == ["retry"] * 3

    def test_a_wrong_template_is_not_tried_again(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        meta.templates.clear()
        message_id = house.queue()
        assert house.send(whatsapp) == SendReport(failed=1)
        assert house.one(MESSAGE, id=message_id)[3] == 132001
        house.later(hours=1)
        assert house.send(whatsapp) == SendReport()


class TestNobodyKnows:
    """The answer was lost, or the process died between claiming and recording."""

    def test_accepted_without_an_answer_the_notice_is_the_evidence(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        meta.faults.append(Fault("silent_after"))
        assert house.send(whatsapp) == SendReport(ambiguous=1)
        status, attempts, cause, *_ = house.one(MESSAGE, id=message_id)
        assert (status, attempts) == ("sending", 1)
        assert cause == "WhatsApp no respondió a tiempo; se espera su aviso antes de repetir"
        house.later(minutes=9)
        assert house.send(whatsapp) == SendReport()
        meta.notify(meta.sent[0], "delivered")
        house.later(hours=1)
        assert house.send(whatsapp) == SendReport()
        assert house.one(MESSAGE, id=message_id) == ("delivered", 1, None, None, None)
        assert house.one("select provider_id from messages") == (meta.sent[0].id,)
        assert len(meta.sent) == 1

    def test_never_accepted_it_is_tried_again_after_the_wait(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        meta.faults.append(Fault("silent_before"))
        assert house.send(whatsapp) == SendReport(ambiguous=1)
        house.later(minutes=9)
        assert house.send(whatsapp) == SendReport()
        house.later(minutes=2)
        assert house.send(whatsapp) == SendReport(released=1, sent=1)
        assert [sent.callback for sent in meta.sent] == [f"{message_id}.2"]

    def test_the_wait_can_be_set(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        house.queue()
        meta.faults.append(Fault("drop_after"))
        house.send(whatsapp)
        house.later(minutes=11)
        assert house.send(whatsapp, evidence=timedelta(hours=1)) == SendReport()

    def test_a_process_that_dies_after_sending_does_not_send_twice(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        with house.act() as act:
            [out], _ = sending.claim(act, whatsapp, nothing_settled, 10)
        whatsapp.send(out)  # and here the process dies, before recording
        assert house.send(whatsapp) == SendReport()
        meta.notify(meta.sent[0], "sent")
        house.later(hours=1)
        assert house.send(whatsapp) == SendReport()
        assert house.status(message_id) == "sent"
        assert len(meta.sent) == 1

    def test_a_process_that_dies_before_sending_is_taken_over(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        with house.act() as act:
            sending.claim(act, whatsapp, nothing_settled, 10)
        house.later(minutes=11)
        assert house.send(whatsapp) == SendReport(released=1, sent=1)
        assert [sent.callback for sent in meta.sent] == [f"{message_id}.2"]

    def test_without_evidence_it_is_finally_given_up(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        for _ in range(2):
            meta.faults.append(Fault("silent_before"))
            house.send(whatsapp, attempts=2)
            house.later(minutes=11)
        house.send(whatsapp, attempts=2)
        assert house.one(MESSAGE, id=message_id)[:3] == (
            "failed",
            2,
            "El proveedor no confirmó el intento 2; no se repite más",
        )

    def test_a_debt_paid_during_the_wait_is_not_asked_for_again(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        meta.faults.append(Fault("silent_before"))
        house.send(whatsapp)
        house.later(minutes=11)
        report = house.send(whatsapp, still_due=lambda _act, due: {d.id: "La deuda se pagó" for d in due})
        assert report == SendReport(released=1, cancelled=1)
        assert house.status(message_id) == "cancelled"
        assert meta.sent == []

    def test_the_notice_may_come_before_the_answer_is_recorded(
        self, house: House, meta: double.WhatsAppCloud, whatsapp: WhatsAppCloud
    ) -> None:
        message_id = house.queue()
        with house.act() as act:
            outgoing, _ = sending.claim(act, whatsapp, nothing_settled, 10)
        outcome = whatsapp.send(outgoing[0])
        meta.notify(meta.sent[0], "read")
        with house.act() as act:
            sending.record(act, whatsapp, [(outgoing[0], outcome)], Policy())
        assert house.status(message_id) == "read"


def test_waits_grow_spread_and_stop_growing() -> None:
    policy, message_id = Policy(), uuid4()
    waits = [policy.backoff(message_id, attempt) for attempt in range(1, 13)]
    assert timedelta(seconds=15) <= waits[0] <= timedelta(seconds=45)
    assert all(wait <= timedelta(minutes=90) for wait in waits)
    assert waits == [policy.backoff(message_id, attempt) for attempt in range(1, 13)]
    assert len({policy.backoff(uuid4(), 5) for _ in range(20)}) > 10


def test_our_mark_names_message_and_attempt() -> None:
    message_id = uuid4()
    assert Outgoing(message_id, 3, "+57", {}).callback == f"{message_id}.3"


def test_a_closed_number_stops_what_waits_for_it(house: House) -> None:
    who = house.person()
    message_id = house.queue(who)
    with house.act() as act:
        commands.opt_out(act, OptOut("whatsapp", who.address))
    assert house.send() == SendReport(blocked=1)
    assert house.one(MESSAGE, id=message_id)[4] == "baja"
