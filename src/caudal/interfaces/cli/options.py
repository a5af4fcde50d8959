"""Commands whose options are the fields of a dataclass, so that each door stays one short function."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

A = TypeVar("A")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="CARPETA", help="Carpeta de datos de la instalación.")
]
User = Annotated[
    str | None,
    typer.Option("--user", metavar="USUARIO", help="A nombre de quién; si no se dice, del sistema."),
]
Branch = Annotated[
    str | None, typer.Option("--branch", metavar="SUCURSAL", help="Nombre o número de la sucursal.")
]


def taking(asked: type[A]) -> Callable[[Callable[[A], None]], Callable[..., None]]:
    """Turn a function of one dataclass into one whose parameters are its fields, as the library reads them."""
    hints = get_type_hints(asked, include_extras=True)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(asked)  # pyright: ignore[reportArgumentType] - a dataclass, as the caller gives it
    ]

    def decorate(function: Callable[[A], None]) -> Callable[..., None]:
        def given(**options: Any) -> None:
            function(asked(**options))

        given.__doc__, given.__name__ = function.__doc__, function.__name__
        given.__dict__["__signature__"] = inspect.Signature(parameters)
        given.__annotations__ = {name: hints[name] for name in hints}
        return given

    return decorate
