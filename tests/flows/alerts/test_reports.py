"""Reports go out by themselves: once per branch and day, to whom it says, also after a silence."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from caudal.commons.notices import commands as notices
from caudal.commons.notices.channels import lines_of
from caudal.flows.reports import commands, queries, routine
from caudal.flows.reports.commands import KeepSchedule
from caudal.flows.reports.queries import ScheduleRecord
from caudal.kernel.problems import Forbidden, Invalid
from caudal.kernel.settings import Settings
from tests.business.house import TODAY
from tests.flows.alerts.staff import Staff

EIGHT = datetime(2026, 10, 6, 13, 0, tzinfo=UTC)  # 08:00 in Cancún, a Tuesday; 07:00 in Ciudad de México
MONDAY = datetime(2026, 10, 12, 14, 0, tzinfo=UTC)  # 09:00 in Cancún, where the house began


def tick(staff: Staff, at: datetime) -> int:
    staff.house.at = at
    staff.tick()
    done = routine.tick(staff.house.engine, at)
    staff.send()
    return done


def schedules(staff: Staff) -> list[ScheduleRecord]:
    with staff.act("director") as act:
        return queries.schedules(act)


def test_at_eight_the_manager_of_each_branch_gets_theirs_and_once(staff: Staff) -> None:
    house = staff.house
    client = house.client()
    house.debt(client, "90000", due=TODAY - timedelta(days=8))
    house.pay(client, "45000", method="transfer", reference="SPEI-1")
    house.reverse(house.pay(house.client("Otra"), "700").id)
    assert tick(staff, EIGHT - timedelta(minutes=1)) == 1, "el semanal, que el lunes nadie envió"
    assert tick(staff, EIGHT) == 2, "Cancún y Bogotá, que también está en las ocho"
    (mail,) = [each for each in staff.mails("gerente.cancun") if "Reporte" in each.message["Subject"]]
    assert mail.message["Subject"] == "Reporte Diario - Sucursal Cancún"
    assert mail.text.startswith(
        "📧 Reporte Diario - Sucursal Cancún\n\nBuenos días,\n\nResumen de ayer:\n✅ Cobros del día: $45,000\n"
        "✅ Pagos ejecutados: $0\n✅ Saldo neto: +$45,000\n\n⚠️ Alertas:\n🟡 1 cliente debe más de 7 días\n"
        "🟡 1 cuenta de banco con menos de $50K\n\n📊 Métricas del mes:\n"
    )
    assert (
        'href="http://127.0.0.1:8000/pagos?from=2026-10-05&amp;to=2026-10-05&amp;branch_id=1&amp;live=true"'
        in mail.html
    )
    assert [s for s in staff.told("gerente.cdmx") if "Reporte" in s] == []
    assert tick(staff, EIGHT + timedelta(minutes=1)) == 0
    assert tick(staff, EIGHT + timedelta(hours=1)) == 1, "CDMX, a las ocho de su reloj"
    assert [s for s in staff.told("gerente.cdmx") if "Reporte" in s] == ["Reporte Diario - Sucursal CDMX"]
    assert "Sin alertas. Buen día." in staff.mails("gerente.cdmx")[-1].text


def test_after_days_of_silence_it_sends_todays_once(staff: Staff) -> None:
    assert tick(staff, EIGHT + timedelta(days=3, hours=2)) == 3 + 1, (
        "los diarios de hoy y el semanal de esta semana"
    )
    assert tick(staff, EIGHT + timedelta(days=3, hours=3)) == 0
    assert len([s for s in staff.told("gerente.cancun") if "Reporte" in s]) == 1


def test_the_days_a_machine_was_off_go_out_late_once_each_saying_its_day(staff: Staff) -> None:
    house = staff.house
    tick(staff, EIGHT + timedelta(hours=2))
    house.at = EIGHT + timedelta(hours=4)
    house.pay(house.client(), "300")
    back = EIGHT + timedelta(days=2, minutes=-30)  # half past seven of the 8th in Cancún: the 7th was missed
    assert tick(staff, back) == 3, "one for each branch, of the day that went by"
    assert tick(staff, back + timedelta(minutes=1)) == 0
    (late,) = [each for each in staff.mails("gerente.cancun") if ", del " in each.message["Subject"]]
    assert late.message["Subject"] == "Reporte Diario - Sucursal Cancún, del 06/10/2026"
    assert (
        "Sale tarde: le tocaba salir el 07/10/2026.\n\nResumen del 06/10/2026:\n✅ Cobros del día: $300"
        in late.text
    )
    assert tick(staff, EIGHT + timedelta(days=2, hours=2)) == 3, "today's, at its hour"
    daily = next(each for each in schedules(staff) if each.report == "daily")
    stop = KeepSchedule("daily", None, time(8), ("gerente",), ("email",), active=False)
    with staff.act("director") as act:
        commands.reschedule(act, daily.id, stop)
    house.later(days=5, hours=1)
    with staff.act("director") as act:
        commands.reschedule(act, daily.id, replace(stop, active=True))
    assert _daily(staff, house.at + timedelta(hours=3)) == [], "what was stopped isn't made up for"


def _daily(staff: Staff, at: datetime) -> list[str]:
    """The daily reports that go out at an instant."""
    before = len(staff.told("gerente.cancun"))
    tick(staff, at)
    return [each for each in staff.told("gerente.cancun")[before:] if "Diario" in each]


def test_on_monday_at_nine_who_works_everywhere_gets_the_week_of_all(staff: Staff) -> None:
    house = staff.house
    house.debt(house.client(), "20000")
    house.pay(house.client("Otra"), "500", branch=2)
    tick(staff, MONDAY - timedelta(minutes=1))
    before = [s for s in staff.told("director") if "Semanal" in s]
    assert tick(staff, MONDAY) >= 1
    sent = [each for each in staff.mails("director") if "Semanal" in each.message["Subject"]]
    assert len(sent) == len(before) + 1
    assert "Semana del 5-11 Octubre:\n\n🏆 Mejor Sucursal: Cancún ($20K utilidad)" in sent[-1].text
    assert "• Entradas: $500" in sent[-1].text
    assert [s for s in staff.told("gerente.cancun") if "Semanal" in s] == []


def test_a_weekly_one_for_managers_tells_each_of_their_branches(staff: Staff) -> None:
    with staff.act("director") as act:
        ask = KeepSchedule("weekly", None, time(9), ("gerente",), ("email",), 1)
        made = commands.schedule(act, ask)
    house = staff.house
    house.debt(house.client(), "20000")
    house.debt(house.client("Otra"), "30000", branch_id=2)
    staff.house.at = MONDAY
    with staff.act("director") as act:
        assert commands.send_now(act, made.id) == 2
    staff.send()
    (one,), (two,) = staff.mails("gerente.cancun"), staff.mails("gerente.cdmx")
    assert ("Cancún ($20K" in one.text, "CDMX" in one.text) == (True, False)
    assert ("CDMX ($30K" in two.text, "Cancún" in two.text) == (True, False)


def test_it_can_be_changed_sent_by_hand_and_only_with_data(staff: Staff) -> None:
    daily = next(each for each in schedules(staff) if each.report == "daily")
    with staff.act("director") as act:
        ask = KeepSchedule("daily", None, time(7, 30), ("supervisor",), ("email",), None, "xlsx", True)
        changed = commands.reschedule(act, daily.id, ask)
        assert (changed.at, changed.recipients, changed.attachment) == (time(7, 30), ("supervisor",), "xlsx")
    tick(staff, datetime(2026, 10, 6, 12, 30, tzinfo=UTC))
    with staff.act("director") as act:
        assert {each.outcome for each in queries.deliveries(act, daily.id)} == {"empty"}
    staff.house.at = datetime(2026, 10, 5, 20, tzinfo=UTC)
    staff.house.pay(staff.house.client(), "500")
    staff.house.at = datetime(2026, 10, 6, 15, tzinfo=UTC)
    with staff.act("director") as act:
        assert commands.send_now(act, daily.id) == 1
    configured, staff.lines = staff.lines, lines_of(Settings(smtp_host=""))
    staff.send()
    staff.lines = configured
    with staff.act("director") as act:
        run = next(each for each in queries.deliveries(act, daily.id) if each.by_hand and each.notices)
        assert notices.retry(act, run.told[0].id).status == "queued"  # with its file
    staff.send()
    mail = next(each for each in staff.mails("supervisor") if "Reporte" in each.message["Subject"])
    (attached,) = list(mail.message.iter_attachments())
    assert attached.get_filename() == "reporte-diario-2026-10-06.xlsx"
    rows = list(load_workbook(BytesIO(attached.get_content())).active.values)
    assert any("✅ Cobros del día" in str(row) and "$500" in str(row) for row in rows)
    with staff.act("director") as act:
        run = next(each for each in queries.deliveries(act, daily.id) if each.by_hand and each.notices)
        assert {(each.user, each.status) for each in run.told} == {
            ("supervisor", "kept"),
            ("supervisor", "sent"),
        }


def test_bad_input_and_reach(staff: Staff) -> None:
    good = KeepSchedule("daily", 1, time(8), ("gerente",), ("email",))
    with staff.act("gerente.cancun") as act:
        assert commands.schedule(act, good).branch_id == 1
        for branch in (None, 2):
            with pytest.raises(Forbidden):
                commands.schedule(act, KeepSchedule("daily", branch, time(8), ("gerente",), ("email",)))
        for bad in (
            KeepSchedule("mensual", 1, time(8), ("gerente",), ("email",)),
            KeepSchedule("daily", 1, time(8), ("nadie",), ("email",)),
            KeepSchedule("daily", 1, time(8), ("vendedor",), ("email",)),
            KeepSchedule("daily", 1, time(8), ("gerente",), ("telegrama",)),
            KeepSchedule("daily", 1, time(8), ("gerente",), ("email",), None, "docx"),
            KeepSchedule("weekly", 1, time(8), ("gerente",), ("email",), 9),
        ):
            with pytest.raises(Invalid):
                commands.schedule(act, bad)
        assert act.db.execute(text("select count(*) from report_schedules where branch_id = 1")).scalar() == 1
    with staff.act("gerente.cdmx", 2) as act:
        assert [each.branch_id for each in queries.schedules(act)] == [None, None]
