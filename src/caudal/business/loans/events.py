"""What loans tell."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoanApplied:
    """Somebody asked for a loan."""

    loan_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class LoanDecided:
    """It was approved or refused."""

    loan_id: UUID
    approved: bool


@dataclass(frozen=True, slots=True)
class LoanDisbursed:
    """The money was handed over."""

    loan_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class LoanClosed:
    """Nothing is owed of it any more."""

    loan_id: UUID
    party_id: UUID


@dataclass(frozen=True, slots=True)
class LoanChanged:
    """Something was decided about it: forgiven, charged, frozen, restructured, written off, undone."""

    loan_id: UUID
    party_id: UUID
    kind: str
