"""Leaves the database ready for this version: checks the server, migrates, loads the demo the first time.

It runs as a program of its own so that the parent of all processes stays small.
"""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from sqlalchemy.exc import DBAPIError

from caudal import migrations
from caudal.kernel import clock
from caudal.kernel.db import connect
from caudal.kernel.problems import Problem
from caudal.kernel.settings import settings

MINIMUM = 180000
_LOCAL = {"", "localhost", "127.0.0.1", "::1"}


class NotReady(RuntimeError):
    """The database cannot be used; the text says why and the remedy (Spanish)."""


def plain(url: str) -> str:
    """The URL as libpq understands it, without the name of SQLAlchemy's driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def check_url(url: str) -> None:
    """Refuse to send passwords and clients over a network in the clear.

    Raises:
        NotReady: the server is on another machine and the URL does not demand TLS.
    """
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    hosts = {parts.hostname or "", *asked.get("host", []), *asked.get("hostaddr", [])}
    remote = {host for host in hosts if host not in _LOCAL and not host.startswith("/")}
    if remote and asked.get("sslmode", [""])[0] not in {"require", "verify-ca", "verify-full"}:
        raise NotReady(
            f"La base de datos está en otra máquina ({', '.join(sorted(remote))}) y no se exige cifrado.\n"
            "Remedio: agregue ?sslmode=verify-full (o require) a CAUDAL_DATABASE_URL."
        )


def check_server(url: str) -> str:
    """Connect and look at the version; returns it as «18.6».

    Raises:
        NotReady: there is nobody there, the password is wrong, or it is older than PostgreSQL 18.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError as failure:
        raise NotReady(
            f"No se pudo entrar a la base de datos: {str(failure).strip()}\n"
            "Remedio: revise CAUDAL_DATABASE_URL (servidor, usuario, contraseña y nombre de la base)."
        ) from failure
    if number < MINIMUM:
        raise NotReady(
            f"La base de datos es PostgreSQL {number // 10000} y hace falta la 18 o posterior.\n"
            "Remedio: actualícela, o quite CAUDAL_DATABASE_URL para usar la que viene incluida."
        )
    return f"{number // 10000}.{number % 10000}"


def _say(text: str, began: float) -> None:
    took = f"{time.monotonic() - began:.1f}".replace(".", ",")
    print(f"  · {text} ({took} s)", flush=True)


def state_of(url: str) -> tuple[bool, list[str]]:
    """Whether somebody already uses this database, and the usernames of the demo in it."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select exists (select from companies)").fetchone()
        names = connection.execute("select username from users where demo and active order by id").fetchall()
    return bool(row and row[0]), [name for (name,) in names]


def prepare(url: str, *, with_demo: bool) -> list[str]:
    """Migrate and, in an empty database, load the demo. Returns the demo users, if it is there."""
    url = plain(url)
    check_url(url)
    check_server(url)
    began = time.monotonic()
    migrations.upgrade(url)
    _say("Esquema de la base al día", began)
    in_use, names = state_of(url)
    if with_demo and not in_use:
        print("  · Cargando la empresa de demostración…", flush=True)
        names = load_demo(url)
    return names


def load_demo(url: str) -> list[str]:
    """Load the demo into a migrated, empty database. Returns its users."""
    began = time.monotonic()
    engine = connect(url)
    try:
        # Asked for by name: on every later start nobody needs it, and the rooms it brings take half a second.
        importlib.import_module("caudal.flows.demo.load").load(engine, clock.now())
    finally:
        engine.dispose()
    _say("Demostración cargada", began)
    return state_of(url)[1]


def main() -> None:
    """Prepare the database named by the settings; writes what it found for the parent to read."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--answer", type=Path, required=True)
    asked = parser.parse_args()
    try:
        names = prepare(settings().database_url, with_demo=not asked.no_demo)
        founded = state_of(plain(settings().database_url))[0]
    except (NotReady, Problem, DBAPIError, psycopg.Error) as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        sys.exit(1)
    asked.answer.write_text(json.dumps({"demo_users": names, "founded": founded}), encoding="utf-8")


if __name__ == "__main__":
    main()
