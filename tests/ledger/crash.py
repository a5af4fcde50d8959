"""Kill the server under writers and count what was acknowledged."""

import random
import threading
import time
import uuid
from dataclasses import dataclass

import psycopg

from caudal.interfaces.cli.postgres import Cluster
from tests.ledger import server
from tests.ledger.books import Books


@dataclass
class Round:
    """What one death left: entries acknowledged, those lost, requests in doubt, those committed."""

    acknowledged: int
    lost: int
    in_doubt: int
    committed: int
    restart_s: float


def die(cluster: Cluster, name: str, seconds: float, writers: int = 6) -> Round:
    """Write to the journal `name` from `writers` sessions, SIGKILL the server, start it again and count."""
    books = Books(cluster.url(name))
    names = dict(books.ids)
    acknowledged: list[uuid.UUID] = []
    in_doubt: list[uuid.UUID] = []
    stop = threading.Event()

    def write(number: int) -> None:
        chance, db = random.Random(number), books.connect()
        while not stop.is_set():
            keys = [uuid.uuid4() for _ in range(1 + 4 * (number % 2))]
            entries = [(["CASH_T", "AR"], [m := chance.randint(1, 9999), -m]) for _ in keys]
            try:
                if len(keys) == 1:
                    books.post(*entries[0], db, p_idem=keys[0], p_branch=chance.randint(1, 20))
                else:
                    books.post_many(entries, db, idem=keys, branch=[chance.randint(1, 20)] * len(keys))
            except psycopg.Error:
                in_doubt.extend(keys)
                return
            acknowledged.extend(keys)

    def seal() -> None:
        db = books.connect()
        while not stop.wait(0.1):
            try:
                db.execute("select ledger.seal_all()")
            except psycopg.Error:
                return

    threads = [threading.Thread(target=write, args=(i,)) for i in range(writers)]
    threads.append(threading.Thread(target=seal))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    restart = server.kill(cluster)
    stop.set()
    for thread in threads:
        thread.join(30)
    books.end()

    after = Books(cluster.url(name))
    assert dict(after.ids) == names
    there = {key for (key,) in after.all("select idem from ledger.entries")}
    after.end()
    return Round(
        len(acknowledged), len(set(acknowledged) - there), len(in_doubt), len(set(in_doubt) & there), restart
    )
