"""Rows of what backs loans."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Collateral(Table):
    """A thing. ``registration``: what the public registry of its country knows it by."""

    __tablename__ = "collaterals"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    party_id: Mapped[UUID]
    kind: Mapped[str]
    description: Mapped[str]
    country: Mapped[str]
    currency: Mapped[str]
    registration: Mapped[str]
    office: Mapped[str]
    cadastre: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class Valuation(Table):
    """What somebody who knows said it was worth."""

    __tablename__ = "collateral_valuations"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    collateral_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    valued_on: Mapped[date]
    valid_until: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    appraiser: Mapped[str]
    report: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    act_id: Mapped[UUID]


class Policy(Table):
    """An insurance of it. ``amount``: the value insured."""

    __tablename__ = "collateral_policies"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, server_default=FetchedValue())
    collateral_id: Mapped[UUID]
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    insurer: Mapped[str]
    policy: Mapped[str]
    covers: Mapped[str]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    from_on: Mapped[date]
    to_on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int]
    act_id: Mapped[UUID]
