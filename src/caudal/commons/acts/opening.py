"""How an act begins: one transaction that knows who, where and on which business date."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from caudal.commons.acts.act import SYSTEM, Act, Actor, Place
from caudal.kernel import db
from caudal.kernel.dates import local_date
from caudal.kernel.db import Scope
from caudal.kernel.problems import NotFound

_DAY = text(
    "select b.time_zone, d.last_closed from branches b left join branch_days d on d.branch_id = b.id"
    " where b.id = :branch"
)
_EVERYWHERE = text("select set_config('caudal.all', '1', true)")
_REASON = text("select set_config('caudal.reason', :reason, true)")
_BRANCHES = text("select array_agg(id order by id) from branches")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a door knows before the act: who, where, when, why, and whether to keep it (a dry run isn't)."""

    actor: Actor
    place: Place
    at: datetime
    reason: str = ""
    keep: bool = True
    business_date: date | None = None
    """Fixed by a run for a past day; otherwise the branch's own."""
    every_branch: bool = False


@contextmanager
def acting(engine: Engine, opening: Opening) -> Generator[Act]:
    """The act of `opening`, kept when the block ends well.

    Raises:
        NotFound: the branch doesn't exist.
        Unavailable: the database went away; nothing was kept.
    """
    with db.transaction(engine, keep=opening.keep) as session:
        yield begin(session, opening)


def begin(session: Session, opening: Opening) -> Act:
    """The act of `opening` inside a transaction already begun by a door."""
    act_id = uuid4()
    enter(session, act_id, opening)
    day = opening.business_date or business_date_of(session, opening.place.branch_id, opening.at)
    return Act(act_id, session, opening.actor, opening.at, day, opening.place, opening.reason)


def enter(session: Session, act_id: UUID, opening: Opening) -> None:
    """Tell the database whose act this is and which branches it reaches."""
    actor, place = opening.actor, opening.place
    db.enter(
        session,
        Scope(act_id, actor.id, place.ip, opening.reason, actor.branches, every_branch=opening.every_branch),
    )


def business_date(today: date, last_closed: date | None) -> date:
    """The date under which a branch works: today, or the day after its last close if that is later.

    >>> business_date(date(2026, 3, 2), date(2026, 3, 2))
    datetime.date(2026, 3, 3)
    """
    if last_closed is None or last_closed < today:
        return today
    return date.fromordinal(last_closed.toordinal() + 1)


def business_date_of(session: Session, branch_id: int, at: datetime) -> date:
    """The business date of `branch_id` at the instant `at`.

    Raises:
        NotFound: there is no such branch.
    """
    row = session.execute(_DAY, {"branch": branch_id}).one_or_none()
    if row is None:
        raise NotFound(f"No hay una sucursal {branch_id}")
    return business_date(local_date(at, row.time_zone), row.last_closed)


@contextmanager
def house_acting(
    engine: Engine,
    at: datetime,
    *,
    branch_id: int | None = None,
    day: date | None = None,
    door: str = "worker",
) -> Generator[Act]:
    """An act of the house itself, which sees every branch; in `branch_id`, or the first one.

    Raises:
        NotFound: there are no branches yet.
    """
    with db.transaction(engine) as session:
        branches = tuple(session.execute(_BRANCHES).scalar_one() or ())
        if not branches:
            raise NotFound("Todavía no hay sucursales")
        actor = Actor(SYSTEM, "Sistema", "sistema", branches, frozenset())
        place = Place(branch_id or branches[0], "local", door)
        yield begin(session, Opening(actor, place, at, business_date=day, every_branch=True))


def because(act: Act, reason: str) -> Act:
    """The same act with its reason, which the books of the database keep too."""
    act.db.execute(_REASON, {"reason": reason})
    return replace(act, reason=reason.strip())


def everywhere(act: Act) -> None:
    """From here on the act sees every branch: for proofs over the whole house, never for showing rows."""
    act.db.execute(_EVERYWHERE)
