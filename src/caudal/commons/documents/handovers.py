"""The act of a pot handed over: who received how much of which san, who allowed it and who gave it, to be signed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caudal.commons.documents.amounts import in_words
from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.receipts import Issuer, Payer
from caudal.commons.documents.typesetting import pdf
from caudal.kernel.formats import date_text, money_screen, money_text
from caudal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class HandOver:
    """Everything the act says. ``fronted``: what the organiser put in for others; ``owes``: what is left to put in."""

    folio: str
    name: str
    issuer: Issuer
    receiver: Payer
    number: int
    round: int
    rounds: int
    on: date
    at: datetime
    gross: Money
    fee: Money
    net: Money
    fronted: Money
    owes: Money
    quotas: int
    method: str
    authorised_by: str
    delivered_by: str
    entry: str
    reference: str = ""

    def __post_init__(self) -> None:
        """Refuse figures that do not add up.

        Raises:
            ValueError: what is received is not the pot less the fee.
        """
        if self.gross - self.fee != self.net:
            raise ValueError(f"{self.folio}: lo entregado no es el bote menos la comisión")


def hand_over(act: HandOver) -> bytes:
    """`act` as PDF, on half a letter page."""
    return pdf("acta_entrega", _shown(act), at=act.at)


def _shown(act: HandOver) -> dict[str, Any]:
    issuer = act.issuer
    told = [
        ("San", f"{act.name} ({act.folio})"),
        ("Ronda", f"{act.round} de {act.rounds}"),
        ("Recibe", f"{act.receiver.name}, número {act.number}"),
        ("Cliente", " · ".join(part for part in (act.receiver.folio, act.receiver.document) if part)),
        ("Fecha", date_text(act.on)),
        ("Forma de entrega", " · ".join(part for part in (act.method, act.reference) if part)),
        ("Autorizó", act.authorised_by),
        ("Entregó", act.delivered_by),
    ]
    sums = [("Bote de la ronda", act.gross), ("Comisión del organizador", -act.fee)]
    return {
        "folio": act.folio,
        "company": issuer.company,
        "issuer": [line for line in (issuer.tax_id, issuer.branch, issuer.address, issuer.phone) if line],
        "moment": moment_text(act.at, issuer.time_zone),
        "facts": [{"label": label, "value": value} for label, value in told if value],
        "sums": [
            {"label": label, "value": money_screen(money)} for label, money in sums if not money.is_zero
        ],
        "net": money_text(act.net),
        "words": in_words(act.net),
        "fronted": "" if act.fronted.is_zero else money_screen(act.fronted),
        "owes": "" if act.owes.is_zero else money_screen(act.owes),
        "quotas": act.quotas,
        "receiver": act.receiver.name,
        "giver": act.delivered_by,
        "entry": act.entry,
    }
