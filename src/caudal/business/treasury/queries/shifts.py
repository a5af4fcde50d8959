"""Reading shifts of tills: who opened and closed them, what was counted, what had to be there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from caudal.business.treasury.queries.boxes import ROOM, BoxRecord, names
from caudal.business.treasury.rules.states import LIVE, Moment, State
from caudal.business.treasury.tables import Count, Difference, Shift
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql


@dataclass(frozen=True, slots=True)
class CountRecord:
    """What was counted. ``sighted``: whoever counted could see what had to be there."""

    id: UUID
    moment: Moment
    number: int
    pieces: dict[str, int]
    amount: Money
    sighted: bool
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class DifferenceRecord:
    """What a count had over (positive) or short (negative) and who accepted it."""

    id: UUID
    count_id: UUID
    amount: Money
    tolerance: Money
    state: str
    reason: str
    asked_at: datetime
    asked_by: int
    decided_at: datetime | None
    decided_by: int | None
    decision: str | None
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """A shift. ``entered`` and ``gone``: what moved in it; ``counts`` and ``differences`` in the order they came."""

    id: UUID
    folio: str
    branch_id: int
    box: BoxRecord
    currency: str
    state: State
    opened_on: date
    opened_at: datetime
    opened_by: int
    closed_on: date | None
    closed_at: datetime | None
    closed_by: int | None
    moves: int
    entered: Money
    gone: Money
    counts: tuple[CountRecord, ...]
    differences: tuple[DifferenceRecord, ...]

    @property
    def fund(self) -> Money:
        """What was counted on opening."""
        return next(c.amount for c in self.counts if c.moment is Moment.OPENING)

    @property
    def expected(self) -> Money:
        """What has to be in the till: what was counted on opening and what has moved since."""
        return self.fund + self.entered - self.gone

    @property
    def closing(self) -> CountRecord | None:
        """The last count on closing."""
        found = [c for c in self.counts if c.moment is Moment.CLOSING]
        return found[-1] if found else None

    def difference(self, moment: Moment) -> DifferenceRecord | None:
        """The last difference asked of a count of that moment."""
        of = {c.id for c in self.counts if c.moment is moment}
        found = [d for d in self.differences if d.count_id in of]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class ShiftFilter:
    """Which shifts. ``live``: only those that aren't over; ``uneven``: only those with a difference."""

    branch_id: int | None = None
    box_id: int | None = None
    opened_by: int | None = None
    state: str | None = None
    since: date | None = None
    until: date | None = None
    live: bool = False
    uneven: bool = False


def shift(act: Act, shift_id: UUID) -> ShiftRecord:
    """One shift.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    rows = act.db.scalars(
        select(Shift).where(Shift.id == shift_id).execution_options(populate_existing=True)
    ).all()
    if not rows:
        raise NotFound("El turno de caja no existe o es de otra sucursal")
    return _records(act, rows)[0]


def shifts(act: Act, which: ShiftFilter, limit: int = 50, after: str | None = None) -> Page[ShiftRecord]:
    """Shifts by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Shift).where(*_conditions(which))
    if cursor:
        wanted = wanted.where(Shift.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Shift.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(_records(act, page.items), page.next)


def live(act: Act) -> dict[int, ShiftRecord]:
    """The shifts that aren't over, by box."""
    rows = act.db.scalars(select(Shift).where(Shift.state.in_(LIVE))).all()
    return {each.box.id: each for each in _records(act, rows)}


def last_closed(act: Act, box_ids: Iterable[int]) -> dict[int, ShiftRecord]:
    """The last shift of each box that was closed."""
    latest = (
        select(func.max(Shift.number))
        .where(Shift.box_id.in_(set(box_ids)), Shift.state == State.CLOSED)
        .group_by(Shift.box_id)
    )
    rows = act.db.scalars(select(Shift).where(Shift.number.in_(latest))).all()
    return {each.box.id: each for each in _records(act, rows)}


def left_open(act: Act, branch_id: int, on: date) -> int:
    """How many tills of a branch were opened up to that day and aren't closed."""
    wanted = select(func.count()).where(
        Shift.branch_id == branch_id, Shift.state.in_(LIVE), Shift.opened_on <= on
    )
    return act.db.execute(wanted).scalar_one()


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """A movement of a till. ``balance``: what had to be in it afterwards; only where a shift was asked for."""

    id: int
    branch_id: int
    box_id: int
    box: str
    shift_id: UUID | None
    entry_id: int
    at: datetime
    on: date
    kind: str
    source: str | None
    memo: str | None
    actor: int
    reverses: int | None
    undone: bool
    difference: bool
    amount: Money
    balance: Money | None
    party_id: UUID | None


@dataclass(frozen=True, slots=True)
class MoveFilter:
    """Which movements; absent fields don't filter."""

    shift_id: UUID | None = None
    box_id: int | None = None
    actor: int | None = None
    since: date | None = None
    until: date | None = None


def moves(act: Act, which: MoveFilter, limit: int = 50, after: str | None = None) -> Page[MoveRecord]:
    """Movements of tills, the newest first."""
    cursor = pages.decode(after, int)
    values = {
        "shift": which.shift_id, "box": which.box_id, "actor": which.actor, "since": which.since,
        "until": which.until, "after": cursor[0] if cursor else None, "limit": limit + 1,
    }  # fmt: skip
    rows = act.db.execute(sql(ROOM, "moves"), values).all()
    page = pages.page(list(rows), limit, lambda row: [row.id])
    return Page([_move(row) for row in page.items], page.next)


def _move(row: Any) -> MoveRecord:
    return MoveRecord(
        row.id, row.branch_id, row.box_id, row.box, row.shift_id, row.entry_id, row.created_at, row.on_date, row.kind,
        row.source, row.memo, row.actor, row.reverses, row.undone, row.difference,
        Money.from_minor(row.amount, row.currency),
        None if row.balance is None else Money.from_minor(int(row.balance), row.currency), row.party_id,
    )  # fmt: skip


def _conditions(which: ShiftFilter) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Shift.branch_id: which.branch_id,
        Shift.box_id: which.box_id,
        Shift.opened_by: which.opened_by,
        Shift.state: which.state,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in exact.items() if value is not None
    ]
    if which.since:
        found.append(Shift.opened_on >= which.since)
    if which.until:
        found.append(Shift.opened_on <= which.until)
    if which.live:
        found.append(Shift.state.in_(LIVE))
    if which.uneven:
        found.append(Shift.id.in_(select(Difference.shift_id).where(Difference.amount != 0)))
    return found


def _records(act: Act, rows: Sequence[Shift]) -> list[ShiftRecord]:
    if not rows:
        return []
    known = [row.id for row in rows]
    boxes = names(act, {row.box_id for row in rows})
    sums = {row.shift_id: row for row in act.db.execute(sql(ROOM, "shift_sums"), {"ids": known})}
    counts = act.db.scalars(
        select(Count).where(Count.shift_id.in_(known)).order_by(Count.moment.desc(), Count.number)
    ).all()
    differences = act.db.scalars(
        select(Difference).where(Difference.shift_id.in_(known)).order_by(Difference.asked_at, Difference.id)
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip
    return [
        _record(
            row, boxes[row.box_id], sums.get(row.id),
            tuple(_count(c, row.currency) for c in counts if c.shift_id == row.id),
            tuple(_difference(d, row.currency) for d in differences if d.shift_id == row.id),
        )
        for row in rows
    ]  # fmt: skip


def _record(
    row: Shift,
    box: BoxRecord,
    sums: Any,
    counts: tuple[CountRecord, ...],
    differences: tuple[DifferenceRecord, ...],
) -> ShiftRecord:
    entered, gone = (sums.entered, sums.gone) if sums else (0, 0)
    return ShiftRecord(
        row.id, ids.folio("T", row.number), row.branch_id, box, row.currency, State(row.state), row.opened_on,
        row.opened_at, row.opened_by, row.closed_on, row.closed_at, row.closed_by, sums.moves if sums else 0,
        Money.from_minor(int(entered), row.currency), Money.from_minor(int(gone), row.currency), counts, differences,
    )  # fmt: skip


def _count(row: Count, currency: str) -> CountRecord:
    return CountRecord(
        row.id, Moment(row.moment), row.number, {str(k): int(n) for k, n in row.pieces.items()},
        Money.from_minor(row.amount, currency), row.sighted, row.counted_at, row.counted_by,
    )  # fmt: skip


def _difference(row: Difference, currency: str) -> DifferenceRecord:
    return DifferenceRecord(
        row.id, row.count_id, Money.from_minor(row.amount, currency), Money.from_minor(row.tolerance, currency),
        row.state, row.reason, row.asked_at, row.asked_by, row.decided_at, row.decided_by, row.decision, row.entry_id,
    )  # fmt: skip
