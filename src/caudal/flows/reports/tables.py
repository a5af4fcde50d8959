"""Rows of scheduled reports."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import FetchedValue, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from caudal.kernel.db import Table


class ReportSchedule(Table):
    """A report that goes out by itself. Without a branch: the daily one, of each; the weekly one, of all together."""

    __tablename__ = "report_schedules"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    report: Mapped[str]
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[time]
    weekday: Mapped[int | None] = mapped_column(SmallInteger)
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    attachment: Mapped[str]
    only_with_data: Mapped[bool]
    active: Mapped[bool]
    active_since: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    act_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(server_default=FetchedValue())


class ReportRun(Table):
    """A time a report went out."""

    __tablename__ = "report_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    schedule_id: Mapped[UUID]
    branch_id: Mapped[int | None] = mapped_column(SmallInteger)
    period_on: Mapped[date]
    once: Mapped[str]
    outcome: Mapped[str]
    notices: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int]
    act_id: Mapped[UUID]
