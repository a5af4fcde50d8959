"""What payables tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InvoiceMismatched:
    """«Monto no coincide»: a supplier invoiced something else than the contract says. Amounts in minor units."""

    payable_id: UUID
    folio: str
    branch_id: int
    currency: str
    invoiced: int
    contracted: int


@dataclass(frozen=True, slots=True)
class PayableExecuted:
    """A payment left for a supplier. ``amount`` in minor units."""

    payable_id: UUID
    payment_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class PayableReturned:
    """The bank gave a payment to a supplier back. ``amount`` in minor units."""

    payable_id: UUID
    payment_id: UUID
    folio: str
    branch_id: int
    currency: str
    amount: int
