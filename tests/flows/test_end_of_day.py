"""The close of the day: arrears, ageing, catch-up, restart; and the reminders it prepares."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from caudal.commons.messaging.channels import Sandbox
from caudal.commons.messaging.sending import send_due
from caudal.commons.messaging.statuses import Policy
from caudal.flows import end_of_day, reminders
from caudal.kernel.money import Money
from tests.business.house import TODAY, House


def close(house: House, on: date = TODAY, branch: int = 1) -> dict[str, Any]:
    return end_of_day.close_day(house.engine, house.at, branch, on)


def said(house: House, client: UUID) -> list[tuple[str, str, str]]:
    with house.act(every=True) as act:
        rows = act.db.execute(
            text("select template, status, text from messages where party_id = :p order by id"), {"p": client}
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def person(house: House, name: str = "Juan Pérez", **more: Any) -> UUID:
    return house.client(
        name, **{"phones": ("+573001234567",), "consents": ("whatsapp",), "branch": 3, **more}
    )


def test_s2_4_the_overdue_message_goes_out_to_the_letter(house: House) -> None:
    """The message of the document: Juan owes 250,000 COP since 10/01/2026."""
    juan = person(house)
    debt = house.debt(juan, "250000", date(2026, 1, 10), "COP", issued_on=date(2026, 1, 2))
    done = close(house, branch=3)
    assert done["figures"]["late_debts"] == 1
    assert done["reminders"]["queued"] == 1
    with house.act(every=True) as act:
        assert act.actor
    report = send_due(lambda: house.act(every=True), Sandbox(), reminders.still_due, Policy())
    assert report.sent == 1
    [(template, status, message)] = said(house, juan)
    assert (template, status) == ("mora_1", "delivered")
    assert message.replace("**", "*") == (
        "Hola *Juan*, te recordamos que tienes un pago pendiente por *$250.000 COP* con vencimiento el *10/01/2026*."
        " Por favor comunícate para evitar recargos. Gracias."
    )
    house.later(hours=1)
    close(house, branch=3)
    assert len(said(house, juan)) == 1, "the same day twice is one message"
    assert debt.standing.status == "overdue"


def test_nothing_goes_out_after_the_payment(house: House) -> None:
    juan = person(house)
    debt = house.debt(juan, "250000", TODAY - timedelta(days=5), "COP")
    close(house, branch=3)
    house.pay(juan, "250000", "COP", branch=3, apply_to=(debt.id,))
    report = send_due(lambda: house.act(every=True), Sandbox(), reminders.still_due, Policy())
    assert (report.sent, report.cancelled) == (0, 1)
    assert said(house, juan)[0][1] == "cancelled"


def test_the_text_climbs_one_level_at_a_time(house: House) -> None:
    juan = person(house)
    house.debt(juan, "250000", TODAY - timedelta(days=200), "COP")
    for _ in range(30):
        close(house, end_of_day.local_date(house.at, "America/Bogota"), branch=3)
        send_due(lambda: house.act(every=True), Sandbox(), reminders.still_due, Policy())
        house.later(days=1)
    assert [template for template, *_ in said(house, juan)] == ["mora_1", "mora_2", "mora_3", "mora_4"]


def test_the_programme_before_on_and_after_the_due_date(house: House) -> None:
    juan = person(house)
    house.debt(juan, "250000", TODAY + timedelta(days=5), "COP")
    days: list[str] = []
    for _ in range(20):
        close(house, end_of_day.local_date(house.at, "America/Bogota"), branch=3)
        send_due(lambda: house.act(every=True), Sandbox(), reminders.still_due, Policy())
        days += [house.at.strftime("%d") for _ in range(len(said(house, juan)) - len(days))]
        house.later(days=1)
    assert [template for template, *_ in said(house, juan)][:2] == ["recordatorio_previo", "vence_hoy"]


def test_ageing_of_a_past_day_is_of_that_day(house: House) -> None:
    juan = house.client()
    house.debt(juan, "100", TODAY - timedelta(days=40))
    house.debt(juan, "50", TODAY + timedelta(days=1), issued_on=TODAY)
    close(house)
    first = house.one("select sum(amount), sum(debts) from ageing_days where business_date = :d", d=TODAY)
    house.later(days=3)
    house.pay(juan, "120")
    close(house, TODAY)
    again = house.one("select sum(amount), sum(debts) from ageing_days where business_date = :d", d=TODAY)
    assert (int(first[0]), int(first[1])) == (int(again[0]), int(again[1])) == (15000, 2)


def test_missed_days_are_caught_up_in_order(house: House) -> None:
    juan = house.client()
    house.debt(juan, "100", TODAY - timedelta(days=1))
    close(house)
    house.later(days=10)
    done = close(house, TODAY + timedelta(days=10))
    assert done["days"] == [(TODAY + timedelta(days=n)).isoformat() for n in range(1, 11)]
    moves = house.one("select array_agg(days order by business_date) from arrears_moves")[0]
    assert moves == [1, 8]
    assert house.one("select last_closed from branch_days where branch_id = 1")[0] == TODAY + timedelta(
        days=10
    )


def test_a_day_that_has_not_come_is_not_closed(house: House) -> None:
    with pytest.raises(end_of_day.FutureDay):
        close(house, TODAY + timedelta(days=1))


def test_work_goes_on_in_the_next_day_after_the_close(house: House) -> None:
    juan = house.client()
    debt = house.debt(juan, "100")
    close(house)
    with house.act() as act:
        assert act.business_date == TODAY + timedelta(days=1)
    taken = house.pay(juan, "100")
    assert taken.received_on == TODAY + timedelta(days=1)
    assert house.due(debt.id).days_late == 1
    assert house.due(debt.id).balance == Money.of(0, "MXN")
