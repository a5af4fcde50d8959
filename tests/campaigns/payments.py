"""The long form of the tests of payments: the model for many commands.

python3 run.py campaign payments [COMMANDS]
"""

import os
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from caudal.kernel.db import connect
from tests import database
from tests.business.fixtures import furnish
from tests.business.house import House
from tests.business.machine import machine

STEPS = 30


def main(commands: int = 20_000) -> int:
    """Run it; the first disagreement ends it."""
    server, began = database.start(os.getpid()), time.perf_counter()
    try:
        with server.clone() as url:
            furnish(url)
            engine = connect(url, pool_size=2)
            run_state_machine_as_test(
                machine(House(engine)),
                settings=settings(
                    max_examples=max(1, commands // STEPS), stateful_step_count=STEPS, deadline=None,
                    database=None, suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
            engine.dispose()
    finally:
        database.finish(os.getpid())
    print(f"~{commands} commands, {time.perf_counter() - began:.0f} s, 0 differences")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
