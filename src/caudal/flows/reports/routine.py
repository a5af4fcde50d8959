"""The hours of reports: each goes out once per branch and day, on that branch's wall clock, late after a silence."""

from datetime import date, datetime

from sqlalchemy import Engine

from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import house_acting
from caudal.flows.reports import commands, queries
from caudal.flows.reports.queries import ScheduleRecord
from caudal.flows.reports.rules import WEEKLY, turns_due
from caudal.kernel.dates import at_local


def tick(engine: Engine, at: datetime) -> int:
    """Send every report whose turn came by `at`; returns how many went out. Each is an act of its own.

    Raises:
        NotFound: there are no branches yet.
    """
    with house_acting(engine, at) as act:
        listed = [each for each in queries.schedules(act) if each.active]
        turns = [
            (each, branch, on)
            for each in listed
            for branch in _branches(act, each)
            for on in _days(act, each, branch)
        ]
    done = 0
    for each, branch, on in turns:
        with house_acting(engine, at, branch_id=branch) as act:
            done += commands.send(act, each, branch, on) is not None
    return done


def _days(act: Act, each: ScheduleRecord, branch: int | None) -> list[date]:
    zone, latest = queries.zone_of(act, branch), queries.latest_turn(act, each.id, branch)
    days = turns_due(each.report, each.at, each.weekday, zone, act.at, latest)
    return [day for day in days if at_local(day, each.at, zone) >= each.since]


def _branches(act: Act, each: ScheduleRecord) -> list[int | None]:
    if each.branch_id is not None or each.report == WEEKLY:
        return [each.branch_id]
    return list(queries.open_branches(act))
