"""Rows of refunds."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Numeric, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Policy(Table):
    """A version of the cancellation policy."""

    __tablename__ = "cancellation_policies"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    company_id: Mapped[int | None] = mapped_column(SmallInteger)
    kind: Mapped[str | None]
    from_on: Mapped[date]
    pay_days: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID | None]


class PolicyBand(Table):
    """A row of a policy."""

    __tablename__ = "cancellation_bands"

    policy_id: Mapped[UUID] = mapped_column(primary_key=True)
    first_day: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))


class Refund(Table):
    """Money to give back to a client."""

    __tablename__ = "refunds"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    booking_id: Mapped[UUID]
    party_id: Mapped[UUID]
    policy_id: Mapped[UUID]
    currency: Mapped[str]
    service_on: Mapped[date]
    days: Mapped[int]
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    before_minor: Mapped[int] = mapped_column(BigInteger)
    policy_minor: Mapped[int] = mapped_column(BigInteger)
    refund_minor: Mapped[int] = mapped_column(BigInteger)
    retained_minor: Mapped[int] = mapped_column(BigInteger)
    exception: Mapped[bool]
    method: Mapped[str]
    pay_to: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    due_on: Mapped[date]
    request_id: Mapped[UUID | None]
    decided_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decision_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    box_id: Mapped[int | None]
    reference: Mapped[str | None]
    paid_on: Mapped[date | None]
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[int | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    ended_reason: Mapped[str | None]
    void_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())
