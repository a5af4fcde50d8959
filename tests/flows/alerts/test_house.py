"""One house in which everything goes wrong: from what somebody does to what reaches whom, by what way, and once."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from caudal.commons.alerts import commands, queries
from caudal.flows.alerts import rehearsal
from caudal.kernel.money import Money
from tests.business.bookings.agency import Agency
from tests.business.house import NOON, TODAY
from tests.business.payables.payer import Desk as Suppliers
from tests.business.reconciliation.desk import Desk as Bank
from tests.business.reconciliation.desk import line
from tests.business.refunds.counter import Counter
from tests.business.treasury.teller import Tills
from tests.flows.alerts.staff import Staff

BOTH, MAIL, URGENT = {"email", "whatsapp"}, {"email"}, {"sms", "email"}
CANCUN = "gerente.cancun"
EXPECTED: dict[str, tuple[str, set[str], set[str]]] = {
    "till_mismatch": ("critical", {CANCUN, "director"}, BOTH),
    "payable_overdue": ("high", {CANCUN}, BOTH),
    "client_overdue": ("medium", {"ana", "supervisor"}, BOTH),
    "bank_low": ("medium", {"contador"}, BOTH),
    "refund_large": ("medium", {CANCUN}, BOTH),
    "margin_low": ("low", {"director"}, MAIL),
    "day_unreconciled": ("critical", {CANCUN, "contador"}, URGENT),
    "invoice_mismatch": ("high", {CANCUN}, BOTH),
    "refund_overdue": ("high", {CANCUN, "contador"}, BOTH),
}
"""The table of the document, and what the house warns of besides: urgency, whom, by what way."""
AT_ONCE = {
    "till_mismatch",
    "bank_low",
    "refund_large",
    "day_unreconciled",
    "invoice_mismatch",
    "refund_overdue",
}


def on(staff: Staff, days: int) -> None:
    """It is noon so many days from the Monday on which everything is looked at."""
    staff.house.at = NOON + timedelta(days=days)


def live(staff: Staff) -> dict[str, Any]:
    """Seven weeks of a branch, as its people would have lived them; the last things, this very noon."""
    house = staff.house
    bank, tills, suppliers, counter = Bank(house), Tills(house), Suppliers(house), Counter(Agency(house))
    on(staff, -46)
    bank.account()
    suppliers.fund(50_000)
    forgotten = suppliers.serve()
    on(staff, -15)
    due = suppliers.authorised()
    on(staff, -10)
    small = counter.cancel(counter.paid(1_000, price=1_000, method="transfer"))
    on(staff, -5)
    suppliers.serve()
    house.debt(house.client("Quien compra"), "7200", TODAY + timedelta(days=20), issued_on=date(2026, 9, 30))
    on(staff, 0)
    house.debt(house.client("Quien debe"), "1000", due=TODAY - timedelta(days=8))
    opened = tills.open(0)
    tills.pay(350)
    tills.count(opened, 300)
    tills.settle(opened)
    suppliers.invoice(suppliers.serve().id, 8_000, number="F-99")
    suppliers.pay(due.id)
    large = counter.cancel(counter.paid(20_000, price=20_000, method="card"))
    counter.fall_due(-5)
    bank.paid("100", "Ana Ruiz", "70001")
    bank.enter(line("90", "SPEI ROSA MORA"))
    bank.day()
    return {
        "counter": counter,
        "small": small,
        "large": large,
        "forgotten": forgotten,
        "till": (tills, opened),
    }


def told(staff: Staff) -> dict[str, tuple[str, set[str], set[str]]]:
    """Of each rule: how urgent it was, whom it was told and by what way."""
    with staff.house.act(every=True) as act:
        rows = act.db.execute(
            text(
                "select a.rule, a.urgency, array_agg(distinct u.username) as who, array_agg(distinct n.channel) as ways"
                " from notices n join alerts a on a.id = n.alert_id join users u on u.id = n.user_id"
                " where n.kind = 'alert' group by 1, 2"
            )
        )
        return {row.rule: (row.urgency, set(row.who), set(row.ways)) for row in rows}


def test_from_what_happens_to_whom_it_reaches_and_once(staff: Staff) -> None:
    lived = live(staff)
    staff.hear()
    assert {each.rule for each in staff.open()} == AT_ONCE, "without waiting for the minute nor the morning"
    staff.tick()
    assert told(staff) == EXPECTED
    assert {(each.rule, each.branch_id) for each in staff.open()} == {(rule, 1) for rule in EXPECTED}
    staff.send()
    (sms,), (another,) = staff.texts(CANCUN), staff.texts("contador")
    assert sms == another
    assert sms.startswith(
        "🔴 Crítica: Descuadre con el banco, 11 PM · Cancún · Día 05/10/2026, por explicar: $"
    )
    subjects = {subject.split(" · ")[0] for subject in staff.told(CANCUN)}
    assert subjects == {
        "🔴 Crítica: Descuadre Caja", "🔴 Alta: Pago Vencido > 30 días", "🟡 Media: Reembolso > $10K",
        "🔴 Crítica: Descuadre con el banco, 11 PM", "🔴 Alta: Factura distinta del contrato",
        "🔴 Alta: Reembolso sin pagar en su plazo",
    }  # fmt: skip
    assert set(staff.told("director")) == {
        "🔴 Crítica: Descuadre Caja · Cancún",
        "🟢 Baja: Margen < 5% · Cancún",
    }
    (late,) = staff.open("refund_overdue")
    assert (late.subject, late.amount, late.facts["days"]) == (
        f"{lived['small'].folio}, sin autorizar", Money.of("750", "MXN"), 5,
    )  # fmt: skip
    (margin,) = staff.open("margin_low")
    assert margin.subject == "Semana del 28 Septiembre-4 Octubre: margen 2.8%"
    assert staff.told("gerente.cdmx") == staff.told("vendedor") == staff.told("admin") == []
    sent = len(staff.mail.inbox), len(staff.sms.sent)
    staff.hear()
    staff.tick(minutes=1)
    staff.send()
    assert (len(staff.mail.inbox), len(staff.sms.sent)) == sent, "una vez y no dos"
    assert staff.house.one("select max(number) = count(*) as each from alerts").each, "looking takes no folio"


def test_unseen_it_goes_up_and_what_is_mended_is_over(staff: Staff) -> None:
    lived = live(staff)
    staff.hear()
    staff.tick()
    (seen,), (overdue,) = staff.open("invoice_mismatch"), staff.open("refund_overdue")
    with staff.act(CANCUN) as act:
        commands.see(act, seen.id)
    staff.tick(minutes=120)
    staff.tick(minutes=1)
    staff.send()
    assert sorted(s for s in staff.told("director") if s.startswith("Sin atender")) == [
        f"Sin atender: {name} · Cancún"
        for name in (
            "Descuadre Caja", "Descuadre con el banco, 11 PM", "Pago Vencido > 30 días",
            "Reembolso sin pagar en su plazo",
        )
    ]  # fmt: skip
    with staff.act("director") as act:
        now = queries.setting(act, "refund_overdue", None)
        assert rehearsal.rehearse(act, now, (1, 2, 3)).times == 1
    counter, tills, shift = lived["counter"], *lived["till"]
    paid = counter.pay(counter.decide(lived["small"]), reference="SPEI 7")
    assert paid.state == "paid"
    counter.decide(lived["large"])
    tills.decide(shift, True)
    staff.hear()
    assert {"refund_overdue", "refund_large"}.isdisjoint({each.rule for each in staff.open()})
    staff.tick(minutes=1)
    assert staff.open("till_mismatch") == []
    ended = staff.alert(overdue.id)
    assert (ended.state, ended.ended_by, ended.cause) == ("resolved", None, False)
