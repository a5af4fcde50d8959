"""What approvals tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked for something that another person decides. ``amount`` in minor units of ``currency``."""

    request_id: UUID
    kind: str
    subject_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class Authorised:
    """Somebody else authorised it."""

    request_id: UUID
    kind: str
    subject_id: UUID
    folio: str
    branch_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Somebody else said no, and why."""

    request_id: UUID
    kind: str
    subject_id: UUID
    folio: str
    branch_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SentBack:
    """Somebody else asked for it to be corrected, and what."""

    request_id: UUID
    kind: str
    subject_id: UUID
    folio: str
    branch_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Executed:
    """What was authorised was done, once."""

    request_id: UUID
    kind: str
    subject_id: UUID
    folio: str
    branch_id: int
