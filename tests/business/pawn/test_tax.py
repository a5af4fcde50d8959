"""The tax on the interest and storage of a pledge: agreed with the ticket, due as it is collected."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.pawn.commands import accrue
from caudal.business.pawn.queries import guides, quoting
from caudal.business.pawn.rules import taxes
from caudal.business.pawn.rules.course import Paid, allocate, course
from caudal.business.pawn.rules.selling import tax_in
from caudal.business.pawn.rules.terms import Period, Plan, Terms
from caudal.ledger.rules import Use
from tests.business.house import TODAY
from tests.business.pawn.counter import WATCH, Counter, pesos


@pytest.fixture
def taxed(counter: Counter) -> Counter:
    """The same counter in Mexico, with a plan that adds the tax: 5 % and 1 % of storage a week, and 16 % of both."""
    counter.plan = "con-iva"
    with counter.house.act() as act:
        counter.conditions(act, storage_rate=Decimal("0.01"), taxed=True)
    return counter


class TestATaxedTicket:
    def test_says_it_before_it_is_signed(self, taxed: Counter) -> None:
        """10,000 for sixteen weeks: 8,000 of interest, 1,600 of storage, 1,536 of tax. The CAT has no tax in it."""
        with taxed.house.act() as act:
            told = quoting.quote(act, [WATCH], None, "MXN", taxed.plan)
            plain = quoting.quote(act, [WATCH], None, "MXN", "semanal")
        assert (told.cost.tax, told.cost.total) == (pesos(1_536), pesos(21_136))
        assert plain.cost.tax.is_zero
        assert told.cost.annual == (Decimal("1.96") ** (Decimal(365) / 112) - 1).quantize(Decimal("0.001"))

    def test_owes_a_week_begun_with_its_tax(self, taxed: Counter) -> None:
        ticket = taxed.lend()
        seen = taxed.see(ticket, TODAY + timedelta(days=8)).standing
        assert (seen.interest, seen.storage, seen.tax, seen.total) == (100_000, 20_000, 19_200, 1_139_200)

    def test_owes_the_state_what_it_collected_and_no_more(self, taxed: Counter) -> None:
        """348 of the 696 of a week: half of everything, 48 of tax. Then the rest, and the capital."""
        ticket = taxed.lend()
        taken = taxed.pay(ticket, "348")
        assert taxed.balance(Use.TAX_PAYABLE) == pesos(-48)
        assert (-taxed.balance(Use.PAWN_STORAGE), -taxed.balance(Use.INTEREST)) == (pesos(100), pesos(200))
        taxed.redeem(ticket)
        assert taxed.balance(Use.TAX_PAYABLE) == pesos(-96)
        assert (-taxed.balance(Use.PAWN_STORAGE), -taxed.balance(Use.INTEREST)) == (pesos(100), pesos(500))
        assert taxed.balance(Use.PAWN_LOANS).is_zero
        assert taken.credit.is_zero

    def test_earns_its_interest_each_day_and_its_tax_only_when_it_comes_in(self, taxed: Counter) -> None:
        taxed.lend()
        with taxed.house.act() as act:
            accrue(act, TODAY)
        assert taxed.balance(Use.PAWN_INTEREST) == pesos(600)
        assert taxed.balance(Use.TAX_PAYABLE).is_zero

    def test_gives_it_back_when_the_payment_is_reversed(self, taxed: Counter) -> None:
        ticket = taxed.lend()
        taken = taxed.pay(ticket, "5000")
        assert taxed.see(ticket).standing.tax_paid == 9_600
        taxed.house.reverse(taken.id)
        assert taxed.balance(Use.TAX_PAYABLE).is_zero
        assert taxed.see(ticket).standing.total == 1_069_600

    def test_keeps_it_through_a_refrendo(self, taxed: Counter) -> None:
        ticket = taxed.lend()
        taxed.at(ticket, 28)
        done = taxed.renew(ticket, "2000")
        assert done.payment is not None
        assert done.payment.amount == pesos(2_000 + 400 + 384 + 2_000)
        taxed.at(ticket, 29)
        now = taxed.see(done.ticket).standing
        assert (now.interest, now.storage, now.tax) == (40_000, 8_000, 7_680)

    def test_that_is_sold_owes_the_tax_of_what_the_sale_paid(self, taxed: Counter) -> None:
        """Eighteen weeks: 10,000 + 9,000 + 1,800 + 1,728. Sold at 20,000 less 2,000: 8,000 of 12,528 are paid."""
        lot = taxed.forfeited()
        assert (lot.debt, lot.tax) == (pesos(22_528), pesos(1_728))
        sale = taxed.sell(lot, "20000")
        assert sale.shortfall == pesos(4_528)
        assert taxed.balance(Use.TAX_PAYABLE) == pesos("-1103.44"), "8,000 × 1,728 ÷ 12,528, down to the cent"


class TestTheLaw:
    def test_is_dated_by_country_and_says_nobody_verified_it(self) -> None:
        assert taxes.rate_on("MX", date(2026, 10, 5)) == Decimal("0.16")
        assert taxes.rate_on("MX", date(2009, 12, 31)) == 0
        assert taxes.rate_on("XX", date(2026, 10, 5)) == 0
        assert all(one.source and not one.verified for one in taxes.known())

    def test_is_a_new_version_of_a_plan_away(self, counter: Counter) -> None:
        """A version that says nothing keeps what the one before said; tickets keep theirs."""
        ticket = counter.lend()
        with counter.house.act() as act:
            counter.conditions(act, taxed=True)
            counter.conditions(act)
            assert guides.plan_called(act, counter.plan, "MXN").taxed
            counter.conditions(act, taxed=False)
            assert not guides.plan_called(act, counter.plan, "MXN").taxed
        assert counter.see(ticket).standing.tax == 0


def _terms(rate: str, period: Period) -> Terms:
    plan = Plan(
        1, "p", 1, "P", "MXN", Decimal("0.0517"), Decimal("0.0101"), period, 4, 10, True, Decimal(0), True, 30
    )
    return Terms(plan, pesos(10_000), TODAY, tax_rate=Decimal(rate))


@given(
    st.lists(st.tuples(st.integers(0, 130), st.integers(1, 400_000)), max_size=8),
    st.sampled_from(["0", "0.08", "0.16", "0.18"]),
    st.sampled_from(list(Period)),
)
def test_whatever_is_paid_adds_up(payments: list[tuple[int, int]], rate: str, period: Period) -> None:
    """Capital, interest, storage, tax and what is left over are what came in; nothing is paid beyond what is owed."""
    terms, paid, came, left = _terms(rate, period), list[Paid](), 0, 0
    for day, amount in sorted(payments):
        on = TODAY + timedelta(days=day)
        part, over = allocate(course(terms, paid, on), amount, on)
        assert min(part.principal, part.interest, part.storage, part.tax, over) >= 0
        paid.append(part)
        came, left = came + amount, left + over
        now = course(terms, paid, on)
        assert min(now.interest, now.storage, now.tax, now.capital) >= 0
        assert not part.principal or not now.charges, "capital only once nothing else is owed"
        assert not over or not now.total
    end = course(terms, paid, TODAY + timedelta(days=200))
    assert came == left + (1_000_000 - end.capital) + end.interest_paid + end.storage_paid + end.tax_paid
    each = end.tax_each - (end.interest_each + end.storage_each) * Decimal(rate)
    assert abs(each) <= Decimal("0.5")


@given(st.integers(1, 10**8), st.integers(0, 10**8), st.integers(0, 10**7), st.integers(-(10**8), 10**9))
def test_of_a_sale_never_more_tax_than_was_owed(capital: int, charges: int, tax: int, net: int) -> None:
    debt = capital + charges + tax
    found = tax_in(capital, debt, tax, net)
    assert 0 <= found <= tax
    assert net < debt or found == tax
    assert net > capital or found == 0


def test_codes_of_the_law_are_countries_of_the_house(counter: Counter) -> None:
    rows: list[Any] = list(taxes.known())
    assert {one.country for one in rows} == {"MX", "CO", "DO"}
    assert all(0 <= one.rate < 1 for one in rows)
