"""What is done with payments: take them, use credit, undo them."""

from caudal.business.payments.commands.settling import beside
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
from caudal.business.payments.commands.undoing import CreditUsed, reverse

__all__ = [
    "AlreadyPaid",
    "CreditUsed",
    "IsCancelled",
    "NoCredit",
    "NotTheirs",
    "ReferenceRepeated",
    "TakePayment",
    "UseCredit",
    "beside",
    "reverse",
    "take",
    "use_credit",
]
