"""Each state of a loan and each thing one may try with it: what is let, and by what name the rest is refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import (
    Charge,
    Chosen,
    Freeze,
    HandOver,
    RenewLoan,
    Restructure,
    SomethingHappened,
    Waiver,
)
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.happenings import Effect
from caudal.business.loans.rules.product import Wish
from caudal.business.loans.rules.terms import LoanRate, RateKind
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import PayOff, Prepay, Received
from caudal.commons.acts.act import Act, Actor
from caudal.flows import end_of_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from tests.business.house import add_up
from tests.business.loans.lender import ARREARS, CASHIER, CLERK, MANAGER, Lender
from tests.business.loans.test_lending import balances
from tests.business.loans.test_renewing import renew

JANUARY, MARCH = date(2026, 1, 10), date(2026, 3, 20)
HALF = LoanRate(RateKind.PERIODIC, Decimal("0.01"))
DIRECTOR = Actor(14, "Sara", "director", (1, 2, 3), frozenset())


def lent(lender: Lender) -> UUID:
    """Handed over in January, nothing paid; today is the tenth."""
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS, renewal_after=0)
    return lender.lend(lender.house.client()).id


def late(lender: Lender) -> UUID:
    loan = lent(lender)
    lender.on(MARCH)
    return loan


def paid(lender: Lender) -> UUID:
    loan = late(lender)
    close_it(lender, loan)
    return loan


def written_off(lender: Lender) -> UUID:
    loan = late(lender)
    with lender.act(MANAGER, "no aparece") as act:
        commands.write_off(act, loan)
    return loan


def recovered(lender: Lender) -> UUID:
    loan = written_off(lender)
    close_it(lender, loan)
    return loan


def renewed(lender: Lender) -> UUID:
    loan = lent(lender)
    lender.on(date(2026, 2, 10))
    lender.house.pay(lender.loan(loan).party_id, "9455.96")
    renew(lender, loan)
    return loan


def asked(lender: Lender) -> UUID:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS, renewal_after=0)
    return lender.ask(lender.house.client()).id


def decided(lender: Lender, *, approve: bool) -> UUID:
    loan = asked(lender)
    with lender.act(MANAGER, "" if approve else "no comprueba ingresos") as act:
        commands.decide(act, loan, approve=approve)
    return loan


def cancelled(lender: Lender) -> UUID:
    loan = asked(lender)
    with lender.act(CLERK, "ya no quiere") as act:
        commands.cancel_loan(act, loan)
    return loan


def undone(lender: Lender) -> UUID:
    loan = lent(lender)
    take_back(lender, loan)
    return loan


def close_it(lender: Lender, loan: UUID) -> UUID:
    with lender.act(CASHIER) as act:
        return payments.pay_off(act, PayOff(loan, Received("cash"))).id


def take_back(lender: Lender, loan: UUID) -> None:
    with lender.act(MANAGER, "se entregó a otra persona") as act:
        payments.undo_hand_over(act, loan)


STATES: dict[str, Callable[[Lender], UUID]] = {
    "applied": asked,
    "approved": lambda lender: decided(lender, approve=True),
    "rejected": lambda lender: decided(lender, approve=False),
    "active": lent,
    "late": late,
    "paid": paid,
    "renewed": renewed,
    "written_off": written_off,
    "recovered": recovered,
    "cancelled": cancelled,
    "undone": undone,
}


def _renew(act: Act, loan: UUID) -> Any:
    wish = Wish(principal=Money.of("150000", "MXN"), disbursed_on=act.business_date)
    return commands.ask_renewal(act, loan, RenewLoan(wish))


def _some(amount: str) -> Money:
    return Money.of(amount, "MXN")


def _ahead(loan: UUID) -> Prepay:
    return Prepay(loan, _some("20000"), Effect.REDUCE_TERM, Received("cash"))


ACTS: dict[str, tuple[Actor, Callable[[Act, UUID], Any]]] = {
    "approve": (MANAGER, lambda act, loan: commands.decide(act, loan, approve=True)),
    "disburse": (CASHIER, lambda act, loan: payments.hand_over(act, loan, HandOver())),
    "cancel": (CLERK, commands.cancel_loan),
    "undo_disbursement": (DIRECTOR, payments.undo_hand_over),
    "pay": (CASHIER, lambda act, loan: commands.LOANS.choose(act, Chosen(loan), loan, _some("10"), act.business_date)),
    "prepay": (CASHIER, lambda act, loan: payments.prepay(act, _ahead(loan))),
    "pay_off": (CASHIER, lambda act, loan: payments.pay_off(act, PayOff(loan, Received("cash")))),
    "waive": (MANAGER, lambda act, loan: commands.waive(act, loan, Waiver(Component.ARREARS))),
    "charge": (MANAGER, lambda act, loan: commands.charge(act, loan, Charge(_some("50")))),
    "freeze": (MANAGER, lambda act, loan: commands.freeze(act, loan, Freeze(act.business_date.replace(month=12)))),
    "change_rate": (MANAGER, lambda act, loan: commands.change_rate(act, loan, HALF)),
    "accelerate": (MANAGER, commands.accelerate),
    "restructure": (MANAGER, lambda act, loan: commands.restructure(act, loan, Restructure(24))),
    "write_off": (MANAGER, commands.write_off),
    "renew": (CLERK, _renew),
}  # fmt: skip

ALLOWED = {
    "applied": "approve cancel",
    "approved": "disburse cancel",
    "rejected": "",
    "active": "undo_disbursement pay prepay pay_off charge freeze change_rate restructure renew",
    "late": "undo_disbursement pay prepay pay_off waive charge freeze change_rate accelerate restructure"
    " write_off renew",
    "paid": "",
    "renewed": "",
    "written_off": "pay prepay pay_off",
    "recovered": "",
    "cancelled": "",
    "undone": "",
}
"""What each state lets; everything else is refused with the name of its problem, and nothing changes."""

OTHERWISE = {
    ("active", "waive"): "nada-que-condonar",
    ("active", "accelerate"): "cambio-sin-efecto",
    ("active", "write_off"): "cambio-sin-efecto",
    **{(state, "renew"): "renovacion-imposible" for state in STATES},
}
USUAL = "prestamo-en-otro-estado"


@pytest.mark.parametrize("state", STATES)
def test_what_may_be_done_in_each_state(lender: Lender, state: str) -> None:
    loan = STATES[state](lender)
    before, books = lender.loan(loan), balances(lender)
    told: dict[str, str] = {}
    for name, (actor, do) in ACTS.items():
        try:
            with lender.act(actor, "una razón") as act:
                nested = act.db.begin_nested()
                do(act, loan)
                nested.rollback()
            told[name] = "allowed"
        except Problem as refused:
            told[name] = refused.type
    expected = {
        name: "allowed" if name in ALLOWED[state].split() else OTHERWISE.get((state, name), USUAL)
        for name in ACTS
    }
    assert told == expected
    assert (lender.loan(loan), balances(lender)) == (before, books), "trying leaves nothing"
    add_up(lender.house)


class TestRecovering:
    def test_collected_whole_it_is_recovered_and_undone_it_is_given_up_again(self, lender: Lender) -> None:
        loan = written_off(lender)
        assert lender.loan(loan).status == "written_off"
        payment = close_it(lender, loan)
        found = lender.loan(loan)
        assert (found.status, found.closed_on, found.outstanding.is_zero) == ("recovered", MARCH, True)
        lender.on(date(2026, 4, 2))
        assert lender.state(loan).closed_on == MARCH, "the day of the last payment, whenever it is asked"
        lender.house.reverse(payment)
        assert lender.loan(loan).status == "written_off"
        add_up(lender.house)

    def test_part_of_it_is_not_enough(self, lender: Lender) -> None:
        loan = written_off(lender)
        lender.house.pay(lender.loan(loan).party_id, "5000")
        assert lender.loan(loan).status == "written_off"
        add_up(lender.house)


class TestClosedInArrears:
    def test_reversing_what_closed_it_opens_it_as_late_as_it_was(self, lender: Lender) -> None:
        loan = late(lender)
        before = lender.loan(loan)
        payment = close_it(lender, loan)
        assert lender.loan(loan).status == "paid"
        lender.house.reverse(payment)
        after = lender.loan(loan)
        assert (after.status, after.oldest_due_on, after.outstanding, after.closed_on) == (
            "active",
            before.oldest_due_on,
            before.outstanding,
            None,
        )
        assert after.days_past_due(MARCH) == before.days_past_due(MARCH) == 38
        add_up(lender.house)


class TestWriteOffAndTheClose:
    @pytest.mark.parametrize("first", ["close", "write_off"])
    def test_of_the_same_day_agree_in_any_order(self, lender: Lender, first: str) -> None:
        loan = late(lender)
        self._close(lender, MARCH)
        lender.house.later(days=1)
        day = MARCH.replace(day=21)
        if first == "close":
            self._close(lender, day)
        with lender.act(MANAGER, "no aparece") as act:
            commands.write_off(act, loan, day)
        self._close(lender, day)
        add_up(lender.house)
        found = balances(lender)
        assert "LOANS" not in found
        assert "INTEREST_RECEIVABLE" not in found, "what was not collected is not income"
        alive = lender.house.one("select count(*) from loan_days where business_date = :day", day=day)[0]
        assert alive == 0
        self._close(lender, day)
        assert balances(lender) == found

    def _close(self, lender: Lender, day: date) -> None:
        end_of_day.close_day(lender.house.engine, lender.house.at, 1, day)


class TestUndoingAHandOver:
    def test_the_money_is_back_and_nothing_is_owed(self, lender: Lender) -> None:
        before = balances(lender)
        loan = lent(lender)
        lender.on(date(2026, 1, 15))
        take_back(lender, loan)
        assert balances(lender) == before
        found = lender.loan(loan)
        assert (found.status, found.outstanding.is_zero, found.closed_on) == (
            "cancelled",
            True,
            date(2026, 1, 15),
        )
        assert lender.state(loan, date(2026, 1, 14)).principal == 10_000_000, "until then it was lent"
        owed = lender.house.one("select coalesce(sum(open), 0) from receivables where kind = 'loan'")[0]
        assert owed == 0
        add_up(lender.house)

    def test_a_later_close_takes_its_interest_back(self, lender: Lender) -> None:
        loan = lent(lender)
        end_of_day.close_day(lender.house.engine, lender.house.at, 1, JANUARY)
        lender.on(date(2026, 1, 15))
        end_of_day.close_day(lender.house.engine, lender.house.at, 1, date(2026, 1, 14))
        assert balances(lender)["INTEREST_RECEIVABLE"] > 0
        take_back(lender, loan)
        end_of_day.close_day(lender.house.engine, lender.house.at, 1, date(2026, 1, 15))
        assert "INTEREST_RECEIVABLE" not in balances(lender)
        add_up(lender.house)

    def test_not_after_something_happened_and_again_once_it_is_undone(self, lender: Lender) -> None:
        loan = late(lender)
        payment = lender.house.pay(lender.loan(loan).party_id, "9455.96")
        with pytest.raises(SomethingHappened):
            take_back(lender, loan)
        lender.house.reverse(payment.id)
        take_back(lender, loan)
        assert lender.loan(loan).status == "cancelled"
        with pytest.raises(commands.NotInThatState):
            take_back(lender, loan)
        add_up(lender.house)

    def test_a_renewal_leaves_both_loans_as_before(self, lender: Lender) -> None:
        loan = late(lender)
        lender.house.pay(lender.loan(loan).party_id, "10200")
        before, books = lender.loan(loan), balances(lender)
        new = renew(lender, loan, "150000")
        assert new.late_when_renewed > 0
        take_back(lender, new.id)
        after = lender.loan(loan)
        assert (after.status, after.outstanding, after.oldest_due_on, after.closed_on) == (
            "active",
            before.outstanding,
            before.oldest_due_on,
            None,
        )
        assert balances(lender) == books
        assert lender.loan(new.id).status == "cancelled"
        with lender.act(CLERK) as act:
            assert queries.renewing(act, loan) is None
        renew(lender, loan, "150000")
        assert lender.loan(loan).status == "renewed"
        add_up(lender.house)

    def test_a_renewal_with_something_paid_is_not(self, lender: Lender) -> None:
        loan = lent(lender)
        lender.on(date(2026, 2, 10))
        lender.house.pay(lender.loan(loan).party_id, "9455.96")
        new = renew(lender, loan, "150000")
        lender.house.pay(lender.loan(loan).party_id, "500")
        books = balances(lender)
        with pytest.raises(SomethingHappened):
            take_back(lender, new.id)
        assert (lender.loan(loan).status, balances(lender)) == ("renewed", books)
