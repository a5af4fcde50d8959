"""What is done with loans and their products."""

from caudal.business.loans.commands.closing import (
    accrue,
    bring_up_to_date,
    due_to_sync,
    provide,
    snapshot,
)
from caudal.business.loans.commands.ending import Restructure, restructure, undo, write_off
from caudal.business.loans.commands.happening import HasLaterPayments, OverLimit
from caudal.business.loans.commands.lending import (
    HandOver,
    NewLoan,
    SamePerson,
    apply_for,
    cancel_loan,
    decide,
    disburse,
    quoted,
)
from caudal.business.loans.commands.products import NewProduct, retire_product, save_product
from caudal.business.loans.commands.renewals import Handed, RenewLoan, ask_renewal, hand_renewal, renewed
from caudal.business.loans.commands.serving import (
    Charge,
    ChargeWithoutProof,
    Freeze,
    NothingToChange,
    NothingToWaive,
    Waiver,
    accelerate,
    change_rate,
    charge,
    freeze,
    waive,
)
from caudal.business.loans.commands.settling import LOANS, Chosen, NotHandedOver
from caudal.business.loans.commands.states import NotInThatState
from caudal.business.loans.commands.syncing import LaterPaymentLeftOver

__all__ = [
    "LOANS",
    "Charge",
    "ChargeWithoutProof",
    "Chosen",
    "Freeze",
    "HandOver",
    "Handed",
    "HasLaterPayments",
    "LaterPaymentLeftOver",
    "NewLoan",
    "NewProduct",
    "NotHandedOver",
    "NotInThatState",
    "NothingToChange",
    "NothingToWaive",
    "OverLimit",
    "RenewLoan",
    "Restructure",
    "SamePerson",
    "Waiver",
    "accelerate",
    "accrue",
    "apply_for",
    "ask_renewal",
    "bring_up_to_date",
    "cancel_loan",
    "change_rate",
    "charge",
    "decide",
    "disburse",
    "due_to_sync",
    "freeze",
    "hand_renewal",
    "provide",
    "quoted",
    "renewed",
    "restructure",
    "retire_product",
    "save_product",
    "snapshot",
    "undo",
    "waive",
    "write_off",
]
