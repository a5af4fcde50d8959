"""Looking: a rule in a branch, everything that is urgent, and what is looked at every morning and every Monday."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.commons.alerts import commands as alerts
from caudal.commons.alerts import queries
from caudal.commons.alerts.commands import Taken
from caudal.flows.alerts import census, telling
from caudal.kernel.dates import at_local, local_date

MORNING = time(8, 0)
"""When, on the wall clock of the branch, the day's alerts are looked at if the day before wasn't closed earlier."""

MONDAY, MONDAY_AT = 1, time(9, 0)

_MARK = text(
    "insert into alert_rounds (branch_id, moment, on_date, at, act_id) values (:branch, :moment, :on, :at, :act)"
    " on conflict do nothing returning true"
)
_CLOSED = text("select last_closed from branch_days where branch_id = :branch")
_ABOUT = text(
    "select key from alerts where branch_id = :branch and rule = :rule and party_id = :party and cause"
    " and state <> 'resolved'"
)


def look(act: Act, rule: str, branch_id: int, only: Sequence[str] | None = None) -> Taken:
    """Look for the causes of a rule in a branch, and tell whom the new ones concern.

    ``only``: look again at these alone; those of them that are gone are over, and nothing is said of the others.
    """
    setting = queries.setting(act, rule, branch_id)
    if not setting.active:
        return Taken()
    on = local_date(act.at, branch_of(act, branch_id).time_zone)
    alerts.alone(act, rule, branch_id)
    found = census.causes(act, setting, branch_id, on, only)
    taken = alerts.take_in(act, setting, branch_id, found, only=only)
    if taken.raised:
        telling.tell(
            act, setting, branch_id, [each for each in found if each.key in taken.raised], taken.raised
        )
    return taken


def urgent(act: Act, branch_id: int) -> int:
    """Look at everything that is told at once in a branch; returns how many alerts began."""
    return sum(len(look(act, rule, branch_id).raised) for rule in census.AT_ONCE)


def daily(act: Act, branch_id: int, on: date) -> bool:
    """Look at what is looked at once a day; false where it was done already."""
    return _once(act, branch_id, "diario", on, census.DAILY)


def weekly(act: Act, branch_id: int, monday: date) -> bool:
    """Look at what is looked at every Monday; false where it was done already."""
    return _once(act, branch_id, "semanal", monday, census.WEEKLY)


def daily_due(act: Act, branch_id: int) -> date | None:
    """The day whose alerts are to be looked at: today from eight on, or as soon as yesterday is closed."""
    zone = branch_of(act, branch_id).time_zone
    today = local_date(act.at, zone)
    closed: date | None = act.db.execute(_CLOSED, {"branch": branch_id}).scalar()
    early = closed is not None and closed >= today - timedelta(days=1)
    return today if early or act.at >= at_local(today, MORNING, zone) else None


def weekly_due(act: Act, branch_id: int) -> date | None:
    """The Monday whose alerts are to be looked at, until the week is over; nothing before nine of that day."""
    zone = branch_of(act, branch_id).time_zone
    today = local_date(act.at, zone)
    monday = today - timedelta(days=today.isoweekday() - MONDAY)
    return monday if act.at >= at_local(monday, MONDAY_AT, zone) else None


def again(act: Act, rule: str, branch_id: int, party_id: object) -> None:
    """Look again at what stands about somebody: they paid, or it was taken back."""
    keys = act.db.execute(_ABOUT, {"branch": branch_id, "rule": rule, "party": party_id}).scalars().all()
    if keys:
        look(act, rule, branch_id, keys)


def _once(act: Act, branch_id: int, moment: str, on: date, rules: Sequence[str]) -> bool:
    values = {"branch": branch_id, "moment": moment, "on": on, "at": act.at, "act": act.id}
    if act.db.execute(_MARK, values).scalar() is None:
        return False
    here = in_branch(act, branch_id)
    for rule in rules:
        look(here, rule, branch_id)
    return True
