"""What state a debt is in, how late it is, in which bucket, and how somebody pays. Pure: nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
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


MONTHS = 24
"""Calendar months that are looked at, the current one included."""

_RECENT, _BEFORE, _ENOUGH = 3, 12, 3


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What fell due in a month. ``on_time``: settled by its date; ``days``: late, added up; ``owing``: still unpaid."""

    month: date
    due: int = 0
    on_time: int = 0
    days: int = 0
    worst: int = 0
    owing: int = 0


@dataclass(frozen=True, slots=True)
class Conduct:
    """Every month of the span, the oldest first, those in which nothing fell due included."""

    months: tuple[PaidMonth, ...]

    @property
    def due(self) -> int:
        """How many debts fell due."""
        return sum(each.due for each in self.months)

    @property
    def on_time(self) -> int:
        """How many of them were settled by their date."""
        return sum(each.on_time for each in self.months)

    @property
    def worst(self) -> PaidMonth | None:
        """The month of the longest delay, the latest of several; nothing where nobody was late."""
        late = [each for each in self.months if each.worst]
        return max(late, key=lambda each: (each.worst, each.month)) if late else None

    @property
    def mean_days(self) -> Decimal:
        """Days late of the average debt, to a tenth, half to even; zero where nothing fell due."""
        mean = Decimal(sum(each.days for each in self.months)) / (self.due or 1)
        return mean.quantize(Decimal("0.1"), ROUND_HALF_EVEN)

    @property
    def worsened(self) -> tuple[PaidMonth, PaidMonth] | None:
        """The last three months and the twelve before, added up, where they pay less than half as often on time.

        With fewer than three debts in either there is nothing to compare.
        """
        recent, before = added(self.months[-_RECENT:]), added(self.months[-_RECENT - _BEFORE : -_RECENT])
        if recent.due < _ENOUGH or before.due < _ENOUGH:
            return None
        # on_time / due < half of on_time / due, without dividing
        return (recent, before) if 2 * recent.on_time * before.due < before.on_time * recent.due else None


def added(months: Sequence[PaidMonth]) -> PaidMonth:
    """Several months as one, dated as the first.

    >>> added([PaidMonth(date(2026, 1, 1), 2, 1, 9, 9), PaidMonth(date(2026, 2, 1), 1, 1)]).on_time
    2
    """
    return PaidMonth(
        months[0].month if months else date.min,
        sum(each.due for each in months),
        sum(each.on_time for each in months),
        sum(each.days for each in months),
        max((each.worst for each in months), default=0),
        sum(each.owing for each in months),
    )


def span(on: date, months: int = MONTHS) -> list[date]:
    """The first days of the last `months` calendar months, that of `on` the last one.

    >>> span(date(2026, 2, 28), 3)
    [datetime.date(2025, 12, 1), datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    last = on.year * 12 + on.month - 1
    return [date(*_year_month(number), 1) for number in range(last - months + 1, last + 1)]


def conduct_of(on: date, found: Mapping[date, PaidMonth]) -> Conduct:
    """The months up to `on`, whatever was found of each."""
    return Conduct(tuple(found.get(first, PaidMonth(first)) for first in span(on)))


def _year_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
