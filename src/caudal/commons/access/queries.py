"""What can be asked of access: people, roles, branches, keys."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.commons.access.rules import FREE_FAILURES, MEMORY, PERMISSIONS, lock_for
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import business_date
from caudal.kernel.dates import local_date
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.commons.access"
_ROLES = text(
    "select r.code, r.name, array(select permission from role_permissions p where p.role = r.code"
    " order by permission) as permissions from roles r where r.code <> 'sistema' order by r.position, r.code"
)
_BRANCHES = text(
    "select b.id, b.company_id, b.name, b.country, b.currency, b.time_zone, b.active, d.last_closed"
    " from branches b left join branch_days d on d.branch_id = b.id order by b.id"
)
_FAILURES = text(
    "select l.username, count(*) as failures, max(l.at) as latest from login_attempts l"
    " where not l.success and l.at > :since and l.at > coalesce((select max(s.at) from login_attempts s"
    " where s.username = l.username and s.ip = l.ip and s.success), '-infinity')"
    " group by l.username, l.ip having count(*) >= :few"
)
_KEYS = text(
    "select k.id, k.name, k.prefix, k.permissions, k.user_id, u.name as user_name, k.expires_at, k.last_used_at,"
    " k.revoked_at, k.created_at from api_keys k join users u on u.id = k.user_id"
    " where cast(:id as uuid) is null or k.id = :id order by k.revoked_at is not null, k.created_at desc, k.id"
)


@dataclass(frozen=True, slots=True)
class BranchRecord:
    """A branch as its people see it; ``time_zone`` is an IANA name."""

    id: int
    name: str
    country: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A person; ``branch_id`` is where their acts happen unless they say otherwise, under ``business_date``."""

    id: int
    username: str
    name: str
    role: str
    role_name: str
    branches: tuple[BranchRecord, ...]
    branch_id: int | None
    permissions: tuple[str, ...]
    business_date: date
    active: bool
    demo: bool
    last_seen_at: datetime | None
    locked_until: datetime | None = None
    """Until when too many failures keep the door shut, from the address that failed most."""


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A role; ``permissions`` are codes with what each allows."""

    code: str
    name: str
    permissions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BranchState:
    """A branch of the company, with the date under which it works now."""

    id: int
    company_id: int
    name: str
    country: str
    currency: str
    time_zone: str
    active: bool
    business_date: date
    last_closed: date | None


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """An integrator's key: what is known of it, which is not the key."""

    id: UUID
    name: str
    prefix: str
    permissions: tuple[str, ...]
    user_id: int
    user_name: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


def me(act: Act) -> UserRecord:
    """Whoever is acting."""
    return user(act, act.actor.id)


def user(act: Act, user_id: int) -> UserRecord:
    """One person.

    Raises:
        NotFound: there is none with that id.
    """
    row = act.db.execute(sql(_ROOM, "users"), {"id": user_id}).one_or_none()
    if row is None:
        raise NotFound("Ese usuario no existe")
    return _user(act, row)


def users(act: Act) -> list[UserRecord]:
    """Everybody with an account, those in use first, by name."""
    shut = locked(act)
    found = [_user(act, row) for row in act.db.execute(sql(_ROOM, "users"), {"id": None})]
    return [replace(user, locked_until=shut.get(user.username.lower())) for user in found]


def locked(act: Act) -> dict[str, datetime]:
    """Until when the door is shut to each username, in small letters, that failed too often."""
    until: dict[str, datetime] = {}
    for row in act.db.execute(_FAILURES, {"since": act.at - MEMORY, "few": FREE_FAILURES}):
        opens = row.latest + (lock_for(row.failures) or timedelta())
        if opens > act.at:
            until[row.username] = max(opens, until.get(row.username, opens))
    return until


def roles(act: Act) -> list[RoleRecord]:
    """The roles with what each one may do, the widest first."""
    return [
        RoleRecord(row.code, row.name, tuple((code, PERMISSIONS.get(code, code)) for code in row.permissions))
        for row in act.db.execute(_ROLES)
    ]


def branches(act: Act) -> list[BranchState]:
    """Every branch, with its business date at the instant of the act."""
    return [
        BranchState(
            row.id, row.company_id, row.name, row.country, row.currency, row.time_zone, row.active,
            business_date(local_date(act.at, row.time_zone), row.last_closed), row.last_closed,
        )
        for row in act.db.execute(_BRANCHES)
    ]  # fmt: skip


def api_keys(act: Act) -> list[KeyRecord]:
    """Every key ever given, those in use first."""
    return [_key(row) for row in act.db.execute(_KEYS, {"id": None})]


def api_key(act: Act, key_id: UUID) -> KeyRecord:
    """One key.

    Raises:
        NotFound: there is none with that id.
    """
    row = act.db.execute(_KEYS, {"id": key_id}).one_or_none()
    if row is None:
        raise NotFound("Esa llave no existe")
    return _key(row)


def names(act: Act, user_ids: set[int]) -> dict[int, str]:
    """What people are called, by id; who acts is known already."""
    if user_ids <= {act.actor.id}:
        return dict.fromkeys(user_ids, act.actor.name)
    found = act.db.execute(text("select id, name from users where id = any(:ids)"), {"ids": list(user_ids)})
    return {row.id: row.name for row in found}


def _user(act: Act, row: Any) -> UserRecord:
    places = tuple(BranchRecord(**branch) for branch in row.branches)
    home = next((b for b in places if b.id == row.home_branch), places[0] if places else None)
    days: dict[str, str | None] = row.closed or {}
    closed = days.get(str(home.id)) if home else None
    today = local_date(act.at, home.time_zone if home else "UTC")
    return UserRecord(
        id=row.id,
        username=row.username,
        name=row.name,
        role=row.role,
        role_name=row.role_name,
        branches=places,
        branch_id=home.id if home else None,
        permissions=tuple(row.permissions),
        business_date=business_date(today, date.fromisoformat(closed) if closed else None),
        active=row.active,
        demo=row.demo,
        last_seen_at=row.last_seen_at,
    )


def _key(row: Any) -> KeyRecord:
    return KeyRecord(
        row.id, row.name, row.prefix, tuple(row.permissions), row.user_id, row.user_name, row.expires_at,
        row.last_used_at, row.revoked_at, row.created_at,
    )  # fmt: skip
