"""«Todos pagaron»: the contributions of a round of a san, taken at once at the counter, a receipt for each."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.roscas import queries
from caudal.business.roscas.queries import CellRecord, NumberRecord
from caudal.commons.acts.act import Act, command


@dataclass(frozen=True, slots=True)
class TakeRound:
    """Whose contributions of a round came in, and how; everybody's when ``chosen`` is absent.

    ``box_id``: the bank account they came into; where the branch receives when absent.
    """

    rosca_id: UUID
    round: int
    chosen: tuple[int, ...] | None = None
    method: str = "cash"
    reference: str | None = None
    received_on: date | None = None
    box_id: int | None = None


@command
def take_round(act: Act, ask: TakeRound) -> list[PaymentRecord]:
    """Take what each number owes of a round, all or none; who had already paid it is left as is.

    As any payment of a san, what a number gives goes to its earliest round first.

    Raises:
        NotFound: the san isn't within reach, or has no such round or number.
        ReferenceRepeated, PeriodClosed, Invalid: as a payment.
    """
    found = [pair for pair in _owing(act, ask) if pair[0].party_id is not None]
    for party_id in sorted({number.party_id for number, _ in found if number.party_id}):
        parties.hold(act, party_id)
    return [_take(act, ask, number, cell) for number, cell in _owing(act, ask) if number.party_id]


def _owing(act: Act, ask: TakeRound) -> list[tuple[NumberRecord, CellRecord]]:
    """The numbers chosen that owe something of the round, with that quota."""
    san = queries.rosca(act, ask.rosca_id)
    k = san.round(ask.round).round
    numbers = san.numbers if ask.chosen is None else [san.number(each) for each in dict.fromkeys(ask.chosen)]
    return [
        (number, number.cells[k - 1])
        for number in numbers
        if number.cells[k - 1].receivable_id and number.cells[k - 1].balance.is_positive
    ]


def _take(act: Act, ask: TakeRound, number: NumberRecord, cell: CellRecord) -> PaymentRecord:
    assert number.party_id is not None
    assert cell.receivable_id is not None
    told = (ask.reference or "").strip()
    return payments.take(
        act,
        TakePayment(
            client_id=number.party_id,
            amount=cell.balance,
            method=ask.method,
            reference=f"{told[:70]} n.º {number.number}" if told else None,
            received_on=ask.received_on,
            apply_to=(cell.receivable_id,),
            branch_id=act.place.branch_id,
            box_id=ask.box_id,
        ),
    )
