"""Scheduled reports: when each goes out next, what became of it, and how it would read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.notices import queries as notices
from caudal.commons.notices.queries import NoticeRecord
from caudal.flows.reports.rules import next_at
from caudal.kernel.dates import local_date
from caudal.kernel.problems import NotFound

_SCHEDULES = text(
    "select s.id, s.report, s.branch_id, s.at, s.weekday, s.recipients, s.channels, s.attachment, s.only_with_data,"
    " s.active, s.active_since, (select max(r.at) from report_runs r where r.schedule_id = s.id) as latest_at"
    " from report_schedules s where cast(:id as uuid) is null or s.id = :id"
    " order by s.report, s.branch_id nulls first, s.at, s.id"
)
_RUNS = text(
    "select r.id, r.branch_id, r.period_on, r.once <> '' as by_hand, r.outcome, r.notices, r.at from report_runs r"
    " where r.schedule_id = :id order by r.at desc, r.id desc limit :limit"
)
_FIRST = text(
    "select min(r.at) from report_runs r join report_schedules s on s.id = r.schedule_id"
    " where s.report = :report and r.branch_id is not distinct from cast(:branch as smallint) and r.period_on = :on"
)
_LATEST = text(
    "select max(period_on) from report_runs where schedule_id = :schedule and once = ''"
    " and branch_id is not distinct from cast(:branch as smallint)"
)
_OPEN = text("select coalesce(array_agg(id order by id), '{}') from branches where active")


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """When a report goes out, to whom, how and ``since`` when. ``next_at``: the next of its branches within reach."""

    id: UUID
    report: str
    branch_id: int | None
    at: time
    weekday: int | None
    recipients: tuple[str, ...]
    channels: tuple[str, ...]
    attachment: str
    only_with_data: bool
    active: bool
    since: datetime
    latest_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A time a report went out, with what became of each notice."""

    id: UUID
    branch_id: int | None
    period_on: date
    by_hand: bool
    outcome: str
    notices: int
    at: datetime
    told: tuple[NoticeRecord, ...]


def schedules(act: Act) -> list[ScheduleRecord]:
    """Every schedule within reach: the daily ones first, those of the company before those of a branch."""
    return [_record(act, row) for row in act.db.execute(_SCHEDULES, {"id": None})]


def schedule(act: Act, schedule_id: UUID) -> ScheduleRecord:
    """One schedule.

    Raises:
        NotFound: there is none within reach.
    """
    row = act.db.execute(_SCHEDULES, {"id": schedule_id}).one_or_none()
    if row is None:
        raise NotFound("Ese reporte programado no existe")
    return _record(act, row)


def deliveries(act: Act, schedule_id: UUID, limit: int = 30) -> list[RunRecord]:
    """The latest times a report went out, with each notice."""
    rows = act.db.execute(_RUNS, {"id": schedule_id, "limit": limit}).all()
    told = notices.notices(act, report_ids=[row.id for row in rows], limit=500).items if rows else []
    return [
        RunRecord(
            row.id,
            row.branch_id,
            row.period_on,
            row.by_hand,
            row.outcome,
            row.notices,
            row.at,
            tuple(each for each in told if each.report_id == row.id),
        )
        for row in rows
    ]


def went_at(act: Act, report: str, branch_id: int | None, on: date) -> datetime | None:
    """When the report of a day went out first; nothing if it didn't."""
    return act.db.execute(_FIRST, {"report": report, "branch": branch_id, "on": on}).scalar()


def latest_turn(act: Act, schedule_id: UUID, branch_id: int | None) -> date | None:
    """The latest day whose report went out by its hour; nothing if none did."""
    return act.db.execute(_LATEST, {"schedule": schedule_id, "branch": branch_id}).scalar()


def open_branches(act: Act) -> list[int]:
    """The branches that work, by id."""
    return list(act.db.execute(_OPEN).scalar_one())


def zone_of(act: Act, branch_id: int | None) -> str:
    """The wall clock of a report: its branch's, or that of the house's first branch."""
    places = branches(act)
    return places[branch_id or min(places)].time_zone


def today(act: Act, branch_id: int | None) -> date:
    """What day it is where a report is read."""
    return local_date(act.at, zone_of(act, branch_id))


def _record(act: Act, row: Row[Any]) -> ScheduleRecord:
    mine: Sequence[int | None] = [row.branch_id]
    if row.branch_id is None and row.report == "daily":
        mine = [branch for branch in open_branches(act) if not act.actor.id or branch in act.actor.branches]
    turns = [next_at(row.report, row.at, row.weekday, zone_of(act, branch), act.at) for branch in mine]
    return ScheduleRecord(
        row.id, row.report, row.branch_id, row.at, row.weekday, tuple(row.recipients), tuple(row.channels),
        row.attachment, row.only_with_data, row.active, row.active_since, row.latest_at,
        min(turns, default=None) if row.active else None,
    )  # fmt: skip
