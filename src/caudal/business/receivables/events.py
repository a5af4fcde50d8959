"""What receivables tell the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReceivableOpened:
    """Somebody owes something new."""

    receivable_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class ReceivablesCancelled:
    """Debts that are no longer owed: whatever was waiting because of them has lost its reason."""

    receivable_ids: tuple[UUID, ...]
    cause: str
