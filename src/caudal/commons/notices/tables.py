"""Rows of notices that Python touches one by one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class NoticeRow(Table):
    """Something said to somebody of the house, and everything that became of it."""

    __tablename__ = "notices"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    user_id: Mapped[int]
    kind: Mapped[str]
    channel: Mapped[str]
    dedupe: Mapped[str]
    urgent: Mapped[bool]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    wire: Mapped[dict[str, Any]] = mapped_column(JSONB)
    link: Mapped[str]
    alert_id: Mapped[UUID | None]
    report_id: Mapped[UUID | None]
    attachment: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    attachment_name: Mapped[str | None]
    to_address: Mapped[str]
    status: Mapped[str]
    cause: Mapped[str]
    code: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(SmallInteger)
    next_attempt_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    provider: Mapped[str | None]
    provider_id: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    actor_id: Mapped[int]
    act_id: Mapped[UUID]
