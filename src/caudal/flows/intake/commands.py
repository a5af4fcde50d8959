"""Taking a file in: open it, check it, let it enter whole, take it back whole."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caudal.business.receivables import commands as receivables
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of
from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun
from caudal.flows.intake import analysing, entering, judging, queries
from caudal.flows.intake.analysing import Analysis
from caudal.flows.intake.entering import Progress
from caudal.flows.intake.judging import Check, CurrencyTotal, totals_body
from caudal.flows.intake.rules.fields import fields
from caudal.flows.intake.rules.plans import Plan, plan_of
from caudal.flows.intake.rules.reading import read_file
from caudal.flows.intake.tables import Import
from caudal.kernel.problems import Invalid, NotFound, Problem

JOB = "import"
"""The kind of the run that lets a file enter; its arguments are ``{"import_id"}``."""
PHASES = 4


class FileHasErrors(Problem):
    type, title, status = "archivo-con-errores", "El archivo tiene errores y no entró nada", 422


class AlreadyImported(Problem):
    type, title, status = "importacion-terminada", "Esa importación ya terminó", 409


class CannotUndo(Problem):
    type, title, status = "importacion-no-reversible", "Esa importación no se puede deshacer", 409


@dataclass(frozen=True, slots=True)
class Opened:
    """A file kept, and what is proposed for it."""

    id: UUID
    folio: str
    analysis: Analysis

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"id": str(self.id), "folio": self.folio, "state": "uploaded", **self.analysis.body()}


@dataclass(frozen=True, slots=True)
class Result:
    """What entered. ``repeated``: it had entered before and nothing was done now."""

    rows: int
    clients_new: int
    clients_existing: int
    debts: int
    by_currency: tuple[CurrencyTotal, ...]
    repeated: bool = False

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "rows": self.rows,
            "clients_new": self.clients_new,
            "clients_existing": self.clients_existing,
            "debts": self.debts,
            "by_currency": totals_body(self.by_currency),
        }


@command
def open(act: Act, kind: str, filename: str, data: bytes, sheet: str | None = None) -> Opened:  # noqa: A001 - the verb
    """Keep a file as it came and propose what each column is.

    Args:
        act: its branch gives country and currency where the file doesn't.
        kind: ``debts`` or ``clients``.
        filename: as the person calls it.
        data: its bytes.
        sheet: of a workbook; the one that looks most like a table of ours when absent.

    Raises:
        Invalid: there is no such kind.
        UnreadableFile: it is empty, protected, too large, or not a table.
    """
    fields(kind)
    name = " ".join(filename.replace("\\", "/").rpartition("/")[2].split())[-200:] or "archivo"
    here = branch_of(act, act.place.branch_id)
    found = analysing.analyse(read_file(data, name, sheet), kind, here.country, here.currency)
    sha = hashlib.sha256(data).digest()
    again = queries.same_file(act, sha)
    if again is not None:
        found = replace(found, warnings=(again, *found.warnings), notes=(again.problem + ".", *found.notes))
    row = Import(
        branch_id=here.id, kind=kind, filename=name, sha=sha, data=data, rows=found.rows, analysis=found.body(),
        state="uploaded", created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return Opened(row.id, queries.folio_of(row.number), found)


@command
def check(act: Act, import_id: UUID, plan: Plan) -> Check:
    """Say what would happen: every defect with its row, column and remedy, and the totals. Nothing enters.

    Raises:
        NotFound: there is no such import within the branches of the act.
        AlreadyImported: it entered already.
        Invalid: a required column or a format is still to choose.
    """
    row = _open(act, import_id)
    judged = judging.judge(act, row, plan, _silent)
    row.plan, row.state = plan.body(), "checked"
    act.db.flush()
    return judging.summed(act, row, judged)


@command
def start(act: Act, import_id: UUID, plan: Plan) -> UUID:
    """Ask the worker to let a file enter; returns the run. Asking again while it waits gives the same one.

    Raises:
        NotFound: there is no such import within the branches of the act.
        AlreadyImported: it entered already.
        Invalid: the plan isn't one.
    """
    row = _open(act, import_id)
    plan_of(plan.body(), plan.formats)
    if row.state == "queued" and row.job_id is not None:
        before = runs.run(act.db, row.job_id)
        if before.state in ("queued", "running"):
            return before.id
    link = f"/importar/{import_id}"
    new = NewRun(
        JOB, {"import_id": str(import_id)}, act.actor.id, row.branch_id, PHASES, link, f"import:{import_id}"
    )
    job = runs.start(act.db, new, act.at)
    row.plan, row.state, row.job_id = plan.body(), "queued", job
    act.db.flush()
    return job


@command
def run(act: Act, import_id: UUID, plan: Plan | None = None, progress: Progress | None = None) -> Result:
    """Let a file enter: all of it or none. Run again after it entered, it only says what entered.

    Args:
        act: who it enters as; clients and debts without a branch of their own enter in the act's.
        import_id: the file.
        plan: how; the one of its last check when absent.
        progress: told phase, how many and of how many.

    Raises:
        FileHasErrors: there are defects; ``errors`` has the first ones and ``errors_total`` how many.
        NotFound: there is no such import within the branches of the act.
        AlreadyImported: it was undone.
        DuplicateDocument: somebody else wrote one of its clients in the meantime.
        PeriodClosed: a month was closed in the meantime.
    """
    told = progress or _silent
    row = _locked(act, import_id)
    if row.state == "done" and row.result is not None:
        return result_of(row.result)
    if row.state == "undone":
        raise AlreadyImported("Esa importación se deshizo; suba el archivo otra vez")
    plan = plan or queries.plan_kept(row)
    judged = judging.judge(act, row, plan, told)
    found = judging.summed(act, row, judged)
    if found.errors or not found.valid:
        raise _refusal(found)
    known = judged.resolved.known
    clients = entering.enter_people(act, judged.newcomers, known, row.id, told)
    if row.kind == "debts":
        entering.enter_debts(act, judged.checked, clients, (row.id, plan.mode), told)
    result = Result(found.rows, found.clients_new, found.clients_existing, found.debts, found.by_currency)
    row.plan, row.state, row.result = plan.body(), "done", result.body()
    row.done_at, row.done_by = act.at, act.actor.id
    act.db.flush()
    return result


@command
def undo(act: Act, import_id: UUID, reason: str = "") -> int:
    """Take a file back: every debt it left is cancelled with its entry reversed; returns how many.

    Its clients stay. ``reason`` is the act's own when absent.

    Raises:
        NotFound: there is no such import within the branches of the act.
        CannotUndo: it never entered, was undone already, or brought clients only.
        AlreadyPaid: one of its debts has payments: reverse those first.
        Invalid: no reason was given.
    """
    if reason.strip():
        act = replace(act, reason=reason.strip())
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    row = _locked(act, import_id)
    if row.state == "undone":
        raise CannotUndo("Ya se deshizo")
    if row.state != "done":
        raise CannotUndo("Todavía no ha entrado nada de ese archivo")
    if row.kind != "debts":
        raise CannotUndo("Trajo sólo clientes; si alguno sobra, suprímalo desde su ficha")
    undone = receivables.cancel_batch(act, row.id)
    row.state, row.undone_at, row.undone_by, row.undone_reason = "undone", act.at, act.actor.id, act.reason
    act.db.flush()
    return undone


def result_of(body: Mapping[str, Any]) -> Result:
    """The result kept with an import."""
    totals = tuple(queries.total_of(each) for each in body["by_currency"])
    return Result(
        body["rows"], body["clients_new"], body["clients_existing"], body["debts"], totals, repeated=True
    )


def _open(act: Act, import_id: UUID) -> Import:
    row = _locked(act, import_id)
    if row.state in ("done", "undone"):
        raise AlreadyImported("Para repetirla suba el archivo otra vez")
    return row


def _locked(act: Act, import_id: UUID) -> Import:
    row = act.db.scalars(select(Import).where(Import.id == import_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("La importación no existe o es de otra sucursal")
    return row


def _refusal(found: Check) -> FileHasErrors:
    if not found.errors:
        return FileHasErrors("No quedó ninguna fila por importar", errors=[], errors_total=0)
    first, many = found.errors[0], len(found.errors)
    where = f"fila {first.row}: " if first.row else ""
    more = "" if many == 1 else f" Y {many - 1} más; descargue el Excel de errores."
    body = found.body()
    return FileHasErrors(
        f"{where}{first.problem}. {first.remedy}.{more}".capitalize() if where else f"{first.problem}.{more}",
        errors=body["errors"][:50],
        errors_total=many,
    )


def _silent(_phase: str, _done: int, _of: int) -> None:
    """Nobody watches."""
