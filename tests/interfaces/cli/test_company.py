"""`caudal company`: founding from a terminal, asked for or said, and from then on a house like any other."""

import psycopg
import pytest
from typer.testing import CliRunner, Result

from caudal.interfaces.cli import company
from caudal.interfaces.cli.main import app

SECRET = "caballo de mar azul"
SAID = ("--name", "Créditos del Valle", "--country", "CO", "--username", "martha", "--person", "Martha Ruiz")


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CAUDAL_DATABASE_URL", database_url)
    return database_url


def caudal(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=given)


def companies(url: str) -> list[tuple[str, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("select name, country, coalesce(tax_id, '') from companies").fetchall()


class TestSaid:
    def test_founds_with_the_password_from_the_input(self, url: str) -> None:
        ended = caudal("company", *SAID, "--tax-id", "800197268-4", "--password-stdin", given=f"{SECRET}\n")
        assert ended.exit_code == 0, ended.output
        assert "Empresa «Créditos del Valle» (8001972684) fundada en CO." in ended.stdout
        assert "Primera sucursal: Principal, en COP, con la hora de America/Bogota." in ended.stdout
        assert "Ya puede entrar «martha» (Martha Ruiz, Dueña)" in ended.stdout
        assert SECRET not in ended.output
        assert companies(url) == [("Créditos del Valle", "CO", "8001972684")]

    def test_founds_with_the_password_from_the_environment(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(company.PASSWORD, SECRET)
        ended = caudal("company", *SAID, "--currency", "USD", "--branch", "Cali")
        assert ended.exit_code == 0, ended.output
        assert "Cali, en USD" in ended.stdout

    def test_every_other_command_works_from_then_on(self, url: str) -> None:
        assert "todavía no hay ninguna" in caudal("doctor").stdout
        assert caudal("company", *SAID, given=f"{SECRET}\n").exit_code == 0
        assert "✓ Empresa: Créditos del Valle" in caudal("doctor").stdout
        assert "martha" in caudal("user", "list").stdout
        assert caudal("close-day", "--user", "martha").exit_code == 0
        assert caudal("verify").stdout.rstrip().endswith("Todo cuadra.")

    def test_is_refused_where_there_is_a_company_already(self, url: str) -> None:
        assert caudal("company", *SAID, given=f"{SECRET}\n").exit_code == 0
        again = caudal("company", *SAID, given=f"{SECRET}\n")
        assert again.exit_code == 1
        assert "Esta instalación ya tiene empresa" in again.stderr
        assert "Remedio" in again.stderr
        assert len(companies(url)) == 1

    def test_says_what_is_missing_where_there_is_nobody_to_ask(self, url: str) -> None:
        ended = caudal("company", "--name", "Sola")
        assert ended.exit_code == 1
        assert "Falta --country, --username, --person" in ended.stderr
        assert companies(url) == []

    @pytest.mark.parametrize(
        ("words", "given", "told"),
        [
            ((), "", "No llegó ninguna contraseña"),
            ((), "corta\n", "password: debe tener al menos 10 caracteres"),
            (("--tax-id", "123"), f"{SECRET}\n", "tax_id: debe ser un NIT"),
            (("--time-zone", "Marte"), f"{SECRET}\n", "time_zone: debe ser un nombre IANA"),
        ],
    )
    def test_what_will_not_do_keeps_nothing(
        self, url: str, words: tuple[str, ...], given: str, told: str
    ) -> None:
        ended = caudal("company", *SAID, *words, given=given)
        assert ended.exit_code == 1
        assert told in ended.stderr
        assert companies(url) == []


class TestAsked:
    def test_asks_for_what_was_not_said_until_it_will_do(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(company, "_attended", lambda: True)
        answers = [
            "Créditos del Valle",
            "PE",
            "do",
            "12",
            "",
            "",
            "Martha Ruiz",
            "m",
            "martha",
            "corta",
            "corta",
        ]
        ended = caudal("company", given="\n".join([*answers, SECRET, SECRET, ""]))
        assert ended.exit_code == 0, ended.output
        assert ended.stderr.splitlines() == [
            "  debe ser CO, DO, MX",
            "  debe ser un RNC de 9 cifras o una cédula de 11",
            "  debe tener de 3 a 40 letras minúsculas, números, punto o guion",
            "  debe tener al menos 10 caracteres",
        ]
        assert "Principal, en DOP, con la hora de America/Santo_Domingo" in ended.stdout
        assert companies(url) == [("Créditos del Valle", "DO", "")]

    def test_does_not_ask_for_what_was_said(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(company, "_attended", lambda: True)
        words = (*SAID, "--tax-id", "", "--branch", "Cali")
        ended = caudal("company", *words, given=f"{SECRET}\n{SECRET}\n")
        assert ended.exit_code == 0, ended.output
        assert "Nombre de la empresa" not in ended.output
