"""The act: whatever anyone does, in one transaction, written in the book of acts."""

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.orm import Session

from caudal.kernel.money import Money

SYSTEM = 0
"""The id of the user that acts when nobody is looking: the worker."""

P = ParamSpec("P")
R = TypeVar("R")

_HIDDEN = frozenset({"password", "token", "secret", "data", "current_password", "new_password"})
_PERSONAL = frozenset(
    {
        "name",
        "address",
        "number",
        "phones",
        "phone",
        "email",
        "notes",
        "text",
        "values",
        "evidence",
        "body",
        "shown",
    }
)
_SHOWN_ITEMS = 10

_FILES = frozenset({"commands", "queries", "events"})
_INSIDE, _TOLD = "command", "told"
_LINE = (
    "insert into audit (act_id, at, business_date, branch_id, actor_id, ip, door, command, asked, reason)"
    " values (:act, :at, :business_date, :branch, :actor, :ip, :door, :command, cast(:asked as jsonb), :reason)"
)
_WORD = (
    "insert into outbox (act_id, branch_id, fact, body, at)"
    " select :act, w.branch, w.fact, w.body, :at"
    " from jsonb_to_recordset(cast(:told as jsonb)) w (fact text, branch smallint, body jsonb)"
)
_AUDIT, _TELL = text(_LINE), text(_WORD)
_AUDIT_AND_TELL = text(f"with told as ({_WORD}) {_LINE}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a key of an integrator, or the house itself."""

    id: int
    name: str
    role: str
    branches: tuple[int, ...]
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        """Whether the actor's role allows `permission`."""
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act happens: the branch, the network address and the door (api, key, cli, worker, webhook)."""

    branch_id: int
    ip: str
    door: str


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody does. The transaction ends when the act does: all of it is kept, or none."""

    id: UUID
    db: Session
    actor: Actor
    at: datetime
    business_date: date
    place: Place
    reason: str

    def tell(self, event: Any) -> None:
        """Leave `event` for whoever listens, in the same transaction; delivered at least once after it is kept."""
        kind = cast("type[Any]", type(event))
        body = _adapter(kind).dump_python(event, mode="json")
        word = {"fact": fact_of(kind), "branch": self.place.branch_id, "body": body}
        if self.db.info.get(_INSIDE):
            self.db.info.setdefault(_TOLD, []).append(word)
        else:
            self.db.execute(_TELL, {**_place(self), "told": json.dumps([word])})


def fact_of(event_type: type) -> str:
    """The name of a kind of event: its room and its class.

    >>> fact_of(Act)
    'acts.Act'
    """
    return f"{room_of(event_type.__module__)}.{event_type.__name__}"


def room_of(module: str) -> str:
    """The room of a module, whether its commands are a file or a folder.

    >>> room_of("caudal.business.payments.commands"), room_of("caudal.business.payments.commands.taking")
    ('payments', 'payments')
    """
    parts = module.split(".")
    return parts[-3] if parts[-2] in _FILES else parts[-2]


def read_event(event_type: type[R], body: Any) -> R:
    """The event that was told, from its stored `body`."""
    return _adapter(event_type).validate_python(body)


def command(
    function: Callable[Concatenate[Act, P], R],
) -> Callable[Concatenate[Act, P], R]:
    """Write what was asked in the book of acts. A command called by another one is part of it."""
    name = f"{room_of(function.__module__)}.{function.__name__}"

    @functools.wraps(function)
    def audited(act: Act, *args: P.args, **kwargs: P.kwargs) -> R:
        info = act.db.info
        if info.get(_INSIDE):
            return _part(info.setdefault(_TOLD, []), lambda: function(act, *args, **kwargs))
        info[_INSIDE] = name
        try:
            result = function(act, *args, **kwargs)
        finally:
            info.pop(_INSIDE, None)
            told = info.pop(_TOLD, [])
        write_down(act, name, _asked(function, args, kwargs), told)
        return result

    audited.__dict__["command"] = name
    return audited


def _part(told: list[Any], work: Callable[[], R]) -> R:
    """A command inside another one: if it is undone and its caller goes on, what it told is taken back."""
    before = len(told)
    try:
        return work()
    except BaseException:
        del told[before:]
        raise


def write_down(act: Act, name: str, asked: dict[str, Any], told: Sequence[dict[str, Any]] = ()) -> None:
    """Add a line to the book of acts; `asked` is written as :func:`plain` makes it, with what the act told."""
    line = {
        **_place(act),
        "business_date": act.business_date,
        "actor": act.actor.id,
        "ip": act.place.ip,
        "door": act.place.door,
        "command": name,
        "asked": json.dumps(plain(asked), ensure_ascii=False),
        "reason": act.reason,
    }
    if told:
        act.db.execute(_AUDIT_AND_TELL, {**line, "told": json.dumps(list(told))})
    else:
        act.db.execute(_AUDIT, line)


def _place(act: Act) -> dict[str, Any]:
    return {"act": act.id, "branch": act.place.branch_id, "at": act.at}


def plain(value: Any, name: str = "") -> Any:
    """`value` as JSON: money and dates as text, personal data masked, secrets and files left out."""
    if value is None or isinstance(value, bool | int):
        return value
    if name in _HIDDEN:
        return "•••"
    if name in _PERSONAL:
        return masked(value)
    return _simple(_whole(value))


def _whole(value: Any) -> Any:
    """What has parts, part by part; anything else as it is."""
    if isinstance(value, Money):
        return value.json()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), f.name) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): plain(v, str(k)) for k, v in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list | tuple | set | frozenset):
        return _some(list(cast("list[Any]", value)))
    return value


def _simple(value: Any) -> Any:
    if isinstance(value, dict | list | str):
        return value.value if isinstance(value, Enum) else cast("Any", value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def masked(value: Any) -> Any:
    """Enough of a personal datum to recognise it, not to know it.

    >>> masked("+573001234567"), masked("Juan Pérez"), masked(["+573001234567"])
    ('•••567', '•••', ['•••567'])
    """
    if isinstance(value, list | tuple):
        return [masked(one) for one in cast("list[Any]", value)[:_SHOWN_ITEMS]]
    if isinstance(value, str) and sum(c.isdigit() for c in value) >= 6 and len(value) <= 20:
        return "•••" + value[-3:]
    return "•••"


def _some(values: list[Any]) -> Any:
    if len(values) <= _SHOWN_ITEMS:
        return [plain(one) for one in values]
    return {"count": len(values), "first": [plain(one) for one in values[:3]]}


def _asked(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    names = function.__code__.co_varnames[1 : function.__code__.co_argcount]
    asked = {**dict(zip(names, args, strict=False)), **kwargs}
    if len(asked) == 1:
        only = next(iter(asked.values()))
        if is_dataclass(only) and not isinstance(only, type | Money):
            return {f.name: getattr(only, f.name) for f in fields(only)}
    return {name: value for name, value in asked.items() if not callable(value)}


@functools.lru_cache(maxsize=256)
def _adapter(event_type: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(event_type)


__all__ = [
    "SYSTEM",
    "Act",
    "Actor",
    "Place",
    "command",
    "fact_of",
    "masked",
    "plain",
    "read_event",
    "write_down",
]
