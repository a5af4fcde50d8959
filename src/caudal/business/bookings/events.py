"""What bookings tell the house."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Booked:
    """A service was sold for a day."""

    booking_id: UUID
    party_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class BookingChanged:
    """Another day, or another price, as agreed with the client."""

    booking_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class ServiceGiven:
    """The service was given. ``contract_id``: that of the supplier who gave it, when it wasn't the house."""

    booking_id: UUID
    branch_id: int
    on: date
    contract_id: UUID | None


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    """The service won't be given."""

    booking_id: UUID
    branch_id: int
