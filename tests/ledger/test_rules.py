"""Pure arithmetic of entries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.kernel.money import InvalidAmount, Money
from caudal.ledger.rules import Line, Use, credit, debit, folio, imbalances, month_of


def mxn(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


class TestSides:
    def test_debit_is_positive_and_credit_negative(self) -> None:
        assert debit(Use.CASH, mxn(5)).amount == mxn(5)
        assert credit(3, mxn(5)).amount == mxn(-5)

    @pytest.mark.parametrize("side", [debit, credit])
    @pytest.mark.parametrize("amount", [0, -5])
    def test_refuses_what_is_not_more_than_zero(self, side, amount: int) -> None:
        with pytest.raises(InvalidAmount):
            side(Use.CASH, mxn(amount))


class TestImbalances:
    def test_counts_each_branch_and_currency_apart(self) -> None:
        lines = [
            debit(Use.CASH, mxn(5)),
            credit(Use.AR, mxn(5), branch=2),
            debit(Use.CASH, Money.of(1, "USD")),
            credit(Use.FX, Money.of(1, "USD"), branch=1),
        ]
        assert imbalances(lines, 1) == {(1, "MXN"): mxn(5), (2, "MXN"): mxn(-5)}

    @given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(1, 4), st.sampled_from(["MXN", "COP"]))))
    def test_is_nothing_when_every_line_has_its_mirror(self, parts: list[tuple[int, int, str]]) -> None:
        lines = [Line(1, Money.from_minor(m * s, c), branch=b) for m, b, c in parts for s in (1, -1)]
        assert imbalances(lines, 9) == {}

    @given(st.integers(1, 10**12), st.integers(1, 10**12))
    def test_is_the_difference(self, left: int, right: int) -> None:
        lines = [debit(1, Money.from_minor(left, "MXN")), credit(2, Money.from_minor(right, "MXN"))]
        assert sum(money.minor for money in imbalances(lines, 1).values()) == left - right


class TestNames:
    def test_of_months_and_entries(self) -> None:
        assert month_of(date(2026, 12, 31)) == 202612
        assert folio(7) == "AS-000007"
        assert folio(12_345_678) == "AS-12345678"
