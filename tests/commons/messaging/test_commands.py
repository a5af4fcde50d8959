"""Queueing, consent, cancelling and texts, on PostgreSQL."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import uuid4

import pytest

from caudal.commons.messaging import commands, queries
from caudal.commons.messaging.commands import CannotRepeat, Consent, EditTemplate, OptOut, Queued
from caudal.commons.messaging.queries import MessageFilter, Recipient
from caudal.kernel.problems import Invalid, NotFound
from tests.commons.messaging.conftest import House, reminder

LETTER = (
    "Hola *Juan*, te recordamos que tienes un pago pendiente por **$250.000 COP** con vencimiento el"
    " **10/01/2026**. Por favor comunícate para evitar recargos. Gracias."
)


class TestQueue:
    def test_the_documents_message_is_queued_to_the_letter(self, house: House) -> None:
        message_id = house.queue()
        with house.act() as act:
            detail = queries.message(act, message_id)
        assert detail.message.text == LETTER
        assert detail.wire["text"] == LETTER.replace("**", "*")
        assert (detail.message.status, detail.message.status_label) == ("queued", "En cola")
        assert (detail.message.template, detail.message.purpose) == ("mora_1", "cobranza")
        assert detail.message.to_masked.startswith("••• ")

    def test_the_same_key_twice_is_one_message(self, house: House) -> None:
        who = house.person()
        first = house.queue(who, dedupe="recordatorio:1")
        assert house.queue(who, dedupe="recordatorio:1") == first
        with house.act() as act:
            again = commands.queue_many(act, [reminder(who, dedupe="recordatorio:1")])
        assert again == Queued(repeated=1)
        assert house.one("select count(*) from messages") == (1,)

    def test_out_of_hours_it_waits_and_says_until_when(self, house: House) -> None:
        house.at = datetime(2026, 1, 17, 20, 1, tzinfo=UTC)  # Saturday 15:01
        message_id = house.queue()
        with house.act() as act:
            row = queries.message(act, message_id).message
        assert (row.status, row.rule) == ("deferred", "co-horario")
        assert row.cause == "Se podrá enviar el lunes 07:00 · Ley 2300 de 2023, art. 3"
        assert row.next_attempt_at == datetime(2026, 1, 19, 12, tzinfo=UTC)

    def test_a_deferred_message_that_would_be_too_late_expires(self, house: House) -> None:
        house.at = datetime(2026, 1, 17, 20, 1, tzinfo=UTC)
        assert house.status(house.queue(expires_at=house.at + timedelta(hours=3))) == "expired"

    def test_without_consent_it_is_kept_blocked_with_its_cause(self, house: House) -> None:
        message_id = house.queue(house.person(consent=False))
        with house.act() as act:
            row = queries.message(act, message_id).message
        assert (row.status, row.rule) == ("blocked", "co-autorizacion")
        assert row.cause == "El cliente no ha autorizado mensajes por WhatsApp · Ley 1581 de 2012"

    def test_without_a_number_it_is_blocked(self, house: House) -> None:
        assert house.status(house.queue(house.person(address=""))) == "blocked"

    def test_a_second_debt_of_the_same_person_is_blocked_the_same_day(self, house: House) -> None:
        who = house.person()
        with house.act() as act:
            assert commands.queue_many(act, [reminder(who), reminder(who)]) == Queued(queued=1, blocked=1)
        with house.act() as act:
            assert commands.queue_many(act, [reminder(who)]) == Queued(blocked=1)

    def test_the_quota_counts_contacts_of_branches_the_actor_cannot_see(self, house: House) -> None:
        who = house.person()
        house.queue(who, branch_id=2)
        with house.act(1) as act:
            assert queries.messages(act, MessageFilter()).items == []
            assert commands.queue_many(act, [reminder(who)]) == Queued(blocked=1)

    def test_an_inactive_template_does_not_go_out(self, house: House) -> None:
        with house.act() as act:
            body = queries.template(act, "mora_1").body
            commands.edit_template(act, EditTemplate("mora_1", body, active=False))
        assert house.status(house.queue()) == "blocked"

    def test_a_receipt_leaves_at_any_hour_and_uses_no_quota_but_needs_consent(self, house: House) -> None:
        house.at = datetime(2026, 1, 18, 3, tzinfo=UTC)  # Saturday 22:00
        paid = {"nombre": "Juan", "monto": "$1", "fecha": "17/01/2026", "recibo": "R-000001", "saldo": "$0"}
        who, stranger = house.person(), house.person(consent=False)
        for _ in range(2):
            assert house.status(house.queue(who, template="pago_recibido", values=paid)) == "queued"
        assert house.status(house.queue(stranger, template="pago_recibido", values=paid)) == "blocked"
        house.send()
        house.at = datetime(2026, 1, 19, 15, tzinfo=UTC)
        assert house.status(house.queue(who)) == "queued"

    def test_an_unknown_template_is_not_found(self, house: House) -> None:
        with pytest.raises(NotFound):
            house.queue(template="otra")

    def test_a_missing_value_queues_nothing(self, house: House) -> None:
        who = house.person()
        with pytest.raises(Invalid), house.act() as act:
            commands.queue_many(act, [reminder(who), reminder(who, values={"nombre": "Juan"})])
        assert house.one("select count(*) from messages") == (0,)

    def test_a_large_set_enters_by_copy_like_a_small_one(self, house: House) -> None:
        people = [Recipient(uuid4(), f"+57300{n:07d}", "MX", "America/Cancun", "Ana") for n in range(300)]
        with house.act() as act:
            for who in people[:250]:
                commands.consent(act, Consent(who.party_id, "whatsapp"))
            rows = [reminder(who, dedupe=f"d:{n}") for n, who in enumerate(people)]
            assert commands.queue_many(act, rows) == Queued(queued=250, blocked=50)
            assert commands.queue_many(act, rows) == Queued(repeated=300)
        with house.act() as act:
            newest = queries.messages(act, MessageFilter(), limit=1).items[0]
        assert (newest.party_id, newest.status) == (people[-1].party_id, "blocked")

    @pytest.mark.long
    @pytest.mark.slow
    def test_a_hundred_thousand_take_seconds(self, house: House) -> None:
        house.one(
            "with added as (insert into consents (party_id, channel, granted, at, recorded_by, act_id)"
            " select uuidv7(), 'whatsapp', true, now(), 1, uuidv7() from generate_series(1, 100000)"
            " returning 1)"
            " select count(*) from added"
        )
        with house.act() as act:
            parties = act.db.execute(commands.text("select party_id from consents")).scalars().all()
            rows = [
                reminder(Recipient(party, f"+57{n:010d}", "CO", "America/Bogota", "Ana"))
                for n, party in enumerate(parties)
            ]
            start = perf_counter()
            assert commands.queue_many(act, rows).queued == 100_000
            assert perf_counter() - start < 60


class TestCancel:
    def test_paying_cancels_what_waits_and_only_that(self, house: House) -> None:
        debt = uuid4()
        waiting, other = house.queue(receivable_id=debt), house.queue()
        receipt = house.queue(
            receivable_id=debt,
            template="pago_recibido",
            values={
                "nombre": "Juan",
                "monto": "$1",
                "fecha": "20/01/2026",
                "recibo": "R-000001",
                "saldo": "$0",
            },
        )
        with house.act() as act:
            assert commands.cancel_for(act, [debt], "Pagado con el recibo R-000001") == 1
        assert [house.status(m) for m in (waiting, other, receipt)] == ["cancelled", "queued", "queued"]
        assert house.one("select cause from messages where id = :id", id=waiting) == (
            "Pagado con el recibo R-000001",
        )
        assert house.send().sent == 2


class TestRetry:
    def test_a_blocked_message_is_judged_again(self, house: House) -> None:
        who = house.person(consent=False)
        message_id = house.queue(who)
        with house.act() as act:
            commands.retry(act, message_id)
        house.send()
        assert house.status(message_id) == "blocked"
        with house.act() as act:
            commands.consent(act, Consent(who.party_id, "whatsapp"))
            commands.retry(act, message_id)
        house.send()
        assert house.status(message_id) == "delivered"

    def test_one_that_waits_or_was_delivered_cannot_be_repeated(self, house: House) -> None:
        message_id = house.queue()
        for _ in range(2):
            with pytest.raises(CannotRepeat), house.act() as act:
                commands.retry(act, message_id)
            house.send()

    def test_one_of_another_branch_does_not_exist(self, house: House) -> None:
        message_id = house.queue(branch_id=2)
        with pytest.raises(NotFound), house.act(1) as act:
            commands.retry(act, message_id)


class TestConsent:
    def test_revoking_stops_messages_and_granting_again_resumes_them(self, house: House) -> None:
        who = house.person()
        with house.act() as act:
            commands.consent(act, Consent(who.party_id, "whatsapp", granted=False))
        assert house.status(house.queue(who)) == "blocked"
        with house.act() as act:
            commands.consent(act, Consent(who.party_id, "whatsapp", version="2"))
            state = queries.consents(act, [who.party_id])[who.party_id]["whatsapp"]
        assert (state.granted, state.version, state.closed) == (True, "2", False)

    def test_after_baja_a_new_consent_needs_evidence(self, house: House) -> None:
        who = house.person()
        with house.act() as act:
            commands.opt_out(act, OptOut("whatsapp", who.address, who.party_id))
            assert queries.consents(act, [who.party_id])[who.party_id]["whatsapp"].granted is False
        with pytest.raises(Invalid, match="anote cómo consta"), house.act() as act:
            commands.consent(act, Consent(who.party_id, "whatsapp", address=who.address))
        with house.act() as act:
            signed = Consent(who.party_id, "whatsapp", evidence="Firmó el 20/01/2026", address=who.address)
            commands.consent(act, signed)
            assert queries.window(act, who, "whatsapp").verdict == "allow"

    def test_the_wish_follows_the_person_to_another_number(self, house: House) -> None:
        who = house.person()
        with house.act() as act:
            commands.opt_out(act, OptOut("whatsapp", who.address, who.party_id))
            moved = Recipient(who.party_id, "+573009999999", who.country, who.zone)
            assert queries.window(act, moved, "whatsapp").rule == "baja"


class TestForget:
    def test_what_was_said_goes_and_what_happened_stays(self, house: House) -> None:
        who = house.person()
        message_id = house.queue(who)
        house.send()
        with house.act() as act:
            assert commands.forget(act, who.party_id) == 1
        row = house.one(
            "select text, to_address, party_name, wire, status, rule from messages where id = :id",
            id=message_id,
        )
        assert row == ("", "", "", {}, "delivered", None)
        assert house.one("select text, to_address from sandbox_inbox") == ("", "")

    def test_what_happened_cannot_be_rewritten_by_the_product(self, house: House) -> None:
        house.queue()
        for statement in (
            "update consents set granted = true",
            "delete from messages",
            "delete from message_events",
        ):
            with pytest.raises(Exception, match="permission denied"):
                house.one(statement)


class TestTemplates:
    def test_an_edit_is_a_new_version_and_queued_messages_keep_their_text(self, house: House) -> None:
        before = house.queue()
        with house.act() as act:
            edited = commands.edit_template(
                act, EditTemplate("mora_1", "Hola {nombre}, tienes {monto} por pagar.")
            )
        assert (edited.version, edited.provider_name, edited.purpose) == (2, "caudal_mora_1", "cobranza")
        after = house.queue()
        texts = [house.one("select text from messages where id = :id", id=m)[0] for m in (before, after)]
        assert texts == [LETTER, "Hola Juan, tienes $250.000 COP por pagar."]

    def test_a_threat_is_not_kept(self, house: House) -> None:
        with pytest.raises(Invalid), house.act() as act:
            commands.edit_template(act, EditTemplate("mora_1", "Hola, habrá embargo de tus bienes."))
        with house.act() as act:
            assert queries.template(act, "mora_1").version == 1

    def test_an_unknown_template_is_not_found(self, house: House) -> None:
        with pytest.raises(NotFound), house.act() as act:
            commands.edit_template(act, EditTemplate("otra", "Hola"))


class TestQueries:
    def test_lists_read_on_and_count_by_status(self, house: House) -> None:
        kept = [house.queue() for _ in range(5)]
        house.queue(house.person("Ana María", consent=False))
        with house.act() as act:
            first = queries.messages(act, MessageFilter(), limit=4)
            rest = queries.messages(act, MessageFilter(), limit=4, after=first.next)
            assert first.totals == {"by_status": {"blocked": 1, "queued": 5}}
            assert len(first.items) == 4
            assert [row.id for row in rest.items] == [kept[1], kept[0]]
            assert rest.next is None
            assert queries.totals(act, MessageFilter(status=["blocked"])) == {"blocked": 1}
            with pytest.raises(NotFound):
                queries.message(act, uuid4())
            assert [row.party_name for row in queries.messages(act, MessageFilter(q="maría")).items] == [
                "Ana María"
            ]
            assert queries.messages(act, MessageFilter(q="%")).items == []
            nothing = MessageFilter(earliest=act.business_date + timedelta(days=1))
            assert queries.messages(act, nothing).items == []

    def test_the_window_says_when(self, house: House) -> None:
        house.at = datetime(2026, 1, 20, 11, tzinfo=UTC)
        who = house.person()
        with house.act() as act:
            decision = queries.window(act, who, "whatsapp")
        assert decision.text == "Se podrá enviar hoy 07:00 · Ley 2300 de 2023, art. 3"

    def test_the_law_is_shown_as_rows(self) -> None:
        assert {rule.country for rule in queries.contact_rules()} == {"CO", "DO", "MX", "CL", "PE", "--"}
        assert {rule.country for rule in queries.contact_rules("MX")} == {"MX"}
