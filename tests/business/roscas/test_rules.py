"""What a san is: fixtures of lending.md §3.9 and properties that hold for any."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.roscas.rules.positions import implied_rate, out_of_balance, position
from caudal.business.roscas.rules.terms import Fee, FeeKind, Frequency, Terms, round_dates
from caudal.business.roscas.rules.turns import drawn, postponed, swapped, turns_of
from tests.business.roscas.making import money

places = st.integers(2, 40)


class TestPositions:
    @pytest.mark.parametrize(
        ("turn", "rounds", "expected"),
        [(1, 1, -50_000), (6, 6, -25_000), (11, 11, 0), (1, 11, 0), (11, 10, 50_000)],
    )
    def test_san_n11_c5000(self, turn: int, rounds: int, expected: int) -> None:
        assert position(5_000, 11, turn, rounds) == expected

    @given(places, st.integers(1, 10**9), st.data())
    def test_of_full_rounds_add_up_to_nothing(self, n: int, c: int, data: st.DataObject) -> None:
        rounds = data.draw(st.integers(0, n))
        positions = [position(c, n, turn, rounds) for turn in range(1, n + 1)]
        assert out_of_balance(positions, 0, 0) == 0


class TestImpliedRate:
    @pytest.mark.parametrize(("turn", "percent"), [(1, "0.749"), (11, "-0.744")])
    def test_san_fee_2000(self, turn: int, percent: str) -> None:
        """Turn 1 borrows at 0.749 % a month; turn 11 earns −0.744 %."""
        rate = implied_rate(5_000, 11, 2_000, turn)
        assert rate is not None
        assert (rate * 100).quantize(Decimal("0.001")) == Decimal(percent)

    def test_without_a_fee_is_nothing_for_anybody(self) -> None:
        assert {implied_rate(5_000, 11, 0, turn) for turn in range(1, 12)} == {Decimal(0)}

    def test_in_the_middle_there_is_none(self) -> None:
        assert implied_rate(5_000, 11, 2_000, 6) is None

    @given(places, st.integers(100, 10**6), st.data())
    def test_makes_both_sides_worth_the_same(self, n: int, c: int, data: st.DataObject) -> None:
        fee, turn = data.draw(st.integers(1, n * c // 3)), data.draw(st.integers(1, n))
        rate = implied_rate(c, n, fee, turn)
        if rate is not None:
            put = sum(c * (1 + rate) ** (turn - j) for j in range(1, n + 1))
            assert abs(put - (n * c - fee)) < Decimal("0.001") * c
            assert (rate > 0) == (2 * turn < n + 1)


class TestTurns:
    @given(st.text(min_size=4, max_size=60), places)
    def test_a_draw_is_an_order_and_always_the_same(self, seed: str, n: int) -> None:
        order = drawn(seed, n)
        assert sorted(order) == list(range(1, n + 1))
        assert order == drawn(seed, n)

    def test_a_draw_can_be_repeated_with_any_tool(self) -> None:
        seed = "Loto 2026-10-05: 04 11 23"
        by_hand = sorted(range(1, 12), key=lambda n: hashlib.sha256(f"{seed}:{n}".encode()).hexdigest())
        assert drawn(seed, 11) == by_hand
        assert drawn(seed, 11, first=7) == [7, *(n for n in by_hand if n != 7)]

    def test_a_draw_is_fair(self) -> None:
        """Over many seeds each number is first about as often as any other."""
        firsts = [drawn(f"semilla {n}", 4)[0] for n in range(2_000)]
        assert all(400 < firsts.count(number) < 600 for number in range(1, 5))

    @given(places, st.data())
    def test_changes_keep_one_turn_for_each(self, n: int, data: st.DataObject) -> None:
        turns = turns_of(data.draw(st.permutations(range(1, n + 1))))
        one, other = data.draw(st.integers(1, n)), data.draw(st.integers(1, n))
        assert swapped(swapped(turns, one, other), one, other) == turns
        later = postponed(turns, one)
        assert sorted(later.values()) == list(range(1, n + 1))
        assert later[one] == n
        rest = [number for number in sorted(turns, key=turns.__getitem__) if number != one]
        assert sorted(later, key=later.__getitem__) == [*rest, one], "the others keep their order"


class TestDates:
    @given(st.sampled_from(Frequency), st.dates(date(1990, 1, 1), date(2200, 12, 31)), st.integers(1, 100))
    def test_follow_one_another_from_the_first(self, frequency: Frequency, first: date, rounds: int) -> None:
        dates = round_dates(frequency, first, rounds)
        assert len(set(dates)) == rounds
        assert dates == sorted(dates)
        assert first <= dates[0]
        assert (dates[0] - first).days < 16

    def test_of_a_fortnight_are_the_15th_and_the_last(self) -> None:
        dates = round_dates(Frequency.FORTNIGHT, date(2028, 2, 15), 4)
        assert [each.isoformat() for each in dates] == [
            "2028-02-15",
            "2028-02-29",
            "2028-03-15",
            "2028-03-31",
        ]

    def test_of_seven_and_fourteen_days(self) -> None:
        first = date(2026, 12, 28)
        assert round_dates(Frequency.WEEKLY, first, 2)[1] == date(2027, 1, 4)
        assert round_dates(Frequency.BIWEEKLY, first, 2)[1] == date(2027, 1, 11)


class TestFee:
    def test_fixed_and_as_a_part_leave_the_rest(self) -> None:
        fixed = Terms(11, money(5_000), Frequency.MONTHLY, date(2026, 1, 1), Fee(FeeKind.FIXED, money(2_000)))
        part = Terms(
            11, money(5_000), Frequency.MONTHLY, date(2026, 1, 1), Fee(FeeKind.PERCENT, share=Decimal("0.05"))
        )
        assert (fixed.pot, fixed.handed) == (money(55_000), money(53_000))
        assert (part.fee_per_round, part.handed) == (money(2_750), money(52_250))
