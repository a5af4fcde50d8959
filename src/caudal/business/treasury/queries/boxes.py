"""Reading the boxes and what is in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, text

from caudal.business.treasury.tables import Box
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql
from caudal.ledger import queries as books

ROOM = "caudal.business.treasury"
_HELD = "box held"
_RULES = text(
    "select distinct on (r.branch_id, r.currency) r.branch_id, r.currency, r.from_on, r.required, r.tolerance, r.petty"
    " from till_rules r where r.from_on <= :on and (cast(:branch as smallint) is null or r.branch_id = :branch)"
    " order by r.branch_id, r.currency, r.from_on desc, r.id desc"
)


@dataclass(frozen=True, slots=True)
class BoxRecord:
    """A till, bank account, card or cheque box of a branch; ``account_id`` is its account in the books.

    ``shift_id``: the shift of a till to which what moves now belongs; ``shifts``: whether it ever had one.
    ``shared``: of the whole company, any branch receives in it.
    """

    id: int
    branch_id: int
    kind: str
    currency: str
    name: str
    account_id: int
    shift_id: UUID | None = None
    main: bool = True
    shifts: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class TillRule:
    """What a branch asks of its tills of a currency: whether cash needs an open one, and what may be missing.

    ``petty``: up to how much somebody who may not authorise spends of them in a day; without limit when absent.
    """

    branch_id: int
    currency: str
    from_on: date | None
    required: bool
    tolerance: Money
    petty: Money | None = None


def main_box(act: Act, kind: str, currency: str) -> BoxRecord | None:
    """The box of that kind and currency where the act's branch receives, if it was opened.

    Of tills, the one whose shift the actor holds comes before the main one of the branch.
    """
    values = {"branch": act.place.branch_id, "kind": kind, "currency": currency, "actor": act.actor.id}
    row = act.db.execute(sql(ROOM, "receiving"), values).one_or_none()
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
    own = or_(Box.shared.is_(False), Box.branch_id.in_(act.actor.branches))
    rows = act.db.scalars(select(Box).where(Box.active, own).order_by(Box.branch_id, Box.id))
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


def rules(act: Act, on: date, branch_id: int | None = None) -> list[TillRule]:
    """What each branch asks of its tills on a date, where somebody said so."""
    rows = act.db.execute(_RULES, {"on": on, "branch": branch_id})
    return [
        TillRule(
            r.branch_id,
            r.currency,
            r.from_on,
            r.required,
            Money.from_minor(r.tolerance, r.currency),
            None if r.petty is None else Money.from_minor(r.petty, r.currency),
        )
        for r in rows
    ]


def rule(act: Act, branch_id: int, currency: str, on: date) -> TillRule:
    """What a branch asks of its tills of a currency on a date; nothing required nor tolerated, if nobody said."""
    found = [each for each in rules(act, on, branch_id) if each.currency == currency]
    return found[0] if found else TillRule(branch_id, currency, None, False, Money.of(0, currency))


def record(row: Box | Row[Any]) -> BoxRecord:
    """A row as a record."""
    return BoxRecord(
        row.id, row.branch_id, row.kind, row.currency, row.name, row.account_id, row.shift_id, row.main,
        row.shifts, row.shared,
    )  # fmt: skip
