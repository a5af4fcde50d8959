"""The worked examples of the domain, one by one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import Deliver, ReportLost
from caudal.business.pawn.queries.lots import LotRecord
from caudal.business.pawn.rules.selling import carried, sold
from caudal.business.pawn.rules.valuing import Unit, lendable, worth
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import OpenAccount
from caudal.business.treasury.rules.numbers import NumberKind
from caudal.flows.pawning import RedeemTicket, redeem_ticket
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.pawn.counter import Counter, pesos


@pytest.mark.parametrize(
    ("day", "owed"),
    [(0, 10_500), (1, 10_500), (7, 10_500), (8, 11_000), (14, 11_000), (106, 18_000), (112, 18_000)],
)
def test_pa_1_five_percent_per_week_begun(counter: Counter, day: int, owed: int) -> None:
    """10,000 at 5 %: two weeks begun on day 8 → 11,000; within week 16 → 18,000."""
    ticket = counter.lend()
    seen = counter.see(ticket, ticket.opened_on + timedelta(days=day))
    assert seen.money(seen.standing.total) == pesos(owed)


def test_pa_2_surplus_is_the_clients(counter: Counter) -> None:
    """Sold at 25,000, of which selling costs 10 %: 25,000 − 2,500 − 18,000 = 4,500 for whoever pledged it."""
    lot = forfeited_at_18_000(counter)
    assert lot.debt == pesos(18_000)
    sale = counter.sell(lot, "25000")
    assert (sale.sale_cost, sale.surplus, sale.status.value) == (pesos(2_500), pesos(4_500), "surplus_due")
    assert counter.balance(Use.PAWN_SURPLUS) == pesos(-4_500)
    with counter.house.act() as act:
        paid = pawn.pay_surplus(act, lot.id)
    assert paid.status.value == "surplus_paid"
    assert counter.balance(Use.PAWN_SURPLUS).is_zero
    margin = -counter.balance(Use.SALES) - counter.balance(Use.COSTS)
    assert margin == pesos(10_500), "interest of 8,000 and the 2,500 of selling it"


def test_what_a_lot_is_sold_for_is_in_the_account_that_was_said(counter: Counter) -> None:
    lot = forfeited_at_18_000(counter)
    with counter.house.act(2) as act:
        told = OpenAccount("BBVA", "BBVA", NumberKind.ACCOUNT, "1122339021", "MXN", shared=True)
        box = treasury.open_account(act, told).box
    with pytest.raises(Problem) as refused:
        counter.sell(lot, "25000", method="cheque", box=box.id)
    assert refused.value.facts["errors"][0]["pointer"] == "/account_id"
    counter.sell(lot, "25000", method="transfer", box=box.id)
    with counter.house.act(every=True) as act:
        assert books.balance(act, box.account_id, "MXN", branch=2) == pesos(25_000)
        assert books.balance(act, Use.INTERBRANCH, "MXN", branch=1) == pesos(25_000)
        assert books.balance(act, Use.SALES, "MXN", branch=1) == pesos(-25_000)


def test_pa_2_surplus_is_the_houses_where_the_plan_says_so(counter: Counter) -> None:
    lot = forfeited_at_18_000(counter, surplus=False)
    sale = counter.sell(lot, "25000")
    assert (sale.surplus, sale.status.value) == (pesos(0), "sold")
    assert -counter.balance(Use.SALES) - counter.balance(Use.COSTS) == pesos(15_000)


def test_pa_3_nobody_owes_the_shortfall(counter: Counter) -> None:
    """Sold at 15,000 with the 2,500 that PA-2 cost to sell: 18,000 + 2,500 − 15,000 = 5,500, a loss of the house."""
    lot = forfeited_at_18_000(counter)
    sale = counter.sell(lot, "15000", "2500")
    assert (sale.surplus, sale.shortfall, sale.recovery) == (pesos(0), pesos(5_500), sale.recovery)
    assert str(sale.recovery) == "0.6944"
    with counter.house.act() as act, pytest.raises(Problem) as refused:
        pawn.pay_surplus(act, lot.id)
    assert refused.value.type == "sin-demasia"
    assert (
        counter.house.one(
            "select coalesce(sum(open), 0) from receivables where party_id = :p", p=lot.party_id
        )[0]
        == 0
    )


def test_pa_3_at_ten_percent_of_its_own_price_is_4_500() -> None:
    """The worked figure takes the cost of PA-2; with 10 % of 15,000 the shortfall is 18,000 + 1,500 − 15,000."""
    assert sold(1_800_000, pesos(15_000), None, Decimal("0.1"), surplus=True).shortfall == 450_000


def test_pa_4_refrendo_at_week_four(counter: Counter) -> None:
    """2,000 of interest: another ticket of 10,000, another term, the same pledge."""
    ticket = counter.lend()
    counter.at(ticket, 28)
    done = counter.renew(ticket)
    assert done.payment is not None
    assert done.payment.amount == pesos(2_000)
    fresh = done.ticket
    assert (fresh.terms.principal, fresh.previous_id, fresh.root_id) == (
        pesos(10_000),
        ticket.id,
        ticket.root_id,
    )
    assert fresh.due_on == ticket.opened_on + timedelta(days=28 + 16 * 7)
    assert counter.see(ticket).status.value == "renewed"
    assert fresh.standing.charges == 0
    counter.at(ticket, 29)
    assert counter.see(fresh).standing.charges == 50_000


def test_pa_5_refrendo_with_3_000_to_capital(counter: Counter) -> None:
    ticket = counter.lend()
    counter.at(ticket, 28)
    done = counter.renew(ticket, "3000")
    assert done.payment is not None
    assert done.payment.amount == pesos(5_000)
    assert done.ticket.terms.principal == pesos(7_000)
    assert counter.balance(Use.PAWN_LOANS) == pesos(7_000)
    counter.at(ticket, 36)
    assert counter.see(done.ticket).standing.interest == 70_000


@pytest.mark.parametrize("day", [0, 50, 112, 113, 122])
def test_pa_6_nothing_is_sold_until_the_day_after_its_grace(counter: Counter, day: int) -> None:
    ticket = counter.lend()
    counter.at(ticket, day)
    with pytest.raises(Problem) as refused:
        counter.adjudicate(ticket)
    assert refused.value.type == "prenda-en-plazo"
    counter.at(ticket, 123)
    assert counter.adjudicate(ticket).adjudicated_on == ticket.grace_on + timedelta(days=1)


def test_pa_7_a_lost_ticket_is_sworn_blocked_and_reissued(counter: Counter) -> None:
    ticket = counter.lend()
    counter.at(ticket, 3)
    with counter.house.act() as act:
        seen = pawn.report_lost(act, ReportLost(ticket.id, "Declara que la extravió; INE 123456"))
    assert (seen.lost_on, seen.copy) == (date(2026, 10, 8), 1)
    for attempt in (lambda: counter.renew(ticket), lambda: counter.redeem(ticket)):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.type == "boleta-extraviada"
    assert counter.see(ticket).standing.interest_paid == 0, "nothing half done"
    with counter.house.act() as act:
        again = pawn.reissue_ticket(act, ticket.id)
    assert (again.lost_on, again.copy) == (None, 2)
    with counter.house.act() as act:
        done = redeem_ticket(act, RedeemTicket(ticket.id, "cash"))
    assert done.ticket.status.value == "redeemed"
    with counter.boss() as act:
        pawn.deliver(act, Deliver(ticket.id))


def test_metal_is_worth_its_purity_by_its_weight_by_its_price() -> None:
    """12.5 g of 18 of 24 at 1,200 a fine gram: 11,250, of which 4,500 are lent at 40 %."""
    mark = pesos(1_200).share(Decimal("0.75"))
    value = worth(Unit.GRAM, mark, 12_500)
    assert (value, lendable(value, Decimal("0.4"))) == (pesos(11_250), pesos(4_500))


def test_enters_the_inventory_at_the_lesser_of_capital_and_net_value() -> None:
    assert carried(1_000_000, pesos(8_000), Decimal("0.1")) == 720_000
    assert carried(1_000_000, pesos(80_000), Decimal("0.1")) == 1_000_000


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.booleans())
def test_everything_of_the_price_goes_somewhere(price: int, debt: int, surplus: bool) -> None:
    """To selling it, to the debt, to the client or to the house; what is missing is nobody's debt."""
    money = Money.from_minor(price, "MXN")
    found = sold(debt, money, None, Decimal("0.1"), surplus=surplus)
    gain = price - found.cost - debt - found.surplus + found.shortfall
    assert gain >= 0
    assert (gain == 0) or (not surplus and not found.shortfall)
    assert not (found.surplus and found.shortfall)


def forfeited_at_18_000(counter: Counter, **more: bool) -> LotRecord:
    """Without interest in the days of grace, so that the 16 weeks are what is owed."""
    counter.plan = "fijo"
    with counter.house.act() as act:
        counter.conditions(act, grace_interest=False, **more)
    return counter.forfeited()
