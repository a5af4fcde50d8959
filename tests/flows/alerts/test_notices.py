"""Notices survive the world: a provider that is down, an answer that is lost, an address that isn't there."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from pydantic import SecretStr

from caudal.commons.alerts import queries as alerts
from caudal.commons.notices import callbacks, commands, queries
from caudal.commons.notices.callbacks import SmsSignature
from caudal.commons.notices.channels import Mail, Parcel, Sms, lines_of
from caudal.commons.notices.channels.mail import composed
from caudal.commons.notices.channels.seam import Result
from caudal.commons.notices.channels.sms import signature
from caudal.commons.notices.channels.whatsapp import template_text, wire
from caudal.flows.alerts.rehearsal import rehearse
from caudal.kernel import clock
from caudal.kernel.problems import Invalid
from caudal.kernel.settings import Settings
from tests.doubles.smtp import MailServer
from tests.doubles.twilio import Twilio
from tests.flows.alerts.staff import Staff, settings_for


def try_out(staff: Staff, who: str = "director", channel: str = "email") -> UUID:
    with staff.act(who) as act:
        return commands.try_out(act, channel).id


def parcel(to: str = "ana@caudal.example", text_: str = "Hola") -> Parcel:
    return Parcel(UUID(int=7), 1, to, "Asunto", text_, clock.now())


def test_a_mail_server_that_is_down_is_told_once_and_everything_leaves_when_it_is_back(staff: Staff) -> None:
    with staff.mail.down():
        for who in ("director", "supervisor", "contador"):
            try_out(staff, who)
        for _ in range(8):
            staff.send()
            staff.tick(minutes=2)
        assert {status for status, _ in staff.status()} <= {"queued", "kept", "sent", "sending"}
        assert ("queued", "No hay conexión con el correo") in staff.status()
        (alert,) = staff.open("provider_down")
        assert alert.subject == "Correo: No hay conexión con el correo"
        assert len(staff.texts("admin")) == len(staff.texts("ana")) == 1, "por SMS, que sí responde"
    staff.house.later(minutes=31)
    staff.send()
    staff.send()
    assert all(len(staff.mails(who)) == 1 for who in ("director", "supervisor", "contador"))
    staff.tick(minutes=1)
    assert staff.open("provider_down") == []


def test_a_provider_that_fell_at_night_is_of_that_day(staff: Staff) -> None:
    staff.house.at = datetime(2026, 10, 6, 1, 30, tzinfo=UTC)  # the evening of the 5th
    with staff.mail.down():
        try_out(staff)
        for _ in range(8):
            staff.send()
            staff.tick(minutes=2)
    with staff.act("director") as act:
        told = rehearse(act, alerts.setting(act, "provider_down", 1), [1])
    assert [day for day, _ in told.examples] == [date(2026, 10, 5)]


def test_without_configuration_it_is_kept_in_sight(staff: Staff) -> None:
    staff.lines = lines_of(Settings(smtp_host="", twilio_account_sid="", whatsapp_phone_id=""))
    for channel in ("email", "sms", "whatsapp"):
        try_out(staff, channel=channel)
    staff.send()
    assert [cause.split(" (")[0] for _, cause in staff.status()] == [
        "Nada se envió: falta configurar el correo", "Nada se envió: falta configurar el SMS",
        "Nada se envió: falta configurar WhatsApp",
    ]  # fmt: skip
    with staff.act("director") as act:
        mine = queries.notices(act, user_id=act.actor.id).items
        assert {each.status for each in mine} == {"kept"}
        assert mine[0].text == "Este aviso de prueba llegó: así recibirá alertas y reportes."
        again = commands.retry(act, mine[0].id)
        assert again.status == "queued"


def test_who_has_no_address_is_noted(staff: Staff) -> None:
    with staff.act("director") as act:
        commands.keep_address(act, "", "")
    try_out(staff)
    staff.send()
    assert staff.status() == [("undeliverable", "No tiene correo registrado en «Mi cuenta»")]


class TestAddresses:
    def test_are_ones_own_and_never_in_the_books(self, staff: Staff) -> None:
        with staff.act("director") as act:
            kept = commands.keep_address(act, " ricardo@caudal.example ", "998 123 4567")
            assert (kept.email, kept.phone) == ("ricardo@caudal.example", "+529981234567")
        written = staff.house.one(
            "select (select string_agg(asked::text, '') from audit)"
            " || coalesce((select string_agg(old::text || new::text, '') from changes), '') as w"
        ).w
        assert "ricardo" not in written
        assert "529981234567" not in written

    @pytest.mark.parametrize(
        ("email", "phone"), [("ana", ""), ("a@b.mx\nBcc: c@d.mx", ""), ("", "12"), ("", "hola")]
    )
    def test_that_cannot_be_are_refused(self, staff: Staff, email: str, phone: str) -> None:
        with staff.act("director") as act, pytest.raises(Invalid):
            commands.keep_address(act, email, phone)


class TestMail:
    def test_goes_encrypted_signed_in_and_once(self) -> None:
        with MailServer() as mail, Twilio() as sms:
            line = Mail(settings_for(mail, sms))
            assert line.send(parcel(text_="Ñandú 🔴\n.con punto")).result is Result.SENT
            (got,) = mail.inbox
            assert (got.text, got.secure, got.login) == ("Ñandú 🔴\n.con punto", True, "avisos")
            assert got.message["Message-ID"] == f"<{UUID(int=7)}@caudal.example>"
            assert str(got.message["From"]) == "Caudal <avisos@caudal.example>"

    def test_keeps_the_spaces_of_a_long_subject(self) -> None:
        for subject in (
            "🔴 Crítica: Descuadre con el banco, 11 PM · Cancún", "🔴 Alta: Factura distinta del contrato · Cancún",
            "Reporte Diario - Sucursal Santo Domingo, del 05/10/2026", "ñ " * 99 + "ñ", "Corto",
        ):  # fmt: skip
            raw = composed(replace(parcel(), subject=subject), "avisos@caudal.example").as_bytes()
            assert message_from_bytes(raw, policy=default)["Subject"] == subject
            assert max(len(line) for line in raw.split(b"\n")) < 79

    def test_reads_every_answer(self) -> None:
        with MailServer() as mail, Twilio() as sms:
            line = Mail(settings_for(mail, sms))
            for when, code, expected in (
                ("rcpt", 550, Result.REFUSED), ("rcpt", 450, Result.RETRY), ("data", 452, Result.RETRY),
                ("data", 554, Result.REFUSED), ("data", 421, Result.AWAY), ("lost", 0, Result.AMBIGUOUS),
            ):  # fmt: skip
                mail.faults.append((when, code))
                assert line.send(parcel()).result is expected, (when, code)
            wrong = Mail(settings_for(mail, sms, smtp_password=SecretStr("otra")))
            assert wrong.send(parcel()).cause == "El correo no aceptó usuario o contraseña"
            stranger = Mail(settings_for(mail, sms, smtp_ca_file=""))
            assert stranger.send(parcel()).cause == "El correo no ofrece una conexión segura de confianza"
            assert mail.inbox == []

    def test_never_says_the_password_in_clear(self) -> None:
        exposed = Settings(smtp_host="correo.example", smtp_security="none", smtp_user="u")
        assert Mail(exposed).send(parcel()).result is Result.AWAY


class TestSms:
    def test_speaks_the_contract_and_reads_its_errors(self) -> None:
        with MailServer() as mail, Twilio() as sms:
            line = Sms(settings_for(mail, sms))
            done = line.send(parcel("+529981234567", "Hola"))
            assert (done.result, done.provider_id) == (Result.SENT, sms.sent[0].sid)
            assert sms.sent[0].callback == f"https://caudal.example/v1/webhooks/sms?notice={UUID(int=7)}"
            for to, expected in (("+529", 21211), ("", 21211)):
                assert (line.send(parcel(to)).result, sms.refused[-1][1]) == (Result.REFUSED, expected)
            for fault, expected in (
                ((429, 20429), Result.RETRY), ((400, 21610), Result.REFUSED), ((503, 0), Result.AWAY),
                ((401, 20003), Result.AWAY), ((0, 0), Result.AMBIGUOUS),
            ):  # fmt: skip
                sms.faults.append(fault)
                assert line.send(parcel("+529981234567")).result is expected, fault
            wrong = Sms(settings_for(mail, sms, twilio_auth_token=SecretStr("otra")))
            assert (
                wrong.send(parcel("+529981234567")).cause
                == "Twilio no aceptó la cuenta o su credencial (20003)"
            )
            wrong.close()
            line.close()
        gone = Sms(settings_for(mail, sms))
        assert gone.send(parcel("+529981234567")).result is Result.AWAY
        gone.close()

    def test_a_lost_answer_waits_for_the_signed_word_and_is_not_sent_twice(self, staff: Staff) -> None:
        staff.sms.faults.append((0, 0))
        notice = try_out(staff, channel="sms")
        assert staff.send().ambiguous == 1
        form = {"MessageSid": staff.sms.sent[0].sid, "MessageStatus": "delivered"}
        config = settings_for(staff.mail, staff.sms)
        url = f"https://caudal.example/v1/webhooks/sms?notice={notice}"
        signed = signature(url, form, staff.sms.token)
        with staff.house.act(every=True) as act:
            with pytest.raises(SmsSignature):
                callbacks.receive(act, f"notice={notice}", form, "otra", config)
            assert callbacks.receive(act, f"notice={notice}", form, signed, config)
        staff.house.later(minutes=10)
        staff.send()
        assert staff.status() == [("delivered", "")]
        assert len(staff.sms.sent) == 1

    def test_without_the_word_it_is_tried_again(self, staff: Staff) -> None:
        staff.sms.faults.append((0, 0))
        try_out(staff, channel="sms")
        staff.send()
        staff.house.later(minutes=3)
        assert staff.send().sent == 1

    def test_is_signed_as_the_documentation_shows(self) -> None:
        """Source: Twilio, «Validating requests», its own example."""
        form = {
            "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
            "To": "+18005551212",
        }  # fmt: skip
        assert (
            signature("https://mycompany.com/myapp.php?foo=1&bar=2", form, "12345")
            == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
        )


def test_what_travels_by_whatsapp_has_no_holes_nor_breaks() -> None:
    told = {"template": "aviso_alerta", "values": ["Uno\ndos", "", "tres", "cuatro", "https://c"]}
    assert wire(told)["values"] == ["Uno dos", "—", "tres", "cuatro", "https://c"]
    assert template_text(told) == "Uno dos en —: tres. cuatro Véala en https://c ."


def test_notices_of_a_provider_are_logged_without_the_person(
    staff: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        try_out(staff, channel="sms")
        try_out(staff)
        staff.send()
    assert "5299812300" not in caplog.text
    assert "director@" not in caplog.text
    assert staff.house.one("select count(*) as n from notices where status = 'sent'").n == 2
