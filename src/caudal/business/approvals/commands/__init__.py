"""What is done with what needs two hands: ask, authorise, reject, send back, execute, review, annul.

And what the matrix lets people say: limits by role, and who authorises in the place of whom for some days.
"""

from caudal.business.approvals.commands.delegating import (
    AlreadyDelegated,
    DelegationOver,
    NewDelegation,
    delegate,
    end_delegation,
)
from caudal.business.approvals.commands.limits import NewLimit, NewSpan, SayLimits, set_limits
from caudal.business.approvals.commands.refusing import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyExecuted,
    AnnulledAlready,
    NotAuthorised,
    NotYourDuty,
    OnlyPeopleSign,
    OverYourLimit,
    OwnRequest,
    PayloadChanged,
    SameHands,
)
from caudal.business.approvals.commands.signing import (
    Ask,
    annul,
    ask,
    authorise,
    execute,
    reject,
    review,
    send_back,
    withdraw,
)

__all__ = [
    "AlreadyAsked",
    "AlreadyDecided",
    "AlreadyDelegated",
    "AlreadyExecuted",
    "AnnulledAlready",
    "Ask",
    "DelegationOver",
    "NewDelegation",
    "NewLimit",
    "NewSpan",
    "NotAuthorised",
    "NotYourDuty",
    "OnlyPeopleSign",
    "OverYourLimit",
    "OwnRequest",
    "PayloadChanged",
    "SameHands",
    "SayLimits",
    "annul",
    "ask",
    "authorise",
    "delegate",
    "end_delegation",
    "execute",
    "reject",
    "review",
    "send_back",
    "set_limits",
    "withdraw",
]
