"""Rows of treasury."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Box(Table):
    """A place where money is."""

    __tablename__ = "boxes"

    id: Mapped[int] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    currency: Mapped[str]
    name: Mapped[str]
    account_id: Mapped[int]
    main: Mapped[bool]
    active: Mapped[bool]
    shifts: Mapped[bool] = mapped_column(server_default=FetchedValue())
    shift_id: Mapped[UUID | None]
    shared: Mapped[bool] = mapped_column(server_default=FetchedValue())
    created_at: Mapped[datetime]
    created_by: Mapped[int]


class Shift(Table):
    """A shift of a till, from the count that opens it to the one that closes it."""

    __tablename__ = "till_shifts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    box_id: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str]
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by: Mapped[int]
    opened_after: Mapped[int] = mapped_column(BigInteger)
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    closed_after: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]


class Count(Table):
    """What was counted."""

    __tablename__ = "till_counts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    shift_id: Mapped[UUID]
    moment: Mapped[str]
    number: Mapped[int] = mapped_column(SmallInteger)
    pieces: Mapped[dict[str, Any]] = mapped_column(JSONB)
    amount: Mapped[int] = mapped_column(BigInteger)
    sighted: Mapped[bool]
    counted_at: Mapped[datetime]
    counted_by: Mapped[int]
    act_id: Mapped[UUID]


class Difference(Table):
    """What was counted less what had to be there, and what was decided about it."""

    __tablename__ = "till_differences"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    shift_id: Mapped[UUID]
    count_id: Mapped[UUID]
    amount: Mapped[int] = mapped_column(BigInteger)
    tolerance: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decision: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]


class Operation(Table):
    """Money of a till taken to another one, to the bank, or spent."""

    __tablename__ = "till_operations"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    box_id: Mapped[int]
    to_box_id: Mapped[int | None]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    concept: Mapped[str]
    reference: Mapped[str | None]
    done_on: Mapped[date]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    undone_at: Mapped[datetime | None]
    undone_on: Mapped[date | None]
    undone_by: Mapped[int | None]
    undone_reason: Mapped[str | None]
    undone_entry_id: Mapped[int | None] = mapped_column(BigInteger)


class BankAccount(Table):
    """What the bank knows of an account."""

    __tablename__ = "bank_accounts"

    box_id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    bank: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    currency: Mapped[str]
    threshold: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
