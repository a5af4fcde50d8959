"""Rows of pawn."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Numeric, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class PawnTicket(Table):
    """A ticket. ``capital`` and what follows it, up to ``moved_on``, are where its payments left it."""

    __tablename__ = "pawn_tickets"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    plan_id: Mapped[int]
    root_id: Mapped[UUID]
    previous_id: Mapped[UUID | None]
    currency: Mapped[str]
    principal: Mapped[int] = mapped_column(BigInteger)
    appraisal: Mapped[int] = mapped_column(BigInteger)
    allowed: Mapped[int] = mapped_column(BigInteger)
    opened_on: Mapped[date]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    grace_on: Mapped[date]
    last_on: Mapped[date]
    override_by: Mapped[int | None]
    override_reason: Mapped[str | None]
    handed_on: Mapped[date | None]
    handed_by: Mapped[int | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    capital: Mapped[int] = mapped_column(BigInteger)
    base_periods: Mapped[int] = mapped_column(server_default=FetchedValue())
    interest_before: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    storage_before: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    interest_each: Mapped[int] = mapped_column(BigInteger)
    storage_each: Mapped[int] = mapped_column(BigInteger)
    tax_rate: Mapped[Decimal] = mapped_column(Numeric(7, 6), server_default=FetchedValue())
    tax_before: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    tax_each: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    tax_paid: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    interest_paid: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    storage_paid: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    moved_on: Mapped[date]
    closed_on: Mapped[date | None]
    closed_how: Mapped[str | None]
    lost_on: Mapped[date | None]
    added: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    copy: Mapped[int] = mapped_column(SmallInteger, server_default=FetchedValue())
    retained_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class PawnItem(Table):
    """An article in pawn; it belongs to the first ticket of its chain. ``weight_mg``: milligrams."""

    __tablename__ = "pawn_items"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    ticket_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    category: Mapped[str]
    description: Mapped[str]
    brand: Mapped[str]
    model: Mapped[str]
    serial: Mapped[str]
    price_name: Mapped[str | None]
    weight_mg: Mapped[int | None] = mapped_column(BigInteger)
    condition: Mapped[str]
    appraisal: Mapped[int] = mapped_column(BigInteger)
    price_id: Mapped[int | None]
    ltv_id: Mapped[int | None]
    seal: Mapped[str]
    location_id: Mapped[int | None]
    gone_on: Mapped[date | None]
    gone_how: Mapped[str | None]
    gone_to: Mapped[str] = mapped_column(server_default=FetchedValue())
    created_at: Mapped[datetime]
    act_id: Mapped[UUID]


class PawnLot(Table):
    """A pledge that was adjudicated."""

    __tablename__ = "pawn_lots"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    ticket_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    currency: Mapped[str]
    capital: Mapped[int] = mapped_column(BigInteger)
    debt: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    value: Mapped[int] = mapped_column(BigInteger)
    cost: Mapped[int] = mapped_column(BigInteger)
    surplus_policy: Mapped[bool]
    surplus_days: Mapped[int] = mapped_column(SmallInteger)
    sale_cost_rate: Mapped[Decimal] = mapped_column(Numeric(7, 6))
    adjudicated_on: Mapped[date]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    minimum: Mapped[int | None] = mapped_column(BigInteger)
    listed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_how: Mapped[str | None]
    end_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    price: Mapped[int | None] = mapped_column(BigInteger)
    sale_cost: Mapped[int | None] = mapped_column(BigInteger)
    surplus: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    shortfall: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    buyer: Mapped[str] = mapped_column(server_default=FetchedValue())
    surplus_ended_on: Mapped[date | None]
    surplus_how: Mapped[str | None]
    surplus_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())
