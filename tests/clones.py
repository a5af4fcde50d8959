"""Copies of a database, made before they are asked for and dropped when nobody looks at them any more.

Making one and dropping it is most of what a test waits for: the server saves what it has in memory each time, and
a session that has just ended is waited for a tenth of a second. A thread does both while tests run.
"""

import queue
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


class Clones:
    """Copies of the database `template`, on the server where `url` enters as superuser.

    Those left over when the run ends go with the server, which is disposable.

    Args:
        ahead: make them in a thread of their own; where False, nothing happens in the server while a test runs.
    """

    def __init__(self, url: str, template: str, *, ahead: bool) -> None:
        self._url, self._template, self._ahead = url, template, ahead
        self._ready: queue.Queue[str | Exception] = queue.Queue(1)
        self._left: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._working = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a copy that nobody else has seen, dropped some time after the block."""
        name = self._taken() if self._ahead else self._made()
        try:
            yield name
        finally:
            self._left.put(name)

    def _taken(self) -> str:
        if self._working.acquire(blocking=False):
            threading.Thread(target=self._work, name="copias", daemon=True).start()
        found = self._ready.get()
        if isinstance(found, Exception):
            raise found
        return found

    def _work(self) -> None:
        try:
            while True:
                self._ready.put(self._made())
        except Exception as failure:  # noqa: BLE001 - told to who asks next; at the end of the run nobody does
            self._working.release()
            self._ready.put(failure)

    def _made(self) -> str:
        name = f"t_{secrets.token_hex(6)}"
        with psycopg.connect(self._url, autocommit=True) as server:
            while not self._left.empty():
                _run(server, f'drop database "{self._left.get()}" with (force)')
            _run(server, f'create database "{name}" template "{self._template}" strategy file_copy')
        return name


def _run(server: "psycopg.Connection[tuple[object, ...]]", statement: str) -> None:
    server.execute(statement)  # type: ignore[arg-type]
