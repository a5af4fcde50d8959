"""Money meant for one loan: a payment ahead with the debtor's choice, and what closes it today."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caudal.business.loans import queries as loans
from caudal.business.loans.commands import Chosen, NotInThatState
from caudal.business.loans.rules.happenings import Effect
from caudal.business.payments.commands.taking import TakePayment, take
from caudal.business.payments.queries import PaymentRecord
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict


class PayoffChanged(Conflict):
    type, title, status = "liquidacion-cambiada", "Lo que liquida el préstamo ya es otro monto", 409


@dataclass(frozen=True, slots=True)
class Received:
    """How money came in. ``on``: the business date when absent; ``branch_id``: the client's branch when absent.

    ``box_id``: the bank account it came into; where that branch receives when absent.
    """

    method: str
    reference: str | None = None
    on: date | None = None
    tendered: Money | None = None
    branch_id: int | None = None
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class Prepay:
    """What the debtor pays ahead and chose: the choice is kept with what happened, as evidence."""

    loan_id: UUID
    amount: Money
    effect: Effect
    how: Received


@dataclass(frozen=True, slots=True)
class PayOff:
    """``expected``: what the debtor was told; if it is no longer so, nothing is taken."""

    loan_id: UUID
    how: Received
    expected: Money | None = None


@command
def prepay(act: Act, ask: Prepay) -> PaymentRecord:
    """Receive money for a loan: what is due first, and the rest as the debtor chose.

    Raises:
        NotFound: there is no such loan within the branches of the act.
        NotInThatState, NotHandedOver: it isn't running, or wasn't on that day.
        Invalid: its interest is a fixed sum and the choice would need it to be smaller.
    """
    loan = loans.loan(act, ask.loan_id)
    return take(act, _payment(loan, ask.amount, Chosen(loan.id, ask.effect), ask.how))


@command
def pay_off(act: Act, ask: PayOff) -> PaymentRecord:
    """Receive exactly what closes a loan on its day.

    Raises:
        NotFound: there is no such loan within the branches of the act.
        NotInThatState: nothing is owed of it.
        PayoffChanged: it isn't what was expected.
    """
    loan = loans.loan(act, ask.loan_id)
    owed = Money.from_minor(loans.state(act, loan, ask.how.on).payoff, loan.currency)
    if loan.status not in {"active", "written_off"} or owed.is_zero:
        raise NotInThatState(f"De {loan.folio} no hay nada que liquidar ese día")
    if ask.expected is not None and ask.expected != owed:
        raise PayoffChanged(
            f"{loan.folio} se liquida con {owed.amount} {owed.currency}, no con {ask.expected.amount}",
            payoff=owed.json(),
        )
    return take(act, _payment(loan, owed, Chosen(loan.id), ask.how))


def _payment(loan: loans.LoanRecord, amount: Money, into: Chosen, how: Received) -> TakePayment:
    return TakePayment(
        loan.party_id, amount, how.method, how.reference, how.on, None, how.tendered, how.branch_id, into, how.box_id
    )  # fmt: skip
