"""Rows of bookings."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Booking(Table):
    """A service sold for a day."""

    __tablename__ = "bookings"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    kind: Mapped[str]
    service: Mapped[str]
    service_on: Mapped[date]
    service_time: Mapped[time | None]
    currency: Mapped[str]
    price: Mapped[int] = mapped_column(BigInteger)
    receivable_id: Mapped[UUID]
    contract_id: Mapped[UUID | None]
    seller_id: Mapped[int]
    notes: Mapped[str]
    state: Mapped[str]
    sold_on: Mapped[date]
    origin: Mapped[str]
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    done_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    payable_id: Mapped[UUID | None]
    cancelled_on: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None]
    cancel_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Change(Table):
    """A change of date or of price."""

    __tablename__ = "booking_changes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    booking_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    service_on_from: Mapped[date]
    service_on_to: Mapped[date]
    price_from: Mapped[int] = mapped_column(BigInteger)
    price_to: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    act_id: Mapped[UUID]
