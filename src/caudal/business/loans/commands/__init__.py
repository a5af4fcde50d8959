"""What is done with loans and their products."""

from caudal.business.loans.commands.closing import (
    accrue,
    bring_up_to_date,
    due_to_sync,
    provide,
    snapshot,
)
from caudal.business.loans.commands.lending import (
    HandOver,
    NewLoan,
    OverLimit,
    SamePerson,
    apply_for,
    cancel_loan,
    decide,
    disburse,
    quoted,
)
from caudal.business.loans.commands.products import NewProduct, retire_product, save_product
from caudal.business.loans.commands.settling import LOANS, Chosen, NotHandedOver
from caudal.business.loans.commands.states import NotInThatState
from caudal.business.loans.commands.syncing import LaterPaymentLeftOver

__all__ = [
    "LOANS",
    "Chosen",
    "HandOver",
    "LaterPaymentLeftOver",
    "NewLoan",
    "NewProduct",
    "NotHandedOver",
    "NotInThatState",
    "OverLimit",
    "SamePerson",
    "accrue",
    "apply_for",
    "bring_up_to_date",
    "cancel_loan",
    "decide",
    "disburse",
    "due_to_sync",
    "provide",
    "quoted",
    "retire_product",
    "save_product",
    "snapshot",
]
