"""Rows of alerts that Python touches one by one; what is found is taken in by the files in ``sql/``."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class AlertRule(Table):
    """Somebody changed a rule, for the company or for a branch; the latest one holds."""

    __tablename__ = "alert_rules"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    rule: Mapped[str]
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    inherits: Mapped[bool]
    active: Mapped[bool]
    urgency: Mapped[str]
    threshold: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    escalate_minutes: Mapped[int | None]
    escalate_to: Mapped[list[str]] = mapped_column(ARRAY(Text))
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]


class Alert(Table):
    """Something the house warns of. ``cause``: whether it was still there the last time somebody looked."""

    __tablename__ = "alerts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    rule: Mapped[str]
    urgency: Mapped[str]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str]
    stamp: Mapped[str]
    subject: Mapped[str]
    link: Mapped[str]
    party_id: Mapped[UUID | None]
    currency: Mapped[str | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str]
    cause: Mapped[bool]
    times: Mapped[int]
    first_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    assignee: Mapped[int | None]
    escalate_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    end_reason: Mapped[str | None]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class AlertEvent(Table):
    """A moment of the life of an alert."""

    __tablename__ = "alert_events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    alert_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    note: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int]
    act_id: Mapped[UUID]
