"""Folios: the short names people use. Ids themselves are ``uuidv7()`` of the database.

Numbers come from PostgreSQL sequences: no lock, no waiting, gaps allowed (a rolled back act leaves one).
"""

from uuid import UUID, uuid5

WIDTH = {"CXC": 3, "R": 6, "CL": 4, "AS": 6, "IMP": 4}
_NAMESPACE = UUID("6f0b8f5e-3c0e-5a55-9d52-7c4d0a5c2f11")


def folio(series: str, number: int) -> str:
    """How `number` of `series` is written.

    >>> folio("CXC", 1), folio("R", 123)
    ('CXC-001', 'R-000123')
    """
    return f"{series}-{number:0{WIDTH[series]}d}"


def derived(*parts: object) -> UUID:
    """A stable id for the same `parts`: the idempotency key of a step that may run twice."""
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))
