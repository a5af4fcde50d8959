"""Debts as they are told: what each one says, how it stands, and sums of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from caudal.business.receivables.rules import Bucket, Standing, Status, standing
from caudal.business.receivables.tables import Receivable
from caudal.kernel import ids
from caudal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ReceivableRecord:
    """A debt as it stands on the date asked.

    ``settled_on``: the date of the payment that left it at zero. ``kind``: ``plain``, or that of the contract it
    belongs to (``owner_id``), where it is instalment number ``turn``. ``refunded``: how much of what was paid has gone
    back to the client.
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
    refunded: Money | None = None

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
    ids: Sequence[UUID] | None = None


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A change of what a debt says, in minor units with its sign, or of when it is due."""

    amount: int
    due_on: date | None
    on: date
    entry_id: int | None
    reason: str
    at: datetime
    by: int
    act_id: UUID


def record(
    row: Receivable | Row[Any], paid: int, on: date, *, as_of: date | None = None, amount: int | None = None
) -> ReceivableRecord:
    """A row as it stood on `on` with `paid` minor units until then, of the `amount` it said then."""
    said = row.amount if amount is None else int(amount)
    cancelled = row.cancelled_on is not None and (as_of is None or row.cancelled_on <= as_of)
    settled = row.settled_on if as_of is None or (row.settled_on and row.settled_on <= as_of) else None
    currency = row.currency
    return ReceivableRecord(
        row.id, ids.folio("CXC", row.number), row.party_id, row.branch_id, row.concept,
        Money.from_minor(said, currency), Money.from_minor(int(paid), currency), row.issued_on, row.due_on,
        settled, standing(said, int(paid), row.due_on, on, cancelled=cancelled), row.origin, row.mode,
        row.batch_id, row.external_ref, row.entry_id, row.cancelled_at, row.cancelled_on, row.cancelled_by,
        row.cancel_reason, row.cancel_entry_id, row.created_at, row.created_by, row.act_id,
        row.kind, row.owner_id, row.turn, Money.from_minor(row.refunded, currency),
    )  # fmt: skip
