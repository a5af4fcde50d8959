"""Evidence: the photograph, the PDF or the XML of an invoice, or of what proves that it was paid."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text

from caudal.business.payables import queries
from caudal.business.payables.commands.holding import folio, hold, invoice_of, money
from caudal.business.payables.queries import PaperRecord
from caudal.business.payables.rules import cfdi
from caudal.business.payables.rules.matching import brief
from caudal.business.payables.tables import Payable
from caudal.commons.acts.act import Act, command
from caudal.commons.documents.pictures import PHOTO_LIMIT, kind_of_picture
from caudal.kernel.problems import Invalid, Problem

_MOST = 12
_KEEP = text(
    "insert into payable_papers (branch_id, payable_id, invoice_id, payment_id, name, media, sha, data, created_at,"
    " created_by, act_id) values (:branch, :payable, :invoice, :payment, :name, :media, :sha, :data, :at, :actor, :act)"
    " on conflict (payable_id, sha) do nothing"
)
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml", b"<cfdi:", b"<Comprobante")


class PaperRefused(Problem):
    type, title, status = "evidencia-no-admitida", "La evidencia no se puede guardar", 422


@dataclass(frozen=True, slots=True)
class NewPaper:
    """Evidence of a payable; of its invoice, unless it is of one of its payments."""

    name: str
    data: bytes
    payment_id: UUID | None = None


@command
def add_paper(act: Act, payable_id: UUID, ask: NewPaper) -> PaperRecord:
    """Keep evidence of a payable; the same one twice is kept once.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        PaperRefused: not a picture, a PDF nor an XML, larger than five megabytes, there are twelve already, or it is
            the XML of another invoice than the one that is registered.
        Invalid: the payment isn't of that payable.
    """
    act, row = hold(act, payable_id)
    media = kind_of_paper(ask.data)
    if media is None:
        raise PaperRefused("Mande una fotografía JPEG, PNG o WebP, un PDF o un XML")
    if len(ask.data) > PHOTO_LIMIT:
        raise PaperRefused(f"Pesa {len(ask.data) // 1024} KB y el tope es {PHOTO_LIMIT // 1024} KB")
    if ask.payment_id and ask.payment_id not in {p.id for p in queries.payments_of(act, row.id)}:
        raise Invalid(
            "Ese pago es de otra", errors=[{"pointer": "/payment_id", "detail": "es de otra cuenta"}]
        )
    if media == "application/xml" and ask.payment_id is None:
        _of_its_invoice(act, row, ask.data)
    digest = sha256(ask.data).digest()
    act.db.execute(
        _KEEP,
        {"branch": row.branch_id, "payable": row.id, "invoice": None if ask.payment_id else row.invoice_id,
         "payment": ask.payment_id, "name": ask.name.strip()[:120] or "evidencia", "media": media, "sha": digest,
         "data": ask.data, "at": act.at, "actor": act.actor.id, "act": act.id},
    )  # fmt: skip
    kept = queries.papers(act, row.id)
    if len(kept) > _MOST:
        raise PaperRefused(f"Una cuenta por pagar lleva hasta {_MOST} documentos")
    return next(p for p in reversed(kept) if p.size == len(ask.data) and p.media == media)


def _of_its_invoice(act: Act, row: Payable, data: bytes) -> None:
    """An invoice that can be read is the one registered: its fiscal UUID and its total. Other XML is only evidence."""
    invoice = invoice_of(act, row)
    if invoice is None or not cfdi.is_cfdi(data):
        return
    try:
        found = cfdi.read(data)
    except cfdi.BadCfdi:
        return
    if invoice.fiscal_uuid not in (None, found.uuid) or found.total != money(row, invoice.total):
        told = f"folio fiscal {str(found.uuid).upper()}, {brief(found.total)}"
        raise PaperRefused(f"Ese XML es de otra factura ({told}), no de {invoice.number} de {folio(row)}")


def kind_of_paper(data: bytes) -> str | None:
    """The media type of a piece of evidence by its first bytes, or nothing when it isn't one the house keeps.

    >>> kind_of_paper(b"%PDF-1.7"), kind_of_paper(b"<?xml version='1.0'?>"), kind_of_paper(b"MZ")
    ('application/pdf', 'application/xml', None)
    """
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    return "application/xml" if data.lstrip().startswith(_XML) else kind_of_picture(data)
