"""What may be done about people, branches and keys. Nobody gives what they don't have, except the keepers."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import Row, text

from caudal.commons.access import passwords, queries, tokens
from caudal.commons.access.queries import BranchState, KeyRecord, UserRecord
from caudal.commons.access.rules import KEEPERS, PERMISSIONS, SIGNS_ONLY, check_password
from caudal.commons.acts.act import Act, command
from caudal.kernel.dates import COUNTRIES
from caudal.kernel.money import CURRENCIES
from caudal.kernel.problems import Forbidden, Invalid, NotFound, Problem

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
USERNAME_MUST = "debe tener de 3 a 40 letras minúsculas, números, punto o guion"
_FIND = text(
    "select id, username, role, active, password_hash from users where id = :id and id <> 0 for update"
)
_TAKEN = text("select exists (select from users where lower(username) = :username)")
_ADD = text(
    "insert into users (username, name, role, password_hash, home_branch, created_at)"
    " values (:username, :name, :role, :hash, :home, :at) returning id"
)
_CHANGE = text(
    "update users set name = coalesce(:name, name), role = coalesce(:role, role),"
    " active = coalesce(:active, active), password_hash = coalesce(:hash, password_hash),"
    " home_branch = case when cast(:home as smallint) is not null then :home else home_branch end,"
    " version = version + 1 where id = :id"
)
_ROLE = text(
    "select array(select permission from role_permissions where role = :role) from roles where code = :role"
)
_BRANCHES = text("select array_agg(id) from branches where active and id = any(cast(:ids as smallint[]))")
_OWN = text("select coalesce(array_agg(branch_id), '{}') from user_branches where user_id = :id")
_LEAVE = text("delete from user_branches where user_id = :id and branch_id <> all(cast(:ids as smallint[]))")
_JOIN = text(
    "insert into user_branches (user_id, branch_id) select :id, unnest(cast(:ids as smallint[]))"
    " on conflict do nothing"
)
_KEEPERS_LEFT = text("select count(*) from users where active and role = :role and id <> :id")
_ALONE = text("select pg_advisory_xact_lock(hashtext('access.keepers'))")
_END = text(
    "update sessions set revoked_at = :at, revoked_why = :why where user_id = :id and revoked_at is null"
)
_COMPANY = text("select id, country from companies order by id limit 1")
_NAMED = text(
    "select exists (select from branches where company_id = :company and lower(name) = lower(:name))"
)
_ADD_BRANCH = text(
    "insert into branches (company_id, name, country, currency, time_zone, created_at)"
    " values (:company, :name, :country, :currency, :zone, :at) returning id"
)
_EVERYWHERE = text(
    "insert into user_branches (user_id, branch_id) select id, :branch from users"
    " where (role = 'duena' and active) or id = :actor on conflict do nothing"
)
_ADD_KEY = text(
    "insert into api_keys (name, prefix, sha, user_id, permissions, expires_at, created_at, created_by)"
    " values (:name, :prefix, :sha, :user, :permissions, :expires, :at, :user) returning id"
)
_REVOKE_KEY = text(
    "update api_keys set revoked_at = :at where id = :id and revoked_at is null and (:any or user_id = :user)"
)


class LastKeeper(Problem):
    type, title, status = "ultimo-responsable", "Alguien debe quedar a cargo", 409


class NameTaken(Problem):
    type, title, status = "nombre-ocupado", "Ese nombre ya está en uso", 409


class WrongPassword(Problem):
    type, title, status = "contrasena-equivocada", "La contraseña actual no es esa", 422


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who will sign in; the first of ``branches`` is where their acts happen unless they say otherwise."""

    username: str
    name: str
    role: str
    branches: tuple[int, ...]
    password: str


@dataclass(frozen=True, slots=True)
class UserChanges:
    """What changes of a person; what isn't given stays."""

    name: str | None = None
    role: str | None = None
    branches: tuple[int, ...] | None = None
    active: bool | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch of the company; ``time_zone``: an IANA name."""

    name: str
    country: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key for a program that acts as whoever makes it, with part of their permissions."""

    name: str
    permissions: tuple[str, ...]
    expires_at: datetime | None = None


@command
def create_user(act: Act, ask: NewUser) -> UserRecord:
    """Give somebody an account.

    Raises:
        Invalid: the username, the password, the role or the branches won't do.
        NameTaken: the username is somebody's.
        Forbidden: the role or a branch is more than the actor has.
    """
    username = ask.username.strip().lower()
    if not USERNAME.fullmatch(username):
        _wrong("/username", USERNAME_MUST)
    check_password(ask.password, username)
    _may_give_role(act, ask.role)
    branches = _may_give_branches(act, ask.branches, already=())
    if act.db.execute(_TAKEN, {"username": username}).scalar():
        raise NameTaken(
            f"Ya hay un usuario «{username}»", errors=[{"pointer": "/username", "detail": "en uso"}]
        )
    values = {"username": username, "name": ask.name, "role": ask.role, "home": branches[0], "at": act.at}
    user_id = act.db.execute(_ADD, values | {"hash": passwords.hashed(ask.password)}).scalar_one()
    act.db.execute(_JOIN, {"id": user_id, "ids": branches})
    return queries.user(act, user_id)


@command
def change_user(act: Act, user_id: int, ask: UserChanges) -> UserRecord:
    """Change a person's name, role, branches, password, or whether they may come in. It holds from their next request.

    A new password, another role or leaving ends the sessions they have open.

    Raises:
        NotFound: there is no such person.
        Forbidden: it would raise the actor's own role, or give or touch more than the actor has.
        LastKeeper: nobody would be left to look after the house.
        Invalid: the password, the role or the branches won't do.
    """
    found = act.db.execute(_FIND, {"id": user_id}).one_or_none()
    if found is None:
        raise NotFound("Ese usuario no existe")
    _may_touch(act, found, ask)
    if ask.password is not None:
        check_password(ask.password, found.username)
    branches = None
    if ask.branches is not None:
        already = act.db.execute(_OWN, {"id": user_id}).scalar_one()
        branches = _may_give_branches(act, ask.branches, already)
    leaves = ask.active is False or (ask.role is not None and ask.role != found.role)
    if leaves and found.active and found.role in KEEPERS:
        _somebody_stays(act, found)
    act.db.execute(
        _CHANGE,
        {
            "id": user_id,
            "name": ask.name,
            "role": ask.role,
            "active": ask.active,
            "hash": passwords.hashed(ask.password) if ask.password else None,
            "home": branches[0] if branches else None,
        },
    )
    if branches is not None:
        act.db.execute(_LEAVE, {"id": user_id, "ids": branches})
        act.db.execute(_JOIN, {"id": user_id, "ids": branches})
    if leaves or ask.password:
        act.db.execute(_END, {"id": user_id, "at": act.at, "why": "cambio de usuario"})
    return queries.user(act, user_id)


@command
def change_password(act: Act, current_password: str, new_password: str) -> None:
    """Change one's own password; every session one has open ends, this one too.

    Raises:
        WrongPassword: the current one is another.
        Invalid: the new one won't do.
    """
    found = act.db.execute(_FIND, {"id": act.actor.id}).one()
    if not passwords.matches(found.password_hash, current_password):
        raise WrongPassword(
            "La contraseña actual no es esa", errors=[{"pointer": "/current_password", "detail": "no es esa"}]
        )
    check_password(new_password, found.username)
    if new_password == current_password:
        _wrong("/new_password", "debe ser distinta de la actual")
    unchanged = {"name": None, "role": None, "active": None, "home": None}
    act.db.execute(_CHANGE, {"id": act.actor.id, "hash": passwords.hashed(new_password), **unchanged})
    act.db.execute(_END, {"id": act.actor.id, "at": act.at, "why": "cambio de contraseña"})


@command
def create_branch(act: Act, ask: NewBranch) -> BranchState:
    """Open a branch; whoever does it and every owner work in it from now on.

    Raises:
        Invalid: the country, currency or time zone isn't one the house knows.
        NameTaken: the company has a branch of that name.
        NotFound: there is no company yet.
    """
    company = act.db.execute(_COMPANY).one_or_none()
    if company is None:
        raise NotFound("Todavía no hay empresa")
    if ask.country not in COUNTRIES:
        _wrong("/country", f"debe ser {', '.join(COUNTRIES)}")
    if ask.currency not in CURRENCIES:
        _wrong("/currency", f"debe ser {', '.join(sorted(CURRENCIES))}")
    if ask.time_zone not in available_timezones():
        _wrong("/time_zone", "debe ser un nombre IANA, como America/Bogota")
    if act.db.execute(_NAMED, {"company": company.id, "name": ask.name}).scalar():
        raise NameTaken(
            f"Ya hay una sucursal «{ask.name}»", errors=[{"pointer": "/name", "detail": "en uso"}]
        )
    values = {"company": company.id, "name": ask.name, "country": ask.country, "at": act.at}
    branch_id = act.db.execute(
        _ADD_BRANCH, values | {"currency": ask.currency, "zone": ask.time_zone}
    ).scalar_one()
    act.db.execute(_EVERYWHERE, {"branch": branch_id, "actor": act.actor.id})
    return next(branch for branch in queries.branches(act) if branch.id == branch_id)


@command
def create_api_key(act: Act, ask: NewKey) -> tuple[KeyRecord, str]:
    """A key for a program, and its secret, which is never shown again.

    Raises:
        Invalid: a permission doesn't exist or only a person may hold it, or it expires before it is born.
        Forbidden: a permission is more than the actor has.
    """
    unknown = sorted(set(ask.permissions) - set(PERMISSIONS))
    if unknown or not ask.permissions:
        _wrong("/permissions", f"no existe: {', '.join(unknown)}" if unknown else "elija al menos uno")
    if personal := sorted(SIGNS_ONLY & set(ask.permissions)):
        _wrong("/permissions", f"solo una persona puede: {', '.join(personal)}")
    if missing := sorted(set(ask.permissions) - act.actor.permissions):
        raise Forbidden("No se dan permisos que no se tienen", missing=missing)
    if ask.expires_at is not None and ask.expires_at <= act.at:
        _wrong("/expires_at", "ya pasó")
    secret, prefix = tokens.new_key()
    key_id = act.db.execute(
        _ADD_KEY,
        {
            "name": ask.name,
            "prefix": prefix,
            "sha": tokens.digest(secret),
            "user": act.actor.id,
            "permissions": sorted(set(ask.permissions)),
            "expires": ask.expires_at,
            "at": act.at,
        },
    ).scalar_one()
    return queries.api_key(act, key_id), secret


@command
def revoke_api_key(act: Act, key_id: UUID) -> None:
    """Make a key useless from now on; one's own, or anybody's for those who keep the house.

    Raises:
        NotFound: there is none, or it was revoked already.
    """
    values = {"id": key_id, "at": act.at, "user": act.actor.id, "any": act.actor.role in KEEPERS}
    done: Any = act.db.execute(_REVOKE_KEY, values)
    if not done.rowcount:
        raise NotFound("Esa llave no existe o ya estaba revocada")


def _may_give_role(act: Act, role: str) -> None:
    permissions = act.db.execute(_ROLE, {"role": role}).scalar()
    if permissions is None or role == "sistema":
        _wrong("/role", "no existe ese rol")
        return
    if act.actor.role not in KEEPERS and (beyond := sorted(set(permissions) - act.actor.permissions)):
        raise Forbidden("Ese rol puede más que usted", missing=beyond)


def _may_give_branches(act: Act, wanted: tuple[int, ...], already: Any) -> list[int]:
    """`wanted` in order and without repetition, if all exist and the actor may give those that are new."""
    branches = list(dict.fromkeys(wanted))
    known: list[int] = act.db.execute(_BRANCHES, {"ids": branches}).scalar() or list[int]()
    if not branches or set(branches) - set(known):
        _wrong("/branches", "elija al menos una sucursal que exista")
    beyond = sorted(set(branches) - set(act.actor.branches) - set(already))
    if beyond and act.actor.role not in KEEPERS:
        raise Forbidden("No se dan sucursales que no se tienen", branches=beyond)
    return branches


def _may_touch(act: Act, found: Row[Any], ask: UserChanges) -> None:
    """Nobody changes their own role or shuts their own door, nor touches the account of somebody who can do more."""
    if found.id == act.actor.id:
        if ask.role is not None and ask.role != found.role:
            raise Forbidden("Nadie cambia su propio rol; pídalo a otra persona")
        if ask.active is False:
            raise Forbidden("Nadie se desactiva a sí mismo; pídalo a otra persona")
        if ask.password is not None:
            raise Forbidden("La propia contraseña se cambia con la actual, en «Mi cuenta»")
    _may_give_role(act, found.role)
    if ask.role is not None:
        _may_give_role(act, ask.role)


def _somebody_stays(act: Act, found: Row[Any]) -> None:
    act.db.execute(_ALONE)
    if not act.db.execute(_KEEPERS_LEFT, {"role": found.role, "id": found.id}).scalar_one():
        raise LastKeeper(f"«{found.username}» es la única cuenta activa con su rol")


def _wrong(pointer: str, detail: str) -> None:
    raise Invalid("Hay un dato que corregir", errors=[{"pointer": pointer, "detail": detail}])
