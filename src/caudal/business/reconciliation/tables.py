"""Rows of reconciliation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Statement(Table):
    """A bank statement. ``data`` is only read when it is asked for."""

    __tablename__ = "bank_statements"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    box_id: Mapped[int]
    currency: Mapped[str]
    format: Mapped[str]
    filename: Mapped[str]
    sha: Mapped[bytes]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str]
    analysis: Mapped[dict[str, Any]] = mapped_column(JSONB)
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    opening: Mapped[int | None] = mapped_column(BigInteger)
    closing: Mapped[int | None] = mapped_column(BigInteger)
    total: Mapped[int | None] = mapped_column(BigInteger)
    gap: Mapped[int | None] = mapped_column(BigInteger)
    uneven: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    lines: Mapped[int | None]
    repeated: Mapped[int | None]
    broken: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    entered_at: Mapped[datetime | None]
    entered_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
    withdrawn_reason: Mapped[str | None]


class BankMatch(Table):
    """What explains what."""

    __tablename__ = "bank_matches"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    box_id: Mapped[int]
    pass_: Mapped[str] = mapped_column("pass")
    score: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str]
    made: Mapped[str | None]
    made_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    payment_id: Mapped[UUID | None]
    matched_at: Mapped[datetime]
    matched_by: Mapped[int]
    act_id: Mapped[UUID]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]
    undone_reason: Mapped[str | None]


class BankRule(Table):
    """A text that is always the same thing."""

    __tablename__ = "bank_rules"

    id: Mapped[int] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    box_id: Mapped[int | None]
    needle: Mapped[str]
    outcome: Mapped[str]
    party_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
