"""Reading what was done with the money of tills: transfers, deposits, expenses and their receipts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.treasury.queries.boxes import BoxRecord, names
from caudal.business.treasury.rules.states import Operation as Kind
from caudal.business.treasury.tables import Operation
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound

_PHOTOS = text(
    "select id, operation_id, media, length(data) as size, created_at from till_photos"
    " where operation_id = any(:operations) order by created_at, id"
)
_PHOTO = text("select media, data from till_photos where id = :id and operation_id = :operation")


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A photograph kept; ``size`` in bytes."""

    id: UUID
    media: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """When, by whom and why an operation was undone."""

    at: datetime
    by: int
    reason: str
    entry_id: int


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """Money of ``box`` taken to the box ``to``, or spent when there is none."""

    id: UUID
    folio: str
    branch_id: int
    kind: Kind
    box: BoxRecord
    to: BoxRecord | None
    amount: Money
    concept: str
    reference: str | None
    on: date
    entry_id: int
    at: datetime
    by: int
    undone: Undone | None
    photos: tuple[PhotoRecord, ...]


def operation(act: Act, operation_id: UUID) -> OperationRecord:
    """One operation.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [operation_id])
    if not found:
        raise NotFound("El movimiento de caja no existe o es de otra sucursal")
    return found[operation_id]


def many(act: Act, operation_ids: Iterable[UUID]) -> dict[UUID, OperationRecord]:
    """Those of `operation_ids` that the act can see."""
    wanted = select(Operation).where(Operation.id.in_(set(operation_ids)))
    rows = act.db.scalars(wanted.execution_options(populate_existing=True)).all()
    return {each.id: each for each in _records(act, rows)}


def photo(act: Act, operation_id: UUID, photo_id: UUID) -> tuple[str, bytes]:
    """A photograph: its kind and its bytes.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.execute(_PHOTO, {"id": photo_id, "operation": operation_id}).one_or_none()
    if row is None:
        raise NotFound("La fotografía no existe o es de otra sucursal")
    return row.media, bytes(row.data)


def _records(act: Act, rows: Sequence[Operation]) -> list[OperationRecord]:
    if not rows:
        return []
    boxes = names(act, {row.box_id for row in rows} | {row.to_box_id for row in rows if row.to_box_id})
    photos: dict[UUID, list[PhotoRecord]] = {}
    for p in act.db.execute(_PHOTOS, {"operations": [row.id for row in rows]}):
        photos.setdefault(p.operation_id, []).append(PhotoRecord(p.id, p.media, p.size, p.created_at))
    return [
        OperationRecord(
            row.id, ids.folio("MC", row.number), row.branch_id, Kind(row.kind), boxes[row.box_id],
            boxes[row.to_box_id] if row.to_box_id else None, Money.from_minor(row.amount, row.currency), row.concept,
            row.reference, row.done_on, row.entry_id, row.created_at, row.created_by,
            Undone(row.undone_at, row.undone_by or 0, row.undone_reason or "", row.undone_entry_id or 0)
            if row.undone_at else None,
            tuple(photos.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip
