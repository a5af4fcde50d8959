"""Random days at a till against a model of a few lines: the books are what was counted and the differences accepted."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from caudal.business.treasury import commands
from caudal.business.treasury.commands import NewTill, NoMoreCounts
from caudal.business.treasury.commands.shifts import NotNow
from caudal.business.treasury.rules.states import State
from caudal.ledger.commands import InsufficientFunds
from tests.business.house import TODAY, House, add_up
from tests.business.treasury.teller import Tills

amounts = st.integers(1, 300)
TOLERANCE = 15


def machine(house: House) -> type[RuleBasedStateMachine]:  # noqa: C901 - one command per rule
    """A machine over `house`; each run has a till of its own, in a house where what the others did stays."""

    class Till(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.tills = Tills(house, getattr(Till, "client", None))
            self.tills.tolerate(TOLERANCE)
            house.made += 1
            self.who = str(1000 + house.made)
            with self.tills.as_("marina") as act:
                self.till = commands.add_till(act, NewTill(f"Ventanilla {house.made}", "MXN")).id
            self.drawer, self.expected, self.waiting = 0, 0, 0
            self.over = self.tills.over_short()
            self.live: UUID | None = None
            self.returned = False
            self.state = State.CLOSED
            self.spent: list[tuple[UUID, int]] = []

        @rule(amount=amounts)
        def fund(self, amount: int) -> None:
            self.tills.fund(amount, self.till)
            self._moved(amount)

        @precondition(lambda self: self.state in (State.OPENING, State.OPEN))
        @rule(amount=amounts, back=st.integers(0, 3), undone=st.booleans())
        def pay(self, amount: int, back: int, undone: bool) -> None:
            paid = self.tills.pay(amount, self.who, received_on=TODAY - timedelta(days=back))
            Till.client = self.tills.client  # type: ignore[attr-defined]
            self._moved(amount)
            if undone:
                self._taken(amount, lambda: self.tills.reverse(paid.id))

        @rule(amount=amounts)
        def spend(self, amount: int) -> None:
            def work() -> None:
                done = self.tills.move(amount, "expense", who="oscar", till=self.till)
                self.spent.append((done.id, amount))

            self._taken(amount, work)

        @precondition(lambda self: self.spent)
        @rule(pick=st.integers(0, 50))
        def undo(self, pick: int) -> None:
            operation, amount = self.spent.pop(pick % len(self.spent))
            with self.tills.as_("oscar", reason="no era") as act:
                commands.undo_move(act, operation)
            self._moved(amount)

        @precondition(lambda self: self.live is None)
        @rule(off=st.integers(-30, 30))
        def open(self, off: int) -> None:
            counted = max(0, self.drawer + off)
            self.live = self.tills.open(counted, self.who, till=self.till)
            self.expected = counted
            self._judged(counted - self.drawer, State.OPENING, State.OPEN)

        @precondition(lambda self: self.live is not None and self.state in (State.OPEN, State.COUNTED))
        @rule(off=st.integers(-30, 30))
        def count(self, off: int) -> None:
            counted = max(0, self.expected + off)
            try:
                shift = self.tills.count(self._shift, counted, self.who)
            except NoMoreCounts:
                return
            self.state = State.CLOSED if counted == self.expected else State.COUNTED
            self.returned = False
            assert shift.state is self.state
            if self.state is State.CLOSED:
                self.live = None

        @precondition(lambda self: self.live is not None and self.state is State.COUNTED)
        @rule()
        def settle(self) -> None:
            if self.returned:
                with pytest.raises(NotNow):
                    self.tills.settle(self._shift, self.who)
                return
            shift = self.tills.settle(self._shift, self.who)
            last = shift.closing
            assert last is not None
            self._judged(last.amount.minor // 100 - self.expected, State.WAITING, State.CLOSED)

        @precondition(lambda self: self.live is not None and self.state in (State.OPENING, State.WAITING))
        @rule(approve=st.booleans())
        def decide(self, approve: bool) -> None:
            self.tills.decide(self._shift, approve)
            if approve:
                self.drawer += self.waiting
                self.over += self.waiting
            opening = self.state is State.OPENING
            self.state = (
                (State.OPEN if approve else State.DISCARDED)
                if opening
                else (State.CLOSED if approve else State.COUNTED)
            )
            self.returned = self.state is State.COUNTED
            if self.state in (State.CLOSED, State.DISCARDED):
                self.live = None

        @property
        def _shift(self) -> UUID:
            assert self.live is not None
            return self.live

        def _judged(self, difference: int, waits: State, done: State) -> None:
            self.waiting = difference
            self.state = waits if abs(difference) > TOLERANCE else done
            if self.state is done:
                self.drawer += difference
                self.over += difference
            if self.state is State.CLOSED:
                self.live = None

        def _taken(self, amount: int, work: Callable[[], object]) -> None:
            """Money that leaves, unless there is less than that."""
            if amount > self.drawer:
                with pytest.raises(InsufficientFunds):
                    work()
                return
            work()
            self._moved(-amount)

        def _moved(self, amount: int) -> None:
            self.drawer += amount
            if self.live is not None and self.state in (State.OPENING, State.OPEN):
                self.expected += amount

        @invariant()
        def the_books_are_what_was_counted_and_what_moved(self) -> None:
            if not hasattr(self, "tills"):
                return
            assert (self.tills.books(self.till), self.tills.over_short()) == (self.drawer, self.over)
            if self.live is not None:
                shift = self.tills.shift(self.live)
                assert (shift.state, shift.expected.minor) == (self.state, self.expected * 100)

        def teardown(self) -> None:
            add_up(house)

    return Till


def test_the_books_of_a_till_are_what_was_counted(house: House) -> None:
    run_state_machine_as_test(
        machine(house),
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
