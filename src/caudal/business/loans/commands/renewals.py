"""A new loan that pays an old one: asked for like any other, and what is left to hand over of it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans import queries
from caudal.business.loans.commands.lending import (
    HandOver,
    NewLoan,
    apply_for,
    deliver,
    from_day,
    handing_day,
)
from caudal.business.loans.commands.states import in_state
from caudal.business.loans.commands.syncing import locked
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.product import Wish
from caudal.business.loans.rules.renewal import NothingToRenew
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.ledger.rules import Use, credit


@dataclass(frozen=True, slots=True)
class RenewLoan:
    """What the client asks for instead; the same product when none is said."""

    wish: Wish
    product: str | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A renewal that was handed over, and what its old loan must receive."""

    loan: LoanRecord
    old_folio: str
    payoff: int
    on: date


@command
def ask_renewal(act: Act, loan_id: UUID, ask: RenewLoan) -> LoanRecord:
    """Write that a client asks to renew a loan: approved and handed over like any other, by two people.

    Raises:
        NothingToRenew: it isn't running, hasn't paid enough, is being renewed already, or the new one is too small.
        Invalid, OverCeiling, NotAmortising: the product doesn't allow it.
    """
    old = queries.loan(act, loan_id)
    waiting = act.db.scalars(
        select(Loan).where(Loan.renews_id == old.id, Loan.status.in_(["applied", "approved"]))
    ).first()
    if waiting is not None:
        raise NothingToRenew(f"Ya se pidió renovarlo con {queries.record(act, waiting).folio}")
    code = ask.product or queries.product_of(act, old.product_id).code
    new = apply_for(act, NewLoan(old.party_id, code, ask.wish, ask.purpose, old.branch_id, renews_id=old.id))
    if new.currency != old.currency:
        raise NothingToRenew(f"{old.folio} está en {old.currency} y el producto presta en {new.currency}")
    queries.renewal(act, new)
    return new


def hand_renewal(act: Act, loan_id: UUID, ask: HandOver) -> Handed:
    """Hand over what is left of a renewal once its old loan is paid, which who calls must do at once.

    Raises:
        NothingToRenew: as :func:`ask_renewal`, on that day.
        NotInThatState, SamePerson, InsufficientFunds, PeriodClosed, OverCeiling: as any other loan.
    """
    row = locked(act, loan_id)
    act = in_branch(act, row.branch_id)
    in_state(row, "approved")
    on = handing_day(act, ask)
    old, found = queries.renewal(act, queries.record(act, row), on)
    contract = replace(from_day(keeping.contract(row.contract), on), days_kept=found.days_kept)
    row.contract = keeping.kept(contract)
    paid = credit(
        Use.CUSTOMER_CREDIT,
        Money.from_minor(found.payoff, row.currency),
        party=row.party_id,
        branch=row.branch_id,
    )
    return Handed(deliver(act, row, replace(ask, on=on), paid), old.folio, found.payoff, on)


def renewed(act: Act, loan_id: UUID) -> None:
    """The old loan was closed by the new one."""
    row = locked(act, loan_id)
    in_state(row, "paid")
    row.status = "renewed"
    act.db.flush()
