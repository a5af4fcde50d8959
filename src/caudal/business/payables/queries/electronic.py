"""An electronic invoice beside what the house knows: its supplier, its contract, and the invoices it already has."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from caudal.business.payables.queries.payables import PayableRecord, payable
from caudal.business.payables.rules import cfdi
from caudal.business.payables.rules.cfdi import Cfdi
from caudal.business.payables.rules.matching import brief, match
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.formats import date_text

_HERE = text(
    "select p.number, i.number as invoice from payable_invoices i join payables p on p.id = i.payable_id"
    " where i.fiscal_uuid = :uuid union all"
    " select p.number, m.reference from payable_moves m join payables p on p.id = m.payable_id"
    " where m.fiscal_uuid = :uuid limit 1"
)
_RFC = re.compile(r"[A-ZÑ]{2,4}[0-9]{6}[A-Z0-9]{3}")
"""Of a company or of a person, once its ampersand is gone; suppliers of other countries have other documents."""
_HOUSE = text("select c.tax_id from companies c join branches b on b.company_id = c.id where b.id = :branch")


@dataclass(frozen=True, slots=True)
class CfdiCheck:
    """One thing that was compared, in words; what ``blocks`` can't be registered with that XML."""

    key: str
    ok: bool
    text: str
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """What an XML says, and how it looks beside what is known."""

    cfdi: Cfdi
    checks: tuple[CfdiCheck, ...]


def electronic(act: Act, payable_id: UUID, data: bytes) -> Compared:
    """Read the XML of an invoice and compare it with its payable; nothing is written.

    Who issues it and to whom, whether it is new, its date, its currency and its amount.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        BadCfdi: it can't be read as a CFDI 4.0 of income.
    """
    row, found = payable(act, payable_id), cfdi.read(data)
    checks = (
        _issuer(row, found), *_receiver(act, row, found), _fresh(act, found), _dated(act, found), *_amount(row, found),
    )  # fmt: skip
    return Compared(found, checks)


def _issuer(row: PayableRecord, found: Cfdi) -> CfdiCheck:
    known, seller = plain(row.supplier.tax_id), row.supplier.name
    who = f"{found.issuer} {found.issuer_name}".strip()
    if not _RFC.fullmatch(known):
        return CfdiCheck("issuer", ok=False, text=f"La emitió {who}; {seller} no tiene RFC registrado")
    if known == plain(found.issuer):
        return CfdiCheck("issuer", ok=True, text=f"La emitió {seller}, RFC {found.issuer}")
    told = f"La emitió {who}, y el RFC de {seller} es {row.supplier.tax_id}"
    return CfdiCheck("issuer", ok=False, text=told, blocks=True)


def _receiver(act: Act, row: PayableRecord, found: Cfdi) -> list[CfdiCheck]:
    house = plain(act.db.execute(_HOUSE, {"branch": row.branch_id}).scalar_one_or_none())
    if not house:
        return []
    if house == plain(found.receiver):
        return [CfdiCheck("receiver", ok=True, text=f"Va a nombre de la empresa, RFC {found.receiver}")]
    told = f"Va a nombre de {found.receiver}, y el RFC de la empresa es {house}"
    return [CfdiCheck("receiver", ok=False, text=told, blocks=True)]


def _fresh(act: Act, found: Cfdi) -> CfdiCheck:
    there = act.db.execute(_HERE, {"uuid": found.uuid}).first()
    if there is None:
        return CfdiCheck("uuid", ok=True, text="Su folio fiscal no estaba registrado")
    told = f"Su folio fiscal ya está en {ids.folio('CXP', there.number)}, {there.invoice or 'sin número'}"
    return CfdiCheck("uuid", ok=False, text=told, blocks=True)


def _dated(act: Act, found: Cfdi) -> CfdiCheck:
    past = found.issued_on <= act.business_date
    told = f"Se emitió el {date_text(found.issued_on)}"
    return CfdiCheck(
        "issued_on", past, told if past else f"{told}: todavía no llega ese día", blocks=not past
    )


def _amount(row: PayableRecord, found: Cfdi) -> list[CfdiCheck]:
    if found.total.currency != row.contracted.currency:
        told = f"Está en {found.total.currency}, y {row.folio} en {row.contracted.currency}"
        return [CfdiCheck("currency", ok=False, text=told, blocks=True)]
    beside = match(found.figures, row.contracted, includes_tax=row.includes_tax)
    if beside.matches:
        return [CfdiCheck("contract", ok=True, text=f"Coincide con el contrato: {brief(row.contracted)}")]
    return [CfdiCheck("contract", ok=False, text=beside.banner[2:])]


def plain(tax_id: str | None) -> str:
    """An RFC as it is compared: letters and digits, in capitals.

    >>> plain("xax-010101 000"), plain(None)
    ('XAX010101000', '')
    """
    return "".join(each for each in tax_id or "" if each.isalnum()).upper()
