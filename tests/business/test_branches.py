"""What crosses branches: nobody undoes, sees or spends half of something because the rest is elsewhere."""

import pytest

from caudal.business.payments import commands as payments
from caudal.kernel.problems import Forbidden
from tests.business.house import House


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
