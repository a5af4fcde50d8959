"""`caudal user`: accounts, for whoever has the machine. The first one of an empty installation is made here."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from caudal.commons.access import commands as access
from caudal.commons.access import queries
from caudal.commons.access.commands import NewUser, UserChanges
from caudal.commons.access.queries import UserRecord
from caudal.commons.acts.act import Act
from caudal.interfaces.cli.acting import Who, acting, chosen, engine_of
from caudal.interfaces.cli.options import DataDir, User, taking
from caudal.interfaces.cli.place import Refused, place_of
from caudal.interfaces.cli.refusals import refusing
from caudal.interfaces.cli.spanish import Order, Orders

READ, WRITE = "users.read", "users.write"

app = typer.Typer(cls=Orders, help="Cuentas de usuario.", no_args_is_help=True, rich_markup_mode=None)

Username = Annotated[str, typer.Argument(metavar="NOMBRE", help="Con el que entra, en minúsculas.")]
Password = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="Leer la contraseña de la entrada; si no, se pregunta sin mostrarla."
    ),
]


@dataclass(frozen=True)
class Add:
    """What `caudal user add` is asked."""

    username: Username
    role: Annotated[
        str, typer.Option("--role", metavar="ROL", help="Uno de los de docs/referencia/permisos.md.")
    ]
    name: Annotated[str | None, typer.Option("--name", metavar="TEXTO", help="Nombre y apellido.")] = None
    branches: Annotated[
        list[str] | None,
        typer.Option(
            "--branch", metavar="SUCURSAL", help="Dónde trabaja; se puede repetir. Si no se dice, en todas."
        ),
    ] = None
    password_stdin: Password = False
    user: User = None
    data_dir: DataDir = None


@dataclass(frozen=True)
class One:
    """What the commands about one account are asked."""

    username: Username
    user: User = None
    data_dir: DataDir = None


@dataclass(frozen=True)
class NewPassword:
    """What `caudal user password` is asked."""

    username: Username
    password_stdin: Password = False
    user: User = None
    data_dir: DataDir = None


@app.command("add", cls=Order)
@refusing
@taking(Add)
def add(asked: Add) -> None:
    """Crea una cuenta."""
    secret = secret_from(from_input=asked.password_stdin)
    with (
        engine_of(place_of(asked.data_dir)) as engine,
        acting(engine, Who(asked.user, WRITE, reason="caudal user add")) as act,
    ):
        branches = queries.branches(act)
        ids = [chosen(branches, told).id for told in asked.branches or ()]
        ids = ids or [b.id for b in branches if b.active and b.id in act.actor.branches]
        name = asked.name or asked.username
        made = access.create_user(act, NewUser(asked.username, name, asked.role, tuple(ids), secret))
        typer.echo(f"Usuario «{made.username}» creado: {made.name}, {made.role_name}.")


@app.command("list", cls=Order)
@refusing
def listing(user: User = None, data_dir: DataDir = None) -> None:
    """Muestra las cuentas, su rol, sus sucursales y cuándo se usaron."""
    with engine_of(place_of(data_dir)) as engine, acting(engine, Who(user, READ)) as act:
        people = queries.users(act)
    rows = [("Usuario", "Nombre", "Rol", "Estado", "Sucursales"), *(_row(each) for each in people)]
    for line in _aligned(rows):
        typer.echo(line)


@app.command("password", cls=Order)
@refusing
@taking(NewPassword)
def password(asked: NewPassword) -> None:
    """Le pone otra contraseña a una cuenta; las sesiones que tenga abiertas terminan."""
    secret = secret_from(from_input=asked.password_stdin)
    told = One(asked.username, asked.user, asked.data_dir)
    _change(told, UserChanges(password=secret), "Contraseña de «{}» cambiada; debe volver a entrar.")


@app.command("disable", cls=Order)
@refusing
@taking(One)
def disable(asked: One) -> None:
    """Cierra la puerta a una cuenta; lo que hizo se conserva."""
    _change(asked, UserChanges(active=False), "«{}» ya no puede entrar.")


@app.command("enable", cls=Order)
@refusing
@taking(One)
def enable(asked: One) -> None:
    """Vuelve a abrir la puerta a una cuenta."""
    _change(asked, UserChanges(active=True), "«{}» puede entrar otra vez.")


def _change(asked: One, changes: UserChanges, done: str) -> None:
    with (
        engine_of(place_of(asked.data_dir)) as engine,
        acting(engine, Who(asked.user, WRITE, reason="caudal user")) as act,
    ):
        access.change_user(act, _find(act, asked.username).id, changes)
        typer.echo(done.format(asked.username))


def _find(act: Act, username: str) -> UserRecord:
    wanted = username.strip().lower()
    found = next((each for each in queries.users(act) if each.username.lower() == wanted), None)
    if found is None:
        raise Refused(f"No hay un usuario «{username}».\nRemedio: «caudal user list» dice cuáles hay.")
    return found


def secret_from(*, from_input: bool) -> str:
    """A password, from a pipe or asked for twice without showing it."""
    if from_input or not sys.stdin.isatty():
        told = sys.stdin.readline().rstrip("\r\n")
        if not told:
            raise Refused(
                "No llegó ninguna contraseña.\nRemedio: escríbala en la primera línea de la entrada."
            )
        return told
    return typer.prompt("Contraseña", hide_input=True, confirmation_prompt="Repítala")


def _row(person: UserRecord) -> tuple[str, ...]:
    state = "activa" if person.active else "inactiva"
    branches = ", ".join(branch.name for branch in person.branches) or "—"
    return (person.username, person.name, person.role_name, state, branches)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
