"""What is owed to suppliers: services done, their invoices beside the contract, what is asked to be paid and when."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Path, Query, UploadFile
from fastapi.responses import Response

from caudal.business.payables import commands, queries
from caudal.business.payables.commands import (
    AskAdvance,
    CreditNote,
    NewInvoice,
    NewPaper,
    Serve,
)
from caudal.business.payables.queries import PayableFilter
from caudal.business.payables.rules.matching import TaxLine
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payable_shapes import (
    AdvanceAsk,
    CreditAsk,
    DayFigureOut,
    InvoiceAsk,
    PayableAgeing,
    PayableAgeingOut,
    PayableAsk,
    PayableDetail,
    PayableOut,
    PayablesAsked,
    PayablesPrinted,
    PayablesSummary,
    RequestAsk,
    ScheduleAsk,
    SummaryLine,
    UseAdvanceAsk,
)
from caudal.interfaces.api.payable_shown import link, payable_detail, payables_out
from caudal.interfaces.api.shapes import BranchFilter, Day, Reason, Totalled
from caudal.kernel import pages
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["payables"])
MoveId = Annotated[int, Path(ge=1, le=2**63 - 1)]
LABELS = {
    "owed": ("Por pagar", {"view": "all", "open": "true"}),
    "due": ("Vencido o vence hoy", {"view": "all", "open": "true"}),
    "authorise": ("Por autorizar", {"view": "authorise"}),
    "today": ("Pagar hoy", {"view": "today"}),
    "scheduled": ("Programado", {"view": "scheduled"}),
}


def filter_of(which: PayablesAsked) -> PayableFilter:
    """The filter that the address of a list says."""
    return PayableFilter(
        which.view, which.q, which.state or None, which.supplier_id, which.contract_id, which.kind, which.branch_id,
        which.currency or None, which.due_from, which.due_to, which.bucket or None, which.open,
    )  # fmt: skip


@router.get("/payables", operation_id="payables.list")
@door("payables.read")
def list_payables(act: Act, which: Annotated[PayablesAsked, Query()]) -> Totalled[PayableOut]:
    """Cuentas por pagar, con totales de todo el filtro."""
    wanted = filter_of(which)
    page, sums = queries.payables(act, wanted, which.limit, which.after), queries.sums(act, wanted)
    totals = {
        "count": sum(s.count for s in sums),
        "by_currency": [
            {"currency": s.currency, "count": s.count, "amount": s.amount, "paid": s.settled, "balance": s.balance}
            for s in sums
        ],
    }  # fmt: skip
    return Totalled[PayableOut].model_construct(
        items=payables_out(act, page.items), next=page.next, totals=totals
    )


@router.post("/payables", status_code=201, operation_id="payables.serve")
@door("payables.write", key="required")
def serve(act: Act, ask: PayableAsk) -> PayableDetail:
    """Registra un servicio prestado, y su factura si ya llegó. Exige Idempotency-Key."""
    new = Serve(
        ask.supplier_id, ask.service, ask.served_on, ask.contract_id, ask.quantity, ask.agreed, ask.costs,
        ask.branch_id, ask.booked_on,
    )  # fmt: skip
    made = commands.serve(act, new)
    if ask.invoice is not None:
        made = commands.receive(act, made.id, _invoice(ask.invoice))
    return payable_detail(act, made)


@router.post("/payables/advances", status_code=201, operation_id="payables.ask_advance")
@door("payables.write", key="required")
def ask_advance(act: Act, ask: AdvanceAsk) -> PayableDetail:
    """Pide un anticipo para un proveedor; otra persona lo autoriza y otra lo paga. Exige Idempotency-Key."""
    return payable_detail(
        act, commands.ask_advance(act, AskAdvance(ask.supplier_id, ask.amount, ask.concept, ask.branch_id))
    )


@router.get("/payables/summary", operation_id="payables.summary")
@door("payables.read")
def summary(act: Act, branch_id: BranchFilter = None) -> PayablesSummary:
    """Cuánto se debe, cuánto vence, cuánto espera autorización, cuánto se paga hoy y cuánto después."""
    items = [
        SummaryLine.model_construct(
            currency=currency,
            figures=[
                DayFigureOut.model_construct(
                    key=f.key, label=LABELS[f.key][0], amount=f.amount, count=f.count,
                    link=link(branch_id=branch_id, **_asked(act, f.key, currency)),
                )
                for f in figures
            ],
        )
        for currency, figures in queries.figures(act, branch_id).items()
    ]  # fmt: skip
    return PayablesSummary.model_construct(on=act.business_date, items=items)


@router.get("/payables/ageing", operation_id="payables.ageing")
@door("payables.read")
def ageing(act: Act, on: Day = None, branch_id: BranchFilter = None) -> PayableAgeing:
    """Antigüedad de lo que se debe a proveedores por moneda y tramo, en la fecha pedida."""
    return PayableAgeing.model_construct(
        items=[
            PayableAgeingOut.model_construct(
                currency=row.currency, bucket=row.bucket.code, label=row.bucket.label, amount=row.balance,
                count=row.payables, suppliers=row.suppliers,
                link=link("all", branch_id, bucket=row.bucket.code, currency=row.currency),
            )
            for row in queries.ageing(act, on, branch_id)
        ],
        on=on or act.business_date,
    )  # fmt: skip


@router.get("/payables/export", operation_id="payables.export")
@door("payables.read")
def export(act: Act, which: Annotated[PayablesPrinted, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    columns = (
        Column("Folio"), Column("Proveedor", width=28), Column("Servicio", width=28), Column("Sucursal"),
        Column("Factura"), Column("Contrato", Kind.MONEY, total=True), Column("Total", Kind.MONEY, total=True),
        Column("Diferencia", Kind.MONEY), Column("Saldo", Kind.MONEY, total=True), Column("Vence", Kind.DATE),
        Column("Pago programado", Kind.DATE), Column("Autorizó"), Column("Estado", width=22),
    )  # fmt: skip
    rows = (
        (r.folio, r.supplier.name, r.service, r.branch, r.invoice_number, r.contracted, r.amount, r.difference,
         r.balance, r.due_on, r.scheduled_on, r.authorised_by, r.state_label.partition(" ")[2])
        for r in _every(act, filter_of(which))
    )  # fmt: skip
    told = {
        "Vista": which.view.value if which.view.value != "all" else "", "Búsqueda": which.q, "Estado": which.state,
        "Tramo": which.bucket, "Moneda": which.currency, "Vence desde": which.due_from, "Vence hasta": which.due_to,
    }  # fmt: skip
    filters = tuple((label, str(value)) for label, value in told.items() if value)
    sheet = Sheet("Cuentas por pagar", columns, rows, exports.origin(act), filters)
    return exports.download(sheet, which.format)


@router.get("/payables/{payable_id}", operation_id="payables.read")
@door("payables.read")
def read(act: Act, payable_id: UUID) -> PayableDetail:
    """Una cuenta por pagar: la factura al lado del contrato, sus pagos y todo lo que ha pasado con ella."""
    return payable_detail(act, queries.signed_as(act, payable_id))


@router.post("/payables/{payable_id}/invoice", status_code=201, operation_id="payables.receive")
@door("payables.write", key="required")
def receive(act: Act, payable_id: UUID, ask: InvoiceAsk) -> PayableDetail:
    """Recibe la factura y la compara con el contrato; una corregida reemplaza a la anterior. Exige Idempotency-Key."""
    return payable_detail(act, commands.receive(act, payable_id, _invoice(ask)))


@router.post("/payables/{payable_id}/rejection", operation_id="payables.reject_invoice")
@door("payables.manage")
def reject_invoice(act: Act, payable_id: UUID, ask: Reason) -> PayableDetail:
    """Rechaza una factura que no coincide con el contrato."""
    return payable_detail(act, commands.reject_invoice(because(act, ask.reason), payable_id))


@router.post("/payables/{payable_id}/correction", operation_id="payables.ask_correction")
@door("payables.manage")
def ask_correction(act: Act, payable_id: UUID, ask: Reason) -> PayableDetail:
    """Pide al proveedor que corrija una factura que no coincide."""
    return payable_detail(act, commands.ask_correction(because(act, ask.reason), payable_id))


@router.post("/payables/{payable_id}/exception", status_code=201, operation_id="payables.ask_exception")
@door("payables.write")
def ask_exception(act: Act, payable_id: UUID, ask: Reason) -> PayableDetail:
    """Pide que se pague una factura que no coincide; solo la autoriza la Dirección."""
    return payable_detail(act, commands.ask_exception(because(act, ask.reason), payable_id))


@router.post("/payables/{payable_id}/request", status_code=201, operation_id="payables.ask_payment")
@door("payables.write")
def ask_payment(act: Act, payable_id: UUID, ask: RequestAsk) -> PayableDetail:
    """Pide que se pague, toda o una parte; otra persona la autoriza y otra la paga."""
    return payable_detail(act, commands.ask_payment(act, payable_id, ask.amount))


@router.post("/payables/{payable_id}/withdrawal", operation_id="payables.withdraw")
@door("payables.write")
def withdraw(act: Act, payable_id: UUID) -> PayableDetail:
    """Retira lo que usted pidió, mientras nadie lo decida."""
    return payable_detail(act, commands.withdraw(act, payable_id))


@router.post("/payables/{payable_id}/schedule", operation_id="payables.schedule")
@door("payables.manage")
def schedule(act: Act, payable_id: UUID, ask: ScheduleAsk) -> PayableDetail:
    """Dice otro día para pagar lo autorizado."""
    return payable_detail(act, commands.schedule(because(act, ask.reason), payable_id, ask.on))


@router.post("/payables/{payable_id}/release", operation_id="payables.release")
@door("payables.manage")
def release(act: Act, payable_id: UUID, ask: Reason) -> PayableDetail:
    """Quita la autorización de un pago que no se ha hecho, para corregirlo y pedirlo de nuevo."""
    return payable_detail(act, commands.release(because(act, ask.reason), payable_id))


@router.post("/payables/{payable_id}/cancellation", operation_id="payables.cancel")
@door("payables.manage")
def cancel(act: Act, payable_id: UUID, ask: Reason) -> PayableDetail:
    """Anula una cuenta de la que no se ha pagado nada: sus asientos se reversan y queda a la vista."""
    return payable_detail(act, commands.cancel(because(act, ask.reason), payable_id))


@router.post("/payables/{payable_id}/credits", status_code=201, operation_id="payables.take_credit")
@door("payables.manage", key="required")
def take_credit(act: Act, payable_id: UUID, ask: CreditAsk) -> PayableDetail:
    """Registra una nota de crédito del proveedor. Exige Idempotency-Key."""
    new = CreditNote(ask.number, ask.amount, ask.tax, ask.fiscal_uuid)
    return payable_detail(act, commands.take_credit(act, payable_id, new))


@router.post("/payables/{payable_id}/advances", status_code=201, operation_id="payables.apply_advance")
@door("payables.manage", key="required")
def apply_advance(act: Act, payable_id: UUID, ask: UseAdvanceAsk) -> PayableDetail:
    """Cubre un servicio con un anticipo que ya se pagó al mismo proveedor. Exige Idempotency-Key."""
    return payable_detail(act, commands.apply_advance(act, payable_id, ask.advance_id, ask.amount))


@router.post(
    "/payables/{payable_id}/moves/{settlement_id}/reversal",
    status_code=201,
    operation_id="payables.undo_move",
)
@door("payables.manage", key="required")
def undo_move(act: Act, payable_id: UUID, settlement_id: MoveId, ask: Reason) -> PayableDetail:
    """Deshace una nota de crédito o un anticipo aplicado. Exige Idempotency-Key."""
    return payable_detail(act, commands.undo_move(because(act, ask.reason), payable_id, settlement_id))


@router.post("/payables/{payable_id}/papers", status_code=201, operation_id="payables.add_paper")
@door("payables.write", key="none")
def add_paper(act: Act, payable_id: UUID, file: Annotated[UploadFile, File()]) -> PayableDetail:
    """Guarda evidencia de lo que se debe: foto, PDF o XML de hasta 5 MB."""
    commands.add_paper(act, payable_id, NewPaper(file.filename or "evidencia", file.file.read()))
    return payable_detail(act, queries.payable(act, payable_id))


@router.get("/payables/{payable_id}/papers/{paper_id}", operation_id="payables.paper")
@door("payables.read")
def paper(act: Act, payable_id: UUID, paper_id: UUID) -> Response:
    """La evidencia, como se mandó."""
    _, media, data = queries.paper(act, payable_id, paper_id)
    shown = media.startswith("image/") or media == "application/pdf"
    return exports.file(data, media, f"evidencia-{paper_id}.{media.partition('/')[2]}", inline=shown)


def _invoice(ask: InvoiceAsk) -> NewInvoice:
    taxes = tuple(TaxLine(each.kind, each.label, each.amount) for each in ask.taxes)
    return NewInvoice(ask.number, ask.issued_on, ask.subtotal, taxes, ask.fiscal_uuid)


def _asked(act: Act, key: str, currency: str) -> dict[str, str]:
    more = {"due_to": act.business_date.isoformat()} if key == "due" else {}
    return {**LABELS[key][1], "currency": currency, **more}


def _every(act: Act, which: PayableFilter) -> Iterator[PayableOut]:
    for page in pages.every(lambda after: queries.payables(act, which, MAX_LIMIT, after)):
        yield from payables_out(act, page.items)
