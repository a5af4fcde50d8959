"""Each alert of the document, from the act that causes it to the message in the inbox: once, and to whom it says."""

import json
from datetime import timedelta

import pytest

from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.kernel.money import Money
from tests.business.house import TODAY
from tests.business.treasury.teller import Tills
from tests.flows.alerts.staff import Staff


def test_descuadre_caja_reaches_manager_and_director_at_once_without_its_figure(staff: Staff) -> None:
    tills = Tills(staff.house)
    opened = tills.open(0)
    tills.pay(350)
    tills.count(opened, 300)
    tills.settle(opened)
    staff.hear()
    staff.send()
    (alert,) = staff.open("till_mismatch")
    assert (alert.urgency, alert.subject, alert.link) == (
        "critical", "Caja Cancún, turno T-0001", f"/caja/cierres/{opened}"
    )  # fmt: skip
    assert staff.told("gerente.cancun") == staff.told("director") == ["🔴 Crítica: Descuadre Caja · Cancún"]
    assert staff.told("gerente.cdmx") == staff.told("contador") == staff.told("vendedor") == []
    (mail,) = staff.mails("gerente.cancun")
    assert mail.secure
    assert mail.login == "avisos"
    assert mail.text == (
        "🔴 Crítica: Descuadre Caja\n\nSucursal Cancún\nCaja Cancún, turno T-0001\n\n"
        f"Cuente otra vez o autorice la diferencia en Caja › Cierres.\n\nVer: http://127.0.0.1:8000/alertas/{alert.id}"
    )
    assert "50" not in mail.text.replace(str(alert.id), "")
    (line,) = staff.house.one("select array_agg(asked) as a from audit where command = 'tills.mismatch'").a
    assert "50" not in json.dumps({key: value for key, value in line.items() if key != "shift_id"})
    staff.tick(minutes=1)
    staff.send()
    assert len(staff.mail.inbox) == 2, "una vez y no dos"


def test_it_is_over_when_the_difference_is_decided(staff: Staff) -> None:
    tills = Tills(staff.house)
    opened = tills.open(0)
    tills.pay(350)
    tills.count(opened, 300)
    tills.settle(opened)
    staff.hear()
    (alert,) = staff.open("till_mismatch")
    tills.decide(opened, True)
    staff.tick(minutes=1)
    over = staff.alert(alert.id)
    assert (over.state, over.ended_by, over.cause) == ("resolved", None, False)


def test_clients_late_more_than_seven_days_reach_who_sold_and_the_supervisor_together(staff: Staff) -> None:
    house = staff.house
    late, later, seven = house.client("Juan Pérez"), house.client("María López"), house.client("Rosa Díaz")
    house.debt(late, "1000", due=TODAY - timedelta(days=8))
    debt = house.debt(later, "2500.50", due=TODAY - timedelta(days=40))
    house.debt(seven, "900", due=TODAY - timedelta(days=7))
    staff.tick()
    assert staff.send().sent == 2
    assert {(a.subject, a.amount, a.facts["days"]) for a in staff.open("client_overdue")} == {
        ("CL-0001", Money.of("1000", "MXN"), 8), ("CL-0002", Money.of("2500.50", "MXN"), 40),
    }  # fmt: skip
    assert staff.told("ana") == staff.told("supervisor"), "quien registró la deuda es su vendedora"
    assert staff.told("gerente.cancun") == []
    (mail,) = staff.mails("supervisor")
    assert mail.message["Subject"] == "🟡 Media: Cliente Vencido > 7 días · Cancún"
    assert "2 clientes deben más de 7 días" in mail.text
    assert "• CL-0002: $2,500.50 MXN" in mail.text
    assert "Pérez" not in mail.text, "los nombres se leen dentro"
    # the next morning one more is late: the known ones are counted and only the new one is told
    staff.tick(days=1)
    staff.send()
    assert {(a.subject, a.times) for a in staff.open("client_overdue")} == {
        ("CL-0001", 2),
        ("CL-0002", 2),
        ("CL-0003", 1),
    }
    assert [len(each.text.split("•")) for each in staff.mails("supervisor")] == [3, 1]
    house.pay(later, "2500.50", apply_to=[debt.id])
    staff.hear()
    assert "CL-0002" not in {a.subject for a in staff.open("client_overdue")}


def test_a_bank_account_below_its_threshold_reaches_the_accountant_and_recovers(staff: Staff) -> None:
    house = staff.house
    client = house.client()
    house.debt(client, "30000")
    house.pay(client, "10000", method="transfer", reference="SPEI-1")
    staff.tick()
    staff.send()
    (alert,) = staff.open("bank_low")
    assert (alert.subject, alert.amount) == ("Banco Cancún", Money.of("10000", "MXN"))
    assert staff.told("contador") == ["🟡 Media: Saldo Banco < $50K · Cancún"]
    with house.act() as act:
        box = treasury.destination(act, "transfer", "MXN")
        treasury.fund(act, box.id, Funding(Money.of("60000", "MXN")))
    staff.tick(minutes=1)
    assert staff.open("bank_low") == []
    assert len(staff.mail.inbox) == 1


@pytest.mark.parametrize("rule", ["client_overdue", "bank_low"])
def test_a_house_without_anything_has_no_alerts(staff: Staff, rule: str) -> None:
    staff.tick()
    assert staff.open(rule) == []
    assert staff.send().sent == 0
