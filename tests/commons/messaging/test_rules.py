"""The contact-law gate against the fixtures CL-1…CL-10 and its own promises."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.commons.messaging import law
from caudal.commons.messaging.rules import (
    Contact,
    Contacted,
    Decision,
    Purpose,
    Touch,
    Verdict,
    decide,
    decide_many,
)

BOGOTA, DOMINGO, TIJUANA, CANCUN = (
    "America/Bogota",
    "America/Santo_Domingo",
    "America/Tijuana",
    "America/Cancun",
)
ALL = frozenset({"whatsapp", "sms", "correo"})
DEBT, OTHER = uuid4(), uuid4()
_START = datetime(2025, 1, 1, tzinfo=UTC)
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: _START + timedelta(minutes=minutes))


def person(country: str = "CO", zone: str = BOGOTA, **more: object) -> Contact:
    return Contact(uuid4(), country, zone, **{"consents": ALL, **more})  # type: ignore[arg-type]


def touch(channel: str = "whatsapp", purpose: str = Purpose.COLLECTION, debt: UUID = DEBT) -> Touch:
    return Touch(channel, purpose, debt)


def on(zone: str, year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_cl_1_saturday_afternoon_waits_for_monday_at_seven() -> None:
    decision = decide(person(), touch(), (), on(BOGOTA, 2026, 1, 17, 15, 1))
    assert decision == Decision(
        Verdict.DEFER,
        on(BOGOTA, 2026, 1, 19, 7),
        "co-horario",
        "Ley 2300 de 2023, art. 3",
        "Se podrá enviar el lunes 07:00 · Ley 2300 de 2023, art. 3",
    )


def test_cl_1_and_for_tuesday_when_monday_is_a_holiday() -> None:
    decision = decide(
        person(), touch(), (), on(BOGOTA, 2026, 1, 10, 15, 1)
    )  # Monday 12 is Reyes (Ley Emiliani)
    assert (decision.verdict, decision.until) == (Verdict.DEFER, on(BOGOTA, 2026, 1, 13, 7))
    assert decision.text == "Se podrá enviar el martes 07:00 · Ley 2300 de 2023, art. 3"


def test_cl_1_until_the_last_minute_of_saturday_is_allowed() -> None:
    assert decide(person(), touch(), (), on(BOGOTA, 2026, 1, 17, 14, 59)).verdict is Verdict.ALLOW
    assert decide(person(), touch(), (), on(BOGOTA, 2026, 1, 17, 15, 0)).verdict is Verdict.DEFER
    assert decide(person(), touch(), (), on(BOGOTA, 2026, 1, 17, 8, 0)).verdict is Verdict.ALLOW


class TestCl2:
    monday = Contacted(date(2026, 1, 19), "whatsapp", DEBT)

    def test_another_channel_in_the_same_week_is_denied(self) -> None:
        decision = decide(person(), touch("sms"), [self.monday], on(BOGOTA, 2026, 1, 21))
        assert (decision.verdict, decision.rule) == (Verdict.DENY, "co-un-canal-por-semana")
        assert decision.until == on(BOGOTA, 2026, 1, 26, 7)
        assert decision.text.startswith(
            "Esta semana ya se le contactó por WhatsApp; se podrá enviar el lunes 07:00"
        )

    def test_the_same_channel_the_next_day_is_allowed_once(self) -> None:
        tuesday = on(BOGOTA, 2026, 1, 20)
        assert decide(person(), touch(), [self.monday], tuesday).verdict is Verdict.ALLOW
        again = decide(
            person(), touch(), [self.monday, Contacted(date(2026, 1, 20), "whatsapp", DEBT)], tuesday
        )
        assert (again.verdict, again.rule) == (Verdict.DENY, "co-uno-por-dia")
        assert again.text == (
            "Ya tiene un contacto hoy; se podrá enviar mañana 07:00 · Ley 2300 de 2023, art. 3"
        )

    def test_a_new_week_frees_the_channel(self) -> None:
        assert decide(person(), touch("sms"), [self.monday], on(BOGOTA, 2026, 1, 26)).verdict is Verdict.ALLOW

    def test_the_strict_reading_counts_only_answered_contacts(self) -> None:
        unanswered = Contacted(date(2026, 1, 20), "whatsapp", DEBT, times=1, direct=0)
        at = on(BOGOTA, 2026, 1, 20, 12)
        assert decide(person(), touch(), [unanswered], at).verdict is Verdict.DENY
        assert decide(person(), touch(), [unanswered], at, conservative=False).verdict is Verdict.ALLOW

    def test_the_quota_is_the_debtors_not_the_debts(self) -> None:
        log = [Contacted(date(2026, 1, 20), "whatsapp", OTHER)]
        assert decide(person(), touch(), log, on(BOGOTA, 2026, 1, 20)).verdict is Verdict.DENY


def test_cl_3_a_reply_to_the_debtor_is_always_allowed() -> None:
    log = [Contacted(date(2026, 1, 18), "whatsapp", DEBT)]
    sunday_night = on(BOGOTA, 2026, 1, 18, 22)
    reply = touch(purpose=Purpose.REPLY)
    assert decide(person(consents=frozenset()), reply, log, sunday_night).verdict is Verdict.ALLOW


def test_cl_4_visits_are_denied_in_colombia() -> None:
    decision = decide(person(), touch("visita"), (), on(BOGOTA, 2026, 1, 20))
    assert (decision.verdict, decision.rule, decision.until) == (Verdict.DENY, "co-sin-visitas", None)


def test_cl_5_five_a_day_for_each_debt_in_santo_domingo() -> None:
    log = [
        Contacted(date(2026, 1, 20), "llamada", DEBT, times=3),
        Contacted(date(2026, 1, 20), "sms", DEBT, times=2),
    ]
    at = on(DOMINGO, 2026, 1, 20)
    sixth = decide(person("DO", DOMINGO), touch(), log, at)
    assert (sixth.verdict, sixth.rule) == (Verdict.DENY, "do-cinco-por-dia")
    assert sixth.text.startswith("Ya tiene 5 contactos por esta deuda hoy; se podrá enviar")
    assert sixth.until == on(DOMINGO, 2026, 1, 22, 7)  # Wednesday 21 is la Altagracia
    assert decide(person("DO", DOMINGO), touch(debt=OTHER), log, at).verdict is Verdict.ALLOW


def test_cl_6_the_hour_is_the_debtors() -> None:
    early = on(TIJUANA, 2026, 1, 20, 6, 30)
    decision = decide(person("MX", TIJUANA), touch(), (), early)
    assert (decision.verdict, decision.until) == (Verdict.DEFER, on(TIJUANA, 2026, 1, 20, 7))
    assert decision.text.startswith("Se podrá enviar hoy 07:00")
    assert decide(person("MX", "America/Mexico_City"), touch(), (), early).verdict is Verdict.ALLOW


def test_cl_7_a_second_call_in_seven_days_is_denied_in_chile() -> None:
    log = [Contacted(date(2026, 1, 13), "llamada", DEBT)]
    chile = person("CL", "America/Santiago")
    assert decide(chile, touch("llamada"), log, on("America/Santiago", 2026, 1, 19)).verdict is Verdict.DENY
    assert decide(chile, touch("llamada"), log, on("America/Santiago", 2026, 1, 20)).verdict is Verdict.ALLOW
    assert decide(chile, touch("whatsapp"), log, on("America/Santiago", 2026, 1, 19)).verdict is Verdict.ALLOW


def test_cl_7_other_media_wait_two_days_and_stop_at_two_a_week() -> None:
    chile, zone = person("CL", "America/Santiago"), "America/Santiago"
    first = Contacted(date(2026, 1, 12), "whatsapp", DEBT)
    second = Contacted(date(2026, 1, 14), "whatsapp", DEBT)
    too_soon = decide(chile, touch(), [first], on(zone, 2026, 1, 13))
    assert (too_soon.rule, too_soon.until) == ("cl-dos-dias-entre-contactos", on(zone, 2026, 1, 14, 8))
    third = decide(chile, touch(), [first, second], on(zone, 2026, 1, 16))
    assert (third.rule, third.until) == ("cl-dos-por-semana", on(zone, 2026, 1, 19, 8))


def test_cl_8_saturday_waits_for_monday_in_peru() -> None:
    lima = "America/Lima"
    decision = decide(person("PE", lima), touch(), (), on(lima, 2026, 1, 17))
    assert (decision.verdict, decision.until) == (Verdict.DEFER, on(lima, 2026, 1, 19, 7))
    assert decision.article == "Ley 29571, art. 62"


def test_cl_9_opting_out_closes_one_channel_and_leaves_the_others() -> None:
    gone = person(marks=frozenset({("whatsapp", "baja")}))
    at = on(BOGOTA, 2026, 1, 20)
    denied = decide(gone, touch(), (), at)
    assert (denied.verdict, denied.rule) == (Verdict.DENY, "baja")
    assert denied.text == "El cliente pidió no recibir mensajes por WhatsApp"
    assert decide(gone, touch("sms"), (), at).verdict is Verdict.ALLOW
    assert decide(gone, touch(purpose=Purpose.REPLY), (), at).verdict is Verdict.ALLOW


@pytest.mark.parametrize("country", [*law.COUNTRIES, "VE"])
@pytest.mark.parametrize("role", ["referencia", "tercero"])
def test_cl_10_references_and_third_parties_are_never_contacted(country: str, role: str) -> None:
    zone = "America/Caracas"
    decision = decide(person(country, zone, role=role), touch(), (), on(zone, 2026, 1, 20))
    assert (decision.verdict, decision.until) == (Verdict.DENY, None)
    assert decision.rule.endswith("sin-terceros")


def test_the_guarantor_is_contacted_like_the_debtor() -> None:
    assert decide(person(role="codeudor"), touch(), (), on(BOGOTA, 2026, 1, 20)).verdict is Verdict.ALLOW


@pytest.mark.parametrize("country", [*law.COUNTRIES, "VE"])
def test_without_consent_nobody_is_messaged(country: str) -> None:
    decision = decide(
        person(country, "America/Caracas", consents=frozenset()), touch(), (), on(BOGOTA, 2026, 1, 20)
    )
    assert (decision.verdict, decision.rule.split("-", 1)[1] in {"autorizacion", "consentimiento"}) == (
        Verdict.DENY,
        True,
    )
    assert "no ha autorizado mensajes por WhatsApp" in decision.text


def test_a_number_that_receives_nothing_and_a_stop_to_advertising() -> None:
    at = on(BOGOTA, 2026, 1, 20)
    bad = person(marks=frozenset({("whatsapp", "no_entregable")}))
    assert decide(bad, touch(), (), at).rule == "canal-no-entregable"
    quiet = person(marks=frozenset({("whatsapp", "publicidad")}))
    assert decide(quiet, touch(), (), at).verdict is Verdict.ALLOW
    assert decide(quiet, touch(purpose=Purpose.MARKETING), (), at).rule == "baja-publicidad"


def test_a_country_without_rules_follows_the_house() -> None:
    caracas = "America/Caracas"
    decision = decide(person("VE", caracas), touch(), (), on(caracas, 2026, 1, 17))
    assert (decision.rule, decision.article) == ("casa-horario", "Política de contacto de la casa")


def test_the_law_is_the_one_in_force_that_day() -> None:
    before = on(BOGOTA, 2023, 10, 8, 23)  # a Sunday night, two days before Ley 2300
    assert decide(person(), touch(), (), before).verdict is Verdict.ALLOW


class TestMany:
    def test_a_second_debt_of_the_same_person_waits_in_colombia_and_not_in_mexico(self) -> None:
        someone, other = person(), person("MX", CANCUN)
        wanted = [
            (someone, touch()),
            (other, touch()),
            (someone, touch(debt=OTHER)),
            (other, touch(debt=OTHER)),
        ]
        verdicts = [d.verdict for d in decide_many(wanted, {}, on(BOGOTA, 2026, 1, 20))]
        assert verdicts == [Verdict.ALLOW, Verdict.ALLOW, Verdict.DENY, Verdict.ALLOW]

    def test_deferred_ones_count_for_the_day_they_will_go_out(self) -> None:
        someone = person()
        night = on(BOGOTA, 2026, 1, 20, 23)
        first, second = decide_many([(someone, touch()), (someone, touch(debt=OTHER))], {}, night)
        assert (first.verdict, second.verdict) == (Verdict.DEFER, Verdict.DENY)
        assert second.text.startswith("Ya tiene un contacto ese día; se podrá enviar el jueves 07:00")
        assert first.text.startswith("Se podrá enviar mañana 07:00")

    def test_a_hundred_thousand_debtors_are_judged_in_seconds(self) -> None:
        zones = [("CO", BOGOTA), ("DO", DOMINGO), ("MX", CANCUN), ("MX", TIJUANA)]
        wanted = [(person(*zones[n % 4]), touch(debt=uuid4())) for n in range(100_000)]
        log = {c.party_id: [Contacted(date(2026, 1, 19), "whatsapp", DEBT)] for c, _ in wanted[::2]}
        decisions = decide_many(wanted, log, on(BOGOTA, 2026, 1, 20, 12))
        assert {d.verdict for d in decisions} == {Verdict.ALLOW}

    @given(
        st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["whatsapp", "sms", "llamada"])), max_size=12),
        instants,
    )
    def test_one_by_one_and_all_together_agree(self, picks: list[tuple[int, str]], at: datetime) -> None:
        people = [
            person(c, z)
            for c, z in [("CO", BOGOTA), ("DO", DOMINGO), ("MX", TIJUANA), ("PE", "America/Lima")]
        ]
        wanted = [(people[n], touch(channel)) for n, channel in picks]
        log: dict[UUID, list[Contacted]] = {}
        expected = []
        for contact, wish in wanted:
            decision = decide(contact, wish, log.get(contact.party_id, []), at)
            expected.append(decision)
            if decision.verdict is not Verdict.DENY:
                day = (decision.until or at).astimezone(ZoneInfo(contact.zone)).date()
                log.setdefault(contact.party_id, []).append(Contacted(day, wish.channel, wish.debt_id))
        assert decide_many(wanted, {}, at) == expected


@given(
    st.sampled_from(
        [("CO", BOGOTA), ("DO", DOMINGO), ("MX", TIJUANA), ("CL", "America/Santiago"), ("VE", BOGOTA)]
    ),
    instants,
)
def test_what_is_deferred_is_allowed_exactly_when_promised(place: tuple[str, str], at: datetime) -> None:
    contact = person(*place)
    decision = decide(contact, touch(), (), at)
    if decision.verdict is Verdict.DEFER:
        assert decision.until is not None
        assert decision.until > at
        assert decide(contact, touch(), (), decision.until).verdict is Verdict.ALLOW
        assert decide(contact, touch(), (), decision.until - timedelta(minutes=1)).verdict is Verdict.DEFER


def test_every_rule_says_where_it_comes_from() -> None:
    rules = law.every_rule()
    assert len({r.id for r in rules}) == len(rules)
    for rule in rules:
        assert rule.source
        assert rule.reviewed_by
        assert rule.summary.endswith(".")
        assert rule.purposes <= {p.value for p in Purpose}
        if rule.kind == "horario":
            assert len(rule.windows) == 7
            assert all(w is None or time(0) < w[0] < w[1] for w in rule.windows)
