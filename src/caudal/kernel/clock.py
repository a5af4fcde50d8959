"""The only reader of the machine's clock. Doors call it; everything below receives the instant in its act."""

import time
from datetime import UTC, datetime, timedelta

from caudal.kernel.settings import settings

_STARTED = time.monotonic()


def now() -> datetime:
    """The present instant in UTC.

    ``CAUDAL_CLOCK`` (an instant with offset) moves the start of the process to that moment, for demonstrations
    and acceptance on the documents' own dates; time then runs on from there.
    """
    start = settings().clock
    if start is None:
        return datetime.now(UTC)  # noqa: TID251 - the one allowed place
    return start.astimezone(UTC) + timedelta(seconds=time.monotonic() - _STARTED)
