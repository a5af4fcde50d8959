"""Rows of messaging that Python touches one by one; sets are moved by the files in ``sql/``."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class MessageTemplate(Table):
    """An edit of a template; the factory text is version 1 and lives in ``texts.toml``."""

    __tablename__ = "message_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    code: Mapped[str]
    version: Mapped[int]
    body: Mapped[str]
    provider_name: Mapped[str]
    language: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]


class ConsentEvent(Table):
    """Somebody authorised or revoked a channel."""

    __tablename__ = "consents"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    party_id: Mapped[UUID]
    channel: Mapped[str]
    granted: Mapped[bool]
    version: Mapped[str]
    shown: Mapped[str]
    evidence: Mapped[str]
    at: Mapped[datetime]
    recorded_by: Mapped[int]
    act_id: Mapped[UUID]


class OptOutEvent(Table):
    """A number left or came back to a channel, or proved not to receive it."""

    __tablename__ = "opt_outs"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    channel: Mapped[str]
    address: Mapped[str]
    party_id: Mapped[UUID | None]
    kind: Mapped[str]
    active: Mapped[bool]
    source: Mapped[str]
    evidence: Mapped[str]
    at: Mapped[datetime]
    act_id: Mapped[UUID]


class Message(Table):
    """One outbound contact and everything that became of it."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int]
    party_id: Mapped[UUID]
    party_name: Mapped[str]
    receivable_id: Mapped[UUID | None]
    folio: Mapped[str | None]
    channel: Mapped[str]
    to_address: Mapped[str]
    country: Mapped[str]
    time_zone: Mapped[str]
    role: Mapped[str]
    purpose: Mapped[str]
    template: Mapped[str | None]
    template_version: Mapped[int | None]
    step: Mapped[str | None]
    dedupe: Mapped[str]
    status: Mapped[str]
    text: Mapped[str]
    wire: Mapped[dict[str, Any]] = mapped_column(JSONB)
    cause: Mapped[str | None]
    rule: Mapped[str | None]
    provider_code: Mapped[int | None]
    business_date: Mapped[date]
    due_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int]
    claimed_at: Mapped[datetime | None]
    provider: Mapped[str | None]
    provider_id: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    act_id: Mapped[UUID]
    actor_id: Mapped[int]


class MessageEventRow(Table):
    """What the provider said, as it came, or what the house did; ``message_id`` absent while unknown."""

    __tablename__ = "message_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    digest: Mapped[bytes]
    message_id: Mapped[UUID | None]
    branch_id: Mapped[int | None]
    source: Mapped[str]
    provider_id: Mapped[str | None]
    attempt: Mapped[int | None]
    kind: Mapped[str]
    code: Mapped[int | None]
    detail: Mapped[str | None]
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]


class InboundMessage(Table):
    """What a client wrote to us."""

    __tablename__ = "inbound_messages"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    channel: Mapped[str]
    provider_id: Mapped[str]
    from_address: Mapped[str]
    party_id: Mapped[UUID | None]
    branch_id: Mapped[int | None]
    kind: Mapped[str]
    text: Mapped[str]
    reply_to: Mapped[str | None]
    word: Mapped[str | None]
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    act_id: Mapped[UUID]
