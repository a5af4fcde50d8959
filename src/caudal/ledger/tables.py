"""What the ledger stores, as Python reads it. Nothing here is written through the mapper."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table

_SCHEMA = {"schema": "ledger"}


class Account(Table):
    __tablename__ = "accounts"
    __table_args__ = _SCHEMA
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str]
    name: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    use: Mapped[str | None]
    currency: Mapped[str]
    parent_id: Mapped[int | None]
    guard: Mapped[int] = mapped_column(SmallInteger)
    active: Mapped[bool]


class Entry(Table):
    __tablename__ = "entries"
    __table_args__ = _SCHEMA
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    company_id: Mapped[int] = mapped_column(SmallInteger)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    on_date: Mapped[date]
    kind: Mapped[str]
    idem: Mapped[UUID]
    reverses: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str | None]
    memo: Mapped[str | None]
    actor: Mapped[int]
    act_id: Mapped[UUID | None]
    ip: Mapped[str | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]


class EntryLine(Table):
    __tablename__ = "lines"
    __table_args__ = _SCHEMA
    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    line: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    account_id: Mapped[int]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    currency: Mapped[str]
    on_date: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    party_id: Mapped[UUID | None]
    doc_id: Mapped[UUID | None]
