"""Reports: what there is, how one reads on any day, and those that go out by themselves with what became of them."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import allowed, branches, in_branch
from caudal.flows.reports import attaching, commands, queries, reading
from caudal.flows.reports.commands import KeepSchedule
from caudal.flows.reports.queries import RunRecord, ScheduleRecord
from caudal.flows.reports.rules import DAILY, REPORTS, Report
from caudal.interfaces.api.alert_shapes import (
    CHANNELS,
    LabelOut,
    NoticeOut,
    listed,
    notice_out,
    recipients_called,
)
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, BranchFilter, BranchId, Day, Listed, Out
from caudal.kernel.dates import at_local
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["reports"])
Name = Literal["daily", "weekly"]
_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 31)
_MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class LineOut(Out):
    """`link`: dónde se explica la cifra; vacío en títulos y renglones en blanco."""

    text: str
    link: str


class ReportOut(Out):
    """Un reporte como se lee: `text`, palabra por palabra; `empty`: ese día no hubo nada."""

    report: str
    title: str
    on: date
    branch_id: int | None
    text: str
    lines: list[LineOut]
    empty: bool
    sent_at: datetime | None


class ScheduleAsk(Ask):
    """`at`: hora de la sucursal; `weekday`: 1 lunes a 7 domingo, solo en el semanal."""

    report: Name
    branch_id: BranchId | None = None
    at: time
    weekday: int | None = Field(None, ge=1, le=7)
    recipients: list[str] = Field(min_length=1, max_length=30)
    channels: list[str] = Field(min_length=1, max_length=5)
    attachment: Literal["none", "xlsx", "pdf"] = "none"
    only_with_data: bool = False
    active: bool = True


class ScheduleOut(Out):
    """`next_at`: la próxima vez que sale de alguna de sus sucursales."""

    id: UUID
    report: str
    name: str
    branch_id: int | None
    branch: str
    at: time
    weekday: int | None
    recipients: list[LabelOut]
    channels: list[LabelOut]
    attachment: str
    only_with_data: bool
    active: bool
    latest_at: datetime | None
    next_at: datetime | None


class DeliveryOut(Out):
    """Una vez que salió. `outcome`: sent, empty (no había datos) o nobody (nadie con ese papel)."""

    id: UUID
    branch: str
    period_on: date
    by_hand: bool
    outcome: str
    at: datetime
    notices: list[NoticeOut]


class SentOut(Out):
    notices: int


@router.get("/reports/{report}", operation_id="reports.read")
@door("reports.read")
def read(act: Act, report: Name, branch_id: BranchFilter = None, on: Day = None) -> ReportOut:
    """El reporte diario de una sucursal o el semanal de todas, como sale ese día; hoy si no se dice cuál."""
    day, found, sent = _read(act, report, branch_id, on)
    return ReportOut.model_construct(
        report=report, title=found.title, on=day, branch_id=branch_id, text=found.text, empty=found.empty,
        sent_at=sent, lines=[LineOut.model_construct(text=line.text, link=line.link) for line in found.lines],
    )  # fmt: skip


@router.get("/reports/{report}/file", operation_id="reports.file", response_class=Response)
@door("reports.read")
def file(
    act: Act,
    report: Name,
    format: Annotated[Literal["xlsx", "pdf"], Query()] = "xlsx",  # noqa: A002 - as every export of the house
    branch_id: BranchFilter = None,
    on: Day = None,
) -> Response:
    """El mismo reporte en Excel o PDF."""
    day, found, _ = _read(act, report, branch_id, on)
    name, content = attaching.attachment(act, found, format, branch_id, day) or ("", b"")
    shown = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, 200, shown, _MEDIA[format])


@router.get("/report-schedules", operation_id="reports.schedules")
@door("reports.read")
def schedules(act: Act) -> Listed[ScheduleOut]:
    """Los reportes que salen solos: cuándo, a quién y por dónde."""
    return Listed[ScheduleOut].model_construct(
        items=[_schedule(act, s) for s in queries.schedules(act)], next=None
    )


@router.post("/report-schedules", status_code=201, operation_id="reports.schedule")
@door("reports.schedule")
def schedule(act: Act, ask: ScheduleAsk) -> ScheduleOut:
    """Programa un reporte."""
    return _schedule(act, commands.schedule(act, _asked(ask)))


@router.put("/report-schedules/{schedule_id}", operation_id="reports.reschedule")
@door("reports.schedule")
def reschedule(act: Act, schedule_id: UUID, ask: ScheduleAsk) -> ScheduleOut:
    """Cambia cuándo sale, a quién o por dónde; el reporte y su sucursal no cambian."""
    return _schedule(act, commands.reschedule(act, schedule_id, _asked(ask)))


@router.post("/report-schedules/{schedule_id}/sending", status_code=201, operation_id="reports.send_now")
@door("reports.schedule")
def send_now(act: Act, schedule_id: UUID) -> SentOut:
    """Lo envía ahora a sus destinatarios, además de a su hora."""
    return SentOut.model_construct(notices=commands.send_now(act, schedule_id))


@router.get("/report-schedules/{schedule_id}/deliveries", operation_id="reports.deliveries")
@door("reports.read")
def deliveries(act: Act, schedule_id: UUID) -> Listed[DeliveryOut]:
    """Las últimas treinta veces que salió y lo que fue de cada aviso."""
    queries.schedule(act, schedule_id)
    found = [_delivery(act, each) for each in queries.deliveries(act, schedule_id)]
    return Listed[DeliveryOut].model_construct(items=found, next=None)


def _read(
    act: Act, report: Name, branch_id: int | None, on: date | None
) -> tuple[date, Report, datetime | None]:
    if on is not None and not _EARLIEST <= on <= _LATEST:
        raise Invalid("Fecha fuera de rango", errors=[{"pointer": "/on", "detail": "fecha fuera de rango"}])
    if report == DAILY:
        branch = branch_id or act.place.branch_id
        allowed(act, [branch])
        day = on or queries.today(act, branch)
        sent = queries.went_at(act, report, branch, day)
        instant = sent or (act.at if day >= queries.today(act, branch) else _end(act, branch, day))
        return day, reading.daily(in_branch(act, branch), branch, day, instant), sent
    if branch_id is not None:
        allowed(act, [branch_id])
    day = on or queries.today(act, branch_id)
    chosen = [branch_id] if branch_id is not None else list(act.actor.branches)
    return day, reading.weekly(act, chosen, day), queries.went_at(act, report, branch_id, day)


def _end(act: Act, branch_id: int, day: date) -> datetime:
    return at_local(day + timedelta(days=1), time(0), queries.zone_of(act, branch_id)) - timedelta.resolution


def _asked(ask: ScheduleAsk) -> KeepSchedule:
    return KeepSchedule(
        ask.report, ask.branch_id, ask.at.replace(tzinfo=None), tuple(ask.recipients), tuple(ask.channels), ask.weekday,
        ask.attachment, ask.only_with_data, ask.active,
    )  # fmt: skip


def _schedule(act: Act, found: ScheduleRecord) -> ScheduleOut:
    labels = recipients_called(act)
    every = "Cada sucursal" if found.report == DAILY else "Todas las sucursales"
    return ScheduleOut.model_construct(
        id=found.id, report=found.report, name=REPORTS[found.report], branch_id=found.branch_id,
        branch=branches(act)[found.branch_id].name if found.branch_id else every, at=found.at, weekday=found.weekday,
        recipients=listed(found.recipients, labels), channels=listed(found.channels, CHANNELS),
        attachment=found.attachment, only_with_data=found.only_with_data, active=found.active,
        latest_at=found.latest_at, next_at=found.next_at,
    )  # fmt: skip


def _delivery(act: Act, found: RunRecord) -> DeliveryOut:
    return DeliveryOut.model_construct(
        id=found.id, branch=branches(act)[found.branch_id].name if found.branch_id else "Todas",
        period_on=found.period_on, by_hand=found.by_hand, outcome=found.outcome, at=found.at,
        notices=[notice_out(each) for each in found.told],
    )  # fmt: skip
