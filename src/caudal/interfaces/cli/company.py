"""`caudal company`: the company of an empty installation, its first branch and the owner. What isn't said is asked."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer

from caudal import migrations
from caudal.commons.access import founding
from caudal.commons.access.founding import CompanyExists, Founded, NewCompany
from caudal.commons.access.rules import PERMISSIONS
from caudal.commons.acts import opening
from caudal.commons.acts.act import SYSTEM, Actor
from caudal.commons.acts.act import Place as Where
from caudal.commons.acts.opening import Opening
from caudal.interfaces.cli.acting import ADDRESS, DOOR
from caudal.interfaces.cli.database import opened
from caudal.interfaces.cli.options import DataDir
from caudal.interfaces.cli.place import Place, Refused, place_of
from caudal.interfaces.cli.prepare import state_of
from caudal.interfaces.cli.users import secret_from
from caudal.kernel import clock
from caudal.kernel.dates import COUNTRIES
from caudal.kernel.db import connect

PASSWORD = "CAUDAL_OWNER_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds

QUESTIONS = {
    "company": "Nombre de la empresa",
    "country": f"País ({', '.join(COUNTRIES)})",
    "tax_id": "NIT, RNC o RFC (Intro si no tiene)",
    "branch": "Primera sucursal",
    "person": "Nombre y apellido de quien la dirige",
    "username": "Usuario con el que entra",
    "password": "Contraseña",
}
"""What is asked at a terminal, in order; currency and hour are those of the country unless they are said."""


def _option(flag: str, metavar: str, told: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=told)


@dataclass(frozen=True)
class Company:
    """What `caudal company` is asked."""

    name: Annotated[str | None, _option("--name", "TEXTO", "Nombre de la empresa.")] = None
    country: Annotated[
        str | None,
        _option("--country", "PAÍS", "CO, DO o MX: decide el catálogo de cuentas, la moneda y la hora."),
    ] = None
    tax_id: Annotated[
        str | None, _option("--tax-id", "NÚMERO", "NIT, RNC o RFC; puede quedar vacío (--tax-id '').")
    ] = None
    branch: Annotated[
        str | None,
        _option("--branch", "TEXTO", f"Su primera sucursal; si no se dice, «{founding.FIRST_BRANCH}»."),
    ] = None
    currency: Annotated[
        str | None, _option("--currency", "MONEDA", "De la sucursal; si no se dice, la del país.")
    ] = None
    time_zone: Annotated[
        str | None, _option("--time-zone", "ZONA", "Nombre IANA; si no se dice, la de la capital.")
    ] = None
    username: Annotated[
        str | None, _option("--username", "NOMBRE", "Con el que entra la dueña o el dueño.")
    ] = None
    person: Annotated[str | None, _option("--person", "TEXTO", "Nombre y apellido de quien entra.")] = None
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help=f"Leer la contraseña de la entrada; también vale la variable {PASSWORD}."
            " Si no, se pregunta sin mostrarla.",
        ),
    ] = False
    data_dir: DataDir = None


def found(asked: Company) -> None:
    """Found the company that was asked for, in an installation that has none, and say what comes next.

    Raises:
        CompanyExists: there is one; nothing is asked then.
        Refused: something is missing and there is nobody to ask.
        Invalid: something that was said won't do.
    """
    place = place_of(asked.data_dir)
    with opened(place) as url:
        migrations.upgrade(url)
        if state_of(url)[0]:
            raise CompanyExists(
                "Cada instalación lleva los libros de una sola empresa.\n"
                "Remedio: para otra, use otra carpeta con --data-dir."
            )
        made = _kept(url, _told(asked))
    for line in _lines(made, place):
        typer.echo(line)


def _told(asked: Company) -> NewCompany:
    """What was said; at a terminal, what wasn't is asked for, again and again until it will do."""
    told = NewCompany(
        company=asked.name or "",
        country=asked.country or "",
        username=asked.username or "",
        person=asked.person or "",
        password=os.environ.get(PASSWORD, ""),
        tax_id=asked.tax_id or "",
        branch=asked.branch or "",
        currency=asked.currency or "",
        time_zone=asked.time_zone or "",
    )
    if not _attended():
        _nothing_missing(told)
        return told if told.password else replace(told, password=secret_from(from_input=True))
    if asked.password_stdin:
        told = replace(told, password=secret_from(from_input=True))
    for field, question in QUESTIONS.items():
        said = (
            asked.tax_id if field == "tax_id" else asked.branch if field == "branch" else getattr(told, field)
        )
        while not said and (field != "tax_id" or said is None):
            said = _answer(field, question)
            told = replace(told, **{field: said})
            if why := founding.doubts(told).get(field):
                typer.echo(f"  {why}", err=True)
                said = None
    return told


def _attended() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty()


def _answer(field: str, question: str) -> str:
    """What a person answers, without stray spaces; what may be left empty has its default."""
    if field == "password":
        return typer.prompt(question, hide_input=True, confirmation_prompt="Repítala")
    usual = {"tax_id": "", "branch": founding.FIRST_BRANCH}.get(field)
    return str(typer.prompt(question, default=usual, show_default=bool(usual))).strip()


def _nothing_missing(told: NewCompany) -> None:
    needed = {
        "--name": told.company,
        "--country": told.country,
        "--username": told.username,
        "--person": told.person,
    }
    if missing := [flag for flag, said in needed.items() if not said]:
        raise Refused(
            f"Falta {', '.join(missing)}.\nRemedio: dígalo en la orden, o ejecútela en una terminal, que lo pregunta."
        )


def _kept(url: str, told: NewCompany) -> Founded:
    engine = connect(url, pool_size=1)
    house = Actor(SYSTEM, "Sistema", "sistema", (), frozenset(PERMISSIONS))
    at = clock.now()
    nowhere = Opening(
        house, Where(0, ADDRESS, DOOR), at, "caudal company", business_date=at.date(), every_branch=True
    )
    try:
        with opening.acting(engine, nowhere) as act:
            return founding.found(act, told)
    finally:
        engine.dispose()


def _lines(made: Founded, place: Place) -> Iterator[str]:
    tax_id = f" ({made.tax_id})" if made.tax_id else ""
    yield f"Empresa «{made.company}»{tax_id} fundada en {made.country}."
    yield f"Primera sucursal: {made.branch}, en {made.currency}, con la hora de {made.time_zone}."
    owner = f"«{made.owner.username}» ({made.owner.name}, {made.owner.role_name})"
    yield f"Ya puede entrar {owner}, con la contraseña que eligió."
    address = str(place.announced().get("address", "")) if place.busy() else ""
    yield f"Entre en {address}" if address else "Póngalo en marcha con «python3 run.py --no-demo»."
    yield "Lo que sigue, en la consola: «Importar» trae sus clientes y deudas; «Usuarios» da cuenta a los demás."
