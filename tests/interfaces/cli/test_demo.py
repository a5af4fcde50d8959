"""`caudal demo`: the demonstration, once, in an empty database."""

import psycopg
import pytest
from typer.testing import CliRunner

from caudal.interfaces.cli import prepare
from caudal.interfaces.cli.main import app

USERS = [
    "duena", "director", "gerente", "supervisor", "contador", "cajero", "cobrador", "empleado", "analista", "admin",
    "gerente.gdl",
]  # fmt: skip


def test_loads_once_and_everything_adds_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
    first = CliRunner().invoke(app, ["demo"])
    assert first.exit_code == 0, first.output
    assert "Contraseña de todos: caudal-demo" in first.stdout
    assert sorted(prepare.state_of(database_url)[1]) == sorted(USERS)
    assert all(user in first.stdout for user in USERS)
    again = CliRunner().invoke(app, ["demo"])
    assert again.exit_code == 1
    assert "Esta base ya tiene una empresa" in again.stderr
    assert CliRunner().invoke(app, ["verify"]).stdout.rstrip().endswith("Todo cuadra.")
    shown = CliRunner().invoke(app, ["close-day", "--user", "gerente", "--branch", "Cancún"])
    assert shown.exit_code == 0, shown.output
    with psycopg.connect(database_url) as connection:
        assert connection.execute("select count(*) from companies where demo").fetchone() == (1,)


@pytest.mark.parametrize(
    "words",
    [
        ["user", "list"],
        ["verify"],
        ["close-day"],
        ["close-day", "--branch", "Cancún"],
        ["import", "README.md"],
    ],
    ids=" ".join,
)
def test_without_a_company_every_command_says_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
    ended = CliRunner().invoke(app, words)
    assert ended.exit_code == 1
    assert "Esta base todavía no tiene empresa ni sucursales" in ended.stderr
