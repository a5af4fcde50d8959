"""Folios: the short names people use. Ids themselves are ``uuidv7()`` of the database.

Numbers come from PostgreSQL sequences: no lock, no waiting, gaps allowed (a rolled back act leaves one).
"""

import secrets
from datetime import datetime
from uuid import UUID, uuid5

WIDTH = {
    "CXC": 3,
    "R": 6,
    "CL": 4,
    "AS": 6,
    "IMP": 4,
    "LN": 4,
    "SAN": 4,
    "EMP": 6,
    "LOT": 6,
    "GAR": 4,
    "PT": 4,
    "T": 4,
    "MC": 4,
    "AL": 4,
    "RV": 6,
    "RB": 6,
    "AM": 6,
    "EXT": 4,
    "TB": 4,
    "CXP": 3,
    "PRV": 4,
    "CTR": 4,
    "LP": 4,
    "PG": 6,
}
_NAMESPACE = UUID("6f0b8f5e-3c0e-5a55-9d52-7c4d0a5c2f11")

TRIAL = 10**12
"""An act that isn't kept takes numbers that are so many times this, by its own lot, plus the one that it would get.

They order after every number that was given, and are below 2⁵³.
"""


def folio(series: str, number: int) -> str:
    """How `number` of `series` is written; in a trial, the one that it would get.

    >>> folio("CXC", 1), folio("R", 123), folio("R", 7 * TRIAL + 124)
    ('CXC-001', 'R-000123', 'R-000124')
    """
    return f"{series}-{number % TRIAL:0{WIDTH[series]}d}"


def derived(*parts: object) -> UUID:
    """A stable id for the same `parts`: the idempotency key of a step that may run twice."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))


def uuid7(at: datetime) -> UUID:
    """An id that sorts by the instant `at`, as ``uuidv7()`` of the database makes them (RFC 9562, §5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    random = secrets.randbits(74)
    return UUID(
        int=(milliseconds << 80)
        | (0x7 << 76)
        | ((random >> 62) << 64)
        | (0x2 << 62)
        | (random & ((1 << 62) - 1))
    )
