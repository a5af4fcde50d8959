"""A house with two branches on different clocks, and acts in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, text

from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.db import Scope, transaction

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)
ANA = Actor(7, "Ana", "cajero", (1, 2), frozenset({"payments.take"}))


@dataclass
class House:
    """The engine, the superuser's address and an instant."""

    engine: Engine
    url: str
    at: datetime = NOON

    @contextmanager
    def act(
        self, branch: int = 1, *, actor: Actor = ANA, keep: bool = True, reason: str = ""
    ) -> Iterator[Act]:
        opening = Opening(actor, Place(branch, "10.0.0.1", "api"), self.at, reason=reason, keep=keep)
        with acting(self.engine, opening) as act:
            yield act

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with transaction(self.engine, Scope(UUID(int=0), 0, every_branch=True)) as db:
            return list(db.execute(text(statement), values))


@pytest.fixture
def house(engine: Engine, database_url: str) -> House:
    with psycopg.connect(database_url) as db:
        db.execute("insert into companies (id, name, country, chart) values (1, 'Prueba', 'MX', 'mx')")
        db.execute(
            "insert into branches (id, company_id, name, country, currency, time_zone) values"
            " (1, 1, 'Cancún', 'MX', 'MXN', 'America/Cancun'), (2, 1, 'Bogotá', 'CO', 'COP', 'America/Bogota')"
        )
    return House(engine, database_url)
