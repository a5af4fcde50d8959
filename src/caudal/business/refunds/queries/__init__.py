"""What can be asked of refunds: refunds, how one was calculated, and the policies in force."""

from caudal.business.refunds.queries.policies import PolicyRecord, in_force, policies, policy, policy_of
from caudal.business.refunds.queries.reading import (
    RefundFilter,
    RefundRecord,
    Sums,
    given_back,
    many,
    of_bookings,
    passing,
    record,
    refund,
    refunds,
    sums,
    ways,
)

__all__ = [
    "PolicyRecord",
    "RefundFilter",
    "RefundRecord",
    "Sums",
    "given_back",
    "in_force",
    "many",
    "of_bookings",
    "passing",
    "policies",
    "policy",
    "policy_of",
    "record",
    "refund",
    "refunds",
    "sums",
    "ways",
]
