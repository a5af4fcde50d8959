"""Reading lots: what was adjudicated, what it sold for, what is due to whoever pledged it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from caudal.business.pawn.rules.states import LotStatus, lot_status
from caudal.business.pawn.tables import PawnLot
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class LotRecord:
    """A lot. ``debt``: all that was owed the day it was adjudicated, ``tax`` included; ``cost``: in inventory."""

    id: UUID
    folio: str
    ticket_id: UUID
    branch_id: int
    party_id: UUID
    status: LotStatus
    capital: Money
    debt: Money
    tax: Money
    value: Money
    cost: Money
    adjudicated_on: date
    entry_id: int
    minimum: Money | None
    listed_on: date | None
    ended_on: date | None
    end_entry_id: int | None
    price: Money | None
    sale_cost: Money | None
    surplus: Money
    shortfall: Money
    buyer: str
    surplus_until: date | None
    surplus_ended_on: date | None
    surplus_entry_id: int | None
    sale_cost_rate: Decimal
    surplus_policy: bool
    created_at: datetime

    @property
    def recovery(self) -> Decimal | None:
        """What the sale brought, net of its cost, over what was owed."""
        if self.price is None or self.sale_cost is None:
            return None
        net = self.price - self.sale_cost
        return (net.amount / self.debt.amount).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class LotFilter:
    """Which lots."""

    status: str | None = None
    party_id: UUID | None = None
    branch_id: int | None = None
    q: str = ""


def lot(act: Act, lot_id: UUID) -> LotRecord:
    """One lot.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(select(PawnLot).where(PawnLot.id == lot_id)).one_or_none()
    if row is None:
        raise NotFound("El lote no existe o es de otra sucursal")
    return record(row)


def of_tickets(act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, LotRecord]:
    """The lot of each ticket that was adjudicated."""
    rows = act.db.scalars(select(PawnLot).where(PawnLot.ticket_id.in_(ticket_ids)))
    return {row.ticket_id: record(row) for row in rows}


def lots(act: Act, which: LotFilter, limit: int = 50, after: str | None = None) -> Page[LotRecord]:
    """Lots by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(PawnLot).where(*_conditions(which))
    if cursor:
        wanted = wanted.where(PawnLot.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(PawnLot.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([record(row) for row in page.items], page.next)


def sums(act: Act, which: LotFilter) -> list[tuple[int, dict[str, Money]]]:
    """How many lots, and their debt, prices and surplus still due, by currency."""
    due = func.coalesce(func.sum(PawnLot.surplus).filter(PawnLot.surplus_how.is_(None)), 0)
    rows = act.db.execute(
        select(
            PawnLot.currency,
            func.count(),
            func.sum(PawnLot.debt),
            func.coalesce(func.sum(PawnLot.price), 0),
            due,
        )
        .where(*_conditions(which))
        .group_by(PawnLot.currency)
        .order_by(PawnLot.currency)
    )
    return [
        (
            count,
            {
                "debt": Money.from_minor(int(debt or 0), currency),
                "price": Money.from_minor(int(price or 0), currency),
                "surplus_due": Money.from_minor(int(surplus or 0), currency),
            },
        )
        for currency, count, debt, price, surplus in rows
    ]


def record(row: PawnLot) -> LotRecord:
    """A row as a record."""

    def money(minor: int) -> Money:
        return Money.from_minor(minor, row.currency)

    claim = row.ended_on + timedelta(days=row.surplus_days) if row.ended_on and row.surplus else None
    return LotRecord(
        row.id, ids.folio("LOT", row.number), row.ticket_id, row.branch_id, row.party_id,
        lot_status(row.ended_how, row.surplus, row.surplus_how, listed=row.listed_on is not None),
        money(row.capital), money(row.debt), money(row.tax), money(row.value), money(row.cost),
        row.adjudicated_on, row.entry_id,
        money(row.minimum) if row.minimum else None, row.listed_on, row.ended_on, row.end_entry_id,
        money(row.price) if row.price else None, money(row.sale_cost) if row.sale_cost is not None else None,
        money(row.surplus), money(row.shortfall), row.buyer, claim, row.surplus_ended_on, row.surplus_entry_id,
        row.sale_cost_rate, row.surplus_policy, row.created_at,
    )  # fmt: skip


def _conditions(which: LotFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.branch_id is not None:
        found.append(PawnLot.branch_id == which.branch_id)
    if which.party_id is not None:
        found.append(PawnLot.party_id == which.party_id)
    if typed := which.q.strip().upper().removeprefix("LOT-"):
        number = typed if typed.isascii() and typed.isdigit() and len(typed) < 16 else "-1"
        found.append(PawnLot.number == int(number))
    if which.status:
        found.append(_of_status(which.status))
    return found


def _of_status(wanted: str) -> ColumnElement[bool]:
    live, due = PawnLot.ended_how.is_(None), PawnLot.surplus > 0
    cases: dict[LotStatus, ColumnElement[bool]] = {
        LotStatus.ADJUDICATED: live & PawnLot.listed_on.is_(None),
        LotStatus.ON_SALE: live & PawnLot.listed_on.is_not(None),
        LotStatus.SOLD: (PawnLot.ended_how == "sold") & (PawnLot.surplus == 0),
        LotStatus.SURPLUS_DUE: due & PawnLot.surplus_how.is_(None),
        LotStatus.SURPLUS_PAID: due & (PawnLot.surplus_how == "paid"),
        LotStatus.SURPLUS_LAPSED: due & (PawnLot.surplus_how == "lapsed"),
        LotStatus.SURRENDERED: PawnLot.ended_how == "surrendered",
        LotStatus.WRITTEN_OFF: PawnLot.ended_how == "written_off",
    }
    chosen: ColumnElement[bool] | None = None
    for name in wanted.split(","):
        try:
            case = cases[LotStatus(name.strip())]
        except ValueError:
            names = ", ".join(s.value for s in LotStatus)
            raise Invalid(
                f"«{name[:20]}» no es un estado; use {names}",
                errors=[{"pointer": "/status", "detail": "desconocido"}],
            ) from None
        chosen = case if chosen is None else chosen | case
    assert chosen is not None
    return chosen
