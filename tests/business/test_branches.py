"""What crosses branches: nobody undoes, sees or spends half of something because the rest is elsewhere."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from caudal.business.payments import commands as payments
from caudal.business.payments import queries as paid
from caudal.business.payments.commands import UseCredit
from caudal.business.receivables import commands as debts
from caudal.business.receivables.commands import NewReceivable
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden
from tests.business.house import TODAY, House


class TestReversal:
    def test_of_what_paid_in_other_branches_needs_all_of_them(self, house: House) -> None:
        juan = house.client(branch=1)
        house.debt(juan, "100")
        elsewhere = house.debt(juan, "50", branch_id=2)
        taken = house.pay(juan, "150", branch=1)
        with pytest.raises(Forbidden), house.act(1, 1, reason="cheque devuelto") as act:
            payments.reverse(act, taken.id)
        assert house.due(elsewhere.id).balance.is_zero
        house.reverse(taken.id)
        assert house.due(elsewhere.id).balance == elsewhere.amount


class TestBatch:
    def test_is_cancelled_whole_or_not_at_all(self, house: House) -> None:
        juan, batch = house.client(branch=1), uuid4()
        asks = [NewReceivable(juan, "Saldo", Money.of(100, "MXN"), TODAY, TODAY, branch) for branch in (1, 2)]
        with house.act() as act:
            debts.open_many(act, asks, batch_id=batch)
        with pytest.raises(Forbidden), house.act(1, 1, reason="archivo equivocado") as act:
            debts.cancel_batch(act, batch)
        with house.act(1, reason="archivo equivocado") as act:
            assert debts.cancel_batch(act, batch) == 2


class TestCredit:
    def test_left_in_another_branch_is_owed_by_the_clients_own(self, house: House) -> None:
        juan = house.client(branch=1)
        house.debt(juan, "100")
        house.pay(juan, "150", branch=2)
        assert self._owed(house) == {1: -5000}
        house.debt(juan, "30")
        with house.act() as act:
            payments.use_credit(act, UseCredit(juan, "MXN"))
        assert self._owed(house) == {1: -2000}

    def test_is_the_same_whoever_looks(self, house: House) -> None:
        juan = house.client(branch=1)
        house.pay(juan, "50", branch=2)
        with house.act(1, 1) as act:
            assert paid.credit_of(act, juan) == [Money.of(50, "MXN")]
            assert paid.credits_of(act, [juan]) == {juan: [Money.of(50, "MXN")]}
        with house.act(3, 3) as act:
            assert paid.credit_of(act, juan) == [], "who can't see the client sees no credit"

    @staticmethod
    def _owed(house: House) -> dict[int, int]:
        """The account of credits in each branch, in cents."""
        with house.act(every=True) as act:
            rows = act.db.execute(
                text(
                    "select l.branch_id, sum(l.amount)::bigint from ledger.lines l join ledger.accounts a"
                    " on a.id = l.account_id where a.use = 'CUSTOMER_CREDIT' group by 1 having sum(l.amount) <> 0"
                )
            )
            return {row[0]: row[1] for row in rows}
