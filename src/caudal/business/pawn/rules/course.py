"""What a ticket owes on a date, from what it agreed and what was paid. Pure: minor units in, minor units out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caudal.business.pawn.rules.terms import Terms, end_of


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payment did, in minor units."""

    on: date
    principal: int = 0
    interest: int = 0
    storage: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """How a ticket stands: what it has cost so far, what was paid, what is owed. Minor units.

    ``before``: the periods whose cost is settled by what was owed when they began (``interest_before``,
    ``storage_before``); each one after them costs ``interest_each`` and ``storage_each``.
    """

    on: date
    capital: int
    periods: int
    interest_earned: int
    storage_earned: int
    interest_paid: int
    storage_paid: int
    before: int
    interest_before: int
    storage_before: int
    interest_each: int
    storage_each: int

    @property
    def interest(self) -> int:
        """Interest owed."""
        return self.interest_earned - self.interest_paid

    @property
    def storage(self) -> int:
        """Storage owed."""
        return self.storage_earned - self.storage_paid

    @property
    def charges(self) -> int:
        """What has to be paid to keep the pledge in pawn: interest and storage."""
        return self.interest + self.storage

    @property
    def total(self) -> int:
        """What has to be paid to take the pledge away."""
        return self.capital + self.charges


def course(terms: Terms, paid: Sequence[Paid], on: date) -> Course:
    """How a ticket stands at the end of `on`, with what had been paid by then.

    A period costs a part of the capital that was owed when it began; what is paid during it counts from the next.
    """
    past = sorted((each for each in paid if each.on <= on), key=lambda each: each.on)
    capital, before, interest, storage = terms.principal.minor, 0, 0, 0
    for each in past:
        if not each.principal:
            continue
        begun = terms.started(each.on)
        interest += (begun - before) * terms.interest(capital)
        storage += (begun - before) * terms.storage(capital)
        before, capital = begun, capital - each.principal
    now = terms.started(on)
    return Course(
        on=on, capital=capital, periods=now,
        interest_earned=interest + (now - before) * terms.interest(capital),
        storage_earned=storage + (now - before) * terms.storage(capital),
        interest_paid=sum(each.interest for each in past), storage_paid=sum(each.storage for each in past),
        before=before, interest_before=interest, storage_before=storage,
        interest_each=terms.interest(capital), storage_each=terms.storage(capital),
    )  # fmt: skip


def allocate(now: Course, amount: int, on: date) -> tuple[Paid, int]:
    """Where `amount` goes: storage, then interest, then capital; and what is left over.

    The three parts and what is left always add up to `amount`.
    """
    storage = min(amount, max(0, now.storage))
    interest = min(amount - storage, max(0, now.interest))
    principal = min(amount - storage - interest, now.capital)
    return Paid(on, principal, interest, storage), amount - storage - interest - principal


def renewal_start(terms: Terms, on: date) -> date:
    """From when the refrendo of a ticket counts: the end of the period paid, so that no day is paid twice."""
    return max(on, end_of(terms.plan.period, terms.starts_on, terms.started(on)))
