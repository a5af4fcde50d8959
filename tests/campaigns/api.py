"""The long form of the API's tests: every wrong value in every place of every request, and many with several.

python3 run.py campaign api [EXAMPLES]
"""

import os
import sys
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import database
from tests.interfaces.api.conftest import furnish, serving
from tests.interfaces.api.fuzz import World, calls, everything


def main(examples: int = 20_000) -> int:
    """Ask; the first answer that is a failure of ours ends it."""
    server = database.start(os.getpid())
    try:
        with server.clone() as url:
            furnish(url)
            with serving(url) as api:
                return _ask(World(api), examples)
    finally:
        database.finish(os.getpid())


def _ask(world: World, examples: int) -> int:
    began, wrong = time.perf_counter(), list(everything(world))
    for call in wrong:
        told = world.judge(call)
        assert told is None, told
    print(f"one wrong place: {len(wrong)} requests, {time.perf_counter() - began:.0f} s, none failed")

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        told = world.judge(data.draw(calls(world)))
        assert told is None, told

    ask()
    assert world.who.get("/v1/me").status_code == 200
    print(f"several: {examples} requests, {time.perf_counter() - began:.0f} s, none failed")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
