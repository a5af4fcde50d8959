"""What backs a loan, in figures: valuations by date, several things and several loans, the limit of each kind."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.collateral.rules import Backing, CollateralRule, Kind, Worth, latest, lendable, ltv, top
from caudal.business.loans.rules.indexed import in_money
from caudal.kernel.problems import Invalid

TODAY, NEXT = date(2026, 3, 1), date(2027, 3, 1)
HOUSE = Worth(4_000_000_00, TODAY, NEXT)
CAR = Worth(400_000_00, TODAY, NEXT)
RULE = CollateralRule(required=True, limits={Kind.PROPERTY: Decimal("0.75"), Kind.VEHICLE: Decimal("0.60")})


def test_am_mo_is_seventy_five_per_cent_of_its_house() -> None:
    """AM-MO: 3,000,000 over a house of 4,000,000: exactly at its limit, and a peso more is beyond it."""
    behind = [Backing(Kind.PROPERTY, Decimal(1), HOUSE)]
    assert ltv(3_000_000_00, behind) == Decimal("0.7500") == top(RULE, behind)
    assert lendable(RULE, behind, TODAY) == 3_000_000_00


def test_several_things_are_weighed_by_what_they_are_worth() -> None:
    behind = [Backing(Kind.PROPERTY, Decimal("0.5"), HOUSE), Backing(Kind.VEHICLE, Decimal(1), CAR)]
    assert lendable(RULE, behind, TODAY) == 1_500_000_00 + 240_000_00
    assert top(RULE, behind) == Decimal("0.7250")
    assert ltv(1_740_000_00, behind) == Decimal("0.7250")


def test_what_the_product_does_not_take_lends_nothing() -> None:
    behind = [Backing(Kind.OTHER, Decimal(1), HOUSE)]
    assert lendable(RULE, behind, TODAY) == 0
    assert top(RULE, behind) is None


def test_a_valuation_lends_only_while_it_may_be_relied_on() -> None:
    behind = [Backing(Kind.PROPERTY, Decimal(1), HOUSE)]
    assert lendable(RULE, behind, NEXT) == 3_000_000_00
    assert lendable(RULE, behind, date(2027, 3, 2)) == 0
    assert lendable(RULE, behind, date(2026, 2, 28)) == 0


def test_the_last_valuation_known_on_the_day_is_the_one_that_counts() -> None:
    later = Worth(5_000_000_00, date(2026, 9, 1), date(2027, 9, 1))
    again = Worth(4_800_000_00, date(2026, 9, 1), date(2027, 9, 1))
    known = [later, HOUSE, again]
    assert latest(known, date(2026, 2, 28)) is None
    assert latest(known, date(2026, 8, 31)) == HOUSE
    assert latest(known, date(2026, 9, 1)) == again


def test_a_loan_in_units_is_measured_at_the_value_of_the_day() -> None:
    """AM-UVR: 100,000 UVR over a house of 60,000,000; what is owed in money grows with the unit."""
    behind = [Backing(Kind.PROPERTY, Decimal(1), Worth(60_000_000_00, TODAY, NEXT))]
    units = 100_000 * 10_000
    assert ltv(in_money(units, Decimal("380.0000")), behind) == Decimal("0.6333")
    assert ltv(in_money(units, Decimal("382.2800")), behind) == Decimal("0.6371")


@pytest.mark.parametrize("limit", ["0", "-0.1", "1.01", "NaN"])
def test_a_limit_is_a_part(limit: str) -> None:
    with pytest.raises(Invalid):
        CollateralRule(required=True, limits={Kind.PROPERTY: Decimal(limit)})


def test_what_is_required_can_be_given() -> None:
    with pytest.raises(Invalid):
        CollateralRule(required=True, limits={})


BACKINGS = st.lists(
    st.builds(
        Backing,
        st.sampled_from(Kind),
        st.decimals("0.000001", "1", places=6),
        st.none() | st.builds(Worth, st.integers(1, 10**13), st.just(TODAY), st.just(NEXT)),
    ),
    max_size=6,
)


@given(BACKINGS, st.integers(0, 10**13))
def test_what_may_be_lent_never_passes_the_limit(behind: list[Backing], owed: int) -> None:
    most = lendable(RULE, behind, TODAY)
    counted = [each for each in behind if each.kind in RULE.limits]
    assert most <= sum(each.value for each in counted)
    limit, value = top(RULE, behind), sum(each.value for each in counted)
    if limit is not None and most:
        assert abs(Decimal(most) / value - limit) <= Decimal("0.0001") + Decimal(len(behind)) / value
    assert ltv(owed, behind) is None or sum(each.value for each in behind) > 0
