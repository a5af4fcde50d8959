"""Reading custody: where each pledge is, what is on its way, and what a count found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.commons.acts.act import Act
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.pawn"
_LOCATIONS = text("select * from pawn_locations order by branch_id, id")
_MOVES = text(
    "select m.*, coalesce(array_agg(i.item_id) filter (where i.item_id is not null), '{}') as items from pawn_moves m"
    " left join pawn_move_items i on i.move_id = m.id"
    " where (not :pending or m.received_at is null) and (cast(:id as uuid) is null or m.id = :id)"
    " group by m.id order by m.id desc limit :limit"
)
_COUNTS = text(
    "select * from pawn_counts where cast(:id as uuid) is null or id = :id order by id desc limit :limit"
)


@dataclass(frozen=True, slots=True)
class LocationRecord:
    """A place where pledges are kept."""

    id: int
    branch_id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An article in the house. ``state``: of its ticket on that day, or ``adjudicated``; ``moving``: on its way."""

    item_id: UUID
    ticket_id: UUID
    number: int
    party_id: UUID
    branch_id: int
    location_id: int | None
    position: int
    category: str
    description: str
    brand: str
    model: str
    serial: str
    weight_mg: int | None
    seal: str
    appraisal: int
    principal: int
    currency: str
    due_on: date
    grace_on: date
    state: str
    moving: bool
    renewals: int


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """Articles on their way from one hand to another."""

    id: UUID
    branch_id: int
    to_location_id: int
    sent_by: int
    sent_at: datetime
    received_by: int | None
    received_at: datetime | None
    note: str
    items: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CountRecord:
    """A count of a place: what should be there, what was found, and labels nobody knows."""

    id: UUID
    branch_id: int
    location_id: int
    expected: tuple[UUID, ...]
    found: tuple[UUID, ...]
    unknown: tuple[str, ...]
    counted_by: int
    at: datetime
    note: str

    @property
    def missing(self) -> tuple[UUID, ...]:
        """What should be there and wasn't found."""
        return tuple(one for one in self.expected if one not in set(self.found))

    @property
    def surplus(self) -> tuple[UUID, ...]:
        """What was found and should be elsewhere."""
        return tuple(one for one in self.found if one not in set(self.expected))


def locations(act: Act) -> list[LocationRecord]:
    """The places of the branches of the act."""
    return [LocationRecord(row.id, row.branch_id, row.kind, row.name) for row in act.db.execute(_LOCATIONS)]


def location(act: Act, location_id: int) -> LocationRecord:
    """One place.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = next((one for one in locations(act) if one.id == location_id), None)
    if found is None:
        raise NotFound("El lugar no existe o es de otra sucursal")
    return found


def vault(act: Act, branch_id: int | None = None, location_id: int | None = None) -> list[Kept]:
    """Every article in the house, with the state of its ticket today, the soonest due first."""
    values = {"on": act.business_date, "branch": branch_id, "location": location_id}
    return [Kept(*row) for row in act.db.execute(sql(_ROOM, "vault"), values)]


def moves(act: Act, *, pending: bool = False, limit: int = 100) -> list[MoveRecord]:
    """Moves of pledges, the latest first; only those nobody has received yet when `pending`."""
    rows = act.db.execute(_MOVES, {"pending": pending, "id": None, "limit": limit})
    return [_move(row) for row in rows]


def move(act: Act, move_id: UUID) -> MoveRecord:
    """One move.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_MOVES, {"pending": False, "id": move_id, "limit": 1}).one_or_none()
    if row is None:
        raise NotFound("El traslado no existe o es de otra sucursal")
    return _move(row)


def counts(act: Act, count_id: UUID | None = None, limit: int = 100) -> Sequence[CountRecord]:
    """Counts of places, the latest first."""
    return [
        CountRecord(
            row.id, row.branch_id, row.location_id, tuple(row.expected), tuple(row.found), tuple(row.unknown),
            row.counted_by, row.at, row.note,
        )
        for row in act.db.execute(_COUNTS, {"id": count_id, "limit": limit})
    ]  # fmt: skip


def _move(row: Row[Any]) -> MoveRecord:
    return MoveRecord(
        row.id, row.branch_id, row.to_location_id, row.sent_by, row.sent_at, row.received_by, row.received_at, row.note,
        tuple(row.items),
    )  # fmt: skip
