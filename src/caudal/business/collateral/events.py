"""What is told of the things that back loans."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CollateralEntered:
    """A thing is known from now on."""

    collateral_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class CollateralValued:
    """Somebody said what it is worth."""

    collateral_id: UUID
