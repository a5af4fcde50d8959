"""What is known of alerts: the rules that hold in each branch, what is open, and the life of each one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.commons.acts.act import Act
from caudal.commons.alerts.rules import LIGHTS, OPEN, Setting, State, Threshold, catalogue, rule
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

ROOM = "caudal.commons.alerts"
SEES_ALL = "alerts.manage"
"""Who holds it sees every alert of their branches; the others, those addressed to them."""

_LATEST = text(
    "select distinct on (r.rule, r.branch_id) r.* from alert_rules r"
    " where r.branch_id is null or cast(:branch as smallint) is null or r.branch_id = :branch"
    " order by r.rule, r.branch_id, r.id desc"
)
_EVENTS = text(
    "select e.kind, e.note, e.at, e.by, coalesce(u.name, '') as name"
    " from alert_events e left join users u on u.id = e.by where e.alert_id = :id order by e.id"
)
_TOGETHER = text(
    "select b.id from alerts a join alerts b on b.rule = a.rule and b.branch_id = a.branch_id and b.act_id = a.act_id"
    " where a.id = :id"
)
_TOLD = text(
    "select u.id, u.name, p.why from alert_recipients p join users u on u.id = p.user_id where p.alert_id = :id"
    " order by u.name, u.id"
)


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """An alert. ``times``: how often its cause was found while it stood; ``cause``: whether it still does."""

    id: UUID
    folio: str
    rule: str
    urgency: str
    branch_id: int
    key: str
    subject: str
    link: str
    party_id: UUID | None
    amount: Money | None
    facts: Mapping[str, Any]
    state: str
    cause: bool
    times: int
    first_at: datetime
    latest_at: datetime
    assignee: tuple[int, str] | None
    escalate_at: datetime | None
    escalated_at: datetime | None
    ended_at: datetime | None
    ended_by: tuple[int, str] | None
    end_reason: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an alert."""

    kind: str
    note: str
    at: datetime
    by: int
    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many open alerts of a rule in a branch."""

    rule: str
    branch_id: int
    urgency: str
    state: str
    alerts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What is open: ``open`` alerts, ``new`` of them unseen, and how many red, yellow and green."""

    open: int = 0
    new: int = 0
    critical: int = 0
    attention: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What a list of alerts is narrowed to."""

    states: Sequence[str] | None = OPEN
    rules: Sequence[str] | None = None
    urgencies: Sequence[str] | None = None
    branch_id: int | None = None
    party_id: UUID | None = None
    assignee: int | None = None
    q: str = ""


def setting(act: Act, code: str, branch_id: int | None) -> Setting:
    """A rule as it holds in a branch, or in the company."""
    return next(each for each in settings(act, branch_id) if each.rule == code)


def settings(act: Act, branch_id: int | None) -> list[Setting]:
    """Every rule as it holds in a branch: its own if it has one, the company's, or the factory's."""
    rows = {(row.rule, row.branch_id): row for row in act.db.execute(_LATEST, {"branch": branch_id})}
    found: list[Setting] = []
    for code, known in catalogue().items():
        here = rows.get((code, branch_id)) if branch_id is not None else None
        row = here if here is not None and not here.inherits else rows.get((code, None))
        found.append(_setting(row) if row is not None and not row.inherits else known.setting)
    return found


def alert(act: Act, alert_id: UUID) -> AlertRecord:
    """One alert.

    Raises:
        NotFound: there is none within reach of whoever asks.
    """
    found = _read(act, AlertFilter(states=None), alert_id=alert_id)
    if not found:
        raise NotFound("Esa alerta no existe o no está a su alcance")
    return _record(found[0])


def alerts(act: Act, which: AlertFilter, limit: int = 50, after: str | None = None) -> Page[AlertRecord]:
    """Alerts, the most pressing first and of those the latest."""
    keys = pages.decode(after, int, int)
    rows = _read(act, which, after=keys, limit=limit + 1)
    page = pages.page(list(rows), limit, lambda row: [row.rank, row.number])
    return Page([_record(row) for row in page.items], page.next)


def counts(act: Act, branch_id: int | None = None) -> list[Count]:
    """How many are open, by rule, branch, urgency and state."""
    rows = act.db.execute(sql(ROOM, "counts"), {"branch": branch_id, **_reach(act)})
    return [Count(*row) for row in rows]


def tally(found: Iterable[Count]) -> Tally:
    """The figures of the bell, the rail, the boards and the list, which are the same.

    >>> late = [Count("client_overdue", 1, "medium", state, 4) for state in ("new", "seen")]
    >>> tally([*late, Count("till_mismatch", 1, "critical", "working", 1)])
    Tally(open=9, new=4, critical=1, attention=8, low=0)
    """
    known = list(found)
    red, yellow, green = (
        sum(each.alerts for each in known if each.urgency in urgencies) for urgencies in LIGHTS
    )
    new = sum(each.alerts for each in known if each.state == State.NEW)
    return Tally(sum(each.alerts for each in known), new, red, yellow, green)


def life(act: Act, alert_id: UUID) -> list[Moment]:
    """What happened to an alert, the earliest first."""
    return [Moment(*row) for row in act.db.execute(_EVENTS, {"id": alert_id})]


def told(act: Act, alert_id: UUID) -> list[tuple[int, str, str]]:
    """Whom an alert was addressed to: id, name and why."""
    return [(row.id, row.name, row.why) for row in act.db.execute(_TOLD, {"id": alert_id})]


def together(act: Act, alert_id: UUID) -> list[UUID]:
    """The alerts that were raised at once with one, and told in the same notice; that one among them."""
    return list(act.db.execute(_TOGETHER, {"id": alert_id}).scalars())


def _read(
    act: Act,
    which: AlertFilter,
    *,
    alert_id: UUID | None = None,
    after: list[Any] | None = None,
    limit: int = 1,
) -> Sequence[Row[Any]]:
    rank, number = after or (None, None)
    values = {
        "id": alert_id, "states": _listed(which.states), "rules": _listed(which.rules),
        "urgencies": _listed(which.urgencies), "branch": which.branch_id, "party": which.party_id,
        "assignee": which.assignee, "q": which.q or None, "rank": rank, "number": number, "limit": limit,
    }  # fmt: skip
    return act.db.execute(sql(ROOM, "alerts"), {**values, **_reach(act)}).all()


def _reach(act: Act) -> dict[str, Any]:
    return {"own": bool(act.actor.id) and not act.actor.may(SEES_ALL), "me": act.actor.id}


def _listed(some: Iterable[str] | None) -> list[str] | None:
    return None if some is None else [str(each) for each in some]


def _setting(row: Row[Any]) -> Setting:
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from is not None else None
    return Setting(
        row.rule, row.active, row.urgency, Threshold.read(row.threshold), tuple(row.recipients), tuple(row.channels),
        row.escalate_minutes, tuple(row.escalate_to), quiet, row.branch_id,
        "company" if row.branch_id is None else "branch",
    )  # fmt: skip


def _record(row: Row[Any]) -> AlertRecord:
    return AlertRecord(
        row.id, ids.folio("AL", row.number), row.rule, row.urgency, row.branch_id, row.key, row.subject, row.link,
        row.party_id, None if row.amount is None else Money.from_minor(row.amount, row.currency), row.facts,
        row.state, row.cause, row.times, row.first_at, row.latest_at,
        None if row.assignee is None else (row.assignee, row.assignee_name), row.escalate_at, row.escalated_at,
        row.ended_at, None if row.ended_by is None else (row.ended_by, row.ended_name or ""), row.end_reason,
        row.version,
    )  # fmt: skip


def named(setting: Setting, currency: str) -> str:
    """What a rule is called where it holds."""
    return rule(setting.rule).called(setting.threshold, currency)
