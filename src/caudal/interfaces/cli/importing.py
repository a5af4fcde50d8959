"""`caudal import`: a file of debts or clients enters whole, or says row by row what to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from caudal.commons.acts.act import Act
from caudal.flows.intake import commands as intake
from caudal.flows.intake import queries
from caudal.flows.intake.analysing import Analysis
from caudal.flows.intake.judging import Check
from caudal.flows.intake.rules.fields import fields
from caudal.flows.intake.rules.findings import Finding
from caudal.flows.intake.rules.plans import Plan, plan_of
from caudal.interfaces.cli.acting import Who, acting, engine_of
from caudal.interfaces.cli.options import Branch, DataDir, User
from caudal.interfaces.cli.place import Refused, place_of
from caudal.kernel.formats import money_text

PERMISSION = "imports.run"
_MOST_SHOWN = 200


@dataclass(frozen=True)
class Import:
    """What `caudal import` is asked."""

    file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="Excel (.xlsx, .xls), .ods o CSV.")]
    kind: Annotated[
        str, typer.Option("--kind", metavar="QUÉ", help="debts (deudas) o clients (clientes).")
    ] = "debts"
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Solo decir qué pasaría; no entra ni se guarda nada.")
    ] = False
    branch: Branch = None
    user: User = None
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="HOJA", help="Hoja del libro; si no, la que más parece una lista de estas."
        ),
    ] = None
    mode: Annotated[
        str,
        typer.Option(
            "--mode",
            metavar="MODO",
            help="opening: saldos iniciales de deudas que ya existían; sale: ventas nuevas.",
        ),
    ] = "opening"
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="DATO=TÍTULO",
            help="Qué columna es un dato, si no se reconoció. Se puede repetir.",
        ),
    ] = None
    decimal: Annotated[
        str | None,
        typer.Option("--decimal", metavar="SIGNO", help="Signo decimal del archivo: punto o coma."),
    ] = None
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="ORDEN", help="Orden de las fechas: dmy, mdy o ymd.")
    ] = None
    expected_total: Annotated[
        str | None,
        typer.Option(
            "--expected-total", metavar="MONTO", help="Lo que deben sumar los saldos, para comprobar."
        ),
    ] = None
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors", metavar="LIBRO", help="Dónde escribir el mismo archivo con los errores marcados."
        ),
    ] = None
    data_dir: DataDir = None


def import_file(asked: Import) -> bool:
    """Take the file in; returns whether it is free of errors.

    Raises:
        Refused: the file cannot be read or a column is not told as DATO=TÍTULO.
        Problem: as :mod:`caudal.flows.intake.commands` says.
    """
    data = _bytes(asked.file)
    told = _columns(asked)
    who = Who(asked.user, PERMISSION, asked.branch)
    with engine_of(place_of(asked.data_dir)) as engine:
        with acting(engine, who, keep=False) as act:
            opened = intake.open(act, asked.kind, asked.file.name, data, asked.sheet)
            plan = _plan(asked, opened.analysis, told)
            _say(_seen(opened.analysis, plan))
            found = intake.check(act, opened.id, plan)
            _say(_found(found))
            if asked.errors and (found.errors or found.warnings):
                asked.errors.write_bytes(queries.errors_workbook(act, opened.id))
                typer.echo(f"Archivo con los errores marcados: {asked.errors}")
        if found.errors or asked.dry_run:
            typer.echo("No entró nada." if found.errors else "Prueba: no entró nada.")
            return not found.errors
        with acting(engine, who) as act:
            kept = intake.open(act, asked.kind, asked.file.name, data, asked.sheet)
            _enter(act, kept.id, kept.folio, plan)
    return True


def _enter(act: Act, import_id: UUID, folio: str, plan: Plan) -> None:
    phase = ""

    def told(name: str, _done: int, of: int) -> None:
        nonlocal phase
        if name != phase:
            phase = name
            typer.echo(f"  {name} ({of})")

    done = intake.run(act, import_id, plan, told)
    typer.echo(f"{folio}: entró. Deudas: {done.debts}. Clientes nuevos: {done.clients_new}.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise Refused(
            f"No se puede leer {path}: {failure.strerror}.\nRemedio: revise nombre y permisos."
        ) from failure


def _columns(asked: Import) -> dict[str, str]:
    told: dict[str, str] = {}
    known = {field.key: field.label for field in fields(asked.kind)}
    for pair in asked.columns or ():
        key, sign, title = pair.partition("=")
        if not sign or key.strip() not in known:
            listed = ", ".join(f"{name} ({label})" for name, label in known.items())
            raise Refused(
                f"«{pair}» no dice qué dato es una columna.\nRemedio: DATO=TÍTULO; los datos: {listed}."
            )
        told[key.strip()] = title.strip()
    return told


def _plan(asked: Import, seen: Analysis, told: dict[str, str]) -> Plan:
    """What was guessed, corrected with what was told."""
    guessed = {column.guess: column.name for column in seen.columns if column.guess}
    mapping = {key: name for key, name in guessed.items() if name not in told.values()} | told
    body = {
        "mapping": mapping,
        "formats": {"decimal": asked.decimal, "dates": asked.dates},
        "mode": asked.mode,
        "expected_total": asked.expected_total,
    }
    return plan_of(body, replace(seen.formats))


def _seen(seen: Analysis, plan: Plan) -> Iterator[str]:
    """What the file is and how it will be read."""
    where = f", hoja «{seen.sheet}»" if seen.sheet else ""
    yield f"{seen.filename}{where}: {seen.rows} filas, títulos en la fila {seen.header_row}"
    for note in seen.notes:
        yield f"  ! {note}"
    for field in fields(seen.kind):
        if column := plan.mapping.get(field.key):
            yield f"  {field.label} ← «{column}»"
        elif field.required:
            yield f"  {field.label} ← (ninguna columna)"
    if ignored := [column.name for column in seen.columns if column.name not in plan.mapping.values()]:
        yield f"  No se usan: {', '.join(ignored)}"


def _found(found: Check) -> Iterator[str]:
    """What would enter, and what has to be mended first."""
    for title, findings in (("Avisos", found.warnings), ("Errores", found.errors)):
        if findings:
            yield f"{title}: {len(findings)}"
            yield from _table(findings[:_MOST_SHOWN])
            if len(findings) > _MOST_SHOWN:
                yield f"  … y {len(findings) - _MOST_SHOWN} más; con --errors se escriben todos en un libro"
    yield f"Filas que pueden entrar: {found.valid} de {found.rows}"
    yield f"Clientes: {found.clients_new} nuevos, {found.clients_existing} ya registrados"
    if found.debts:
        yield f"Deudas: {found.debts}"
    for total in found.by_currency:
        yield f"  {money_text(total.amount)} en {total.debts} deudas; vencido {money_text(total.overdue)}"


def _table(findings: Sequence[Finding]) -> Iterator[str]:
    """A line for each finding: row, column, what is wrong and how to mend it."""
    places = [(str(each.row or "—"), each.column or "—") for each in findings]
    first, second = (max(len("Fila"), *(len(row) for row, _ in places)), max(len(name) for _, name in places))
    second = max(second, len("Columna"))
    yield f"  {'Fila':>{first}}  {'Columna':<{second}}  Qué pasa → qué hacer"
    for (row, column), each in zip(places, findings, strict=True):
        value = f" («{each.value}»)" if each.value else ""
        yield f"  {row:>{first}}  {column:<{second}}  {each.problem}{value} → {each.remedy}"


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)
