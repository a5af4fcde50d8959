"""`caudal`: everything that can be done from a terminal. `run` is in a module of its own (see `entry`)."""

import importlib
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import psycopg
import typer
from sqlalchemy.exc import DBAPIError

from caudal import migrations
from caudal.interfaces.cli import doctor as doctor_
from caudal.interfaces.cli.database import opened
from caudal.interfaces.cli.place import Place, Refused
from caudal.interfaces.cli.postgres import PostgresFailed
from caudal.interfaces.cli.prepare import NotReady
from caudal.kernel.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")

app = typer.Typer(
    name="caudal",
    help="El dinero de un negocio que vende a crédito.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Carpeta de datos de la instalación.")]


def place_of(data_dir: Path | None) -> Place:
    """The installation a command speaks of."""
    return Place(data_dir) if data_dir else Place.default()


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Refusals are one clear sentence and exit code 1; anything else is a defect and shows itself whole."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (NotReady, Refused, PostgresFailed, Problem, psycopg.OperationalError, DBAPIError) as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(1) from refusal

    return wrapped


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False
)
def run(context: typer.Context) -> None:
    """Pone en marcha todo: base de datos, API, trabajador y consola."""
    raise typer.Exit(importlib.import_module("caudal.interfaces.cli.run").main(context.args))


@app.command()
@refusing
def migrate(data_dir: DataDir = None) -> None:
    """Lleva el esquema de la base a esta versión; repetirlo no hace daño."""
    with opened(place_of(data_dir)) as url:
        migrations.upgrade(url)
    typer.echo("Esquema al día.")


@app.command()
@refusing
def doctor(data_dir: DataDir = None) -> None:
    """Revisa versiones, disco, permisos, base, esquema, cola y hora, y dice el remedio."""
    findings: list[doctor_.Finding] = []
    for finding in doctor_.examine(place_of(data_dir)):
        typer.echo(finding.line())
        findings.append(finding)
    raise typer.Exit(int(any(finding.grade == "falla" for finding in findings)))


@app.command()
def openapi() -> None:
    """Escribe la descripción OpenAPI de la API."""
    factory = importlib.import_module("caudal.interfaces.api.app")
    typer.echo(json.dumps(factory.description(), indent=2, ensure_ascii=False))
