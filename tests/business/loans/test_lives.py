"""The close in sets says of every loan, on every day, what reading it from its events says."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.business.loans.lender import Lender
from tests.business.loans.lives import LIVES, Life, spend


@settings(
    max_examples=2,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    lives=st.lists(LIVES, min_size=4, max_size=6), closes=st.lists(st.sampled_from([0, 3, 30]), max_size=15)
)
def test_the_close_and_reading_each_loan_agree(lender: Lender, lives: list[Life], closes: list[int]) -> None:
    spend(lender, lives, closes)
