"""What can be asked of treasury: boxes, shifts of tills, what moved in them and what was done with their money."""

from caudal.business.treasury.queries.accounts import AccountRecord, accounts, bank_account, low_accounts
from caudal.business.treasury.queries.boxes import (
    BoxRecord,
    TillRule,
    box,
    boxes,
    main_box,
    names,
    rule,
    rules,
)
from caudal.business.treasury.queries.operations import OperationRecord, PhotoRecord, operation, photo
from caudal.business.treasury.queries.operations import many as operations
from caudal.business.treasury.queries.shifts import (
    CountRecord,
    DifferenceRecord,
    MoveFilter,
    MoveRecord,
    ShiftFilter,
    ShiftRecord,
    last_closed,
    left_open,
    live,
    moves,
    shift,
    shifts,
)

__all__ = [
    "AccountRecord",
    "BoxRecord",
    "CountRecord",
    "DifferenceRecord",
    "MoveFilter",
    "MoveRecord",
    "OperationRecord",
    "PhotoRecord",
    "ShiftFilter",
    "ShiftRecord",
    "TillRule",
    "accounts",
    "bank_account",
    "box",
    "boxes",
    "last_closed",
    "left_open",
    "live",
    "low_accounts",
    "main_box",
    "moves",
    "names",
    "operation",
    "operations",
    "photo",
    "rule",
    "rules",
    "shift",
    "shifts",
]
