"""What may be done with alerts: take in what was found, see, assign, resolve, dismiss; and keep the rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from caudal.commons.acts.act import Act, command
from caudal.commons.alerts import queries
from caudal.commons.alerts.queries import ROOM, AlertRecord
from caudal.commons.alerts.rules import (
    CHANNELS,
    OPEN,
    PERSON,
    VENDEDOR,
    Setting,
    State,
    Threshold,
    Urgency,
    catalogue,
)
from caudal.commons.alerts.tables import Alert, AlertEvent, AlertRule
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid, NotFound, Problem
from caudal.kernel.sql import sql

_ALONE = text("select pg_advisory_xact_lock(727200, hashtext(:what))")
_ADDRESS = text(
    "insert into alert_recipients (alert_id, user_id, branch_id, why, at)"
    " select a, u, :branch, w, :at from unnest(cast(:alerts as uuid[]), cast(:users as int[]), cast(:whys as text[]))"
    " as p (a, u, w) on conflict do nothing"
)
_WORKS_HERE = text(
    "select exists (select from users u join user_branches b on b.user_id = u.id"
    " where u.id = :user and u.active and b.branch_id = :branch)"
)
_ROLES = text("select array_agg(code) from roles where code <> 'sistema'")
_PEOPLE = text("select array_agg(id) from users where active and id <> 0 and id = any(cast(:ids as int[]))")
_OPEN_BRANCHES = text("select coalesce(array_agg(id), '{}') from branches where active")
_MOST_DAYS, _MOST_MINOR = 3650, 10**15


class AlertEnded(Problem):
    type, title, status = "alerta-terminada", "Esa alerta ya terminó", 409


@dataclass(frozen=True, slots=True)
class Cause:
    """Something a rule found. ``key``: of what; ``stamp``: which time; ``seller``: who registered what is owed."""

    key: str
    stamp: str
    subject: str
    link: str
    party_id: UUID | None = None
    amount: Money | None = None
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    seller: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of what was found: alerts raised (by key), found again and over."""

    raised: Mapping[str, UUID] = field(default_factory=dict[str, UUID])
    repeated: int = 0
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How a rule is to hold from now on, in a branch or, without one, in the whole company."""

    rule: str
    branch_id: int | None
    active: bool
    urgency: str
    threshold: Threshold
    recipients: tuple[str, ...]
    channels: tuple[str, ...]
    escalate_minutes: int | None = None
    escalate_to: tuple[str, ...] = ()
    quiet: tuple[time, time] | None = None


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────


def alone(act: Act, rule: str, branch_id: int) -> None:
    """Be the only one that looks at a rule in a branch until the act ends; what is found is found after this."""
    act.db.execute(_ALONE, {"what": f"{rule}:{branch_id}"})


def take_in(
    act: Act, setting: Setting, branch_id: int, found: Sequence[Cause], *, only: Sequence[str] | None = None
) -> Taken:
    """Take in what a rule found in a branch: each cause is one alert while it stands, however often it is found.

    What stood and wasn't found is over; ``only``: of these keys alone. The caller was :func:`alone` when it looked,
    and tells the most pressing first: so the list does too, which begins with the latest.
    """
    rows = [
        {
            "key": each.key, "stamp": each.stamp, "subject": each.subject[:200], "link": each.link,
            "party_id": str(each.party_id) if each.party_id else None, "facts": dict(each.facts),
            "currency": each.amount.currency if each.amount else None,
            "amount": each.amount.minor if each.amount else None,
        }
        for each in reversed({each.key: each for each in found}.values())
    ]  # fmt: skip
    wait = setting.escalate_minutes
    values = {
        "rule": setting.rule, "branch": branch_id, "urgency": setting.urgency, "found": json.dumps(rows, default=str),
        "at": act.at, "escalate_at": act.at + timedelta(minutes=wait) if wait else None, "act": act.id,
        "actor": act.actor.id, "only": list(only) if only is not None else None,
    }  # fmt: skip
    done = act.db.execute(sql(ROOM, "take_in"), values).all()
    raised = {row.key: row.id for row in done if row.what == "raised"}
    repeated = sum(row.what == "repeated" for row in done)
    return Taken(raised, repeated, sum(row.what == "resolved" for row in done))


def address(act: Act, branch_id: int, people: Sequence[tuple[UUID, int, str]]) -> None:
    """Write down whom alerts concern: alert, user and why."""
    if people:
        alerts, users, whys = zip(*people, strict=True)
        values = {
            "branch": branch_id,
            "at": act.at,
            "alerts": list(alerts),
            "users": list(users),
            "whys": list(whys),
        }
        act.db.execute(_ADDRESS, values)


def escalate(act: Act, limit: int = 200) -> list[AlertRecord]:
    """Those nobody looked at in time, marked so that it happens once; the caller tells whom they go up to."""
    found = act.db.scalars(
        select(Alert)
        .where(Alert.state == State.NEW, Alert.escalated_at.is_(None), Alert.escalate_at <= act.at)
        .order_by(Alert.escalate_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in found:
        row.escalated_at = act.at
        _happened(act, row, "escalated", "Nadie la vio a tiempo")
    act.db.flush()
    return [queries.alert(act, row.id) for row in found]


# ── what people do ───────────────────────────────────────────────────────────────────────────────────────


@command
def see(act: Act, alert_id: UUID) -> AlertRecord:
    """Say that one saw it: it no longer goes up to anybody else. Seen twice, it is the same.

    Raises:
        NotFound: it isn't within reach.
    """
    row = _mine(act, alert_id)
    if row.state == State.NEW:
        row.state = State.SEEN
        _happened(act, row, "seen")
    return _shown(act, row)


@command
def assign(act: Act, alert_id: UUID, user_id: int) -> AlertRecord:
    """Give it to somebody who works in its branch, or take it oneself: it is under way.

    Raises:
        NotFound: it isn't within reach.
        AlertEnded: it was resolved or dismissed.
        Forbidden: one may only take it oneself.
        Invalid: that person doesn't work in the branch.
    """
    row = _open(act, alert_id)
    if user_id != act.actor.id and not act.actor.may(queries.SEES_ALL):
        raise Forbidden("Solo puede tomarla usted")
    if not act.db.execute(_WORKS_HERE, {"user": user_id, "branch": row.branch_id}).scalar():
        _wrong("/user_id", "no trabaja en la sucursal de la alerta")
    if row.assignee != user_id or row.state != State.WORKING:
        row.assignee, row.state = user_id, State.WORKING
        _happened(act, row, "assigned", _name(act, user_id))
    return _shown(act, row)


@command
def resolve(act: Act, alert_id: UUID, note: str = "") -> AlertRecord:
    """Say that it was dealt with. If its cause is found again another day, it is raised again.

    Raises:
        NotFound: it isn't within reach.
        AlertEnded: it was resolved or dismissed.
    """
    row = _open(act, alert_id)
    row.state, row.ended_at, row.ended_by = State.RESOLVED, act.at, act.actor.id
    row.end_reason = note or None
    _happened(act, row, "resolved", note)
    return _shown(act, row)


@command
def dismiss(act: Act, alert_id: UUID, reason: str) -> AlertRecord:
    """Put it aside with a reason: it isn't raised again while the same cause stands.

    Raises:
        NotFound: it isn't within reach.
        AlertEnded: it was resolved or dismissed.
        Invalid: there is no reason.
    """
    row = _open(act, alert_id)
    if len(reason.strip()) < 3:
        _wrong("/reason", "diga por qué se descarta")
    row.state, row.ended_at, row.ended_by, row.end_reason = (
        State.DISMISSED,
        act.at,
        act.actor.id,
        reason.strip(),
    )
    _happened(act, row, "dismissed", reason.strip())
    return _shown(act, row)


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────


@command
def keep_rule(act: Act, ask: KeepRule) -> Setting:
    """Keep how a rule is to hold from now on; what is open already stays as it is.

    Raises:
        NotFound: there is no such rule.
        Forbidden: the company's rules are for who works in every branch.
        Invalid: a threshold, recipient, channel or hour that won't do.
    """
    check_rule(act, ask)
    begins, ends = ask.quiet or (None, None)
    act.db.add(
        AlertRule(
            rule=ask.rule, branch_id=ask.branch_id, inherits=False, active=ask.active, urgency=ask.urgency,
            threshold=ask.threshold.json(), recipients=list(ask.recipients), channels=list(ask.channels),
            escalate_minutes=ask.escalate_minutes, escalate_to=list(ask.escalate_to), quiet_from=begins,
            quiet_until=ends, created_at=act.at, created_by=act.actor.id, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()
    return queries.setting(act, ask.rule, ask.branch_id)


@command
def restore_rule(act: Act, rule: str, branch_id: int | None) -> Setting:
    """Go back to the company's rule in a branch, or to the factory's in the company.

    Raises:
        NotFound: there is no such rule.
        Forbidden: the company's rules are for who works in every branch.
    """
    if rule not in catalogue():
        raise NotFound("Esa regla no existe")
    _reach(act, branch_id)
    now = queries.setting(act, rule, branch_id)
    act.db.add(
        AlertRule(
            rule=rule, branch_id=branch_id, inherits=True, active=True, urgency=now.urgency,
            threshold=now.threshold.json(), recipients=list(now.recipients), channels=list(now.channels),
            escalate_minutes=None, escalate_to=[], quiet_from=None, quiet_until=None, created_at=act.at,
            created_by=act.actor.id, act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()
    return queries.setting(act, rule, branch_id)


def check_recipients(act: Act, recipients: Sequence[str], pointer: str) -> None:
    """Whether each one is a role, a post of the document, who sold, or somebody with an account.

    Raises:
        Invalid: one isn't.
    """
    roles = set(act.db.execute(_ROLES).scalar_one()) | {VENDEDOR, "director_comercial"}
    people = [each.removeprefix(PERSON) for each in recipients if each.startswith(PERSON)]
    numbers = [int(each) for each in people if each.isascii() and each.isdigit() and len(each) < 10]
    known = set(act.db.execute(_PEOPLE, {"ids": numbers}).scalar() or ())
    unknown = [each for each in recipients if not each.startswith(PERSON) and each not in roles]
    if unknown or len(numbers) != len(people) or set(numbers) - known:
        _wrong(pointer, f"no existe: {', '.join(unknown) or 'esa persona'}")


def check_rule(act: Act, ask: KeepRule) -> None:
    """Whether a rule may hold so.

    Raises:
        NotFound: there is no such rule.
        Forbidden: the company's rules are for who works in every branch.
        Invalid: a threshold, recipient, channel or hour that won't do.
    """
    known = catalogue().get(ask.rule)
    if known is None:
        raise NotFound("Esa regla no existe")
    _reach(act, ask.branch_id)
    if ask.urgency not in set(Urgency):
        _wrong("/urgency", f"debe ser {', '.join(Urgency)}")
    if ask.threshold.unit != known.setting.threshold.unit:
        _wrong("/threshold", "no es la medida de esta regla")
    _check_threshold(ask.threshold)
    if not ask.recipients:
        _wrong("/recipients", "elija al menos uno")
    check_recipients(act, ask.recipients, "/recipients")
    check_recipients(act, ask.escalate_to, "/escalate_to")
    if set(ask.channels) - set(CHANNELS):
        _wrong("/channels", f"debe ser {', '.join(CHANNELS)}")
    if ask.escalate_minutes is not None and not ask.escalate_to:
        _wrong("/escalate_to", "diga a quién sube")


def _check_threshold(threshold: Threshold) -> None:
    if threshold.days is not None and not 0 <= threshold.days <= _MOST_DAYS:
        _wrong("/threshold/days", f"debe ser de 0 a {_MOST_DAYS}")
    if threshold.fraction is not None and not -1 <= threshold.fraction <= 1:
        _wrong("/threshold/percent", "debe ser de -100 a 100")
    if threshold.amounts is not None and not all(
        0 < each <= _MOST_MINOR for each in threshold.amounts.values()
    ):
        _wrong("/threshold/amounts", "debe ser mayor que cero")


def _reach(act: Act, branch_id: int | None) -> None:
    wanted = {branch_id} if branch_id is not None else set(act.db.execute(_OPEN_BRANCHES).scalar_one())
    if act.actor.id and wanted - set(act.actor.branches):
        raise Forbidden(
            "Esa regla es de toda la empresa o de otra sucursal: la cambia quien trabaja en ellas"
        )


def _mine(act: Act, alert_id: UUID) -> Alert:
    queries.alert(act, alert_id)
    return act.db.scalars(
        select(Alert).where(Alert.id == alert_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _open(act: Act, alert_id: UUID) -> Alert:
    row = _mine(act, alert_id)
    if row.state not in OPEN:
        raise AlertEnded("Ya se había resuelto o descartado")
    return row


def _happened(act: Act, row: Alert, kind: str, note: str = "") -> None:
    row.version += 1
    act.db.add(
        AlertEvent(
            alert_id=row.id, branch_id=row.branch_id, kind=kind, note=note[:300], at=act.at, by=act.actor.id,
            act_id=act.id,
        )
    )  # fmt: skip


def _shown(act: Act, row: Alert) -> AlertRecord:
    act.db.flush()
    return queries.alert(act, row.id)


def _name(act: Act, user_id: int) -> str:
    found: str | None = act.db.execute(
        text("select name from users where id = :id"), {"id": user_id}
    ).scalar()
    return found or ""


def _wrong(pointer: str, detail: str) -> None:
    raise Invalid("Hay un dato que corregir", errors=[{"pointer": pointer, "detail": detail}])


__all__ = [
    "AlertEnded", "Cause", "KeepRule", "Taken", "address", "alone", "assign", "check_recipients", "check_rule",
    "dismiss", "escalate", "keep_rule", "resolve", "restore_rule", "see", "take_in",
]  # fmt: skip
