"""Passwords: argon2id, a few at a time so that a rush of sign-ins doesn't take the memory of the machine."""

import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = threading.BoundedSemaphore(2)
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
"""32 MiB and three passes, above OWASP's minimum for argon2id (19 MiB, two passes)."""


def hashed(password: str) -> str:
    """What is stored of `password`."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one; takes as long where there is no account or it has no password."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _nobodys(), password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash to compare with where there is nobody, made with today's parameters."""
    return _HASHER.hash(secrets.token_urlsafe(32))
