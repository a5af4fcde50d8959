"""Instants as a person reads them on paper: on the wall clock of the branch, twelve hours. Source: design §4.3."""

from datetime import datetime

from caudal.kernel.dates import local
from caudal.kernel.formats import date_text


def moment_text(instant: datetime, zone: str) -> str:
    """Date and time of `instant` (aware) on the wall clock of `zone`.

    >>> from datetime import UTC
    >>> moment_text(datetime(2026, 1, 10, 20, 5, tzinfo=UTC), "America/Bogota")
    '10/01/2026 3:05 p. m.'
    """
    there = local(instant, zone)
    half = "a. m." if there.hour < 12 else "p. m."
    return f"{date_text(there.date())} {there.hour % 12 or 12}:{there.minute:02d} {half}"
