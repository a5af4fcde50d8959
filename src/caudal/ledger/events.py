"""What the ledger tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeriodChanged:
    """A month of a company was closed, left for adjustments only, or opened again."""

    company_id: int
    ym: int
    status: str
