"""What loans that ended paid over a ceiling that was written down later: they stay so, and it is owed back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord, law
from caudal.business.loans.queries.happened import happened
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Event
from caudal.business.loans.rules.replay import LoanState, replay
from caudal.business.loans.tables import Loan, Part
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"


@dataclass(frozen=True, slots=True)
class Overcharge:
    """A loan that paid more than the law allowed.

    Args:
        charged: arrears interest that it paid; `allowed`: what it would have paid under the law as it is known now.
        owed: what would have been left over of its payments, and isn't: also what the difference would have saved.
    """

    loan: LoanRecord
    modality: str
    charged: Money
    allowed: Money
    owed: Money


def overcharges(act: Act, branch_id: int | None = None, country: str | None = None) -> list[Overcharge]:
    """Those within the branches of the act, the latest loan first; each is read under what was known, and now."""
    ids = [row.id for row in act.db.execute(sql(_ROOM, "closed_before"), {"branch": branch_id})]
    rows = {row.id: row for row in act.db.scalars(select(Loan).where(Loan.id.in_(ids)))}
    events = happened(act, ids) if ids else {}
    paid = _paid(act, ids) if ids else {}
    told = (
        _told(act, queries.record(act, rows[each]), events.get(each, ()), paid.get(each, 0)) for each in ids
    )
    return [each for each in told if each is not None and country in (None, _country(each.loan))]


def _told(act: Act, loan: LoanRecord, events: Sequence[Event], charged: int) -> Overcharge | None:
    caps = loan.contract.arrears.caps
    assert caps is not None
    now = replay(keeping.under(loan.contract, law.known(act)), events, act.business_date)
    owed = now.overpaid - _then(act, loan, events, charged).overpaid
    if owed <= 0:
        return None
    return Overcharge(
        loan,
        caps.modality,
        Money.from_minor(charged, loan.currency),
        Money.from_minor(_arrears(now), loan.currency),
        Money.from_minor(owed, loan.currency),
    )


def _then(act: Act, loan: LoanRecord, events: Sequence[Event], charged: int) -> LoanState:
    """As it was when it ended: that very day a ceiling may have been written before or after."""
    assert loan.closed_on is not None
    state = replay(loan.contract, events, act.business_date)
    if _arrears(state) == charged:
        return state
    before = law.known(act, loan.closed_on - timedelta(days=1))
    return replay(keeping.under(loan.contract, before), events, act.business_date)


def _paid(act: Act, loan_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The arrears interest that each loan paid, as it was written."""
    wanted = select(Part.loan_id, func.sum(Part.amount)).where(
        Part.loan_id.in_(loan_ids), Part.component == Component.ARREARS.code
    )
    return {loan: int(paid) for loan, paid in act.db.execute(wanted.group_by(Part.loan_id))}


def _arrears(state: LoanState) -> int:
    return sum(each.paid[Component.ARREARS] for each in state.instalments)


def _country(loan: LoanRecord) -> str:
    caps = loan.contract.arrears.caps
    return caps.country if caps else ""
