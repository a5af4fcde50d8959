"""The long form of the journal's tests: the model for many commands, and the server killed many times.

python3 run.py campaign ledger [COMMANDS] [DEATHS]
"""

import random
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from caudal.interfaces.cli.postgres import Cluster
from tests.ledger import server
from tests.ledger.books import Books
from tests.ledger.crash import die
from tests.ledger.machine import broken, machine

STEPS = 50


def main(commands: int = 200_000, deaths: int = 15) -> int:
    """Run both; the first disagreement ends it."""
    with server.started(disposable=True) as cluster:
        _model(cluster, commands)
    with server.started() as cluster:
        _deaths(cluster, deaths)
    return 0


def _model(cluster: Cluster, commands: int) -> None:
    books = Books(server.create(cluster, "journal"))
    began = time.perf_counter()
    run_state_machine_as_test(
        machine(books),
        settings=settings(
            max_examples=max(1, commands // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    books.seal()
    assert broken(books) == []
    entries = books.one("select count(*) from ledger.entries")
    print(
        f"model: ~{commands} commands, {entries} entries, {time.perf_counter() - began:.0f} s, 0 differences"
    )
    books.end()


def _deaths(cluster: Cluster, deaths: int) -> None:
    server.create(cluster, "journal")
    total = 0
    for number in range(1, deaths + 1):
        left = die(cluster, "journal", seconds=1.5 + 2 * random.random())
        print(f"death {number}: {left}")
        assert left.lost == 0
        total += left.acknowledged
        books = Books(cluster.url("journal"))
        books.seal()
        assert broken(books) == []
        books.end()
    print(f"deaths: {deaths}, {total} acknowledged, 0 lost")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
