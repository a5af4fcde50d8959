"""Tables come from numbered migrations; functions, triggers, views and grants are re-applied after each."""

from importlib import resources
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from caudal.kernel.db import normalised
from caudal.migrations.objects import OBJECTS

_LOCK = 727_100_001


def upgrade(url: str) -> None:
    """Bring the database at `url` to this version of the house; safe to run twice and from two processes.

    The login must own the database or be a superuser. Idempotent.
    """
    engine = create_engine(
        normalised(url), poolclass=NullPool, connect_args={"options": "-c lock_timeout=5s"}
    )
    with engine.connect() as connection:
        raw: psycopg.Connection[Any] = connection.connection.driver_connection  # pyright: ignore[reportAssignmentType]
        raw.execute("select pg_advisory_lock(%s)", (_LOCK,))
        raw.commit()
        run(raw, text("roles"))
        raw.commit()
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.in_transaction():
            connection.commit()
        for package, name in OBJECTS:
            run(raw, resources.files(package).joinpath("sql", f"{name}.sql").read_text("utf-8"))
        run(raw, text("grants"))
        raw.commit()
        raw.autocommit = True
        raw.execute("analyze")
        raw.execute("select pg_advisory_unlock(%s)", (_LOCK,))
        raw.autocommit = False
    engine.dispose()


def text(name: str) -> str:
    """The text of a SQL file of this package."""
    return resources.files("caudal.migrations").joinpath(f"{name}.sql").read_text("utf-8")


def run(raw: "psycopg.Connection[Any]", statements: str) -> None:
    """Execute many statements at once, as written."""
    raw.execute(statements.encode())
