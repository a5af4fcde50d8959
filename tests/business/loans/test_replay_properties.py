"""What holds for the life of every loan, whatever happens to it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from caudal.business.loans.rules.allocation import LEGAL, Application, Component, Mode, allocate
from caudal.business.loans.rules.arrears import Accrual, ArrearsRule, Base, Index, amount_of
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.calendar import Frequency
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.evidence import arrears_of
from caudal.business.loans.rules.factors import first_period
from caudal.business.loans.rules.happenings import (
    Charged,
    Effect,
    Event,
    Frozen,
    Payment,
    RateChanged,
    Waived,
    WrittenOff,
)
from caudal.business.loans.rules.replay import LoanStatus, replay
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    Grace,
    GraceKind,
    LoanRate,
    Method,
    RateKind,
    Terms,
)
from caudal.kernel.money import Money

START = date(2025, 11, 3)
RULES = st.sampled_from(
    [
        ArrearsRule(),
        ArrearsRule(LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.40")), caps=Caps("CO")),
        ArrearsRule(
            LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.40")), accrual=Accrual.COMPOUND, caps=Caps("CO")
        ),
        ArrearsRule(
            LoanRate(RateKind.PERIODIC, Decimal("0.05"), Frequency.MONTHLY), Base.INSTALMENT, grace_days=3
        ),
        ArrearsRule(fee=5000, fee_part=Decimal("0.05"), grace_days=5),
    ]
)
ORDERS = st.builds(Application, st.permutations(LEGAL).map(tuple), st.sampled_from(list(Mode)))
INSURANCE = Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.0005"))


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    method = draw(st.sampled_from([m for m in Method if m not in {Method.CUSTOM, Method.LINE}]))
    principal = Money.from_minor(draw(st.integers(10**6, 10**9)), "MXN")
    more: dict[str, Any] = {}
    if method is Method.SAN:
        more["installment"] = Money.from_minor(principal.minor // 10 + 1, "MXN")
    if method is Method.BALLOON:
        more["balloon"] = Money.from_minor(principal.minor // 3, "MXN")
    if method in {Method.FRENCH, Method.GERMAN} and draw(st.booleans()):
        more["grace"] = Grace(draw(st.sampled_from(list(GraceKind))), 2, draw(st.booleans()))
    if draw(st.booleans()):
        more["charges"] = (INSURANCE,)
    return Contract(
        Terms(
            method=method, principal=principal, disbursed_on=START, periods=draw(st.integers(10, 20)),
            frequency=draw(st.sampled_from([Frequency.WEEKLY, Frequency.FORTNIGHT, Frequency.MONTHLY])),
            rate=LoanRate(RateKind.PERIODIC, draw(st.decimals("0.001", "0.08", places=4))),
            daily_recalculation=method not in {Method.SAN, Method.FLAT} and draw(st.booleans()),
            round_to=draw(st.sampled_from([0, 5])), **more,
        ),
        draw(RULES),
        draw(ORDERS),
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Payments mostly, of any size, and now and then something else; some on the same day."""
    found: list[Event] = []
    for seq in range(draw(st.integers(0, 14))):
        on = START + timedelta(days=draw(st.integers(0, 300)))
        told: dict[str, Any] = {"on": on, "seq": seq, "id": str(seq)}
        what = draw(st.integers(0, 9))
        if what == 0:
            found.append(Charged(amount=draw(st.integers(1, 10**5)), **told))
        elif what == 1:
            component = draw(st.sampled_from(list(Component)))
            found.append(Waived(component=component, amount=draw(st.none() | st.integers(1, 10**6)), **told))
        elif what == 2:
            found.append(
                RateChanged(rate=LoanRate(RateKind.PERIODIC, draw(st.decimals(0, "0.08", places=4))), **told)
            )
        elif what == 3:
            days = timedelta(days=draw(st.integers(0, 40)))
            found.append(Frozen(until=on + days, interest=draw(st.booleans()), **told))
        else:
            amount = draw(st.integers(1, 10**6) | st.integers(1, 10**9))
            found.append(Payment(amount=amount, effect=draw(st.sampled_from(list(Effect))), **told))
    return found


DAYS = st.integers(0, 700).map(lambda days: START + timedelta(days=days))


@given(contracts(), histories(), DAYS)
def test_every_cent_paid_is_somewhere(contract: Contract, history: list[Event], day: date) -> None:
    state = replay(contract, history, day)
    paid = sum(each.amount for each in history if isinstance(each, Payment) and each.on <= day)
    assert sum(each.amount for each in state.applied) + state.advance + state.overpaid == paid


@given(contracts(), histories(), DAYS)
def test_the_capital_adds_up(contract: Contract, history: list[Event], day: date) -> None:
    state = replay(contract, history, day)
    returned = sum(each.amount for each in state.applied if each.component is Component.PRINCIPAL)
    forgiven = sum(each.waived[Component.PRINCIPAL] for each in state.instalments)
    joined = sum(each.joined for each in state.instalments if each.fallen)
    assert state.principal == contract.terms.principal.minor + joined - returned - forgiven
    assert state.principal >= 0
    assert state.payoff >= 0
    assert min(state.due) >= 0


@given(contracts(), histories(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_doesnt_matter(
    contract: Contract, history: list[Event], day: date, dice: Any
) -> None:
    shuffled = list(history)
    dice.shuffle(shuffled)
    assert replay(contract, shuffled, day) == replay(contract, history, day)


@given(contracts(), histories(), DAYS, histories())
def test_what_was_shown_stays_shown(
    contract: Contract, history: list[Event], day: date, later: list[Event]
) -> None:
    """Whatever is appended later, of later days or backdated, what was known that day says the same."""
    shown = replay(contract, history, day, known_on=START + timedelta(days=1000))
    appended = [_learnt(each, START + timedelta(days=1001)) for each in later]
    assert replay(contract, history + appended, day, known_on=START + timedelta(days=1000)) == shown
    after = [_moved(each, day + timedelta(days=1 + k)) for k, each in enumerate(later)]
    assert replay(contract, history + after, day, known_on=START + timedelta(days=1000)) == shown


def _learnt(event: Event, on: date) -> Event:
    return type(event)(**_fields(event) | {"recorded_on": on, "id": f"tarde {event.id}"})


def _moved(event: Event, on: date) -> Event:
    return type(event)(**_fields(event) | {"on": on, "id": f"después {event.id}"})


def _fields(event: Event) -> dict[str, Any]:
    return {
        name: getattr(event, name) for each in type(event).__mro__ for name in getattr(each, "__slots__", ())
    }


@given(contracts(), histories(), DAYS)
def test_the_payoff_paid_closes_it_exactly(contract: Contract, history: list[Event], day: date) -> None:
    state = replay(contract, history, day)
    if state.status is LoanStatus.PAID or not state.payoff:
        return
    closing = Payment(on=day, amount=state.payoff, seq=99, id="cierre")
    closed = replay(contract, [*history, closing], day)
    assert (closed.status, closed.principal, closed.payoff) == (LoanStatus.PAID, 0, 0)
    assert (closed.overpaid, closed.advance) == (state.overpaid, 0)
    assert not any(closed.due)
    until = [each for each in history if each.on <= day]
    assert replay(contract, [*until, closing], day + timedelta(days=90)).payoff == 0


@given(contracts(), histories(), DAYS)
def test_a_cent_less_than_the_payoff_doesnt_close_it(
    contract: Contract, history: list[Event], day: date
) -> None:
    state = replay(contract, history, day)
    if state.payoff < 2 or state.status is LoanStatus.PAID:
        return
    short = replay(contract, [*history, Payment(on=day, amount=state.payoff - 1, seq=99, id="casi")], day)
    assert short.status is not LoanStatus.PAID
    assert short.payoff >= 1


@given(contracts(), histories(), DAYS)
def test_interest_of_the_real_balance_is_that_of_each_day(
    contract: Contract, history: list[Event], day: date
) -> None:
    """Counted day by day from what was really owed, without any of the book's own arithmetic."""
    plain: dict[str, Any] = {"installment": None, "balloon": None, "grace": None}
    agreed = replace(contract.terms, daily_recalculation=True, method=Method.FRENCH, **plain)
    payments = [each for each in history if isinstance(each, Payment)]
    state = replay(replace(contract, terms=agreed), payments, day)
    returned = Counter[date]()
    for each in state.applied:
        if each.component is Component.PRINCIPAL:
            returned[each.on] += each.amount
    top, bottom = agreed.rate.value.as_integer_ratio()
    start = agreed.disbursed_on
    for row in state.instalments:
        if not row.fallen or (state.closed_on is not None and row.nominal >= state.closed_on):
            break
        days = [start + timedelta(days=k) for k in range((row.nominal - start).days)]
        held = sum(
            agreed.principal.minor - sum(v for on, v in returned.items() if on <= each) for each in days
        )
        exact = Decimal(held * top) / (bottom * len(days)) * _first(agreed, row.number)
        assert abs(row.due[Component.INTEREST] - exact) <= Decimal("0.5001")
        start = row.nominal


def _first(agreed: Terms, number: int) -> Decimal:
    """A first period that isn't whole makes its part."""
    top, bottom = first_period(agreed, agreed.first) if number == 1 else (1, 1)
    return Decimal(top) / bottom


@given(contracts(), histories(), DAYS)
def test_what_is_shown_of_arrears_is_what_is_charged(
    contract: Contract, history: list[Event], day: date
) -> None:
    if contract.arrears.rate is None:
        return
    fallen = [each for each in replay(contract, history, day).instalments if each.fallen]
    for row in fallen[:3]:
        shown = arrears_of(contract, history, day, row.number)
        assert sum(each.amount for each in shown) == row.due[Component.ARREARS]


@given(contracts())
def test_paid_on_time_it_is_its_schedule(contract: Contract) -> None:
    rows = replay(contract, [], START).instalments
    events = [Payment(on=row.nominal, amount=row.total, seq=row.number, id=str(row.number)) for row in rows]
    state = replay(contract, [each for each in events if each.amount], rows[-1].nominal)
    assert [(e.number, e.due, e.balance) for e in state.instalments if sum(e.due) or e.joined] == [
        (r.number, r.due, r.balance) for r in rows if sum(r.due) or r.joined
    ]
    assert (state.status, state.overpaid) == (LoanStatus.PAID, 0)


@given(contracts(), DAYS, st.integers(1, 60))
@settings(max_examples=50)
def test_what_each_day_accrues_adds_up(contract: Contract, day: date, length: int) -> None:
    days = [replay(contract, [], day + timedelta(days=k)) for k in range(length)]
    made = [
        state.accrued + state.due[Component.INTEREST] + sum(e.joined for e in state.instalments if e.fallen)
        for state in days
    ]
    late = [state.due[Component.ARREARS] for state in days]
    for totals in (late, made) if not contract.terms.grace else (late,):
        assert totals == sorted(totals), "nothing that was made is unmade"
        assert sum(b - a for a, b in pairwise(totals)) == totals[-1] - totals[0]


@given(contracts(), histories(), DAYS)
def test_once_closed_what_was_earned_was_paid(contract: Contract, history: list[Event], day: date) -> None:
    kept = [each for each in history if not isinstance(each, Waived)]
    closing = Payment(on=day, amount=10**12, seq=99, id="cierre")
    closed = replay(contract, [*kept, closing], day)
    paid = [sum(each.amount for each in closed.applied if each.component is c) for c in Component]
    joined = sum(each.joined for each in closed.instalments)
    assert closed.status is LoanStatus.PAID
    assert closed.earned[:3] == tuple(paid[:3])
    assert closed.earned[Component.INTEREST] == paid[Component.INTEREST] + joined


@given(contracts(), DAYS, st.integers(1, 60))
@settings(max_examples=50)
def test_what_was_earned_never_goes_back(contract: Contract, day: date, length: int) -> None:
    days = [replay(contract, [], day + timedelta(days=k)).earned for k in range(length)]
    for one, other in pairwise(days):
        assert all(before <= after for before, after in zip(one, other, strict=True))


@given(RULES, st.integers(0, 10**10), st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_arrears_by_month_add_up_to_the_total(rule: ArrearsRule, base: int, days: list[int]) -> None:
    end = START + timedelta(days=max(days))
    index = Index(rule)
    assert sum(each.amount for each in index.by_month(base, START, end)) == amount_of(
        base * index.between(START, end)
    )
    if rule.accrual is Accrual.DAILY:
        stops = [START, *sorted(START + timedelta(days=d) for d in set(days))]
        assert sum(index.between(a, b) for a, b in pairwise(stops)) == index.between(START, end)


@given(
    st.integers(0, 10**7),
    st.lists(st.lists(st.integers(0, 10**6), min_size=5, max_size=5), max_size=6),
    ORDERS,
)
def test_what_is_taken_and_what_is_left_is_the_payment(
    amount: int, owed: list[list[int]], how: Application
) -> None:
    taken, left = allocate(amount, owed, how)
    assert sum(each.amount for each in taken) + left == amount
    for place, component, given_ in taken:
        assert 0 < given_ <= owed[place][component]
    assert left == max(0, amount - sum(map(sum, owed)))


@given(contracts(), histories(), DAYS)
def test_written_off_it_stays_as_it_was(contract: Contract, history: list[Event], day: date) -> None:
    given_up = [*(each for each in history if each.on <= day), WrittenOff(on=day, seq=50, id="castigo")]
    state = replay(contract, given_up, day)
    later = replay(contract, given_up, day + timedelta(days=200))
    if state.status is LoanStatus.WRITTEN_OFF:
        assert (later.due, later.principal) == (state.due, state.principal)
