"""What reconciliation tells the house. Amounts are in minor units of the currency."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StatementEntered:
    """A bank statement entered, and what could be matched without anybody was."""

    statement_id: UUID
    branch_id: int


@dataclass(frozen=True, slots=True)
class DayUnreconciled:
    """«Descuadre detectado»: what came into the bank that day isn't what the books say, item by item.

    ``system`` and ``bank``: income of the day. ``difference``: one less the other, zero when errors offset each other.
    ``unmatched``: how many lines and movements have no counterpart.
    """

    branch_id: int
    business_date: date
    currency: str
    system: int
    bank: int
    difference: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class DayReconciled:
    """A day that adds up, item by item."""

    branch_id: int
    business_date: date
    currency: str
    system: int
    bank: int
