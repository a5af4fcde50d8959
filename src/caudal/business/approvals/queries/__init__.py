"""Reading approvals: requests with what was signed of them, the matrix with its limits, and its conflicts."""

from caudal.business.approvals.queries.delegations import (
    DelegationRecord,
    authorisers,
    delegations,
)
from caudal.business.approvals.queries.matrix import (
    Conflict,
    LimitRecord,
    conflicts,
    limits,
    matrix,
)
from caudal.business.approvals.queries.requests import (
    Request,
    Signature,
    Which,
    case,
    hand,
    many,
    of,
    of_many,
    request,
    requests,
    signatures,
    sums,
    told,
)
from caudal.business.approvals.queries.spans import SpanRecord, span, spans

__all__ = [
    "Conflict",
    "DelegationRecord",
    "LimitRecord",
    "Request",
    "Signature",
    "SpanRecord",
    "Which",
    "authorisers",
    "case",
    "conflicts",
    "delegations",
    "hand",
    "limits",
    "many",
    "matrix",
    "of",
    "of_many",
    "request",
    "requests",
    "signatures",
    "span",
    "spans",
    "sums",
    "told",
]
