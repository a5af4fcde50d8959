"""What the accountant's room tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BudgetSet:
    """What is expected of a branch was written for a month."""

    branch_id: int
    ym: int
    keys: int
