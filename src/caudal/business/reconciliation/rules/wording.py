"""What the text of a bank line says: its words and references, who pays, and what sort of thing it is. Pure."""

import re
import unicodedata
from enum import StrEnum
from hashlib import sha256

SHORTEST_WORD = 3
_WORD = re.compile(r"[A-Z0-9]+")
_ZEROS = re.compile(r"^0+(?=\d)")
_FOLIO = re.compile(r"\b(CXP|PG|RB)[ -]?(\d{3,})\b")
"""What the house writes on what it pays: an account payable, its payment, a refund."""
_SPOKEN = frozenset({
    "ABONO", "ABO", "ACH", "APP", "BANCA", "BANCO", "BBVA", "BANAMEX", "BANORTE", "BANCOLOMBIA", "BANRESERVAS",
    "BANREGIO", "CARGO", "CEP", "CLAVE", "CLABE", "COBRO", "CONCEPTO", "CONSIGNACION", "CTA", "CUENTA",
    "DAVIVIENDA", "DEL", "DEP", "DEPOSITO", "DESDE", "EFECTIVO", "ELECTRONICA", "ELECTRONICO", "ENVIADO", "ENVIO",
    "FOLIO", "HACIA", "HSBC", "INTERBANCARIA", "INTERBANCARIO", "INTERNET", "INTERNA", "LBTR", "LIQ", "LOS",
    "LAS", "LINEA", "MISMO", "MOVIL", "NEQUI", "NOMBRE", "NUM", "OPERACION", "ORDEN", "ORDENANTE", "OTROS",
    "PAGO", "PAGOS", "POPULAR", "POR", "PRACTICAJA", "PSE", "RASTREO", "RECIBIDA", "RECIBIDO", "REC", "REF",
    "REFERENCIA", "SANTANDER", "SCOTIABANK", "SPEI", "SUC", "SUCURSAL", "TEF", "TERCERO", "TERCEROS", "TRANSF",
    "TRANSFERENCIA", "TRASPASO", "TRF", "VENTANILLA",
})  # fmt: skip
"""What banks write around a name: none of it is one."""
_CHARGE = r"\b(COM|COMISION(ES)?|CARGO|SERVICIO)\b"
_NATURES = (
    ("fee_tax", re.compile(rf"\b(ITBIS|IMPUESTO)\b.*{_CHARGE}|\b(IVA|GMF|4X1000)\b")),
    (
        "fee",
        re.compile(r"\b(COM|COMISION(ES)?|CUOTA DE MANEJO|MANEJO DE CUENTA|CARGO POR SERVICIO|ANUALIDAD)\b"),
    ),
    ("interest", re.compile(r"\b(INTERES(ES)?|RENDIMIENTOS?)\b")),
    (
        "cash",
        re.compile(
            r"\b(DEP(OSITO)?|CONSIGNACION)\b.*\b(VENTANILLA|PRACTICAJA|CAJERO|SUC(URSAL)?)\b|\bEFE(CTIVO)?\b"
        ),
    ),
)


class Nature(StrEnum):
    """What sort of thing a line seems to be by its text."""

    OTHER = "other"
    CASH = "cash"
    FEE = "fee"
    FEE_TAX = "fee_tax"
    INTEREST = "interest"


def plain(told: str) -> str:
    """Capitals without accents, one space between words.

    >>> plain("Comisión  por   manejo ")
    'COMISION POR MANEJO'
    """
    bare = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode().upper()
    return " ".join(bare.split())


def reference_key(told: str) -> str:
    """A reference as it is compared: letters and digits, without zeros in front; empty when too short to tell.

    >>> reference_key("000-12345"), reference_key("7")
    ('12345', '')
    """
    key = _ZEROS.sub("", "".join(_WORD.findall(plain(told))))
    return key if len(key) > SHORTEST_WORD else ""


def words(*told: str) -> tuple[str, ...]:
    """Each different word of three letters or more, each reference whole, and the folios of what the house pays.

    >>> words("SPEI P1234567 Ana Ruiz", "000-12345")
    ('SPEI', 'P1234567', 'ANA', 'RUIZ', '12345')
    >>> words("PAGO CXP 012", "F-88123")
    ('PAGO', 'CXP', 'CXP012', '88123', 'F88123')
    """
    found: dict[str, None] = {}
    for each in told:
        for word in _WORD.findall(plain(each)):
            bare = _ZEROS.sub("", word)
            if len(bare) >= SHORTEST_WORD:
                found.setdefault(bare)
        if key := reference_key(each) if " " not in each.strip() else "":
            found.setdefault(key)
        for series, number in _FOLIO.findall(plain(each)):
            found.setdefault(series + number)
    return tuple(found)


def payer_in(told: str) -> str:
    """The name a text seems to hold: two words or more that no bank writes around names; empty when there is none.

    >>> payer_in("SPEI RECIBIDO 0012345 Ana Ruiz Vega"), payer_in("DEPOSITO EFECTIVO SUC 01")
    ('ANA RUIZ VEGA', '')
    """
    kept = [w for w in _WORD.findall(plain(told)) if w.isalpha() and len(w) > 1 and w not in _SPOKEN]
    return " ".join(kept)[:120] if len([w for w in kept if len(w) >= SHORTEST_WORD]) > 1 else ""


def nature(told: str, amount: int) -> Nature:
    """What sort of thing a line of `amount` (minor units, positive comes in) seems to be.

    >>> nature("IVA COM SPEI", -160).value, nature("Depósito en efectivo suc 3", 5000).value
    ('fee_tax', 'cash')
    """
    text = plain(told)
    for name, looks in _NATURES:
        if looks.search(text) and (amount > 0) == (name in ("interest", "cash")):
            return Nature(name)
    return Nature.OTHER


def text_hash(told: str, reference: str) -> bytes:
    """What two lines of the same day and amount are told apart by."""
    return sha256(f"v1\x1f{plain(told)}\x1f{reference_key(reference)}".encode()).digest()


def payer_key(payer: str) -> bytes | None:
    """The fingerprint by which a payer is remembered; the name itself isn't kept."""
    name = " ".join(sorted(plain(payer).split()))
    return sha256(f"v1\x1f{name}".encode()).digest() if len(name) >= SHORTEST_WORD * 2 else None
