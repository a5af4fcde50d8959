"""What came in: the list of files, one of them, and the files that go back to the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.commons.jobs import runs
from caudal.flows.intake import analysing, judging, workbooks
from caudal.flows.intake.judging import CurrencyTotal
from caudal.flows.intake.rules.fields import KINDS
from caudal.flows.intake.rules.findings import Bad, Finding, about
from caudal.flows.intake.rules.formats import Formats
from caudal.flows.intake.rules.plans import MODES, Plan, plan_of
from caudal.flows.intake.tables import Import
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound

STATES = {
    "uploaded": "Sin terminar", "checked": "Revisado", "queued": "En cola", "running": "Importando",
    "done": "Importado", "failed": "No se importó", "undone": "Deshecho",
}  # fmt: skip

fields = analysing.fields_body
"""The fields of a kind, as JSON: key, label, required, help."""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """A file that came in. ``state`` also tells how its run goes: queued, running, failed."""

    id: UUID
    folio: str
    kind: str
    filename: str
    rows: int
    state: str
    branch_id: int
    branch: str
    created_at: datetime
    actor_id: int
    actor: str
    analysis: Mapping[str, Any]
    plan: Mapping[str, Any] | None
    result: Mapping[str, Any] | None
    job_id: UUID | None
    problem: Mapping[str, Any] | None
    finished_at: datetime | None
    undone: Mapping[str, Any] | None

    def body(self) -> dict[str, Any]:
        """As JSON."""
        plan = self.plan or {}
        return {
            **self.analysis,
            "id": str(self.id),
            "folio": self.folio,
            "kind": self.kind,
            "kind_label": KINDS[self.kind],
            "filename": self.filename,
            "rows": self.rows,
            "state": self.state,
            "state_label": STATES[self.state],
            "branch_id": self.branch_id,
            "branch": self.branch,
            "created_at": self.created_at.isoformat(),
            "actor": {"id": self.actor_id, "name": self.actor},
            "mapping": plan.get("mapping"),
            "formats": plan.get("formats") or self.analysis["formats"],
            "mode": plan.get("mode"),
            "mode_label": MODES.get(plan.get("mode") or ""),
            "expected_total": plan.get("expected_total"),
            "result": dict(self.result) if self.result else None,
            "job_id": str(self.job_id) if self.job_id else None,
            "problem": dict(self.problem) if self.problem else None,
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "undone": dict(self.undone) if self.undone else None,
            "can_undo": self.state == "done" and self.kind == "debts",
        }


def imports(act: Act, limit: int = 50, after: str | None = None) -> Page[ImportRecord]:
    """Files that came in, the newest first."""
    cursor = pages.decode(after, int)
    asked = select(Import).order_by(Import.number.desc()).limit(limit + 1)
    if cursor:
        asked = asked.where(Import.number < cursor[0])
    rows = list(act.db.scalars(asked))
    names = _names(act, rows)
    found = [_record(act, row, names) for row in rows]
    return pages.page(found, limit, lambda one: [int(one.folio.rpartition("-")[2])])


def get(act: Act, import_id: UUID) -> ImportRecord:
    """One file that came in.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = _row(act, import_id)
    return _record(act, row, _names(act, [row]))


def errors_workbook(act: Act, import_id: UUID) -> bytes:
    """The person's own file as a workbook, each cell in error marked and a column that says how to mend it.

    Raises:
        NotFound: there is none within the branches of the act.
        Invalid: it was never checked.
    """
    row = _row(act, import_id)
    judged = judging.judge(act, row, plan_kept(row), lambda _phase, _done, _of: None)
    return workbooks.errors(judged.sheet, judged.checked.errors, judged.checked.warnings)


def template(kind: str) -> bytes:
    """A workbook to fill in: the titles, some rows of example and what goes in each column.

    Raises:
        Invalid: there is no such kind.
    """
    return workbooks.template(kind)


def default_formats(act: Act, import_id: UUID) -> Formats:
    """The formats proposed for a file: what a plan leaves unsaid.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    return _proposed(_row(act, import_id))


def plan_kept(row: Import) -> Plan:
    """How a file was last asked to enter.

    Raises:
        Invalid: nobody has said it yet.
    """
    if row.plan is None:
        raise Invalid("Primero diga qué columna es cada dato y revise el archivo")
    return plan_of(row.plan, _proposed(row))


def same_file(act: Act, sha: bytes) -> Finding | None:
    """Whether the very same file entered before."""
    row = act.db.scalars(
        select(Import)
        .where(Import.sha == sha, Import.state == "done")
        .order_by(Import.number.desc())
        .limit(1)
    ).first()
    if row is None or row.done_at is None:
        return None
    bad = Bad(
        "archivo-ya-importado",
        f"Este archivo ya se cargó el {row.done_at:%d/%m/%Y} ({folio_of(row.number)})",
        "Si fue un error, deshaga aquella importación antes de repetirla",
    )
    return about(bad, None, None, None)


def folio_of(number: int) -> str:
    """The short name of an import."""
    return ids.folio("IMP", number)


def total_of(body: Mapping[str, Any]) -> CurrencyTotal:
    """A total kept as JSON."""
    code = body["currency"]
    amounts = (Money.parse(body[key]["amount"], code) for key in ("amount", "overdue"))
    return CurrencyTotal(code, body["debts"], *amounts)


def _proposed(row: Import) -> Formats:
    return Formats(**row.analysis["formats"])


def _row(act: Act, import_id: UUID) -> Import:
    row = act.db.get(Import, import_id, populate_existing=True)
    if row is None:
        raise NotFound("La importación no existe o es de otra sucursal")
    return row


def _names(act: Act, rows: list[Import]) -> dict[int, str]:
    people = {who for row in rows for who in (row.created_by, row.undone_by) if who is not None}
    found = act.db.execute(text("select id, name from users where id = any(:ids)"), {"ids": list(people)})
    return {row.id: row.name for row in found}


def _record(act: Act, row: Import, names: Mapping[int, str]) -> ImportRecord:
    state, problem, finished = row.state, None, row.done_at
    if state == "queued" and row.job_id is not None:
        job = runs.run(act.db, row.job_id)
        state = job.state if job.state in ("queued", "running", "failed") else "queued"
        problem, finished = job.problem, job.finished_at
    where = branches(act).get(row.branch_id) or branch_of(act, row.branch_id)
    undone = (
        {
            "at": row.undone_at.isoformat(),
            "by": names.get(row.undone_by or 0, ""),
            "reason": row.undone_reason,
        }
        if row.undone_at
        else None
    )
    return ImportRecord(
        row.id, folio_of(row.number), row.kind, row.filename, row.rows, state, row.branch_id, where.name,
        row.created_at, row.created_by, names.get(row.created_by, ""), row.analysis, row.plan, row.result,
        row.job_id, problem, finished, undone,
    )  # fmt: skip
