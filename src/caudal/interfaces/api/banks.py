"""Bank accounts, their movements in the books and the statements that come from the bank."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Path, Query, UploadFile

from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.reconciliation import commands as reconciliation
from caudal.business.reconciliation import queries
from caudal.business.treasury import commands
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.commands import ChangeAccount, OpenAccount, Transfer
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.flows import bank_transfers
from caudal.flows.statements import taking
from caudal.flows.statements.readers.sheets import Layout
from caudal.flows.statements.taking import Plan, Preview
from caudal.interfaces.api.bank_shapes import (
    AccountAsk,
    AccountChange,
    AccountOut,
    EnteredOut,
    LinesAsked,
    MatchedOut,
    MovementOut,
    PreviewOut,
    StatementAsk,
    StatementOut,
    TransferAsk,
    TransferOut,
)
from caudal.interfaces.api.bank_shown import (
    accounts_out,
    movement_out,
    statements_out,
    transfers_out,
    which_of,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import After, BranchFilter, Limit, Listed, Reason

router = APIRouter(tags=["banks"])
AccountId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/bank-accounts", operation_id="banks.list")
@door("banks.read")
def list_accounts(act: Act, branch_id: BranchFilter = None) -> Listed[AccountOut]:
    """Cuentas bancarias con su saldo según los libros, lo último que dijo el banco y lo que falta explicar."""
    return Listed[AccountOut].model_construct(
        items=accounts_out(act, treasury.accounts(act, branch_id)), next=None
    )


@router.post("/bank-accounts", status_code=201, operation_id="banks.open")
@door("banks.write")
def open_account(act: Act, ask: AccountAsk) -> AccountOut:
    """Registra una cuenta bancaria de una sucursal o de la empresa. Una CLABE se comprueba con su dígito."""
    new = OpenAccount(
        ask.name, ask.bank, ask.number_kind, ask.number, ask.currency, ask.branch_id, ask.floor, ask.threshold,
        ask.account_id, ask.main, ask.shared,
    )  # fmt: skip
    return accounts_out(act, [commands.open_account(act, new)])[0]


@router.patch("/bank-accounts/{account_id}", operation_id="banks.change")
@door("banks.write")
def change_account(act: Act, account_id: AccountId, ask: AccountChange) -> AccountOut:
    """Corrige el nombre, el banco o el saldo mínimo de una cuenta, o recibe en ella las transferencias."""
    asked = ChangeAccount(account_id, ask.name, ask.bank, ask.threshold, ask.main)
    return accounts_out(act, [commands.change_account(act, asked)])[0]


@router.get("/bank-accounts/{account_id}/movements", operation_id="banks.movements")
@door("banks.read")
def movements(act: Act, account_id: AccountId, which: Annotated[LinesAsked, Query()]) -> Listed[MovementOut]:
    """Lo que los libros dicen que se movió en la cuenta; con `open`, lo que falta ver en el banco."""
    asked = which_of(which.model_copy(update={"account_id": account_id}))
    page = queries.movements(act, asked, limit=which.limit, after=which.after)
    return Listed[MovementOut].model_construct(items=[movement_out(m) for m in page.items], next=page.next)


@router.get("/bank-statements", operation_id="banks.statements")
@door("banks.read")
def list_statements(
    act: Act,
    account_id: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[StatementOut]:
    """Los extractos que han entrado, el último primero."""
    page = queries.statements(act, account_id, limit=limit, after=after)
    return Listed[StatementOut].model_construct(items=statements_out(act, page.items), next=page.next)


@router.post("/bank-statements", status_code=201, operation_id="banks.read_statement")
@door("banks.reconcile", key="none")
def read_statement(
    act: Act,
    file: Annotated[UploadFile, File()],
    account_id: Annotated[int, Form(ge=1, lt=2**31)],
    sheet: Annotated[str | None, Form(max_length=100)] = None,
) -> PreviewOut:
    """Recibe un extracto (CSV, Excel, OFX, MT940 o camt.053) y dice qué pasaría. Nada entra todavía."""
    name = file.filename or "extracto"
    return _preview(act, taking.open(act, account_id, name, file.file.read(), sheet or None))


@router.get("/bank-statements/{statement_id}", operation_id="banks.statement")
@door("banks.read")
def statement(act: Act, statement_id: UUID) -> StatementOut:
    """Un extracto: sus saldos, cuántas líneas trajo, cuántas ya estaban y qué quedó fuera."""
    return statements_out(act, [queries.statement(act, statement_id)])[0]


@router.post("/bank-statements/{statement_id}/check", operation_id="banks.check_statement")
@door("banks.reconcile", key="none")
def check(act: Act, statement_id: UUID, ask: StatementAsk) -> PreviewOut:
    """Dice qué pasaría con esas columnas: líneas nuevas y repetidas, saldos, y cada renglón ilegible con su razón."""
    return _preview(act, taking.preview(act, statement_id, _plan(ask)))


@router.post("/bank-statements/{statement_id}/entry", status_code=201, operation_id="banks.enter_statement")
@door("banks.reconcile")
def enter(act: Act, statement_id: UUID, ask: StatementAsk) -> EnteredOut:
    """Hace entrar el extracto, entero: sus líneas nuevas se emparejan solas donde no hay duda."""
    done = taking.enter(act, statement_id, _plan(ask))
    matched = MatchedOut.model_construct(
        by_pass=done.matched.by_pass, total=done.matched.total, suggestions=done.matched.suggestions
    )
    return EnteredOut.model_construct(statement=statements_out(act, [done.statement])[0], matched=matched)


@router.post("/bank-statements/{statement_id}/withdrawal", operation_id="banks.withdraw_statement")
@door("banks.reconcile")
def withdraw(act: Act, statement_id: UUID, ask: Reason) -> StatementOut:
    """Retira un extracto mientras nada explique sus líneas; queda a la vista."""
    return statements_out(act, [reconciliation.withdraw(because(act, ask.reason), statement_id)])[0]


@router.get("/bank-transfers", operation_id="banks.transfers")
@door("banks.read")
def list_transfers(
    act: Act, branch_id: BranchFilter = None, limit: Limit = 50, after: After = None
) -> Listed[TransferOut]:
    """Traspasos entre cuentas: los pedidos, autorizados y ejecutados, el último primero."""
    which = hands.Which(kinds=(Kind.BANK_TRANSFER,), branch_id=branch_id)
    page = hands.requests(act, which, limit, after)
    return Listed[TransferOut].model_construct(items=transfers_out(act, page.items), next=page.next)


@router.post("/bank-transfers", status_code=201, operation_id="banks.ask_transfer")
@door("banks.transfer", key="required")
def ask_transfer(act: Act, ask: TransferAsk) -> TransferOut:
    """Pide un traspaso entre cuentas; otra persona lo autoriza y otra más lo ejecuta. Exige Idempotency-Key."""
    act = because(act, ask.reason) if ask.reason else act
    wanted = Transfer(ask.from_account_id, ask.to_account_id, ask.amount, ask.concept, ask.reference)
    return transfers_out(act, [bank_transfers.ask_transfer(act, wanted)])[0]


@router.post("/bank-transfers/{request_id}/execution", status_code=201, operation_id="banks.execute_transfer")
@door("banks.transfer", key="required")
def execute_transfer(act: Act, request_id: UUID) -> TransferOut:
    """Ejecuta un traspaso ya autorizado: quien lo pidió y quien lo autorizó no pueden. Exige Idempotency-Key."""
    return transfers_out(act, [bank_transfers.execute_transfer(act, request_id)])[0]


def _plan(ask: StatementAsk) -> Plan:
    layout = None if ask.columns is None else Layout(ask.columns, ask.decimal, ask.dates)
    return Plan(layout, ask.opening, ask.closing, ask.leave_out)


def _preview(act: Act, found: Preview) -> PreviewOut:
    return PreviewOut.model_construct(
        statement=statements_out(act, [found.record])[0], analysis=found.record.analysis,
        layout=found.layout.body() if found.layout else None, summary=found.summary,
    )  # fmt: skip
