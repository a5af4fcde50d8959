"""What can be asked of the accountant's room."""

from caudal.business.accounting.queries.budgets import BudgetLine, budgets, expected, keys
from caudal.business.accounting.queries.closing import (
    ReopeningRecord,
    YearRecord,
    is_year_closed,
    reopening,
    reopenings,
    years,
)
from caudal.business.accounting.queries.entries import ManualRecord, manual, manuals, writable
from caudal.business.accounting.queries.statements import Asked, Compare, Statement, Which, statement

__all__ = [
    "Asked",
    "BudgetLine",
    "Compare",
    "ManualRecord",
    "ReopeningRecord",
    "Statement",
    "Which",
    "YearRecord",
    "budgets",
    "expected",
    "is_year_closed",
    "keys",
    "manual",
    "manuals",
    "reopening",
    "reopenings",
    "statement",
    "writable",
    "years",
]
