"""A line of credit in the house: opened, drawn, cut, paid, reviewed, blocked and closed; and the books balance."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import (
    Draw,
    HasLaterPayments,
    LineBlocked,
    NotALine,
    NothingToChange,
    OverLimit,
    Review,
    SamePerson,
)
from caudal.business.loans.rules import lines
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.lines import LineState
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import PayOff, Received
from caudal.flows import end_of_day
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid
from caudal.ledger.commands import InsufficientFunds
from tests.business.loans.lender import CASHIER, MANAGER, Lender
from tests.business.loans.test_lending import balances, owed

OPENED = date(2026, 1, 1)
CUT, DUE = date(2026, 2, 1), date(2026, 2, 21)


@pytest.fixture
def lent(lender: Lender) -> Lender:
    lender.on(OPENED)
    return lender


def line(lender: Lender, loan_id: UUID, on: date | None = None) -> LineState:
    told = lender.state(loan_id, on).line
    assert told is not None
    return told


def close(lender: Lender, day: date) -> None:
    lender.on(day)
    end_of_day.close_day(lender.house.engine, lender.house.at, 1, day)


class TestOpening:
    def test_nothing_is_owed_and_nothing_leaves_the_till(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        assert (loan.status, loan.outstanding.minor, owed(lent, client)) == ("active", 0, [])
        assert balances(lent) == {"CASH": 100_000_000, "CAPITAL": -100_000_000}
        assert line(lent, loan.id).available == 50_000_00


class TestDrawing:
    def test_it_leaves_the_till_and_is_lent(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        assert str(lent.draw(loan.id, "20000").outstanding.amount) == "20000.00"
        assert balances(lent) == {"CASH": 98_000_000, "CAPITAL": -100_000_000, "LOANS": 2_000_000}
        assert line(lent, loan.id).available == 30_000_00

    def test_never_more_than_there_is(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        lent.draw(loan.id, "50000")
        with pytest.raises(lines.OverLimit, match=r"Quedan 0\.00 MXN"):
            lent.draw(loan.id, "0.01")

    def test_who_approved_the_line_does_not_hand_it_over(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        with pytest.raises(SamePerson), lent.act(MANAGER) as act:
            commands.draw(act, loan.id, Draw(Money.of(1, "MXN")))

    def test_two_at_once_do_not_take_the_same_money(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())

        def one(_: int) -> str:
            try:
                lent.draw(loan.id, "30000")
            except lines.OverLimit:
                return "refused"
            return "drawn"

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(one, range(2))) == ["drawn", "refused"]
        assert line(lent, loan.id).used == 30_000_00

    def test_what_the_till_does_not_have_is_not_drawn(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client(), "2000000")
        with pytest.raises(InsufficientFunds):
            lent.draw(loan.id, "1500000")

    def test_dated_before_a_payment_it_is_refused(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "1000")
        close(lent, CUT)
        lent.on(DUE)
        lent.house.pay(client, "500")
        with pytest.raises(HasLaterPayments):
            lent.draw(loan.id, "1000", CUT)
        with pytest.raises(Invalid):
            lent.draw(loan.id, "1000", DUE + timedelta(days=1))

    @pytest.mark.parametrize("amount", [Money.of(0, "MXN"), Money.of(-1, "MXN"), Money.of(1, "DOP")])
    def test_what_is_not_an_amount(self, lent: Lender, amount: Money) -> None:
        loan = lent.line(lent.house.client())
        with pytest.raises(InvalidAmount), lent.act(CASHIER) as act:
            commands.draw(act, loan.id, Draw(amount))

    def test_an_ordinary_loan_has_nothing_to_draw(self, lent: Lender) -> None:
        lent.sell()
        loan = lent.lend(lent.house.client())
        with pytest.raises(NotALine):
            lent.draw(loan.id, "1")

    def test_it_is_paid_back_not_undone(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        lent.draw(loan.id, "1000")
        with lent.act(MANAGER) as act:
            (event,) = queries.events(act, loan.id)
        with pytest.raises(Invalid), lent.act(MANAGER, "Me equivoqué") as act:
            commands.undo(act, loan.id, event.id)


class TestCut:
    def test_the_minimum_is_owed_like_any_instalment(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "20000")
        close(lent, CUT - timedelta(days=1))
        assert owed(lent, client) == []
        close(lent, CUT)
        (debt,) = owed(lent, client)
        assert (debt.concept, debt.due_on, str(debt.amount.amount)) == (
            f"Pago mínimo 1 · {loan.folio}", DUE, "1620.00",
        )  # fmt: skip
        assert balances(lent)["INTEREST_RECEIVABLE"] == 62_000

    def test_late_it_is_in_arrears_and_nothing_more_is_drawn(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "20000")
        close(lent, CUT)
        close(lent, DUE + timedelta(days=3))
        assert lent.loan(loan.id).days_past_due(DUE + timedelta(days=3)) == 3
        with pytest.raises(LineBlocked, match="4 días de mora"):
            lent.draw(loan.id, "1")
        lent.house.pay(client, "2000")
        assert line(lent, loan.id).used < 20_000_00
        lent.draw(loan.id, "1")

    def test_what_is_paid_beyond_the_minimum_can_be_drawn_again(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "50000")
        close(lent, CUT)
        lent.on(DUE)
        with lent.act(CASHIER) as act:
            how = Received("cash")
            effect = queries.events(act, loan.id)
            assert len(effect) == 1
            payments.pay_off(act, PayOff(loan.id, how))
        found = lent.loan(loan.id)
        assert (found.status, found.outstanding.minor, owed(lent, client)) == ("active", 0, [])
        assert line(lent, loan.id).available == 50_000_00
        lent.draw(loan.id, "50000")
        close(lent, date(2026, 3, 1))
        assert lent.state(loan.id).instalments[-1].due[Component.INTEREST] == 50_000_00 * 36 * 28 // 36_000

    def test_a_payment_undone_uses_the_line_again(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "20000")
        close(lent, CUT)
        lent.on(DUE)
        with lent.act(CASHIER) as act:
            paid = payments.pay_off(act, PayOff(loan.id, Received("cash")))
        lent.house.reverse(paid.id)
        assert lent.loan(loan.id).outstanding.minor == 20_000_00
        assert [str(each.amount.amount) for each in owed(lent, client)] == ["1620.00"]

    def test_when_it_ends_everything_is_owed_and_then_it_is_closed(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client, periods=2)
        lent.draw(loan.id, "10000")
        close(lent, CUT)
        close(lent, date(2026, 3, 1))
        assert sum(each.amount.minor for each in owed(lent, client)) > 10_000_00
        with pytest.raises(LineBlocked):
            lent.draw(loan.id, "1")
        lent.on(date(2026, 3, 2))
        with lent.act(CASHIER) as act:
            payments.pay_off(act, PayOff(loan.id, Received("cash")))
        assert lent.loan(loan.id).status == "paid"


class TestReview:
    def test_the_limit_of_who_reviews_is_that_of_who_approves(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        with pytest.raises(OverLimit), lent.act(CASHIER, "Sube") as act:
            commands.review(act, loan.id, Review(Money.of(80_000, "MXN")))
        with lent.act(MANAGER, "Revisión anual") as act:
            commands.review(act, loan.id, Review(Money.of(80_000, "MXN"), 24))
        found = line(lent, loan.id)
        assert (found.limit, found.available, found.ends_on) == (80_000_00, 80_000_00, date(2028, 1, 1))
        with pytest.raises(NothingToChange), lent.act(MANAGER, "Otra vez") as act:
            commands.review(act, loan.id, Review(Money.of(80_000, "MXN")))

    def test_below_what_is_used_nothing_is_left(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        lent.draw(loan.id, "20000")
        with lent.act(MANAGER, "Baja") as act:
            commands.review(act, loan.id, Review(Money.of(5_000, "MXN")))
        assert line(lent, loan.id).available == 0
        with pytest.raises(lines.OverLimit):
            lent.draw(loan.id, "1")

    def test_blocked_until_it_is_said_otherwise(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        with lent.act(MANAGER, "Cambió de trabajo") as act:
            commands.block(act, loan.id)
        with pytest.raises(LineBlocked, match="bloqueada"):
            lent.draw(loan.id, "1")
        with pytest.raises(NothingToChange), lent.act(MANAGER, "Otra vez") as act:
            commands.block(act, loan.id)
        with lent.act(MANAGER, "Ya comprobó") as act:
            commands.block(act, loan.id, blocked=False)
        lent.draw(loan.id, "1")

    def test_closed_when_nothing_is_owed(self, lent: Lender) -> None:
        loan = lent.line(lent.house.client())
        lent.draw(loan.id, "1")
        with pytest.raises(NothingToChange, match=r"1\.00 MXN"), lent.act(MANAGER, "Ya no la quiere") as act:
            commands.end_line(act, loan.id)
        with lent.act(CASHIER) as act:
            payments.pay_off(act, PayOff(loan.id, Received("cash")))
        with lent.act(MANAGER, "Ya no la quiere") as act:
            assert commands.end_line(act, loan.id).status == "paid"

    def test_restructured_it_is_an_ordinary_loan(self, lent: Lender) -> None:
        client = lent.house.client()
        loan = lent.line(client)
        lent.draw(loan.id, "12000")
        with lent.act(MANAGER, "Convenio") as act:
            commands.restructure(act, loan.id, commands.Restructure(periods=12))
        assert len(owed(lent, client)) == 12
        assert lent.state(loan.id).line is None
        with pytest.raises(NotALine):
            lent.draw(loan.id, "1")


STEPS = st.lists(
    st.tuples(st.sampled_from(["draw", "pay", "month"]), st.integers(1, 30_000)), min_size=1, max_size=7
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_what_is_drawn_less_what_is_paid_is_owed(
    lender: Lender, steps: list[tuple[str, int]]
) -> None:
    """And available is never below zero, and after every example the books balance."""
    lender.on(OPENED)
    client = lender.house.client()
    loan = lender.line(client).id
    took, day = 0, OPENED
    for what, amount in steps:
        if what == "month":
            day += timedelta(days=amount % 40 + 1)
            close(lender, day)
        elif what == "pay":
            lender.house.pay(client, str(amount))
        else:
            try:
                lender.draw(loan, str(amount))
                took += amount * 100
            except (lines.OverLimit, LineBlocked, HasLaterPayments):
                continue
        state, found = lender.state(loan), line(lender, loan)
        gave = sum(each.amount for each in state.applied if each.component is Component.PRINCIPAL)
        assert took - gave == state.principal == lender.loan(loan).outstanding.minor
        assert 0 <= found.available <= found.limit == Decimal(50_000_00)
