"""Reading the book of acts: who did what, when, from where and why, and what it changed."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import source, sql

_ROOM = "caudal.commons.access"
COUNTED = 10_000
"""Lines counted at most: of a book that only grows, «more than ten thousand» says enough."""

_SIGNS, _LITERAL = re.compile(r"[\\%_]"), r"\\\g<0>"
"""What means something else to the search, and how it is made to mean itself."""

_COUNT = text(f"select count(*) from ({source(_ROOM, 'acts')}) found")  # noqa: S608 - our own file
_CHANGES = text("select table_name, key, op, old, new from changes where act_id = :act order by id limit 500")


@dataclass(frozen=True, slots=True)
class ActRecord:
    """A line of the book. ``asked``: personal data masked; ``source``: what its first journal entry speaks of."""

    id: int
    act_id: UUID
    at: datetime
    business_date: date
    branch_id: int | None
    actor_id: int
    actor_name: str
    ip: str
    door: str
    command: str
    asked: dict[str, Any]
    reason: str
    outcome: str
    problem: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that an act changed: only the fields that differ. ``op``: U updated, D deleted."""

    table: str
    key: str
    op: str
    old: dict[str, Any]
    new: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActFilter:
    """Which lines; ``earliest`` and ``latest`` are business dates, both included."""

    actor: int | None = None
    command: str | None = None
    outcome: str | None = None
    earliest: date | None = None
    latest: date | None = None
    branch_id: int | None = None
    q: str = ""
    act_id: UUID | None = None


def acts(act: Act, which: ActFilter, limit: int = 50, after: str | None = None) -> Page[ActRecord]:
    """Lines of the book in the actor's branches, the latest first; ``totals``: how many, and if there are more.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    keys = pages.decode(after, datetime.fromisoformat, int)
    wanted = {
        "branches": list(act.actor.branches),
        "act": which.act_id,
        "actor": which.actor,
        "command": which.command,
        "outcome": which.outcome,
        "earliest": which.earliest,
        "latest": which.latest,
        "branch": which.branch_id,
        "q": f"%{_SIGNS.sub(_LITERAL, which.q.strip())}%" if which.q.strip() else None,
    }
    at, row_id = keys or (None, None)
    rows = act.db.execute(sql(_ROOM, "acts"), wanted | {"at": at, "row": row_id, "limit": limit + 1})
    found = [_record(row) for row in rows]
    count: int = act.db.execute(_COUNT, wanted | {"at": None, "row": None, "limit": COUNTED + 1}).scalar_one()
    totals = {"count": min(count, COUNTED), "more": count > COUNTED}
    return pages.page(found, limit, lambda line: [line.at.isoformat(), line.id], totals)


def line(act: Act, act_id: UUID) -> ActRecord:
    """What is written of one act.

    Raises:
        NotFound: there is no such act in the actor's branches.
    """
    found = acts(act, ActFilter(act_id=act_id), limit=1).items
    if not found:
        raise NotFound("Ese acto no existe o es de otra sucursal")
    return found[0]


def changes(act: Act, act_id: UUID) -> list[Change]:
    """What an act changed, in order."""
    rows = act.db.execute(_CHANGES, {"act": act_id})
    return [Change(row.table_name, row.key, row.op, row.old, row.new) for row in rows]


def _record(row: Any) -> ActRecord:
    return ActRecord(
        row.id, row.act_id, row.at, row.business_date, row.branch_id, row.actor_id, row.actor_name, row.ip,
        row.door, row.command, row.asked or {}, row.reason, row.outcome, row.problem, row.source,
    )  # fmt: skip
