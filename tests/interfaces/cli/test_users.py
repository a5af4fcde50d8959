"""`caudal user`: accounts made from the machine, and what nobody may do in somebody else's name."""

import pytest

from caudal.commons.access import passwords
from tests.business.house import House
from tests.interfaces.cli.conftest import Command

SECRET = "tres tristes tigres"


def stored(house: House, username: str) -> str:
    return house.one("select password_hash from users where username = :u", u=username)[0]


@pytest.fixture
def ana(caudal: Command) -> str:
    made = caudal("user", "add", "ana", "--role", "duena", "--name", "Ana Gómez", given=f"{SECRET}\n")
    assert (made.code, made.said) == (0, "Usuario «ana» creado: Ana Gómez, Dueña.\n")
    return "ana"


class TestAdd:
    def test_makes_an_account_that_enters_in_every_branch(
        self, caudal: Command, house: House, ana: str
    ) -> None:
        assert passwords.matches(stored(house, "ana"), SECRET)
        lines = caudal("user", "list").said.splitlines()
        assert lines[0].split() == ["Usuario", "Nombre", "Rol", "Estado", "Sucursales"]
        assert "ana" in lines[1]
        assert "Cancún, CDMX, Bogotá" in lines[1]

    def test_in_the_branches_that_are_said_whatever_their_accents(
        self, caudal: Command, house: House
    ) -> None:
        asked = ("--role", "cajero", "--branch", "bogota", "--branch", "1", "--password-stdin")
        assert caudal("user", "add", "luis", *asked, given=f"{SECRET}\n").code == 0
        row = house.one("select home_branch from users where username = 'luis'")
        assert row.home_branch == 3
        assert "Cancún, Bogotá" in caudal("user", "list").said

    def test_is_written_in_the_book_of_acts_without_the_password(
        self, caudal: Command, house: House, ana: str
    ) -> None:
        row = house.one("select door, ip, actor_id, command, reason, asked::text as asked from audit")
        assert tuple(row)[:5] == ("cli", "local", 0, "access.create_user", "caudal user add")
        assert SECRET not in row.asked

    @pytest.mark.parametrize(
        ("words", "given", "told"),
        [
            (("dos palabras", "--role", "cajero"), SECRET, "username: debe tener de 3 a 40 letras"),
            (("luis", "--role", "rey"), SECRET, "role: no existe ese rol"),
            (("luis", "--role", "cajero"), "corta", "password: debe tener al menos 10 caracteres"),
            (("luis", "--role", "cajero"), "", "No llegó ninguna contraseña"),
            (("luis", "--role", "cajero", "--branch", "Lima"), SECRET, "No hay una sucursal «Lima»"),
            (("luis", "--role", "cajero", "--branch", "c"), SECRET, "Hay varias sucursales que empiezan así"),
            (("ANA", "--role", "cajero"), SECRET, "Ya hay un usuario «ana»"),
        ],
    )
    def test_refuses(self, caudal: Command, ana: str, words: tuple[str, ...], given: str, told: str) -> None:
        ended = caudal("user", "add", *words, given=f"{given}\n")
        assert ended.code == 1
        assert told in ended.complained

    def test_needs_a_role(self, caudal: Command) -> None:
        ended = caudal("user", "add", "luis")
        assert (ended.code, ended.said) == (2, "")
        assert "Falta la opción --role." in ended.complained
        assert "user add --help" in ended.complained


class TestInSomebodysName:
    def test_holds_them_to_their_role(self, caudal: Command, ana: str) -> None:
        caudal("user", "add", "luis", "--role", "cajero", "--user", "ana", given=f"{SECRET}\n")
        ended = caudal("user", "add", "otro", "--role", "cajero", "--user", "luis", given=f"{SECRET}\n")
        assert ended.code == 1
        assert "luis (Cajero) no tiene el permiso «users.write»" in ended.complained

    def test_says_who_did_it(self, caudal: Command, house: House, ana: str) -> None:
        caudal("user", "add", "luis", "--role", "cajero", "--user", "ANA", given=f"{SECRET}\n")
        row = house.one(
            "select u.username from audit a join users u on u.id = a.actor_id order by a.id desc limit 1"
        )
        assert row.username == "ana"

    @pytest.mark.parametrize("state", ["no existe", "está inactivo"])
    def test_needs_somebody_who_is_there(self, caudal: Command, ana: str, state: str) -> None:
        if state == "está inactivo":
            caudal("user", "add", "luis", "--role", "gerente", given=f"{SECRET}\n")
            caudal("user", "disable", "luis")
        ended = caudal("user", "list", "--user", "luis")
        assert ended.code == 1
        assert f"El usuario «luis» {state}" in ended.complained


class TestChanges:
    def test_another_password_ends_what_was_open(self, caudal: Command, house: House, ana: str) -> None:
        ended = caudal("user", "password", "ana", given="otra frase bien larga\n")
        assert (ended.code, ended.said) == (0, "Contraseña de «ana» cambiada; debe volver a entrar.\n")
        assert passwords.matches(stored(house, "ana"), "otra frase bien larga")

    def test_disable_shuts_the_door_and_enable_opens_it(self, caudal: Command, ana: str) -> None:
        caudal("user", "add", "luis", "--role", "cajero", given=f"{SECRET}\n")
        assert caudal("user", "disable", "luis").said == "«luis» ya no puede entrar.\n"
        assert "inactiva" in caudal("user", "list").said
        assert caudal("user", "enable", "luis").said == "«luis» puede entrar otra vez.\n"
        assert "inactiva" not in caudal("user", "list").said

    def test_somebody_stays_in_charge(self, caudal: Command, ana: str) -> None:
        ended = caudal("user", "disable", "ana")
        assert ended.code == 1
        assert "única cuenta activa con su rol" in ended.complained

    def test_needs_somebody_who_exists(self, caudal: Command) -> None:
        ended = caudal("user", "disable", "nadie")
        assert ended.code == 1
        assert "No hay un usuario «nadie»" in ended.complained
