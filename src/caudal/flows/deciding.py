"""Deciding from the inbox: each kind of request is decided by its own room, in the act that signs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text

from caudal.business.accounting import commands as accounting
from caudal.business.accounting import queries as accounts
from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Kind
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.commons.acts.opening import because
from caudal.flows import bank_transfers, owing, refunding
from caudal.kernel.money import Money
from caudal.ledger import queries as books

_POSTED = text("select id from ledger.entries where act_id = :act order by id")


class Decision(StrEnum):
    """What is said of a request."""

    AUTHORISE = "authorise"
    REJECT = "reject"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that backs a request: what it is called and where it is seen; ``photo``: a picture, shown small."""

    label: str
    link: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of an entry: what is debited is positive."""

    account: str
    name: str
    amount: Money


def _nothing(_act: Act, _request: Request) -> Sequence[Evidence]:
    return ()


def _no_entry(_act: Act, _request: Request) -> Sequence[PreviewLine]:
    return ()


def _entry_by_hand(act: Act, request: Request, decision: Decision) -> None:
    accounting.decide_entry(act, request.subject_id, decision.value)


def _entry_lines(act: Act, request: Request) -> Sequence[PreviewLine]:
    names = {(a.code, a.currency): a.name for a in books.ledgers(act)}
    found = accounts.manual(act, request.subject_id)
    return [
        PreviewLine(line.account, names.get((line.account, line.amount.currency), ""), line.amount)
        for line in found.lines
    ]


def _reopening(act: Act, request: Request, decision: Decision) -> None:
    accounting.decide_reopening(act, request.subject_id, decision.value)


def _of_transfer(act: Act, request: Request) -> Sequence[PreviewLine]:
    return [PreviewLine(*line) for line in bank_transfers.lines(act, request)]


def _backed(act: Act, request: Request) -> Sequence[Evidence]:
    return [Evidence(label, link) for label, link in owing.evidence(act, request)]


def _of_payment(act: Act, request: Request) -> Sequence[PreviewLine]:
    return [PreviewLine(*line) for line in owing.entry(act, request)]


def _papers(act: Act, request: Request) -> Sequence[Evidence]:
    return [Evidence(label, link) for label, link in refunding.papers(act, request)]


@dataclass(frozen=True, slots=True)
class Desk:
    """How a kind of request is decided and shown. A room that changes with the decision gives its own command.

    Args:
        link: where the console shows the thing; ``{}`` is its id.
        decide: the room's command: it signs, through approvals, and changes what is its own.
        evidence: what backs a request.
        entry: what will be written in the books once it is executed.
    """

    link: str
    decide: Callable[[Act, Request, Decision], None] | None = None
    evidence: Callable[[Act, Request], Sequence[Evidence]] = _nothing
    entry: Callable[[Act, Request], Sequence[PreviewLine]] = _no_entry


DESKS: Mapping[Kind, Desk] = {
    Kind.PAYABLE: Desk("/cxp/{}", owing.decide_payment, _backed, _of_payment),
    Kind.PAYABLE_EXCEPTION: Desk("/cxp/{}", owing.decide_payment, _backed, _of_payment),
    Kind.SUPPLIER_ACCOUNT: Desk("/cxp/proveedores/{}", owing.decide_account),
    Kind.REFUND: Desk("/reembolsos/{}", refunding.decide, _papers),
    Kind.REFUND_EXCEPTION: Desk("/reembolsos/{}", refunding.decide, _papers),
    Kind.MANUAL_ENTRY: Desk("/libros/manuales/{}", decide=_entry_by_hand, entry=_entry_lines),
    Kind.BANK_TRANSFER: Desk("/bancos/traspasos?ver={}", entry=_of_transfer),
    Kind.REOPENING: Desk("/libros/cierre", decide=_reopening),
}
"""Every kind of request, and whose command decides it."""


def decide(act: Act, request_id: UUID, decision: Decision, note: str = "") -> Request:
    """Decide a request by the command of its room; the reason of the act is the why.

    Raises:
        NotFound: there is none within the branches of the act.
        Problem: as the room's own command, or :mod:`caudal.business.approvals.commands`.
    """
    act = because(act, note) if note else act
    found = hands.request(act, request_id)
    act = in_branch(act, found.branch_id)
    room = DESKS[found.kind].decide
    if room is not None:
        room(act, found, decision)
    elif decision is Decision.AUTHORISE:
        approvals.authorise(act, request_id)
    elif decision is Decision.REJECT:
        approvals.reject(act, request_id)
    elif decision is Decision.SEND_BACK:
        approvals.send_back(act, request_id)
    else:
        approvals.withdraw(act, request_id)
    return hands.request(act, request_id)


def link_of(found: Request) -> str:
    """Where the console shows what a request is about."""
    return DESKS[found.kind].link.format(found.subject_id)


def entry_of(act: Act, found: Request) -> list[PreviewLine]:
    """What this act wrote in the books; or, if nothing, what will be written when the request is executed."""
    return posted_by(act) or list(DESKS[found.kind].entry(act, found))


def posted_by(act: Act) -> list[PreviewLine]:
    """What this act wrote in the books."""
    posted = act.db.execute(_POSTED, {"act": act.id}).scalars().all()
    return [
        PreviewLine(line.code, line.name, line.amount)
        for entry_id in posted
        for line in books.entry(act, entry_id).lines
    ]
