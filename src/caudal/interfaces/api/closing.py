"""Entries by hand, and the close of months and years, over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from caudal.business.accounting import commands, queries
from caudal.business.accounting.commands import AskReopening, NewAccount, NewManual
from caudal.business.accounting.queries import ManualRecord, ReopeningRecord, YearRecord
from caudal.business.accounting.rules.hands import ManualLine, one_side
from caudal.business.approvals.rules.kinds import STATES
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import because
from caudal.flows import closing as flow
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import (
    After,
    Ask,
    BranchFilter,
    BranchId,
    Limit,
    Listed,
    MoneyIn,
    MoneyOut,
    Out,
    listed,
)
from caudal.ledger import queries as books

router = APIRouter(tags=["accounting"])
Year = Annotated[int, Path(ge=1990, le=2999)]
Month = Annotated[int, Path(ge=199001, le=299912, description="Mes, AAAAMM.")]
_LABELS = {state.value: label for state, label in STATES.items()} | {
    "posted": "Registrado",
    "done": "Reabierto",
}


class LineAsk(Ask):
    """A line: one of `debit` and `credit`, more than zero."""

    account: str = Field(min_length=1, max_length=40, description="Código de la cuenta.")
    debit: MoneyIn | None = None
    credit: MoneyIn | None = None


class ManualAsk(Ask):
    """An entry by hand; the reason says why it is needed."""

    on: date
    memo: str = Field(min_length=3, max_length=200)
    reason: str = Field(min_length=3, max_length=300)
    lines: list[LineAsk] = Field(min_length=2, max_length=200)
    branch_id: BranchId | None = None


class AccountAsk(Ask):
    """An account of the house's own under another one."""

    under: str = Field(min_length=1, max_length=40)
    suffix: str = Field(min_length=1, max_length=8)
    name: str = Field(min_length=3, max_length=80)
    currency: str = Field(pattern="^[A-Z]{3}$")


class WhyAsk(Ask):
    reason: str = Field(min_length=3, max_length=300)


class PlainAsk(Ask):
    reason: str = Field("", max_length=300)


class ManualLineOut(Out):
    account: str
    name: str
    debit: MoneyOut | None
    credit: MoneyOut | None


class ManualOut(Out):
    id: UUID
    folio: str
    branch_id: int
    branch: str
    on: date
    amount: MoneyOut
    memo: str
    reason: str
    state: str
    state_label: str
    request_id: UUID | None
    entry_id: int | None
    asked_at: datetime
    asked_by: str
    decided_by: str | None
    decision_reason: str
    lines: list[ManualLineOut]


class OpenedOut(Out):
    id: int
    code: str
    name: str


class ItemOut(Out):
    key: str
    label: str
    state: str
    count: int
    detail: str
    link: str


class MonthOut(Out):
    ym: int
    status: str
    over: bool


class ReopeningOut(Out):
    id: UUID
    folio: str
    year: int
    month: int | None
    reason: str
    state: str
    state_label: str
    asked_at: datetime
    asked_by: str


class PeriodsOut(Out):
    year: int
    months: list[MonthOut]
    year_closed: bool
    year_over: bool
    entries: list[int]
    reopenings: list[ReopeningOut]


class AccountOption(Out):
    code: str
    name: str
    kind: str
    opened: bool


@router.get("/manual-entries", operation_id="manual_entries.list")
@door("books.read")
def manuals(
    act: Act, branch_id: BranchFilter = None, limit: Limit = 50, after: After = None
) -> Listed[ManualOut]:
    """Los asientos propuestos a mano, el último primero, y dónde está cada uno."""
    page = queries.manuals(act, branch_id=branch_id, limit=limit, after=after)
    return listed(page, _manuals(act, page.items))


@router.get("/manual-entries/accounts", operation_id="manual_entries.accounts")
@door("books.read")
def options(act: Act, currency: Annotated[str, Query(pattern="^[A-Z]{3}$")]) -> Listed[AccountOption]:
    """Las cuentas que un asiento a mano puede mover: las del catálogo y las propias, menos las de control."""
    rows = [
        AccountOption.model_construct(code=c, name=n, kind=k, opened=o)
        for c, n, k, o in queries.writable(act, currency)
    ]
    return Listed[AccountOption].model_construct(items=rows, next=None)


@router.get("/manual-entries/{manual_id}", operation_id="manual_entries.read")
@door("books.read")
def manual(act: Act, manual_id: UUID) -> ManualOut:
    """Un asiento propuesto a mano."""
    return _manuals(act, [queries.manual(act, manual_id)])[0]


@router.post("/manual-entries", status_code=201, operation_id="manual_entries.propose")
@door("books.write")
def propose(act: Act, ask: ManualAsk) -> ManualOut:
    """Propone un asiento; otra persona lo autoriza y entonces queda en los libros."""
    lines = [ManualLine(x.account, one_side(x.debit, x.credit, n)) for n, x in enumerate(ask.lines)]
    made = commands.propose(because(act, ask.reason), NewManual(ask.on, ask.memo, lines, ask.branch_id))
    return _manuals(act, [made])[0]


@router.post("/accounts", status_code=201, operation_id="accounts.open")
@door("books.write")
def open_account(act: Act, ask: AccountAsk) -> OpenedOut:
    """Abre una cuenta propia bajo una del catálogo."""
    opened = commands.open_account(act, NewAccount(ask.under, ask.suffix, ask.name, ask.currency))
    found = next(a for a in books.ledgers(act) if a.id == opened)
    return OpenedOut(id=found.id, code=found.code, name=found.name)


@router.get("/books/years/{year}", operation_id="closing.year")
@door("books.read")
def year_of(act: Act, year: Year) -> PeriodsOut:
    """Los meses de un año, cuáles están cerrados y lo que se pidió reabrir."""
    return _year(act, year)


@router.get("/books/months/{ym}/checklist", operation_id="closing.checklist")
@door("books.read")
def checklist(act: Act, ym: Month) -> Listed[ItemOut]:
    """Lo que hay que ver antes de cerrar un mes."""
    return Listed[ItemOut].model_construct(items=list(flow.checklist(act, ym)), next=None)


@router.post("/books/months/{ym}/close", operation_id="closing.close_month")
@door("books.close")
def close_month(act: Act, ym: Month, ask: PlainAsk) -> Listed[ItemOut]:
    """Cierra un mes: nadie vuelve a escribir en él. Con días de banco sin conciliar, el motivo es obligatorio."""
    items = flow.close_month(act, ym, ask.reason)
    return Listed[ItemOut].model_construct(items=list(items), next=None)


@router.post("/books/years/{year}/close", operation_id="closing.close_year")
@door("books.close")
def close_year(act: Act, year: Year, ask: PlainAsk) -> PeriodsOut:
    """Cierra un año, y diciembre con su lista: un asiento por sucursal lleva su resultado a utilidades anteriores."""
    flow.close_year(act, year, ask.reason)
    return _year(act, year)


@router.post("/books/months/{ym}/reopening", status_code=201, operation_id="closing.ask_month")
@door("books.close")
def ask_month(act: Act, ym: Month, ask: WhyAsk) -> ReopeningOut:
    """Pide abrir otra vez un mes, solo para ajustes; otra persona lo autoriza."""
    made = commands.ask_reopening(because(act, ask.reason), AskReopening(ym // 100, ym % 100))
    return _reopenings(act, [made])[0]


@router.post("/books/years/{year}/reopening", status_code=201, operation_id="closing.ask_year")
@door("books.close")
def ask_year(act: Act, year: Year, ask: WhyAsk) -> ReopeningOut:
    """Pide abrir otra vez un año: al autorizarse se reversan sus asientos de cierre."""
    made = commands.ask_reopening(because(act, ask.reason), AskReopening(year))
    return _reopenings(act, [made])[0]


def _manuals(act: Act, found: Sequence[ManualRecord]) -> list[ManualOut]:
    people = access.names(act, {p for m in found for p in (m.asked_by, m.decided_by) if p is not None})
    names = {(a.code, a.currency): a.name for a in books.ledgers(act)}
    places = branches(act)
    return [
        ManualOut.model_construct(
            id=m.id, folio=m.folio, branch_id=m.branch_id, branch=places[m.branch_id].name, on=m.on, amount=m.amount,
            memo=m.memo, reason=m.reason, state=m.state, state_label=_LABELS.get(m.state, m.state),
            request_id=m.request_id, entry_id=m.entry_id, asked_at=m.asked_at, asked_by=people.get(m.asked_by, ""),
            decided_by=people.get(m.decided_by) if m.decided_by is not None else None,
            decision_reason=m.decision_reason,
            lines=[
                ManualLineOut.model_construct(
                    account=x.account, name=names.get((x.account, x.amount.currency), ""),
                    debit=x.amount if x.amount.is_positive else None,
                    credit=None if x.amount.is_positive else -x.amount,
                )
                for x in m.lines
            ],
        )
        for m in found
    ]  # fmt: skip


def _year(act: Act, year: int) -> PeriodsOut:
    closed: YearRecord | None = next(
        (y for y in queries.years(act) if y.year == year and y.reopened_at is None), None
    )
    today = act.business_date
    return PeriodsOut.model_construct(
        year=year,
        months=[
            MonthOut.model_construct(ym=ym, status=status, over=ym < today.year * 100 + today.month)
            for ym, status in flow.months_of(act, year)
        ],
        year_closed=closed is not None, year_over=year < today.year, entries=list(closed.entries) if closed else [],
        reopenings=_reopenings(act, queries.reopenings(act, year)),
    )  # fmt: skip


def _reopenings(act: Act, found: Sequence[ReopeningRecord]) -> list[ReopeningOut]:
    people = access.names(act, {one.asked_by for one in found})
    return [
        ReopeningOut.model_construct(
            id=one.id, folio=one.folio, year=one.year, month=one.month, reason=one.reason, state=one.state,
            state_label=_LABELS.get(one.state, one.state), asked_at=one.asked_at, asked_by=people.get(one.asked_by, ""),
        )
        for one in found
    ]  # fmt: skip
