"""The API over real HTTP, one server and one database of its own for each test.

`api` has a company with two branches in Mexico and one in Colombia, and one person of each role, named as the role:

    api.as_("cajero").post("/v1/payments", json={...})       # an httpx client that signed in
    api.as_("cajero", branch=2)                              # acting in another branch
    api.client()                                             # somebody nobody knows
    api.query("select …")                                    # as superuser, over every branch
    with api.act("duena") as act: …                          # arrange by commands, without HTTP
    api.problem(answer, 409, "llave-repetida")               # asserts status, slug and shape; returns the body

`module_api` is the same, shared by the tests of one file. `serving(url, **settings)` opens one by hand.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import psycopg
import pytest
import uvicorn
from argon2 import PasswordHasher

from caudal.commons.access import passwords
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.interfaces.api.app import create
from caudal.kernel import clock
from caudal.kernel.dates import local_date
from caudal.kernel.db import connect
from caudal.kernel.settings import Settings
from tests import database

PASSWORD = "clave de las pruebas"
ROLES = (
    "duena", "director", "gerente", "supervisor", "contador", "cajero", "cobrador", "empleado", "analista", "admin",
)  # fmt: skip
BRANCHES = (
    ("Cancún", "MX", "MXN", "America/Cancun"),
    ("CDMX", "MX", "MXN", "America/Mexico_City"),
    ("Bogotá", "CO", "COP", "America/Bogota"),
)
EVERYWHERE = ("duena", "director")
"""Roles with every branch; the others work in the two of Mexico."""


def today(branch: int = 1) -> date:
    """The day in which `branch` works, which at night is not the one of UTC."""
    return local_date(clock.now(), BRANCHES[branch - 1][3])


@dataclass
class Api:
    """A running API over a database of its own."""

    url: str
    database_url: str
    opened: list[httpx.Client] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, **headers: str) -> httpx.Client:
        """Somebody nobody knows."""
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30)
        self.opened.append(client)
        return client

    def as_(self, username: str, branch: int | None = None) -> httpx.Client:
        """A client that signed in as `username`; each person signs in once per test."""
        if username not in self.tokens:
            answer = self.sign_in(username)
            assert answer.status_code == 201, answer.text
            self.tokens[username] = answer.json()["access_token"]
        headers = {"Authorization": f"Bearer {self.tokens[username]}"}
        if branch is not None:
            headers["X-Branch"] = str(branch)
        return self.client(**headers)

    def sign_in(self, username: str, password: str = PASSWORD) -> httpx.Response:
        """One attempt to sign in."""
        return self.client().post("/v1/sessions", json={"username": username, "password": password})

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of `statement`, run as superuser."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            done = connection.execute(statement, values)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def one(self, statement: str, *values: Any) -> Any:
        """The only value of the only row."""
        ((value,),) = self.query(statement, *values)
        return value

    @contextmanager
    def act(self, username: str = "duena", branch: int = 1, at: datetime | None = None) -> Iterator[Act]:
        """An act of `username`, kept at the end: to arrange situations by calling commands."""
        row = self.query(
            "select u.id, u.name, u.role, array(select branch_id from user_branches where user_id = u.id order by 1),"
            " array(select permission from role_permissions where role = u.role) from users u where username = %s",
            username,
        )[0]
        actor = Actor(row[0], row[1], row[2], tuple(row[3]), frozenset(row[4]))
        opening = Opening(actor, Place(branch, "127.0.0.1", "api"), at or clock.now())
        engine = connect(self.database_url, pool_size=1)
        try:
            with acting(engine, opening) as act:
                yield act
        finally:
            engine.dispose()

    def problem(self, answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
        """The body of a refusal, after checking that it is the one expected and has the shape of all."""
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
            answer.text
        )
        body = answer.json()
        assert body["type"] == f"/problemas/{slug}", body
        assert body["status"] == status
        assert body["title"]
        assert body["instance"] == answer.request.url.path
        assert body["reference"] == answer.headers["x-request-id"]
        return body

    def close(self) -> None:
        for client in self.opened:
            client.close()


def furnish(url: str) -> None:
    """A company, its branches and one person of each role, in a migrated database."""
    with psycopg.connect(url) as connection:
        connection.execute("insert into companies (name, country, chart) values ('Prueba', 'MX', 'mx')")
        for branch in BRANCHES:
            connection.execute(
                "insert into branches (company_id, name, country, currency, time_zone) values (1, %s, %s, %s, %s)",
                branch,
            )
        for role in ROLES:
            connection.execute(
                "insert into users (username, name, role, password_hash, home_branch) values (%s, %s, %s, %s, 1)",
                (role, role.capitalize(), role, stored(PASSWORD)),
            )
        connection.execute(
            "insert into user_branches (user_id, branch_id) select u.id, b.id from users u, branches b"
            " where u.id > 0 and (b.country = 'MX' or u.role = any(%s))",
            (list(EVERYWHERE),),
        )


@lru_cache(maxsize=8)
def stored(password: str) -> str:
    """The hash of a password, made once per run."""
    return passwords.hashed(password)


@pytest.fixture(scope="module", autouse=True)
def costly_passwords() -> Iterator[PasswordHasher]:
    """The product's own hasher; hundreds of people sign in here, so a cheap one is in its place."""
    passwords._nobodys.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        costly = passwords._HASHER
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        yield costly
    passwords._nobodys.cache_clear()


@contextmanager
def serving(url: str, *, waits: bool = True, **settings: Any) -> Iterator[Api]:
    """The API listening on a loopback port over the database at `url`.

    Told to stop, the server takes a fifth of a second of doing nothing; `waits` says whether to wait for it.
    """
    given = {"secret_key": "una clave para las pruebas", "database_url": url, "data_dir": Path("no-se-usa")}
    config = Settings(**given | settings)
    app = create(config, connect(url, pool_size=config.api_threads))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    options = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "lifespan": "on",
        "timeout_graceful_shutdown": 5,
    }
    server = uvicorn.Server(uvicorn.Config(app, ws="none", **options))  # type: ignore[arg-type]
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    listening.listen(128)
    thread.start()
    api = Api(f"http://127.0.0.1:{listening.getsockname()[1]}", url)
    try:
        yield api
    finally:
        api.close()
        server.should_exit = True
        if waits:
            thread.join(10)


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    """An API of this test's own, furnished."""
    furnish(database_url)
    with serving(database_url, waits=False) as running:
        yield running


@pytest.fixture(scope="module")
def module_api(postgres: database.Server) -> Iterator[Api]:
    """As `api`, one for the whole file: for tests that don't step on each other."""
    with postgres.clone() as url:
        furnish(url)
        with serving(url, waits=False) as running:
            yield running
