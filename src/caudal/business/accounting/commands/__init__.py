"""What is done in the accountant's room: budgets, entries by hand, closes."""

from caudal.business.accounting.commands.budgets import MOST, Expectation, SetBudgets, set_budgets
from caudal.business.accounting.commands.closing import (
    AskReopening,
    Left,
    NeedsReason,
    NotClosed,
    NotOver,
    PendingToClose,
    YearClosed,
    ask_reopening,
    close_month,
    close_year,
    decide_reopening,
)
from caudal.business.accounting.commands.entries import (
    AccountTaken,
    ControlAccount,
    NewAccount,
    NewManual,
    decide_entry,
    open_account,
    propose,
)

__all__ = [
    "MOST",
    "AccountTaken",
    "AskReopening",
    "ControlAccount",
    "Expectation",
    "Left",
    "NeedsReason",
    "NewAccount",
    "NewManual",
    "NotClosed",
    "NotOver",
    "PendingToClose",
    "SetBudgets",
    "YearClosed",
    "ask_reopening",
    "close_month",
    "close_year",
    "decide_entry",
    "decide_reopening",
    "open_account",
    "propose",
    "set_budgets",
]
