"""Custody: no pledge changes place without one who gives it and another who receives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.pawn.commands.lending import SameHands
from caudal.business.pawn.queries import custody
from caudal.business.pawn.queries.custody import CountRecord, LocationRecord, MoveRecord
from caudal.business.pawn.tables import PawnItem
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.problems import Conflict, Invalid, NotFound, Problem

_MOST = 500
_LOCATION = text(
    "insert into pawn_locations (branch_id, kind, name, created_at, created_by, act_id)"
    " values (:branch, :kind, :name, :at, :actor, :act) on conflict (branch_id, lower(name)) do nothing returning id"
)
_OPEN = text("select item_id from pawn_move_items where item_id = any(:items) and open")
_MOVE = text(
    "insert into pawn_moves (id, branch_id, to_location_id, sent_by, sent_at, note, act_id)"
    " values (:id, :branch, :place, :actor, :at, :note, :act)"
)
_ITEM = text(
    "insert into pawn_move_items (move_id, item_id, branch_id, from_location_id) values (:move, :item, :branch, :place)"
)
_RECEIVE = text(
    "update pawn_moves set received_by = :actor, received_at = :at where id = :id and received_at is null returning id"
)
_LANDED = text("update pawn_move_items set open = false where move_id = :id and open returning item_id")
_THERE = text("select id from pawn_items where location_id = :place and gone_on is null order by id")
_COUNT = text(
    "insert into pawn_counts (id, branch_id, location_id, expected, found, unknown, counted_by, at, note, act_id)"
    " values (:id, :branch, :place, :expected, :found, :unknown, :actor, :at, :note, :act)"
)


class OnItsWay(Problem):
    type, title, status = "prenda-en-traslado", "La prenda está en traslado", 409


@dataclass(frozen=True, slots=True)
class NewLocation:
    """A place of the act's branch. ``kind``: counter, vault, showcase, workshop."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class SendPledges:
    """Articles that somebody hands over for another place."""

    items: tuple[UUID, ...]
    to_location_id: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountVault:
    """What was found in a place: ids of articles; ``unknown``: labels that are of none."""

    location_id: int
    found: tuple[UUID, ...]
    unknown: tuple[str, ...] = ()
    note: str = ""


@command
def add_location(act: Act, ask: NewLocation) -> LocationRecord:
    """Name a place where pledges are kept in the act's branch.

    Raises:
        Conflict: there is one called the same.
    """
    values = {
        "branch": act.place.branch_id, "kind": ask.kind, "name": ask.title, "at": act.at, "actor": act.actor.id,
        "act": act.id,
    }  # fmt: skip
    made = act.db.execute(_LOCATION, values).scalar()
    if made is None:
        raise Conflict(f"Ya hay un lugar llamado «{ask.title}» en la sucursal")
    return custody.location(act, made)


@command
def send_pledges(act: Act, ask: SendPledges) -> MoveRecord:
    """Hand articles over for another place; they are on their way until somebody else receives them.

    Raises:
        NotFound: a place or an article isn't within the branches of the act.
        OnItsWay: one of them already is.
        Conflict: one of them isn't in the house, or is of another branch than the place.
    """
    chosen = list(dict.fromkeys(ask.items))
    if not 1 <= len(chosen) <= _MOST:
        raise Invalid("Elija de 1 a 500 prendas", errors=[{"pointer": "/items", "detail": "de 1 a 500"}])
    place = custody.location(act, ask.to_location_id)
    here = in_branch(act, place.branch_id)
    rows = here.db.scalars(select(PawnItem).where(PawnItem.id.in_(chosen)).with_for_update()).all()
    if len(rows) < len(chosen):
        raise NotFound("Una de las prendas no existe o es de otra sucursal")
    if any(row.gone_on is not None or row.branch_id != place.branch_id for row in rows):
        raise Conflict("Una de las prendas ya no está en la casa, o es de otra sucursal que el lugar")
    check_still(here, chosen)
    move = ids.uuid7(here.at)
    values = {
        "id": move, "branch": place.branch_id, "place": place.id, "actor": here.actor.id, "at": here.at,
        "note": ask.note, "act": here.id,
    }  # fmt: skip
    here.db.execute(_MOVE, values)
    here.db.execute(
        _ITEM,
        [{"move": move, "item": row.id, "branch": row.branch_id, "place": row.location_id} for row in rows],
    )
    return custody.move(here, move)


@command
def receive_pledges(act: Act, move_id: UUID) -> MoveRecord:
    """Receive articles that somebody else handed over: from here on they are in their new place.

    Raises:
        NotFound: there is no such move within the branches of the act.
        SameHands: whoever handed them over can't receive them.
        Conflict: they were received already.
    """
    move = custody.move(act, move_id)
    here = in_branch(act, move.branch_id)
    if move.sent_by == act.actor.id:
        raise SameHands("Quien entrega las prendas no las recibe: que las reciba otra persona")
    values = {"id": move_id, "actor": act.actor.id, "at": act.at}
    if here.db.execute(_RECEIVE, values).scalar() is None:
        raise Conflict("Ese traslado ya se recibió")
    landed = here.db.execute(_LANDED, {"id": move_id}).scalars().all()
    for row in here.db.scalars(select(PawnItem).where(PawnItem.id.in_(landed)).with_for_update()):
        row.location_id = move.to_location_id
    here.db.flush()
    return custody.move(here, move_id)


@command
def count_vault(act: Act, ask: CountVault) -> CountRecord:
    """Write what was found in a place beside what should be there; differences stay told, nothing is moved.

    Raises:
        NotFound: the place or an article isn't within the branches of the act.
    """
    place = custody.location(act, ask.location_id)
    here = in_branch(act, place.branch_id)
    found = list(dict.fromkeys(ask.found))
    known = set(here.db.scalars(select(PawnItem.id).where(PawnItem.id.in_(found))))
    if set(found) - known:
        raise NotFound("Una de las prendas contadas no existe o es de otra sucursal")
    expected = here.db.execute(_THERE, {"place": place.id}).scalars().all()
    count = ids.uuid7(here.at)
    values = {
        "id": count, "branch": place.branch_id, "place": place.id, "expected": list(expected), "found": found,
        "unknown": list(ask.unknown), "actor": here.actor.id, "at": here.at, "note": ask.note, "act": here.id,
    }  # fmt: skip
    here.db.execute(_COUNT, values)
    return custody.counts(here, count)[0]


def check_still(act: Act, items: Sequence[UUID]) -> None:
    """Refuse articles that are between two hands.

    Raises:
        OnItsWay: one of them is.
    """
    if act.db.execute(_OPEN, {"items": list(items)}).first() is not None:
        raise OnItsWay("Una de las prendas está en traslado: que la reciban primero")
