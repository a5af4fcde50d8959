"""What state a debt is in, how late it is, in which bucket. Pure: nothing of it is kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caudal.kernel.dates import days_past_due
from caudal.kernel.money import Money
from caudal.ledger.rules import Line


class Status(StrEnum):
    """Derived from amount, paid, due date and today: cancelled, then paid, then overdue, then partial, then pending."""

    PENDING = "pending"
    PARTIAL = "partial"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


LABELS = {
    Status.PENDING: "🟡 PENDIENTE",
    Status.PARTIAL: "🟡 PENDIENTE",
    Status.PAID: "✅ COBRADO",
    Status.OVERDUE: "🔴 ALERTAS",
    Status.CANCELLED: "⚪ ANULADA",
}
"""In a list: paid whole, paid in part or still in time, or not paid."""
IN_FULL = LABELS | {
    Status.PARTIAL: "🟡 PENDIENTE: cobrado en parte",
    Status.PAID: "✅ COBRADO TOTAL",
    Status.OVERDUE: "🔴 ALERTAS: vencido",
}
"""In the file of the debt, which has room to say it whole."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A span of days past due, both ends included; ``last`` absent means without end."""

    number: int
    code: str
    first: int
    last: int | None
    label: str


BUCKETS = (
    Bucket(0, "current", 0, 0, "Por vencer"),
    Bucket(1, "1-7", 1, 7, "1 a 7 días"),
    Bucket(2, "8-30", 8, 30, "8 a 30 días"),
    Bucket(3, "31-60", 31, 60, "31 a 60 días"),
    Bucket(4, "61-90", 61, 90, "61 a 90 días"),
    Bucket(5, "90+", 91, None, "Más de 90 días"),
)
BY_CODE = {bucket.code: bucket for bucket in BUCKETS}


def bucket_of(days: int) -> Bucket:
    """The bucket of a debt `days` past due.

    >>> [bucket_of(d).code for d in (0, 1, 7, 8, 30, 31, 90, 91)]
    ['current', '1-7', '1-7', '8-30', '8-30', '31-60', '61-90', '90+']
    """
    return next(b for b in reversed(BUCKETS) if days >= b.first)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a debt stands on a date: amounts in minor units."""

    status: Status
    days: int
    bucket: Bucket


def standing(amount: int, paid: int, due_on: date, on: date, *, cancelled: bool = False) -> Standing:
    """How a debt of `amount` with `paid` so far, due on `due_on`, stands on `on`.

    A debt is late from the day after its due date. What is paid or cancelled is not late.

    >>> standing(1_000_000, 500_000, date(2026, 1, 10), date(2026, 1, 10)).status.value
    'partial'
    """
    if cancelled:
        return Standing(Status.CANCELLED, 0, BUCKETS[0])
    if paid >= amount:
        return Standing(Status.PAID, 0, BUCKETS[0])
    days = days_past_due(due_on, on)
    if days:
        return Standing(Status.OVERDUE, days, bucket_of(days))
    return Standing(Status.PARTIAL if paid else Status.PENDING, 0, BUCKETS[0])


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a contract does with money that came in for it, or that is taken back.

    ``lines``: its side of the entry, in its branch, that add up to what it took with the sign of a credit.
    ``left``: minor units it could not take. ``touched`` and ``settled``: its debts that received money, and those that
    are now paid. ``work``: what its room has to write.
    """

    contract: UUID
    branch_id: int
    lines: tuple[Line, ...]
    left: int = 0
    touched: tuple[UUID, ...] = ()
    settled: tuple[UUID, ...] = ()
    work: object = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a payment paid of a contract besides its debts: interest, charges. ``due``: what was owed of it then."""

    contract: UUID
    folio: str
    concept: str
    due: Money
    paid: Money
