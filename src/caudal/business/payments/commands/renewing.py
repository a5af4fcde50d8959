"""Handing a renewal over, where the new loan pays the old one and what is left goes to the client; and undoing it."""

from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import commands as lending
from caudal.business.loans import queries as loans
from caudal.business.loans.commands import Chosen, HandOver
from caudal.business.loans.queries import LoanRecord
from caudal.business.parties import queries as parties
from caudal.business.payments import queries
from caudal.business.payments.commands.settling import chosen
from caudal.business.payments.commands.taking import Decided, keep
from caudal.business.payments.commands.undoing import put_back
from caudal.business.payments.rules import Method
from caudal.business.payments.tables import Payment
from caudal.business.receivables import queries as debts
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, debit


@command
def hand_over(act: Act, loan_id: UUID, ask: HandOver) -> LoanRecord:
    """Hand a loan over; one that renews another pays it first, and that money never passes through a till.

    Raises:
        NotFound: there is none within the branches of the act.
        NothingToRenew: the old loan isn't running, hasn't paid enough, or the new one doesn't reach to pay it.
        NotInThatState, SamePerson, InsufficientFunds, PeriodClosed, OverCeiling: as when any loan is handed over.
    """
    new = loans.loan(act, loan_id)
    if new.renews_id is None:
        return lending.disburse(act, loan_id, ask)
    client = parties.hold(act, new.party_id)
    dues = debts.open_of(act, new.party_id, lock=True)
    act = in_branch(act, new.branch_id)
    handed = lending.hand_renewal(act, loan_id, ask)
    payment, payoff = ids.uuid7(act.at), Money.from_minor(handed.payoff, new.currency)
    result = chosen(act, Chosen(new.renews_id), payment, payoff, handed.on)
    lines = [
        debit(Use.CUSTOMER_CREDIT, payoff, party=client.id, branch=new.branch_id),
        *(line for _, settlement in result.contracts for line in settlement.lines),
    ]
    memo = f"{handed.loan.folio} paga a {handed.old_folio}"
    entry = ledger.post(
        act, kind="renewal", source=f"payments:{payment}", lines=lines, on=handed.on, memo=memo
    )
    row = {
        "method": Method.RENEWAL.value, "reference": handed.loan.folio, "received_on": handed.on, "box_id": None,
        "credit": 0, "tendered": None,
    }  # fmt: skip
    keep(act, Decided(payment, client.id, payoff, entry, dues, result, row))
    lending.renewed(act, new.renews_id)
    return loans.loan(act, loan_id)


@command
def undo_hand_over(act: Act, loan_id: UUID) -> LoanRecord:
    """Reverse a hand-over to which nothing happened since; of a renewal, both loans are as before.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it isn't running.
        SomethingHappened: it was paid, charged or changed since.
        Invalid: no reason was given.
    """
    new = loans.loan(act, loan_id)
    if new.renews_id is None:
        return lending.undo_disbursement(act, loan_id)
    lending.untouched(act, loan_id)
    paid = act.db.scalars(
        select(Payment)
        .where(Payment.party_id == new.party_id, Payment.method == Method.RENEWAL.value,
               Payment.reference == new.folio, Payment.reversed_at.is_(None))
        .with_for_update()
    ).one()  # fmt: skip
    put_back(act, paid, queries.payment(act, paid.id))
    return lending.undo_renewal(act, loan_id)
