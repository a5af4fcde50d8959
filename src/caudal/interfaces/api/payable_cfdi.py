"""The XML of a supplier's invoice: read, compared with what is owed, and ready to be registered. Nothing is written."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, UploadFile

from caudal.business.payables import queries
from caudal.business.payables.rules.cfdi import LARGEST
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payable_shapes import TaxOut
from caudal.interfaces.api.shapes import MoneyOut, Out

router = APIRouter(tags=["payables"])


class CfdiCheckOut(Out):
    """Algo que se comparó, en palabras. Con `blocks`, esa factura no se registra con ese XML."""

    key: str
    ok: bool
    text: str
    blocks: bool


class CfdiOut(Out):
    """Una factura CFDI 4.0 como la dice su XML. `subtotal`, ya con su descuento; `fits`: nada impide registrarla."""

    number: str
    fiscal_uuid: UUID
    issued_on: date
    issuer: str
    issuer_name: str
    receiver: str
    subtotal: MoneyOut
    taxes: list[TaxOut]
    total: MoneyOut
    checks: list[CfdiCheckOut]
    fits: bool


@router.post("/payables/{payable_id}/cfdi", operation_id="payables.read_cfdi")
@door("payables.write", key="none")
def read_cfdi(act: Act, payable_id: UUID, file: Annotated[UploadFile, File()]) -> CfdiOut:
    """Lee el XML de una factura y la compara con el proveedor y el contrato; no registra nada."""
    found = queries.electronic(act, payable_id, file.file.read(LARGEST + 1))
    told, figures = found.cfdi, found.cfdi.figures
    return CfdiOut.model_construct(
        number=told.number, fiscal_uuid=told.uuid, issued_on=told.issued_on, issuer=told.issuer,
        issuer_name=told.issuer_name, receiver=told.receiver, subtotal=figures.subtotal,
        taxes=[TaxOut.model_construct(kind=t.kind, label=t.label, amount=t.amount) for t in figures.taxes],
        total=told.total,
        checks=[CfdiCheckOut.model_construct(key=c.key, ok=c.ok, text=c.text, blocks=c.blocks) for c in found.checks],
        fits=not any(c.blocks for c in found.checks),
    )  # fmt: skip
