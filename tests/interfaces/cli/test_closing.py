"""`caudal close-day`: what is done and what is found, said as it happens."""

from datetime import date

import pytest

from tests.business.house import House
from tests.interfaces.cli.conftest import Command


@pytest.fixture
def late(house: House) -> House:
    """A client ten days late in Cancún, for 10,000 pesos; today is 5 October 2026."""
    client = house.client()
    house.debt(client, "10000", date(2026, 9, 25), issued_on=date(2026, 9, 1))
    return house


def closed(house: House) -> list[tuple[int, date]]:
    with house.act(every=True) as act:
        rows = act.db.connection().exec_driver_sql(
            "select branch_id, last_closed from branch_days where last_closed is not null order by 1"
        )
        return [tuple(row) for row in rows]


def test_closes_every_branch_today(caudal: Command, late: House) -> None:
    ended = caudal("close-day")
    assert ended.code == 0, ended
    assert [line for line in ended.said.splitlines() if not line.startswith(" ")] == [
        "Cancún, hasta el 05/10/2026", "CDMX, hasta el 05/10/2026", "Bogotá, hasta el 05/10/2026",
    ]  # fmt: skip
    assert "Por cobrar $10,000.00 MXN, vencido $10,000.00 MXN" in ended.said
    assert "Deudas abiertas 1, vencidas 1" in ended.said
    assert "Mora y antigüedad de saldos: 1 en " in ended.said
    assert closed(late) == [(branch, date(2026, 10, 5)) for branch in (1, 2, 3)]


def test_closes_one_branch_up_to_a_day(caudal: Command, late: House) -> None:
    ended = caudal("close-day", "--branch", "cancun", "--date", "04/10/2026")
    assert ended.code == 0, ended
    assert "Mora y saldos de Cancún, 04/10/2026" in ended.said
    assert "CDMX" not in ended.said
    assert closed(late) == [(1, date(2026, 10, 4))]


def test_can_be_repeated(caudal: Command, late: House) -> None:
    first, second = caudal("close-day", "--branch", "1"), caudal("close-day", "--branch", "1")
    assert (first.code, second.code) == (0, 0)
    assert "Por cobrar $10,000.00 MXN" in second.said


def test_refuses_a_day_that_has_not_come_in_any_branch(caudal: Command, late: House) -> None:
    ended = caudal("close-day", "--date", "2026-10-06")
    assert ended.code == 1
    assert "hoy es 05/10/2026; no se puede cerrar el 06/10/2026" in ended.complained
    assert closed(late) == []


@pytest.mark.parametrize("told", ["mañana", "31/02/2026", "2026"])
def test_refuses_what_is_not_a_date(caudal: Command, told: str) -> None:
    ended = caudal("close-day", "--date", told)
    assert ended.code == 1
    assert f"«{told}» no es una fecha" in ended.complained


def test_the_book_of_acts_says_who_asked(caudal: Command, late: House) -> None:
    caudal("user", "add", "rosa", "--role", "gerente", given="tres tristes tigres\n")
    assert caudal("close-day", "--user", "rosa", "--branch", "1").code == 0
    row = late.one(
        "select u.username, a.door, a.ip, a.asked->>'business_date' as on_date from audit a"
        " join users u on u.id = a.actor_id where a.command = 'days.close'"
    )
    assert tuple(row) == ("rosa", "cli", "local", "2026-10-05")


def test_only_for_whom_may(caudal: Command, late: House) -> None:
    caudal("user", "add", "luis", "--role", "cajero", given="tres tristes tigres\n")
    ended = caudal("close-day", "--user", "luis")
    assert ended.code == 1
    assert "no tiene el permiso «days.close»" in ended.complained


def test_only_where_they_work(caudal: Command, late: House) -> None:
    asked = ("--role", "gerente", "--branch", "CDMX")
    caudal("user", "add", "rosa", *asked, given="tres tristes tigres\n")
    ended = caudal("close-day", "--user", "rosa", "--branch", "Cancún")
    assert ended.code == 1
    assert "rosa no trabaja en esa sucursal" in ended.complained
    assert [line for line in caudal("close-day", "--user", "rosa").said.splitlines() if line[0] != " "] == [
        "CDMX, hasta el 05/10/2026"
    ]
