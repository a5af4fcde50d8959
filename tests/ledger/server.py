"""The journal alone, for the tests that flood it, break its guards or kill its server."""

import contextlib
import os
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg

from caudal.interfaces.cli import processes
from caudal.interfaces.cli.postgres import Cluster
from tests import database

ROOT = Path(__file__).resolve().parents[2]
OBJECTS = [
    "guards", "post", "post_many", "accounts", "periods", "statements", "seal", "reports", "chart_groups", "access",
    "chart_mx", "chart_co", "chart_do",
]  # fmt: skip
"""The files of ``caudal/ledger/sql`` that make objects, in the order they are applied."""

_COMPANIES = """
    do $$ declare r text; begin
      foreach r in array array['caudal_owner', 'caudal_app', 'caudal_read'] loop
        begin execute format('create role %I nologin', r);
        exception when duplicate_object or unique_violation then null; end;
      end loop;
    end $$;
    create schema ledger authorization caudal_owner;
    create table companies (id smallint primary key, name text, country char(2), chart text);
    create table branches (id smallint primary key, company_id smallint not null references companies,
      name text, country char(2), currency char(3), time_zone text);
    alter table companies owner to caudal_owner;
    alter table branches owner to caudal_owner;
    insert into companies values (1, 'Uno', 'MX', 'mx'), (2, 'Otra', 'CO', 'co');
    insert into branches select g, 1, 'b' || g, 'MX', 'MXN', 'America/Cancun' from generate_series(1, 20) g;
    insert into branches values (90, 2, 'ajena', 'CO', 'COP', 'America/Bogota');
    grant select on companies, branches to caudal_app;
"""
_OWNED = """
    do $$ declare q text; begin
      for q in select format('alter table ledger.%I owner to caudal_owner', relname) from pg_class
               where relnamespace = 'ledger'::regnamespace and relkind = 'r'
               union all select format('alter function %s owner to caudal_owner', oid::regprocedure)
               from pg_proc where pronamespace = 'ledger'::regnamespace loop
        execute q;
      end loop;
    end $$;
"""
_OPENED = """
    select set_config('caudal.actor', '7', true);
    select ledger.sub_account(1::smallint, 'CASH', 'MXN', 'T', 'Caja', 1::smallint);
    select ledger.sub_account(1::smallint, 'CUSTOMER_CREDIT', 'MXN', 'T', 'Monedero', -1::smallint);
    select ledger.open_box(a.id, b.id, a.guard, 0) from ledger.accounts a, branches b
      where a.guard <> 0 and b.company_id = 1;
    select ledger.account_for(1::smallint, u, c)
      from unnest(array['BANK', 'AR', 'SALES', 'INTERBRANCH', 'FX']) u, unnest(array['MXN', 'USD']) c;
    select ledger.account_for(2::smallint, 'BANK', 'COP');
"""


def objects(name: str) -> str:
    """The text of one file of replaceable objects."""
    return resources.files("caudal.ledger").joinpath("sql", f"{name}.sql").read_text("utf-8")


def tables() -> str:
    """The text of the migrations that make the tables."""
    folder = ROOT / "src/caudal/migrations/versions"
    return "".join((folder / f"{name}.sql").read_text("utf-8") for name in ("0002_ledger", "0037_books"))


def create(cluster: Cluster, name: str) -> str:
    """A database with the journal alone; returns its address."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
        run(db, f"create database {name}")
    build(cluster.url(name))
    return cluster.url(name)


def build(url: str) -> None:
    """The journal and nothing else, with some accounts open, in the empty database at `url`."""
    with psycopg.connect(url) as db:
        for text in (_COMPANIES, tables(), *map(objects, OBJECTS), _OWNED, _OPENED):
            run(db, text)
    with psycopg.connect(url, autocommit=True) as db:
        run(db, "vacuum analyze")


def run(db: "psycopg.Connection[Any]", text: str) -> None:
    db.execute(cast("LiteralString", text))


@contextlib.contextmanager
def started(*, disposable: bool = False) -> Iterator[Cluster]:
    """A server of its own; unless disposable, it waits for the disk as the product's does."""
    home = Path(tempfile.mkdtemp(prefix="caudal-ledger-", dir=database.home() if disposable else None))
    home.chmod(0o755)
    cluster = Cluster(home / "postgres", secrets.token_hex(8), disposable=disposable)
    try:
        cluster.initialise()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


def kill(cluster: Cluster) -> float:
    """SIGKILL to the server and all its processes, then start it; returns the seconds until it answered."""
    assert cluster.process is not None
    victims = [cluster.process.pid, *_children(cluster.process.pid)]
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    processes.stop(cluster.process, signal.SIGKILL, 10.0)
    while any(processes.alive(pid) for pid in victims):
        time.sleep(0.02)
    began = time.perf_counter()
    cluster.start()
    return time.perf_counter() - began


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry.name))
    return found
