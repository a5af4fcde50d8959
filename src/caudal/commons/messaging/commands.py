"""What may be done with messages: queue, authorise, close, cancel, repeat, and edit the texts."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from caudal.commons.acts.act import Act, command
from caudal.commons.messaging import queries, templates
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.rules import CHANNELS, Decision, Purpose, Touch, Verdict
from caudal.commons.messaging.tables import ConsentEvent, Message, MessageTemplate, OptOutEvent
from caudal.commons.messaging.templates import Rendered, Template
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.kernel.sql import source, sql

_ROOM = "caudal.commons.messaging"
_BY_COPY = 200
"""From this many messages on, they enter by COPY."""

_COLUMNS = (
    "branch_id", "party_id", "party_name", "receivable_id", "folio", "channel", "to_address", "country",
    "time_zone", "role", "purpose", "template", "template_version", "step", "dedupe", "status", "text",
    "wire", "cause", "rule", "next_attempt_at", "expires_at",
)  # fmt: skip


_NO_NUMBER = Decision(Verdict.DENY, rule="sin-numero", text="El cliente no tiene un número registrado")
_NOT_ACTIVE = Decision(Verdict.DENY, rule="plantilla-inactiva", text="La plantilla está desactivada")


class CannotRepeat(Problem):
    type, title, status = "mensaje-no-repetible", "Ese mensaje no se puede volver a enviar", 409


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A contact that is wanted: a template with its values, or a text typed for an open conversation.

    ``dedupe``: the key of this contact; the same one twice is queued once. ``expires_at``: after it the
    message is useless. ``purpose``: the template's own unless said.
    """

    dedupe: str
    branch_id: int
    to: Recipient
    template: str | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str | None = None
    channel: str = "whatsapp"
    purpose: str | None = None
    receivable_id: UUID | None = None
    folio: str | None = None
    step: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages entered in each status, and how many were there already."""

    queued: int = 0
    deferred: int = 0
    blocked: int = 0
    expired: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wanted message with its text and what the law says of it: what a preview shows and a queue stores."""

    wanted: NewMessage
    rendered: Rendered
    purpose: str
    template: Template | None
    status: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Consent:
    """An authorisation or its revocation: ``shown`` is what the person read, ``evidence`` its proof."""

    party_id: UUID
    channel: str
    granted: bool = True
    version: str = "1"
    shown: str = ""
    evidence: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class OptOut:
    """A number that leaves a channel or comes back; ``kind``: baja, publicidad, no_entregable."""

    channel: str
    address: str
    party_id: UUID | None = None
    kind: str = "baja"
    active: bool = True
    source: str = "persona"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class EditTemplate:
    code: str
    body: str
    provider_name: str | None = None
    language: str | None = None
    active: bool | None = None


# ── queue ────────────────────────────────────────────────────────────────────────────────────────────────


@command
def queue(act: Act, wanted: NewMessage) -> UUID:
    """Queue one message; returns its id, the earlier one's where its key was already used.

    A contact that the law does not allow now is kept too, deferred or blocked, with the article as its cause.
    """
    queue_many(act, [wanted])
    found = act.db.scalar(select(Message.id).where(Message.dedupe == wanted.dedupe))
    if found is None:
        raise NotFound("Ese mensaje pertenece a otra sucursal")
    return found


def queue_many(act: Act, wanted: Sequence[NewMessage]) -> Queued:
    """Queue a set of messages, gated together; a hundred thousand take seconds.

    Where the law allows one contact per person, earlier rows have priority over later ones.

    Raises:
        Invalid: a template lacks a value; nothing is queued.
    """
    ready = prepare(act, wanted)
    entered = _insert(act, ready) if len(ready) < _BY_COPY else _copy(act, ready)
    return Queued(**entered, repeated=len(ready) - sum(entered.values()))


def prepare(act: Act, wanted: Sequence[NewMessage]) -> list[Prepared]:
    """What would be queued: text and decision of each message, in the order given. Writes nothing."""
    texts = {t.code: t for t in queries.templates(act)}
    rendered = [_rendered(row, texts) for row in wanted]
    touches = [
        (row.to, Touch(row.channel, purpose, row.receivable_id))
        for row, (_, _, purpose) in zip(wanted, rendered, strict=True)
    ]
    decisions = queries.gate(act, touches)
    ready: list[Prepared] = []
    for row, (message, template, purpose), decision in zip(wanted, rendered, decisions, strict=True):
        status, final = _status(row, template, decision)
        ready.append(Prepared(row, message, purpose, template, status, final))
    return ready


def _rendered(row: NewMessage, texts: Mapping[str, Template]) -> tuple[Rendered, Template | None, str]:
    if row.template is None:
        return templates.free_text(row.text or ""), None, row.purpose or Purpose.REPLY
    template = texts.get(row.template)
    if template is None:
        raise NotFound(f"No hay una plantilla «{row.template}»")
    return templates.render(template, row.values), template, row.purpose or template.purpose


def _status(row: NewMessage, template: Template | None, decision: Decision) -> tuple[str, Decision]:
    if not row.to.address:
        return "blocked", _NO_NUMBER
    if template is not None and not template.active:
        return "blocked", _NOT_ACTIVE
    if decision.verdict is Verdict.DENY:
        return "blocked", decision
    if decision.verdict is Verdict.ALLOW:
        return "queued", decision
    if row.expires_at is not None and decision.until is not None and row.expires_at <= decision.until:
        return "expired", decision
    return "deferred", decision


def _values(act: Act, ready: Prepared) -> tuple[Any, ...]:
    """One row in the order of ``_COLUMNS``."""
    row, to, decision = ready.wanted, ready.wanted.to, ready.decision
    waits = decision.verdict is Verdict.DEFER and decision.until is not None
    allowed = decision.verdict is Verdict.ALLOW
    return (
        row.branch_id, to.party_id, to.name, row.receivable_id, row.folio, row.channel, to.address,
        to.country, to.zone, to.role, str(ready.purpose), row.template,
        ready.template.version if ready.template else None, row.step, row.dedupe,
        ready.status, ready.rendered.text, ready.rendered.wire,
        None if allowed else decision.text, None if allowed else decision.rule,
        decision.until if waits else act.at, row.expires_at,
    )  # fmt: skip


def _insert(act: Act, ready: Sequence[Prepared]) -> dict[str, int]:
    if not ready:
        return {}
    common = {
        "business_date": act.business_date, "due_at": act.at, "created_at": act.at, "act_id": act.id,
        "actor_id": act.actor.id, "attempts": 0,
    }  # fmt: skip
    rows = [dict(zip(_COLUMNS, _values(act, one), strict=True)) | common for one in ready]
    statement = insert(Message).values(rows).on_conflict_do_nothing(index_elements=["dedupe"])
    return dict(Counter(act.db.scalars(statement.returning(Message.status))))


def _copy(act: Act, ready: Sequence[Prepared]) -> dict[str, int]:
    raw: Any = act.db.connection().connection.driver_connection
    wire = _COLUMNS.index("wire")
    with raw.cursor() as cursor:
        cursor.execute(source(_ROOM, "queue_stage"))
        with cursor.copy(f"copy message_stage (position, {', '.join(_COLUMNS)}) from stdin") as copy:
            for position, one in enumerate(ready):
                values = _values(act, one)
                copy.write_row(
                    (
                        position,
                        *values[:wire],
                        json.dumps(values[wire], ensure_ascii=False),
                        *values[wire + 1 :],
                    )
                )
    found = act.db.execute(
        sql(_ROOM, "queue_staged"),
        {"at": act.at, "business_date": act.business_date, "act": act.id, "actor": act.actor.id},
    )
    return {str(row[0]): int(row[1]) for row in found}


# ── what stops and what starts again ─────────────────────────────────────────────────────────────────────


def cancel_for(act: Act, receivables: Iterable[UUID], cause: str) -> int:
    """Cancel what still waits to be sent about these debts: they were paid or cancelled; returns how many.

    One that is on its way is left to its outcome; if it comes back, it is checked again before leaving.
    """
    done = act.db.execute(
        text(
            "update messages set status = 'cancelled', cause = :cause, closed_at = :at"
            " where receivable_id = any(cast(:debts as uuid[])) and status in ('queued', 'deferred')"
            " and purpose in ('cobranza', 'recordatorio_preventivo')"
        ),
        {"cause": cause, "at": act.at, "debts": list(receivables)},
    )
    return done.rowcount  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


@command
def retry(act: Act, message_id: UUID) -> None:
    """Send again one that failed, was blocked or grew old; the law is asked again before it leaves.

    Raises:
        NotFound: there is none within the branches of the act.
        CannotRepeat: it is waiting, on its way, delivered, or was cancelled because the debt is settled.
    """
    found = act.db.get(Message, message_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("Ese mensaje no existe")
    if found.status not in ("failed", "blocked", "expired"):
        raise CannotRepeat(f"Está «{queries.STATUS_LABELS[found.status]}»")
    if not found.to_address:
        raise CannotRepeat("El mensaje no tiene número de destino")
    found.status, found.next_attempt_at, found.expires_at = "queued", act.at, None
    found.cause = found.rule = found.provider_code = found.closed_at = None
    act.db.flush()


# ── consent ──────────────────────────────────────────────────────────────────────────────────────────────


@command
def consent(act: Act, asked: Consent) -> None:
    """Write down that a person authorises a channel, or revokes it.

    Raises:
        Invalid: there is no such channel, or the person had asked to leave it and there is no evidence of the new
            authorisation.
    """
    if asked.channel not in CHANNELS:
        detail = f"«{asked.channel}» no es un canal; use {', '.join(CHANNELS)}"
        raise Invalid(detail, errors=[{"pointer": "/channel", "detail": "canal desconocido"}])
    act.db.add(
        ConsentEvent(
            party_id=asked.party_id, channel=asked.channel, granted=asked.granted, version=asked.version,
            shown=asked.shown, evidence=asked.evidence, at=act.at, recorded_by=act.actor.id, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()
    state = queries.consents(act, [asked.party_id])[asked.party_id][asked.channel]
    if asked.granted and state.closed:
        if not asked.evidence.strip():
            detail = "El cliente pidió la baja de este medio; anote cómo consta que volvió a autorizar"
            raise Invalid(detail, errors=[{"pointer": "/evidence", "detail": "falta la evidencia"}])
        _reopen(act, asked)


@command
def opt_out(act: Act, asked: OptOut) -> None:
    """Close a channel to a number, or open it again; what waits for it is blocked when its turn comes."""
    act.db.add(
        OptOutEvent(
            channel=asked.channel, address=asked.address, party_id=asked.party_id, kind=asked.kind,
            active=asked.active, source=asked.source, evidence=asked.evidence, at=act.at, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()


def _reopen(act: Act, asked: Consent) -> None:
    """Open again every number through which this person had closed the channel."""
    closed = act.db.scalars(
        select(OptOutEvent.address)
        .where(OptOutEvent.party_id == asked.party_id, OptOutEvent.channel == asked.channel)
        .distinct()
    )
    for address in {*closed, asked.address}:
        opt_out(
            act,
            OptOut(asked.channel, address, asked.party_id, "baja", active=False, evidence=asked.evidence),
        )


@command
def forget(act: Act, party_id: UUID) -> int:
    """Blank text, number and name of everything sent to a person (habeas data); returns how many messages.

    That contacts happened, when and by which rule stays; so does the wish not to be contacted.
    """
    waiting = text(
        "update messages set status = 'cancelled', cause = 'Datos personales suprimidos', closed_at = :at"
        " where party_id = :party and status in ('queued', 'deferred')"
    )
    act.db.execute(waiting, {"at": act.at, "party": party_id})
    return act.db.execute(text("select forget_messages(:party)"), {"party": party_id}).scalar_one()


# ── texts and channels ───────────────────────────────────────────────────────────────────────────────────


@command
def edit_template(act: Act, asked: EditTemplate) -> Template:
    """Keep a new version of a template; messages already queued keep their text.

    Raises:
        NotFound: there is no such template.
        Invalid: unknown variables, words that may not be said, or a form WhatsApp would not approve.
    """
    act.db.execute(
        text("select pg_advisory_xact_lock(hashtext('messaging.template:' || :code))"), {"code": asked.code}
    )
    current = queries.template(act, asked.code)
    templates.check(asked.body)
    act.db.add(
        MessageTemplate(
            code=asked.code,
            version=current.version + 1,
            body=asked.body,
            provider_name=asked.provider_name or current.provider_name,
            language=asked.language or current.language,
            active=current.active if asked.active is None else asked.active,
            created_at=act.at,
            created_by=act.actor.id,
            act_id=act.id,
        )
    )
    act.db.flush()
    return queries.template(act, asked.code)


@command
def resume(act: Act, channel: str) -> None:
    """End the pause of a channel: somebody mended what the provider complained about."""
    act.db.execute(
        text("update channel_states set paused_until = null, changed_at = :at where channel = :channel"),
        {"at": act.at, "channel": channel},
    )
