"""`caudal verify`: every check by name, and exit code 1 when one does not hold."""

import psycopg

from tests.business.house import House
from tests.interfaces.cli.conftest import Command


def test_says_that_everything_adds_up(caudal: Command, house: House) -> None:
    client = house.client()
    house.debt(client)
    house.pay(client, "4000")
    ended = caudal("verify")
    lines = ended.said.splitlines()
    assert ended.code == 0, ended
    assert lines[-1] == "Todo cuadra."
    assert sum(line.startswith("✓") for line in lines) > 10
    assert not any(line.startswith("✗") for line in lines)


def test_says_what_does_not_hold_and_shows_it(caudal: Command, house: House, database_url: str) -> None:
    client = house.client()
    debt = house.debt(client)
    tamper(database_url, f"update receivables set paid = paid + 1 where id = '{debt.id}'")
    ended = caudal("verify")
    tamper(database_url, f"update receivables set paid = paid - 1 where id = '{debt.id}'")
    assert ended.code == 1
    broken = [line for line in ended.said.splitlines() if line.startswith("✗")]
    assert broken
    assert "    " in ended.said
    assert "No cuadra: fallan" in ended.said
    assert "Remedio:" in ended.said


def test_only_for_whom_may(caudal: Command) -> None:
    caudal("user", "add", "luis", "--role", "cajero", given="tres tristes tigres\n")
    assert caudal("verify", "--user", "luis").code == 1
    caudal("user", "add", "rosa", "--role", "contador", given="tres tristes tigres\n")
    assert caudal("verify", "--user", "rosa").code == 0


def tamper(url: str, statement: str) -> None:
    """Change a row behind everybody's back, as only the owner of the machine could."""
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(statement)  # type: ignore[arg-type]
