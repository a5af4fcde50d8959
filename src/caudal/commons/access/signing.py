"""Sessions: signing in, staying and leaving. A refusal here is kept (it counts), so it is returned, not raised."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text

from caudal.commons.access import passwords, tokens
from caudal.commons.access.entrance import NotSignedIn
from caudal.commons.access.rules import ADDRESS_FAILURES, ADDRESS_MEMORY, MEMORY, lock_for
from caudal.commons.acts.act import Act, Actor, plain, write_down
from caudal.kernel.problems import Problem

GRACE = timedelta(seconds=10)
"""Two windows of the same browser may renew at once: the previous token is forgiven this long."""

_PERSON = text(
    "select id, name, role, password_hash, active, demo from users where lower(username) = lower(:username)"
)
_FAILURES = text(
    "select count(*), max(at) from login_attempts where username = :who and ip = :ip and not success"
    " and at > greatest(:since, (select max(at) from login_attempts"
    " where username = :who and ip = :ip and success))"
)
_FROM_THERE = text(
    "select count(*), max(at) from login_attempts where ip = :ip and not success and at > :since"
)
_ATTEMPT = text("insert into login_attempts (username, ip, at, success) values (:who, :ip, :at, :success)")
_ALONE = text("select pg_advisory_xact_lock(hashtextextended('login:' || :who || ':' || :ip, 0))")
_DEMO = text("select exists (select from companies where demo)")
_OPEN = text(
    "insert into sessions (id, user_id, token_sha, created_at, expires_at, ip)"
    " values (:id, :user, :sha, :at, :expires, :ip)"
)
_SEEN = text(
    "update users set last_seen_at = :at, password_hash = coalesce(:rehashed, password_hash) where id = :user"
)
_SESSION = text(
    "select s.id, s.user_id, s.token_sha, s.previous_sha, s.rotated_at, s.expires_at, s.revoked_at,"
    " u.active, u.name, u.role from sessions s join users u on u.id = s.user_id where s.id = :id for update of s"
)
_ROTATE = text(
    "update sessions set token_sha = :sha, previous_sha = token_sha, rotated_at = :at, expires_at = :expires"
    " where id = :id"
)
_REVOKE = text(
    "update sessions set revoked_at = :at, revoked_why = :why where id = :id and revoked_at is null"
)
_REFUSED = text(
    "insert into audit (act_id, at, business_date, branch_id, actor_id, ip, door, command, asked, reason,"
    " outcome, problem) values (:act, :at, :day, nullif(:branch, 0), :actor, :ip, :door, :command,"
    " cast(:asked as jsonb), :reason, 'refused', :problem)"
)


class BadCredentials(Problem):
    type, title, status = "credenciales-invalidas", "El usuario o la contraseña no son correctos", 401


class TooManyAttempts(Problem):
    type, title, status = "demasiados-intentos", "Demasiados intentos; espere antes de probar otra vez", 429


@dataclass(frozen=True, slots=True)
class SignIn:
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened or renewed; no refresh token where the one carried is still good."""

    session_id: UUID
    user_id: int
    refresh: str | None
    expires_at: datetime


def open_session(act: Act, ask: SignIn, life: timedelta) -> Opened | Problem:
    """A session for whoever knows the password; unknown names take as long.

    Failures count by username and address, and by address alone: many people tried from one place shut it too.

    Returns:
        The session, good for `life` without being used, or why not: BadCredentials, TooManyAttempts (with
        ``retry_after``, seconds).
    """
    person = act.db.execute(_PERSON, {"username": ask.username.strip()}).one_or_none()
    who = ask.username.strip().lower() if person else f"?{sha256(ask.username.encode()).hexdigest()[:20]}"
    asked = {"who": who, "ip": act.place.ip}
    act.db.execute(_ALONE, asked)
    failures, latest = act.db.execute(_FAILURES, asked | {"since": act.at - MEMORY}).one()
    shut = lock_for(failures)
    if shut is None:
        tried, latest = act.db.execute(_FROM_THERE, asked | {"since": act.at - ADDRESS_MEMORY}).one()
        shut = ADDRESS_MEMORY if tried >= ADDRESS_FAILURES else None
    if shut is not None and act.at < latest + shut:
        wait = int((latest + shut - act.at).total_seconds()) + 1
        refused = TooManyAttempts(f"Podrá volver a intentarlo en {_minutes(wait)}", retry_after=wait)
        return _refuse(act, person, "sessions.open", refused)
    right = passwords.matches(person.password_hash if person else None, ask.password)
    allowed = right and person is not None and _may_enter(act, person)
    act.db.execute(_ATTEMPT, asked | {"at": act.at, "success": allowed})
    if not allowed or person is None:
        return _refuse(act, person, "sessions.open", BadCredentials("Revise el usuario y la contraseña"))
    session_id = uuid4()
    refresh = tokens.new_refresh(session_id)
    opened = Opened(session_id, person.id, refresh, act.at + life)
    values = {"id": session_id, "user": person.id, "sha": tokens.digest(refresh), "ip": act.place.ip}
    act.db.execute(_OPEN, values | {"at": act.at, "expires": opened.expires_at})
    stale = passwords.outdated(person.password_hash)
    rehashed = passwords.hashed(ask.password) if stale else None
    act.db.execute(_SEEN, {"at": act.at, "user": person.id, "rehashed": rehashed})
    write_down(_as(act, person), "sessions.open", {"username": who})
    return opened


def refresh(act: Act, token: str, life: timedelta) -> Opened | Problem:
    """The session of a refresh token, with a new one; an old one come back means somebody copied it.

    Returns:
        The session; no new token where the one carried was replaced less than ``GRACE`` ago. NotSignedIn where
        the session ended, or ends now because a token was used twice.
    """
    session_id = tokens.refresh_session(token)
    row = act.db.execute(_SESSION, {"id": session_id}).one_or_none() if session_id else None
    if row is None or row.revoked_at is not None or row.expires_at <= act.at or not row.active:
        return NotSignedIn("La sesión terminó; vuelva a entrar")
    sha = tokens.digest(token)
    if sha == bytes(row.token_sha):
        fresh = tokens.new_refresh(row.id)
        opened = Opened(row.id, row.user_id, fresh, act.at + life)
        values = {"id": row.id, "sha": tokens.digest(fresh), "at": act.at, "expires": opened.expires_at}
        act.db.execute(_ROTATE, values)
        act.db.execute(_SEEN, {"at": act.at, "user": row.user_id, "rehashed": None})
        return opened
    if row.previous_sha is not None and sha == bytes(row.previous_sha) and act.at - row.rotated_at <= GRACE:
        return Opened(row.id, row.user_id, None, row.expires_at)
    act.db.execute(_REVOKE, {"id": row.id, "at": act.at, "why": "ficha repetida"})
    person = Actor(row.user_id, row.name, row.role, (), frozenset())
    refused = NotSignedIn("La sesión se cerró por seguridad; vuelva a entrar")
    note_refusal(replace(act, actor=person), "sessions.refresh", refused)
    return refused


def close_session(act: Act, token: str) -> None:
    """End the session of a refresh token; harmless where there is none."""
    session_id = tokens.refresh_session(token)
    row = act.db.execute(_SESSION, {"id": session_id}).one_or_none() if session_id else None
    if row is None or row.revoked_at is not None:
        return
    if tokens.digest(token) not in (bytes(row.token_sha), bytes(row.previous_sha or b"")):
        return
    _leave(act, row)


def end_session(act: Act, session_id: UUID) -> None:
    """End a session whose access token was shown; harmless where it had ended."""
    row = act.db.execute(_SESSION, {"id": session_id}).one_or_none()
    if row is not None and row.revoked_at is None:
        _leave(act, row)


def _leave(act: Act, row: Row[Any]) -> None:
    act.db.execute(_REVOKE, {"id": row.id, "at": act.at, "why": "salida"})
    person = Actor(row.user_id, row.name, row.role, (), frozenset())
    write_down(replace(act, actor=person), "sessions.close", {})


def note_refusal(act: Act, command: str, problem: Problem, asked: dict[str, Any] | None = None) -> None:
    """Add to the book of acts what somebody asked and was not allowed, personal data masked."""
    act.db.execute(
        _REFUSED,
        {
            "act": act.id,
            "at": act.at,
            "day": act.business_date,
            "branch": act.place.branch_id,
            "actor": act.actor.id,
            "ip": act.place.ip,
            "door": act.place.door,
            "command": command,
            "asked": json.dumps(plain(asked or {}), ensure_ascii=False),
            "reason": act.reason,
            "problem": problem.type,
        },
    )


def _may_enter(act: Act, person: Row[Any]) -> bool:
    """Whether the account is in use; those of the demonstration only where it was loaded."""
    return person.active and (not person.demo or bool(act.db.execute(_DEMO).scalar()))


def _refuse(act: Act, person: Row[Any] | None, command: str, problem: Problem) -> Problem:
    actor = act if person is None else _as(act, person)
    note_refusal(actor, command, problem)
    return problem


def _as(act: Act, person: Row[Any]) -> Act:
    return replace(act, actor=Actor(person.id, person.name, person.role, (), frozenset()))


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "un minuto" if minutes == 1 else f"{minutes} minutos"
