"""Acts over the journal alone, as a door would open them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from sqlalchemy.engine import Engine

from caudal.commons.acts.act import Act, Actor, Place
from caudal.kernel.db import Scope, transaction

TODAY = date(2026, 10, 5)


@contextmanager
def acting(
    engine: Engine,
    branch: int = 1,
    branches: tuple[int, ...] = (1, 2, 3),
    permissions: frozenset[str] = frozenset(),
    *,
    everywhere: bool = False,
    keep: bool = True,
) -> Iterator[Act]:
    """One act in one transaction; `everywhere` sees every branch."""
    number = uuid.uuid4()
    scope = Scope(number, 7, "10.0.0.1", "prueba", branches, every_branch=everywhere)
    with transaction(engine, scope, keep=keep) as session:
        actor = Actor(7, "Ana", "cajero", branches, permissions)
        place = Place(branch, "10.0.0.1", "api")
        yield Act(number, session, actor, datetime(2026, 10, 5, 15, tzinfo=UTC), TODAY, place, "prueba")
