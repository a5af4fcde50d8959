"""The issue's own figure: 50 clients that try to execute the same authorised payment 1,000 times. Exactly one does.

python3 run.py campaign hands [TRIES] [CLIENTS] [PAYMENTS]
"""

import os
import sys
import time

from caudal.kernel.db import connect
from tests import database
from tests.business.approvals.many import execute_at_once, one_execution
from tests.business.approvals.people import Hands
from tests.business.fixtures import furnish
from tests.business.house import House, add_up


def main(tries: int = 1_000, clients: int = 50, payments: int = 1) -> int:
    """Run it; the first payment executed twice, or never, ends it."""
    server = database.start(os.getpid())
    try:
        with server.clone() as url:
            furnish(url)
            engine = connect(url, pool_size=clients)
            hands = Hands(House(engine))
            for number in range(1, payments + 1):
                request = hands.ask()
                hands.authorise(request)
                began = time.perf_counter()
                told = execute_at_once(hands, request, clients, tries)
                assert told == {"hecho": 1, "ya-ejecutado": tries - 1}, told
                assert one_execution(hands, request)
                print(f"payment {number}: {tries} tries of {clients} clients, 1 execution,"
                      f" {time.perf_counter() - began:.1f} s")  # fmt: skip
            add_up(hands.house)
            engine.dispose()
    finally:
        database.finish(os.getpid())
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
