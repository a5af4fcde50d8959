"""The demonstration on many days: its stories are told relative to today, whatever the month.

python3 run.py campaign demo [DAYS] [SEED]
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from caudal.commons.acts.opening import house_acting
from caudal.flows import verify
from caudal.flows.demo.load import load
from caudal.kernel.db import connect
from tests import database

_FIRST, _SPAN = datetime(2026, 1, 1, tzinfo=UTC), 1_500 * 24 * 60
"""From when, and so many minutes: any hour of any day."""
_ALWAYS = [
    datetime(*moment, tzinfo=UTC)
    for moment in (
        (2028, 2, 29, 20),
        (2027, 1, 1, 20),
        (2027, 7, 31, 20),
        (2027, 3, 1, 6, 15),
        (2026, 12, 31, 5, 1),
    )
]


def main(days: int = 30, chosen: int = 1) -> int:
    """Load it on so many days; the first that fails or doesn't add up ends it."""
    server, began, chance = database.start(os.getpid()), time.perf_counter(), random.Random(chosen)
    some = [_FIRST + timedelta(minutes=chance.randrange(_SPAN)) for _ in range(max(0, days - len(_ALWAYS)))]
    try:
        for at in [*_ALWAYS, *some][:days]:
            with server.clone() as url:
                engine = connect(url, pool_size=2)
                load(engine, at)
                with house_acting(engine, at) as act:
                    wrong = [each.name for each in verify.verify(act).checks if each.findings]
                engine.dispose()
            print(f"  {at:%Y-%m-%d %H:%M}: {wrong or 'adds up'}", flush=True)
            if wrong:
                return 1
    finally:
        database.finish(os.getpid())
    print(f"{days} days, {time.perf_counter() - began:.0f} s, all add up")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
