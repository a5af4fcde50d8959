"""What may be done with reports: schedule them, change that, send one now; and send those whose turn came."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.commons.alerts.commands import check_recipients
from caudal.commons.notices import commands as notices
from caudal.commons.notices.commands import Notice
from caudal.commons.notices.links import absolute
from caudal.commons.notices.rules import CHANNELS
from caudal.flows.alerts import rounds, telling
from caudal.flows.reports import attaching, queries, reading
from caudal.flows.reports.queries import ScheduleRecord
from caudal.flows.reports.rules import DAILY, REPORTS, WEEKLY, Report
from caudal.flows.reports.tables import ReportSchedule
from caudal.kernel.problems import Forbidden, Invalid, NotFound

_ALONE = text("select pg_advisory_xact_lock(727201, hashtext(:what))")
_WENT = text(
    "select exists (select from report_runs where schedule_id = :schedule and branch_id is not distinct from"
    " cast(:branch as smallint) and period_on = :on and once = :once)"
)
_RUN = text(
    "insert into report_runs (schedule_id, branch_id, period_on, once, outcome, notices, at, by, act_id)"
    " values (:schedule, :branch, :on, :once, :outcome, :notices, :at, :by, :act) returning id"
)


@dataclass(frozen=True, slots=True)
class KeepSchedule:
    """When a report goes out, to whom and how. ``at``: on the wall clock of the branch; ``weekday``: 1 is Monday."""

    report: str
    branch_id: int | None
    at: time
    recipients: tuple[str, ...]
    channels: tuple[str, ...]
    weekday: int | None = None
    attachment: str = "none"
    only_with_data: bool = False
    active: bool = True


@command
def schedule(act: Act, ask: KeepSchedule) -> ScheduleRecord:
    """Have a report go out by itself from its next hour on.

    Raises:
        Invalid: an hour, recipient or channel that won't do.
        Forbidden: what is of every branch is for who works in all of them.
    """
    _check(act, ask)
    row = ReportSchedule(
        report=ask.report, branch_id=ask.branch_id, **_values(ask), active_since=act.at, created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return queries.schedule(act, row.id)


@command
def reschedule(act: Act, schedule_id: UUID, ask: KeepSchedule) -> ScheduleRecord:
    """Change when a report goes out, to whom or how; what it is and of which branch doesn't change.

    Raises:
        NotFound: there is none within reach.
        Invalid: an hour, recipient or channel that won't do.
        Forbidden: what is of every branch is for who works in all of them.
    """
    row = act.db.get(ReportSchedule, schedule_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Ese reporte programado no existe")
    _check(act, replace(ask, report=row.report, branch_id=row.branch_id))
    if ask.active and not row.active:
        row.active_since = act.at
    for name, value in _values(replace(ask, report=row.report)).items():
        setattr(row, name, value)
    row.version += 1
    act.db.flush()
    return queries.schedule(act, schedule_id)


@command
def send_now(act: Act, schedule_id: UUID) -> int:
    """Send a report now, whatever its hour; returns to how many people and channels.

    Raises:
        NotFound: there is none within reach.
        Forbidden: what is of every branch is for who works in all of them.
    """
    found = queries.schedule(act, schedule_id)
    _reach(act, found.branch_id)
    branches = [found.branch_id] if found.branch_id or found.report == WEEKLY else queries.open_branches(act)
    return sum(
        send(act, found, branch, queries.today(act, branch), once=str(act.id)) or 0 for branch in branches
    )


def send(act: Act, found: ScheduleRecord, branch_id: int | None, on: date, *, once: str = "") -> int | None:
    """Send a report of a day, once; how many notices were written, or nothing if it went out already.

    The alerts of the day are looked at before, if nobody did yet; of a day that is over, the report says so.
    """
    if _gone(act, found.id, branch_id, on, once):
        return None
    ready = _of_branch(act, found, branch_id, on) if branch_id is not None else _of_company(act, found, on)
    if found.only_with_data:
        ready = [each for each in ready if not each[0].empty]
        outcome = "sent" if ready else "empty"
    else:
        outcome = "sent" if ready else "nobody"
    total = sum(len(users) for _, users in ready) * len(found.channels)
    values = {
        "schedule": found.id, "branch": branch_id, "on": on, "once": once, "outcome": outcome, "notices": total,
        "at": act.at, "by": act.actor.id, "act": act.id,
    }  # fmt: skip
    run_id: UUID = act.db.execute(_RUN, values).scalar_one()
    for number, (report, users) in enumerate(ready):
        notice = _notice(act, found, report, branch_id, f"reporte:{run_id}:{number}", on)
        notices.tell(act, replace(notice, report_id=run_id), users, found.channels)
    return total


def _gone(act: Act, schedule_id: UUID, branch_id: int | None, on: date, once: str) -> bool:
    values = {"schedule": schedule_id, "branch": branch_id, "on": on, "once": once}
    act.db.execute(_ALONE, {"what": f"{schedule_id}:{branch_id}:{on}"})
    return bool(act.db.execute(_WENT, values).scalar())


def _of_branch(act: Act, found: ScheduleRecord, branch_id: int, on: date) -> list[tuple[Report, list[int]]]:
    if on == queries.today(act, branch_id):
        rounds.daily(act, branch_id, on)
    users = list(telling.people(act, found.recipients, branch_id))
    here = in_branch(act, branch_id)
    report = (
        reading.daily(here, branch_id, on, act.at)
        if found.report == DAILY
        else reading.weekly(here, [branch_id], on)
    )
    return [(report, users)] if users else []


def _of_company(act: Act, found: ScheduleRecord, on: date) -> list[tuple[Report, list[int]]]:
    """One report for each set of branches that recipients work in: nobody reads of a branch that isn't theirs."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for user, branches in telling.everywhere(act, found.recipients):
        groups.setdefault(branches, []).append(user)
    return [(reading.weekly(act, branches, on), users) for branches, users in groups.items()]


def _notice(
    act: Act, found: ScheduleRecord, report: Report, branch_id: int | None, key: str, on: date
) -> Notice:
    places = {line.link: absolute(line.link) for line in report.lines if line.link}
    link = f"/reportes/{found.report}?on={on}" + (f"&branch_id={branch_id}" if branch_id else "")
    wire = {**report.wire, "values": [*report.wire["values"], absolute(link)]}
    attached = attaching.attachment(act, report, found.attachment, branch_id, on)
    return Notice(
        key, "report", report.title, report.with_links(places), f"{report.title}: {absolute(link)}", wire, branch_id,
        report.html(places), absolute(link), attachment=attached,
    )  # fmt: skip


def _values(ask: KeepSchedule) -> dict[str, Any]:
    return {
        "at": ask.at, "weekday": (ask.weekday or 1) if ask.report == WEEKLY else None,
        "recipients": list(dict.fromkeys(ask.recipients)), "channels": list(dict.fromkeys(ask.channels)),
        "attachment": ask.attachment, "only_with_data": ask.only_with_data, "active": ask.active,
    }  # fmt: skip


def _check(act: Act, ask: KeepSchedule) -> None:
    _reach(act, ask.branch_id)
    if ask.report not in REPORTS:
        _wrong("/report", f"debe ser {', '.join(REPORTS)}")
    if not ask.recipients:
        _wrong("/recipients", "elija al menos uno")
    check_recipients(act, ask.recipients, "/recipients")
    if "vendedor" in ask.recipients:
        _wrong("/recipients", "un reporte no tiene vendedor")
    if not ask.channels or set(ask.channels) - set(CHANNELS):
        _wrong("/channels", f"debe ser {', '.join(CHANNELS)}")
    if ask.attachment not in {"none", "xlsx", "pdf"}:
        _wrong("/attachment", "debe ser none, xlsx o pdf")
    if ask.weekday is not None and not 1 <= ask.weekday <= 7:
        _wrong("/weekday", "debe ser de 1 (lunes) a 7 (domingo)")


def _reach(act: Act, branch_id: int | None) -> None:
    wanted = {branch_id} if branch_id is not None else set(queries.open_branches(act))
    if act.actor.id and wanted - set(act.actor.branches):
        raise Forbidden(
            "Ese reporte es de toda la empresa o de otra sucursal: lo programa quien trabaja en ellas"
        )


def _wrong(pointer: str, detail: str) -> None:
    raise Invalid("Hay un dato que corregir", errors=[{"pointer": pointer, "detail": detail}])
