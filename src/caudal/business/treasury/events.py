"""What treasury tells the house."""

from dataclasses import dataclass
from uuid import UUID

from caudal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class BoxOpened:
    """A till or an account was opened in a branch."""

    box_id: int
    branch_id: int


@dataclass(frozen=True, slots=True)
class BoxFunded:
    """The owner put capital in a till or an account."""

    box_id: int
    branch_id: int


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A till takes and gives money."""

    shift_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """A till was counted and closed; its books say what was counted."""

    shift_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class TillMismatch:
    """«Descuadre Caja»: what was counted isn't what had to be there, beyond what is tolerated.

    ``difference``: positive when money is left over, negative when it is missing.
    """

    shift_id: UUID
    branch_id: int
    till: str
    difference: Money
    reason: str


@dataclass(frozen=True, slots=True)
class TillMoved:
    """Money of a till was taken to another one, to the bank, or spent; or that was undone."""

    operation_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """A bank account was registered, with its bank and its number."""

    box_id: int
    branch_id: int


@dataclass(frozen=True, slots=True)
class FundsTransferred:
    """Money went from a bank account to another one, after two hands agreed."""

    transfer_id: UUID
    from_branch_id: int
    to_branch_id: int
