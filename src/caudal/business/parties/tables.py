"""Rows of parties."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import FetchedValue, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Party(Table):
    """Somebody who owes or is owed."""

    __tablename__ = "parties"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    doc_kind: Mapped[str | None]
    doc_number: Mapped[str | None]
    doc_country: Mapped[str | None]
    doc_key: Mapped[str | None]
    phones: Mapped[list[str]] = mapped_column(ARRAY(Text))
    email: Mapped[str | None]
    address: Mapped[str | None]
    zone: Mapped[str | None]
    notes: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=FetchedValue())
    origin: Mapped[str]
    batch_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    erased_at: Mapped[datetime | None]
    version: Mapped[int]
