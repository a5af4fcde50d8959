"""Months and years: which are closed, by whom, and what was asked to be opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caudal.business.accounting.tables import Reopening, YearClosing
from caudal.business.approvals import queries as hands
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class YearRecord:
    """A year that was closed, with the entry of each branch; opened again when ``reopened_at`` says so."""

    id: UUID
    year: int
    closed_at: datetime
    closed_by: int
    entries: tuple[int, ...]
    reopened_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReopeningRecord:
    """What was asked to be opened again: a month, or the whole year without one; ``state`` is its request's."""

    id: UUID
    branch_id: int
    year: int
    month: int | None
    reason: str
    state: str
    request_id: UUID | None
    asked_at: datetime
    asked_by: int
    done_at: datetime | None

    @property
    def folio(self) -> str:
        """How people name it.

        >>> ReopeningRecord(UUID(int=0), 1, 2026, 3, "", "", None, datetime.min, 1, None).folio
        'REA-2026-03'
        """
        return f"REA-{self.year}" + (f"-{self.month:02d}" if self.month else "")


def years(act: Act) -> list[YearRecord]:
    """The years of the act's company that were ever closed, the latest first."""
    rows = act.db.scalars(
        select(YearClosing)
        .where(YearClosing.company_id == _company(act))
        .order_by(YearClosing.year.desc(), YearClosing.closed_at.desc())
    )
    return [YearRecord(r.id, r.year, r.closed_at, r.closed_by, tuple(r.entries), r.reopened_at) for r in rows]


def is_year_closed(act: Act, year: int) -> bool:
    """Whether a year is closed now."""
    return any(one.year == year and one.reopened_at is None for one in years(act))


def reopenings(act: Act, year: int | None = None) -> list[ReopeningRecord]:
    """What was asked to be opened again, the latest first."""
    query = select(Reopening).where(Reopening.company_id == _company(act))
    if year is not None:
        query = query.where(Reopening.year == year)
    return _records(act, act.db.scalars(query.order_by(Reopening.asked_at.desc(), Reopening.id)).all())


def reopening(act: Act, reopening_id: UUID) -> ReopeningRecord:
    """One of them.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Reopening, reopening_id, populate_existing=True)
    if row is None:
        raise NotFound("Esa reapertura no existe o es de otra sucursal")
    return _records(act, [row])[0]


def _records(act: Act, rows: Sequence[Reopening]) -> list[ReopeningRecord]:
    asked = [row.request_id for row in rows if row.request_id]
    states: dict[UUID | None, str] = (
        {one.id: one.state.value for one in hands.many(act, asked)} if asked else {}
    )
    return [
        ReopeningRecord(
            r.id, r.branch_id, r.year, r.month, r.reason,
            "done" if r.done_at else states.get(r.request_id, "asked"),
            r.request_id, r.asked_at, r.asked_by, r.done_at,
        )
        for r in rows
    ]  # fmt: skip


def _company(act: Act) -> int:
    return branch_of(act, act.place.branch_id).company_id
