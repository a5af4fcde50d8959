"""How a command says no: a clear sentence on the error output and exit code 1."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
import typer
from sqlalchemy.exc import DBAPIError

from caudal.interfaces.cli.place import Refused
from caudal.interfaces.cli.postgres import PostgresFailed
from caudal.interfaces.cli.prepare import NotReady
from caudal.kernel.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Refusals are one clear sentence and exit code 1; anything else is a defect and shows itself whole."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (NotReady, Refused, PostgresFailed, Problem, psycopg.OperationalError, DBAPIError) as refusal:
            typer.echo(said(refusal), err=True)
            raise typer.Exit(1) from refusal

    return wrapped


def said(refusal: Exception) -> str:
    """A refusal for whoever reads a terminal: what happened and, line by line, what to mend.

    >>> said(Problem("Falta el nombre"))
    'Falta el nombre'
    """
    if not isinstance(refusal, Problem):
        return str(refusal)
    head = refusal.title if refusal.detail in ("", refusal.title) else f"{refusal.title}: {refusal.detail}"
    if type(refusal) is Problem:
        head = refusal.detail or refusal.title
    errors: list[dict[str, Any]] = refusal.facts.get("errors") or []
    named = [
        f"  {each.get('pointer', '').strip('/') or '—'}: {each['detail']}"
        for each in errors
        if "detail" in each
    ]
    return "\n".join([head, *named])
