"""Pages of docs/referencia that say what the product says of itself. To write them again:

ESCRIBIR_REFERENCIA=1 .venv/bin/pytest tests/interfaces/cli/test_reference.py
"""

import os
from collections.abc import Iterator

import psycopg
import typer
from typer.testing import CliRunner

from caudal.commons.access.rules import PERMISSIONS, SIGNS_ONLY
from caudal.interfaces.cli.main import app
from caudal.interfaces.cli.run import parser
from tests.house.source import ROOT

REFERENCE = ROOT / "docs" / "referencia"


def checked(name: str, lines: Iterator[str]) -> None:
    """The page says the same as the product; written again where it was asked for."""
    page, text = REFERENCE / name, "\n".join(lines) + "\n"
    if os.environ.get("ESCRIBIR_REFERENCIA"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text, "ESCRIBIR_REFERENCIA=1 la vuelve a escribir"


def test_permissions(module_database_url: str) -> None:
    with psycopg.connect(module_database_url) as connection:
        roles = connection.execute(
            "select code, name from roles where code <> 'sistema' order by position"
        ).fetchall()
        given = set(connection.execute("select role, permission from role_permissions").fetchall())
    checked("permisos.md", permissions(roles, given))


def permissions(roles: list[tuple[str, str]], given: set[tuple[str, str]]) -> Iterator[str]:
    yield "# Permisos y roles"
    yield ""
    yield "Cada operación nombra un permiso y cada rol tiene los suyos. Se vuelven a preguntar en cada solicitud: lo"
    yield "que se quita, se quita en el acto. Nadie da permisos ni sucursales que no tiene, salvo `duena` y `admin`."
    yield ""
    yield "| Permiso | Permite | " + " | ".join(f"`{code}`" for code, _ in roles) + " |"
    yield "|---|---|" + ":-:|" * len(roles)
    for code, label in PERMISSIONS.items():
        marks = " | ".join("✓" if (role, code) in given else "" for role, _ in roles)
        yield f"| `{code}` | {label} | {marks} |"
    yield ""
    yield "Los nombres de los roles: " + ", ".join(f"`{code}` {name}" for code, name in roles) + "."
    yield ""
    personal = ", ".join(f"`{code}`" for code in sorted(SIGNS_ONLY))
    yield f"Una llave de integración no puede tener {personal}: si se filtrara, podría hacer otras."


def test_every_permission_given_is_in_the_catalogue(module_database_url: str) -> None:
    with psycopg.connect(module_database_url) as connection:
        given = {code for (code,) in connection.execute("select distinct permission from role_permissions")}
    assert given == set(PERMISSIONS)


def test_commands() -> None:
    checked("ordenes.md", commands())


def commands() -> Iterator[str]:
    yield "# Órdenes"
    yield ""
    yield "`caudal` está en `.venv/bin/caudal`. Funciona con el producto en marcha o detenido: si hace falta, arranca"
    yield "la base y la vuelve a detener. Todo lo que cambia algo queda en la bitácora por la puerta «cli», a nombre de"
    yield "`--user` o del sistema. `--data-dir` dice de qué instalación se habla, si hay más de una."
    yield ""
    yield "| Salida | Qué quiere decir |"
    yield "|---|---|"
    yield "| 0 | hecho |"
    yield "| 1 | rechazado, o se encontró algo que corregir; el mensaje dice el remedio |"
    yield "| 2 | la orden está mal escrita |"
    group = typer.main.get_command(app)
    for name, found in group.commands.items():  # type: ignore[attr-defined]
        if name == "run":
            yield from _page("caudal run", _run())
            continue
        for path in [[name], *([name, below] for below in getattr(found, "commands", {}))]:
            shown = CliRunner().invoke(app, [*path, "--help"], prog_name="caudal", env={"COLUMNS": "100"})
            yield from _page(" ".join(["caudal", *path]), shown.stdout)


def _run() -> str:
    """Its options, whatever the version of Python that would print them."""
    rows = [
        (" ".join([each.option_strings[-1], each.metavar or ""]), each.help) for each in parser()._actions
    ]  # type: ignore[list-item]
    return (
        "Uso: caudal run [OPCIONES]\n\n  Pone en marcha todo, hasta que se le pide parar.\n\nOpciones:\n"
        + "\n".join(f"  {said:<22}{what}" for said, what in rows)
    )


def _page(title: str, text: str) -> Iterator[str]:
    yield ""
    yield f"## `{title}`"
    yield "```"
    yield from (line.rstrip() for line in text.strip().splitlines())
    yield "```"


def test_pages_name_no_file_that_is_not_there() -> None:
    assert {path.name for path in REFERENCE.glob("*.md")} >= {"ajustes.md", "ordenes.md", "permisos.md"}
