"""Whose money paid what: each peso of each payment, told apart by instalment and component.

A loan is read as a whole; its debts and its receipts need to know which payment reached which instalment. What was
held in advance is spent in the order in which it came.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Payment
from caudal.business.loans.rules.replay import InstalmentState, LoanState

ADVANCE = "advance"
NOWHERE = -1
_INTEREST, _ARREARS = Component.INTEREST, Component.ARREARS


class Share(NamedTuple):
    """A part of a payment. `place`: of the instalment in the state; it and `number` are `NOWHERE` for capital ahead."""

    payment: str
    place: int
    number: int
    component: str
    amount: int


def owed_of(instalment: InstalmentState) -> int:
    """What an instalment says it is: everything but arrears, less what was forgiven."""
    return sum(
        due - gone
        for component, (due, gone) in enumerate(zip(instalment.due, instalment.waived, strict=True))
        if component != _ARREARS
    )


def shares(state: LoanState, payments: Iterable[Payment]) -> list[Share]:
    """Every part of every payment, in the order in which they were applied; those of one payment never pass it."""
    return _Sharing(state, payments).all()


class _Sharing:
    def __init__(self, state: LoanState, payments: Iterable[Payment]) -> None:
        self.state = state
        self.left = {each.id: each.amount for each in payments}
        self.room = [list(each.paid) for each in state.instalments]
        self.found: list[Share] = []

    def all(self) -> list[Share]:
        later: list[tuple[str, int]] = []
        for each in self.state.applied:
            if each.number == 0 and each.component is _INTEREST and not self._fits(0, each.component):
                later.append((each.event, each.amount))
                continue
            self._numbered(each.event, each.number, each.component, each.amount)
        for event, amount in later:
            self._ahead(event, amount)
        held = self.state.advance
        for place, instalment in enumerate(self.state.instalments):
            covered = min(held, instalment.covered)
            held -= covered
            self._give("", place, instalment.number, ADVANCE, covered)
        self._give("", NOWHERE, NOWHERE, ADVANCE, held)
        return self.found

    def _numbered(self, event: str, number: int, component: Component, amount: int) -> None:
        for place in self._fits(number, component):
            given = min(amount, self.room[place][component])
            self.room[place][component] -= given
            self._give(event, place, number, component.code, given)
            amount -= given
        self._give(event, NOWHERE, NOWHERE, component.code, amount)

    def _ahead(self, event: str, amount: int) -> None:
        """Interest paid to the day with capital in advance: part of the instalment that was running."""
        for place, room in enumerate(self.room):
            given = min(amount, room[_INTEREST])
            room[_INTEREST] -= given
            self._give(event, place, self.state.instalments[place].number, _INTEREST.code, given)
            amount -= given
        self._give(event, NOWHERE, NOWHERE, _INTEREST.code, amount)

    def _fits(self, number: int, component: Component) -> Sequence[int]:
        return [
            place
            for place, each in enumerate(self.state.instalments)
            if each.number == number and self.room[place][component] > 0
        ]

    def _give(self, event: str, place: int, number: int, component: str, amount: int) -> None:
        """From the payment that did it, and what it lacks from those that had something held."""
        for payment in ((event,) if event else ()) + tuple(self.left):
            given = min(amount, self.left.get(payment, 0))
            if given > 0:
                self.left[payment] -= given
                amount -= given
                self.found.append(Share(payment, place, number, component, given))
            if not amount:
                return
        if amount:
            raise AssertionError("more was applied than was paid")
