"""The receipt of a payment: half a letter page for the desk, or an 80 mm ticket for the counter.

Whoever prints it has already decided everything: the receipt only refuses figures that do not add up.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import segno

from caudal.commons.documents.amounts import in_words
from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.typesetting import pdf
from caudal.kernel.dates import local_date
from caudal.kernel.formats import date_text, money_screen, money_text
from caudal.kernel.money import Money, total

Paper = Literal["carta", "ticket"]
_DASH = "—"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who took the money, and where. ``time_zone``: IANA name of the branch's."""

    company: str
    branch: str
    time_zone: str
    tax_id: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose payment it is. ``document``: kind and number as shown, such as «CC 1020304050»."""

    folio: str
    name: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class PaidDebt:
    """What the payment did to one debt: it owed ``previous``, took ``paid``, still owes ``balance``."""

    folio: str
    concept: str
    previous: Money
    paid: Money
    balance: Money
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Annulment:
    """Who undid the payment, when (UTC) and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says.

    ``at``: the instant it was taken (UTC). ``credit``: what was left over in the client's favour. ``tendered`` and
    ``change``: cash handed over and given back. ``verify_url``: where the code can be checked, if anywhere.
    """

    id: UUID
    folio: str
    at: datetime
    received_on: date
    issuer: Issuer
    payer: Payer
    method: str
    total: Money
    debts: tuple[PaidDebt, ...]
    credit: Money
    cashier: str
    reference: str = ""
    account: str = ""
    tendered: Money | None = None
    change: Money | None = None
    annulment: Annulment | None = None
    verify_url: str = ""

    def __post_init__(self) -> None:
        """Refuse figures that do not add up: a receipt is kept for years.

        Raises:
            ValueError: debts and credit are not the total, or a balance is not what its payment left.
            MixedCurrencies: something is not in the currency of the total.
        """
        if total((debt.paid for debt in self.debts), self.total.currency) + self.credit != self.total:
            raise ValueError(f"{self.folio}: lo aplicado y el saldo a favor no suman el total")
        if wrong := [debt.folio for debt in self.debts if debt.previous - debt.paid != debt.balance]:
            raise ValueError(
                f"{self.folio}: el saldo de {', '.join(wrong)} no es el anterior menos lo pagado"
            )


def receipt(receipt: Receipt, *, paper: Paper = "carta") -> bytes:
    """`receipt` as PDF, on half a letter page (`carta`) or on 80 mm paper as long as it needs (`ticket`)."""
    at = receipt.annulment.at if receipt.annulment else receipt.at
    return pdf(f"recibo_{paper}", _shown(receipt), at=at, drawing=_qr(receipt))


def verification_code(receipt: Receipt) -> str:
    """Sixteen hexadecimal digits that only somebody who has the payment at hand can reproduce.

    They cover folio, instant, payer, total and each debt, with the payment's own id, which is never printed.

    >>> len(verification_code.__doc__ or "") > 0
    True
    """
    facts = [
        str(receipt.id), receipt.folio, receipt.at.isoformat(), receipt.received_on.isoformat(),
        receipt.payer.folio, str(receipt.total.amount), receipt.total.currency, str(receipt.credit.amount),
        *(f"{debt.folio}={debt.paid.amount}" for debt in receipt.debts),
    ]  # fmt: skip
    digest = sha256("\n".join(facts).encode()).hexdigest()[:16].upper()
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))


def qr_text(receipt: Receipt) -> str:
    """What the square code says: folio, total and verification code, as an address where there is one.

    Without an address only characters that every reader understands the same way.
    """
    code, amount = verification_code(receipt), f"{receipt.total.amount} {receipt.total.currency}"
    if receipt.verify_url:
        return f"{receipt.verify_url}/{receipt.folio}?total={receipt.total.amount}&codigo={code}"
    return f"{receipt.folio} {amount} {code}"


def _qr(receipt: Receipt) -> str:
    drawn = io.BytesIO()
    segno.make(qr_text(receipt), error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True
    )
    return drawn.getvalue().decode()


def _shown(receipt: Receipt) -> dict[str, Any]:
    issuer = receipt.issuer
    return {
        "folio": receipt.folio,
        "company": issuer.company,
        "issuer": [line for line in (issuer.tax_id, issuer.branch, issuer.address, issuer.phone) if line],
        "moment": moment_text(receipt.at, issuer.time_zone),
        "facts": [{"label": label, "value": value} for label, value in _facts(receipt) if value],
        "debts": [_debt(debt) for debt in receipt.debts],
        "credit": "" if receipt.credit.is_zero else money_screen(receipt.credit),
        "cash": [
            {"label": label, "value": money_screen(money)}
            for label, money in (("Entregado", receipt.tendered), ("Cambio", receipt.change))
            if money is not None
        ],
        "total": money_text(receipt.total),
        "words": in_words(receipt.total),
        "cashier": receipt.cashier,
        "code": verification_code(receipt),
        "annulled": _annulled(receipt),
    }


def _facts(receipt: Receipt) -> list[tuple[str, str]]:
    payer = receipt.payer
    other_day = receipt.received_on != local_date(receipt.at, receipt.issuer.time_zone)
    return [
        ("Recibimos de", payer.name),
        ("Cliente", " · ".join(part for part in (payer.folio, payer.document) if part)),
        ("Fecha del pago", date_text(receipt.received_on) if other_day else ""),
        ("Forma de pago", receipt.method),
        ("Referencia", receipt.reference),
        ("Recibido en", receipt.account),
    ]


def _debt(debt: PaidDebt) -> dict[str, str]:
    return {
        "folio": debt.folio,
        "concept": debt.concept,
        "due": date_text(debt.due_on) if debt.due_on else _DASH,
        "previous": money_screen(debt.previous),
        "paid": money_screen(debt.paid),
        "balance": money_screen(debt.balance),
    }


def _annulled(receipt: Receipt) -> str:
    undone = receipt.annulment
    if undone is None:
        return ""
    return f"Anulado el {moment_text(undone.at, receipt.issuer.time_zone)} por {undone.by}: {undone.reason}"
