"""How a bearer becomes an act: one question to the database, in the transaction of the act itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from caudal.commons.access.tokens import KEY_MARK, Signer, digest
from caudal.commons.acts import opening
from caudal.commons.acts.act import SYSTEM, Act, Actor, Place
from caudal.commons.acts.opening import Opening
from caudal.kernel.dates import local_date
from caudal.kernel.problems import Forbidden, Problem
from caudal.kernel.sql import sql

_ROOM = "caudal.commons.access"
_FIRST = text("select id from branches order by id limit 1")
_TOUCH = text(
    "update api_keys set last_used_at = :at where id in"
    " (select id from api_keys where id = :id for update skip locked)"
)


class NotSignedIn(Problem):
    type, title, status = "sin-sesion", "Hace falta iniciar sesión", 401


@dataclass(frozen=True, slots=True)
class Visit:
    """What a door knows of a request before asking: the bearer, the branch wanted, where from, when and why."""

    bearer: str
    at: datetime
    ip: str = ""
    branch_id: int | None = None
    reason: str = ""
    door: str = "api"


def arrive(session: Session, visit: Visit, signer: Signer) -> Act:
    """The act of whoever carries ``visit.bearer``, read afresh: what was taken from them a moment ago is gone.

    Whether they may do what they came for is asked next, of :func:`admit`.

    Raises:
        NotSignedIn: nothing is carried, or it isn't good any more.
    """
    act_id = uuid4()
    row = _ask(session, visit, signer, act_id)
    if row is None:
        raise NotSignedIn("La sesión no existe o terminó; vuelva a entrar")
    if row.key_id is not None:
        session.execute(_TOUCH, {"at": visit.at, "id": row.key_id})
    day = opening.business_date(local_date(visit.at, row.time_zone or "UTC"), row.last_closed)
    actor = Actor(row.id, row.name, row.role, tuple(row.branches), frozenset(row.permissions))
    place = Place(row.branch_id or 0, visit.ip, "key" if visit.bearer.startswith(KEY_MARK) else visit.door)
    return Act(act_id, session, actor, visit.at, day, place, visit.reason)


def admit(act: Act, permission: str) -> None:
    """Whether the actor of `act` may do it, and in that branch.

    Raises:
        Forbidden: their role lacks `permission`, or the branch isn't among theirs.
    """
    if permission and not act.actor.may(permission):
        raise Forbidden("Le falta un permiso", permission=permission)
    if act.place.branch_id and act.place.branch_id not in act.actor.branches:
        raise Forbidden("Esa sucursal no está entre las suyas", branch_id=act.place.branch_id)


def welcome(session: Session, visit: Visit, *, every_branch: bool = False) -> Act:
    """The act of somebody nobody knows yet (a sign-in, a provider's notice): the house itself acts."""
    branch = session.execute(_FIRST).scalar() or 0
    actor = Actor(SYSTEM, "Sistema", "sistema", (branch,) if branch else (), frozenset())
    day = None if branch else local_date(visit.at, "UTC")
    place = Place(branch, visit.ip, visit.door)
    return opening.begin(
        session,
        Opening(actor, place, visit.at, visit.reason, business_date=day, every_branch=every_branch),
    )


def _ask(session: Session, visit: Visit, signer: Signer, act_id: UUID) -> Any:
    told: dict[str, Any] = {
        "act": str(act_id),
        "ip": visit.ip,
        "reason": visit.reason,
        "branch": visit.branch_id,
        "at": visit.at,
    }
    if visit.bearer.startswith(KEY_MARK):
        asked = told | {"sha": digest(visit.bearer)}
        return session.execute(sql(_ROOM, "arrive_key"), asked).one_or_none()
    session_id = signer.session_of(visit.bearer, visit.at) if visit.bearer else None
    if session_id is None:
        return None
    return session.execute(sql(_ROOM, "arrive_session"), told | {"session": session_id}).one_or_none()


def elsewhere(session: Session, act: Act) -> Act:
    """The same act in another transaction: to write down that it was refused, since its own was undone."""
    opening.enter(session, act.id, Opening(act.actor, act.place, act.at, act.reason))
    return replace(act, db=session)
