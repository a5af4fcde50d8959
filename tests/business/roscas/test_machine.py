"""A san to which anything may happen in any order: it adds up after each thing, in the room and in the books."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from caudal.business.receivables.rules import Status as Debt
from caudal.business.roscas import commands, queries
from caudal.business.roscas.rules.standing import Status
from caudal.business.roscas.rules.terms import Fee, FeeKind
from caudal.kernel.problems import Problem
from caudal.ledger import queries as books
from tests.business.house import House
from tests.business.roscas.making import San, money

EXPECTED = {
    "bote-incompleto", "numero-atrasado", "ronda-fuera-de-orden", "turno-ya-cobrado", "sin-atraso", "san-con-saldo",
    "san-en-otro-estado", "reembolso-excedido", "datos-invalidos", "ya-reversado", "fondos-insuficientes",
    "saldo-a-favor-usado", "no-encontrado",
}  # fmt: skip
numbers = st.integers(1, 4)


class Life(RuleBasedStateMachine):
    """Ana and Bea run a san of four numbers, two of them of one person."""

    house: ClassVar[House]
    san: San
    paid: list[UUID]

    @initialize(fee=st.sampled_from([Fee(), Fee(FeeKind.FIXED, money(7)), Fee(FeeKind.FIRST_TURN)]))
    def begin(self, fee: Fee) -> None:
        self.house.pay(self.house.client("Otro"), "5000")
        first = self.house.client("Doble")
        organiser = first if fee.kind is FeeKind.FIRST_TURN else None
        with self.house.act() as act:
            today = act.business_date
        self.san = San(self.house, 4, "100", fee, starts_on=today + timedelta(days=10), organiser=organiser)
        self.san.join(first, 1, 3)
        self.san.join(self.house.client("Dos"), 2)
        self.san.join(self.house.client("Cuatro"), 4)
        self.san.do(commands.draw, "una semilla")
        self.san.do(commands.start)
        self.paid = []

    def attempt(self, what: Callable[[], Any]) -> Any:
        """Done, or refused for one of the reasons that a san has."""
        try:
            return what()
        except Problem as refused:
            if refused.type not in EXPECTED:
                raise
            return None

    @rule(number=numbers, amount=st.sampled_from([30, 100, 150, 400]))
    def somebody_pays(self, number: int, amount: int) -> None:
        taken = self.attempt(lambda: self.san.pay(number, amount))
        if taken:
            self.paid.append(taken.id)

    @rule()
    def everybody_pays(self) -> None:
        for number in range(1, 5):
            self.somebody_pays(number, 100)

    @rule(data=st.data())
    def a_payment_is_undone(self, data: st.DataObject) -> None:
        if self.paid:
            payment = data.draw(st.sampled_from(self.paid))
            self.attempt(lambda: self.house.reverse(payment))

    @rule(front=st.sampled_from([0, 100, 400]))
    def the_next_pot_is_handed_over(self, front: int) -> None:
        coming = self.san.now().next
        if coming:
            self.attempt(lambda: self.san.hand(coming.round, front))

    @rule(number=numbers)
    def a_delivery_is_undone(self, number: int) -> None:
        self.attempt(lambda: self.san.take_back(number))

    @rule(one=numbers, other=numbers)
    def turns_are_swapped(self, one: int, other: int) -> None:
        self.attempt(lambda: self.san.swap(one, other))

    @rule(number=numbers)
    def somebody_is_replaced(self, number: int) -> None:
        self.attempt(lambda: self.san.replace(number, self.house.client("Nueva")))

    @rule(number=numbers)
    def who_is_late_goes_last(self, number: int) -> None:
        self.attempt(lambda: self.san.do(commands.postpone, number))

    @rule(days=st.sampled_from([1, 20]))
    def time_passes(self, days: int) -> None:
        self.house.later(days=days)

    @rule(really=st.integers(0, 5))
    def it_is_liquidated(self, really: int) -> None:
        if really == 5:
            self.attempt(lambda: self.san.do(commands.liquidate))

    @rule(number=numbers)
    def something_is_given_back(self, number: int) -> None:
        self.attempt(lambda: self.san.refund(number))

    @rule()
    def it_is_closed(self) -> None:
        self.attempt(lambda: self.san.do(commands.close))

    @invariant()
    def adds_up(self) -> None:
        """Σ positions − pot + guarantee = 0, and the journal says the same of each."""
        with self.house.act(every=True) as act:
            san = queries.rosca(act, self.san.id)
            found = [books.findings(act, check) for check in books.checks("caudal.business.roscas")]
        assert san.adds_up
        assert [finding for finding in found if finding] == []
        assert san.guarantee >= money(0)
        assert san.pot >= money(0)
        receivers = [each.received.number_id for each in san.numbers if each.received]
        assert len(receivers) == len(set(receivers))
        if san.status is Status.COMPLETED or san.closed_on:
            assert (san.pot, san.guarantee) == (money(0), money(0))

    @invariant()
    def debts_say_what_the_grid_says(self) -> None:
        san = self.san.now()
        cell = san.numbers[0].cells[0]
        if cell.receivable_id:
            debt = self.house.due(cell.receivable_id)
            assert (debt.paid, debt.standing.status is Debt.PAID) == (cell.paid, cell.letter == "P")


def test_whatever_happens_it_adds_up(house: House) -> None:
    how = settings(
        max_examples=12, stateful_step_count=25, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(type("OfThisHouse", (Life,), {"house": house}), settings=how)
