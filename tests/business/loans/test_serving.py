"""What the house decides about a running loan, and its entries. After each test the books balance."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import (
    Charge,
    ChargeWithoutProof,
    Freeze,
    HasLaterPayments,
    NothingToChange,
    NothingToWaive,
    NotInThatState,
    OverLimit,
    Restructure,
    Waiver,
)
from caudal.business.loans.queries import LoanFilter, LoanRecord
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.ceilings import OverCeiling
from caudal.business.loans.rules.happenings import Charged
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind
from caudal.commons.acts.act import Actor
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.ledger.commands import AlreadyReversed
from tests.business.loans.lender import ARREARS, CLERK, MANAGER, Lender
from tests.business.loans.test_lending import balances, owed

JANUARY = date(2026, 1, 10)
LATE = date(2026, 3, 20)
SUPERVISOR = Actor(14, "Sara", "supervisor", (1, 2, 3), frozenset())


def mxn(amount: str) -> Money:
    return Money.of(amount, "MXN")


def late(lender: Lender, day: date = LATE) -> tuple[UUID, UUID]:
    """AM-FR with its first two instalments unpaid."""
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    client = lender.house.client()
    loan = lender.lend(client).id
    lender.on(day)
    return client, loan


def done(
    lender: Lender, what: Any, loan: UUID, *args: Any, actor: Actor = MANAGER, **more: Any
) -> LoanRecord:
    with lender.act(actor, reason="así se acordó") as act:
        found: LoanRecord = what(act, loan, *args, **more)
        return found


def last_event(lender: Lender, loan: UUID) -> int:
    with lender.act(CLERK) as act:
        return queries.events(act, loan)[-1].id


def last_charge(lender: Lender, loan: UUID) -> int:
    with lender.act(CLERK) as act:
        return next(each.id for each in queries.events(act, loan) if each.kind == "charge")


class TestWaiving:
    def test_arrears_without_an_entry(self, lender: Lender) -> None:
        client, loan = late(lender)
        before, arrears = balances(lender), lender.state(loan).due[2]
        assert arrears > 0
        done(lender, commands.waive, loan, Waiver(Component.ARREARS))
        state = lender.state(loan)
        assert (state.due[2], sum(each.waived[2] for each in state.instalments)) == (0, arrears)
        assert balances(lender) == before, "arrears are income when they are collected"
        assert len(owed(lender, client)) == 12

    def test_interest_is_taken_back_from_income(self, lender: Lender) -> None:
        client, loan = late(lender)
        done(lender, commands.waive, loan, Waiver(Component.INTEREST, mxn("500")))
        found = balances(lender)
        assert (found["INTEREST"], found["INTEREST_RECEIVABLE"]) == (50_000, -50_000)
        assert [str(each.balance.amount) for each in owed(lender, client)][:2] == ["8955.96", "9455.96"]

    def test_capital_is_a_loss(self, lender: Lender) -> None:
        client, loan = late(lender)
        done(lender, commands.waive, loan, Waiver(Component.PRINCIPAL, mxn("1000")))
        found = balances(lender)
        assert (found["BAD_DEBT"], found["LOANS"]) == (100_000, 9_900_000)
        assert lender.loan(loan).outstanding.minor == 9_900_000
        assert str(owed(lender, client)[0].balance.amount) == "8455.96"

    def test_no_more_than_is_due_nor_than_the_role_may(self, lender: Lender) -> None:
        _, loan = late(lender)
        with pytest.raises(NothingToWaive):
            done(lender, commands.waive, loan, Waiver(Component.CHARGE))
        with pytest.raises(NothingToWaive):
            done(lender, commands.waive, loan, Waiver(Component.PRINCIPAL, mxn("99000")))
        with pytest.raises(OverLimit):
            done(lender, commands.waive, loan, Waiver(Component.PRINCIPAL, mxn("6000")), actor=SUPERVISOR)
        with pytest.raises(OverLimit):
            done(lender, commands.waive, loan, Waiver(Component.ARREARS), actor=CLERK)
        with pytest.raises(Invalid), lender.act(MANAGER) as act:
            commands.waive(act, loan, Waiver(Component.ARREARS))

    def test_what_is_left_can_close_it(self, lender: Lender) -> None:
        client, loan = late(lender, date(2027, 2, 1))
        lender.house.pay(client, str(Money.from_minor(sum(lender.state(loan).due) - 5_000, "MXN").amount))
        done(lender, commands.waive, loan, Waiver(Component.PRINCIPAL))
        assert lender.loan(loan).status == "paid"
        with pytest.raises(NotInThatState):
            done(lender, commands.waive, loan, Waiver(Component.ARREARS))
        done(lender, commands.undo, loan, last_event(lender, loan))
        assert lender.loan(loan).status == "active"
        assert "BAD_DEBT" not in balances(lender)


class TestCharging:
    def test_an_expense_joins_the_oldest_overdue_instalment(self, lender: Lender) -> None:
        client, loan = late(lender)
        done(lender, commands.charge, loan, Charge(mxn("300")))
        assert str(owed(lender, client)[0].balance.amount) == "9755.96"
        assert "LOAN_FEES" not in balances(lender)
        lender.house.pay(client, "300")
        assert balances(lender)["LOAN_FEES"] == -30_000
        done(lender, commands.undo, loan, last_charge(lender, loan))
        assert "LOAN_FEES" not in balances(lender), "what paid it pays what else was due"

    def test_in_colombia_only_with_a_proven_act_of_collection(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.fund("100000000", currency="COP")
        limits = {"gerente": Money.of(50_000_000, "COP")}
        lender.sell("co", currency="COP", limits=limits, rate=LoanRate(RateKind.PERIODIC, Decimal("0.015")))
        loan = lender.lend(lender.house.client(), "1000000", code="co", currency="COP").id
        cop = Money.of("25000", "COP")
        with pytest.raises(ChargeWithoutProof):
            done(lender, commands.charge, loan, Charge(cop))
        done(lender, commands.charge, loan, Charge(cop, proof="Carta entregada el 8 de enero, guía 4471"))
        done(lender, commands.charge, loan, Charge(cop, Component.INSURANCE))
        assert lender.state(loan).instalments[0].due[:2] == (2_500_000, 2_500_000)


class TestPausing:
    def test_a_freeze_stops_arrears_and_days(self, lender: Lender) -> None:
        _, loan = late(lender)
        arrears = lender.state(loan).due[2]
        done(lender, commands.freeze, loan, Freeze(date(2026, 4, 5)))
        lender.on(date(2026, 4, 5))
        state = lender.state(loan)
        assert (state.due[2], state.days_past_due) == (arrears, 38)
        with lender.act(CLERK) as act:
            assert queries.late(act, [queries.loan(act, loan)]) == {loan: queries.Late(arrears, 38)}
        with pytest.raises(Invalid):
            done(lender, commands.freeze, loan, Freeze(date(2029, 4, 5)))

    def test_the_list_of_the_late_counts_as_the_file_does(self, lender: Lender) -> None:
        client, loan = late(lender, date(2026, 2, 12))
        other = lender.lend(client).id

        def listed() -> list[UUID]:
            with lender.act(CLERK) as act:
                page = queries.loans(act, LoanFilter(status="late"))
                found = [each.id for each in page.items]
                own = queries.late(act, [queries.loan(act, loan)]).get(loan)
                assert (loan in found) == bool(own and own.days), "the list and the file"
                assert page.totals["count"] == len(found)
                return found

        assert listed() == [loan], "two days late; the other has nothing past due"
        done(lender, commands.freeze, loan, Freeze(date(2026, 6, 30), on=date(2026, 2, 10)))
        assert listed() == [], "every day since it was due is frozen"
        lender.on(date(2026, 4, 5))
        assert listed() == [other]
        done(lender, commands.unfreeze, loan)
        assert listed() == [other]
        lender.on(date(2026, 4, 6))
        assert listed() == [other, loan]
        done(lender, commands.undo, loan, last_event(lender, loan))
        assert listed() == [other]

    def test_thawed_it_runs_again_and_the_frozen_days_stay(self, lender: Lender) -> None:
        client, loan = late(lender)
        arrears = lender.state(loan).due[2]
        with pytest.raises(NothingToChange):
            done(lender, commands.unfreeze, loan)
        done(lender, commands.freeze, loan, Freeze(date(2026, 6, 30), interest=True))
        lender.on(date(2026, 4, 5))
        accrued = lender.state(loan).accrued
        done(lender, commands.unfreeze, loan)
        assert (lender.state(loan).due[2], lender.state(loan).days_past_due) == (arrears, 38)
        lender.on(date(2026, 4, 6))
        state = lender.state(loan)
        one_day = round(2 * (945_596 - 190_000) * 0.36 / 360)
        assert abs(state.due[2] - arrears - one_day) < 30
        assert (state.days_past_due, state.accrued > accrued) == (39, True)
        done(lender, commands.undo, loan, last_event(lender, loan))
        assert lender.state(loan).due[2] == arrears, "the freeze goes on"
        lender.house.pay(client, "9455.96")

    def test_what_is_charged_says_of_what(self, lender: Lender) -> None:
        _, loan = late(lender)
        done(lender, commands.charge, loan, Charge(mxn("300"), concept="  Visita   a domicilio "))
        with lender.act(CLERK) as act:
            event = queries.events(act, loan)[-1].event
        assert isinstance(event, Charged)
        assert event.concept == "Visita a domicilio"

    def test_another_rate_makes_another_instalment(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client).id
        done(lender, commands.change_rate, loan, LoanRate(RateKind.PERIODIC, Decimal("0.01")))
        assert str(owed(lender, client)[0].balance.amount) == "8884.88"
        lender.sell("plano", method=Method.FLAT)
        flat = lender.lend(client, code="plano").id
        with pytest.raises(NothingToChange):
            done(lender, commands.change_rate, flat, LoanRate(RateKind.PERIODIC, Decimal("0.01")))

    def test_no_rate_over_the_ceiling(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.fund("100000000", currency="COP")
        lender.sell(
            "co", currency="COP", limits={"gerente": Money.of(50_000_000, "COP")},
            rate=LoanRate(RateKind.PERIODIC, Decimal("0.015")),
        )  # fmt: skip
        loan = lender.lend(lender.house.client(), "1000000", code="co", currency="COP").id
        with pytest.raises(OverCeiling):
            done(lender, commands.change_rate, loan, LoanRate(RateKind.PERIODIC, Decimal("0.02")))

    def test_everything_is_called_due_only_when_late(self, lender: Lender) -> None:
        client, loan = late(lender)
        done(lender, commands.accelerate, loan)
        assert [each.due_on for each in owed(lender, client)] == [date(2026, 2, 10), date(2026, 3, 10), LATE]
        state = lender.state(loan)
        assert state.due[4] == 10_000_000
        lender.house.pay(client, str(Money.from_minor(state.payoff, "MXN").amount))
        assert lender.loan(loan).status == "paid"
        lender.on(JANUARY)
        current = lender.lend(client).id
        with pytest.raises(NothingToChange):
            done(lender, commands.accelerate, current)


class TestRestructuring:
    def test_the_balance_goes_on_and_the_days_stay(self, lender: Lender) -> None:
        client, loan = late(lender)
        before = lender.state(loan)
        interest, arrears = before.due[3] + before.to_close[3], before.due[2]
        done(
            lender, commands.restructure, loan,
            Restructure(24, capitalise=frozenset({Component.INTEREST}), forgive=frozenset({Component.ARREARS})),
        )  # fmt: skip
        state = lender.state(loan)
        assert (state.principal, state.due_total, state.days_kept) == (10_000_000 + interest, 0, 38)
        assert arrears > 0
        found = balances(lender)
        assert (found["LOANS"], found["INTEREST_RECEIVABLE"]) == (10_000_000 + interest, -interest)
        assert "INTEREST" not in found
        rows = owed(lender, client)
        assert (len(rows), rows[0].concept) == (24, "Cuota 1 de 24 · LN-0001")
        record = lender.loan(loan)
        assert record.days_past_due(LATE) == 38, "it stays in the portfolio at risk"
        lender.house.pay(client, str(rows[0].balance.amount), received_on=LATE)

    def test_what_is_not_capitalised_is_due_at_once(self, lender: Lender) -> None:
        client, loan = late(lender)
        before = lender.state(loan)
        done(lender, commands.restructure, loan, Restructure(12))
        rows = owed(lender, client)
        assert (len(rows), rows[0].concept) == (13, "Saldo de antes de reestructurar · LN-0001")
        state = lender.state(loan)
        assert (state.due[2], state.due[3]) == (before.due[2], before.due[3] + before.to_close[3])
        lender.house.pay(client, str(Money.from_minor(state.due_total, "MXN").amount))
        assert lender.state(loan).due_total == 0

    def test_what_was_held_goes_to_capital(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client).id
        lender.house.pay(client, "5000")
        done(lender, commands.restructure, loan, Restructure(6))
        assert lender.state(loan).principal == 9_500_000
        assert "LOAN_ADVANCES" not in balances(lender)

    def test_undone_unless_it_was_collected(self, lender: Lender) -> None:
        client, loan = late(lender)
        before = [(each.due_on, each.balance) for each in owed(lender, client)]
        books = balances(lender)
        done(lender, commands.restructure, loan, Restructure(24, capitalise=frozenset({Component.INTEREST})))
        event = last_event(lender, loan)
        done(lender, commands.undo, loan, event)
        assert [(each.due_on, each.balance) for each in owed(lender, client)] == before
        assert (balances(lender), lender.loan(loan).late_when_renewed) == (books, 0)
        with pytest.raises(AlreadyReversed):
            done(lender, commands.undo, loan, event)
        done(lender, commands.restructure, loan, Restructure(24, capitalise=frozenset({Component.INTEREST})))
        event = last_event(lender, loan)
        paid = lender.house.pay(client, "1000")
        with pytest.raises(HasLaterPayments):
            done(lender, commands.undo, loan, event)
        lender.house.reverse(paid.id)
        done(lender, commands.undo, loan, event)

    def test_nothing_happens_before_what_was_collected(self, lender: Lender) -> None:
        client, loan = late(lender)
        lender.house.pay(client, "1000")
        with pytest.raises(HasLaterPayments):
            done(lender, commands.restructure, loan, Restructure(12, on=date(2026, 3, 1)))
        with pytest.raises(Invalid):
            done(lender, commands.write_off, loan, date(2026, 5, 1))
        with pytest.raises(Invalid):
            done(lender, commands.write_off, loan, date(2025, 5, 1))

    def test_the_other_way_of_paying_needs_its_rate(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell("plano", method=Method.FLAT)
        loan = lender.lend(lender.house.client(), code="plano").id
        with pytest.raises(Invalid):
            done(lender, commands.restructure, loan, Restructure(12, method=Method.FRENCH))
        rate = LoanRate(RateKind.PERIODIC, Decimal("0.02"))
        done(lender, commands.restructure, loan, Restructure(12, method=Method.FRENCH, rate=rate))


class TestGivingUp:
    def test_the_allowance_pays_and_what_comes_later_is_a_recovery(self, lender: Lender) -> None:
        client, loan = late(lender, date(2026, 9, 15))
        interest = sum(lender.state(loan).due[3:4]) + lender.state(loan).to_close[3]
        done(lender, commands.write_off, loan)
        found = balances(lender)
        assert lender.loan(loan).status == "written_off"
        assert (found["ALLOWANCE"], found.get("LOANS", 0)) == (10_000_000, 0)
        assert (found["INTEREST"], found["INTEREST_RECEIVABLE"]) == (interest, -interest)
        lender.house.pay(client, "8000")
        found = balances(lender)
        assert (found["RECOVERIES"], lender.state(loan).principal) == (-800_000, 9_200_000)
        assert str(owed(lender, client)[0].balance.amount) == "2000.00", "capital first"

    def test_a_recovery_and_the_write_off_are_undone(self, lender: Lender) -> None:
        client, loan = late(lender)
        books = balances(lender)
        done(lender, commands.write_off, loan)
        event = last_event(lender, loan)
        lender.on(date(2026, 3, 25))
        paid = lender.house.pay(client, "8000")
        done(lender, commands.undo, loan, event)
        found = balances(lender)
        assert ("RECOVERIES" in found, lender.loan(loan).status) == (False, "active")
        assert found["LATE_FEES"] < 0, "what came is now an ordinary payment"
        lender.house.reverse(paid.id)
        assert balances(lender) == books

    def test_late_news_of_a_payment_before_it(self, lender: Lender) -> None:
        client, loan = late(lender)
        done(lender, commands.write_off, loan)
        lender.house.pay(client, "9455.96", received_on=date(2026, 2, 10), method="transfer", reference="T9")
        found = balances(lender)
        assert (found["ALLOWANCE"], "RECOVERIES" in found) == (9_254_404, False)

    def test_who_is_up_to_date_is_not_given_up(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        loan = lender.lend(lender.house.client()).id
        with pytest.raises(NothingToChange):
            done(lender, commands.write_off, loan)

    def test_nothing_else_happens_to_it(self, lender: Lender) -> None:
        _, loan = late(lender)
        done(lender, commands.write_off, loan)
        with pytest.raises(NotInThatState):
            done(lender, commands.waive, loan, Waiver(Component.ARREARS))
        with pytest.raises(NotInThatState):
            done(lender, commands.restructure, loan, Restructure(12))
