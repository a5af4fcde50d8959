"""Debts: what is refused, what is cancelled, how they stood on any date."""

from datetime import timedelta
from uuid import UUID

import pytest

from caudal.business.receivables import commands, queries
from caudal.business.receivables.queries import ReceivableRecord
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from tests.business.house import TODAY, House


def cancel(house: House, debt: UUID, reason: str = "se cargó dos veces") -> ReceivableRecord:
    with house.act(reason=reason) as act:
        return commands.cancel_receivable(act, debt)


class TestCancellation:
    def test_is_posted_back_and_stays_in_sight(self, house: House) -> None:
        debt = house.debt(house.client(), "100")
        house.later(days=2)
        gone = cancel(house, debt.id)
        assert (gone.standing.status, gone.balance.is_zero, gone.cancel_reason) == (
            "cancelled", True, "se cargó dos veces",
        )  # fmt: skip
        assert house.due(debt.id, TODAY).balance == debt.amount, "that day it was still owed"
        with pytest.raises(Problem) as refused:
            cancel(house, debt.id)
        assert refused.value.type == "deuda-anulada"

    def test_is_never_dated_before_the_sale(self, house: House) -> None:
        later = TODAY + timedelta(days=10)
        debt = house.debt(house.client(), "100", due=later, issued_on=later)
        cancel(house, debt.id)
        assert house.one("select array_agg(distinct on_date) from ledger.entries")[0] == [later]

    def test_needs_that_nothing_was_paid(self, house: House) -> None:
        juan = house.client()
        debt = house.debt(juan, "100")
        taken = house.pay(juan, "1")
        with pytest.raises(Problem) as refused:
            cancel(house, debt.id)
        assert refused.value.type == "deuda-con-pagos"
        house.reverse(taken.id)
        assert cancel(house, debt.id).standing.status == "cancelled"

    def test_needs_a_reason(self, house: House) -> None:
        debt = house.debt(house.client(), "100")
        with pytest.raises(Problem) as refused:
            cancel(house, debt.id, reason=" ")
        assert refused.value.type == "datos-invalidos"


class TestAsOf:
    def test_what_was_paid_twice_until_the_first_was_undone_was_not_owed_twice_over(
        self, house: House
    ) -> None:
        """Paid today, undone in three days, and the second payment dated in between: that day nothing was owed."""
        juan = house.client()
        debt = house.debt(juan, "100")
        first = house.pay(juan, "100")
        house.later(days=3)
        house.reverse(first.id)
        between = TODAY + timedelta(days=1)
        house.pay(juan, "100", received_on=between)
        other = house.debt(juan, "30", issued_on=TODAY)
        assert house.due(debt.id, between).balance.is_zero
        with house.act() as act:
            (sums,) = queries.sums(act, queries.ReceivableFilter(on=between))
            owed = [row.balance for row in queries.ageing(act, between) if not row.balance.is_zero]
        assert [sums.balance] == owed == [other.amount]

    def test_payments_dated_in_a_closed_month_are_refused(self, house: House) -> None:
        juan = house.client()
        debt = house.debt(juan, "100", issued_on=TODAY - timedelta(days=40))
        with house.act() as act:
            ledger.close_period(act, 202609, "C")
        with pytest.raises(Problem) as refused:
            house.pay(juan, "100", received_on=TODAY - timedelta(days=10))
        assert refused.value.type == "periodo-cerrado"
        assert house.due(debt.id).balance == debt.amount

    def test_a_payment_is_never_of_tomorrow(self, house: House) -> None:
        """In the evening of Cancún it is already tomorrow in UTC; the date of the branch is what counts."""
        juan = house.client()
        house.debt(juan, "100")
        house.later(hours=10)
        with pytest.raises(Problem) as refused:
            house.pay(juan, "100", received_on=TODAY + timedelta(days=1))
        assert refused.value.type == "datos-invalidos"
