"""The seam: what goes out, and what a provider's answer means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class Result(StrEnum):
    """What is known after an attempt.

    ``AWAY``: the provider didn't answer, or doesn't let us in: nothing was sent and it concerns every notice.
    ``AMBIGUOUS``: it may have been accepted and the answer lost.
    """

    SENT = "sent"
    RETRY = "retry"
    AWAY = "away"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice on its way out: attempt `attempt` of notice `id`."""

    id: UUID
    attempt: int
    to: str
    subject: str
    text: str
    at: datetime
    html: str = ""
    wire: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attachment: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended. ``wait``: not again before this long."""

    result: Result
    provider_id: str | None = None
    code: int | None = None
    cause: str = ""
    wait: timedelta | None = None


class Line(Protocol):
    """A way of reaching people of the house."""

    name: str
    provider: str

    def send(self, parcel: Parcel) -> Outcome:
        """Try once; never raises for what the provider or the network does."""
        ...
