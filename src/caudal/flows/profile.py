"""What to know of a client before dealing with them: how they pay, what they have with the house, what to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from caudal.business.loans import queries as loans
from caudal.business.loans.queries import LoanFilter
from caudal.business.parties import queries as parties
from caudal.business.parties.queries import PartyRecord
from caudal.business.parties.rules import Document, document_doubt
from caudal.business.receivables.queries import conduct
from caudal.business.receivables.rules import Conduct
from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries as messages
from caudal.kernel import ids
from caudal.kernel.dates import days_past_due
from caudal.kernel.formats import counted, date_text
from caudal.kernel.sql import sql

READS: Mapping[str, str] = {
    "receivables": "receivables.read", "loans": "loans.read", "pawn": "pawn.read", "roscas": "roscas.read",
    "bookings": "bookings.read", "refunds": "refunds.read", "payments": "payments.read", "messages": "messages.read",
}  # fmt: skip
"""What a client may have, and the permission that sees it."""

SOON = 7
"""Days before its end in which a pledge is told of."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know. ``tone``: «bad» costs money, «warn» may, «info» is worth knowing."""

    kind: str
    tone: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Profile:
    """How a client pays, how many things of each kind they have, and what to know, the gravest first."""

    conduct: Conduct
    holds: Mapping[str, int]
    notes: tuple[Note, ...]


def profile(act: Act, client: PartyRecord) -> Profile:
    """A client as the branches and the permissions of the act let them be seen."""
    paid = conduct(act, client.id)
    has = act.db.execute(sql("caudal.flows", "profile_holds"), {"party": client.id}).mappings().one()
    holds = {kind: has[kind] for kind, needed in READS.items() if needed in act.actor.permissions}
    notes = [
        *_contracts(act, client),
        *_manner(paid, client.id),
        *_papers(act, client),
        *_renewals(act, client),
    ]
    return Profile(
        paid, holds, tuple(sorted(notes, key=lambda note: ("bad", "warn", "info").index(note.tone)))
    )


def _contracts(act: Act, client: PartyRecord) -> Iterable[Note]:
    """Contracts that are late, pledges that end, telephones that don't answer."""
    asked = {"party": client.id, "on": act.business_date, "soon": SOON, "phones": list(client.phones)}
    rows = act.db.execute(sql("caudal.flows", "profile_notes"), asked).all()
    by: dict[str, list[Any]] = {}
    for row in rows:
        by.setdefault(row.kind, []).append(row)
    may = act.actor.permissions
    if "loans.read" in may and len(by.get("loan", ())) > 1:
        yield _late_loans(client.id, by["loan"], act.business_date)
    if "roscas.read" in may:
        for row in by.get("rosca", ()):
            days = days_past_due(row.on_date, act.business_date)
            text = f"Ya cobró en {ids.folio('SAN', row.number)} y debe aportes desde hace {_days(days)}"
            yield Note("rosca_received", "bad", text, f"/sanes/{row.id}")
    if "pawn.read" in may:
        yield from (_pledge(row, act.business_date) for row in by.get("pawn", ()))
    if "messages.read" in may:
        for row in by.get("phone", ()):
            text = f"El último mensaje al teléfono que termina en {row.text[-4:]} no llegó, el {date_text(row.on_date)}"
            yield Note("phone_failed", "warn", text, f"/clientes/{client.id}?tab=messages")


def _late_loans(party_id: UUID, rows: list[Any], on: date) -> Note:
    told = ", ".join(f"{ids.folio('LN', r.number)} ({_days(days_past_due(r.on_date, on))})" for r in rows[:3])
    more = f" y {len(rows) - 3} más" if len(rows) > 3 else ""
    return Note(
        "loans_late",
        "bad",
        f"{len(rows)} préstamos en mora a la vez: {told}{more}",
        f"/clientes/{party_id}?tab=loans",
    )


def _pledge(row: Any, on: date) -> Note:
    folio, link = ids.folio("EMP", row.number), f"/empenos/{row.id}"
    if row.on_date < on:
        return Note(
            "pledge_over", "warn", f"{folio} terminó el {date_text(row.on_date)} y no se ha rescatado", link
        )
    left = (row.on_date - on).days
    when = f"en {_days(left)}" if left else "hoy"
    return Note("pledge_soon", "info", f"{folio} termina {when}, el {date_text(row.on_date)}", link)


def _manner(paid: Conduct, party_id: UUID) -> Iterable[Note]:
    if paid.worsened:
        now, before = paid.worsened
        text = (
            f"Paga peor que antes: {now.on_time} de {now.due} a tiempo en los últimos tres meses;"
            f" {before.on_time} de {before.due} en los doce anteriores"
        )
        yield Note("worsened", "warn", text, f"/clientes/{party_id}?tab=receivables")


def _papers(act: Act, client: PartyRecord) -> Iterable[Note]:
    """What is missing or doubtful of who they are, and how they can be reached."""
    file = f"/clientes/{client.id}"
    for other in parties.alike(act, client.id):
        why = "el mismo teléfono" if other.phone else "el mismo nombre"
        yield Note(
            "alike", "warn", f"Parece repetido: {other.folio} {other.name}, {why}", f"/clientes/{other.id}"
        )
    if client.document is None:
        yield Note("no_document", "info", "Sin documento de identidad", f"{file}/editar")
    elif doubt := document_doubt(Document(*client.document)):
        text = f"Documento {client.document[1]}: {_lower(doubt)}"
        yield Note("document_doubt", "warn", text, f"{file}/editar")
    if not client.phones:
        yield Note("no_phone", "warn", "Sin teléfono: no se le puede recordar ni avisar", f"{file}/editar")
    elif not any(each.granted for each in messages.consents(act, [client.id]).get(client.id, {}).values()):
        yield Note("no_consent", "info", "No ha autorizado que se le escriba", f"{file}?tab=consents")


def _renewals(act: Act, client: PartyRecord) -> Iterable[Note]:
    if "loans.write" not in act.actor.permissions:
        return
    for loan in loans.loans(act, LoanFilter(party_ids=[client.id], renewable=True), 3).items:
        yield Note("renewable", "info", f"{loan.folio} ya se puede renovar", f"/prestamos/{loan.id}/renovar")


def _days(count: int) -> str:
    return counted(count, "día", "días")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
