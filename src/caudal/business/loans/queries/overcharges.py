"""What loans that ended paid over a ceiling that was written down later: they stay so, and it is owed back."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.loans import queries
from caudal.business.loans.queries import LoanRecord, law
from caudal.business.loans.queries.happened import happened
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Event, Payment, in_order
from caudal.business.loans.rules.position import position
from caudal.business.loans.rules.replay import LoanState, replay
from caudal.business.loans.rules.shares import shares
from caudal.business.loans.tables import Loan, OverchargeRow, Part
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.sql import sql
from caudal.ledger.rules import Use

_ROOM = "caudal.business.loans"
_INCOME = {Use.INTEREST_RECEIVABLE: Use.INTEREST}
"""What was earned of an ended loan was collected: what it gives back of it is income."""


@dataclass(frozen=True, slots=True)
class Overcharge:
    """A loan that paid more than the law allowed.

    Args:
        charged: arrears interest that it paid; `allowed`: what it would have paid under the law as it is known now.
        owed: what would have been left over of its payments, and isn't: also what the difference would have saved. What
            was given back already is out.
        uses: how much of each income that is, in minor units; they add up to it.
        ceiling_id: the last ceiling written down by which it is so.
    """

    loan: LoanRecord
    modality: str
    charged: Money
    allowed: Money
    owed: Money
    uses: Mapping[Use, int]
    ceiling_id: int


@dataclass(frozen=True, slots=True)
class GivenBackRecord:
    """What was given back to the client of a loan; ``payment_id``: the receipt by which it is in their favour."""

    id: int
    loan_id: UUID
    branch_id: int
    payment_id: UUID
    amount: Money
    given_on: date
    at: datetime
    actor_id: int
    reason: str
    reversed_at: datetime | None
    reversed_on: date | None
    reversed_by: int | None
    reversal_reason: str | None


def overcharges(
    act: Act, branch_id: int | None = None, country: str | None = None, loan_id: UUID | None = None
) -> list[Overcharge]:
    """Those within the branches of the act, the latest loan first; each is read under what was known, and now."""
    found = act.db.execute(sql(_ROOM, "closed_before"), {"branch": branch_id, "loan": loan_id}).all()
    if not found:
        return []
    ids = [row.id for row in found]
    rows = {row.id: row for row in act.db.scalars(select(Loan).where(Loan.id.in_(ids)))}
    events, paid, back = happened(act, ids), _paid(act, ids), _back(act, ids)
    told = (
        _told(act, queries.record(act, rows[each.id]), events.get(each.id, ()), paid.get(each.id, 0), each.ceiling)
        for each in found
    )  # fmt: skip
    left = (_left(each, back.get(each.loan.id)) for each in told if each is not None)
    return [each for each in left if each is not None and country in (None, _country(each.loan))]


def overcharge(act: Act, loan_id: UUID) -> Overcharge | None:
    """What one loan is owed back; none when nothing is."""
    return next(iter(overcharges(act, loan_id=loan_id)), None)


def given_back(
    act: Act, *, loan_id: UUID | None = None, branch_id: int | None = None, most: int = 200
) -> list[GivenBackRecord]:
    """What was given back, the latest first; what was undone stays in sight."""
    wanted = select(OverchargeRow).order_by(OverchargeRow.id.desc()).limit(most)
    if loan_id is not None:
        wanted = wanted.where(OverchargeRow.loan_id == loan_id)
    if branch_id is not None:
        wanted = wanted.where(OverchargeRow.branch_id == branch_id)
    return [given(row) for row in act.db.scalars(wanted)]


def stands(act: Act, loan_id: UUID) -> bool:
    """Whether something was given back of a loan, and wasn't undone."""
    wanted = select(OverchargeRow.id).where(
        OverchargeRow.loan_id == loan_id, OverchargeRow.reversed_on.is_(None)
    )
    return act.db.scalars(wanted.limit(1)).first() is not None


def given(row: OverchargeRow) -> GivenBackRecord:
    """A row as others see it."""
    return GivenBackRecord(
        row.id, row.loan_id, row.branch_id, row.payment_id, Money.from_minor(row.amount, row.currency), row.given_on,
        row.at, row.actor_id, row.reason, row.reversed_at, row.reversed_on, row.reversed_by, row.reversal_reason,
    )  # fmt: skip


def _told(
    act: Act, loan: LoanRecord, events: Sequence[Event], charged: int, ceiling: int
) -> Overcharge | None:
    caps = loan.contract.arrears.caps
    assert caps is not None
    now = replay(keeping.under(loan.contract, law.known(act)), events, act.business_date)
    then = _then(act, loan, events, charged)
    if now.overpaid <= then.overpaid:
        return None
    return Overcharge(
        loan,
        caps.modality,
        Money.from_minor(charged, loan.currency),
        Money.from_minor(_arrears(now), loan.currency),
        Money.from_minor(now.overpaid - then.overpaid, loan.currency),
        _uses(loan, events, then, now),
        ceiling,
    )


def _uses(loan: LoanRecord, events: Sequence[Event], then: LoanState, now: LoanState) -> Counter[Use]:
    """What the books of the loan would have less of each income, had it been read so: minor units."""
    paid = [each for each in in_order(events, then.as_of) if isinstance(each, Payment)]
    more: Counter[Use] = Counter()
    for state, sign in ((then, -1), (now, 1)):
        has = position(loan.contract.terms, state, shares(state, paid), ())
        for use, amount in has.items():
            more[_INCOME.get(use, use)] += sign * amount
    return Counter({use: amount for use, amount in more.items() if amount})


def _left(found: Overcharge, back: Counter[Use] | None) -> Overcharge | None:
    """What is still owed of it."""
    if back is None:
        return found
    uses = Counter(found.uses)
    uses.subtract(back)
    owed = found.owed - Money.from_minor(back.total(), found.owed.currency)
    if not owed.is_positive:
        return None
    return Overcharge(
        found.loan, found.modality, found.charged, found.allowed, owed,
        Counter({use: amount for use, amount in uses.items() if amount}), found.ceiling_id,
    )  # fmt: skip


def _back(act: Act, loan_ids: Collection[UUID]) -> dict[UUID, Counter[Use]]:
    """What was given back of each loan, by the income it was taken from."""
    wanted = select(OverchargeRow.loan_id, OverchargeRow.uses).where(
        OverchargeRow.loan_id.in_(loan_ids), OverchargeRow.reversed_on.is_(None)
    )
    found: dict[UUID, Counter[Use]] = {}
    for loan, uses in act.db.execute(wanted):
        found.setdefault(loan, Counter()).update({Use(use): amount for use, amount in uses.items()})
    return found


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
