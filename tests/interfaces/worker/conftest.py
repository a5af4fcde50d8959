"""The worker as a process, to be told to stop or killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine

from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun, Run
from caudal.kernel.db import Scope, transaction

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


@dataclass
class Plant:
    """A database with one branch, and the workers started on it."""

    engine: Engine
    url: str
    log: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *program: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *(program or (str(Path(__file__).with_name("working.py")),))],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(sys.path),
                    "CAUDAL_DATABASE_URL": self.url,
                },
            )
        self.started.append(process)
        return process

    def ask(self, pause: float = 0.0) -> UUID:
        with transaction(self.engine, Scope(uuid4(), 0, every_branch=True)) as db:
            return runs.start(db, NewRun("prueba", {"pause": pause}, 0), NOW)

    def run(self, run_id: UUID) -> Run:
        with transaction(self.engine, Scope(uuid4(), 0, every_branch=True)) as db:
            return runs.run(db, run_id)

    def rows(self, statement: str) -> list[Any]:
        with psycopg.connect(self.url) as db:
            return db.execute(statement).fetchall()  # type: ignore[arg-type]

    def eventually(self, happened: Callable[[], Any], within: float = 60.0) -> Any:
        until = time.monotonic() + within
        while not (found := happened()):
            assert time.monotonic() < until, self.log.read_text(encoding="utf-8")
            time.sleep(0.05)
        return found


@pytest.fixture
def plant(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Plant]:
    with psycopg.connect(database_url) as db:
        db.execute("insert into companies (id, name, country, chart) values (1, 'Prueba', 'CO', 'co')")
        db.execute(
            "insert into branches (id, company_id, name, country, currency, time_zone) values"
            " (1, 1, 'Bogotá', 'CO', 'COP', 'America/Bogota')"
        )
        db.execute("create table counted (run uuid, step int, primary key (run, step))")
        db.execute("grant select, insert on counted to caudal_app")
    found = Plant(engine, database_url, tmp_path / "trabajador.log")
    try:
        yield found
    finally:
        for process in found.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
