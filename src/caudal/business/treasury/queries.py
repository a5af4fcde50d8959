"""Reading the boxes and what is in them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text

from caudal.business.treasury.tables import Box
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound
from caudal.ledger import queries as books

_HELD = "box held"
_MAIN = text(
    "select id, branch_id, kind, currency, name, account_id from boxes"
    " where branch_id = :branch and kind = :kind and currency = :currency and main and active"
)


@dataclass(frozen=True, slots=True)
class BoxRecord:
    """A till, bank account, card or cheque box of a branch; ``account_id`` is its account in the books."""

    id: int
    branch_id: int
    kind: str
    currency: str
    name: str
    account_id: int


def main_box(act: Act, kind: str, currency: str) -> BoxRecord | None:
    """The box of that kind and currency where the act's branch receives, if it was opened."""
    values = {"branch": act.place.branch_id, "kind": kind, "currency": currency}
    row = act.db.execute(_MAIN, values).one_or_none()
    found = record(row) if row else None
    act.db.info[_HELD] = found
    return found


def box(act: Act, box_id: int) -> BoxRecord:
    """One open box.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(select(Box).where(Box.id == box_id, Box.active)).one_or_none()
    if row is None:
        raise NotFound("La caja no existe o es de otra sucursal")
    return record(row)


def boxes(act: Act) -> list[tuple[BoxRecord, Money]]:
    """Every open box the act can see, with its balance in the books."""
    rows = act.db.scalars(select(Box).where(Box.active).order_by(Box.branch_id, Box.id))
    return [
        (record(row), books.balance(act, row.account_id, row.currency, branch=row.branch_id))
        for row in rows.all()
    ]


def names(act: Act, box_ids: Collection[int]) -> dict[int, BoxRecord]:
    """Boxes by id; the one the act has just used isn't read again."""
    held: BoxRecord | None = act.db.info.get(_HELD)
    if held is not None and set(box_ids) == {held.id}:
        return {held.id: held}
    rows = act.db.scalars(select(Box).where(Box.id.in_(set(box_ids))))
    return {row.id: record(row) for row in rows}


def record(row: Box | Row[Any]) -> BoxRecord:
    """A row as a record."""
    return BoxRecord(row.id, row.branch_id, row.kind, row.currency, row.name, row.account_id)
