"""San by turns: positions, pots and the invariant that nobody makes money."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.loans.rules.turns import (
    AlreadyReceived,
    ConsentMissing,
    Contribution,
    Handed,
    PotIncomplete,
    San,
    draw,
    expected,
    hand_over,
    implied_rate,
    move_last,
    replace_member,
    state,
    swap,
)
from caudal.kernel.problems import Invalid
from tests.business.loans.making import cents, percent, text

DAY = date(2026, 1, 1)
ELEVEN = San(members=tuple("abcdefghijk"), turns=tuple(range(1, 12)), contribution=cents(5000))


def everybody(san: San, rounds: int) -> list[Contribution]:
    return [
        Contribution(number, turn, san.contribution, DAY)
        for turn in range(1, rounds + 1)
        for number in range(1, san.count + 1)
    ]


def pots(rounds: int) -> list[Handed]:
    return [Handed(turn, DAY) for turn in range(1, rounds + 1)]


class TestPositions:
    @pytest.mark.parametrize(
        ("number", "rounds", "position"), [(1, 1, "-50000.00"), (6, 6, "-25000.00"), (11, 11, "0.00")]
    )
    def test_rosca_positions(self, number: int, rounds: int, position: str) -> None:
        found = state(ELEVEN, everybody(ELEVEN, rounds), pots(rounds), rounds).standings[number - 1]
        assert text(found.position) == position
        assert found.position == expected(ELEVEN, number, rounds)

    def test_the_organiser_takes_a_fee_of_each_pot(self) -> None:
        fee = San(
            members=ELEVEN.members, turns=ELEVEN.turns, contribution=ELEVEN.contribution, fee=cents(2000)
        )
        assert text(hand_over(fee, 1, everybody(fee, 1), [])) == "53000.00"
        found = state(fee, everybody(fee, 3), pots(3), 3)
        assert (found.balanced, text(found.organiser), found.pot) == (True, "-6000.00", 0)

    def test_what_the_first_pays_and_the_last_loses(self) -> None:
        fee = San(
            members=ELEVEN.members, turns=ELEVEN.turns, contribution=ELEVEN.contribution, fee=cents(2000)
        )
        first, last = implied_rate(fee, 1), implied_rate(fee, 11)
        assert first is not None
        assert last is not None
        assert (percent(first, 3), percent(last, 3)) == ("0.749", "-0.744")
        assert implied_rate(fee, 6) is None

    def test_one_person_may_hold_several_numbers(self) -> None:
        assert San(members=("ana", "ana", "luis"), turns=(3, 1, 2), contribution=100).receives(1) == 2


class TestMissing:
    def test_who_received_and_misses_owes_a_loan(self) -> None:
        put = [each for each in everybody(ELEVEN, 2) if not (each.turn == 2 and each.number == 1)]
        found = state(ELEVEN, put, pots(1), 2)
        assert text(found.standings[0].loan) == "5000.00"
        assert found.balanced

    def test_who_hasnt_received_only_misses(self) -> None:
        put = [each for each in everybody(ELEVEN, 2) if not (each.turn == 2 and each.number == 7)]
        found = state(ELEVEN, put, pots(1), 2).standings[6]
        assert (text(found.missing), found.loan) == ("5000.00", 0)

    def test_what_the_organiser_advances_is_owed_to_it(self) -> None:
        put = [each for each in everybody(ELEVEN, 2) if not (each.turn == 2 and each.number == 1)]
        put.append(Contribution(1, 2, cents(5000), DAY, fronted=True))
        assert hand_over(ELEVEN, 2, put, pots(1)) == ELEVEN.pot
        found = state(ELEVEN, put, pots(2), 2)
        assert (text(found.standings[0].owes_organiser), text(found.standings[0].loan), found.balanced) == (
            "5000.00", "5000.00", True,
        )  # fmt: skip

    def test_a_pot_that_isnt_there_is_not_delivered(self) -> None:
        with pytest.raises(PotIncomplete) as refused:
            hand_over(ELEVEN, 1, everybody(ELEVEN, 1)[:-1], [])
        assert refused.value.facts["missing"] == cents(5000)

    def test_nobody_receives_twice(self) -> None:
        with pytest.raises(AlreadyReceived):
            hand_over(ELEVEN, 1, everybody(ELEVEN, 1), pots(1))


class TestTurns:
    def test_are_drawn_the_same_from_the_same_seed(self) -> None:
        drawn = draw(11, "acta 7")
        assert sorted(drawn) == list(range(1, 12))
        assert drawn == draw(11, "acta 7") != draw(11, "acta 8")

    def test_are_swapped_with_everybodys_consent(self) -> None:
        with pytest.raises(ConsentMissing, match="organizador"):
            swap(ELEVEN, (2, 5), ("b", "e"), [])
        assert swap(ELEVEN, (2, 5), ("b", "e", "organizador"), []).turns[:5] == (1, 5, 3, 4, 2)
        with pytest.raises(AlreadyReceived):
            swap(ELEVEN, (1, 5), ("a", "e", "organizador"), pots(1))

    def test_who_misses_before_receiving_goes_last(self) -> None:
        assert move_last(ELEVEN, 3, pots(1)).turns == (1, 2, 11, 3, 4, 5, 6, 7, 8, 9, 10)
        with pytest.raises(AlreadyReceived):
            move_last(ELEVEN, 1, pots(1))

    def test_a_member_may_be_replaced(self) -> None:
        assert replace_member(ELEVEN, 3, "zoe").members[2] == "zoe"
        with pytest.raises(Invalid):
            replace_member(ELEVEN, 12, "zoe")


@pytest.mark.parametrize(
    "wrong",
    [
        {"members": ("a",), "turns": (1,), "contribution": 1},
        {"members": ("a", "b"), "turns": (1, 1), "contribution": 1},
        {"members": ("a", "b"), "turns": (1, 2), "contribution": 0},
        {"members": ("a", "b"), "turns": (1, 2), "contribution": 1, "fee": 2},
        {"members": ("a", "b"), "turns": (1, 2), "contribution": 1, "fee_part": Decimal(1)},
    ],
)
def test_a_san_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        San(**wrong)  # type: ignore[arg-type]


@given(st.integers(2, 15), st.integers(1, 10**6), st.integers(0, 50), st.randoms(use_true_random=False))
def test_nobody_ever_makes_money(count: int, each: int, fee: int, dice: object) -> None:
    """Whoever misses, whoever is advanced: positions, organiser and pot add up after every round."""
    shuffle, chance = dice.shuffle, dice.random  # type: ignore[attr-defined]
    turns = list(range(1, count + 1))
    shuffle(turns)
    san = San(members=tuple(map(str, turns)), turns=tuple(turns), contribution=each, fee=min(fee, each - 1))
    put: list[Contribution] = []
    given_: list[Handed] = []
    for turn in range(1, count + 1):
        here = [number for number in range(1, count + 1) if chance() < 0.9]
        put += [Contribution(number, turn, each, DAY, fronted=chance() < 0.1) for number in here]
        if sum(c.amount for c in put if c.turn == turn) == san.pot:
            hand_over(san, turn, put, given_)
            given_.append(Handed(turn, DAY))
        assert state(san, put, given_, turn).balanced
