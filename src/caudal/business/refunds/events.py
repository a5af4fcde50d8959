"""What refunds tell the house. Amounts in minor units of their currency."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """A client is to be given money back, once somebody authorises it."""

    refund_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class RefundAuthorised:
    """It was authorised: it is owed to the client, to be paid by ``due_on``."""

    refund_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int
    due_on: date


@dataclass(frozen=True, slots=True)
class RefundPaid:
    """The money left."""

    refund_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class RefundOverdue:
    """The day to pay it ended and it wasn't paid. ``state``: asked or authorised."""

    refund_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """The cancellation policy of what is sold from a day on is another one."""

    policy_id: UUID
    from_on: date
