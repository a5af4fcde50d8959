"""Reading debts: one, many by what is asked, as of any date, and their ageing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from caudal.business.receivables.rules import BUCKETS, BY_CODE, Bucket, Standing, Status, standing
from caudal.business.receivables.tables import Allocation, Receivable
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.receivables"
_OPEN_TEXT = (
    "select * from receivables where party_id = :party and open > 0"
    " and (cast(:currency as text) is null or currency = :currency) order by due_on, number"
)
_OPEN = text(_OPEN_TEXT)
_OPEN_LOCKED = text(f"{_OPEN_TEXT} for no key update")
_UNPAID = (Status.PENDING, Status.PARTIAL, Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class ReceivableRecord:
    """A debt as it stands on the date asked.

    ``settled_on``: the date of the payment that left it at zero. ``kind``: ``plain``, or that of the contract it
    belongs to (``owner_id``), where it is instalment number ``turn``.
    """

    id: UUID
    folio: str
    party_id: UUID
    branch_id: int
    concept: str
    amount: Money
    paid: Money
    issued_on: date
    due_on: date
    settled_on: date | None
    standing: Standing
    origin: str
    mode: str
    batch_id: UUID | None
    external_ref: str | None
    entry_id: int | None
    cancelled_at: datetime | None
    cancelled_on: date | None
    cancelled_by: int | None
    cancel_reason: str | None
    cancel_entry_id: int | None
    created_at: datetime
    created_by: int
    act_id: UUID
    kind: str = "plain"
    owner_id: UUID | None = None
    turn: int | None = None

    @property
    def balance(self) -> Money:
        """What is still owed; nothing of a cancelled debt is."""
        zero = Money.of(0, self.amount.currency)
        return zero if self.standing.status == Status.CANCELLED else self.amount - self.paid

    @property
    def days_late(self) -> int:
        """Days between the due date and the payment that settled it; zero when on time or still owed."""
        return max(0, (self.settled_on - self.due_on).days) if self.settled_on else 0


@dataclass(frozen=True, slots=True)
class ReceivableFilter:
    """Which debts. ``on``: as they stood that date; ``open``: only what is owed; ``q``: folio, concept, reference."""

    q: str = ""
    status: str | None = None
    bucket: str | None = None
    party_ids: Sequence[UUID] | None = None
    branch_id: int | None = None
    currency: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    open: bool = False
    on: date | None = None
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of a filter in one currency."""

    currency: str
    count: int
    amount: Money
    paid: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What is owed in one bucket and currency."""

    currency: str
    bucket: Bucket
    balance: Money
    debts: int
    clients: int


@dataclass(frozen=True, slots=True)
class PartyDebt:
    """What a party owes in one currency, and its oldest arrears in days."""

    balance: Money
    overdue: Money
    days: int


@dataclass(frozen=True, slots=True)
class Application:
    """A part of a payment that went to a debt; negative when the payment was reversed."""

    payment_id: UUID
    receivable_id: UUID
    amount: int
    on_date: date
    at: datetime
    act_id: UUID


def receivable(act: Act, receivable_id: UUID, on: date | None = None) -> ReceivableRecord:
    """One debt as it stands on `on`, today when absent.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [receivable_id], on)
    if not found:
        raise NotFound("La cuenta por cobrar no existe o es de otra sucursal")
    return found[receivable_id]


def many(act: Act, receivable_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, ReceivableRecord]:
    """Those of `receivable_ids` that the act can see."""
    wanted = select(Receivable, _paid(on)).where(Receivable.id.in_(set(receivable_ids)))
    return {
        row[0].id: record(row[0], row[1], on or act.business_date, as_of=on) for row in act.db.execute(wanted)
    }


def receivables(
    act: Act, which: ReceivableFilter, limit: int = 50, after: str | None = None
) -> Page[ReceivableRecord]:
    """Debts by folio, the newest first."""
    cursor = pages.decode(after, int)
    on = which.on or act.business_date
    wanted = select(Receivable, _paid(which.on)).where(*_conditions(which, on))
    if cursor:
        wanted = wanted.where(Receivable.number < cursor[0])
    rows = act.db.execute(wanted.order_by(Receivable.number.desc()).limit(limit + 1)).all()
    found = [(row[0].number, record(row[0], row[1], on, as_of=which.on)) for row in rows]
    page = pages.page(found, limit, lambda pair: [pair[0]])
    return Page([one for _, one in page.items], page.next)


def sums(act: Act, which: ReceivableFilter) -> list[Sums]:
    """Totals over the whole filter, by currency."""
    on = which.on or act.business_date
    paid = _paid(which.on)
    left = case((_cancelled(which.on), 0), else_=Receivable.amount - paid)
    rows = act.db.execute(
        select(Receivable.currency, func.count(), func.sum(Receivable.amount), func.sum(paid), func.sum(left))
        .where(*_conditions(which, on))
        .group_by(Receivable.currency)
        .order_by(Receivable.currency)
    )
    return [
        Sums(c, count, *(Money.from_minor(int(minor or 0), c) for minor in (amount, settled, balance)))
        for c, count, amount, settled, balance in rows
    ]


def ageing(act: Act, on: date | None = None, branch_id: int | None = None) -> list[AgeingRow]:
    """What was owed on `on` (today when absent), by currency and bucket; every bucket of a currency is there."""
    rows = act.db.execute(sql(_ROOM, "ageing"), {"on": on or act.business_date, "branch": branch_id}).all()
    found = {(row.currency, row.bucket): row for row in rows}
    result: list[AgeingRow] = []
    for currency in sorted({row.currency for row in rows}):
        for bucket in BUCKETS:
            row = found.get((currency, bucket.number))
            minor = int(row.balance) if row else 0
            result.append(
                AgeingRow(
                    currency,
                    bucket,
                    Money.from_minor(minor, currency),
                    row.debts if row else 0,
                    row.clients if row else 0,
                )
            )
    return result


def upcoming(act: Act, days: int, branch_id: int | None = None) -> list[tuple[date, Money, int]]:
    """What falls due on each of the next `days`, today included, by currency."""
    rows = act.db.execute(
        sql(_ROOM, "upcoming"),
        {
            "first": act.business_date,
            "last": act.business_date + timedelta(days=days - 1),
            "branch": branch_id,
        },
    )
    return [(row.due_on, Money.from_minor(int(row.balance), row.currency), row.debts) for row in rows]


def open_of(
    act: Act, party_id: UUID, currency: str | None = None, *, lock: bool = False
) -> list[ReceivableRecord]:
    """What a party owes, the oldest due date first; `lock` keeps other payments away until the act ends."""
    values = {"party": party_id, "currency": currency}
    rows = act.db.execute(_OPEN_LOCKED if lock else _OPEN, values)
    return [record(row, row.paid, act.business_date) for row in rows]


def debts_of(act: Act, party_ids: Sequence[UUID]) -> dict[UUID, list[PartyDebt]]:
    """What each party owes today, by currency."""
    rows = act.db.execute(sql(_ROOM, "debts_of"), {"parties": list(party_ids), "on": act.business_date})
    result: dict[UUID, list[PartyDebt]] = {}
    for row in rows:
        debt = PartyDebt(
            Money.from_minor(int(row.balance), row.currency),
            Money.from_minor(int(row.overdue), row.currency),
            row.days,
        )
        result.setdefault(row.party_id, []).append(debt)
    return result


def applications(
    act: Act, *, payments: Sequence[UUID] | None = None, receivables: Sequence[UUID] | None = None
) -> list[Application]:
    """The applications of some payments, or to some debts, in the order they happened."""
    wanted = select(Allocation).order_by(Allocation.id)
    if payments is not None:
        wanted = wanted.where(Allocation.payment_id.in_(payments))
    if receivables is not None:
        wanted = wanted.where(Allocation.receivable_id.in_(receivables))
    return [
        Application(a.payment_id, a.receivable_id, a.amount, a.on_date, a.at, a.act_id)
        for a in act.db.scalars(wanted)
    ]


def existing_refs(act: Act, refs: Sequence[str]) -> set[str]:
    """Which external references belong to a debt that isn't cancelled."""
    rows = act.db.execute(
        text(
            "select distinct external_ref from receivables where external_ref = any(:refs) and cancelled_at is null"
        ),
        {"refs": list(refs)},
    )
    return set(rows.scalars())


def record(row: Receivable | Row[Any], paid: int, on: date, *, as_of: date | None = None) -> ReceivableRecord:
    """A row as it stood on `on` with `paid` minor units until then."""
    cancelled = row.cancelled_on is not None and (as_of is None or row.cancelled_on <= as_of)
    settled = row.settled_on if as_of is None or (row.settled_on and row.settled_on <= as_of) else None
    currency = row.currency
    return ReceivableRecord(
        row.id, ids.folio("CXC", row.number), row.party_id, row.branch_id, row.concept,
        Money.from_minor(row.amount, currency), Money.from_minor(int(paid), currency), row.issued_on, row.due_on,
        settled, standing(row.amount, int(paid), row.due_on, on, cancelled=cancelled), row.origin, row.mode,
        row.batch_id, row.external_ref, row.entry_id, row.cancelled_at, row.cancelled_on, row.cancelled_by,
        row.cancel_reason, row.cancel_entry_id, row.created_at, row.created_by, row.act_id,
        row.kind, row.owner_id, row.turn,
    )  # fmt: skip


def _paid(on: date | None) -> ColumnElement[int] | InstrumentedAttribute[int]:
    """What had been paid by `on`; the live counter when no date is asked.

    Never more than the debt: a payment undone later may have stood that day beside the one that took its place.
    """
    if on is None:
        return Receivable.paid
    return (
        select(func.least(func.coalesce(func.sum(Allocation.amount), 0), Receivable.amount))
        .where(Allocation.receivable_id == Receivable.id, Allocation.on_date <= on)
        .correlate(Receivable)
        .scalar_subquery()
    )


def _cancelled(on: date | None) -> ColumnElement[bool]:
    return (
        Receivable.cancelled_on.is_not(None)
        if on is None
        else func.coalesce(Receivable.cancelled_on <= on, False)
    )


def _left(on: date | None) -> ColumnElement[Any] | InstrumentedAttribute[int]:
    if on is None:
        return Receivable.open
    return case((_cancelled(on), 0), else_=Receivable.amount - _paid(on))


def _conditions(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Receivable.branch_id: which.branch_id,
        Receivable.currency: which.currency,
        Receivable.batch_id: which.batch_id,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if which.on is not None:
        found.append(Receivable.issued_on <= which.on)
    if which.party_ids is not None:
        found.append(Receivable.party_id.in_(which.party_ids))
    if which.due_from:
        found.append(Receivable.due_on >= which.due_from)
    if which.due_to:
        found.append(Receivable.due_on <= which.due_to)
    if which.open:
        found.append(_left(which.on) > 0)
    return found + _of_status(which, on) + _of_bucket(which, on) + _typed(which.q)


def _of_status(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    if not which.status:
        return []
    wanted = [_status(name) for name in which.status.split(",")]
    owed, paid = _left(which.on) > 0, _paid(which.on)
    cases: dict[Status, ColumnElement[bool]] = {
        Status.CANCELLED: _cancelled(which.on),
        Status.PAID: ~_cancelled(which.on) & (_left(which.on) == 0),
        Status.OVERDUE: owed & (Receivable.due_on < on),
        Status.PARTIAL: owed & (Receivable.due_on >= on) & (paid > 0),
        Status.PENDING: owed & (Receivable.due_on >= on) & (paid == 0),
    }
    if all(status in _UNPAID for status in wanted):
        return [owed, or_(*(cases[status] for status in wanted))]
    return [or_(*(cases[status] for status in wanted))]


def _status(name: str) -> Status:
    try:
        return Status(name.strip())
    except ValueError:
        names = ", ".join(s.value for s in Status)
        raise Invalid(
            f"«{name[:20]}» no es un estado; use {names}",
            errors=[{"pointer": "/status", "detail": "desconocido"}],
        ) from None


def _of_bucket(which: ReceivableFilter, on: date) -> list[ColumnElement[bool]]:
    if not which.bucket:
        return []
    bucket = BY_CODE.get(which.bucket)
    if bucket is None:
        codes = ", ".join(BY_CODE)
        raise Invalid(
            f"«{which.bucket[:20]}» no es un tramo; use {codes}",
            errors=[{"pointer": "/bucket", "detail": "desconocido"}],
        )
    owed = [_left(which.on) > 0]
    if bucket.first == 0:
        return [*owed, Receivable.due_on >= on]
    found = [*owed, Receivable.due_on <= _before(on, bucket.first)]
    if bucket.last is not None:
        found.append(Receivable.due_on >= _before(on, bucket.last))
    return found


def _before(on: date, days: int) -> date:
    """`days` before `on`, or the first day there is."""
    return date.fromordinal(max(1, on.toordinal() - days))


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("CXC-").removeprefix("CXC").strip()
    if number.isascii() and number.isdigit() and len(number) < 16:
        return [or_(Receivable.number == int(number), Receivable.external_ref == typed)]
    named = (Receivable.concept, Receivable.external_ref)
    return [or_(*(column.icontains(typed, autoescape=True) for column in named))]
