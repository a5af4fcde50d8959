"""The library of the command line speaks English: here it is made to speak Spanish, helps and complaints alike."""

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = (
    (re.compile(r"^Usage:", re.MULTILINE), "Uso:"),
    (re.compile(r"^Arguments:", re.MULTILINE), "Datos:"),
    (re.compile(r"^Options:", re.MULTILINE), "Opciones:"),
    (re.compile(r"^Commands:", re.MULTILINE), "Órdenes:"),
    (re.compile(r"\[OPTIONS\]"), "[OPCIONES]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "ORDEN [DATOS]..."),
    (re.compile(r"Show\s+this\s+message\s+and\s+exit\."), "Muestra esta ayuda."),
    (re.compile(r"\[required\]"), "[obligatorio]"),
    (re.compile(r"\[default:(\s+)"), r"[si no se dice:\1"),
    (re.compile(r"<path>"), "CARPETA"),
    (re.compile(r" <str>"), ""),
    (re.compile(r"ARCHIVO CARPETA"), "ARCHIVO"),
    (re.compile(r"\{([A-Z]+)\}"), r"\1"),
)
_COMPLAINTS = (
    (r"Missing argument '(?P<what>[^']+)'\.?.*", "Falta {what}"),
    (r"Missing option '(?P<what>[^']+)'.*", "Falta la opción {what}"),
    (r"Missing command\.?", "Falta decir qué hacer"),
    (r"No such command '(?P<what>[^']*)'\.?.*", "No hay una orden «{what}»"),
    (r"No such option: (?P<what>\S+).*", "No hay una opción {what}"),
    (r"Option '(?P<what>[^']+)' requires an argument\.?", "A la opción {what} le falta su valor"),
    (r"Option '(?P<what>[^']+)' does not take a value\.?", "La opción {what} no lleva valor"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<what>.*)\)", "Sobra «{what}»"),
    (r"Invalid value for (?P<what>.+?): .*", "No se entiende el valor de {what}"),
)


class Order(TyperCommand):
    """One command, with its help in Spanish."""

    def get_help(self, ctx: Any) -> str:
        return helped(super().get_help(ctx))


class Orders(TyperGroup):
    """A group of commands, with its help and its complaints in Spanish."""

    def get_help(self, ctx: Any) -> str:
        return helped(super().get_help(ctx))

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run a command line to its end; leaves with its exit code."""
        try:
            code = super().main(args, *more, **extra | {"standalone_mode": False})
        except typer.TyperException as complaint:
            typer.echo(complained(complaint), err=True)
            sys.exit(complaint.exit_code)
        except typer.Abort:
            typer.echo("Cancelado.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def helped(text: str) -> str:
    """A page of help in Spanish.

    >>> helped("Usage: caudal [OPTIONS] COMMAND [ARGS]...")
    'Uso: caudal [OPCIONES] ORDEN [DATOS]...'
    """
    for pattern, said in _HELP:
        text = pattern.sub(said, text)
    return text


def complained(complaint: typer.TyperException) -> str:
    """What is wrong with a command line, and where its help is; a page of help stays as it is."""
    told, context = complaint.format_message(), getattr(complaint, "ctx", None)
    if told.startswith("Uso:"):
        return told
    path = getattr(context, "command_path", "") or "caudal"
    return f"{_said(told)}.\nRemedio: «{path} --help» dice cómo se escribe."


def _said(told: str) -> str:
    for pattern, said in _COMPLAINTS:
        if hit := re.fullmatch(pattern, told.strip(), re.DOTALL):
            return said.format(**hit.groupdict()).replace("'", "")
    return told.rstrip(".")
