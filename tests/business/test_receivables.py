"""Debts: what is refused, what is cancelled, how they stood on any date."""

from datetime import timedelta
from uuid import UUID

import pytest

from caudal.business.receivables import commands
from caudal.business.receivables.queries import ReceivableRecord
from caudal.kernel.problems import Problem
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
