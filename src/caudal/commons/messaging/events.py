"""What messaging tells the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReplyReceived:
    """A client wrote. ``word``: baja or alta where the text was one of those words."""

    inbound_id: UUID
    channel: str
    party_id: UUID | None
    branch_id: int | None
    word: str | None


@dataclass(frozen=True, slots=True)
class ChannelPaused:
    """The provider's answer stopped a whole channel until `until` (ISO, UTC)."""

    channel: str
    until: str
    cause: str
