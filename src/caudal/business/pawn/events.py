"""What pawn tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PledgeLent:
    """The money of a ticket was handed over, or a refrendo began."""

    ticket_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class TicketEnded:
    """A ticket ended: redeemed, renewed, adjudicated, surrendered."""

    ticket_id: UUID
    party_id: UUID
    how: str


@dataclass(frozen=True, slots=True)
class LotSold:
    """An adjudicated pledge was sold; ``surplus``: minor units owed to whoever pledged it."""

    lot_id: UUID
    party_id: UUID
    surplus: int
