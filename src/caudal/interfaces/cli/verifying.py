"""`caudal verify`: proves the books and says, check by check, whether they hold."""

from collections.abc import Iterator
from pathlib import Path

import typer

from caudal.flows.verify import Proof, Verification, verify
from caudal.interfaces.cli.acting import Who, acting, engine_of
from caudal.interfaces.cli.place import place_of
from caudal.ledger import queries as books

PERMISSION = "books.verify"
_SAMPLE = 5


def verify_books(user: str | None, data_dir: Path | None) -> bool:
    """Run every check, telling each; returns whether all hold."""
    with (
        engine_of(place_of(data_dir)) as engine,
        acting(engine, Who(user, PERMISSION, every_branch=True)) as act,
    ):
        found = verify(act)
        root = books.seal_root(act) if found.seals else ""
    for line in _lines(found, root):
        typer.echo(line)
    return found.ok


def _lines(found: Verification, root: str) -> Iterator[str]:
    for check in found.checks:
        yield from _told(check)
    broken = sum(1 for check in found.checks if check.findings)
    yield ""
    yield f"Comprobaciones: {len(found.checks)}. Sellos: {found.seals}."
    if root:
        yield f"Raíz de los sellos, para guardarla fuera de esta máquina: {root}"
    if broken:
        yield (
            f"No cuadra: fallan {broken}.\n"
            "Remedio: no borre nada; guarde esta salida y un respaldo, y compare con el último que cuadraba."
        )
    else:
        yield "Todo cuadra."


def _told(check: Proof) -> Iterator[str]:
    if not check.findings:
        yield f"✓ {check.label}"
        return
    yield f"✗ {check.label}: {check.findings} que no ({check.name})"
    for row in check.sample[:_SAMPLE]:
        yield "    " + ", ".join(f"{name}={value}" for name, value in row.items())
