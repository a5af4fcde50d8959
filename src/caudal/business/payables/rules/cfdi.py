"""A Mexican electronic invoice, CFDI 4.0, as its XML says it. Pure: no DTD, no entities, nothing is looked up outside.

Source: Anexo 20 of the Resolución Miscelánea Fiscal, «Comprobante Fiscal Digital por Internet», version 4.0; the
complements «Timbre Fiscal Digital» 1.1 and «Impuestos Locales» 1.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from caudal.business.payables.rules.matching import Figures, TaxKind, TaxLine
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.problems import Problem

_CFDI = "{http://www.sat.gob.mx/cfd/4}"
_LOCAL = "{http://www.sat.gob.mx/implocal}"
_STAMP = "{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital"
_TAXES = {"001": "ISR", "002": "IVA", "003": "IEPS"}
_OTHERS = {
    "E": "es una nota de crédito: regístrela como nota de crédito",
    "P": "es un complemento de pago: guárdelo como evidencia del pago",
    "N": "es un recibo de nómina",
    "T": "es una carta de traslado, no cobra nada",
}
LARGEST = 2 * 1024 * 1024
"""Bytes: the SAT stamps nothing larger than a few hundred thousand."""


class BadCfdi(Problem):
    type, title, status = "cfdi-ilegible", "El XML no se puede leer como factura", 422


@dataclass(frozen=True, slots=True)
class Cfdi:
    """What an invoice says. ``number``: series and folio, or the start of its UUID where it has none."""

    uuid: UUID
    number: str
    issued_on: date
    issuer: str
    issuer_name: str
    receiver: str
    figures: Figures

    @property
    def total(self) -> Money:
        """With its taxes, less what is withheld; it is what the XML says, to the cent."""
        return self.figures.total


def is_cfdi(data: bytes) -> bool:
    """Whether some XML claims to be one, of whatever version; it may still be unreadable."""
    return b"sat.gob.mx/cfd/" in data[:4096]


def read(data: bytes) -> Cfdi:
    """An invoice that charges something, version 4.0 and stamped.

    Raises:
        BadCfdi: it is damaged, declares entities, isn't a CFDI 4.0 of income or isn't stamped, or doesn't add up.
    """
    if len(data) > LARGEST:
        raise BadCfdi(f"Pesa {len(data) // 1024} KB: una factura no pesa tanto")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise BadCfdi("El XML está dañado o declara entidades; pídalo otra vez al proveedor") from None
    if root.tag != f"{_CFDI}Comprobante" or root.get("Version") != "4.0":
        version = root.get("Version") or root.get("version") or ""
        told = f"es versión {version[:8]}" if "cfd/" in root.tag and version else "es otra clase de XML"
        raise BadCfdi(f"No es una factura CFDI 4.0: {told}")
    kind = root.get("TipoDeComprobante", "")
    if kind != "I":
        raise BadCfdi(f"No es una factura: {_OTHERS.get(kind, 'no dice qué comprobante es')}")
    return _cfdi(root)


def _cfdi(root: Element) -> Cfdi:
    stamp = next(root.iter(_STAMP), None)
    issuer, receiver = _one(root, "Emisor"), _one(root, "Receptor")
    try:
        fiscal = UUID(stamp.get("UUID", "") if stamp is not None else "")
    except ValueError:
        raise BadCfdi(
            "No está timbrada: le falta el folio fiscal. Pida al proveedor el XML timbrado"
        ) from None
    try:
        issued = datetime.fromisoformat(root.get("Fecha", "")).date()
    except ValueError:
        raise BadCfdi("No dice cuándo se emitió") from None
    series, folio = root.get("Serie", "").strip(), root.get("Folio", "").strip()
    number = "-".join(part for part in (series, folio) if part) or str(fiscal).upper()[:8]
    return Cfdi(
        fiscal, number[:60], issued, issuer.get("Rfc", "").strip().upper()[:13], issuer.get("Nombre", "").strip()[:200],
        receiver.get("Rfc", "").strip().upper()[:13], _figures(root),
    )  # fmt: skip


def _figures(root: Element) -> Figures:
    currency = root.get("Moneda", "")
    if currency not in CURRENCIES:
        raise BadCfdi(f"Está en una moneda que la casa no lleva: {currency[:3] or 'ninguna'}")
    subtotal = _amount(root, "SubTotal", currency) - _amount(root, "Descuento", currency, absent=True)
    lines = tuple(
        line for line in (*_federal(root, currency), *_local(root, currency)) if line.amount.is_positive
    )
    found = Figures(subtotal, lines)
    said = _amount(root, "Total", currency)
    if found.total != said:
        raise BadCfdi(f"No cuadra: sus importes suman {found.total.amount} y dice {said.amount} {currency}")
    return found


def _federal(root: Element, currency: str) -> Iterator[TaxLine]:
    """The taxes of the whole invoice; those of each line repeat them."""
    whole = root.find(f"{_CFDI}Impuestos")
    if whole is None:
        return
    for each in whole.iterfind(f"{_CFDI}Traslados/{_CFDI}Traslado"):
        if each.get("TipoFactor") != "Exento":
            rate = _rate(each.get("TasaOCuota", "")) if each.get("TipoFactor") == "Tasa" else ""
            yield TaxLine(TaxKind.TAX, f"{_name(each)}{rate}", _amount(each, "Importe", currency))
    for each in whole.iterfind(f"{_CFDI}Retenciones/{_CFDI}Retencion"):
        yield TaxLine(TaxKind.WITHHOLDING, f"{_name(each)} retenido", _amount(each, "Importe", currency))


def _local(root: Element, currency: str) -> Iterator[TaxLine]:
    """Those of the state, as the one on lodging, which come in a complement."""
    for each in root.iter(f"{_LOCAL}TrasladosLocales"):
        label = each.get("ImpLocTrasladado", "").strip()[:50] or "Impuesto local"
        yield TaxLine(TaxKind.TAX, label, _amount(each, "Importe", currency))
    for each in root.iter(f"{_LOCAL}RetencionesLocales"):
        label = each.get("ImpLocRetenido", "").strip()[:50] or "Impuesto local"
        yield TaxLine(TaxKind.WITHHOLDING, f"{label} retenido", _amount(each, "Importe", currency))


def _name(tax: Element) -> str:
    return _TAXES.get(tax.get("Impuesto", ""), "Impuesto")


def _rate(told: str) -> str:
    """«0.160000» as « 16 %»."""
    try:
        percent = (Decimal(told) * 100).normalize()
    except InvalidOperation:
        return ""
    return f" {percent:f} %" if percent.is_finite() else ""


def _one(root: Element, name: str) -> Element:
    found = root.find(f"{_CFDI}{name}")
    if found is None or not found.get("Rfc", "").strip():
        raise BadCfdi(f"No dice el RFC de quien la {'emite' if name == 'Emisor' else 'recibe'}")
    return found


def _amount(of: Element, name: str, currency: str, *, absent: bool = False) -> Money:
    told = of.get(name)
    if told is None and absent:
        return Money.of(0, currency)
    try:
        found = Money.parse((told or "").strip(), currency)
    except Problem:
        raise BadCfdi(f"«{name}» no es un importe: {(told or 'falta')[:20]}") from None
    if found.amount < 0:
        raise BadCfdi(f"«{name}» es negativo")
    return found
