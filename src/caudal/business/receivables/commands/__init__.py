"""What is done with debts: those written by hand or from a file, and the instalments of contracts."""

from caudal.business.receivables.commands.debts import (
    AlreadyCancelled,
    AlreadyPaid,
    Applied,
    NewReceivable,
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
    "OfAContract",
    "Owner",
    "applied_to",
    "apply",
    "cancel_batch",
    "cancel_receivable",
    "open_instalments",
    "open_many",
    "open_receivable",
    "retire_instalments",
]
