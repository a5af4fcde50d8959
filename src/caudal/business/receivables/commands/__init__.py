"""What is done with debts: those written by hand, from a file or by a booking, and the instalments of contracts."""

from caudal.business.receivables.commands.adjusting import adjust, drop_unpaid, move_due
from caudal.business.receivables.commands.debts import (
    AlreadyCancelled,
    AlreadyPaid,
    Applied,
    NewReceivable,
    OfABooking,
    OfAContract,
    apply,
    cancel_batch,
    cancel_receivable,
    open_many,
    open_receivable,
)
from caudal.business.receivables.commands.instalments import (
    Instalment,
    Owner,
    applied_to,
    open_instalments,
    retire_instalments,
)

__all__ = [
    "AlreadyCancelled",
    "AlreadyPaid",
    "Applied",
    "Instalment",
    "NewReceivable",
    "OfABooking",
    "OfAContract",
    "Owner",
    "adjust",
    "applied_to",
    "apply",
    "cancel_batch",
    "cancel_receivable",
    "drop_unpaid",
    "move_due",
    "open_instalments",
    "open_many",
    "open_receivable",
    "retire_instalments",
]
