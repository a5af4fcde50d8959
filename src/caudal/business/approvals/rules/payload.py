"""What is signed, as bytes: the same content always has the same digest. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from uuid import UUID

from caudal.kernel.money import Money


def canonical(value: Any) -> str:
    """`value` as JSON with its keys in order: money, dates and ids as text.

    >>> canonical({"b": Money.of("7000", "MXN"), "a": 1})
    '{"a":1,"b":{"amount":"7000.00","currency":"MXN"}}'

    Raises:
        TypeError: there is a floating point number, or something that isn't data.
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(
    kind: str, subject_id: UUID, money: Money, party_id: UUID | None, payload: Mapping[str, Any]
) -> bytes:
    """What a signature is tied to (32 bytes): any change in what is asked for makes it another one."""
    whole = {"kind": kind, "subject": subject_id, "money": money, "party": party_id, "payload": payload}
    return hashlib.sha256(canonical(whole).encode()).digest()


def plain(value: Any) -> Any:
    """`value` as data that JSON keeps exactly.

    Raises:
        TypeError: as :func:`canonical`.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("list[Any]", value)]
    return _one(value)


def _one(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return value.json()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no se puede firmar un {type(value).__name__}")
