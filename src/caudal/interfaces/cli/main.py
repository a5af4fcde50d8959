"""`caudal`: everything that can be done from a terminal. `run` is in a module of its own (see `entry`).

Exit codes: 0 done; 1 refused, or something was found to mend; 2 the command line itself is wrong.
"""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from caudal import migrations
from caudal.commons.access.rules import DEMO_PASSWORD
from caudal.interfaces.cli import closing, importing, users, verifying
from caudal.interfaces.cli import company as company_
from caudal.interfaces.cli import doctor as doctor_
from caudal.interfaces.cli.closing import CloseDay
from caudal.interfaces.cli.company import Company
from caudal.interfaces.cli.database import opened
from caudal.interfaces.cli.importing import Import
from caudal.interfaces.cli.options import DataDir, User, taking
from caudal.interfaces.cli.place import Refused, place_of
from caudal.interfaces.cli.prepare import load_demo, state_of
from caudal.interfaces.cli.refusals import refusing
from caudal.interfaces.cli.spanish import Order, Orders

PartsIn = Annotated[
    Path | None,
    typer.Argument(metavar="CARPETA", help="Dónde dejarla por partes: un índice y un archivo por cuarto."),
]

app = typer.Typer(
    name="caudal",
    cls=Orders,
    help="El dinero de un negocio que vende a crédito.",
    epilog="Salida: 0 hecho; 1 rechazado, o hay algo que corregir; 2 la orden está mal escrita.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(users.app, name="user")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False
)
def run(context: typer.Context) -> None:
    """Pone en marcha todo: base de datos, API, trabajador y consola."""
    raise typer.Exit(importlib.import_module("caudal.interfaces.cli.run").main(context.args))


@app.command(cls=Order)
@refusing
def migrate(data_dir: DataDir = None) -> None:
    """Lleva el esquema de la base a esta versión; repetirlo no hace daño."""
    with opened(place_of(data_dir)) as url:
        migrations.upgrade(url)
    typer.echo("Esquema al día.")


@app.command(cls=Order)
@refusing
def demo(data_dir: DataDir = None) -> None:
    """Carga la empresa de demostración en una base vacía."""
    with opened(place_of(data_dir)) as url:
        migrations.upgrade(url)
        if state_of(url)[0]:
            raise Refused(
                "Esta base ya tiene una empresa y la demostración solo se carga en una vacía.\n"
                "Remedio: use otra carpeta con --data-dir."
            )
        names = load_demo(url)
    typer.echo(f"Usuarios: {', '.join(names)}\nContraseña de todos: {DEMO_PASSWORD}")


@app.command(cls=Order)
@refusing
@taking(Company)
def company(asked: Company) -> None:
    """Funda la empresa de una instalación sin demostración: sucursal, dueña y catálogo de cuentas."""
    company_.found(asked)


@app.command("import", cls=Order)
@refusing
@taking(Import)
def import_(asked: Import) -> None:
    """Importa deudas o clientes de un archivo: entra entero o no entra nada."""
    if not importing.import_file(asked):
        raise typer.Exit(1)


@app.command("close-day", cls=Order)
@refusing
@taking(CloseDay)
def close_day(asked: CloseDay) -> None:
    """Cierra el día: mora, antigüedad de saldos y recordatorios. Repetirlo no hace nada dos veces."""
    closing.close_day(asked)


@app.command(cls=Order)
@refusing
def verify(user: User = None, data_dir: DataDir = None) -> None:
    """Comprueba los libros: que todo asiento cuadre, que nada haya cambiado y que cada cuarto coincida."""
    if not verifying.verify_books(user, data_dir):
        raise typer.Exit(1)


@app.command(cls=Order)
@refusing
def doctor(data_dir: DataDir = None) -> None:
    """Revisa versiones, disco, permisos, base, esquema, cola y hora, y dice el remedio."""
    findings: list[doctor_.Finding] = []
    for finding in doctor_.examine(place_of(data_dir)):
        typer.echo(finding.line())
        findings.append(finding)
    raise typer.Exit(int(any(finding.grade == "falla" for finding in findings)))


@app.command(cls=Order)
def openapi(folder: PartsIn = None) -> None:
    """Escribe la descripción OpenAPI de la API: entera en pantalla, o por partes en una carpeta."""
    description = importlib.import_module("caudal.interfaces.api.app").description()
    if folder is None:
        typer.echo(importlib.import_module("caudal.interfaces.api.describing").written(description), nl=False)
        return
    importlib.import_module("caudal.interfaces.api.parting").write(description, folder)
