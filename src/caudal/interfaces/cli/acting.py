"""How an act begins at a terminal: by whom, in which branch, over which database.

The door is «cli» and the address «local». Whoever has the machine could read the database anyway, so nobody is
asked for a password; but what is done in somebody's name is held to what that person may do, and everything is
written in the book of acts.
"""

import unicodedata
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from caudal.commons.access import queries as people
from caudal.commons.access.queries import BranchState
from caudal.commons.access.rules import PERMISSIONS
from caudal.commons.acts import opening
from caudal.commons.acts.act import SYSTEM, Act, Actor
from caudal.commons.acts.act import Place as Where
from caudal.commons.acts.opening import Opening
from caudal.interfaces.cli.database import opened
from caudal.interfaces.cli.place import Place, Refused
from caudal.kernel import clock
from caudal.kernel.db import connect, transaction
from caudal.kernel.problems import Forbidden

DOOR, ADDRESS = "cli", "local"
_NAMES_SHOWN = 12


@dataclass(frozen=True)
class Who:
    """Who acts and what the command needs of them. ``user``: username; nobody named is the house itself."""

    user: str | None
    permission: str
    branch: str | None = None
    reason: str = ""
    every_branch: bool = False


@contextmanager
def engine_of(place: Place) -> Generator[Engine]:
    """The engine of an installation's database, which is started for the occasion if nobody had.

    Raises:
        NotReady, Refused, PostgresFailed: as :func:`caudal.interfaces.cli.database.opened`.
    """
    with opened(place) as url:
        engine = connect(url, pool_size=2)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def acting(engine: Engine, who: Who, *, keep: bool = True) -> Generator[Act]:
    """The act of `who`, kept when the block ends well and `keep` is true.

    Raises:
        Refused: the user or the branch does not exist, or the user is inactive.
        Forbidden: the user's role lacks the permission, or does not work in that branch.
    """
    at = clock.now()
    actor, branch_id = _resolved(engine, who, at)
    where = Where(branch_id, ADDRESS, DOOR)
    house = actor.id == SYSTEM
    asked = Opening(actor, where, at, who.reason, keep=keep, every_branch=who.every_branch or house)
    with opening.acting(engine, asked) as act:
        yield act


def chosen(branches: Sequence[BranchState], told: str) -> BranchState:
    """The branch called or numbered `told`, whatever its capitals and accents.

    Raises:
        Refused: there is none, or several begin so.
    """
    same = [b for b in branches if told in (str(b.id), b.name) or folded(b.name) == folded(told)]
    found = same or [b for b in branches if folded(b.name).startswith(folded(told))]
    if len(found) == 1:
        return found[0]
    names = ", ".join(b.name for b in (found or branches)[:_NAMES_SHOWN])
    why = "Hay varias sucursales que empiezan así" if found else f"No hay una sucursal «{told}»"
    raise Refused(f"{why}.\nRemedio: use una de {names or '(ninguna todavía)'}.")


def folded(text: str) -> str:
    """`text` as it is compared: lower case, without accents.

    >>> folded("Cancún")
    'cancun'
    """
    plain = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _resolved(engine: Engine, who: Who, at: datetime) -> tuple[Actor, int]:
    """Who acts and where, read in a transaction of its own."""
    with transaction(engine) as session:
        house = Actor(SYSTEM, "Sistema", "sistema", (), frozenset(PERMISSIONS))
        asking = Opening(house, Where(0, ADDRESS, DOOR), at, business_date=at.date(), every_branch=True)
        act = opening.begin(session, asking)
        branches = people.branches(act)
        actor = _person(act, who, [b.id for b in branches if b.active])
    if who.branch and branches:
        branch_id = chosen(branches, who.branch).id
    else:
        branch_id = actor.home or next((b.id for b in branches if b.active), 0)
    if not branches:
        raise Refused(
            "Esta base todavía no tiene empresa ni sucursales.\n"
            "Remedio: «caudal company» funda la suya; «caudal demo» carga una de demostración."
        )
    if branch_id not in actor.actor.branches:
        raise Refused(f"{actor.actor.name} no trabaja en esa sucursal.\nRemedio: diga otra con --branch.")
    return actor.actor, branch_id


@dataclass(frozen=True)
class _Found:
    actor: Actor
    home: int | None


def _person(act: Act, who: Who, every: list[int]) -> _Found:
    if not who.user:
        return _Found(Actor(SYSTEM, "Sistema", "sistema", tuple(every), frozenset(PERMISSIONS)), None)
    wanted = who.user.strip().lower()
    person = next((each for each in people.users(act) if each.username.lower() == wanted), None)
    if person is None or not person.active:
        why = "está inactivo" if person else "no existe"
        raise Refused(f"El usuario «{who.user}» {why}.\nRemedio: «caudal user list» dice cuáles hay.")
    if who.permission not in person.permissions:
        raise Forbidden(f"{person.name} ({person.role_name}) no tiene el permiso «{who.permission}»")
    branches = tuple(branch.id for branch in person.branches)
    actor = Actor(person.id, person.name, person.role, branches, frozenset(person.permissions))
    return _Found(actor, person.branch_id)
