"""Paying suppliers in batches: what goes together, the file for the bank, the execution, what came back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Query, UploadFile
from fastapi.responses import Response

from caudal.business.payables import commands, queries
from caudal.business.payables.commands import NewPaper, OpenBatch
from caudal.business.payables.queries import BatchFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.flows import payment_files
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payable_shapes import (
    BatchAsk,
    BatchBrief,
    BatchesAsked,
    BatchOut,
    FileAsk,
    PaymentLineOut,
    ReferenceAsk,
)
from caudal.interfaces.api.payable_shown import LINES, batch_out, batches_out, lines_out
from caudal.interfaces.api.shapes import Listed, Reason

router = APIRouter(tags=["payables"])
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/payables/batches", operation_id="payables.batches")
@door("payables.read")
def list_batches(act: Act, which: Annotated[BatchesAsked, Query()]) -> Listed[BatchBrief]:
    """Lotes de pago a proveedores, el más nuevo primero."""
    page = queries.batches(act, BatchFilter(which.state, which.branch_id), which.limit, which.after)
    return Listed[BatchBrief].model_construct(items=batches_out(act, page.items), next=page.next)


@router.post("/payables/batches", status_code=201, operation_id="payables.open_batch")
@door("payables.pay", key="required")
def open_batch(act: Act, ask: BatchAsk) -> BatchOut:
    """Arma un lote con pagos autorizados por otra persona y programados para hoy o antes. Exige Idempotency-Key."""
    asked = OpenBatch(ask.till_id, tuple(ask.payables), ask.pay_on)
    return batch_out(act, commands.open_batch(act, asked))


@router.get("/payables/batches/{batch_id}", operation_id="payables.batch")
@door("payables.read")
def read_batch(act: Act, batch_id: UUID) -> BatchOut:
    """Un lote: sus pagos, sus archivos, y lo que se registra al ejecutarlo."""
    return batch_out(act, queries.batch(act, batch_id))


@router.post("/payables/batches/{batch_id}/file", status_code=201, operation_id="payables.make_file")
@door("payables.pay")
def make_file(act: Act, batch_id: UUID, ask: FileAsk) -> BatchOut:
    """Hace el archivo para el banco y lo guarda con su huella y su fecha."""
    made = payment_files.make(act, queries.batch(act, batch_id), ask.layout, exports.origin(act))
    commands.keep_file(act, batch_id, made)
    return batch_out(act, queries.batch(act, batch_id))


@router.get("/payables/batches/{batch_id}/files/{file_id}", operation_id="payables.bank_file")
@door("payables.pay")
def bank_file(act: Act, batch_id: UUID, file_id: UUID) -> Response:
    """Un archivo que se hizo para el banco, los mismos bytes."""
    name, data = queries.bank_file(act, batch_id, file_id)
    return exports.file(data, _MEDIA[name.rpartition(".")[2]], name)


@router.get("/payables/batches/{batch_id}/export", operation_id="payables.print_batch")
@door("payables.read")
def print_batch(act: Act, batch_id: UUID) -> Response:
    """La relación de pagos de un lote, en PDF."""
    found = queries.batch(act, batch_id)
    columns = (
        Column("Pago"), Column("Cuenta por pagar"), Column("Proveedor", width=30), Column("Servicio", width=30),
        Column("Banco"), Column("Importe", Kind.MONEY, total=True), Column("Estado"),
    )  # fmt: skip
    rows = [
        (p.folio, p.payable_folio, p.supplier.name, p.service, p.account.bank, p.amount,
         LINES[p.state].lstrip("✅🔴⚪ "))
        for p in found.payments
    ]  # fmt: skip
    sheet = Sheet(f"Lote de pagos {found.folio}", columns, rows, exports.origin(act))
    return exports.download(sheet, "pdf")


@router.post("/payables/batches/{batch_id}/execution", status_code=201, operation_id="payables.execute")
@door("payables.pay", key="required")
def execute(act: Act, batch_id: UUID) -> BatchOut:
    """Paga el lote: todo o nada, cada solicitud una sola vez, y nunca quien la autorizó. Exige Idempotency-Key."""
    return batch_out(act, commands.execute(act, batch_id))


@router.post("/payables/batches/{batch_id}/cancellation", operation_id="payables.cancel_batch")
@door("payables.pay")
def cancel_batch(act: Act, batch_id: UUID) -> BatchOut:
    """Desarma un lote sin ejecutar; lo que tenía sigue autorizado."""
    return batch_out(act, commands.cancel_batch(act, batch_id))


@router.post("/payables/payments/{payment_id}/return", status_code=201, operation_id="payables.give_back")
@door("payables.pay", key="required")
def give_back(act: Act, payment_id: UUID, ask: Reason) -> BatchOut:
    """Registra que el banco devolvió un pago: se reversa y se vuelve a pedir. Exige Idempotency-Key."""
    return batch_out(act, commands.give_back(because(act, ask.reason), payment_id))


@router.post("/payables/payments/{payment_id}/reference", operation_id="payables.refer")
@door("payables.pay")
def refer(act: Act, payment_id: UUID, ask: ReferenceAsk) -> BatchOut:
    """Anota la clave de rastreo que dio el banco a un pago."""
    return batch_out(act, commands.refer(act, payment_id, ask.reference))


@router.post("/payables/payments/{payment_id}/papers", status_code=201, operation_id="payables.add_proof")
@door("payables.pay", key="none")
def add_proof(act: Act, payment_id: UUID, file: Annotated[UploadFile, File()]) -> PaymentLineOut:
    """Guarda el comprobante de un pago: foto, PDF o XML de hasta 5 MB."""
    found = queries.payment(act, payment_id)
    new = NewPaper(file.filename or "comprobante", file.file.read(), payment_id)
    commands.add_paper(act, found.payable_id, new)
    return lines_out(act, [found])[0]
