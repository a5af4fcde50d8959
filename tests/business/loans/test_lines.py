"""A line of credit by its rules: interest on the balance of each day, a minimum by cut, and what is left to draw."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import DayCount
from caudal.business.loans.rules.cost import cost
from caudal.business.loans.rules.happenings import (
    Blocked,
    Drawn,
    Ended,
    Event,
    LimitSet,
    Payment,
    RateChanged,
    Reversal,
    WrittenOff,
)
from caudal.business.loans.rules.lines import LineState
from caudal.business.loans.rules.replay import LoanState, LoanStatus, replay
from caudal.business.loans.rules.revolving import Line
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.rules.terms import Charge, ChargeOn, ChargeWhen, LoanRate, Method, RateKind, Terms
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

OPENED = date(2025, 12, 31)
LINE = Line(grace_days=20, minimum_part=Decimal("0.05"), minimum=500_00)


def terms(**more: object) -> Terms:
    told: dict[str, object] = {
        "method": Method.LINE, "principal": Money.of(50_000, "MXN"), "disbursed_on": OPENED, "periods": 12,
        "rate": LoanRate(RateKind.NOMINAL, Decimal("0.36")), "day_count": DayCount.ACT_360, "line": LINE,
        "first_due_on": date(2026, 1, 30),
    }  # fmt: skip
    return Terms(**told | more)  # type: ignore[arg-type]


def drawn(on: date, amount: int, seq: int = 0) -> Drawn:
    return Drawn(on=on, id=f"d{on}{seq}", seq=seq, amount=amount * 100)


def paid(on: date, amount: str, seq: int = 0) -> Payment:
    return Payment(on=on, id=f"p{on}{seq}", seq=seq, amount=Money.of(amount, "MXN").minor)


AM_RV = (
    drawn(OPENED, 20_000),
    drawn(date(2026, 1, 10), 15_000),
    paid(date(2026, 1, 22), "20000"),
)


def at(on: date, *events: Event, **more: object) -> LoanState:
    return replay(Contract(terms(**more)), events, on)


def line(state: LoanState) -> LineState:
    assert state.line is not None
    return state.line


class TestCycle:
    def test_am_rv_interest_on_the_balance_of_each_day(self) -> None:
        """36 %/360: 10 days of 20,000, 12 of 35,000 and 8 of 15,000: average 24,666.67, interest 740.00."""
        (told, _) = line(at(date(2026, 1, 30), *AM_RV)).statements
        assert (told.interest, round(Decimal(told.held) / 30)) == (740_00, 24_666_67)
        assert (told.opening, told.drawn, told.paid, told.closing) == (0, 35_000_00, 20_000_00, 15_000_00)

    def test_the_minimum_is_part_of_what_is_used_with_its_interest(self) -> None:
        state = at(date(2026, 1, 30), *AM_RV)
        (row,) = state.instalments
        assert (row.due_on, row.total) == (date(2026, 2, 19), 1_490_00)
        assert (row.due[Component.PRINCIPAL], row.due[Component.INTEREST]) == (750_00, 740_00)
        assert (state.principal, state.days_past_due) == (15_000_00, 0)
        assert at(date(2026, 2, 20), *AM_RV).days_past_due == 1

    def test_never_less_than_the_floor_nor_more_than_everything(self) -> None:
        (row,) = at(date(2026, 1, 30), drawn(date(2026, 1, 10), 3_000)).instalments
        assert row.total == 500_00
        (row,) = at(date(2026, 1, 30), drawn(date(2026, 1, 10), 100)).instalments
        assert row.total == 102_00

    def test_before_the_cut_nothing_is_owed(self) -> None:
        state = at(date(2026, 1, 29), *AM_RV)
        assert (state.instalments, state.next_due, sum(state.due)) == ((), None, 0)
        (now,) = line(state).statements
        assert (now.closed, now.interest) == (False, 735_00 - 10_00)

    def test_a_cycle_in_which_it_was_not_used_asks_for_nothing(self) -> None:
        fee = Charge(name="Manejo", amount=Money.of(50, "MXN"))
        state = at(date(2026, 3, 1), charges=(fee,))
        assert [row.total for row in state.instalments] == [0, 0]
        state = at(date(2026, 1, 30), drawn(date(2026, 1, 10), 1_000), charges=(fee,))
        assert [row.due[Component.CHARGE] for row in state.instalments] == [50_00]

    def test_insurance_on_what_is_owed_counts_all_of_it(self) -> None:
        life = Charge(name="Vida", on=ChargeOn.BALANCE, part=Decimal("0.001"))
        state = at(date(2026, 2, 28), *AM_RV, charges=(life,))
        assert [row.due[Component.CHARGE] for row in state.instalments] == [15_00, 15_00]

    def test_the_cut_falls_on_its_day_whatever_day_it_was_opened(self) -> None:
        told = line(at(OPENED, first_due_on=None, line=Line(cut_day=5)))
        assert (told.cut_on, told.ends_on) == (date(2026, 1, 5), date(2026, 12, 5))


class TestPaying:
    def test_what_was_billed_first_then_capital_which_can_be_drawn_again(self) -> None:
        events = (*AM_RV, paid(date(2026, 2, 10), "5000"))
        state = at(date(2026, 2, 10), *events)
        assert state.instalments[0].left == 0
        assert state.principal == 15_000_00 - 750_00 - 3_510_00
        assert line(state).available == 50_000_00 - state.principal

    def test_all_of_it_leaves_it_open_and_empty(self) -> None:
        on = date(2026, 2, 10)
        owed = at(on, *AM_RV).payoff
        assert owed == 15_000_00 + 740_00 + 15_000_00 * 36 * 11 // 36_000
        state = at(on, *AM_RV, Payment(on=on, id="all", seq=9, amount=owed))
        assert (state.principal, state.payoff, state.overpaid, state.status) == (0, 0, 0, LoanStatus.CURRENT)
        later = at(date(2026, 4, 30), *AM_RV, Payment(on=on, id="all", seq=9, amount=owed))
        assert (later.payoff, later.days_past_due, line(later).available) == (0, 0, 50_000_00)

    def test_beyond_everything_is_not_the_lines(self) -> None:
        assert at(date(2026, 1, 22), *AM_RV[:1], paid(date(2026, 1, 22), "30000")).overpaid > 0

    def test_a_payment_undone_comes_back(self) -> None:
        undone = Reversal(on=date(2026, 2, 1), id="r", of=AM_RV[2].id)
        assert at(date(2026, 2, 1), *AM_RV, undone).principal == 35_000_00


class TestLimit:
    def test_reviewed_it_is_another_from_that_day(self) -> None:
        less = LimitSet(on=date(2026, 1, 25), id="l", limit=10_000_00)
        assert line(at(date(2026, 1, 24), *AM_RV, less)).available == 35_000_00
        told = line(at(date(2026, 1, 25), *AM_RV, less))
        assert (told.limit, told.available) == (10_000_00, 0)

    def test_extended_it_ends_later_at_the_same_rate(self) -> None:
        more = LimitSet(on=date(2026, 1, 25), id="l", limit=50_000_00, periods=24)
        assert line(at(date(2026, 1, 30), *AM_RV)).ends_on == date(2026, 12, 30)
        assert line(at(date(2026, 1, 30), *AM_RV, more)).ends_on == date(2027, 12, 30)
        cheaper = RateChanged(on=date(2026, 1, 1), id="c", rate=LoanRate(RateKind.NOMINAL, Decimal("0.18")))
        whole = [each.interest for each in line(at(date(2027, 3, 30), *AM_RV, cheaper, more)).statements]
        assert whole[-2] > 0

    def test_blocked_nothing_is_drawn_and_everything_else_goes_on(self) -> None:
        block = Blocked(on=date(2026, 1, 23), id="b")
        told = line(at(date(2026, 1, 30), *AM_RV, block))
        assert (told.blocked, told.available, told.statements[0].interest) == (True, 0, 740_00)
        free = Blocked(on=date(2026, 1, 24), id="u", blocked=False)
        assert line(at(date(2026, 1, 30), *AM_RV, block, free)).available == 35_000_00

    def test_when_it_ends_everything_is_billed(self) -> None:
        state = at(date(2026, 12, 30), drawn(date(2026, 12, 1), 10_000))
        assert state.instalments[-1].due[Component.PRINCIPAL] == 10_000_00
        assert line(state).available == 0
        assert line(state).cut_on is None

    def test_closed_by_who_owes_nothing(self) -> None:
        state = at(date(2026, 2, 1), Ended(on=date(2026, 2, 1), id="e"))
        assert (state.status, line(state).available) == (LoanStatus.PAID, 0)

    def test_given_up_it_stands_still(self) -> None:
        state = at(date(2026, 6, 1), *AM_RV, WrittenOff(on=date(2026, 5, 1), id="w"))
        assert state.status is LoanStatus.WRITTEN_OFF
        assert line(state).available == 0


class TestQuote:
    def test_drawn_whole_and_paid_by_minimums_it_is_paid(self) -> None:
        plan = schedule(terms())
        assert sum(each.principal for each in plan.pieces) == 50_000_00
        assert cost(plan).annual > Decimal("0.36")

    @pytest.mark.parametrize(
        "wrong",
        [{"line": None}, {"method": Method.FRENCH},
         {"charges": (Charge(name="x", amount=Money.of(1, "MXN"), when=ChargeWhen.DISCOUNTED),)}],
    )  # fmt: skip
    def test_what_cannot_be(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            terms(**wrong)

    @pytest.mark.parametrize(
        "wrong", [{"cut_day": 29}, {"grace_days": 61}, {"minimum_part": Decimal("1.1")}, {"minimum": -1}]
    )
    def test_how_it_cannot_be_billed(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            Line(**wrong)  # type: ignore[arg-type]


MOVES = st.lists(st.tuples(st.integers(0, 200), st.booleans(), st.integers(1, 20_000_00)), max_size=12)


def lived(moves: list[tuple[int, bool, int]]) -> list[Event]:
    """What could really happen: a draw only of what is left on its day."""
    found: list[Event] = []
    for seq, (day, draws, minor) in enumerate(sorted(moves)):
        on = OPENED + timedelta(days=day)
        if not draws:
            found.append(Payment(on=on, id=f"p{seq}", seq=seq, amount=minor))
        elif minor <= line(at(on, *found)).available:
            found.append(Drawn(on=on, id=f"d{seq}", seq=seq, amount=minor))
    return found


@given(MOVES, st.integers(0, 220))
def test_what_was_drawn_less_the_capital_paid_is_what_is_owed(
    moves: list[tuple[int, bool, int]], day: int
) -> None:
    events, on = lived(moves), OPENED + timedelta(days=day)
    state = at(on, *events)
    took = sum(each.amount for each in events if isinstance(each, Drawn) and each.on <= on)
    gave = sum(each.amount for each in state.applied if each.component is Component.PRINCIPAL)
    assert took - gave == state.principal >= 0
    assert 0 <= line(state).available <= line(state).limit
    assert line(state).available == line(state).limit - state.principal
    received = sum(each.amount for each in events if isinstance(each, Payment) and each.on <= on)
    assert sum(each.amount for each in state.applied) + state.overpaid == received
    whole = line(state).statements
    assert sum(each.drawn - each.paid for each in whole) == state.principal


@given(MOVES)
def test_the_interest_of_every_cycle_is_that_of_its_days(moves: list[tuple[int, bool, int]]) -> None:
    """Counted day by day, apart from how the book does it: the balance each day ended the day before with."""
    events, until = lived(moves), date(2026, 7, 30)
    for told in line(at(until, *events)).statements:
        if not told.closed:
            continue
        days = [told.start + timedelta(days=n) for n in range((told.cut - told.start).days)]
        held = sum(at(day, *events).principal for day in days)
        assert told.held == held
        assert told.interest == (held * 36 + 18_000) // 36_000
        earned = at(told.cut, *events).earned[Component.INTEREST]
        assert earned >= told.interest


@given(MOVES, st.randoms())
def test_the_order_of_reading_does_not_matter(moves: list[tuple[int, bool, int]], chance: object) -> None:
    events = lived(moves)
    mixed = list(events)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    on = date(2026, 6, 15)
    assert at(on, *events) == at(on, *mixed)
