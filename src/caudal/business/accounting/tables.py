"""Rows of the accountant's room."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Budget(Table):
    """What is expected of a branch in a month, of a figure or an account."""

    __tablename__ = "budgets"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    ym: Mapped[int]
    currency: Mapped[str]
    key: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime]
    set_by: Mapped[int]
    act_id: Mapped[UUID]


class Manual(Table):
    """An entry proposed by hand."""

    __tablename__ = "manual_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    on_date: Mapped[date]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    memo: Mapped[str]
    reason: Mapped[str]
    request_id: Mapped[UUID | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    act_id: Mapped[UUID]


class YearClosing(Table):
    """A year that was closed, and perhaps opened again."""

    __tablename__ = "year_closings"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    company_id: Mapped[int] = mapped_column(SmallInteger)
    year: Mapped[int] = mapped_column(SmallInteger)
    closed_at: Mapped[datetime]
    closed_by: Mapped[int]
    entries: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    act_id: Mapped[UUID]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None]


class Reopening(Table):
    """A month or a year somebody asked to open again."""

    __tablename__ = "reopenings"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    company_id: Mapped[int] = mapped_column(SmallInteger)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    year: Mapped[int] = mapped_column(SmallInteger)
    month: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str]
    request_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    act_id: Mapped[UUID]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
