"""The seam: what goes out, and what a provider's answer means for us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class Result(StrEnum):
    """What is known after an attempt.

    ``AMBIGUOUS``: the request may have been accepted and the answer lost; only evidence may decide.
    """

    ACCEPTED = "accepted"
    RETRY = "retry"
    AMBIGUOUS = "ambiguous"
    REFUSED = "rejected"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way out: attempt `attempt` of message `id`. ``to``: E.164; ``wire``: what travels."""

    id: UUID
    attempt: int
    to: str
    wire: Mapping[str, Any]

    @property
    def callback(self) -> str:
        """Our own mark, echoed by the provider in every status: it proves that an attempt went out."""
        return f"{self.id}.{self.attempt}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt, or a later failure notice, means.

    ``wait``: not before this long. ``pause``: the whole channel stops this long. ``mark``: close the number
    for this reason (``no_entregable``, ``publicidad``).
    """

    result: Result
    provider_id: str | None = None
    code: int | None = None
    cause: str = ""
    wait: timedelta | None = None
    pause: timedelta | None = None
    mark: str | None = None


class Channel(Protocol):
    """A way to reach people. ``local``: it never leaves this database, so whole batches may be recorded."""

    name: str
    provider: str
    local: bool

    def send(self, message: Outgoing) -> Outcome:
        """Try once; never raises for what the provider or the network does."""
        ...
