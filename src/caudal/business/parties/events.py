"""What parties tell the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartyErased:
    """Somebody asked to be forgotten and was: only what accounting must keep remains."""

    party_id: UUID
