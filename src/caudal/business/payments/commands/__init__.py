"""What is done with payments: take them, use credit, undo them."""

from caudal.business.payments.commands.ahead import (
    PayOff,
    PayoffChanged,
    Prepay,
    Received,
    pay_off,
    prepay,
)
from caudal.business.payments.commands.renewing import hand_over, undo_hand_over
from caudal.business.payments.commands.settling import beside, dues_of
from caudal.business.payments.commands.taking import (
    AlreadyPaid,
    IsCancelled,
    NoCredit,
    NotTheirs,
    ReferenceRepeated,
    TakePayment,
    UseCredit,
    take,
    use_credit,
)
from caudal.business.payments.commands.undoing import CreditUsed, GivenBack, PaidByRenewal, reverse

__all__ = [
    "AlreadyPaid",
    "CreditUsed",
    "GivenBack",
    "IsCancelled",
    "NoCredit",
    "NotTheirs",
    "PaidByRenewal",
    "PayOff",
    "PayoffChanged",
    "Prepay",
    "Received",
    "ReferenceRepeated",
    "TakePayment",
    "UseCredit",
    "beside",
    "dues_of",
    "hand_over",
    "pay_off",
    "prepay",
    "reverse",
    "take",
    "undo_hand_over",
    "use_credit",
]
