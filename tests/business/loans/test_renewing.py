"""A new loan that pays an old one: what is handed over, and what is never shown as collected."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import HandOver, NotInThatState, RenewLoan
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.product import Wish
from caudal.business.loans.rules.renewal import NothingToRenew
from caudal.business.loans.rules.terms import Charge, ChargeOn, ChargeWhen, Method
from caudal.business.payments import commands as payments
from caudal.business.payments import queries as paid
from caudal.business.payments.commands import PaidByRenewal
from caudal.business.payments.queries import PaymentFilter
from caudal.kernel.money import Money
from tests.business.loans.lender import ARREARS, CASHIER, CLERK, MANAGER, Lender
from tests.business.loans.test_lending import balances, owed

JANUARY = date(2026, 1, 10)
FEE = Charge(name="Comisión", on=ChargeOn.PRINCIPAL, when=ChargeWhen.DISCOUNTED, part=Decimal("0.02"))
CONTRACT = Charge(name="Contrato", when=ChargeWhen.DISCOUNTED, amount=Money.of(700, "MXN"))


def ask(lender: Lender, old: UUID, amount: str = "100000") -> LoanRecord:
    with lender.act(CLERK) as act:
        wish = Wish(principal=Money.of(amount, "MXN"), disbursed_on=lender.house.at.date())
        return commands.ask_renewal(act, old, RenewLoan(wish))


def renew(lender: Lender, old: UUID, amount: str = "100000") -> LoanRecord:
    """Asked, approved and handed over by three people."""
    new = ask(lender, old, amount)
    with lender.act(MANAGER) as act:
        commands.decide(act, new.id, approve=True)
    with lender.act(CASHIER) as act:
        return payments.hand_over(act, new.id, HandOver())


def after_nine(lender: Lender, **more: Any) -> tuple[UUID, UUID]:
    lender.on(JANUARY)
    lender.sell(renewal_after=9, charges=(FEE,), **more)
    client = lender.house.client()
    old = lender.lend(client).id
    for month in range(2, 11):
        lender.on(date(2026, month, 10))
        lender.house.pay(client, "9455.96")
    return client, old


class TestRenewing:
    def test_am_fr_after_nine_hands_70_730_11(self, lender: Lender) -> None:
        client, old = after_nine(lender)
        before = balances(lender)
        new = renew(lender, old)
        after = balances(lender)
        assert before["CASH"] - after["CASH"] == 7_073_011
        assert (after["LOANS"], "CUSTOMER_CREDIT" in after) == (10_000_000, False)
        assert (lender.loan(old).status, lender.loan(old).closed_on) == ("renewed", date(2026, 10, 10))
        assert (new.status, new.renews_id, new.late_when_renewed) == ("active", old, 0)
        assert {each.owner_id for each in owed(lender, client)} == {new.id}
        with lender.act(CASHIER) as act:
            today = {"received_from": act.business_date, "received_to": act.business_date}
            every = paid.payments(act, PaymentFilter(party_ids=[client], **today)).items
            live = paid.payments(act, PaymentFilter(party_ids=[client], live=True, **today)).items
            assert [str(money.amount) for _, money in paid.sums(act, PaymentFilter(live=True, **today))] == [
                "9455.96"
            ]
            last = paid.last_dates(act, [client])
        assert [each.method for each in every] == ["renewal", "cash"]
        assert [each.method for each in live] == ["cash"]
        assert (str(every[0].amount.amount), every[0].reference, last[client]) == (
            "27269.89", "LN-0002", date(2026, 10, 10),
        )  # fmt: skip

    def test_the_san_after_eleven_hands_7_300(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell(
            "san", method=Method.SAN, frequency=Frequency.WEEKLY, periods=13, installment_part=Decimal("0.10"),
            renewal_after=11, charges=(CONTRACT,),
        )  # fmt: skip
        client = lender.house.client()
        old = lender.lend(client, "10000", code="san").id
        for week in range(1, 12):
            lender.on(JANUARY + timedelta(weeks=week))
            lender.house.pay(client, "1000")
        before = balances(lender)["CASH"]
        renew(lender, old, "10000")
        assert before - balances(lender)["CASH"] == 730_000

    def test_arrears_are_not_hidden(self, lender: Lender) -> None:
        _, old = after_nine(lender, arrears=ARREARS)
        lender.on(date(2026, 11, 20))
        new = renew(lender, old)
        assert new.late_when_renewed == 10
        assert lender.loan(new.id).days_past_due(date(2026, 11, 20)) == 10, (
            "it stays in the portfolio at risk"
        )

    def test_what_a_renewal_paid_is_not_reversed_alone(self, lender: Lender) -> None:
        client, old = after_nine(lender)
        renew(lender, old)
        with lender.act(CASHIER) as act:
            found = paid.payments(act, PaymentFilter(party_ids=[client], method="renewal")).items[0]
        with pytest.raises(PaidByRenewal):
            lender.house.reverse(found.id)


class TestRefusals:
    def test_too_soon_too_small_twice_or_never(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell(renewal_after=9)
        lender.sell("unico")
        client = lender.house.client()
        old, never = lender.lend(client).id, lender.lend(lender.house.client(), code="unico").id
        for each in (old, never):
            with pytest.raises(NothingToRenew):
                ask(lender, each)
        lender.on(date(2026, 10, 10))
        lender.house.pay(client, "100000")
        with pytest.raises(NothingToRenew):
            ask(lender, old, "1000")
        ask(lender, old, "150000")
        with pytest.raises(NothingToRenew):
            ask(lender, old, "150000")

    def test_it_is_not_handed_over_without_paying_the_old_one(self, lender: Lender) -> None:
        _, old = after_nine(lender)
        new = ask(lender, old)
        with lender.act(MANAGER) as act:
            commands.decide(act, new.id, approve=True)
        with pytest.raises(NotInThatState), lender.act(CASHIER) as act:
            commands.disburse(act, new.id, HandOver())
        with lender.act(CASHIER) as act:
            found = queries.renewal(act, queries.loan(act, new.id))[1]
        assert (found.payoff, found.fees, found.net) == (2_726_989, 200_000, 7_073_011)
