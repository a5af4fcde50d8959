"""Rows of imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class Import(Table):
    """A file that came in. ``data`` is only read when it is asked for."""

    __tablename__ = "imports"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    number: Mapped[int] = mapped_column(server_default=FetchedValue())
    branch_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    filename: Mapped[str]
    sha: Mapped[bytes]
    data: Mapped[bytes] = mapped_column(deferred=True)
    rows: Mapped[int]
    analysis: Mapped[dict[str, Any]] = mapped_column(JSONB)
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[str]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    job_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]
    undone_reason: Mapped[str | None]
