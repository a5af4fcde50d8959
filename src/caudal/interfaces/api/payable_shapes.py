"""What is asked and answered about what is owed to suppliers and how it is paid."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from caudal.business.payables.rules.matching import TaxKind
from caudal.business.payables.rules.states import View
from caudal.interfaces.api.payments import EntryLineOut
from caudal.interfaces.api.receivables import EventOut
from caudal.interfaces.api.shapes import Ask, BranchId, MoneyIn, MoneyOut, Out, Reading
from caudal.interfaces.api.supplier_shapes import AccountOut, SupplierRef


class TaxAsk(Ask):
    """Un impuesto que se suma (`tax`), o uno que se le retiene (`withholding`), como lo escribe la factura."""

    kind: TaxKind
    label: str = Field(min_length=1, max_length=60)
    amount: MoneyIn


class InvoiceAsk(Ask):
    """La factura como la manda el proveedor. Si ya había otra, la reemplaza y la otra queda en la historia."""

    number: str = Field(min_length=1, max_length=60)
    issued_on: date
    subtotal: MoneyIn
    taxes: list[TaxAsk] = Field(default_factory=list[TaxAsk], max_length=10)
    fiscal_uuid: UUID | None = None


class PayableAsk(Ask):
    """Un servicio prestado: al precio de su contrato ese día, o a lo convenido (`agreed`) donde no hay contrato."""

    supplier_id: UUID
    service: str = Field(min_length=2, max_length=200)
    served_on: date
    contract_id: UUID | None = None
    quantity: int = Field(1, ge=1, le=100_000)
    agreed: MoneyIn | None = None
    costs: bool = True
    branch_id: BranchId | None = None
    booked_on: date | None = None
    invoice: InvoiceAsk | None = None


class AdvanceAsk(Ask):
    """Un anticipo que pide un proveedor."""

    supplier_id: UUID
    amount: MoneyIn
    concept: str = Field(min_length=2, max_length=180)
    branch_id: BranchId | None = None


class RequestAsk(Ask):
    """Cuánto se pide pagar; todo lo que se debe si no se dice."""

    amount: MoneyIn | None = None


class ScheduleAsk(Ask):
    """Otro día para pagar, y por qué."""

    on: date
    reason: str = Field(min_length=3, max_length=300)


class CreditAsk(Ask):
    """Una nota de crédito del proveedor. `tax`: la parte que es impuesto."""

    number: str = Field(min_length=1, max_length=60)
    amount: MoneyIn
    tax: MoneyIn | None = None
    fiscal_uuid: UUID | None = None


class UseAdvanceAsk(Ask):
    """Qué anticipo se aplica; lo que alcance si no se dice cuánto."""

    advance_id: UUID
    amount: MoneyIn | None = None


class BatchAsk(Ask):
    """Qué se paga junto, desde qué cuenta bancaria. `pay_on`: hoy si no se dice."""

    till_id: int = Field(ge=1, lt=2**31)
    payables: list[UUID] = Field(min_length=1, max_length=500)
    pay_on: date | None = None


class FileAsk(Ask):
    """En qué formato va el archivo al banco."""

    layout: Literal["csv", "xlsx"] = "csv"


class ReferenceAsk(Ask):
    """La clave de rastreo que dio el banco."""

    reference: str = Field(min_length=1, max_length=60)


class PayablesAsked(Reading):
    """Qué cuentas por pagar. `view`: por autorizar, pagar hoy, programadas, rechazadas…"""

    view: View = View.ALL
    q: str = Field("", max_length=100)
    state: str | None = Field(None, max_length=200, description="Uno o varios, separados por comas.")
    supplier_id: UUID | None = None
    contract_id: UUID | None = None
    kind: Literal["service", "advance"] | None = None
    currency: str | None = Field(None, max_length=3)
    due_from: date | None = None
    due_to: date | None = None
    bucket: str | None = Field(None, max_length=10)
    open: bool = False


class PayablesPrinted(PayablesAsked):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


class BatchesAsked(Reading):
    """Qué lotes."""

    state: Literal["draft", "executed", "cancelled"] | None = None


class ContractRef(Out):
    id: UUID
    folio: str
    title: str


class PayableOut(Out):
    """Una cuenta por pagar. `own_authorised`: la autorizó quien pregunta, así que no la puede pagar."""

    id: UUID
    folio: str
    branch_id: int
    branch: str
    supplier: SupplierRef
    kind: str
    service: str
    quantity: int
    served_on: date
    contract: ContractRef | None
    invoice_number: str | None
    invoiced: MoneyOut | None
    contracted: MoneyOut
    difference: MoneyOut | None
    banner: str
    amount: MoneyOut
    paid: MoneyOut
    balance: MoneyOut
    asking: MoneyOut | None
    due_on: date
    days_past_due: int
    bucket: str
    state: str
    state_label: str
    request_id: UUID | None
    authorised_on: date | None
    authorised_by: str | None
    own_authorised: bool
    scheduled_on: date | None
    paid_on: date | None
    created_at: datetime


class TaxOut(Out):
    kind: str
    label: str
    amount: MoneyOut


class InvoiceOut(Out):
    """Una factura como llegó. `compared`: lo que se compara con el contrato."""

    id: UUID
    number: str
    fiscal_uuid: UUID | None
    issued_on: date
    subtotal: MoneyOut
    taxes: list[TaxOut]
    tax: MoneyOut
    withheld: MoneyOut
    total: MoneyOut
    compared: MoneyOut
    contracted: MoneyOut
    difference: MoneyOut
    matches: bool
    banner: str
    state: str
    state_label: str
    received_at: datetime
    received_by: str
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None


class ContractSide(Out):
    """Lo que dice el contrato de este servicio ese día."""

    id: UUID | None
    folio: str | None
    title: str
    service: str
    price: MoneyOut
    quantity: int
    total: MoneyOut
    includes_tax: bool
    terms_days: int
    from_on: date | None
    to_on: date | None


class SideBySide(Out):
    """El contrato y la factura, uno al lado de la otra."""

    contract: ContractSide
    invoice: InvoiceOut | None
    matches: bool | None
    banner: str


class PaymentLineOut(Out):
    """Un pago a un proveedor: un renglón de un lote."""

    id: UUID
    folio: str
    batch_id: UUID
    payable_id: UUID
    payable: str
    service: str
    supplier: SupplierRef
    account: AccountOut
    amount: MoneyOut
    state: str
    state_label: str
    authorised_by: str | None
    own_authorised: bool
    paid_on: date | None
    reference: str | None
    returned_on: date | None
    return_reason: str | None
    entry_id: int | None


class MoveOut(Out):
    id: int
    kind: str
    kind_label: str
    amount: MoneyOut
    reference: str | None
    on: date
    at: datetime
    by: str
    entry_id: int
    undone: bool
    undoes: int | None


class PaperOut(Out):
    id: UUID
    name: str
    media: str
    size: int
    invoice_id: UUID | None
    payment_id: UUID | None
    created_at: datetime
    by: str
    link: str


class RemainingOut(Out):
    id: UUID
    folio: str
    remaining: MoneyOut


class PayableMay(Out):
    """Qué puede hacer con ella quien pregunta."""

    invoice: bool
    reject: bool
    exception: bool
    ask: bool
    withdraw: bool
    authorise: bool
    schedule: bool
    cancel: bool
    credit: bool
    advance: bool
    evidence: bool
    pay: bool


class PayableDetail(PayableOut):
    includes_tax: bool
    invoice_required: bool
    terms_days: int
    cancelled_on: date | None
    side_by_side: SideBySide
    who_decides: str
    invoices: list[InvoiceOut]
    payments: list[PaymentLineOut]
    moves: list[MoveOut]
    papers: list[PaperOut]
    advances: list[RemainingOut]
    timeline: list[EventOut]
    entries: list[int]
    may: PayableMay


class DayFigureOut(Out):
    key: str
    label: str
    amount: MoneyOut
    count: int
    link: str


class SummaryLine(Out):
    currency: str
    figures: list[DayFigureOut]


class PayablesSummary(Out):
    on: date
    items: list[SummaryLine]


class PayableAgeingOut(Out):
    currency: str
    bucket: str
    label: str
    amount: MoneyOut
    count: int
    suppliers: int
    link: str


class PayableAgeing(Out):
    items: list[PayableAgeingOut]
    on: date


class BankFileOut(Out):
    """Un archivo hecho para el banco. `sha`: su huella SHA-256."""

    id: UUID
    layout: str
    name: str
    sha: str
    made_at: datetime
    made_by: str
    link: str


class BatchBrief(Out):
    id: UUID
    folio: str
    branch_id: int
    branch: str
    account: str
    till_id: int
    pay_on: date
    state: str
    state_label: str
    count: int
    total: MoneyOut
    created_at: datetime
    created_by: str
    executed_at: datetime | None
    executed_by: str | None


class BatchOut(BatchBrief):
    """Un lote. `entry`: lo que se registra al ejecutarlo, sumado."""

    payments: list[PaymentLineOut]
    files: list[BankFileOut]
    entry: list[EntryLineOut]
    may_execute: bool
    why_not: str
