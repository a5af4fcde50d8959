"""More lent on the same pledge, and some of its articles taken away before the rest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import Deliver, NewLtv, NewPrice
from caudal.business.pawn.queries.quoting import Article
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules import parting
from caudal.business.pawn.rules.valuing import Condition, Unit
from caudal.flows import pawning
from caudal.flows.pawning import RedeemPart, RenewTicket
from caudal.kernel.problems import Problem
from caudal.ledger.rules import Use
from tests.business.house import TODAY
from tests.business.pawn.counter import WATCH, Counter, pesos

CHAIN = Article("joyeria", "Cadena", Condition.GOOD, price_name="oro 14k", weight_mg=10_000)
RING = replace(WATCH, description="Anillo", appraisal=pesos(10_000))
BRACELET = replace(WATCH, description="Pulsera", appraisal=pesos(15_000))


def refused(attempt: Any) -> str:
    with pytest.raises(Problem) as told:
        attempt()
    return told.value.type


class TestMore:
    def test_is_lent_up_to_the_table_once_the_interest_is_paid(self, counter: Counter) -> None:
        """6,000 of the 10,000 that the watch backs; four weeks later, 1,200 of interest come in and 4,000 go out."""
        ticket = counter.lend(amount="6000")
        counter.at(ticket, 28)
        before = counter.balance(Use.CASH)
        done = counter.renew(ticket, more="4000")
        assert done.payment is not None
        assert done.payment.amount == pesos(1_200)
        assert counter.balance(Use.CASH) - before == pesos(1_200 - 4_000)
        assert (done.ticket.terms.principal, done.ticket.allowed) == (pesos(10_000), pesos(10_000))
        assert counter.balance(Use.PAWN_LOANS) == pesos(10_000)
        counter.at(ticket, 29)
        assert counter.see(done.ticket).standing.interest == 50_000, "five per cent of what is owed now"

    def test_beyond_it_is_refused_and_nothing_is_half_done(self, counter: Counter) -> None:
        ticket = counter.lend(amount="6000")
        counter.at(ticket, 28)
        before = counter.balance(Use.CASH)
        assert refused(lambda: counter.renew(ticket, more="4000.01")) == "prestamo-sobre-tabla"
        assert refused(lambda: counter.renew(ticket, more="-1")) == "monto-invalido"
        assert refused(lambda: counter.renew(ticket, "100", "100")) == "monto-invalido"
        assert (counter.balance(Use.CASH), counter.see(ticket).status.value) == (before, "live")

    def test_counts_what_gold_is_worth_today_if_it_fell(self, counter: Counter) -> None:
        """Ten grams at 900: 3,600 were lent of 9,000. At 1,000, nothing more; down to 600 and at 500, 1,400."""
        ticket = counter.lend(amount="3600", items=(CHAIN,))
        with counter.house.act() as act:
            pawn.set_price(act, NewPrice("joyeria", "oro 14k", Unit.GRAM, pesos(1_000), TODAY + timedelta(1)))
        counter.at(ticket, 7)
        assert refused(lambda: counter.renew(ticket, more="0.01")) == "prestamo-sobre-tabla"
        fresh = counter.renew(ticket, "3000").ticket
        with counter.house.act() as act:
            pawn.set_price(act, NewPrice("joyeria", "oro 14k", Unit.GRAM, pesos(500)))
        assert refused(lambda: counter.renew(fresh, more="1400.01")) == "prestamo-sobre-tabla"
        assert counter.renew(fresh, more="1400").ticket.terms.principal == pesos(2_000)

    def test_follows_the_table_of_the_day(self, counter: Counter) -> None:
        ticket = counter.lend(amount="6000")
        with counter.house.act() as act:
            pawn.set_ltv(act, NewLtv("joyeria", Condition.GOOD, Decimal("0.3"), TODAY))
        assert refused(lambda: counter.renew(ticket, more="1500.01")) == "prestamo-sobre-tabla"
        assert counter.renew(ticket, more="1500").ticket.terms.principal == pesos(7_500)

    def test_is_lent_by_who_lends(self, counter: Counter) -> None:
        ticket = counter.lend(amount="6000")
        with counter.house.act() as act:
            assert (
                refused(lambda: pawning.renew_ticket(act, RenewTicket(ticket.id, "cash", more=pesos(1))))
                == "sin-permiso"
            )

    def test_is_not_undone_by_reversing_the_interest(self, counter: Counter) -> None:
        ticket = counter.lend(amount="6000")
        counter.at(ticket, 28)
        done = counter.renew(ticket, more="1000")
        assert done.payment is not None
        paid = done.payment.id
        assert refused(lambda: counter.house.reverse(paid)) == "refrendo-con-movimientos"

    def test_needs_the_money_to_be_there(self, counter: Counter) -> None:
        rich = replace(WATCH, appraisal=pesos(9_000_000))
        ticket = counter.lend(amount="900000", items=(rich,))
        assert refused(lambda: counter.renew(ticket, more="900000")) == "fondos-insuficientes"

    def test_two_tills_lend_it_once(self, counter: Counter) -> None:
        ticket = counter.lend(amount="6000")

        def more(_: int) -> str:
            try:
                counter.renew(ticket, more="4000")
            except Problem as told:
                return told.type
            return "done"

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(more, range(2))) == ["boleta-cerrada", "done"]
        assert counter.balance(Use.PAWN_LOANS) == pesos(10_000)


class TestAPart:
    def test_goes_back_against_its_share_and_the_rest_stays(self, counter: Counter) -> None:
        """A ring of 10,000 and a bracelet of 15,000 back 10,000: the ring is 40 % of them, 4,000 and the interest."""
        ticket = counter.lend(items=(RING, BRACELET))
        ring = counter.items(ticket)[0]
        counter.at(ticket, 28)
        done = counter.redeem_part(ticket, ring.id)
        assert done.payment is not None
        assert done.payment.amount == pesos(6_000)
        fresh = done.ticket
        assert (fresh.terms.principal, fresh.appraisal, fresh.allowed) == (
            pesos(6_000), pesos(15_000), pesos(6_000),
        )  # fmt: skip
        gone = {item.description: (item.gone_how, item.gone_to) for item in counter.items(ticket)}
        assert gone == {"Anillo": ("taken", "Su hija"), "Pulsera": (None, "")}
        counter.at(ticket, 35)
        assert counter.redeem(fresh).ticket.status.value == "redeemed"
        assert all(item.gone_on for item in counter.items(ticket))
        assert counter.balance(Use.PAWN_LOANS).is_zero

    def test_of_what_was_paid_down_is_of_what_is_owed(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        ring, _ = counter.items(ticket)
        counter.pay(ticket, "4500")
        done = counter.redeem_part(ticket, ring.id)
        assert done.payment is not None
        assert (done.payment.amount, done.ticket.terms.principal) == (pesos(2_400), pesos(3_600))

    def test_leaves_the_rest_to_be_adjudicated(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        ring, bracelet = counter.items(ticket)
        fresh = counter.redeem_part(ticket, ring.id).ticket
        counter.at(fresh, 16 * 7 + 20)
        lot = counter.adjudicate(fresh)
        assert (lot.capital, lot.value) == (pesos(6_000), pesos(15_000))
        counter.sell(lot, "14000")
        gone = {item.id: item.gone_how for item in counter.items(ticket)}
        assert gone == {ring.id: "taken", bracelet.id: "sold"}

    def test_is_some_of_its_own_and_not_all(self, counter: Counter) -> None:
        ticket, other = counter.lend(items=(RING, BRACELET)), counter.lend(items=(WATCH,))
        ring, bracelet = (item.id for item in counter.items(ticket))
        strange = counter.items(other)[0].id
        for chosen in ((), (ring, bracelet), (strange,), (ring, strange), (uuid4(),)):
            assert refused(lambda chosen=chosen: counter.redeem_part(ticket, *chosen)) == "datos-invalidos"
        fresh = counter.redeem_part(ticket, ring).ticket
        assert refused(lambda: counter.redeem_part(fresh, ring)) == "datos-invalidos", "it went already"
        assert refused(lambda: counter.redeem_part(ticket, bracelet)) in ("datos-invalidos", "boleta-cerrada")

    def test_is_given_back_by_who_keeps_the_vault(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        ask = RedeemPart(ticket.id, (counter.items(ticket)[0].id,), "cash")
        with counter.house.act() as act:
            assert refused(lambda: pawning.redeem_part(act, ask)) == "sin-permiso"

    def test_stays_paid_once_it_left(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        done = counter.redeem_part(ticket, counter.items(ticket)[0].id)
        assert done.payment is not None
        paid = done.payment.id
        assert refused(lambda: counter.house.reverse(paid)) == "movimiento-posterior"

    def test_without_its_share_paid_never_leaves(self, counter: Counter) -> None:
        """The room refuses by itself, whoever asks."""
        ticket = counter.lend(items=(RING, BRACELET))
        counter.pay(ticket, "500")
        ring = counter.items(ticket)[0].id
        with counter.house.act() as act:
            assert (
                refused(lambda: pawn.renew(act, pawn.Renew(ticket.id, taken=(ring,))))
                == "prestamo-sobre-tabla"
            )

    def test_of_a_lost_or_moving_pledge_is_refused(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        ring = counter.items(ticket)[0].id
        with counter.house.act() as act:
            vault = pawn.add_location(act, pawn.NewLocation("vault", "Bóveda"))
            pawn.send_pledges(act, pawn.SendPledges((ring,), vault.id))
        assert refused(lambda: counter.redeem_part(ticket, ring)) == "prenda-en-traslado"
        with counter.house.act() as act:
            pawn.report_lost(act, pawn.ReportLost(ticket.id, "Declara que la extravió; INE 1"))
        assert refused(lambda: counter.redeem_part(ticket, ring)) == "boleta-extraviada"
        assert counter.see(ticket).standing.interest_paid == 0, "nothing half done"

    def test_two_tills_give_it_once(self, counter: Counter) -> None:
        ticket = counter.lend(items=(RING, BRACELET))
        ring, bracelet = (item.id for item in counter.items(ticket))

        def take(item: Any) -> str:
            try:
                counter.redeem_part(ticket, item)
            except Problem as told:
                return told.type
            return "done"

        with ThreadPoolExecutor(2) as both:
            ended = list(both.map(take, (ring, bracelet)))
        assert ended.count("done") == 1
        assert len([item for item in counter.items(ticket) if item.gone_on]) == 1


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_stays_is_never_lent_a_larger_part(capital: int, staying: int, gone: int) -> None:
    whole = staying + gone
    kept = parting.kept(capital, staying, whole)
    assert kept + parting.share(capital, staying, whole) == capital
    assert kept * whole <= capital * staying
    assert (kept + 1) * whole > capital * staying, "and not a unit more than needed is asked for"


def test_delivering_what_is_left_gives_only_that(counter: Counter) -> None:
    ticket = counter.lend(items=(RING, BRACELET))
    fresh: TicketRecord = counter.redeem_part(ticket, counter.items(ticket)[0].id).ticket
    counter.redeem(fresh, deliver=False)
    with counter.boss() as act:
        pawn.deliver(act, Deliver(fresh.id))
    assert sorted(str(item.gone_how) for item in counter.items(ticket)) == ["delivered", "taken"]
