"""Rows of payables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Supplier(Table):
    """Somebody who sells to the house."""

    __tablename__ = "suppliers"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    party_id: Mapped[UUID]
    name: Mapped[str]
    tax_id: Mapped[str | None]
    terms_days: Mapped[int] = mapped_column(SmallInteger)
    invoice_required: Mapped[bool]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int]


class Account(Table):
    """A bank account of a supplier."""

    __tablename__ = "supplier_accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    supplier_id: Mapped[UUID]
    currency: Mapped[str]
    kind: Mapped[str]
    bank: Mapped[str]
    number: Mapped[str]
    holder: Mapped[str]
    state: Mapped[str]
    request_id: Mapped[UUID | None]
    usable_from: Mapped[date | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    act_id: Mapped[UUID]


class Contract(Table):
    """What was agreed with a supplier."""

    __tablename__ = "supplier_contracts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    supplier_id: Mapped[UUID]
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    title: Mapped[str]
    reference: Mapped[str | None]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    terms_days: Mapped[int] = mapped_column(SmallInteger)
    includes_tax: Mapped[bool]
    cost_use: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    ended_reason: Mapped[str | None]


class Price(Table):
    """What a service of a contract costs from a date on."""

    __tablename__ = "supplier_prices"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    contract_id: Mapped[UUID]
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    service: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]


class Payable(Table):
    """A service done, or an advance, and what is owed of it. ``settled`` and ``open`` are kept by the database."""

    __tablename__ = "payables"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    supplier_id: Mapped[UUID]
    kind: Mapped[str]
    contract_id: Mapped[UUID | None]
    price_id: Mapped[UUID | None]
    service: Mapped[str]
    quantity: Mapped[int]
    cost_use: Mapped[str]
    served_on: Mapped[date]
    currency: Mapped[str]
    contracted: Mapped[int] = mapped_column(BigInteger)
    includes_tax: Mapped[bool]
    invoice_required: Mapped[bool]
    amount: Mapped[int] = mapped_column(BigInteger)
    settled: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    open: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    terms_days: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date]
    state: Mapped[str]
    invoice_id: Mapped[UUID | None]
    request_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    asking: Mapped[int | None] = mapped_column(BigInteger)
    authorised_on: Mapped[date | None]
    authorised_by: Mapped[int | None]
    scheduled_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    cancelled_on: Mapped[date | None]
    cancel_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int]


class Invoice(Table):
    """What a supplier invoiced, as it arrived, and what was decided about it."""

    __tablename__ = "payable_invoices"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    payable_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    number: Mapped[str]
    fiscal_uuid: Mapped[UUID | None]
    issued_on: Mapped[date]
    currency: Mapped[str]
    subtotal: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    compared: Mapped[int] = mapped_column(BigInteger)
    contracted: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    replaces_id: Mapped[UUID | None]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    received_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    reason: Mapped[str | None]
    act_id: Mapped[UUID]


class Batch(Table):
    """Payments that leave together from a bank account."""

    __tablename__ = "payable_batches"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    box_id: Mapped[int]
    currency: Mapped[str]
    pay_on: Mapped[date]
    state: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    executed_at: Mapped[datetime | None]
    executed_by: Mapped[int | None]
    act_id: Mapped[UUID]


class Payment(Table):
    """A line of a batch: what leaves for one supplier."""

    __tablename__ = "payable_payments"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    batch_id: Mapped[UUID]
    payable_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    account_id: Mapped[UUID]
    request_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    paid_on: Mapped[date | None]
    reference: Mapped[str | None]
    returned_on: Mapped[date | None]
    returned_by: Mapped[int | None]
    return_reason: Mapped[str | None]
    return_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]
