"""The long form of the lives of loans: towns at random, the close in sets against reading every loan again.

python3 run.py campaign lives [TOWNS] [SEED]
"""

import os
import sys
import time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from caudal.kernel.db import connect
from tests import database
from tests.business.fixtures import furnish
from tests.business.house import House, add_up
from tests.business.loans.lender import Lender
from tests.business.loans.lives import LIVES, Life, spend

_TOWNS_OF_A_HOUSE = 5


def house(server: database.Server, chosen: int, towns: int) -> int:
    """So many towns one after another in a new house; how many loans lived in them."""
    lent = 0

    @seed(chosen)
    @settings(
        max_examples=towns, phases=[Phase.generate], deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        lives=st.lists(LIVES, min_size=4, max_size=12),
        closes=st.lists(st.sampled_from([0, 3, 30]), max_size=30),
    )
    def live(lives: list[Life], closes: list[int]) -> None:
        nonlocal lent
        lent += len(spend(lender, lives, closes).loans)

    with server.clone() as url:
        furnish(url)
        engine = connect(url, pool_size=2)
        lender = Lender(House(engine))
        live()
        add_up(lender.house)
        engine.dispose()
    return lent


def main(towns: int = 200, chosen: int = 1) -> int:
    """Run it; the first disagreement ends it, and its seed makes it happen again."""
    server, began, lent = database.start(os.getpid()), time.perf_counter(), 0
    try:
        for done in range(0, towns, _TOWNS_OF_A_HOUSE):
            print(f"  seed {chosen + done}: {done} of {towns} towns, {lent} loans", flush=True)
            lent += house(server, chosen + done, min(_TOWNS_OF_A_HOUSE, towns - done))
    finally:
        database.finish(os.getpid())
    print(f"{towns} towns, {lent} loans, {time.perf_counter() - began:.0f} s, 0 differences")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
