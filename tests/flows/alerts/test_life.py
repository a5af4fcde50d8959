"""The life of an alert: once while its cause stands, seen or gone up, put aside with a reason, over by itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from time import sleep
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from caudal.commons.acts.opening import house_acting
from caudal.commons.alerts import commands, queries
from caudal.commons.alerts.commands import AlertEnded, KeepRule
from caudal.commons.alerts.queries import AlertFilter
from caudal.commons.alerts.rules import QUIET, Threshold, after_quiet, rule
from caudal.flows.alerts import rehearsal, rounds
from caudal.kernel.dates import local
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid, NotFound
from tests.business.house import TODAY
from tests.business.treasury.teller import Tills
from tests.flows.alerts.staff import Staff


def mismatch(staff: Staff) -> UUID:
    """A till that doesn't match, told."""
    tills = Tills(staff.house)
    opened = tills.open(0)
    tills.pay(350)
    tills.count(opened, 300)
    tills.settle(opened)
    staff.hear()
    (alert,) = staff.open("till_mismatch")
    return alert.id


def late(staff: Staff, name: str = "Juan Pérez") -> None:
    staff.house.debt(staff.house.client(name), "1000", due=TODAY - timedelta(days=8))


def keep(
    staff: Staff, code: str, who: str = "director", branch: int | None = None, **changes: object
) -> None:
    with staff.act(who) as act:
        now = queries.setting(act, code, branch)
        ask = KeepRule(
            code, branch, now.active, now.urgency, now.threshold, now.recipients, now.channels, now.escalate_minutes,
            now.escalate_to, now.quiet,
        )  # fmt: skip
        commands.keep_rule(act, replace(ask, **changes))  # type: ignore[arg-type]


def test_if_nobody_sees_it_in_two_hours_it_goes_up_once(staff: Staff) -> None:
    keep(staff, "till_mismatch", recipients=("gerente",))
    alert = mismatch(staff)
    staff.tick(minutes=119)
    staff.send()
    assert staff.told("director") == []
    staff.tick(minutes=1)
    staff.tick(minutes=1)
    staff.send()
    assert staff.told("director") == ["Sin atender: Descuadre Caja · Cancún"]
    assert "Nadie la ha visto en 2 h" in staff.mails("director")[0].text
    with staff.act("director") as act:
        assert [moment.kind for moment in queries.life(act, alert)] == ["raised", "escalated"]
        assert ("director", "escalada") in [(name, why) for _, name, why in queries.told(act, alert)]


def test_seen_in_time_it_does_not_go_up(staff: Staff) -> None:
    keep(staff, "till_mismatch", recipients=("gerente",))
    alert = mismatch(staff)
    with staff.act("gerente.cancun") as act:
        assert commands.see(act, alert).state == "seen"
        assert commands.see(act, alert).state == "seen"
    staff.tick(hours=3)
    staff.send()
    assert staff.told("director") == []


def test_somebody_takes_it_and_resolves_it_and_then_it_is_ended(staff: Staff) -> None:
    alert = mismatch(staff)
    with staff.act("gerente.cancun") as act:
        taken = commands.assign(act, alert, act.actor.id)
        assert (taken.state, taken.assignee) == ("working", (act.actor.id, "gerente.cancun"))
        with pytest.raises(Invalid):
            commands.assign(act, alert, staff.ids["gerente.cdmx"])
    with staff.act("gerente.cancun") as act:
        done = commands.resolve(act, alert, "se contó otra vez")
        assert (done.state, done.end_reason) == ("resolved", "se contó otra vez")
        with pytest.raises(AlertEnded):
            commands.dismiss(act, alert, "otra razón")
    staff.tick(minutes=1)
    assert staff.open("till_mismatch") == [], "la misma ocurrencia no se levanta otra vez"


def test_dismissed_with_a_reason_it_does_not_come_back_while_the_cause_stands(staff: Staff) -> None:
    late(staff)
    staff.tick()
    (alert,) = staff.open("client_overdue")
    with staff.act("supervisor") as act:
        with pytest.raises(Invalid):
            commands.dismiss(act, alert.id, " ")
        assert commands.dismiss(act, alert.id, "es socio de la casa").end_reason == "es socio de la casa"
    for _ in range(3):
        staff.tick(days=1)
    assert staff.open("client_overdue") == []


def test_resolved_by_hand_it_comes_back_another_day_if_the_cause_is_there(staff: Staff) -> None:
    late(staff)
    staff.tick()
    (alert,) = staff.open("client_overdue")
    with staff.act("supervisor") as act:
        commands.resolve(act, alert.id, "prometió pagar")
    staff.tick(minutes=5)
    assert staff.open("client_overdue") == []
    staff.tick(days=1)
    (again,) = staff.open("client_overdue")
    assert again.id != alert.id


def test_who_does_not_manage_sees_only_what_concerns_them(staff: Staff) -> None:
    late(staff)
    staff.tick()
    mine = mismatch(staff)
    only = frozenset({"alerts.read"})
    with staff.act("ana", permissions=only) as act:
        assert [a.rule for a in queries.alerts(act, AlertFilter()).items] == ["client_overdue"]
        with pytest.raises(NotFound):
            commands.see(act, mine)
        shown = queries.alerts(act, AlertFilter()).items[0]
        assert commands.assign(act, shown.id, act.actor.id).state == "working"
        with pytest.raises(Forbidden):
            commands.assign(act, shown.id, staff.ids["supervisor"])
    with staff.act("vendedor", permissions=only) as act:
        assert queries.alerts(act, AlertFilter()).items == []
        assert queries.counts(act) == []


def test_who_waits_for_another_round_finds_what_came_meanwhile(staff: Staff) -> None:
    """Looking before waiting would take for over what the other round had just raised, and tell it twice."""
    engine, at = staff.house.engine, staff.house.at

    def look() -> None:
        with house_acting(engine, at, branch_id=1) as act:
            rounds.look(act, "client_overdue", 1)

    waits = text(
        "select exists (select from pg_locks l join pg_database d on d.oid = l.database"
        " where d.datname = current_database() and l.locktype = 'advisory' and not l.granted)"
    )
    with ThreadPoolExecutor(1) as pool:
        with house_acting(engine, at, branch_id=1) as first:
            commands.alone(first, "client_overdue", 1)
            second = pool.submit(look)
            for _ in range(500):
                if first.db.execute(waits).scalar():
                    break
                sleep(0.01)
            late(staff)
            assert rounds.look(first, "client_overdue", 1).raised
        second.result(20)
    (alert,) = staff.open("client_overdue")
    staff.send()
    assert (alert.state, len(staff.mails("supervisor"))) == ("new", 1)


def test_a_manager_of_another_branch_neither_sees_nor_gets_it(staff: Staff) -> None:
    alert = mismatch(staff)
    with staff.act("gerente.cdmx", 2) as act:
        assert queries.alerts(act, AlertFilter(states=None)).items == []
        assert queries.counts(act) == []
        with pytest.raises(NotFound):
            queries.alert(act, alert)
        for table in ("alerts", "alert_events", "alert_recipients", "notices"):
            assert act.db.execute(text(f"select count(*) from {table}")).scalar() == 0, table
    staff.send()
    assert staff.told("gerente.cdmx") == []


def test_nobody_of_the_post_means_the_owner_is_told(staff: Staff) -> None:
    keep(staff, "client_overdue", recipients=("cobrador",))
    late(staff)
    staff.tick()
    staff.send()
    assert staff.told("ana") == ["🟡 Media: Cliente Vencido > 7 días · Cancún"]


def test_the_hours_of_rest_hold_what_is_not_critical(staff: Staff) -> None:
    staff.house.at = datetime(2026, 10, 6, 3, tzinfo=UTC)  # 22:00 in Cancún
    late(staff)
    mismatch(staff)
    staff.house.at = datetime(2026, 10, 6, 5, 45, tzinfo=UTC)  # 00:45: the day before is closed
    with staff.house.act(every=True) as act:
        act.db.execute(text("insert into branch_days values (1, '2026-10-05', '2026-10-05')"))
    staff.tick()
    staff.send()
    assert {subject.split(":")[0] for subject in staff.told("gerente.cancun")} == {"🔴 Crítica"}
    assert staff.told("supervisor") == []
    assert ("deferred", "") in staff.status()
    staff.house.at = datetime(2026, 10, 6, 12, tzinfo=UTC)  # 07:00
    staff.send()
    assert staff.told("supervisor") == ["🟡 Media: Cliente Vencido > 7 días · Cancún"]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.times(), st.times())  # noqa: DTZ001
def test_rest_ends_outside_of_itself_and_never_waits_a_day(naive: datetime, begins: time, ends: time) -> None:
    at = naive.replace(tzinfo=UTC)
    begins, ends = begins.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0)
    for zone in ("America/Cancun", "America/New_York"):
        free = after_quiet(at, zone, (begins, ends))
        assert at <= free <= at + timedelta(hours=26)
        assert free == at or local(free, zone).time().replace(second=0) >= ends or zone == "America/New_York"


class TestRules:
    def test_hold_for_the_company_for_a_branch_and_back(self, staff: Staff) -> None:
        keep(staff, "client_overdue", threshold=Threshold(days=10))
        keep(
            staff,
            "client_overdue",
            "gerente.cancun",
            1,
            threshold=Threshold(days=3),
            channels=("sms",),
            quiet=None,
        )
        with staff.act("director") as act:
            found = [queries.setting(act, "client_overdue", branch) for branch in (None, 1, 2)]
            assert [(s.threshold.days, s.origin) for s in found] == [
                (10, "company"),
                (3, "branch"),
                (10, "company"),
            ]
            back = commands.restore_rule(act, "client_overdue", 1)
            assert (back.threshold.days, back.origin) == (10, "company")
            assert commands.restore_rule(act, "client_overdue", None).origin == "factory"
            assert queries.setting(act, "client_overdue", None).quiet == QUIET

    def test_of_the_company_are_not_a_branch_managers(self, staff: Staff) -> None:
        with pytest.raises(Forbidden):
            keep(staff, "client_overdue", "gerente.cancun", None, active=False)
        with pytest.raises(Forbidden):
            keep(staff, "client_overdue", "gerente.cancun", 2, active=False)

    @pytest.mark.parametrize(
        "changes",
        [
            {"threshold": Threshold(days=-1)}, {"threshold": Threshold(fraction=Decimal("0.05"))},
            {"urgency": "enorme"}, {"recipients": ()}, {"recipients": ("papa",)}, {"recipients": ("persona:99999",)},
            {"channels": ("paloma",)}, {"escalate_minutes": 60, "escalate_to": ()},
        ],
    )  # fmt: skip
    def test_refuse_what_cannot_be(self, staff: Staff, changes: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            keep(staff, "client_overdue", **changes)

    def test_turned_off_raise_nothing_and_a_person_may_be_named(self, staff: Staff) -> None:
        keep(staff, "client_overdue", active=False)
        late(staff)
        staff.tick()
        assert staff.open() == []
        keep(
            staff, "bank_low", recipients=(f"persona:{staff.ids['vendedor']}",), channels=("sms",), quiet=None
        )
        staff.house.pay(staff.house.client("Otra"), "10", method="transfer", reference="X1")
        staff.tick(minutes=1)
        staff.send()
        (sms,) = staff.texts("vendedor")
        assert sms.startswith("🟡 Media: Saldo Banco < $50K · Cancún · Banco Cancún: $10.00 MXN. http")


class TestRehearsal:
    def test_says_how_often_each_rule_would_have_told(self, staff: Staff) -> None:
        late(staff)
        late(staff, "María López")
        staff.house.pay(staff.house.client("Otra"), "10", method="transfer", reference="X1")
        mismatch(staff)
        with staff.act("director") as act:
            for code, days, times in (
                ("client_overdue", 7, 2), ("client_overdue", 8, 0), ("till_mismatch", None, 1), ("bank_low", None, 1),
                ("payable_overdue", 30, 0), ("refund_large", None, 0), ("invoice_mismatch", None, 0),
                ("refund_overdue", None, 0), ("day_unreconciled", None, 0), ("provider_down", None, 0),
                ("margin_low", None, 0),
            ):  # fmt: skip
                now = queries.setting(act, code, None)
                tried = replace(now, threshold=Threshold(days=days)) if days is not None else now
                done = rehearsal.rehearse(act, tried, (1, 2, 3))
                assert done.times == times, code
                assert len(done.examples) == times


def test_the_documents_six_are_named_as_it_names_them() -> None:
    for code, currency, name in (
        ("till_mismatch", "MXN", "Descuadre Caja"), ("payable_overdue", "MXN", "Pago Vencido > 30 días"),
        ("client_overdue", "MXN", "Cliente Vencido > 7 días"), ("refund_large", "MXN", "Reembolso > $10K"),
        ("bank_low", "MXN", "Saldo Banco < $50K"), ("margin_low", "MXN", "Margen < 5%"),
        ("bank_low", "COP", "Saldo Banco < $10.00 M"),
    ):  # fmt: skip
        known = rule(code)
        if currency == "MXN":
            assert known.called(known.setting.threshold, currency) == name
    assert Threshold(amounts={"MXN": 1}).money("COP") == Money.from_minor(1, "COP")
