"""Rows of sanes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Rosca(Table):
    """A group."""

    __tablename__ = "roscas"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    currency: Mapped[str]
    contribution: Mapped[int] = mapped_column(BigInteger)
    places: Mapped[int] = mapped_column(SmallInteger)
    frequency: Mapped[str]
    starts_on: Mapped[date]
    fee_kind: Mapped[str]
    fee_amount: Mapped[int | None] = mapped_column(BigInteger)
    fee_share: Mapped[Decimal | None]
    organiser_id: Mapped[UUID | None]
    status: Mapped[str]
    started_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class RoscaNumber(Table):
    """A number of a group: who has it and when it receives."""

    __tablename__ = "rosca_numbers"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    rosca_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID | None]
    turn: Mapped[int | None] = mapped_column(SmallInteger)


class RoscaEvent(Table):
    """Something that happened to a group; never changes."""

    __tablename__ = "rosca_events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    rosca_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    on_date: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    reason: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    act_id: Mapped[UUID]


class RoscaDelivery(Table):
    """A pot handed over."""

    __tablename__ = "rosca_deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    rosca_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    round: Mapped[int] = mapped_column(SmallInteger)
    number_id: Mapped[UUID]
    party_id: Mapped[UUID]
    gross: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    fronted: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str]
    reference: Mapped[str | None]
    box_id: Mapped[int]
    on_date: Mapped[date]
    at: Mapped[datetime]
    authorised_by: Mapped[int]
    delivered_by: Mapped[int]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    act_id: Mapped[UUID]
    reversed_at: Mapped[datetime | None]
    reversed_on: Mapped[date | None]
    reversed_by: Mapped[int | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[int | None] = mapped_column(BigInteger)


class RoscaRefund(Table):
    """What a liquidated group gave back to a number, or its organiser got back of what was put forward for it."""

    __tablename__ = "rosca_refunds"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    rosca_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    number_id: Mapped[UUID]
    kind: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str | None]
    box_id: Mapped[int | None]
    on_date: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    act_id: Mapped[UUID]
