"""Reading payments and the credit of clients."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, text

from caudal.business.payments.rules import MOVES_NOTHING
from caudal.business.payments.tables import Payment
from caudal.business.receivables import queries as receivables
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound

_CREDIT = text(
    "select c.currency, c.credit from parties p, party_credit(array[p.id]) c where p.id = :party order by c.currency"
)
_CREDITS = text(
    "select c.party_id, c.currency, c.credit from party_credit(cast(:parties as uuid[])) c"
    " join parties p on p.id = c.party_id order by c.currency"
)
_LAST = text(
    "select party_id, max(received_on) as last from payments where party_id = any(:parties) and reversed_at is null"
    " and method not in ('credit', 'renewal', 'overcharge') group by party_id"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What went to one debt, with the folio and the concept of that debt."""

    receivable_id: UUID
    amount: Money
    folio: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Reversal:
    """When, by whom and why a payment was undone, and the entry that did it."""

    at: datetime
    on: date
    by: int
    reason: str
    entry_id: int


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """A payment. ``credit``: what was left over for the client (negative where credit was used)."""

    id: UUID
    folio: str
    party_id: UUID
    branch_id: int
    amount: Money
    method: str
    reference: str | None
    received_on: date
    box_id: int | None
    credit: Money
    tendered: Money | None
    entry_id: int
    reversal: Reversal | None
    parts: tuple[Part, ...]
    created_at: datetime
    created_by: int
    act_id: UUID

    @property
    def change(self) -> Money | None:
        """What was handed back to who paid with more."""
        return self.tendered - self.amount if self.tendered else None


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Which payments. ``live``: what a day collected: neither reversed nor paid with credit or by a renewal."""

    q: str = ""
    party_ids: Sequence[UUID] | None = None
    method: str | None = None
    branch_id: int | None = None
    box_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    currency: str | None = None
    live: bool = False


def payment(act: Act, payment_id: UUID) -> PaymentRecord:
    """One payment.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [payment_id])
    if not found:
        raise NotFound("El cobro no existe o es de otra sucursal")
    return found[0]


def many(act: Act, payment_ids: Iterable[UUID]) -> list[PaymentRecord]:
    """Those of `payment_ids` that the act can see, the oldest first."""
    wanted = select(Payment).where(Payment.id.in_(set(payment_ids))).order_by(Payment.number)
    return records(act, act.db.scalars(wanted).all())


@dataclass(frozen=True, slots=True)
class PaymentBrief:
    """What is said of a payment beside what it paid."""

    id: UUID
    folio: str
    received_on: date
    amount: Money
    reversed: bool


def briefly(act: Act, payment_ids: Iterable[UUID]) -> list[PaymentBrief]:
    """Those of `payment_ids` that the act can see, the oldest first, without the debts each one went to."""
    wanted = select(
        Payment.id, Payment.number, Payment.received_on, Payment.amount, Payment.currency, Payment.reversed_at
    )
    rows = act.db.execute(wanted.where(Payment.id.in_(set(payment_ids))).order_by(Payment.number))
    return [
        PaymentBrief(
            row.id, ids.folio("R", row.number), row.received_on, Money.from_minor(row.amount, row.currency),
            row.reversed_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def payments(
    act: Act, which: PaymentFilter, limit: int = 50, after: str | None = None
) -> Page[PaymentRecord]:
    """Payments by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Payment).where(*_conditions(which))
    if cursor:
        wanted = wanted.where(Payment.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Payment.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(records(act, page.items), page.next)


def sums(act: Act, which: PaymentFilter) -> list[tuple[int, Money]]:
    """How many payments and how much, by currency."""
    rows = act.db.execute(
        select(Payment.currency, func.count(), func.sum(Payment.amount))
        .where(*_conditions(which))
        .group_by(Payment.currency)
        .order_by(Payment.currency)
    )
    return [(count, Money.from_minor(int(minor), currency)) for currency, count, minor in rows]


def recent(act: Act, party_id: UUID, since: datetime) -> list[PaymentRecord]:
    """Payments of a party written after `since`: what a cashier should see before taking one more."""
    wanted = select(Payment).where(
        Payment.party_id == party_id, Payment.created_at >= since, Payment.reversed_at.is_(None)
    )
    return records(act, act.db.scalars(wanted.order_by(Payment.number.desc()).limit(5)).all())


def credit_of(act: Act, party_id: UUID) -> list[Money]:
    """What a party has in favour wherever it was left, by currency; zeros left out."""
    rows = act.db.execute(_CREDIT, {"party": party_id})
    return [Money.from_minor(int(row.credit), row.currency) for row in rows]


def credits_of(act: Act, party_ids: Sequence[UUID]) -> dict[UUID, list[Money]]:
    """What each party has in favour, by currency."""
    result: dict[UUID, list[Money]] = {}
    for row in act.db.execute(_CREDITS, {"parties": list(party_ids)}):
        result.setdefault(row.party_id, []).append(Money.from_minor(int(row.credit), row.currency))
    return result


def last_dates(act: Act, party_ids: Sequence[UUID]) -> dict[UUID, date]:
    """When each party last paid."""
    return {row.party_id: row.last for row in act.db.execute(_LAST, {"parties": list(party_ids)})}


def records(act: Act, rows: Sequence[Payment]) -> list[PaymentRecord]:
    """Rows with the debts each one went to; of one undone, those it had gone to."""
    if not rows:
        return []
    by_id = {row.id: row for row in rows}
    went: Counter[tuple[UUID, UUID]] = Counter()
    for a in receivables.applications(act, payments=list(by_id)):
        if a.at != by_id[a.payment_id].reversed_at:
            went[a.payment_id, a.receivable_id] += a.amount
    debts = receivables.many(act, {debt for _, debt in went}) if went else {}
    parts: dict[UUID, list[Part]] = {}
    for (payment_id, debt_id), amount in went.items():
        debt, money = debts.get(debt_id), Money.from_minor(amount, by_id[payment_id].currency)
        if money.is_positive:
            part = Part(debt_id, money, debt.folio if debt else "", debt.concept if debt else "")
            parts.setdefault(payment_id, []).append(part)
    return [record(row, tuple(parts.get(row.id, ()))) for row in rows]


def record(row: Payment | Row[Any], parts: tuple[Part, ...]) -> PaymentRecord:
    """A row as a record."""
    reversal = None
    if row.reversed_at and row.reversed_on:
        reversal = Reversal(
            row.reversed_at,
            row.reversed_on,
            row.reversed_by or 0,
            row.reversal_reason or "",
            row.reversal_entry_id or 0,
        )
    return PaymentRecord(
        row.id, ids.folio("R", row.number), row.party_id, row.branch_id, Money.from_minor(row.amount, row.currency),
        row.method, row.reference, row.received_on, row.box_id, Money.from_minor(row.credit, row.currency),
        Money.from_minor(row.tendered, row.currency) if row.tendered else None, row.entry_id, reversal, parts,
        row.created_at, row.created_by, row.act_id,
    )  # fmt: skip


def _conditions(which: PaymentFilter) -> list[ColumnElement[bool]]:
    exact: dict[Any, Any] = {
        Payment.method: which.method,
        Payment.branch_id: which.branch_id,
        Payment.box_id: which.box_id,
        Payment.currency: which.currency,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if which.party_ids is not None:
        found.append(Payment.party_id.in_(which.party_ids))
    if which.received_from:
        found.append(Payment.received_on >= which.received_from)
    if which.received_to:
        found.append(Payment.received_on <= which.received_to)
    if which.live:
        found += [Payment.reversed_at.is_(None), Payment.method.not_in(MOVES_NOTHING)]
    return found + _typed(which.q)


def _typed(q: str) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix("R-")
    if number.isascii() and number.isdigit() and len(number) < 16:
        return [or_(Payment.number == int(number), Payment.reference == typed)]
    return [Payment.reference.icontains(typed, autoescape=True)]
