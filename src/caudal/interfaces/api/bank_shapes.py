"""What is asked and answered about bank accounts, statements, lines and days."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from caudal.business.reconciliation.rules.days import DayState
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.interfaces.api.receivables import ClientRef
from caudal.interfaces.api.shapes import Ask, BranchId, MoneyIn, MoneyOut, Out, Reading, Since, Until

BoxNumber = Annotated[int, Field(ge=1, lt=2**31)]
LineNumber = Annotated[int, Field(ge=1, lt=2**63)]
Outcome = Literal["fee", "fee_tax", "interest", "unidentified"]


class AccountAsk(Ask):
    """Una cuenta bancaria. `account_id`: la que la sucursal ya usa y todavía no tiene banco ni número."""

    name: str = Field(min_length=3, max_length=60)
    bank: str = Field("", max_length=60)
    number_kind: NumberKind
    number: str = Field(min_length=4, max_length=40)
    currency: str = Field(min_length=3, max_length=3)
    branch_id: BranchId | None = None
    floor: MoneyIn | None = None
    threshold: MoneyIn | None = None
    account_id: BoxNumber | None = None
    main: bool = False
    shared: bool = False


class AccountChange(Ask):
    """Lo que se corrige de una cuenta; lo que no viene queda igual."""

    name: str | None = Field(None, min_length=3, max_length=60)
    bank: str | None = Field(None, min_length=2, max_length=60)
    threshold: MoneyIn | None = None
    main: bool = False


class LastStatement(Out):
    """Lo último que dijo el banco."""

    until: date | None
    closing: MoneyOut | None


class AccountOut(Out):
    """`number`: los últimos cuatro. `balance`: según los libros; sin él, donde la cuenta es de otra sucursal."""

    id: int
    name: str
    bank: str
    number: str
    number_kind: str
    currency: str
    branch_id: int
    branch: str
    main: bool
    shared: bool
    balance: MoneyOut | None
    floor: MoneyOut
    threshold: MoneyOut
    low: bool
    described: bool
    last_statement: LastStatement | None
    lines: int
    explained: int
    left: MoneyOut
    to_see: int


class StatementAsk(Ask):
    """Qué es cada columna, cómo escribe el archivo, y qué se decide de lo ilegible."""

    columns: dict[str, Annotated[str, Field(max_length=100)]] | None = Field(None, max_length=20)
    decimal: Literal[".", ","] = "."
    dates: Literal["dmy", "mdy", "ymd"] = "dmy"
    opening: MoneyIn | None = None
    closing: MoneyIn | None = None
    leave_out: bool = False


class StatementOut(Out):
    id: UUID
    folio: str
    account_id: int
    account: str
    currency: str
    format: str
    filename: str
    state: Literal["read", "entered", "withdrawn"]
    since: date | None
    until: date | None
    opening: MoneyOut | None
    closing: MoneyOut | None
    total: MoneyOut | None
    gap: MoneyOut | None
    uneven: MoneyOut
    lines: int
    repeated: int
    broken: list[dict[str, Any]]
    created_at: datetime
    created_by: str
    withdrawn_reason: str | None


class PreviewOut(Out):
    """Lo que pasaría si entrara así. `analysis`: columnas, con lo que parecen ser."""

    statement: StatementOut
    analysis: dict[str, Any]
    layout: dict[str, Any] | None
    summary: dict[str, Any] | None


class MatchedOut(Out):
    """Lo que se emparejó solo, por paso, y cuántas propuestas esperan a una persona."""

    by_pass: dict[str, int]
    total: int
    suggestions: int


class EnteredOut(Out):
    statement: StatementOut
    matched: MatchedOut


class LinesAsked(Reading):
    """Qué líneas o movimientos."""

    account_id: BoxNumber | None = None
    open: bool | None = Field(None, description="Solo lo que falta explicar (true) o lo explicado (false).")
    since: Since = None
    until: Until = None
    q: str = Field("", max_length=100, description="Texto que buscar.")


class LineOut(Out):
    id: int
    account_id: int
    statement_id: UUID
    on: date
    text: str
    reference: str | None
    payer: str | None
    amount: MoneyOut
    open: MoneyOut
    nature: str
    match_id: UUID | None
    how: str | None
    why: str | None
    made: str | None
    suggestions: int
    owner: str | None


class MovementOut(Out):
    entry_id: int
    entry_line: int
    account_id: int
    on: date
    kind: str
    memo: str | None
    reference: str | None
    client: ClientRef | None
    amount: MoneyOut
    open: MoneyOut
    paired_with: int | None
    link: str


class SuggestionOut(Out):
    """Una propuesta: lo que podría ser, qué tan seguro (0–100) y por qué."""

    id: int
    how: str
    score: int
    reason: str
    outcome: str | None
    outcome_label: str | None
    client: ClientRef | None
    lines: list[int]
    movements: list[MovementOut]


class MovementRef(Ask):
    entry_id: int = Field(ge=1, lt=2**63)
    entry_line: int = Field(ge=1, le=1000)


class MatchAsk(Ask):
    """Una propuesta, o qué líneas son qué movimientos. `partly`: hasta donde alcance el lado menor."""

    suggestion_id: LineNumber | None = None
    account_id: BoxNumber | None = None
    lines: list[LineNumber] = Field(default_factory=list[int], max_length=200)
    movements: list[MovementRef] = Field(default_factory=list[MovementRef], max_length=200)
    partly: bool = False
    reason: str = Field("", max_length=300)


class RunAsk(Ask):
    account_id: BoxNumber


class EntryAsk(Ask):
    """Qué es la línea: comisión, su impuesto, interés, o un depósito que nadie ha reclamado."""

    outcome: Outcome


class ClaimAsk(Ask):
    """De quién es el depósito, y a qué deudas va; a las más viejas si no se dice."""

    client_id: UUID
    apply_to: list[UUID] | None = Field(None, max_length=100)


class OwnerAsk(Ask):
    """Quién responde, y qué se está haciendo. Una línea, o un movimiento."""

    user_id: int = Field(ge=1, lt=2**31)
    line_id: LineNumber | None = None
    movement: MovementRef | None = None
    note: str = Field("", max_length=200)


class MatchPartOut(Out):
    line_id: int
    entry_id: int
    entry_line: int
    amount: MoneyOut


class MatchOut(Out):
    id: UUID
    account_id: int
    how: str
    how_label: str
    automatic: bool
    score: int
    reason: str
    made: str | None
    made_entry_id: int | None
    payment_id: UUID | None
    at: datetime
    by: str
    undone_at: datetime | None
    undone_reason: str | None
    parts: list[MatchPartOut]


class RuleNew(Ask):
    """Lo que un texto del banco siempre es. Un pagador conocido dice su cliente."""

    needle: str = Field(min_length=3, max_length=60)
    outcome: Literal["fee", "fee_tax", "interest", "payer"]
    account_id: BoxNumber | None = None
    branch_id: BranchId | None = None
    client_id: UUID | None = None


class BankRuleOut(Out):
    """Una regla. Sin cuenta: vale en todas las de su sucursal."""

    id: int
    branch_id: int
    branch: str
    account_id: int | None
    account: str | None
    needle: str
    outcome: str
    outcome_label: str
    client: ClientRef | None
    created_by: str
    created_at: datetime


class DaysAsked(Reading):
    """Qué días."""

    open: bool = Field(
        False,
        description="Solo lo que falta conciliar, a como está ahora, comparado o no; este mes si no se dicen fechas.",
    )
    since: Since = None
    until: Until = None


class DayOut(Out):
    """Un día contra el banco. `difference`: ingresos del banco menos los de los libros. `version` 0: sin comparar."""

    branch_id: int
    branch: str
    business_date: date
    currency: str
    version: int
    state: DayState
    state_label: str
    system: MoneyOut
    bank: MoneyOut
    difference: MoneyOut
    system_out: MoneyOut
    bank_out: MoneyOut
    unmatched_bank: int
    unmatched_books: int
    uneven: int
    timing: int
    unexplained: MoneyOut
    items: dict[str, Any]
    at: datetime | None
    by: str


class DayAsk(Ask):
    business_date: date
    branch_id: BranchId | None = None


class ProgressOut(Out):
    """Cuánto va: «187/200 · $ 1,240.00 por explicar»."""

    account_id: int
    lines: int
    explained: int
    left: MoneyOut
    movements: int
    seen: int


class DifferenceOut(Out):
    """Algo que nada explica. `age`: días que lleva así."""

    account_id: int
    account: str
    branch: str
    line_id: int | None
    entry_id: int | None
    entry_line: int | None
    on: date
    text: str
    amount: MoneyOut
    open: MoneyOut
    owner: str
    owner_id: int
    note: str | None
    age: int


class TransferAsk(Ask):
    """Dinero de una cuenta bancaria a otra, de la misma sucursal o de otra."""

    from_account_id: BoxNumber
    to_account_id: BoxNumber
    amount: MoneyIn
    concept: str = Field(min_length=3, max_length=120)
    reference: str = Field("", max_length=60)
    reason: str = Field("", max_length=300)


class TransferOut(Out):
    """Un traspaso: quién lo pidió, quién lo autorizó y quién lo ejecutó."""

    id: UUID
    request_id: UUID
    folio: str
    summary: str
    branch_id: int
    from_account_id: int
    to_account_id: int
    amount: MoneyOut
    concept: str
    reference: str
    state: str
    state_label: str
    asked_by: str
    asked_at: datetime
    authorised_by: str | None
    executed_by: str | None
    executed_at: datetime | None
