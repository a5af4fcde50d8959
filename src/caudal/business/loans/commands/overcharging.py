"""What a loan that ended paid over a ceiling written down later: recognised once for each ceiling, or asked for.

The loan stays as it was. Who calls turns what is recognised into money in favour of its client, where that is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans.commands.asking import OVERCHARGE, AskFavour, not_asked, write_asked
from caudal.business.loans.commands.happening import hold, within_limit
from caudal.business.loans.queries import LoanRecord, overcharges
from caudal.business.loans.queries.favours import FavourRecord
from caudal.business.loans.queries.overcharges import GivenBackRecord, Overcharge, given
from caudal.business.loans.tables import OverchargeRow
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict
from caudal.ledger.rules import Line, Use

_ENDED = ("paid", "renewed")


class NothingOver(Conflict):
    type, title, status = "nada-que-devolver", "De ese préstamo no hay nada que devolver", 409


class OverchargeChanged(Conflict):
    type, title, status = "devolucion-cambiada", "Lo que se debe devolver ya es otro monto", 409


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is given back of a loan: how much, and how much of each income that is (:meth:`lines`)."""

    loan: LoanRecord
    amount: Money
    uses: Mapping[Use, int]
    ceiling_id: int
    request_id: int | None

    def lines(self, payment: UUID) -> list[Line]:
        """The lines that take it from the income of the branch of the loan; `payment`: by which it is given back."""
        branch, party = self.loan.branch_id, self.loan.party_id
        return [
            Line(use, Money.from_minor(minor, self.amount.currency), party, payment, branch)
            for use, minor in self.uses.items()
        ]


def recognise(
    act: Act, loan_id: UUID, expected: Money | None, request: FavourRecord | None = None
) -> Recognised:
    """Look at what a loan is owed back, kept from others until the act ends; who calls gives it back at once.

    `expected`: what whoever decides saw. `request`: what somebody else asked, that is being authorised.

    Raises:
        NothingOver: nothing is owed of it, or it was given back.
        OverchargeChanged: it isn't what was expected.
        AlreadyAsked: somebody asked for it, and another decides.
        OverLimit: it is more than the product lets the role of who acts.
        Invalid, NotFound, NotInThatState: as :func:`hold`, of a loan that ended.
    """
    act, row = hold(act, loan_id, *_ENDED)
    if request is None:
        not_asked(act, loan_id, OVERCHARGE)
    found = _owed(act, loan_id, expected)
    within_limit(act, row, found.owed.minor)
    return Recognised(found.loan, found.owed, found.uses, found.ceiling_id, request.id if request else None)


def recognised(act: Act, found: Recognised, payment: UUID) -> GivenBackRecord:
    """Write that it was given back by a payment."""
    row = OverchargeRow(
        loan_id=found.loan.id, branch_id=found.loan.branch_id, ceiling_id=found.ceiling_id, payment_id=payment,
        request_id=found.request_id, currency=found.amount.currency, amount=found.amount.minor,
        uses={use.value: minor for use, minor in sorted(found.uses.items())}, given_on=act.business_date, at=act.at,
        actor_id=act.actor.id, reason=act.reason, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return given(row)


def ask_recognition(act: Act, loan_id: UUID, expected: Money | None) -> FavourRecord:
    """Write that somebody asks to give it back, which another decides; nothing changes yet.

    Raises:
        AlreadyAsked: the same waits for a decision.
        NothingOver, OverchargeChanged, Invalid, NotFound, NotInThatState: as :func:`recognise`.
    """
    act, row = hold(act, loan_id, *_ENDED)
    not_asked(act, loan_id, OVERCHARGE)
    owed = _owed(act, loan_id, expected).owed
    return write_asked(act, row, AskFavour(OVERCHARGE, None, owed), owed.minor)


def take_recognition_back(act: Act, payment: UUID) -> None:
    """Write that what a payment gave back is owed again: that payment was reversed."""
    wanted = select(OverchargeRow).where(OverchargeRow.payment_id == payment).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one()
    row.reversed_on, row.reversed_at = act.business_date, act.at
    row.reversed_by, row.reversal_reason = act.actor.id, act.reason[:300]
    act.db.flush()


def _owed(act: Act, loan_id: UUID, expected: Money | None) -> Overcharge:
    found = overcharges.overcharge(act, loan_id)
    if found is None:
        raise NothingOver("No pagó de más según los topes escritos, o ya se le reconoció")
    if expected is not None and expected != found.owed:
        raise OverchargeChanged(
            f"De {found.loan.folio} se deben {found.owed.amount} {found.owed.currency}, no {expected.amount}",
            owed=found.owed.json(),
        )
    return found
