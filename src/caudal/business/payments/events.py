"""What payments tell the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """Money came in. ``settled``: the debts it left at zero."""

    payment_id: UUID
    party_id: UUID
    receivable_ids: tuple[UUID, ...]
    settled: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """A payment was undone: its debts are owed again."""

    payment_id: UUID
    party_id: UUID
    receivable_ids: tuple[UUID, ...]
