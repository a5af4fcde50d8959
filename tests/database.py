"""One PostgreSQL per test run, one migrated template in it, one cheap clone per test.

The server is shared by the workers of pytest-xdist. It belongs to a small keeper process (this file run as a
program) that stops it when the run ends, even if the run is killed. The first worker that needs a database
starts the keeper; a run of pure tests never starts anything.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import psycopg

from caudal.interfaces.cli import processes
from caudal.interfaces.cli.postgres import Cluster
from tests.clones import Clones

TEMPLATE = "caudal_plantilla"
_SOURCE = Path(__file__).parents[1] / "src"
_MEMORY = Path("/dev/shm")
_ROOM = 3 * 2**30
"""Bytes that must be free to keep a server in memory; a run uses about a fifth."""


@dataclass(frozen=True)
class Server:
    """The server of this run; `url(name)` connects to one of its databases as superuser."""

    folder: Path
    cluster: Cluster

    def url(self, database: str = "postgres") -> str:
        return self.cluster.url(database)

    def query(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    @contextmanager
    def clone(self, demo: str = "") -> Iterator[str]:
        """A database of its own, dropped at the end; yields its superuser URL.

        Migrated and empty or, where `demo` is an instant (ISO 8601), with the demonstration as it loads then.
        """
        template = self._with_demo(demo) if demo else self._migrated()
        with _clones(self.url(), template).one() as name:
            yield self.url(name)

    def _migrated(self) -> str:
        def make(url: str) -> None:
            from caudal import migrations  # noqa: PLC0415 - tests of the server must not need the migrations

            migrations.upgrade(url)

        return self._once(TEMPLATE, "template0", make)

    def _with_demo(self, instant: str) -> str:
        def make(url: str) -> None:
            from caudal.flows.demo import load  # noqa: PLC0415 - most tests need no demonstration
            from caudal.kernel import db  # noqa: PLC0415

            engine = db.connect(url)
            load.load(engine, datetime.fromisoformat(instant))
            engine.dispose()

        name = f"{TEMPLATE}_{hashlib.sha256(instant.encode()).hexdigest()[:12]}"
        return self._once(name, self._migrated(), make)

    def _once(self, name: str, template: str, make: Callable[[str], None]) -> str:
        """The database `name`, made by the first worker that needs it; nobody is left connected to it."""
        ready = self.folder / name
        if ready.exists():
            return name
        with _alone(self.folder):
            if ready.exists():
                return name
            self.query(f'drop database if exists "{name}" with (force)')
            self.query(f'create database "{name}" template "{template}"')
            make(self.url(name))
            self.query("select", name)  # the first session writes what every later one of a clone reads
            self.query(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
            ready.touch()
        return name


@lru_cache(maxsize=16)
def _clones(url: str, template: str) -> Clones:
    """The copies of `template` that this process makes."""
    return Clones(url, template, ahead=template == TEMPLATE)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One worker at a time."""
    with (folder / "cerrojo").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def home() -> Path:
    """Where a server that keeps nothing lives: in memory where there is room, for it makes files all the time."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        return _MEMORY
    return Path(tempfile.gettempdir())


def folder_of_run(controller: int) -> Path:
    """Folder shared by the controller of this run and its workers; it stays where the first one put it."""
    name = f"caudal-pruebas-{controller}"
    made = (place / name for place in (_MEMORY, Path(tempfile.gettempdir())))
    return next((folder for folder in made if folder.exists()), home() / name)


def start(controller: int) -> Server:
    """The server of this run, started by the first who asks."""
    folder = folder_of_run(controller)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    with _alone(folder):
        if not (folder / "guardian.pid").exists():
            _start_keeper(folder, controller)
    password = (folder / "clave").read_text(encoding="ascii")
    return Server(folder, Cluster(folder / "postgres", password, disposable=True))


def finish(controller: int) -> None:
    """Stop the keeper, if one was needed, and wait until it has cleaned up."""
    folder = folder_of_run(controller)
    if not folder.exists():
        return
    number = folder / "guardian.pid"
    if number.exists():
        pid = int(number.read_text(encoding="ascii"))
        if processes.alive(pid) and str(folder) in processes.command_of(pid):
            os.kill(pid, signal.SIGTERM)
            for _ in range(200):
                if not folder.exists():
                    return
                time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


def _start_keeper(folder: Path, controller: int) -> None:
    log = folder / "guardian.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(folder), str(controller)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_SOURCE), str(_SOURCE.parent)])},
        )
    for _ in range(1200):
        if (folder / "guardian.pid").exists():
            keeper.returncode = 0  # it outlives whoever started it: it is the run's, not this worker's
            return
        if keeper.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("el PostgreSQL de las pruebas no arrancó:\n" + log.read_text(encoding="utf-8"))


def _keep(folder: Path, controller: int) -> None:
    """Run the server until told to stop or until the controller is gone."""
    password = secrets.token_hex(12)
    (folder / "clave").touch(mode=0o600)
    (folder / "clave").write_text(password, encoding="ascii")
    cluster = Cluster(folder / "postgres", password, disposable=True)
    told_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: told_to_stop.append(got))
    cluster.initialise()
    cluster.start()
    written = folder / "guardian.tmp"
    written.write_text(str(os.getpid()), encoding="ascii")
    written.rename(folder / "guardian.pid")
    while not told_to_stop and processes.alive(controller):
        time.sleep(0.2)
    cluster.stop(5.0)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
