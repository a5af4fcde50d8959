"""What every test may ask for: a server, a fresh database, an engine that runs as the product does.

- `postgres` (whole run): the server; `postgres.clone()` gives a database to a fixture of wider scope.
- `database_url` (each test): superuser URL of a fresh, migrated, empty database.
- `engine` (each test): `caudal.kernel.db.connect(database_url)`, which runs as the product's own role.
- `module_database_url`, `module_engine`: the same, shared by the tests of one file that only read.
"""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import database

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

hypothesis.settings.register_profile("casa", deadline=None)  # a busy machine is not a defect
hypothesis.settings.load_profile("casa")

_KEPT = {"CAUDAL_CHROMIUM", "CAUDAL_CLOCK"}
"""Where the browser is, and when it is: every test holds at any instant (`run.py campaign hours`)."""

for name in [name for name in os.environ if name.startswith("CAUDAL_") and name not in _KEPT]:
    del os.environ[name]  # the tests of this house do not depend on who runs them


def pytest_configure_node(node: "object") -> None:
    """pytest-xdist: each worker learns who its controller is, so that all share one server."""
    node.workerinput["caudal_controller"] = os.getpid()  # type: ignore[attr-defined]


LONG = ("stories", "interfaces", "flows", "test_lives.py")
"""Folders and files that take long: they go first, so that no worker is left alone with one at the end."""


@pytest.hookimpl(trylast=True)  # after pytest-randomly: within each kind, files keep the order of chance
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser first, one after each long one, so that two browsers seldom share a machine of two cores."""
    files = list(dict.fromkeys(item.path for item in items))
    turns = {True: count(0, 2), False: count(1, 2)}
    place: dict[Path, int] = {}
    for path in files:
        browser = "browser" in path.parts
        long = browser or bool({*path.parts} & {*LONG})
        place[path] = next(turns[browser]) if long else 2 * len(files)
    items.sort(key=lambda item: place[item.path])


def _controller(config: pytest.Config) -> int:
    return getattr(config, "workerinput", {}).get("caudal_controller", os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.finish(os.getpid())


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> database.Server:
    """The PostgreSQL of this run, with its migrated template."""
    return database.start(_controller(request.config))


@pytest.fixture
def database_url(postgres: database.Server) -> Iterator[str]:
    """Superuser URL of a database of this test's own: migrated, without data."""
    with postgres.clone() as url:
        yield url


def _engine(url: str) -> Iterator["Engine"]:
    from caudal.kernel import db  # noqa: PLC0415 - house tests must not need the database

    engine = db.connect(url, pool_size=4)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator["Engine"]:
    """Engine over `database_url`, running as the product's role, so row-level security holds."""
    yield from _engine(database_url)


@pytest.fixture(scope="module")
def module_database_url(postgres: database.Server) -> Iterator[str]:
    """As `database_url`, one for the whole file."""
    with postgres.clone() as url:
        yield url


@pytest.fixture(scope="module")
def module_engine(module_database_url: str) -> Iterator["Engine"]:
    """As `engine`, one for the whole file."""
    yield from _engine(module_database_url)
