"""Rows of approvals. What was signed never changes: what a request is now is read from it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Asking(Table):
    """What somebody asks for. ``turn``: how many times the same was asked for."""

    __tablename__ = "approval_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    turn: Mapped[int] = mapped_column(SmallInteger)
    folio: Mapped[str]
    summary: Mapped[str]
    party_id: Mapped[UUID | None]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sha: Mapped[bytes]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    reason: Mapped[str]
    act_id: Mapped[UUID]


class Signed(Table):
    """What one person signed of a request."""

    __tablename__ = "approval_signatures"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    sha: Mapped[bytes]
    role: Mapped[str]
    says: Mapped[str]
    on_date: Mapped[date]
    at: Mapped[datetime]
    ip: Mapped[str]
    note: Mapped[str]
    act_id: Mapped[UUID]
    on_behalf_of: Mapped[int | None]
    delegation_id: Mapped[int | None] = mapped_column(BigInteger)


class Verdict(Table):
    """What was decided of a request."""

    __tablename__ = "approval_verdicts"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    decision: Mapped[str]
    actor_id: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    act_id: Mapped[UUID]


class Execution(Table):
    """The one time that what was authorised was done."""

    __tablename__ = "approval_executions"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    sha: Mapped[bytes]
    actor_id: Mapped[int]
    at: Mapped[datetime]
    act_id: Mapped[UUID]


class Annulment(Table):
    """Why what was authorised will no longer be executed."""

    __tablename__ = "approval_annulments"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    actor_id: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    act_id: Mapped[UUID]


class Delegation(Table):
    """Who authorises in the place of whom, between two dates; only how it ended before them is written later."""

    __tablename__ = "approval_delegations"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    from_user: Mapped[int]
    to_user: Mapped[int]
    role: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    ended_reason: Mapped[str | None]


class Limit(Table):
    """Up to how much a role authorises, from a date on."""

    __tablename__ = "approval_limits"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    kind: Mapped[str]
    role: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    from_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]


class Span(Table):
    """What counts together against a limit, from a date on: ``days`` absent is the calendar month, 0 nothing."""

    __tablename__ = "approval_spans"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    kind: Mapped[str]
    days: Mapped[int | None] = mapped_column(SmallInteger)
    from_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    act_id: Mapped[UUID | None]
