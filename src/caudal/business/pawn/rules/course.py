"""What a ticket owes on a date, from what it agreed and what was paid. Pure: minor units in, minor units out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caudal.business.pawn.rules.taxes import collected
from caudal.business.pawn.rules.terms import Terms, end_of


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payment did, in minor units."""

    on: date
    principal: int = 0
    interest: int = 0
    storage: int = 0
    tax: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """How a ticket stands: what it has cost so far, what was paid, what is owed. Minor units.

    ``before``: the periods whose cost is settled by what was owed when they began (``interest_before``,
    ``storage_before``, ``tax_before``); each one after them costs ``interest_each``, ``storage_each`` and ``tax_each``.
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
    tax_earned: int = 0
    tax_paid: int = 0
    tax_before: int = 0
    tax_each: int = 0

    @property
    def interest(self) -> int:
        """Interest owed."""
        return self.interest_earned - self.interest_paid

    @property
    def storage(self) -> int:
        """Storage owed."""
        return self.storage_earned - self.storage_paid

    @property
    def tax(self) -> int:
        """Tax owed on interest and storage."""
        return self.tax_earned - self.tax_paid

    @property
    def charges(self) -> int:
        """What has to be paid to keep the pledge in pawn: interest, storage and their tax."""
        return self.interest + self.storage + self.tax

    @property
    def total(self) -> int:
        """What has to be paid to take the pledge away."""
        return self.capital + self.charges


def course(terms: Terms, paid: Sequence[Paid], on: date) -> Course:
    """How a ticket stands at the end of `on`, with what had been paid by then.

    A period costs a part of the capital that was owed when it began; what is paid during it counts from the next.
    """
    past = sorted((each for each in paid if each.on <= on), key=lambda each: each.on)
    capital, before, interest, storage, tax = terms.principal.minor, 0, 0, 0, 0
    for each in past:
        if not each.principal:
            continue
        begun = terms.started(each.on)
        interest += (begun - before) * terms.interest(capital)
        storage += (begun - before) * terms.storage(capital)
        tax += (begun - before) * terms.tax(capital)
        before, capital = begun, capital - each.principal
    now = terms.started(on)
    return Course(
        on=on, capital=capital, periods=now,
        interest_earned=interest + (now - before) * terms.interest(capital),
        storage_earned=storage + (now - before) * terms.storage(capital),
        interest_paid=sum(each.interest for each in past), storage_paid=sum(each.storage for each in past),
        before=before, interest_before=interest, storage_before=storage,
        interest_each=terms.interest(capital), storage_each=terms.storage(capital),
        tax_earned=tax + (now - before) * terms.tax(capital), tax_paid=sum(each.tax for each in past),
        tax_before=tax, tax_each=terms.tax(capital),
    )  # fmt: skip


def allocate(now: Course, amount: int, on: date) -> tuple[Paid, int]:
    """Where `amount` goes: storage, then interest, each with its tax, then capital; and what is left over.

    What doesn't cover interest and storage carries its part of their tax: it is due to the state as it is collected.
    The four parts and what is left always add up to `amount`.
    """
    charges = min(amount, max(0, now.charges))
    tax = collected(now.charges, now.tax, charges) if charges and now.tax > 0 else 0
    storage = min(charges - tax, max(0, now.storage))
    interest = charges - tax - storage
    principal = min(amount - charges, now.capital)
    return Paid(on, principal, interest, storage, tax), amount - charges - principal


def renewal_start(terms: Terms, on: date) -> date:
    """From when the refrendo of a ticket counts: the end of the period paid, so that no day is paid twice."""
    return max(on, end_of(terms.plan.period, terms.starts_on, terms.started(on)))
