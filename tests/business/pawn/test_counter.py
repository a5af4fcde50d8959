"""At the counter: what may be lent, handed over, paid, taken back; and what may not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import Deliver, NewLtv, NewPrice
from caudal.business.pawn.queries import quoting, tickets
from caudal.business.pawn.queries.quoting import Article
from caudal.business.pawn.rules.course import Paid, allocate, course
from caudal.business.pawn.rules.terms import Period, Plan, Terms
from caudal.business.pawn.rules.valuing import Condition, Unit
from caudal.flows import forgetting
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger.rules import Use
from tests.business.house import TODAY
from tests.business.pawn.counter import WATCH, Counter, pesos

CHAIN = Article("joyeria", "Cadena", Condition.GOOD, price_name="oro 14k", weight_mg=10_500)


class TestQuote:
    def test_values_by_the_gram_with_the_price_of_the_day(self, counter: Counter) -> None:
        with counter.house.act() as act:
            pawn.set_price(
                act, NewPrice("joyeria", "oro 14k", Unit.GRAM, pesos(1_000), TODAY + timedelta(days=3))
            )
            today = quoting.quote(act, [CHAIN], None, "MXN")
        assert (today.appraisal, today.allowed) == (pesos(9_450), pesos(3_780))
        counter.house.later(days=3)
        with counter.house.act() as act:
            later = quoting.quote(act, [CHAIN], None, "MXN")
        assert (later.appraisal, later.over) == (pesos(10_500), False)

    def test_lends_by_the_table_of_the_day(self, counter: Counter) -> None:
        with counter.house.act() as act:
            pawn.set_ltv(act, NewLtv("joyeria", Condition.GOOD, Decimal("0.3"), TODAY))
            assert quoting.quote(act, [CHAIN], None, "MXN").allowed == pesos(2_835)
            pawn.set_ltv(act, NewLtv("joyeria", Condition.GOOD, Decimal("0.5"), TODAY + timedelta(days=1)))
            assert quoting.quote(act, [CHAIN], None, "MXN").allowed == pesos(2_835)

    def test_valued_above_the_table_is_over_it(self, counter: Counter) -> None:
        with counter.house.act() as act:
            found = quoting.quote(act, [replace(CHAIN, appraisal=pesos(9_451))], pesos(100), "MXN")
            assert found.over
            assert not quoting.quote(act, [replace(CHAIN, appraisal=pesos(9_000))], pesos(100), "MXN").over

    @pytest.mark.parametrize(
        ("more", "slug"),
        [
            ({"weight_mg": None}, "datos-invalidos"),
            ({"weight_mg": -1}, "datos-invalidos"),
            ({"price_name": "plata"}, "datos-invalidos"),
            ({"price_name": None}, "datos-invalidos"),
            ({"description": "  "}, "datos-invalidos"),
            ({"condition": Condition.POOR}, "sin-tabla-de-empeno"),
            ({"category": "autos", "price_name": None, "appraisal": pesos(1)}, "sin-tabla-de-empeno"),
            ({"appraisal": pesos(0)}, "monto-invalido"),
            ({"appraisal": Money.of(1, "COP")}, "monedas-mezcladas"),
        ],
    )
    def test_refuses_what_cant_be_valued(self, counter: Counter, more: dict[str, Any], slug: str) -> None:
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            quoting.quote(act, [replace(CHAIN, **more)], None, "MXN")
        assert refused.value.type == slug


class TestLending:
    def test_over_the_table_takes_two_people(self, counter: Counter) -> None:
        with pytest.raises(Problem) as refused:
            counter.open(amount="10001", override_reason="es cliente")
        assert refused.value.type == "prestamo-sobre-tabla"
        ask = pawn.OpenTicket(counter.house.client(), (WATCH,), pesos(10_001))
        with counter.boss() as act, pytest.raises(Problem) as refused:
            pawn.open_ticket(act, ask)
        assert refused.value.type == "prestamo-sobre-tabla", "without a reason"
        with counter.boss() as act:
            ticket = pawn.open_ticket(act, replace(ask, override_reason="Cliente de diez años"))
        assert (ticket.override_by, ticket.override_reason) == (8, "Cliente de diez años")
        with counter.boss() as act, pytest.raises(Problem) as refused:
            pawn.hand_over(act, ticket.id)
        assert refused.value.type == "dos-manos-prenda"
        with counter.house.act() as act:
            assert pawn.hand_over(act, ticket.id).status.value == "live"

    def test_posts_what_leaves_the_till(self, counter: Counter) -> None:
        before = counter.balance(Use.CASH)
        counter.lend()
        assert before - counter.balance(Use.CASH) == pesos(10_000)
        assert counter.balance(Use.PAWN_LOANS) == pesos(10_000)

    def test_happens_once_on_its_day_and_with_money(self, counter: Counter) -> None:
        ticket = counter.open()
        with pytest.raises(Problem) as refused:
            counter.renew(ticket)
        assert refused.value.type == "boleta-sin-entregar"
        counter.house.later(days=1)
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.hand_over(act, ticket.id)
        assert refused.value.type == "conflicto"
        with counter.house.act(reason="se hizo ayer") as act:
            assert pawn.cancel_ticket(act, ticket.id).status.value == "cancelled"
        again = counter.lend(amount="9000")
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.hand_over(act, again.id)
        assert refused.value.type == "boleta-cerrada"
        with counter.house.act(reason="no") as act, pytest.raises(Problem) as refused:
            pawn.cancel_ticket(act, again.id)
        assert refused.value.type == "boleta-cerrada"
        rich = replace(WATCH, appraisal=pesos(9_000_000))
        with pytest.raises(Problem) as refused:
            counter.lend(amount="3000000", items=(rich,))
        assert refused.value.type == "fondos-insuficientes"

    def test_the_same_article_twice_is_refused(self, counter: Counter) -> None:
        phone = replace(WATCH, serial="A1 b2")
        ticket = counter.lend(items=(phone,))
        with pytest.raises(Problem) as refused:
            counter.open(items=(replace(WATCH, serial="a1B2"),))
        assert refused.value.type == "prenda-ya-empenada"
        assert ticket.folio in refused.value.detail
        with pytest.raises(Problem):
            counter.open(items=(replace(WATCH, serial="x9"), replace(WATCH, serial="X 9")))
        counter.redeem(ticket)
        counter.lend(items=(phone,))

    def test_photographs_have_limits(self, counter: Counter) -> None:
        ticket = counter.open()
        with counter.house.act() as act:
            (item,) = pawn_items(act, ticket)
            for number in range(6):
                pawn.add_photo(act, item, b"\xff\xd8\xff" + bytes([number]))
            same = pawn.add_photo(act, item, b"\xff\xd8\xff\x05")
            assert same.size == 4
        for photo in (b"\xff\xd8\xff\x06", b"GIF89a", b"\xff\xd8\xff" + bytes(5 * 1024 * 1024)):
            with counter.house.act() as act, pytest.raises(Problem) as refused:
                pawn.add_photo(act, item, photo)
            assert refused.value.type == "foto-no-admitida"

    def test_who_owes_is_not_forgotten(self, counter: Counter) -> None:
        ticket = counter.lend()
        with counter.house.act(reason="lo pidió") as act, pytest.raises(Problem) as refused:
            forgetting.forget(act, ticket.party_id)
        assert refused.value.type == "cliente-con-saldo"


class TestPaying:
    def test_goes_to_storage_then_interest_then_capital(self, counter: Counter) -> None:
        counter.plan = "con-almacenaje"
        with counter.house.act() as act:
            counter.conditions(act, storage_rate=Decimal("0.01"))
        ticket = counter.lend()
        taken = counter.pay(ticket, "1000")
        seen = counter.see(ticket)
        assert (seen.standing.storage_paid, seen.standing.interest_paid, seen.standing.capital) == (
            10_000,
            50_000,
            960_000,
        )
        assert counter.balance(Use.PAWN_STORAGE) == pesos(-100)
        assert taken.parts[0].amount == pesos(400)
        counter.at(ticket, 8)
        assert counter.see(ticket).standing.interest == 48_000, "the second week is on what was left"

    def test_of_all_that_is_owed_redeems(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.at(ticket, 30)
        taken = counter.pay(ticket, "12600")
        assert (taken.credit, counter.see(ticket).status.value) == (pesos(100), "redeemed")
        assert counter.see(ticket, TODAY + timedelta(days=29)).status.value == "live"
        with counter.house.act() as act:
            given = pawn.deliver(act, Deliver(ticket.id, "Su hermano, con carta poder"))
        with counter.house.act() as act, pytest.raises(Problem) as refused:
            pawn.deliver(act, Deliver(given.id))
        assert refused.value.type == "sin-prenda-que-entregar"

    def test_before_what_is_written_is_refused(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.at(ticket, 5)
        with pytest.raises(Problem) as refused:
            counter.pay(ticket, "100", received_on=ticket.opened_on - timedelta(days=1))
        assert refused.value.type == "pago-anterior-a-la-boleta"
        counter.pay(ticket, "100", received_on=ticket.opened_on + timedelta(days=3))
        with pytest.raises(Problem) as refused:
            counter.pay(ticket, "100", received_on=ticket.opened_on + timedelta(days=2))
        assert refused.value.type == "pago-anterior-a-la-boleta"

    def test_in_another_branch_belongs_to_the_branch_of_the_ticket(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.pay(ticket, "10500", branch=2)
        assert counter.see(ticket).status.value == "redeemed"

    def test_what_was_owed_on_a_past_day_stays_told(self, counter: Counter) -> None:
        ticket = counter.lend()
        first = counter.debt(ticket)
        counter.at(ticket, 120)
        counter.pay(ticket, "12000")
        assert counter.house.due(first, TODAY + timedelta(days=119)).balance == pesos(10_000)
        open_then = counter.house.one(
            "select coalesce(sum(amount - coalesce((select sum(a.amount) from allocations a"
            " where a.receivable_id = r.id and a.on_date <= :on), 0)), 0)"
            " from receivables r where owner_id = :id and issued_on <= :on"
            " and (cancelled_on is null or cancelled_on > :on)", id=ticket.id, on=TODAY + timedelta(days=119),
        )  # fmt: skip
        assert open_then[0] == 1_000_000
        assert counter.house.due(counter.debt(ticket)).balance == pesos(7_000)

    def test_too_much_capital_in_a_refrendo_is_redeeming(self, counter: Counter) -> None:
        ticket = counter.lend()
        for capital in ("10000", "-1"):
            with pytest.raises(Problem) as refused:
                counter.renew(ticket, capital)
            assert refused.value.type == "monto-invalido"
        counter.redeem(ticket)
        for attempt in (lambda: counter.renew(ticket), lambda: counter.redeem(ticket)):
            with pytest.raises(Problem) as refused:
                attempt()
            assert refused.value.type in ("boleta-cerrada", "boleta-sin-deuda")

    def test_two_tills_at_once_charge_it_once(self, counter: Counter) -> None:
        ticket = counter.lend()

        def redeem(_: int) -> str:
            try:
                counter.redeem(ticket)
            except Problem as refused:
                return refused.type
            return "done"

        with ThreadPoolExecutor(2) as both:
            ended = sorted(both.map(redeem, range(2)))
        assert ended == ["boleta-sin-deuda", "done"]
        assert counter.balance(Use.INTEREST) == pesos(-500)


class TestReversal:
    def test_of_a_part_of_the_capital_owes_it_again(self, counter: Counter) -> None:
        ticket = counter.lend()
        taken = counter.pay(ticket, "3500")
        counter.at(ticket, 10)
        assert counter.see(ticket).standing.total == 735_000
        counter.house.reverse(taken.id)
        assert counter.see(ticket).standing.total == 1_100_000
        counter.redeem(ticket)
        assert counter.balance(Use.INTEREST) == pesos(-1_000)

    def test_of_a_redemption_takes_the_pledge_back_unless_it_left(self, counter: Counter) -> None:
        ticket = counter.lend()
        paid = counter.redeem(ticket, deliver=False).payment
        assert paid is not None
        counter.house.reverse(paid.id)
        assert counter.see(ticket).status.value == "live"
        again = counter.redeem(ticket).payment
        assert again is not None
        with pytest.raises(Problem) as refused:
            counter.house.reverse(again.id)
        assert refused.value.type == "movimiento-posterior"

    def test_of_a_refrendo_undoes_it_while_nothing_happened(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.at(ticket, 28)
        done = counter.renew(ticket, "3000")
        assert done.payment is not None
        counter.house.reverse(done.payment.id)
        assert (counter.see(ticket).status.value, counter.see(done.ticket).status.value) == ("live", "undone")
        assert counter.see(ticket).standing.total == 1_200_000
        again = counter.renew(ticket)
        counter.pay(again.ticket, "1000")
        assert again.payment is not None
        with pytest.raises(Problem) as refused:
            counter.house.reverse(again.payment.id)
        assert refused.value.type == "refrendo-con-movimientos"

    def test_goes_from_the_last_to_the_first(self, counter: Counter) -> None:
        ticket = counter.lend()
        first, second = counter.pay(ticket, "100"), counter.pay(ticket, "200")
        with pytest.raises(Problem) as refused:
            counter.house.reverse(first.id)
        assert refused.value.type == "movimiento-posterior"
        counter.house.reverse(second.id)
        counter.house.reverse(first.id)
        assert counter.see(ticket).standing.interest_paid == 0


class TestAnyPayments:
    @given(
        st.lists(st.tuples(st.integers(0, 130), st.integers(1, 500_000)), max_size=8),
        st.sampled_from(list(Period)),
        st.booleans(),
    )
    def test_add_up(self, payments: list[tuple[int, int]], period: Period, grace: bool) -> None:
        """What came in is capital, interest, storage and what was left over; nothing is paid beyond what is owed."""
        plan = Plan(
            1,
            "p",
            1,
            "P",
            "MXN",
            Decimal("0.0517"),
            Decimal("0.0101"),
            period,
            4,
            10,
            grace,
            Decimal(0),
            True,
            30,
        )
        terms, paid, came, left = Terms(plan, pesos(10_000), TODAY), list[Paid](), 0, 0
        for day, amount in sorted(payments):
            on = TODAY + timedelta(days=day)
            part, over = allocate(course(terms, paid, on), amount, on)
            paid.append(part)
            came, left = came + amount, left + over
            now = course(terms, paid, on)
            assert now.capital >= 0
            assert (now.charges == 0) or not part.principal
            assert over == 0 or now.total == 0
        end = course(terms, paid, TODAY + timedelta(days=200))
        assert came == left + (1_000_000 - end.capital) + end.interest_paid + end.storage_paid
        assert end.charges >= 0

    def test_and_reversals_leave_books_that_agree(self, counter: Counter) -> None:
        """Any payments, refrendos and reversals, in any order: every check of the books holds at the end."""

        @settings(
            max_examples=6,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.lists(st.tuples(st.sampled_from("prx"), st.integers(0, 9), st.integers(1, 4_000)), max_size=6)
        )
        def holds(steps: list[tuple[str, int, int]]) -> None:
            ticket, done = counter.lend(), list[Any]()
            for what, days, amount in steps:
                counter.house.later(days=days)
                if counter.see(ticket).closed_on is not None:
                    break
                if what == "p":
                    done.append((ticket, counter.pay(ticket, str(amount))))
                elif what == "r":
                    before, made = ticket, counter.renew(ticket)
                    ticket = made.ticket
                    if made.payment:
                        done.append((before, made.payment))
                elif done:
                    ticket, last = done.pop()
                    counter.house.reverse(last.id)

        holds()


def pawn_items(act: Any, ticket: Any) -> list[Any]:
    return [item.id for item in tickets.items_of(act, [ticket.root_id])[ticket.root_id]]
