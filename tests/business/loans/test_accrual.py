"""The daily interest that is kept says, on every day, what reading the loan again says."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caudal.business.loans.rules.accrual import SCALE, accrual, line
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.happenings import Event
from caudal.business.loans.rules.ratios import Rounding, part
from caudal.business.loans.rules.replay import replay
from tests.business.loans.making import terms
from tests.business.loans.test_replay_properties import DAYS, contracts, histories


def told(contract: Contract, history: list[Event], as_of: date, day: date) -> int | None:
    """Interest earned on `day` by what would have been kept on `as_of`; nothing when it would be read again."""
    going = accrual(contract, history, as_of)
    if day >= going.ends_on:
        return going.total
    found = next(p for p in going.periods if day < p.nominal)
    form = found.form()
    return None if form is None or day < form.since else found.before + form.on(day)


@given(contracts(), histories(), DAYS, st.integers(0, 200))
def test_what_is_kept_tells_any_later_day(
    contract: Contract, history: list[Event], as_of: date, later: int
) -> None:
    known = [each for each in history if each.on <= as_of]
    going = accrual(contract, known, as_of)
    day = as_of + timedelta(days=later)
    if going.daily and going.boundary:  # what runs on the real balance is read again when a period ends
        day = min(day, going.boundary - timedelta(days=1))
    state = replay(contract, known, day)
    found = told(contract, known, as_of, day)
    assert found is None or found == state.earned[Component.INTEREST]


@given(contracts(), DAYS)
def test_a_loan_that_nothing_happens_to_is_never_read_again(contract: Contract, day: date) -> None:
    start = contract.terms.disbursed_on
    assert told(contract, [], start, max(day, start)) is not None


@given(st.integers(1, 10**8), st.integers(1, 10**9), st.integers(1, 400), st.sampled_from(list(Rounding)))
def test_a_line_cuts_to_each_value(top: int, bottom: int, days: int, rounding: Rounding) -> None:
    slope = (top, bottom)
    values = [part(day, slope, rounding) for day in range(days)]
    found = line(values, slope)
    if found is None:
        assert rounding is Rounding.HALF_EVEN
        return
    assert [(found[0] + found[1] * day) // SCALE for day in range(days)] == values


def test_am_fr_by_the_day() -> None:
    contract = Contract(terms(disbursed_on=date(2026, 1, 10)))
    first = accrual(contract, [], date(2026, 1, 10)).periods[0]
    form = first.form()
    assert form is not None
    assert [form.on(date(2026, 1, day)) for day in (10, 11, 25)] == [0, 6452, 96774]
