"""Rows of loans."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Product(Table):
    """A version of a product; loans keep theirs."""

    __tablename__ = "loan_products"

    id: Mapped[int] = mapped_column(primary_key=True, server_default=FetchedValue())
    code: Mapped[str]
    version: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    currency: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]


class CeilingRow(Table):
    """A legal ceiling as somebody wrote it down; a correction is another that replaces it. Rates are fractions."""

    __tablename__ = "loan_ceilings"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    country: Mapped[str]
    modality: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    reference: Mapped[Decimal | None]
    cap: Mapped[Decimal]
    mora_factor: Mapped[Decimal | None]
    source: Mapped[str]
    replaces: Mapped[int | None] = mapped_column(BigInteger)
    replaces_on: Mapped[date | None]
    recorded_on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    reason: Mapped[str]
    act_id: Mapped[UUID]


class Loan(Table):
    """A loan. ``outstanding``, ``interest_total``, ``advance`` and ``oldest_due_on`` are what its events say.

    ``booked``: what it has in each account of the books.
    """

    __tablename__ = "loans"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    product_id: Mapped[int]
    currency: Mapped[str]
    principal: Mapped[int] = mapped_column(BigInteger)
    contract: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str]
    purpose: Mapped[str]
    applied_on: Mapped[date]
    applied_at: Mapped[datetime]
    applied_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decision_reason: Mapped[str | None]
    disbursed_on: Mapped[date | None]
    disbursed_at: Mapped[datetime | None]
    disbursed_by: Mapped[int | None]
    closed_on: Mapped[date | None]
    renews_id: Mapped[UUID | None]
    late_when_renewed: Mapped[int] = mapped_column(server_default=FetchedValue())
    outstanding: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    interest_total: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    advance: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    oldest_due_on: Mapped[date | None]
    paid_count: Mapped[int] = mapped_column(server_default=FetchedValue())
    booked: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=FetchedValue())
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Instalment(Table):
    """What an instalment is made of. ``live``: it is one of those of the plan in force."""

    __tablename__ = "loan_installments"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    receivable_id: Mapped[UUID | None]
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    start_on: Mapped[date]
    end_on: Mapped[date]
    due_on: Mapped[date]
    principal: Mapped[int] = mapped_column(BigInteger)
    interest: Mapped[int] = mapped_column(BigInteger)
    fees: Mapped[int] = mapped_column(BigInteger)
    earned_before: Mapped[int] = mapped_column(BigInteger)
    since_on: Mapped[date | None]
    made: Mapped[int | None] = mapped_column(BigInteger)
    daily: Mapped[int | None] = mapped_column(BigInteger)
    live: Mapped[bool]
    act_id: Mapped[UUID]


class Position(Table):
    """Where a loan stands by its events. ``exact_from``: from that day on it tells any date, corrected by payments."""

    __tablename__ = "loan_positions"

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    currency: Mapped[str]
    disbursed_on: Mapped[date]
    ended_on: Mapped[date | None]
    read_on: Mapped[date]
    exact_from: Mapped[date]
    ends_on: Mapped[date]
    earned_end: Mapped[int] = mapped_column(BigInteger)
    principal: Mapped[int] = mapped_column(BigInteger)
    collected: Mapped[int] = mapped_column(BigInteger)
    until_on: Mapped[date | None]
    until_earned: Mapped[int | None] = mapped_column(BigInteger)
    late_from: Mapped[date | None]
    kept: Mapped[int]
    renegotiated: Mapped[bool]
    debts: Mapped[int]
    open: Mapped[int] = mapped_column(BigInteger)
    last_due_on: Mapped[date | None]
    sync_on: Mapped[date | None]
    sync_if_late: Mapped[bool]


class LoanEvent(Table):
    """Something that happened to a loan; ``undone_by`` is what undid it."""

    __tablename__ = "loan_events"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    on_date: Mapped[date]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    payment_id: Mapped[UUID | None]
    undone_by: Mapped[int | None] = mapped_column(BigInteger)
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    recorded_on: Mapped[date]
    actor_id: Mapped[int]
    reason: Mapped[str]
    effects: Mapped[dict[str, int]] = mapped_column(JSONB)
    act_id: Mapped[UUID]


class Favour(Table):
    """Something asked to be given up of a loan; another person decides."""

    __tablename__ = "loan_requests"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    component: Mapped[str | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    estimate: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=FetchedValue())
    reason: Mapped[str]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decision_reason: Mapped[str | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]


class OverchargeRow(Table):
    """What was recognised to a loan that had ended. ``uses``: how much of each income it took, minor units."""

    __tablename__ = "loan_overcharges"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    ceiling_id: Mapped[int] = mapped_column(BigInteger)
    payment_id: Mapped[UUID]
    request_id: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    uses: Mapped[dict[str, int]] = mapped_column(JSONB)
    given_on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    reason: Mapped[str]
    reversed_on: Mapped[date | None]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[int | None]
    reversal_reason: Mapped[str | None]
    act_id: Mapped[UUID]


class Part(Table):
    """Where a part of a payment went."""

    __tablename__ = "loan_parts"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    payment_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(SmallInteger)
    component: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    on_date: Mapped[date]
    act_id: Mapped[UUID]


class Lien(Table):
    """What a thing backs of a loan. ``asked_by``: who asked to release it while the loan was alive."""

    __tablename__ = "loan_liens"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    collateral_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    part: Mapped[Decimal]
    rank: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str]
    given_on: Mapped[date]
    notary: Mapped[str] = mapped_column(server_default=FetchedValue())
    entry: Mapped[str] = mapped_column(server_default=FetchedValue())
    registered_on: Mapped[date | None]
    registered_by: Mapped[int | None]
    asked_by: Mapped[int | None]
    asked_on: Mapped[date | None]
    asked_reason: Mapped[str | None]
    released_on: Mapped[date | None]
    released_by: Mapped[int | None]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Surety(Table):
    """Who answers for a loan besides its debtor."""

    __tablename__ = "loan_sureties"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    loan_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    role: Mapped[str]
    since_on: Mapped[date]
    removed_on: Mapped[date | None]
    removed_by: Mapped[int | None]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Remittance(Table):
    """What was paid to whoever it was collected for."""

    __tablename__ = "loan_remittances"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    payee: Mapped[str]
    concept: Mapped[str]
    reference: Mapped[str]
    method: Mapped[str]
    paid_on: Mapped[date]
    entry_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[int]
    reversed_on: Mapped[date | None]
    reversed_by: Mapped[int | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())
