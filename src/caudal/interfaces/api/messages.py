"""Messages to clients, their texts, the channels and the law they obey."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.parties import queries as parties
from caudal.business.receivables import queries as receivables
from caudal.commons.acts.act import Act
from caudal.commons.messaging import commands, queries, templates
from caudal.commons.messaging.commands import EditTemplate
from caudal.commons.messaging.law import Rule
from caudal.commons.messaging.queries import STATUS_LABELS, MessageFilter, MessageRow
from caudal.commons.messaging.templates import Template
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, Listed, Out, Reading, Search, Since, Totalled, Until, totalled
from caudal.interfaces.api.words import called
from caudal.kernel.problems import Invalid
from caudal.kernel.settings import settings

router = APIRouter(tags=["messages"])

_SAMPLE = {
    "nombre": "Juan", "monto": "$250.000 COP", "vence": "10/01/2026", "dias": "12", "folio": "CXC-001",
    "concepto": "Factura 120", "saldo": "$0 COP", "fecha": "22/01/2026", "recibo": "R-000123", "empresa": "Caudal",
}  # fmt: skip


class MessagesFilter(Reading):
    client_id: UUID | None = None
    receivable_id: UUID | None = None
    status: str | None = Field(None, max_length=120, description="Uno o varios, separados por comas.")
    channel: str | None = Field(None, max_length=20)
    since: Since = None
    until: Until = None
    q: Search = ""


class MessageOut(Out):
    """Un contacto de salida y lo que pasó con él. `to_masked` deja ver los cuatro últimos dígitos."""

    id: UUID
    client_id: UUID
    client: str
    receivable_id: UUID | None
    folio: str | None
    branch_id: int
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
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    attempts: int
    provider: str | None
    to_masked: str
    created_at: datetime


class EventOut(Out):
    at: datetime
    kind: str
    attempt: int | None
    code: int | None
    detail: str | None


class MessageDetailOut(MessageOut):
    events: list[EventOut]


class TemplateOut(Out):
    code: str
    label: str
    purpose: str
    body: str
    provider_name: str
    language: str
    version: int
    active: bool


class TemplatesOut(Out):
    items: list[TemplateOut]
    next: None = None
    variables: dict[str, str]


class TemplateAsk(Ask):
    body: str = Field(min_length=1, max_length=4000)
    provider_name: str | None = Field(None, max_length=100)
    language: str | None = Field(None, max_length=10)
    active: bool | None = None


class PreviewAsk(Ask):
    receivable_id: UUID | None = None


class PreviewOut(Out):
    text: str


class ChannelOut(Out):
    channel: str
    label: str
    provider: str
    provider_label: str
    sandbox: bool
    configured: bool
    paused_until: datetime | None
    cause: str | None


class RuleOut(Out):
    id: str
    country: str
    country_name: str
    kind: str
    norm: str
    article: str
    since: date
    until: date | None
    purposes: list[str]
    channels: list[str]
    summary: str
    source: str
    reviewed_by: str


@router.get("/messages", operation_id="messages.list")
@door("messages.read")
def messages(act: Act, which: Annotated[MessagesFilter, Query()]) -> Totalled[MessageOut]:
    """Los mensajes, los más recientes primero, con cuántos hay en cada estado."""
    wanted = MessageFilter(
        party_id=which.client_id,
        receivable_id=which.receivable_id,
        status=_statuses(which.status),
        channel=which.channel,
        earliest=which.since,
        latest=which.until,
        q=which.q,
        branch_id=which.branch_id,
    )
    page = queries.messages(act, wanted, which.limit, which.after)
    page.totals["count"] = sum(page.totals["by_status"].values())
    return totalled(page, [MessageOut(**_message(row)) for row in page.items])


@router.get("/messages/{message_id}", operation_id="messages.read")
@door("messages.read")
def message(act: Act, message_id: UUID) -> MessageDetailOut:
    """Un mensaje con todo lo que le pasó."""
    return message_detail(act, message_id)


@router.post("/messages/{message_id}/retry", operation_id="messages.retry")
@door("messages.send")
def retry(act: Act, message_id: UUID) -> MessageDetailOut:
    """Vuelve a encolar un mensaje que no salió; la ley se consulta de nuevo antes de enviarlo."""
    commands.retry(act, message_id)
    act.db.expire_all()
    return message_detail(act, message_id)


@router.get("/templates", operation_id="templates.list")
@door("messages.read")
def texts(act: Act) -> TemplatesOut:
    """Las plantillas en su última versión, y las variables que pueden llevar."""
    found = [_template(template) for template in queries.templates(act)]
    return TemplatesOut(items=found, variables=dict(templates.VARIABLES))


@router.put("/templates/{code}", operation_id="templates.change")
@door("reminders.write")
def edit(act: Act, code: str, ask: TemplateAsk) -> TemplateOut:
    """Guarda una versión nueva de una plantilla; lo ya encolado conserva su texto."""
    asked = EditTemplate(code, ask.body, ask.provider_name, ask.language, ask.active)
    return _template(commands.edit_template(act, asked))


@router.post("/templates/{code}/preview", operation_id="templates.preview")
@door("messages.read", key="none")
def preview(act: Act, code: str, ask: PreviewAsk) -> PreviewOut:
    """La plantilla con los datos de una cuenta, o de ejemplo. No guarda ni envía nada."""
    template = queries.template(act, code)
    values = dict(_SAMPLE)
    if ask.receivable_id is not None:
        debt = receivables.receivable(act, ask.receivable_id)
        client = parties.party(act, debt.party_id)
        days = max(1, debt.standing.days)
        values |= templates.fields(
            client.name, debt.balance, debt.due_on, dias=days, folio=debt.folio, concepto=debt.concept
        )
    return PreviewOut(text=templates.render(template, values).text)


@router.get("/channels", operation_id="channels.list")
@door("messages.read")
def channels(act: Act) -> Listed[ChannelOut]:
    """Por dónde salen los mensajes, si es de verdad o de prueba, y si está en pausa."""
    configured = settings().whatsapp_configured
    provider = "whatsapp_cloud" if configured else "sandbox"
    until, cause = queries.channel_pause(act, "whatsapp") or (None, None)
    found = ChannelOut(
        channel="whatsapp",
        label=called("channels", "whatsapp"),
        provider=provider,
        provider_label=called("providers", provider),
        sandbox=not configured,
        configured=configured,
        paused_until=until,
        cause=cause,
    )
    return Listed[ChannelOut](items=[found])


@router.get("/contact-rules", operation_id="channels.rules")
@door("messages.read")
def rules(act: Act, country: Annotated[str | None, Query(max_length=2)] = None) -> Listed[RuleOut]:  # noqa: ARG001 - the law is the same for all
    """Las reglas de contacto que se aplican, con su norma y desde cuándo rigen."""
    return Listed[RuleOut](items=[_rule(rule) for rule in queries.contact_rules(country)])


def message_detail(act: Act, message_id: UUID) -> MessageDetailOut:
    """One message with its events, in the shape of the contract."""
    found = queries.message(act, message_id)
    events = [
        EventOut(at=e.at, kind=e.kind, attempt=e.attempt, code=e.code, detail=e.detail) for e in found.events
    ]
    return MessageDetailOut(**_message(found.message), events=events)


def message_out(row: MessageRow) -> MessageOut:
    """A message in the shape of the contract."""
    return MessageOut(**_message(row))


def _message(row: MessageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "client_id": row.party_id,
        "client": row.party_name,
        "receivable_id": row.receivable_id,
        "folio": row.folio,
        "branch_id": row.branch_id,
        "channel": row.channel,
        "purpose": row.purpose,
        "template": row.template,
        "step": row.step,
        "status": row.status,
        "status_label": row.status_label,
        "text": row.text,
        "cause": row.cause,
        "rule": row.rule,
        "due_at": row.next_attempt_at or row.due_at,
        "sent_at": row.sent_at,
        "delivered_at": row.delivered_at,
        "read_at": row.read_at,
        "attempts": row.attempts,
        "provider": row.provider,
        "to_masked": row.to_masked,
        "created_at": row.created_at,
    }


def _statuses(told: str | None) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in (told or "").split(",") if part.strip())
    if unknown := [each for each in wanted if each not in STATUS_LABELS]:
        detail = f"no hay un estado {', '.join(unknown)}; los que hay son {', '.join(STATUS_LABELS)}"
        raise Invalid("Hay un dato que corregir", errors=[{"pointer": "/status", "detail": detail}])
    return wanted


def _template(template: Template) -> TemplateOut:
    return TemplateOut(
        code=template.code,
        label=template.label,
        purpose=template.purpose,
        body=template.body,
        provider_name=template.provider_name,
        language=template.language,
        version=template.version,
        active=template.active,
    )


def _rule(rule: Rule) -> RuleOut:
    return RuleOut(
        id=rule.id,
        country=rule.country,
        country_name=called("countries", rule.country),
        kind=rule.kind,
        norm=rule.norm,
        article=rule.article,
        since=rule.since,
        until=rule.until,
        purposes=sorted(rule.purposes),
        channels=sorted(rule.channels),
        summary=rule.summary,
        source=rule.source,
        reviewed_by=rule.reviewed_by,
    )
