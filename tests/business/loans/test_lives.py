"""The close in sets says of every loan, on every day, what reading it from its events says."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.business.loans.lender import Lender
from tests.business.loans.lives import LIVES, Life, Town
from tests.business.loans.test_replay_properties import START


@settings(
    max_examples=3,
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
    lives=st.lists(LIVES, min_size=4, max_size=6), closes=st.lists(st.sampled_from([0, 3, 30]), max_size=30)
)
def test_the_close_and_reading_each_loan_agree(lender: Lender, lives: list[Life], closes: list[int]) -> None:
    with lender.house.act(every=True) as act:
        last = act.db.connection().exec_driver_sql("select max(business_date) from loan_days").scalar()
    start = last + timedelta(days=1) if last else START
    lender.on(start)
    if not last:
        lender.sell()
    lender.fund("60000000")
    lender.fund("60000000", "transfer")
    town = Town(lender, start, [])
    town.play(lives, closes)
    for day in (10, 45, 100):
        town.close(start + timedelta(days=day), start)
