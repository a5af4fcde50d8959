"""Clients: who they are, what they owe, what happened with them, whether they may be written to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field
from pydantic_core import to_json

from caudal.business.parties import commands, queries
from caudal.business.parties.commands import ChangeParty, NewParty
from caudal.business.parties.queries import PartyFilter, PartyRecord
from caudal.business.parties.rules import Document, document_doubt
from caudal.business.payments import commands as counter
from caudal.business.payments import queries as payments
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.queries import ReceivableFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, branches
from caudal.commons.acts.opening import because
from caudal.commons.messaging import commands as messaging
from caudal.commons.messaging import queries as messages
from caudal.commons.messaging.commands import Consent
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.rules import Purpose
from caudal.flows import forgetting, reminders, timeline
from caudal.flows.reminders import RemindNow
from caudal.interfaces.api import exports
from caudal.interfaces.api import payments as payments_door
from caudal.interfaces.api import receivables as receivables_door
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payments import MessageQueued, PaymentOut
from caudal.interfaces.api.receivables import EventOut, ReceivableOut
from caudal.interfaces.api.shapes import (
    Ask,
    Listed,
    MoneyOut,
    Out,
    Reading,
    Reason,
    Totalled,
)
from caudal.kernel.money import Money
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["clients"])
_JUST_NOW = timedelta(minutes=3)


class DocumentAsk(Ask):
    kind: str = Field(min_length=1, max_length=20)
    number: str = Field(min_length=1, max_length=40)
    country: str = Field(min_length=2, max_length=2)


class DocumentOut(Out):
    """`doubt`: the number is well formed but its check digit doesn't match."""

    kind: str
    number: str
    country: str
    doubt: str | None


class ClientAsk(Ask):
    name: str = Field(min_length=1, max_length=200)
    document: DocumentAsk | None = None
    phones: list[str] = Field(default_factory=list[str], max_length=10)
    consents: list[str] = Field(default_factory=list[str], max_length=10)
    branch_id: int | None = None
    email: str | None = Field(None, max_length=254)
    zone: str | None = Field(None, max_length=80)
    address: str | None = Field(None, max_length=300)
    notes: str | None = Field(None, max_length=2000)


class ClientPatch(Ask):
    """Only what is given changes. `version`: the one that was read, to notice other hands."""

    name: str | None = Field(None, min_length=1, max_length=200)
    document: DocumentAsk | None = None
    phones: list[str] | None = Field(None, max_length=10)
    email: str | None = Field(None, max_length=254)
    zone: str | None = Field(None, max_length=80)
    address: str | None = Field(None, max_length=300)
    notes: str | None = Field(None, max_length=2000)
    tags: list[str] | None = Field(None, max_length=20)
    version: int | None = None


class ConsentOut(Out):
    granted: bool
    at: datetime | None
    version: str | None
    closed: bool


class ClientOut(Out):
    id: UUID
    folio: str
    name: str
    document: DocumentOut | None
    phones: list[str]
    email: str | None
    address: str | None
    zone: str | None
    notes: str | None
    tags: list[str]
    branch_id: int
    branch: str
    consents: dict[str, ConsentOut]
    balance: list[MoneyOut]
    overdue: list[MoneyOut]
    max_days_past_due: int
    credit: list[MoneyOut]
    last_payment_on: date | None
    created_at: datetime
    version: int


class DuesTotal(Out):
    """`today`: due until today; `catch_up`: what is late; `settle`: everything. With what contracts charge besides."""

    currency: str
    today: MoneyOut
    catch_up: MoneyOut
    settle: MoneyOut


class Dues(Out):
    """`besides`: by account, what its contract charges today over its balance (interest of arrears, storage)."""

    client: ClientOut
    items: list[ReceivableOut]
    besides: dict[str, MoneyOut]
    totals: list[DuesTotal]
    credit: list[MoneyOut]
    recent_payments: list[PaymentOut]


class ConsentAsk(Ask):
    channel: str = Field(max_length=20)
    granted: bool
    evidence: str = Field("", max_length=300)


class WindowOut(Out):
    decision: str
    until: datetime | None
    rule: str | None
    article: str | None
    text: str


class MessageAsk(Ask):
    channel: str = Field("whatsapp", max_length=20)
    template: str | None = Field(None, max_length=60)
    text: str | None = Field(None, max_length=1000)
    receivable_id: UUID | None = None


class Which(Reading):
    """What narrows the list; the balance always comes. `batch_id`: the ones a file brought."""

    q: str = Field("", max_length=100)
    batch_id: UUID | None = None


def outs(act: Act, records: Iterable[PartyRecord]) -> list[ClientOut]:
    """Clients in the shape of the door: what they owe, have in favour and authorised."""
    rows = list(records)
    ids, places = [row.id for row in rows], branches(act)
    debts, credits_ = receivables.debts_of(act, ids), payments.credits_of(act, ids)
    lasts, consents = payments.last_dates(act, ids), messages.consents(act, ids)
    result: list[ClientOut] = []
    for row in rows:
        owed = debts.get(row.id, [])
        result.append(
            ClientOut.model_construct(
                id=row.id, folio=row.folio, name=row.name, document=_document(row), phones=list(row.phones),
                email=row.email, address=row.address, zone=row.zone, notes=row.notes, tags=list(row.tags),
                branch_id=row.branch_id, branch=places[row.branch_id].name,
                consents={channel: _consent(state) for channel, state in consents.get(row.id, {}).items()},
                balance=[debt.balance for debt in owed],
                overdue=[debt.overdue for debt in owed if debt.overdue.is_positive],
                max_days_past_due=max((debt.days for debt in owed), default=0),
                credit=credits_.get(row.id, []), last_payment_on=lasts.get(row.id), created_at=row.created_at,
                version=row.version,
            )
        )  # fmt: skip
    return result


def _consent(state: messages.ConsentState) -> ConsentOut:
    granted = state.granted and not state.closed
    return ConsentOut.model_construct(
        granted=granted, at=state.at, version=state.version, closed=state.closed
    )


def _document(row: PartyRecord) -> DocumentOut | None:
    if row.document is None:
        return None
    kind, number, country = row.document
    doubt = document_doubt(Document(kind, number, country))
    return DocumentOut.model_construct(kind=kind, number=number, country=country, doubt=doubt)


@router.get("/clients", operation_id="clients.list")
@door("clients.read")
def list_clients(act: Act, which: Annotated[Which, Query()]) -> Totalled[ClientOut]:
    """Clientes, con lo que deben. `q`: nombre, documento, folio o teléfono."""
    wanted = PartyFilter(q=which.q, branch_id=which.branch_id, batch_id=which.batch_id)
    page = queries.parties(act, wanted, which.limit, which.after)
    return Totalled[ClientOut].model_construct(
        items=outs(act, page.items), next=page.next, totals=page.totals
    )


@router.post("/clients", status_code=201, operation_id="clients.open")
@door("clients.write")
def open_client(act: Act, ask: ClientAsk) -> ClientOut:
    """Registra a un cliente, con los canales por los que autoriza que se le escriba."""
    new = NewParty(
        ask.name, _given(ask.document), tuple(ask.phones), ask.email, ask.zone, ask.address, ask.notes,
        tuple(ask.consents), ask.branch_id,
    )  # fmt: skip
    return outs(act, [commands.open_party(act, new)])[0]


@router.get("/clients/{client_id}", operation_id="clients.read")
@door("clients.read")
def read(act: Act, client_id: UUID) -> ClientOut:
    """Un cliente."""
    return outs(act, [queries.party(act, client_id)])[0]


@router.patch("/clients/{client_id}", operation_id="clients.change")
@door("clients.write")
def change(act: Act, client_id: UUID, ask: ClientPatch) -> ClientOut:
    """Cambia datos de un cliente; la bitácora guarda los anteriores."""
    asked = ChangeParty(
        client_id, ask.name, _given(ask.document), None if ask.phones is None else tuple(ask.phones), ask.email,
        ask.zone, ask.address, ask.notes, None if ask.tags is None else tuple(ask.tags), ask.version,
    )  # fmt: skip
    return outs(act, [commands.change_party(act, asked)])[0]


@router.delete("/clients/{client_id}", status_code=204, operation_id="clients.erase")
@door("clients.erase")
def erase(act: Act, client_id: UUID, ask: Reason) -> None:
    """Suprime los datos personales de quien lo pide (habeas data); lo contable queda, sin nombre."""
    forgetting.forget(because(act, ask.reason), client_id)


@router.get("/clients/{client_id}/dues", operation_id="clients.dues")
@door("receivables.read")
def dues(act: Act, client_id: UUID) -> Dues:
    """Lo que un cliente debe hoy, lo más antiguo primero: lo que mira quien cobra."""
    client = queries.party(act, client_id)
    owed = receivables.open_of(act, client_id)
    recent = payments.recent(act, client_id, act.at - _JUST_NOW)
    whole = {due.receivable_id: due.open for due in counter.dues_of(act, owed, act.business_date)}
    besides = {
        str(d.id): Money.from_minor(whole[d.id] - d.balance.minor, d.amount.currency)
        for d in owed
        if whole[d.id] != d.balance.minor
    }
    return Dues.model_construct(
        client=outs(act, [client])[0], items=receivables_door.outs(act, owed), besides=besides,
        totals=_totals(owed, whole, act.business_date),
        credit=payments.credit_of(act, client_id), recent_payments=payments_door.outs(act, recent),
    )  # fmt: skip


def _totals(
    owed: Sequence[receivables.ReceivableRecord], whole: Mapping[UUID, int], today: date
) -> list[DuesTotal]:
    def of(currency: str, latest: date) -> Money:
        mine = (whole[d.id] for d in owed if d.amount.currency == currency and d.due_on <= latest)
        return Money.from_minor(sum(mine), currency)

    yesterday = today - timedelta(days=1)
    return [
        DuesTotal.model_construct(
            currency=c, today=of(c, today), catch_up=of(c, yesterday), settle=of(c, date.max)
        )
        for c in sorted({d.amount.currency for d in owed})
    ]


@router.post("/clients/{client_id}/consents", status_code=201, operation_id="clients.consent")
@door("clients.write")
def consent(act: Act, client_id: UUID, ask: ConsentAsk) -> ClientOut:
    """Anota que el cliente autoriza un canal, o que retira su autorización."""
    client = queries.living(act, client_id)
    phone = next(iter(client.phones), "")
    messaging.consent(act, Consent(client_id, ask.channel, ask.granted, evidence=ask.evidence, address=phone))
    return outs(act, [client])[0]


@router.get("/clients/{client_id}/timeline", operation_id="clients.timeline")
@door("clients.read")
def life(act: Act, client_id: UUID) -> Listed[EventOut]:
    """Lo que ha pasado con un cliente, lo último primero."""
    events = timeline.of_client(act, queries.party(act, client_id))
    return Listed[EventOut].model_construct(items=[receivables_door.event_out(e) for e in events], next=None)


@router.get("/clients/{client_id}/contact-window", operation_id="clients.contact_window")
@door("clients.read")
def contact_window(act: Act, client_id: UUID, channel: str = "whatsapp") -> WindowOut:
    """Si ahora se le puede escribir, desde cuándo y por qué norma."""
    client = queries.party(act, client_id)
    found = messages.window(act, recipient(act, client), channel, Purpose.COLLECTION)
    return WindowOut.model_construct(
        decision=found.verdict.value, until=found.until, rule=found.rule or None, article=found.article or None,
        text=found.text,
    )  # fmt: skip


@router.post("/clients/{client_id}/messages", status_code=201, operation_id="clients.write_to")
@door("messages.send")
def write_to(act: Act, client_id: UUID, ask: MessageAsk) -> MessageQueued:
    """Manda un mensaje a mano: pasa por las mismas reglas que los automáticos."""
    template = ask.template or (None if ask.text else "mora_1")
    message_id = reminders.remind_now(
        act, RemindNow(client_id, ask.channel, template, ask.text, ask.receivable_id)
    )
    row = messages.message(act, message_id).message
    return MessageQueued.model_construct(id=row.id, status=row.status, text=row.text, cause=row.cause)


@router.get("/clients/{client_id}/export", operation_id="clients.export")
@door("clients.read")
def export(act: Act, client_id: UUID) -> Response:
    """Todo lo que la casa guarda de una persona, para entregárselo (habeas data)."""
    client = queries.party(act, client_id)
    debts = receivables.receivables(act, ReceivableFilter(party_ids=[client_id]), MAX_LIMIT).items
    taken = payments.payments(act, payments.PaymentFilter(party_ids=[client_id]), MAX_LIMIT).items
    whole: dict[str, Any] = {
        "cliente": outs(act, [client])[0],
        "cuentas_por_cobrar": receivables_door.outs(act, debts),
        "cobros": payments_door.outs(act, taken),
        "historia": [receivables_door.event_out(event) for event in timeline.of_client(act, client)],
    }
    return exports.file(to_json(whole, indent=1), "application/json", f"datos-{client.folio}.json")


def recipient(act: Act, client: PartyRecord) -> Recipient:
    """A client as somebody to write to."""
    branch = branch_of(act, client.branch_id)
    return Recipient(client.id, next(iter(client.phones), ""), branch.country, branch.time_zone, client.name)


def _given(document: DocumentAsk | None) -> Document | None:
    return Document(document.kind, document.number, document.country) if document else None
