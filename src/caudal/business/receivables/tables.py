"""Rows of receivables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Receivable(Table):
    """A debt. ``paid`` and ``open`` are kept by the database from its allocations."""

    __tablename__ = "receivables"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    concept: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    open: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    issued_on: Mapped[date]
    due_on: Mapped[date]
    refunded: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    settled_on: Mapped[date | None] = mapped_column(server_default=FetchedValue())
    mode: Mapped[str]
    origin: Mapped[str]
    batch_id: Mapped[UUID | None]
    external_ref: Mapped[str | None]
    kind: Mapped[str] = mapped_column(server_default=FetchedValue())
    owner_id: Mapped[UUID | None]
    turn: Mapped[int | None] = mapped_column(SmallInteger)
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    cancelled_at: Mapped[datetime | None]
    cancelled_on: Mapped[date | None]
    cancelled_by: Mapped[int | None]
    cancel_reason: Mapped[str | None]
    cancel_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Allocation(Table):
    """The part of a payment that went to a debt; a reversal adds the same with the opposite sign."""

    __tablename__ = "allocations"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    payment_id: Mapped[UUID]
    receivable_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    on_date: Mapped[date]
    at: Mapped[datetime]
    act_id: Mapped[UUID]


class Adjustment(Table):
    """A difference of what a debt says; the database keeps the debt with the sum of them."""

    __tablename__ = "receivable_adjustments"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    receivable_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    on_date: Mapped[date]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    act_id: Mapped[UUID]
