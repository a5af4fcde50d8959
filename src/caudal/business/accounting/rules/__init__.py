"""What statements look like and what a budget may be of. Pure."""

from caudal.business.accounting.rules.budgets import (
    FIGURES,
    Expected,
    expected_of,
    month_after,
    months_between,
)
from caudal.business.accounting.rules.statements import (
    Column,
    Leaf,
    Row,
    Section,
    Table,
    balance_sheet,
    chart_table,
    income_statement,
    tree,
    trial_table,
)

__all__ = [
    "FIGURES",
    "Column",
    "Expected",
    "Leaf",
    "Row",
    "Section",
    "Table",
    "balance_sheet",
    "chart_table",
    "expected_of",
    "income_statement",
    "month_after",
    "months_between",
    "tree",
    "trial_table",
]
