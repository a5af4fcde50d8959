"""What sanes tell the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RoscaStarted:
    """A san began: its quotas are owed."""

    rosca_id: UUID


@dataclass(frozen=True, slots=True)
class PotDelivered:
    """Somebody received the pot of a round."""

    rosca_id: UUID
    round: int
    number_id: UUID
    party_id: UUID
