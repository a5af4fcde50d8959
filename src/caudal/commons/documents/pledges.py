"""The ticket of a pledge: a letter page to sign, or an 80 mm strip for the counter.

Whoever prints it has already decided everything; it is what the client brings back to take the pledge away.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import segno

from caudal.commons.documents.amounts import in_words
from caudal.commons.documents.moments import moment_text
from caudal.commons.documents.receipts import Issuer, Paper, Payer
from caudal.commons.documents.typesetting import pdf
from caudal.kernel.formats import date_text, money_screen, money_text
from caudal.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class Pledge:
    """An article: what it is called, its particulars in one line, what it was valued at."""

    name: str
    detail: str
    appraisal: Money


@dataclass(frozen=True, slots=True)
class Owed:
    """What is paid by who comes until a day: to renew, and to take the pledge away."""

    until: date
    renew: Money
    redeem: Money


@dataclass(frozen=True, slots=True)
class PawnTicket:
    """Everything a ticket says.

    ``at``: the instant it was written (UTC). ``costs``: label and figure of each cost told. ``terms``: sentences.
    ``copy``: which copy it is, from 1; ``mark``: across the page, where it no longer counts.
    """

    id: UUID
    folio: str
    at: datetime
    issuer: Issuer
    payer: Payer
    pledges: tuple[Pledge, ...]
    principal: Money
    due_on: date
    grace_on: date
    costs: tuple[tuple[str, str], ...]
    schedule: tuple[Owed, ...]
    terms: tuple[str, ...]
    clerk: str
    copy: int = 1
    replaces: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        """Refuse a ticket without a pledge: it would promise nothing back.

        Raises:
            ValueError: it has none.
        """
        if not self.pledges:
            raise ValueError(f"{self.folio}: una boleta lleva al menos una prenda")


def pawn_ticket(ticket: PawnTicket, *, paper: Paper = "carta") -> bytes:
    """`ticket` as PDF, on a letter page (`carta`) or on 80 mm paper as long as it needs (`ticket`)."""
    return pdf(f"boleta_{paper}", _shown(ticket), at=ticket.at, drawing=_qr(ticket))


def copy_code(ticket: PawnTicket) -> str:
    """Sixteen hexadecimal digits of this very copy: a reissued ticket has others, so the lost one is known."""
    facts = [
        str(ticket.id),
        ticket.folio,
        str(ticket.copy),
        str(ticket.principal.amount),
        ticket.principal.currency,
    ]
    digest = sha256("\n".join(facts).encode()).hexdigest()[:16].upper()
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))


def _qr(ticket: PawnTicket) -> str:
    drawn = io.BytesIO()
    segno.make(f"{ticket.folio} {copy_code(ticket)}", error="m", micro=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True
    )
    return drawn.getvalue().decode()


def _shown(ticket: PawnTicket) -> dict[str, Any]:
    issuer, payer = ticket.issuer, ticket.payer
    value = total((pledge.appraisal for pledge in ticket.pledges), ticket.principal.currency)
    facts = [
        ("Cliente", payer.name),
        ("Identificación", " · ".join(part for part in (payer.folio, payer.document) if part)),
        ("Vence", date_text(ticket.due_on)),
        ("Gracia hasta", date_text(ticket.grace_on) if ticket.grace_on > ticket.due_on else ""),
        ("Refrenda a", ticket.replaces),
        ("Recibió", ticket.clerk),
    ]
    return {
        "folio": ticket.folio,
        "company": issuer.company,
        "issuer": [line for line in (issuer.tax_id, issuer.branch, issuer.address, issuer.phone) if line],
        "moment": moment_text(ticket.at, issuer.time_zone),
        "note": f"Copia {ticket.copy}: la anterior no vale" if ticket.copy > 1 else "",
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "items": [
            {"name": one.name, "detail": one.detail, "appraisal": money_screen(one.appraisal)}
            for one in ticket.pledges
        ],
        "appraisal": money_screen(value),
        "principal": money_text(ticket.principal),
        "words": in_words(ticket.principal),
        "costs": [{"label": label, "value": value} for label, value in ticket.costs],
        "schedule": [
            {
                "until": date_text(row.until),
                "renew": money_screen(row.renew),
                "redeem": money_screen(row.redeem),
            }
            for row in ticket.schedule
        ],
        "terms": list(ticket.terms),
        "client": payer.name,
        "clerk": ticket.clerk,
        "code": copy_code(ticket),
        "mark": ticket.mark,
    }
