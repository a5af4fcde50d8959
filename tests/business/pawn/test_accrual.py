"""What the close of a day posts of what tickets have earned."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caudal.business.pawn.commands import accrue
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.terms import Period
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use
from tests.business.house import TODAY
from tests.business.pawn.counter import Counter, pesos


def post(counter: Counter, day: int) -> int:
    with counter.house.act() as act:
        return accrue(act, TODAY + timedelta(days=day))


def receivable(counter: Counter, day: int | None = None) -> Money:
    return counter.balance(Use.PAWN_INTEREST, None if day is None else TODAY + timedelta(days=day))


class TestTheClose:
    def test_posts_what_each_day_earned_once(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.lend(amount="4000")
        counter.close_day(TODAY)
        counter.at(ticket, 8)
        done = counter.close_day(TODAY + timedelta(days=8))
        assert [step["name"] for step in done["steps"]].count("Intereses de empeños") == 8
        assert receivable(counter, 0) == pesos(700)
        assert receivable(counter, 7) == pesos(700)
        assert receivable(counter) == pesos(1_400)
        assert -counter.balance(Use.INTEREST) == pesos(1_400)
        assert post(counter, 8) == 2
        assert receivable(counter) == pesos(1_400), "the same day twice is one entry"

    def test_takes_back_what_was_paid_since(self, counter: Counter) -> None:
        ticket = counter.lend()
        post(counter, 0)
        counter.at(ticket, 3)
        counter.pay(ticket, "500")
        assert -counter.balance(Use.INTEREST) == pesos(1_000), "until the day closes"
        post(counter, 3)
        assert (receivable(counter), -counter.balance(Use.INTEREST)) == (pesos(0), pesos(500))

    def test_of_a_day_gone_by_ignores_what_happened_later(self, counter: Counter) -> None:
        ticket = counter.lend()
        counter.at(ticket, 20)
        counter.redeem(ticket)
        assert post(counter, 10) == 1
        assert receivable(counter, 10) == pesos(1_000)
        post(counter, 20)
        assert receivable(counter) == pesos(0)

    def test_forgets_what_nobody_paid_of_an_adjudicated_pledge(self, counter: Counter) -> None:
        ticket = counter.lend()
        post(counter, 112)
        assert receivable(counter) == pesos(8_000)
        counter.at(ticket, 123)
        counter.adjudicate(ticket)
        post(counter, 123)
        assert (receivable(counter), counter.balance(Use.INTEREST)) == (pesos(0), pesos(0))

    def test_leaves_a_closed_month_as_it_is(self, counter: Counter) -> None:
        counter.lend()
        with counter.house.act() as act:
            ledger.close_period(act, 202610, "C")
        post(counter, 5)
        assert receivable(counter).is_zero
        post(counter, 27)
        assert receivable(counter) == pesos(2_000)


class TestAnyDay:
    def test_is_the_same_by_sets_and_one_by_one(self, counter: Counter) -> None:
        """What SQL says of a million tickets is what the rules say of each, whatever was paid and when."""

        @settings(
            max_examples=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.lists(st.tuples(st.integers(0, 125), st.integers(1, 5_000)), max_size=3),
            st.integers(0, 140),
            st.booleans(),
        )
        def holds(payments: list[tuple[int, int]], day: int, monthly: bool) -> None:
            counter.house.at = counter.house.at.replace(year=2026, month=10, day=5)
            ticket = counter.lend(plan="mensual" if monthly else counter.plan)
            for when, amount in sorted(payments):
                counter.at(ticket, when)
                if counter.see(ticket).closed_on is None:
                    counter.pay(ticket, str(amount))
            counter.at(ticket, 141)
            post(counter, day)
            on = TODAY + timedelta(days=day)
            mine = counter.see(ticket, on)
            owed = mine.standing.charges if mine.status.value in ("live", "grace", "expired") else 0
            others.append(ticket)
            total = sum(
                one.standing.charges
                for one in (counter.see(each, on) for each in others)
                if one.status.value in ("live", "grace", "expired")
            )
            assert owed >= 0
            assert receivable(counter, day) == Money.from_minor(total, "MXN")

        others: list[TicketRecord] = []
        counter.plan = "mensual"
        with counter.house.act() as act:
            counter.conditions(
                act,
                rate=Decimal("0.1"),
                storage_rate=Decimal("0.0123"),
                period=Period.MONTH,
                term=4,
                grace_days=9,
            )
        counter.plan = "semanal"
        holds()
