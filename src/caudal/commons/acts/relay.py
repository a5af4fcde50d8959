"""The relay: takes what acts told to whoever listens, at least once, never losing a word.

An event is marked as delivered in the transaction in which its listeners did their part: killed half way, all
of it is undone and it is delivered again. Events go together; where one fails they go one by one, so that it
undoes only its own part, waits, and lets the others pass. After `MOST` attempts it is parked, in sight, until
somebody asks for it again.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Row, text
from sqlalchemy.orm import Session

from caudal.commons.acts.act import SYSTEM, Act, Actor, Place, fact_of, read_event
from caudal.commons.acts.opening import Opening, business_date_of, enter
from caudal.kernel.db import Scope, transaction
from caudal.kernel.logs import spoken
from caudal.kernel.problems import Problem
from caudal.kernel.sql import sql

log = logging.getLogger(__name__)

Listener = Callable[[Act, Any], None]
Listeners = Mapping[type[Any], Sequence[Listener]]

MOST = 10
"""Attempts before an event is parked."""

FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)
_BATCH = 100

WITHIN_S = 0.25
"""Seconds a round keeps its transaction open; what it did not reach is of the next one."""

_BRANCHES = text("select array_agg(id order by id) from branches")
_DONE = text("update outbox set done_at = :at, problem = null where id = any(:ids)")
_FAILED = text(
    "update outbox set attempts = attempts + 1, next_attempt_at = :next, problem = :problem where id = :id"
)
_PARKED = text(
    "select id, act_id, fact, at, attempts, problem from outbox where done_at is null and attempts >= :most"
    " order by id limit :limit"
)
_AGAIN = text(
    "update outbox set attempts = 0, next_attempt_at = null where id = :id and done_at is null returning true"
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did, in events. ``more``: it stopped before reaching the last one whose turn it was."""

    done: int = 0
    failed: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """An event nobody could take in."""

    id: int
    act_id: UUID
    fact: str
    at: datetime
    attempts: int
    problem: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """An event somebody listens to."""

    row: Row[Any]
    kind: type[Any]
    listeners: Sequence[Listener]


@dataclass(slots=True)
class _Round:
    """The transaction under way: who acts, what is known of the branches, and until when there is time."""

    db: Session
    at: datetime
    branches: tuple[int, ...]
    until: float
    days: dict[int, date] = field(default_factory=dict[int, date])

    def tell(self, heard: _Heard) -> None:
        """Tell an event to each of its listeners."""
        act, event = self._act(heard.row), read_event(heard.kind, heard.row.body)
        for listener in heard.listeners:
            listener(act, event)

    def _act(self, row: Row[Any]) -> Act:
        """An act of the house because of an event, where the event happened."""
        branch = row.branch_id or self.branches[0]
        if branch not in self.days:
            self.days[branch] = business_date_of(self.db, branch, self.at)
        actor = Actor(SYSTEM, "Sistema", "sistema", self.branches, frozenset())
        place = Place(branch, "local", "worker")
        reason = f"A raíz del acto {row.act_id}"
        opening = Opening(actor, place, self.at, reason=reason, every_branch=True)
        act = Act(uuid4(), self.db, actor, self.at, self.days[branch], place, reason)
        enter(self.db, act.id, opening)
        return act


def deliver(
    engine: Engine, at: datetime, listeners: Listeners, limit: int = _BATCH, within_s: float = WITHIN_S
) -> Delivered:
    """Deliver up to `limit` events, in the order they were told, in one short transaction of `within_s` seconds.

    At least one is told however long it takes; `more` says that others wait. Several processes may do it at
    once. An event that nobody listens to is done.
    """
    known = {fact_of(kind): (kind, tuple(heard)) for kind, heard in listeners.items() if heard}
    until = time.monotonic() + within_s
    with transaction(engine, Scope(uuid4(), SYSTEM, every_branch=True)) as db:
        claimed = sql("caudal.commons.acts", "relay_claim")
        rows = db.execute(claimed, {"at": at, "most": MOST, "limit": limit}).all()
        heard = [_Heard(row, *known[row.fact]) for row in rows if row.fact in known]
        done = [row.id for row in rows if row.fact not in known]
        failed = tried = 0
        if heard:
            this = _Round(db, at, tuple(db.execute(_BRANCHES).scalar_one() or ()), until)
            told = _together(this, heard)
            if told is None:
                told, failed = _one_by_one(this, heard)
            done += [one.row.id for one in told]
            tried = len(told) + failed
        if done:
            db.execute(_DONE, {"ids": done, "at": at})
    return Delivered(len(done), failed, more=len(rows) == limit or tried < len(heard))


def parked(db: Session, limit: int = 50) -> list[Parked]:
    """Events that failed too often, the oldest first, with what happened the last time."""
    return [Parked(*row) for row in db.execute(_PARKED, {"most": MOST, "limit": limit})]


def again(db: Session, event_id: int) -> bool:
    """Let a parked event be delivered again from the start; false where there is none waiting."""
    return db.execute(_AGAIN, {"id": event_id}).scalar() is not None


def _together(this: _Round, heard: Sequence[_Heard]) -> Sequence[_Heard] | None:
    """Tell as many as there is time for, as if none could fail; nothing, and nothing remains, where one did."""
    count = 0
    try:
        with this.db.begin_nested():
            for one in heard:
                if count and time.monotonic() > this.until:
                    break
                this.tell(one)
                count += 1
    except Exception as failure:  # noqa: BLE001 - found again, and written down, one by one
        log.debug("un evento falló: %s", type(failure).__name__)
        return None
    return heard[:count]


def _one_by_one(this: _Round, heard: Sequence[_Heard]) -> tuple[list[_Heard], int]:
    """Tell each on its own; returns those that went well and how many did not."""
    told: list[_Heard] = []
    failed = 0
    for one in heard:
        if (told or failed) and time.monotonic() > this.until:
            break
        problem = _alone(this, one)
        if problem is None:
            told.append(one)
        else:
            failed += 1
            _put_off(this, one.row, problem)
    return told, failed


def _alone(this: _Round, one: _Heard) -> str | None:
    """Tell one event; what happened when a listener could not, and then nothing of it remains."""
    try:
        with this.db.begin_nested():
            this.tell(one)
    except Problem as refused:
        return f"{refused.type}: {refused}"
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is written down and tried again
        log.warning("el evento %s %s falló: %s", one.row.id, one.row.fact, type(failure).__name__)
        return spoken(failure)
    return None


def _put_off(this: _Round, row: Row[Any], problem: str) -> None:
    wait = min(FIRST * 2**row.attempts, LONGEST)
    told = {"id": row.id, "next": this.at + wait, "problem": problem[:500]}
    this.db.execute(_FAILED, told)
    if row.attempts + 1 >= MOST:
        log.error("el evento %s %s queda apartado tras %d intentos", row.id, row.fact, MOST)
