"""The vault: where pledges are, who gives and receives them, what a count finds."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.parties import queries as parties
from caudal.business.pawn import commands
from caudal.business.pawn.commands import (
    CountVault,
    NewLocation,
    SendPledges,
)
from caudal.business.pawn.queries import custody
from caudal.business.pawn.queries.custody import CountRecord, Kept, MoveRecord
from caudal.business.pawn.rules.states import LABELS, Status
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.door import door
from caudal.interfaces.api.pawn_shapes import plain
from caudal.interfaces.api.receivables import ClientRef, reference
from caudal.interfaces.api.shapes import (
    Ask,
    BranchFilter,
    Listed,
    MoneyOut,
    Out,
    Totalled,
)
from caudal.kernel import ids
from caudal.kernel.money import Money

router = APIRouter(tags=["pawn"])
_MG = 1_000

Flag = Annotated[bool, Query()]


class LocationAsk(Ask):
    kind: Literal["counter", "vault", "showcase", "workshop"]
    name: str = Field(min_length=1, max_length=60)


class LocationOut(Out):
    id: int
    branch_id: int
    branch: str
    kind: str
    name: str


class KeptOut(Out):
    """An article in the house. `state`: of its ticket today; `moving`: given and not received yet."""

    item_id: UUID
    ticket_id: UUID
    folio: str
    client: ClientRef
    branch_id: int
    location_id: int | None
    location: str | None
    label: str
    category: str
    description: str
    brand: str
    model: str
    serial: str
    weight: str | None
    seal: str
    appraisal: MoneyOut
    principal: MoneyOut
    due_on: date
    grace_on: date
    days_left: int
    state: str
    state_label: str
    moving: bool
    renewals: int


class MoveAsk(Ask):
    items: list[UUID] = Field(min_length=1, max_length=500)
    to_location_id: int = Field(ge=1, le=2**31 - 1)
    note: str = Field("", max_length=200)


class MoveOut(Out):
    id: UUID
    branch_id: int
    to_location_id: int
    to_location: str
    items: list[UUID]
    sent_by: str
    sent_at: datetime
    received_by: str | None
    received_at: datetime | None
    note: str


class CountAsk(Ask):
    """`found`: ids of articles; `unknown`: labels that are of none."""

    location_id: int = Field(ge=1, le=2**31 - 1)
    found: list[UUID] = Field(max_length=2_000)
    unknown: list[Annotated[str, Field(max_length=80)]] = Field(default_factory=list[str], max_length=500)
    note: str = Field("", max_length=200)


class CountOut(Out):
    """A count and its differences: `missing` should be there; `misplaced` were found and should be elsewhere."""

    id: UUID
    branch_id: int
    location_id: int
    location: str
    expected: int
    found: int
    missing: list[UUID]
    misplaced: list[UUID]
    unknown: list[str]
    counted_by: str
    at: datetime
    note: str


@router.get("/pawn-locations", operation_id="pawn.locations")
@door("pawn.read")
def locations(act: Act) -> Listed[LocationOut]:
    """Los lugares donde se guardan prendas."""
    items = [_location(act, one) for one in custody.locations(act)]
    return Listed[LocationOut].model_construct(items=items, next=None)


@router.post("/pawn-locations", status_code=201, operation_id="pawn.add_location")
@door("pawn.tables")
def add_location(act: Act, ask: LocationAsk) -> LocationOut:
    """Agrega un lugar a la bóveda de la sucursal."""
    return _location(act, commands.add_location(act, NewLocation(ask.kind, ask.name)))


@router.get("/pawn-vault", operation_id="pawn.vault")
@door("pawn.read")
def vault(
    act: Act,
    location_id: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    branch_id: BranchFilter = None,
) -> Totalled[KeptOut]:
    """Las prendas que hay en la casa por lugar y estado, la que vence antes primero."""
    rows = custody.vault(act, branch_id, location_id)
    totals = {
        "count": len(rows),
        "by_state": dict(Counter(row.state for row in rows)),
        "due_in_7": sum(row.state == "live" and (row.due_on - act.business_date).days <= 7 for row in rows),
    }
    return Totalled[KeptOut].model_construct(items=_kept(act, rows), next=None, totals=totals)


@router.get("/pawn-moves", operation_id="pawn.moves")
@door("pawn.read")
def moves(act: Act, pending: Flag = False) -> Listed[MoveOut]:
    """Traslados de prendas, el último primero; con `pending`, los que nadie ha recibido."""
    items = [_move(act, one) for one in custody.moves(act, pending=pending)]
    return Listed[MoveOut].model_construct(items=items, next=None)


@router.post("/pawn-moves", status_code=201, operation_id="pawn.send")
@door("pawn.custody")
def send(act: Act, ask: MoveAsk) -> MoveOut:
    """Entrega prendas para otro lugar; quedan en traslado hasta que otra persona las reciba."""
    return _move(act, commands.send_pledges(act, SendPledges(tuple(ask.items), ask.to_location_id, ask.note)))


@router.post("/pawn-moves/{move_id}/receipt", status_code=201, operation_id="pawn.receive")
@door("pawn.custody")
def receive(act: Act, move_id: UUID) -> MoveOut:
    """Recibe prendas que otra persona entregó."""
    return _move(act, commands.receive_pledges(act, move_id))


@router.get("/pawn-counts", operation_id="pawn.counts")
@door("pawn.read")
def counts(act: Act) -> Listed[CountOut]:
    """Inventarios físicos, el último primero."""
    items = [_count(act, one) for one in custody.counts(act)]
    return Listed[CountOut].model_construct(items=items, next=None)


@router.post("/pawn-counts", status_code=201, operation_id="pawn.count")
@door("pawn.custody")
def count(act: Act, ask: CountAsk) -> CountOut:
    """Guarda lo que se encontró en un lugar y dice qué falta y qué sobra."""
    asked = CountVault(ask.location_id, tuple(ask.found), tuple(ask.unknown), ask.note)
    return _count(act, commands.count_vault(act, asked))


def _location(act: Act, row: custody.LocationRecord) -> LocationOut:
    name = branches(act)[row.branch_id].name
    return LocationOut.model_construct(
        id=row.id, branch_id=row.branch_id, branch=name, kind=row.kind, name=row.name
    )


def _kept(act: Act, rows: list[Kept]) -> list[KeptOut]:
    people = parties.many(act, {row.party_id for row in rows}) if rows else {}
    where = {one.id: one.name for one in custody.locations(act)}
    return [
        KeptOut.model_construct(
            item_id=row.item_id, ticket_id=row.ticket_id, folio=ids.folio("EMP", row.number),
            client=reference(row.party_id, people), branch_id=row.branch_id, location_id=row.location_id,
            location=where.get(row.location_id or 0), label=f"{ids.folio('EMP', row.number)}/{row.position}",
            category=row.category, description=row.description, brand=row.brand, model=row.model, serial=row.serial,
            weight=plain(Decimal(row.weight_mg) / _MG) if row.weight_mg else None, seal=row.seal,
            appraisal=Money.from_minor(row.appraisal, row.currency),
            principal=Money.from_minor(row.principal, row.currency), due_on=row.due_on, grace_on=row.grace_on,
            days_left=(row.due_on - act.business_date).days, state=row.state, state_label=LABELS[Status(row.state)],
            moving=row.moving, renewals=row.renewals,
        )
        for row in rows
    ]  # fmt: skip


def _move(act: Act, row: MoveRecord) -> MoveOut:
    staff = access.names(act, {who for who in (row.sent_by, row.received_by) if who is not None})
    return MoveOut.model_construct(
        id=row.id, branch_id=row.branch_id, to_location_id=row.to_location_id,
        to_location=custody.location(act, row.to_location_id).name, items=list(row.items),
        sent_by=staff.get(row.sent_by, ""), sent_at=row.sent_at, received_by=staff.get(row.received_by or -1),
        received_at=row.received_at, note=row.note,
    )  # fmt: skip


def _count(act: Act, row: CountRecord) -> CountOut:
    return CountOut.model_construct(
        id=row.id, branch_id=row.branch_id, location_id=row.location_id,
        location=custody.location(act, row.location_id).name, expected=len(row.expected), found=len(row.found),
        missing=list(row.missing), misplaced=list(row.surplus), unknown=list(row.unknown),
        counted_by=access.names(act, {row.counted_by}).get(row.counted_by, ""), at=row.at, note=row.note,
    )  # fmt: skip
