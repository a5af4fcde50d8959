"""Giving back what a loan that ended paid over a ceiling: money in favour of its client, that nobody hands over."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.loans import commands as lending
from caudal.business.loans import queries as loans
from caudal.business.loans.commands import OverLimit
from caudal.business.loans.queries.favours import FavourRecord
from caudal.business.parties import queries as parties
from caudal.business.payments.commands.settling import Split
from caudal.business.payments.commands.taking import Decided, across, keep
from caudal.business.payments.queries import PaymentRecord
from caudal.business.payments.rules import Method
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit


@dataclass(frozen=True, slots=True)
class Returned:
    """The receipt by which it is in favour of the client; ``asked``: what waits for another person instead."""

    payment: PaymentRecord | None = None
    asked: FavourRecord | None = None


@command
def give_back(
    act: Act, loan_id: UUID, expected: Money | None = None, request: FavourRecord | None = None
) -> PaymentRecord:
    """Recognise what a loan paid over a ceiling: its income is reversed, and its client has it in favour.

    `expected`: what whoever acts saw; if it is no longer so, nothing is done. `request`: what is being authorised.

    Raises:
        NothingOver: nothing is owed of it, or it was given back.
        OverchargeChanged: it isn't what was expected.
        AlreadyAsked: somebody asked for it, and another decides.
        OverLimit: it is more than the product lets the role of who acts.
        Invalid, NotFound, NotInThatState: no reason was given, there is no such loan, or it didn't end.
    """
    loan = loans.loan(act, loan_id)
    client = parties.hold(act, loan.party_id)
    act = in_branch(act, loan.branch_id)
    found, payment = lending.recognise(act, loan_id, expected, request), ids.uuid7(act.at)
    lines = [
        *found.lines(payment),
        *across(act, client.branch_id, found.amount),
        credit(Use.CUSTOMER_CREDIT, found.amount, party=client.id, doc=payment, branch=client.branch_id),
    ]
    memo = f"Cobrado de más en {loan.folio}: {act.reason}"[:500]
    entry = ledger.post(act, kind="overcharge", source=f"payments:{payment}", lines=lines, memo=memo)
    row = {
        "method": Method.OVERCHARGE.value, "reference": loan.folio, "received_on": act.business_date, "box_id": None,
        "credit": found.amount.minor, "tendered": None,
    }  # fmt: skip
    kept = keep(
        act, Decided(payment, client.id, found.amount, entry, (), Split((), left=found.amount.minor), row)
    )
    lending.recognised(act, found, payment)
    return kept


def give_back_or_ask(act: Act, loan_id: UUID, expected: Money | None = None) -> Returned:
    """Give it back within the limit of one's own role; over it, ask for it: somebody else decides.

    Raises:
        NothingOver, OverchargeChanged, AlreadyAsked, Invalid, NotFound, NotInThatState: as :func:`give_back`.
    """
    try:
        return Returned(payment=give_back(act, loan_id, expected))
    except OverLimit:
        return Returned(asked=lending.ask_recognition(act, loan_id, expected))


def decide_favour(act: Act, request_id: int, *, approve: bool) -> FavourRecord:
    """Decide what somebody asked of a loan; authorised, what was paid over a ceiling is given back at once.

    Raises:
        NothingOver, OverchargeChanged: it is owed no more, or isn't what was asked.
        NotFound, AlreadyDecided, SamePerson, OverLimit, Invalid: as the room of loans refuses it.
    """
    return lending.decide_favour(act, request_id, approve=approve, give_back=_asked)


def _asked(act: Act, asked: FavourRecord) -> PaymentRecord:
    return give_back(act, asked.loan_id, asked.amount, asked)
