"""Insurance and taxes collected for others: in each instalment, owed to them, paid to them, never income."""

import threading
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caudal.business.collateral.rules import CollateralRule, Kind
from caudal.business.loans import commands
from caudal.business.loans.commands import HandOver, NewRemittance, NotHeld
from caudal.business.loans.queries import LoanRecord, remittances
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.product import Definition
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    LoanRate,
    Method,
    RateKind,
    Terms,
)
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Invalid
from caudal.ledger.commands import AlreadyReversed, InsufficientFunds
from tests.business.loans.lender import CASHIER, MANAGER, Lender, product
from tests.business.loans.test_lending import balances

JANUARY = date(2026, 1, 10)
LIFE = Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.00035"), held=True)
FIRE = Charge(
    name="Incendio", kind=ChargeKind.INSURANCE, on=ChargeOn.PRINCIPAL, part=Decimal("0.002"), yearly=True,
    base=Money.of(4_000_000, "MXN"), held=True,
)  # fmt: skip
TAX = Charge(name="Predial", kind=ChargeKind.TAX, amount=Money.of(500, "MXN"), held=True)


def mortgage(**more: object) -> Definition:
    """That of AM-MO, over three quarters of a property."""
    rate = LoanRate(RateKind.NOMINAL, Decimal("0.12"))
    rule = CollateralRule(required=True, limits={Kind.PROPERTY: Decimal("0.75")})
    told: dict[str, object] = {"periods": 240, "rate": rate, "charges": (LIFE, FIRE), "collateral": rule}
    return product(**told | more)


def lend(lender: Lender, client: UUID, **more: object) -> LoanRecord:
    lender.on(JANUARY)
    lender.fund("4000000")
    lender.sell(
        "hipoteca", **{f: getattr(mortgage(**more), f) for f in ("periods", "rate", "charges", "collateral")}
    )
    asked = lender.ask(client, "3000000", "hipoteca")
    lender.secure(asked.id, client, "4000000")
    with lender.act(MANAGER) as act:
        commands.decide(act, asked.id, approve=True)
    with lender.act(CASHIER) as act:
        return commands.disburse(act, asked.id, HandOver())


def remit(lender: Lender, amount: str, **more: str) -> UUID:
    told: dict[str, str] = {"payee": "GNP Seguros", "concept": "Vida e incendio", "method": "cash"} | more
    with lender.act(MANAGER) as act:
        return commands.remit(act, NewRemittance(Money.of(amount, "MXN"), **told)).id


def held(lender: Lender) -> str:
    with lender.act(MANAGER) as act:
        return str(remittances.held(act, 1, "MXN").amount)


class TestMortgage:
    def test_am_mo_first_instalment_by_component(self, lender: Lender) -> None:
        """3,000,000 at 12 %/12 over 240 months: 33,032.58 + life 1,050.00 + fire 666.67 = 34,749.25."""
        loan = lend(lender, lender.house.client())
        first = lender.state(loan.id).instalments[0]
        due = {each: first.due[each] for each in Component if first.due[each]}
        assert due == {
            Component.PRINCIPAL: 303_258,
            Component.INTEREST: 3_000_000,
            Component.INSURANCE: 171_667,
        }
        assert first.total == 3_474_925

    def test_am_mo_what_is_collected_for_the_insurer_is_owed_to_it(self, lender: Lender) -> None:
        client = lender.house.client()
        loan = lend(lender, client)
        lender.on(lender.state(loan.id).instalments[0].due_on)
        lender.house.pay(client, "34749.25")
        found = balances(lender)
        assert (found["INSURANCE_PAYABLE"], "LOAN_FEES" in found) == (-171_667, False)
        assert held(lender) == "1716.67"
        paid = remit(lender, "1716.67")
        assert held(lender) == "0.00"
        assert "INSURANCE_PAYABLE" not in balances(lender)
        with lender.act(MANAGER, "Se pagó dos veces") as act:
            commands.take_remittance_back(act, paid)
        assert balances(lender)["INSURANCE_PAYABLE"] == -171_667
        with pytest.raises(AlreadyReversed), lender.act(MANAGER, "Otra vez") as act:
            commands.take_remittance_back(act, paid)

    def test_a_tax_goes_with_it_and_a_reversal_takes_it_back(self, lender: Lender) -> None:
        client = lender.house.client()
        loan = lend(lender, client, charges=(LIFE, FIRE, TAX))
        lender.on(lender.state(loan.id).instalments[0].due_on)
        payment = lender.house.pay(client, "35249.25")
        assert held(lender) == "2216.67"
        lender.house.reverse(payment.id)
        assert held(lender) == "0.00"

    def test_what_is_discounted_for_others_at_the_start_is_owed_at_once(self, lender: Lender) -> None:
        year = Charge(name="Primer año", kind=ChargeKind.INSURANCE, amount=Money.of(8_000, "MXN"), held=True,
                      when=ChargeWhen.DISCOUNTED)  # fmt: skip
        lend(lender, lender.house.client(), charges=(LIFE, year))
        assert held(lender) == "8000.00"

    def test_insurance_of_the_house_itself_is_still_its_income(self, lender: Lender) -> None:
        client = lender.house.client()
        own = Charge(name="Vida", kind=ChargeKind.INSURANCE, amount=Money.of(100, "MXN"))
        lender.on(JANUARY)
        lender.sell(charges=(own,))
        loan = lender.lend(client)
        lender.on(lender.state(loan.id).instalments[0].due_on)
        lender.house.pay(client, "9555.96")
        assert (held(lender), balances(lender)["LOAN_FEES"]) == ("0.00", -10_000)

    def test_it_is_all_for_others_or_none(self) -> None:
        own = Charge(name="Vida", kind=ChargeKind.INSURANCE, amount=Money.of(100, "MXN"))
        with pytest.raises(Invalid, match="todos por cuenta de terceros"):
            Terms(method=Method.FRENCH, principal=Money.of(1_000, "MXN"), disbursed_on=JANUARY, periods=2,
                  charges=(LIFE, own))  # fmt: skip


class TestPayingThem:
    def test_never_more_than_there_is(self, lender: Lender) -> None:
        client = lender.house.client()
        loan = lend(lender, client)
        lender.on(lender.state(loan.id).instalments[0].due_on)
        lender.house.pay(client, "1000")
        with pytest.raises(NotHeld) as refused:
            remit(lender, "1000.01")
        assert refused.value.facts["held"] == {"amount": "1000.00", "currency": "MXN"}
        with pytest.raises(InsufficientFunds):
            remit(lender, "1000", method="transfer")
        remit(lender, "1000")
        with pytest.raises(NotHeld):
            remit(lender, "0.01")

    @pytest.mark.parametrize(
        ("amount", "told", "problem"),
        [("0", {}, InvalidAmount), ("-1", {}, InvalidAmount), ("1", {"payee": ""}, Invalid),
         ("1", {"concept": "x"}, Invalid), ("1", {"method": "bitcoin"}, Invalid)],
    )  # fmt: skip
    def test_what_cannot_be_paid(
        self, lender: Lender, amount: str, told: dict[str, str], problem: type[Exception]
    ) -> None:
        with pytest.raises(problem):
            remit(lender, amount, **told)

    def test_two_at_once_do_not_pay_it_twice(self, lender: Lender) -> None:
        client = lender.house.client()
        loan = lend(lender, client)
        lender.on(lender.state(loan.id).instalments[0].due_on)
        lender.house.pay(client, "34749.25")
        ended: list[str] = []

        def one() -> None:
            try:
                remit(lender, "1000")
                ended.append("paid")
            except NotHeld:
                ended.append("refused")

        both = [threading.Thread(target=one) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert sorted(ended) == ["paid", "refused"]
        assert held(lender) == "716.67"

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 4_000_000)), min_size=1, max_size=6))
    def test_what_is_held_is_what_was_collected_less_what_was_paid(
        self, lender: Lender, steps: list[tuple[bool, int]]
    ) -> None:
        client = lender.house.client()
        loan = lend(lender, client)
        lender.on(lender.state(loan.id).instalments[1].due_on)
        before = int(Decimal(held(lender)) * 100)
        paid = 0
        for takes, minor in steps:
            if takes:
                lender.house.pay(client, str(Decimal(minor) / 100))
                continue
            try:
                remit(lender, str(Decimal(minor % 200_000 + 1) / 100))
                paid += minor % 200_000 + 1
            except NotHeld:
                pass
        collected = sum(each.paid[Component.INSURANCE] for each in lender.state(loan.id).instalments)
        assert int(Decimal(held(lender)) * 100) == before + collected - paid
