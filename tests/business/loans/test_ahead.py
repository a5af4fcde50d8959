"""Payments ahead: what the debtor may choose, seen before and kept after. After each test the books balance."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from caudal.business.loans import queries
from caudal.business.loans.commands import NotInThatState
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.happenings import Effect, Payment
from caudal.business.loans.rules.outlook import simulate
from caudal.business.loans.rules.product import Wish, agree
from caudal.business.loans.rules.terms import Method
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import PayOff, PayoffChanged, Prepay, Received
from caudal.business.payments.queries import PaymentRecord
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from tests.business.loans.lender import ARREARS, CASHIER, CLERK, Lender, product
from tests.business.loans.test_lending import balances, owed

JANUARY = date(2026, 1, 10)
SIXTH = date(2026, 7, 10)
AHEAD = "20000"


def months(count: int) -> list[date]:
    return [date(2026, 1 + n, 10) for n in range(1, count + 1)]


def ahead(lender: Lender, loan: UUID, amount: str, effect: Effect, **how: Any) -> PaymentRecord:
    with lender.act(CASHIER) as act:
        return payments.prepay(
            act, Prepay(loan, Money.of(amount, "MXN"), effect, Received("cash", branch_id=1, **how))
        )


def close(lender: Lender, loan: UUID, expected: str | None = None, **how: Any) -> PaymentRecord:
    with lender.act(CASHIER) as act:
        money = Money.of(expected, "MXN") if expected else None
        return payments.pay_off(act, PayOff(loan, Received("cash", branch_id=1, **how), money))


def after_six(lender: Lender) -> tuple[UUID, UUID]:
    """AM-FR on the day of its sixth instalment, paid."""
    lender.on(JANUARY)
    lender.sell()
    client = lender.house.client()
    loan = lender.lend(client).id
    for day in months(6):
        lender.on(day)
        lender.house.pay(client, "9455.96")
    return client, loan


class TestSimulation:
    def test_pp_q_and_pp_t_side_by_side(self) -> None:
        contract = agree(product(), Wish(principal=Money.of("100000", "MXN"), disbursed_on=JANUARY))
        paid = [Payment(on=day, id=f"p{day}", amount=945_596) for day in months(6)]
        found = simulate(contract, paid, 2_000_000, SIXTH)
        assert (found.state.payoff, found.before.installments, found.before.saved) == (5_296_691, 6, 0)
        term, size = found.choices[Effect.REDUCE_TERM], found.choices[Effect.REDUCE_INSTALLMENT]
        assert [each.total for each in size.plan] == [588_544] * 5 + [588_547], "PP-Q"
        assert (size.installments, size.installment, size.saved) == (6, 588_544, 142_310)
        assert [each.total for each in term.plan] == [945_596] * 3 + [616_664], "PP-T"
        assert (term.installments, term.last, term.saved) == (4, 616_664, 220_125)
        assert {size.principal, term.principal} == {3_296_691}
        assert found.choices[Effect.ADVANCE].saved == 0

    def test_enough_to_close_closes_and_says_what_is_left(self) -> None:
        contract = agree(product(), Wish(principal=Money.of("100000", "MXN"), disbursed_on=JANUARY))
        found = simulate(contract, [], 10_100_000, JANUARY).choices[Effect.REDUCE_TERM]
        assert (found.closes, found.installments, found.credit, found.saved) == (
            True, 0, 100_000, 1_347_153,
        )  # fmt: skip

    def test_where_interest_is_a_fixed_sum_there_is_nothing_to_choose(self) -> None:
        san = product(method=Method.SAN, frequency=Frequency.WEEKLY, periods=13)
        wish = Wish(
            principal=Money.of("10000", "MXN"), disbursed_on=JANUARY, installment=Money.of("1000", "MXN")
        )
        assert list(simulate(agree(san, wish), [], 50_000, JANUARY).choices) == [Effect.ADVANCE]


class TestPrepaying:
    def test_pp_t_as_it_was_seen(self, lender: Lender) -> None:
        client, loan = after_six(lender)
        paid = ahead(lender, loan, AHEAD, Effect.REDUCE_TERM)
        assert [str(each.balance.amount) for each in owed(lender, client)] == ["9455.96"] * 3 + ["6166.64"]
        assert balances(lender)["LOANS"] == 3_296_691
        assert "LOAN_ADVANCES" not in balances(lender)
        with lender.act(CLERK) as act:
            kept = next(each for each in queries.events(act, loan) if each.payment_id == paid.id).event
        assert isinstance(kept, Payment)
        assert kept.effect is Effect.REDUCE_TERM, "the choice is evidence"

    def test_pp_q_and_its_reversal(self, lender: Lender) -> None:
        client, loan = after_six(lender)
        paid = ahead(lender, loan, AHEAD, Effect.REDUCE_INSTALLMENT)
        assert [str(each.balance.amount) for each in owed(lender, client)] == ["5885.44"] * 5 + ["5885.47"]
        lender.house.reverse(paid.id)
        assert [str(each.balance.amount) for each in owed(lender, client)] == ["9455.96"] * 5 + ["9455.97"]
        assert balances(lender)["LOANS"] == 5_296_691

    def test_what_is_due_goes_first_and_other_debts_are_left_alone(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell(arrears=ARREARS)
        client = lender.house.client()
        other = lender.house.debt(client, "500", JANUARY)
        loan = lender.lend(client).id
        lender.on(date(2026, 2, 20))
        due = sum(lender.state(loan).due)
        ahead(lender, loan, "20000", Effect.REDUCE_TERM)
        state = lender.state(loan)
        assert sum(state.due) == 0
        assert due + state.prepaid_principal + state.instalments[1].paid[3] == 2_000_000
        assert str(lender.house.due(other.id).balance.amount) == "500.00"

    def test_an_instalment_ahead_waits(self, lender: Lender) -> None:
        client, loan = after_six(lender)
        ahead(lender, loan, "9455.96", Effect.ADVANCE)
        assert balances(lender)["LOAN_ADVANCES"] == -945_596
        assert len(owed(lender, client)) == 5

    def test_with_a_fixed_sum_of_interest_there_is_no_choice(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell("plano", method=Method.FLAT)
        loan = lender.lend(lender.house.client(), code="plano").id
        with pytest.raises(Invalid):
            ahead(lender, loan, "5000", Effect.REDUCE_TERM)
        ahead(lender, loan, "5000", Effect.ADVANCE)

    def test_nothing_is_prepaid_of_what_is_not_running(self, lender: Lender) -> None:
        _, loan = after_six(lender)
        close(lender, loan, "52966.91")
        with pytest.raises(NotInThatState):
            ahead(lender, loan, "1", Effect.REDUCE_TERM)
        with pytest.raises(NotInThatState):
            close(lender, loan)


class TestPayingOff:
    def test_exactly_what_closes_it_that_day(self, lender: Lender) -> None:
        client, loan = after_six(lender)
        lender.on(date(2026, 7, 20))
        with pytest.raises(PayoffChanged):
            close(lender, loan, "52966.91")
        paid = close(lender, loan)
        assert paid.amount.minor == 5_296_691 + round(5_296_691 * 0.02 * 10 / 31)
        assert paid.credit.is_zero
        found = lender.loan(loan)
        assert (found.status, found.closed_on, owed(lender, client)) == ("paid", date(2026, 7, 20), [])
        assert "LOANS" not in balances(lender)

    def test_what_was_paid_ahead_counts(self, lender: Lender) -> None:
        _, loan = after_six(lender)
        ahead(lender, loan, "10000", Effect.ADVANCE)
        assert str(close(lender, loan).amount.amount) == "42966.91"
        assert "LOAN_ADVANCES" not in balances(lender)

    def test_more_than_what_closes_it_with_money_ahead_is_left_to_the_client(self, lender: Lender) -> None:
        client, loan = after_six(lender)
        first = ahead(lender, loan, "10000", Effect.ADVANCE)
        last = ahead(lender, loan, "43000", Effect.ADVANCE)
        assert (first.credit.is_zero, str(last.credit.amount)) == (True, "33.09")
        found = balances(lender)
        assert (lender.loan(loan).status, owed(lender, client)) == ("paid", [])
        assert ("LOAN_ADVANCES" in found, found["CUSTOMER_CREDIT"]) == (False, -3_309)
        lender.house.reverse(last.id)
        assert lender.loan(loan).status == "active"
        assert balances(lender)["LOAN_ADVANCES"] == -1_000_000
