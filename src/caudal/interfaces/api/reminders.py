"""The programme of reminders, and what would go out today."""

from datetime import date, datetime
from typing import Annotated

from annotated_types import Le
from fastapi import APIRouter, Query
from pydantic import Field

from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries as messages
from caudal.flows import end_of_day, reminders, schedule
from caudal.flows.reminders import ProgrammeStep
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, BranchFilter, Out
from caudal.kernel.dates import local_date

router = APIRouter(tags=["reminders"])
_FURTHEST = date(2199, 12, 31)


class StepShape(Ask):
    """`offset_days`: days from the due date, negative before it."""

    offset_days: int = Field(ge=-60, le=360)
    template: str = Field(max_length=60)
    channel: str = Field("whatsapp", max_length=20)
    active: bool = True


class Programme(Ask):
    steps: list[StepShape] = Field(max_length=60)


class ProgrammeOut(Out):
    """`next_run_at`: when the reminders of the next of one's branches will be prepared."""

    steps: list[StepShape]
    next_run_at: datetime | None


class TemplateCount(Out):
    template: str
    label: str
    count: int


class CauseCount(Out):
    cause: str
    count: int


class PreviewOut(Out):
    business_date: date
    count: int
    by_template: list[TemplateCount]
    by_status: dict[str, int]
    blocked: list[CauseCount]
    deferred: list[CauseCount]


@router.get("/reminders/programme", operation_id="reminders.programme")
@door("messages.read")
def programme(act: Act) -> ProgrammeOut:
    """Los pasos del programa: cuántos días antes o después del vencimiento, con qué texto y por qué canal."""
    return _shape(act, reminders.programme(act))


@router.put("/reminders/programme", operation_id="reminders.change")
@door("reminders.write")
def change(act: Act, ask: Programme) -> ProgrammeOut:
    """Cambia el programa; los pasos que se quitan quedan inactivos."""
    steps = [ProgrammeStep(s.offset_days, s.template, s.channel, s.active) for s in ask.steps]
    return _shape(act, reminders.change_programme(act, steps))


def _shape(act: Act, steps: list[ProgrammeStep]) -> ProgrammeOut:
    zones = {day.time_zone for day in end_of_day.branch_days(act)}
    return ProgrammeOut(
        next_run_at=schedule.next_turn(zones, act.at),
        steps=[
            StepShape(offset_days=s.offset_days, template=s.template, channel=s.channel, active=s.active)
            for s in steps
        ],
    )


@router.get("/reminders/preview", operation_id="reminders.preview")
@door("messages.read")
def preview(
    act: Act,
    business_date: Annotated[date | None, Le(_FURTHEST), Query()] = None,
    branch_id: BranchFilter = None,
) -> PreviewOut:
    """Lo que saldría ese día: cuántos, con qué texto, y a quiénes no se puede escribir y por qué."""
    days = [day for day in end_of_day.branch_days(act) if branch_id in (None, day.branch_id)]
    found = reminders.preview(
        act, {day.branch_id: business_date or local_date(act.at, day.time_zone) for day in days}
    )
    labels = {t.code: t.label for t in messages.templates(act)}
    by_template = sorted(found.by_template.items(), key=lambda pair: -pair[1])
    return PreviewOut.model_construct(
        business_date=business_date or act.business_date, count=found.count,
        by_template=[
            TemplateCount.model_construct(template=code, label=labels.get(code, code), count=n)
            for code, n in by_template
        ],
        by_status=found.by_status,
        blocked=_causes(found.causes["blocked"]), deferred=_causes(found.causes["deferred"]),
    )  # fmt: skip


def _causes(found: dict[str, int]) -> list[CauseCount]:
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    return [CauseCount.model_construct(cause=cause, count=count) for cause, count in ordered]
