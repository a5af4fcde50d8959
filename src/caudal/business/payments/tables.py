"""Rows of payments."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Payment(Table):
    """Money that came in, or credit that was used."""

    __tablename__ = "payments"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str]
    reference: Mapped[str | None]
    received_on: Mapped[date]
    box_id: Mapped[int | None]
    credit: Mapped[int] = mapped_column(BigInteger)
    tendered: Mapped[int | None] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    reversed_at: Mapped[datetime | None]
    reversed_on: Mapped[date | None]
    reversed_by: Mapped[int | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
