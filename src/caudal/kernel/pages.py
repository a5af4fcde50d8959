"""Keyset pages: a list is read onward from the last row seen, never by offset."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from caudal.kernel.problems import Invalid

T = TypeVar("T")
MAX_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some `items`, where to read on (`next`, absent at the end) and totals over the whole filter."""

    items: list[T]
    next: str | None = None
    totals: dict[str, Any] = field(default_factory=dict)


def encode(keys: list[Any]) -> str:
    """A cursor from the sort keys of the last row."""
    return base64.urlsafe_b64encode(json.dumps(keys, default=str).encode()).decode().rstrip("=")


def decode(cursor: str | None, *kinds: Callable[[Any], Any]) -> list[Any] | None:
    """The sort keys in `cursor`, each read by its kind (``int``, ``date.fromisoformat``…).

    Raises:
        Invalid: the cursor was not made by this list.
    """
    if not cursor:
        return None
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [kind(key) for kind, key in zip(kinds, keys, strict=True)]
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        raise Invalid(
            "El cursor no es de esta lista", errors=[{"pointer": "/after", "detail": "cursor inválido"}]
        ) from None


def page(
    rows: list[T], limit: int, keys: Callable[[T], list[Any]], totals: dict[str, Any] | None = None
) -> Page[T]:
    """The first `limit` of `rows` (read one more than `limit`, to know whether there is a next page)."""
    more = len(rows) > limit
    items = rows[:limit]
    return Page(items, encode(keys(items[-1])) if more else None, totals or {})


def every(read: Callable[[str | None], Page[T]]) -> Iterator[Page[T]]:
    """A list whole, page by page: `read` takes a cursor, absent the first time."""
    after: str | None = None
    while True:
        found = read(after)
        yield found
        if found.next is None:
            return
        after = found.next
