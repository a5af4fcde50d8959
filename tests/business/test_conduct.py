"""How somebody pays: counted by month, and whether they pay worse than they did."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from caudal.business.receivables import commands, queries
from caudal.business.receivables.rules import MONTHS, Conduct, PaidMonth, added, conduct_of, span
from tests.business.house import TODAY, House
from tests.business.pawn.counter import Counter

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


def conduct(house: House, client: UUID, **where: Any) -> Conduct:
    with house.act(**where) as act:
        return queries.conduct(act, client)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class TestCounted:
    def test_nobody_owed_anything(self, house: House) -> None:
        found = conduct(house, house.client())
        assert (found.due, found.on_time, found.worst, found.mean_days) == (0, 0, None, Decimal("0.0"))
        assert [each.month for each in found.months] == span(TODAY)
        assert len(found.months) == MONTHS

    def test_late_counts_until_it_was_settled_or_until_today(self, house: House) -> None:
        client = house.client()
        for due in (ago(40), ago(4)):
            house.debt(client, "1000", due, issued_on=ago(60))
        house.debt(client, "1000", TODAY)
        house.pay(client, "1000", received_on=ago(30))
        found = conduct(house, client)
        assert found.months[-3:] == (
            PaidMonth(AUGUST, 1, 0, 10, 10),
            PaidMonth(SEPTEMBER),
            PaidMonth(OCTOBER, 1, 0, 4, 4, 1),
        ), "lo que vence hoy todavía no dice nada"
        assert (found.due, found.on_time, found.mean_days) == (2, 0, Decimal("7.0"))
        assert found.worst == found.months[-3]

    def test_paid_today_what_falls_due_today_is_on_time(self, house: House) -> None:
        client = house.client()
        house.debt(client, "1000", TODAY)
        house.pay(client, "1000")
        assert conduct(house, client).months[-1] == PaidMonth(OCTOBER, 1, 1)

    def test_a_payment_taken_back_leaves_it_late_again(self, house: House) -> None:
        client = house.client()
        house.debt(client, "1000", ago(10), issued_on=ago(20))
        paid = house.pay(client, "1000", received_on=ago(10))
        assert conduct(house, client).on_time == 1
        house.reverse(paid.id)
        assert conduct(house, client).worst == PaidMonth(SEPTEMBER, 1, 0, 10, 10, 1)

    def test_what_was_cancelled_and_pledges_are_nobodys_delay(self, house: House) -> None:
        counter = Counter(house)
        counter.furnish()
        client = house.client()
        wrong = house.debt(client, "1000", ago(10), issued_on=ago(20))
        with house.act(reason="se registró por error") as act:
            commands.cancel_receivable(act, wrong.id)
        counter.lend(client)
        house.later(days=200)
        assert conduct(house, client).due == 0

    def test_older_than_two_years_is_forgiven(self, house: House) -> None:
        client = house.client()
        first = span(TODAY)[0]
        for due in (first - timedelta(days=1), first):
            house.debt(client, "1000", due, issued_on=first - timedelta(days=9))
        assert [each.due for each in conduct(house, client).months if each.due] == [1]


months = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 90)),
    min_size=MONTHS,
    max_size=MONTHS,
)


class TestAddedUp:
    @given(months, st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    def test_every_month_is_in_the_sum_once(self, made: list[tuple[int, int, int]], on: date) -> None:
        firsts = span(on)
        assert firsts[-1] == on.replace(day=1)
        assert all((b - a).days in {28, 29, 30, 31} for a, b in itertools.pairwise(firsts))
        found = {
            first: PaidMonth(first, fine + late, fine, late * days, days if late else 0)
            for first, (fine, late, days) in zip(firsts, made, strict=True)
        }
        paid = conduct_of(on, found)
        whole = added(paid.months)
        assert (paid.due, paid.on_time) == (sum(f + x for f, x, _ in made), sum(f for f, _, _ in made))
        assert abs(paid.mean_days * (paid.due or 1) - whole.days) <= Decimal("0.05") * (paid.due or 1)
        assert whole.worst == (paid.worst.worst if paid.worst else 0)
        if paid.worsened:
            now, before = paid.worsened
            assert min(now.due, before.due) >= 3
            assert now.on_time / now.due < before.on_time / before.due / 2

    def test_pays_worse_than_before(self) -> None:
        def told(recent: tuple[int, int], before: tuple[int, int]) -> Conduct:
            firsts = span(TODAY)
            then = PaidMonth(firsts[-4], *before)
            return conduct_of(TODAY, {firsts[-1]: PaidMonth(firsts[-1], *recent), firsts[-4]: then})

        assert told((4, 1), (12, 11)).worsened
        assert not told((4, 2), (4, 4)).worsened, "la mitad no es menos de la mitad"
        assert not told((2, 0), (12, 12)).worsened, "con dos no se compara"
        assert not told((4, 0), (2, 2)).worsened
        assert not told((4, 0), (12, 0)).worsened, "ya pagaba así"
