"""What holds for every loan, whatever its figures."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from caudal.business.loans.rules.calendar import DAYS, DayCount, Frequency
from caudal.business.loans.rules.cost import cost, internal_rate
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.schedule import Schedule, schedule
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    Grace,
    GraceKind,
    LoanRate,
    Method,
    RateKind,
    Terms,
)
from caudal.kernel.money import Money

RATES = st.decimals(0, "0.15", places=6)
CHARGES = st.lists(
    st.sampled_from(
        [
            Charge(name="Comisión", when=ChargeWhen.FINANCED, on=ChargeOn.PRINCIPAL, part=Decimal("0.03")),
            Charge(name="Contrato", when=ChargeWhen.DISCOUNTED, on=ChargeOn.PRINCIPAL, part=Decimal("0.07")),
            Charge(name="Vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE, part=Decimal("0.00035")),
            Charge(name="IVA", kind=ChargeKind.TAX, on=ChargeOn.INTEREST, part=Decimal("0.16")),
        ]
    ),
    max_size=3,
)


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    """Any loan of a declining balance or of fixed interest."""
    method = draw(
        st.sampled_from([Method.FRENCH, Method.GERMAN, Method.AMERICAN, Method.FLAT, Method.BALLOON])
    )
    frequency = draw(st.sampled_from(list(Frequency)))
    periods = draw(st.integers(1, 60))
    principal = Money.from_minor(draw(st.integers(1, 10**11)), "MXN")
    counts = [DayCount.PERIOD, DayCount.ACT_360, DayCount.ACT_365, DayCount.ACT_ACT]
    counts += [] if frequency in DAYS else [DayCount.US_30_360, DayCount.EU_30_360]
    start = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
    graced = method in {Method.FRENCH, Method.GERMAN, Method.BALLOON} and periods > 3 and draw(st.booleans())
    grace = (
        Grace(draw(st.sampled_from(list(GraceKind))), draw(st.integers(1, 3)), draw(st.booleans()))
        if graced
        else None
    )
    balloon = (
        Money.from_minor(draw(st.integers(1, principal.minor)), "MXN") if method is Method.BALLOON else None
    )
    return Terms(
        method=method, principal=principal, disbursed_on=start, periods=periods, frequency=frequency,
        rate=LoanRate(draw(st.sampled_from([RateKind.PERIODIC, RateKind.EFFECTIVE_ANNUAL])), draw(RATES)),
        day_count=draw(st.sampled_from(counts)), grace=grace, balloon=balloon,
        charges=tuple(draw(CHARGES)), round_to=draw(st.sampled_from([0, 0, 1, 5, 100])),
        rounding=draw(st.sampled_from(list(Rounding))),
        first_due_on=draw(st.none() | st.integers(1, 90).map(lambda days: start + timedelta(days=days))),
    )  # fmt: skip


def holds(found: Schedule) -> None:
    balance = found.opening
    for row in found.instalments:
        balance -= row.principal
        assert balance == row.balance >= 0
        assert row.interest >= 0
        assert row.total == row.principal + row.interest + row.fees
    assert balance == 0
    assert sum(row.total for row in found.instalments) == found.total


@given(contracts())
def test_every_schedule_amortises_to_zero(terms: Terms) -> None:
    holds(schedule(terms))


@given(contracts())
def test_instalments_fall_due_in_order_after_the_money_is_handed_over(terms: Terms) -> None:
    days = [terms.disbursed_on, *(row.nominal for row in schedule(terms).instalments)]
    assert days == sorted(set(days))


@given(st.integers(2000, 10**10), st.integers(1, 60), st.integers(0, 100))
def test_every_san_amortises_to_zero(principal: int, periods: int, extra: int) -> None:
    each = -(-principal // periods) * (100 + extra) // 100 + 1
    money = Money.from_minor(principal, "DOP")
    holds(
        schedule(
            Terms(method=Method.SAN, principal=money, disbursed_on=date(2026, 1, 1), periods=periods,
                  frequency=Frequency.WEEKLY, installment=Money.from_minor(each, "DOP"))
        )
    )  # fmt: skip


@given(contracts())
def test_the_internal_rate_makes_what_is_paid_worth_what_was_received(terms: Terms) -> None:
    found = schedule(terms)
    flows = [(row.number, row.total) for row in found.instalments]
    rate = internal_rate(found.handed, flows)
    worth = sum(amount / (1 + rate) ** number for number, amount in flows)
    assert abs(worth - found.handed) < Decimal("0.01")


@given(contracts())
def test_what_is_charged_never_makes_it_cheaper(terms: Terms) -> None:
    if terms.principal.minor < 10_000:
        return
    found = cost(schedule(terms))
    assert found.annual >= found.interest_annual
    assert found.annual >= found.creditor_annual >= found.interest_annual
