"""What is done with refunds: cancel a booking, ask, decide, pay, annul; and say the policy."""

from caudal.business.refunds.commands.asking import (
    AlreadyAsked,
    AskRefund,
    HowBack,
    NothingToGive,
    Worth,
    ask,
    cancel,
    withdraw,
    worth,
)
from caudal.business.refunds.commands.deciding import (
    NotInThatState,
    PaidChanged,
    authorise,
    refuse,
    void,
)
from caudal.business.refunds.commands.paying import PayRefund, ReferenceUsed, pay
from caudal.business.refunds.commands.policies import NewPolicy, save_policy
from caudal.business.refunds.commands.watching import fall_due

__all__ = [
    "AlreadyAsked",
    "AskRefund",
    "HowBack",
    "NewPolicy",
    "NotInThatState",
    "NothingToGive",
    "PaidChanged",
    "PayRefund",
    "ReferenceUsed",
    "Worth",
    "ask",
    "authorise",
    "cancel",
    "fall_due",
    "pay",
    "refuse",
    "save_policy",
    "void",
    "withdraw",
    "worth",
]
