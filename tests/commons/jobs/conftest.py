"""A queue with its worker in a thread of the test, at a pace that doesn't make anybody wait."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from caudal.commons.jobs import queue
from caudal.commons.jobs.queue import Kind, Pace
from caudal.kernel.db import Scope, transaction

QUICK = Pace(poll=0.05, heartbeat=0.2, stalled=1.0)


@dataclass
class Shop:
    """A database and what may be asked of its queue."""

    engine: Engine
    url: str

    @contextmanager
    def act(self, *, keep: bool = True) -> Iterator[Any]:
        with transaction(self.engine, Scope(uuid4(), 0, every_branch=True), keep=keep) as db:
            yield db

    def defer(self, kind: str, args: Mapping[str, Any] | None = None, **more: Any) -> int:
        with self.act() as db:
            return queue.defer(db, kind, args or {}, **more)

    def jobs(self, status: str | None = None) -> int:
        with self.act() as db:
            statement = "select count(*) from procrastinate_jobs where status::text = :s or :s is null"
            return db.execute(text(statement.replace(":s", "cast(:s as text)")), {"s": status}).scalar_one()

    @contextmanager
    def working(self, kinds: Mapping[str, Kind], pace: Pace = QUICK) -> Iterator[threading.Event]:
        """A worker while the block lasts; the event tells it to stop."""
        stop = threading.Event()
        thread = threading.Thread(target=queue.work, args=(self.url, kinds, stop, pace))
        thread.start()
        try:
            yield stop
        finally:
            stop.set()
            thread.join(30)
            assert not thread.is_alive()


def eventually(happened: Callable[[], Any], within: float = 60.0) -> Any:
    """What `happened` answers once it is true."""
    until = time.monotonic() + within
    while not (found := happened()):
        assert time.monotonic() < until, "no ocurrió a tiempo"
        time.sleep(0.02)
    return found


@pytest.fixture
def shop(engine: Engine, database_url: str) -> Shop:
    return Shop(engine, database_url)
