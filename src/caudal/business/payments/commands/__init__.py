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
from caudal.business.payments.commands.returning import (
    Returned,
    decide_favour,
    give_back,
    give_back_or_ask,
)
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
    "Returned",
    "TakePayment",
    "UseCredit",
    "beside",
    "decide_favour",
    "dues_of",
    "give_back",
    "give_back_or_ask",
    "hand_over",
    "pay_off",
    "prepay",
    "reverse",
    "take",
    "undo_hand_over",
    "use_credit",
]
