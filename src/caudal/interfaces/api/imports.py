"""Files that come in: what they bring, what is wrong with them, their entry and their way back."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.jobs import runs
from caudal.flows.intake import commands, queries
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import Plan
from caudal.interfaces.api import exports
from caudal.interfaces.api.days import JobOut, job_out
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import After, Ask, Limit, Listed, MoneyIn, Reason

router = APIRouter(tags=["imports"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["debts", "clients"]


class FormatsAsk(Ask):
    decimal: str | None = None
    dates: str | None = None
    country: str | None = None
    currency: str | None = None


class PlanAsk(Ask):
    """How a file enters: which column is each field, how it writes figures and dates, and its expected total."""

    mapping: dict[str, str | None] = Field(default_factory=dict[str, str | None], max_length=60)
    formats: FormatsAsk | None = None
    mode: Literal["opening", "sale"] = "opening"
    expected_total: MoneyIn | None = None


@router.get("/imports", operation_id="imports.list")
@door("imports.read")
def list_imports(act: Act, limit: Limit = 50, after: After = None) -> Listed[dict[str, Any]]:
    """Los archivos que han entrado, el último primero."""
    page = queries.imports(act, limit, after)
    return Listed[dict[str, Any]].model_construct(items=[one.body() for one in page.items], next=page.next)


@router.post("/imports", status_code=201, operation_id="imports.open")
@door("imports.run", key="none")
def open_import(
    act: Act,
    file: Annotated[UploadFile, File()],
    kind: Annotated[Kind, Form()] = "debts",
    sheet: Annotated[str | None, Form(max_length=100)] = None,
) -> dict[str, Any]:
    """Recibe un archivo CSV o Excel y propone qué es cada columna."""
    return commands.open(act, kind, file.filename or "archivo", file.file.read(), sheet or None).body()


@router.get("/imports/templates/{kind}.xlsx", operation_id="imports.template")
@door("imports.read")
def template(act: Act, kind: Kind) -> Response:
    """Un libro de Excel para llenar, con ejemplos e instrucciones."""
    del act
    return exports.file(
        queries.template(kind), _XLSX, f"plantilla-{'deudas' if kind == 'debts' else 'clientes'}.xlsx"
    )


@router.get("/imports/{import_id}", operation_id="imports.read")
@door("imports.read")
def read(act: Act, import_id: UUID) -> dict[str, Any]:
    """Un archivo: lo que se propuso, lo que se decidió y lo que entró."""
    return queries.get(act, import_id).body()


@router.post("/imports/{import_id}/check", operation_id="imports.check")
@door("imports.run", key="none")
def check(act: Act, import_id: UUID, ask: PlanAsk) -> dict[str, Any]:
    """Dice qué pasaría: cada error con su renglón, columna y remedio, y los totales. Nada entra."""
    return commands.check(act, import_id, _plan(act, import_id, ask)).body()


@router.post("/imports/{import_id}/run", status_code=202, operation_id="imports.run")
@door("imports.run")
def run(act: Act, import_id: UUID, ask: PlanAsk) -> JobOut:
    """Hace entrar el archivo, entero o nada. Responde con un trabajo."""
    job = commands.start(act, import_id, _plan(act, import_id, ask))
    return job_out(runs.run(act.db, job))


@router.post("/imports/{import_id}/undo", operation_id="imports.undo")
@door("imports.run")
def undo(act: Act, import_id: UUID, ask: Reason) -> dict[str, Any]:
    """Deshace una importación: cada deuda que trajo se anula y su asiento se reversa."""
    cancelled = commands.undo(because(act, ask.reason), import_id)
    return {**queries.get(act, import_id).body(), "cancelled": cancelled}


@router.get("/imports/{import_id}/errors.xlsx", operation_id="imports.errors")
@door("imports.read")
def errors(act: Act, import_id: UUID) -> Response:
    """El mismo archivo con los errores marcados y una columna que dice cómo corregirlos."""
    name = queries.get(act, import_id).filename.rpartition(".")[0] or "archivo"
    return exports.file(queries.errors_workbook(act, import_id), _XLSX, f"errores-{_ascii(name)}.xlsx")


def _ascii(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)[:60]


def _plan(act: Act, import_id: UUID, ask: PlanAsk) -> Plan:
    formats = queries.default_formats(act, import_id)
    told = ask.formats.model_dump(exclude_none=True) if ask.formats else {}
    return Plan(
        mapping={field: column for field, column in ask.mapping.items() if column},
        formats=Formats(**{**_fields(formats), **told}),
        mode=ask.mode,
        expected_total=ask.expected_total,
    )


def _fields(formats: Formats) -> dict[str, Any]:
    return {name: getattr(formats, name) for name in Formats.__dataclass_fields__}
