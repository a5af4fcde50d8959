"""What messaging knows: who may be contacted, what was sent and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on

from caudal.commons.acts.act import Act
from caudal.commons.messaging import law
from caudal.commons.messaging.rules import Contact, Contacted, Decision, Purpose, Touch, decide_many
from caudal.commons.messaging.tables import Message, MessageTemplate
from caudal.commons.messaging.templates import BUILT_IN, Template
from caudal.kernel import pages
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.commons.messaging"
_LOG_SPAN = timedelta(days=9)
"""How far back quotas look: a week seen from any time zone."""
CONVERSATION = timedelta(hours=24)
"""After a client writes, free text may be sent for this long. Source: WhatsApp Cloud API."""

STATUS_LABELS = {
    "queued": "En cola",
    "deferred": "Diferido",
    "blocked": "Bloqueado",
    "sending": "Enviando",
    "sent": "Enviado",
    "delivered": "Entregado",
    "read": "Leído",
    "failed": "Falló",
    "cancelled": "Cancelado",
    "expired": "Venció sin enviarse",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for. ``address``: E.164, empty where there is none; ``zone``: IANA time zone."""

    party_id: UUID
    address: str
    country: str
    zone: str
    name: str = ""
    role: str = "titular"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as lists show it. ``to_masked`` keeps the last four digits."""

    id: UUID
    branch_id: int
    party_id: UUID
    party_name: str
    receivable_id: UUID | None
    folio: str | None
    channel: str
    purpose: str
    template: str | None
    step: str | None
    status: str
    status_label: str
    text: str
    cause: str | None
    rule: str | None
    due_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    attempts: int
    provider: str | None
    to_masked: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """What the provider said or the house did. ``kind``: sent, delivered, failed, rejected, ambiguous…"""

    at: datetime
    kind: str
    attempt: int | None
    code: int | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class MessageDetail:
    message: MessageRow
    wire: dict[str, Any]
    provider_id: str | None
    provider_code: int | None
    events: list[MessageEvent]


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What a list of messages is narrowed to; ``earliest``/``latest``: business dates, both included."""

    party_id: UUID | None = None
    receivable_id: UUID | None = None
    status: Sequence[str] = ()
    channel: str | None = None
    earliest: date | None = None
    latest: date | None = None
    q: str = ""
    branch_id: int | None = None
    act_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A channel of a person: authorised, when, under which text; ``closed`` where they later said BAJA."""

    granted: bool
    at: datetime
    version: str
    closed: bool


# ── the gate ─────────────────────────────────────────────────────────────────────────────────────────────


def gate(
    act: Act, wanted: Sequence[tuple[Recipient, Touch]], *, planned: bool = True, without: Sequence[UUID] = ()
) -> list[Decision]:
    """What the law says of each contact in `wanted`, now: a few reads for the whole set.

    `planned` counts what already waits to be sent; `without` leaves out the messages that are being judged.
    Earlier rows have priority over later ones of the same person.
    """
    if not wanted:
        return []
    people = {who.party_id: who for who, _ in wanted}
    known = contacts(act, people.values())
    found = act.db.execute(
        sql(_ROOM, "contact_log"),
        {"parties": list(people), "since": act.at - _LOG_SPAN, "planned": planned, "without": list(without)},
    )
    log: dict[UUID, list[Contacted]] = {}
    for row in found:
        log.setdefault(row[0], []).append(Contacted(row[1], row[2], row[3], row[4], row[5]))
    return decide_many(((known[who.party_id], touch) for who, touch in wanted), log, act.at)


def contacts(act: Act, people: Iterable[Recipient]) -> dict[UUID, Contact]:
    """What the gate must know of each person: consents in force and closed channels."""
    listed = list(people)
    parties = [who.party_id for who in listed]
    consented = {
        row.party_id: frozenset[str](row.channels)
        for row in act.db.execute(sql(_ROOM, "consents_of"), {"parties": parties})
    }
    marks: dict[str, set[tuple[str, str]]] = {}
    found = act.db.execute(
        sql(_ROOM, "marks_of"), {"parties": parties, "addresses": [who.address for who in listed]}
    )
    for row in found:
        marks.setdefault(row.subject, set()).add((row.channel, row.kind))
    nothing: frozenset[str] = frozenset()
    return {
        who.party_id: Contact(
            who.party_id,
            who.country,
            who.zone,
            who.role,
            consented.get(who.party_id, nothing),
            frozenset(marks.get(who.address, set()) | marks.get(str(who.party_id), set()))
            if marks
            else frozenset(),
        )
        for who in listed
    }


def window(
    act: Act, who: Recipient, channel: str, purpose: str = Purpose.COLLECTION, debt_id: UUID | None = None
) -> Decision:
    """Whether `who` may be contacted now through `channel`, and when otherwise."""
    return gate(act, [(who, Touch(channel, purpose, debt_id))], planned=False)[0]


def conversation_until(act: Act, channel: str, address: str) -> datetime | None:
    """Until when free text may be sent to `address`, or nothing where the conversation is closed."""
    heard = act.db.scalar(
        text("select max(at) from inbound_messages where channel = :channel and from_address = :address"),
        {"channel": channel, "address": address},
    )
    return heard + CONVERSATION if heard is not None and heard + CONVERSATION > act.at else None


def contact_rules(country: str | None = None) -> list[law.Rule]:
    """The rows of the law, of one country or of all, as they are reviewed."""
    return [rule for rule in law.every_rule() if country in (None, rule.country)]


def consents(act: Act, parties: Sequence[UUID]) -> dict[UUID, dict[str, ConsentState]]:
    """Each person's channels with their latest authorisation or revocation."""
    closed = {
        (row.subject, row.channel)
        for row in act.db.execute(sql(_ROOM, "marks_of"), {"parties": list(parties), "addresses": []})
        if row.kind == "baja"
    }
    states: dict[UUID, dict[str, ConsentState]] = {}
    for row in act.db.execute(sql(_ROOM, "consent_states"), {"parties": list(parties)}):
        off = (str(row.party_id), row.channel) in closed
        state = ConsentState(row.granted and not off, row.at, row.version, off)
        states.setdefault(row.party_id, {})[row.channel] = state
    return states


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────


def messages(act: Act, wanted: MessageFilter, limit: int = 50, after: str | None = None) -> Page[MessageRow]:
    """Messages, newest first, with ``totals``: how many there are in each status over the whole filter."""
    conditions = _conditions(wanted)
    statement = select(Message).where(*conditions).order_by(Message.id.desc()).limit(limit + 1)
    keys = pages.decode(after, UUID)
    if keys is not None:
        statement = statement.where(Message.id < keys[0])
    rows = [_row(found) for found in act.db.scalars(statement)]
    return pages.page(rows, limit, lambda row: [row.id], {"by_status": totals(act, wanted)})


def totals(act: Act, wanted: MessageFilter) -> dict[str, int]:
    """How many messages of the filter are in each status."""
    statement = (
        select(Message.status, func.count())
        .where(*_conditions(wanted))
        .group_by(Message.status)
        .order_by(Message.status)
    )
    return {str(row[0]): int(row[1]) for row in act.db.execute(statement)}


def message(act: Act, message_id: UUID) -> MessageDetail:
    """One message with everything that happened to it.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = act.db.get(Message, message_id, populate_existing=True)
    if found is None:
        raise NotFound("Ese mensaje no existe")
    events = act.db.execute(
        text(
            "select occurred_at, kind, attempt, code, detail from message_events"
            " where message_id = :id or (message_id is null and provider_id = :provider_id)"
            " order by received_at, id"
        ),
        {"id": message_id, "provider_id": found.provider_id},
    )
    return MessageDetail(
        _row(found),
        found.wire,
        found.provider_id,
        found.provider_code,
        [MessageEvent(*event) for event in events],
    )


def unclaimed_events(act: Act) -> list[Row[Any]]:
    """Provider events of the latest 24 hours about messages the house does not know (yet)."""
    return list(
        act.db.execute(
            text(
                "select provider_id, kind, code, received_at from message_events e where message_id is null"
                " and received_at > :since and not exists (select from messages m"
                " where m.provider_id = e.provider_id) order by received_at"
            ),
            {"since": act.at - CONVERSATION},
        )
    )


# ── texts and channels ───────────────────────────────────────────────────────────────────────────────────


def templates(act: Act) -> list[Template]:
    """Every template in its latest version."""
    latest = (
        select(MessageTemplate)
        .ext(distinct_on(MessageTemplate.code))
        .order_by(MessageTemplate.code, MessageTemplate.version.desc())
    )
    edited = {edit.code: _template(edit) for edit in act.db.scalars(latest)}
    return [edited.get(code, factory) for code, factory in BUILT_IN.items()]


def template(act: Act, code: str) -> Template:
    """The template `code` in its latest version.

    Raises:
        NotFound: there is no such template.
    """
    for found in templates(act):
        if found.code == code:
            return found
    raise NotFound(f"No hay una plantilla «{code}»")


def channel_pause(act: Act, channel: str) -> tuple[datetime, str] | None:
    """Until when the channel is paused and why, or nothing while it works."""
    row = act.db.execute(
        text(
            "select paused_until, cause from channel_states where channel = :channel and paused_until > :at"
        ),
        {"channel": channel, "at": act.at},
    ).one_or_none()
    return None if row is None else (row.paused_until, row.cause)


def masked(address: str) -> str:
    """The last four digits of a number.

    >>> masked("+573001234567")
    '••• 4567'
    """
    return f"••• {address[-4:]}" if address else ""


def _conditions(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    exact = {
        Message.party_id: wanted.party_id,
        Message.receivable_id: wanted.receivable_id,
        Message.channel: wanted.channel,
        Message.branch_id: wanted.branch_id,
        Message.act_id: wanted.act_id,
    }
    conditions: list[ColumnElement[bool]] = [
        column == value for column, value in exact.items() if value is not None
    ]
    if wanted.status:
        conditions.append(Message.status.in_(wanted.status))
    if wanted.earliest is not None:
        conditions.append(Message.business_date >= wanted.earliest)
    if wanted.latest is not None:
        conditions.append(Message.business_date <= wanted.latest)
    if wanted.q.strip():
        told = (Message.party_name, Message.folio, Message.text)
        conditions.append(or_(*(column.icontains(wanted.q.strip(), autoescape=True) for column in told)))
    return conditions


def _row(found: Message) -> MessageRow:
    waiting = found.status in ("queued", "deferred")
    return MessageRow(
        id=found.id,
        branch_id=found.branch_id,
        party_id=found.party_id,
        party_name=found.party_name,
        receivable_id=found.receivable_id,
        folio=found.folio,
        channel=found.channel,
        purpose=found.purpose,
        template=found.template,
        step=found.step,
        status=found.status,
        status_label=STATUS_LABELS[found.status],
        text=found.text,
        cause=found.cause,
        rule=found.rule,
        due_at=found.due_at,
        next_attempt_at=found.next_attempt_at if waiting else None,
        sent_at=found.sent_at,
        delivered_at=found.delivered_at,
        read_at=found.read_at,
        attempts=found.attempts,
        provider=found.provider,
        to_masked=masked(found.to_address),
        created_at=found.created_at,
    )


def _template(edit: MessageTemplate) -> Template:
    factory = BUILT_IN[edit.code]
    return Template(
        edit.code,
        factory.label,
        factory.purpose,
        edit.body,
        edit.provider_name,
        edit.language,
        edit.version,
        edit.active,
    )
