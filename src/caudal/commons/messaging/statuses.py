"""What becomes of a message: states only move forward, failures have consequences, everything is noted."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.dialects.postgresql import insert

from caudal.commons.acts.act import Act
from caudal.commons.messaging.channels.meta_errors import outcome_of
from caudal.commons.messaging.channels.seam import Outcome, Result
from caudal.commons.messaging.events import ChannelPaused
from caudal.commons.messaging.tables import Message, MessageEventRow, OptOutEvent
from caudal.kernel.settings import Settings

RANK = {
    "queued": 0, "deferred": 0, "blocked": 0, "cancelled": 0, "expired": 0,
    "sending": 1, "sent": 2, "failed": 3, "delivered": 4, "read": 5,
}  # fmt: skip
"""Providers report late, twice and out of order: a state never gives way to a lower one."""

PARKED = timedelta(hours=24)
"""How long a notice about an unknown message waits for the message to be known."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient sending is. ``evidence``: wait for a notice before repeating an attempt of unknown fate."""

    evidence: timedelta = timedelta(minutes=10)
    attempts: int = 12
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    batch: int = 50

    @classmethod
    def of(cls, settings: Settings) -> "Policy":
        """As this installation is set."""
        return cls(evidence=timedelta(minutes=settings.whatsapp_evidence_minutes))

    def backoff(self, message_id: UUID, attempt: int) -> timedelta:
        """Doubling wait after `attempt`, between half and one and a half of it so that retries spread out."""
        wait = min(self.first * 2 ** min(attempt - 1, 20), self.longest)
        spread = hashlib.sha256(f"{message_id}.{attempt}".encode()).digest()[0]
        return wait * (128 + spread) / 256


@dataclass(frozen=True, slots=True)
class Status:
    """A notice of the provider. ``attempt``: which of our attempts it speaks of, where it says."""

    provider_id: str
    kind: str
    at: datetime
    message_id: UUID | None = None
    attempt: int | None = None
    code: int | None = None
    detail: str = ""
    raw: dict[str, Any] | None = None

    @property
    def digest(self) -> bytes:
        """The same notice twice has the same digest."""
        parts = [self.provider_id, self.kind, self.at.isoformat(), self.code]
        return hashlib.sha256(json.dumps(parts).encode()).digest()


def locked(act: Act, message_id: UUID) -> Message | None:
    """The message, for this transaction alone."""
    return act.db.get(Message, message_id, with_for_update=True, populate_existing=True)


def keep(act: Act, status: Status, known: Message | None) -> bool:
    """Write a notice down as it came; false where it had come already."""
    row = {
        "digest": status.digest, "source": "proveedor", "provider_id": status.provider_id,
        "kind": status.kind, "attempt": status.attempt, "code": status.code,
        "detail": status.detail or None, "raw": status.raw,
        "occurred_at": status.at, "received_at": act.at, "message_id": known.id if known else None,
        "branch_id": known.branch_id if known else None,
    }  # fmt: skip
    statement = insert(MessageEventRow).values(row).on_conflict_do_nothing(index_elements=["digest"])
    return act.db.scalar(statement.returning(MessageEventRow.id)) is not None


def note(act: Act, message: Message, kind: str, outcome: Outcome) -> None:
    """Write down what the house learnt or did about an attempt."""
    digest = hashlib.sha256(f"{message.id}.{message.attempts}.{kind}.{act.id}".encode()).digest()
    row = {
        "digest": digest, "source": "casa", "message_id": message.id, "branch_id": message.branch_id,
        "provider_id": None, "kind": kind, "attempt": message.attempts, "code": outcome.code,
        "detail": outcome.cause or None, "occurred_at": act.at, "received_at": act.at,
    }  # fmt: skip
    act.db.execute(insert(MessageEventRow).values(row).on_conflict_do_nothing(index_elements=["digest"]))


def apply(act: Act, message: Message, status: Status, policy: Policy) -> None:
    """Move `message`, already locked, to where `status` says, unless it is further on."""
    if status.kind == "failed":
        _fail(act, message, status, policy)
        return
    if status.kind not in ("sent", "delivered", "read"):
        return
    if status.kind == "sent" and _failed_later(act, message, status):
        return
    if message.provider_id is None and status.attempt in (None, message.attempts):
        message.provider_id = status.provider_id
    message.sent_at = min(message.sent_at or status.at, status.at)
    if status.kind in ("delivered", "read"):
        message.delivered_at = min(message.delivered_at or status.at, status.at)
    if status.kind == "read":
        message.read_at = min(message.read_at or status.at, status.at)
    if RANK[status.kind] > RANK[message.status]:
        message.status = status.kind
        message.cause = message.rule = message.provider_code = message.closed_at = None
    act.db.flush()


def accept(act: Act, message: Message, provider_id: str, policy: Policy) -> None:
    """The provider took `message`, already locked; notices that came before the answer apply now."""
    message.provider_id = provider_id
    message.sent_at = message.sent_at or act.at
    if RANK["sent"] > RANK[message.status]:
        message.status, message.cause, message.rule = "sent", None, None
    act.db.flush()
    for event in act.db.scalars(_parked(act).where(MessageEventRow.provider_id == provider_id)).all():
        apply(act, message, _said(event), policy)


def adopt(act: Act, policy: Policy) -> int:
    """Apply parked proofs of delivery of messages that became known meanwhile; returns how many."""
    further = Message.status.in_(("sending", "sent", "failed"))
    found = act.db.execute(
        _parked(act)
        .join(Message, Message.provider_id == MessageEventRow.provider_id)
        .where(
            (further & MessageEventRow.kind.in_(("delivered", "read")))
            | ((Message.status == "delivered") & (MessageEventRow.kind == "read"))
        )
        .add_columns(Message.id)
    ).all()
    for event, message_id in sorted(found, key=lambda row: row[1]):
        message = locked(act, message_id)
        if message is not None:
            apply(act, message, _said(event), policy)
    return len(found)


def settle(act: Act, message: Message, outcome: Outcome, policy: Policy) -> str:
    """What follows from an attempt that did not go through; returns the new status."""
    message.cause, message.provider_code = outcome.cause, outcome.code
    if outcome.mark is not None:
        close_number(act, message, outcome)
    if outcome.pause is not None:
        pause(act, message.channel, outcome)
    if outcome.result is Result.RETRY and message.attempts < policy.attempts:
        waits = [policy.backoff(message.id, message.attempts), outcome.wait, outcome.pause]
        wait = max(w for w in waits if w is not None)
        message.status, message.next_attempt_at = "queued", act.at + wait
    else:
        message.status, message.closed_at = "failed", act.at
    act.db.flush()
    return message.status


def close_number(act: Act, message: Message, outcome: Outcome) -> None:
    """The provider says that this number can't, or won't, receive."""
    act.db.add(
        OptOutEvent(
            channel=message.channel, address=message.to_address, party_id=message.party_id, kind=outcome.mark,
            active=True, source="proveedor", evidence=outcome.cause, at=act.at, act_id=act.id,
        )
    )  # fmt: skip


def pause(act: Act, channel: str, outcome: Outcome) -> None:
    """Stop a whole channel for a while, never shortening a pause."""
    until = act.at + (outcome.pause or timedelta())
    act.db.execute(
        text(
            "insert into channel_states (channel, paused_until, cause, provider_code, changed_at)"
            " values (:channel, :until, :cause, :code, :at) on conflict (channel) do update set"
            " cause = case when channel_states.paused_until > excluded.paused_until then channel_states.cause"
            " else excluded.cause end, provider_code = excluded.provider_code,"
            " changed_at = excluded.changed_at,"
            " paused_until = greatest(channel_states.paused_until, excluded.paused_until)"
        ),
        {"channel": channel, "until": until, "cause": outcome.cause, "code": outcome.code, "at": act.at},
    )
    act.tell(ChannelPaused(channel, until.isoformat(), outcome.cause))


def _parked(act: Act) -> Select[MessageEventRow]:
    """Notices of the latest day about messages that were not known when they came."""
    return (
        select(MessageEventRow)
        .where(MessageEventRow.message_id.is_(None), MessageEventRow.received_at > act.at - PARKED)
        .order_by(MessageEventRow.received_at, MessageEventRow.id)
    )


def _said(event: MessageEventRow) -> Status:
    return Status(
        provider_id=event.provider_id or "",
        kind=event.kind,
        at=event.occurred_at,
        attempt=event.attempt,
        code=event.code,
        detail=event.detail or "",
    )


def _fail(act: Act, message: Message, status: Status, policy: Policy) -> None:
    """A failure notice counts only for the attempt in flight, and never against proof of delivery."""
    if message.status not in ("sending", "sent") or status.attempt not in (None, message.attempts):
        return
    settle(act, message, outcome_of(status.code, status.detail), policy)


def _failed_later(act: Act, message: Message, status: Status) -> bool:
    """Whether this very attempt is known to have failed, so that a late «sent» proves nothing."""
    if message.status == "sending" and status.attempt in (None, message.attempts):
        return False
    failed = select(MessageEventRow.id).where(
        MessageEventRow.provider_id == status.provider_id, MessageEventRow.kind == "failed"
    )
    return act.db.scalar(failed.limit(1)) is not None
