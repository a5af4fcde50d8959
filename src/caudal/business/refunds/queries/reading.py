"""Reading refunds: one, many by what is asked, and how what they give back was paid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from caudal.business.payments import queries as payments
from caudal.business.receivables import queries as debts
from caudal.business.refunds.rules import DECIDED, LIVE, Method, State, shown
from caudal.business.refunds.tables import Refund
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money to give back of a cancelled booking.

    ``days`` before the service it was cancelled, so ``percent`` of what was ``paid``; ``already``: given back before;
    ``policy``: what the policy allowed; ``amount``: what is given back; ``retained``: what the house keeps.
    ``exception``: more than the policy allows. ``method`` and ``pay_to``: how and where it goes back. ``due_on``: the
    day to have paid it by.
    """

    id: UUID
    folio: str
    branch_id: int
    booking_id: UUID
    party_id: UUID
    policy_id: UUID
    service_on: date
    days: int
    percent: Decimal
    paid: Money
    already: Money
    policy: Money
    amount: Money
    retained: Money
    exception: bool
    method: Method
    pay_to: str
    reason: str
    state: State
    asked_on: date
    asked_at: datetime
    asked_by: int
    due_on: date
    request_id: UUID | None
    decided_at: datetime | None
    decided_on: date | None
    decided_by: int | None
    decision_entry_id: int | None
    box_id: int | None
    reference: str | None
    paid_at: datetime | None
    paid_on: date | None
    paid_by: int | None
    entry_id: int | None
    ended_at: datetime | None
    ended_by: int | None
    ended_reason: str | None
    void_entry_id: int | None
    act_id: UUID

    def late(self, on: date) -> bool:
        """Whether the day to pay it has passed and it wasn't paid."""
        return self.state in LIVE and self.due_on < on


@dataclass(frozen=True, slots=True)
class RefundFilter:
    """Which refunds. ``q``: a folio; ``late``: unpaid after their day; ``live``: to be authorised or paid."""

    q: str = ""
    state: str | None = None
    party_ids: Sequence[UUID] | None = None
    booking_id: UUID | None = None
    branch_id: int | None = None
    asked_from: date | None = None
    asked_to: date | None = None
    live: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of a filter in one currency."""

    currency: str
    count: int
    paid: Money
    amount: Money
    retained: Money


def refund(act: Act, refund_id: UUID) -> RefundRecord:
    """One refund.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(select(Refund).where(Refund.id == refund_id)).one_or_none()
    if row is None:
        raise NotFound("El reembolso no existe o es de otra sucursal")
    return record(row)


def many(act: Act, refund_ids: Iterable[UUID]) -> dict[UUID, RefundRecord]:
    """Those of `refund_ids` that the act can see."""
    rows = act.db.scalars(select(Refund).where(Refund.id.in_(set(refund_ids))))
    return {row.id: record(row) for row in rows}


def of_bookings(act: Act, booking_ids: Iterable[UUID]) -> dict[UUID, list[RefundRecord]]:
    """The refunds of each booking, the oldest first."""
    wanted = set(booking_ids)
    found: dict[UUID, list[RefundRecord]] = {}
    if wanted:
        rows = act.db.scalars(select(Refund).where(Refund.booking_id.in_(wanted)).order_by(Refund.number))
        for row in rows:
            found.setdefault(row.booking_id, []).append(record(row))
    return found


def refunds(act: Act, which: RefundFilter, limit: int = 50, after: str | None = None) -> Page[RefundRecord]:
    """Refunds by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Refund).where(*_conditions(act, which))
    if cursor:
        wanted = wanted.where(Refund.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Refund.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([record(row) for row in page.items], page.next)


def sums(act: Act, which: RefundFilter) -> list[Sums]:
    """Totals over the whole filter, by currency."""
    columns = (Refund.paid_minor, Refund.refund_minor, Refund.retained_minor)
    rows = act.db.execute(
        select(Refund.currency, func.count(), *(func.sum(each) for each in columns))
        .where(*_conditions(act, which))
        .group_by(Refund.currency)
        .order_by(Refund.currency)
    )
    return [
        Sums(row[0], row[1], *(Money.from_minor(int(minor or 0), row[0]) for minor in row[2:]))
        for row in rows
    ]


def given_back(act: Act, booking_id: UUID, currency: str) -> Money:
    """What was given back of a booking, or is authorised to be."""
    minor = act.db.scalar(
        select(func.coalesce(func.sum(Refund.refund_minor), 0)).where(
            Refund.booking_id == booking_id, Refund.state.in_([state.value for state in DECIDED])
        )
    )
    return Money.from_minor(int(minor or 0), currency)


def ways(act: Act, receivable_id: UUID) -> dict[str, Money]:
    """How what is paid of a debt was paid, by way of paying; what was reversed isn't there."""
    applied = debts.applications(act, receivables=[receivable_id])
    known = {each.id: each for each in payments.many(act, {one.payment_id for one in applied})}
    sums: Counter[str] = Counter()
    currency = ""
    for one in applied:
        payment = known.get(one.payment_id)
        if payment is not None:
            sums[payment.method] += one.amount
            currency = payment.amount.currency
    return {method: Money.from_minor(minor, currency) for method, minor in sums.items() if minor > 0}


def passing(act: Act, day: date, branch_id: int) -> list[RefundRecord]:
    """The refunds of a branch that had to be paid by `day` and weren't."""
    rows = act.db.scalars(
        select(Refund)
        .where(Refund.branch_id == branch_id, Refund.due_on == day)
        .where(Refund.state.in_([state.value for state in LIVE]))
        .order_by(Refund.number)
    )
    return [record(row) for row in rows]


def record(row: Refund) -> RefundRecord:
    """A row as a record."""

    def money(minor: int) -> Money:
        return Money.from_minor(minor, row.currency)

    return RefundRecord(
        row.id, ids.folio("RB", row.number), row.branch_id, row.booking_id, row.party_id, row.policy_id, row.service_on,
        row.days, shown(row.percent), money(row.paid_minor), money(row.before_minor), money(row.policy_minor),
        money(row.refund_minor), money(row.retained_minor), row.exception, Method(row.method), row.pay_to, row.reason,
        State(row.state), row.asked_on, row.asked_at, row.asked_by, row.due_on, row.request_id, row.decided_at,
        row.decided_on, row.decided_by, row.decision_entry_id, row.box_id, row.reference, row.paid_at, row.paid_on,
        row.paid_by, row.entry_id, row.ended_at, row.ended_by, row.ended_reason, row.void_entry_id, row.act_id,
    )  # fmt: skip


def _conditions(act: Act, which: RefundFilter) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Refund.branch_id: which.branch_id,
        Refund.booking_id: which.booking_id,
        Refund.state: _state(which.state),
    }
    found: list[Any] = [column == value for column, value in exact.items() if value is not None]
    if which.party_ids is not None:
        found.append(Refund.party_id.in_(which.party_ids))
    if which.asked_from:
        found.append(Refund.asked_on >= which.asked_from)
    if which.asked_to:
        found.append(Refund.asked_on <= which.asked_to)
    if which.live or which.late:
        found.append(Refund.state.in_([state.value for state in LIVE]))
    if which.late:
        found.append(Refund.due_on < act.business_date)
    number = which.q.strip().upper().removeprefix("RB-")
    if number:
        known = number.isascii() and number.isdigit() and len(number) < 16
        found.append(Refund.number == (int(number) if known else -1))
    return found


def _state(told: str | None) -> str | None:
    if not told:
        return None
    try:
        return State(told).value
    except ValueError:
        names = ", ".join(state.value for state in State)
        raise Invalid(
            f"«{told[:20]}» no es un estado; use {names}",
            errors=[{"pointer": "/state", "detail": "desconocido"}],
        ) from None
