"""Sending once: claim in one transaction, call the provider in none, record in another.

A provider that is away is asked with one notice at a time, waiting longer each time, until it answers; then everything
that waited leaves. A notice whose answer was lost waits for the provider's word before it is tried again.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import text

from caudal.commons.acts.act import Act
from caudal.commons.notices.channels import Line, Parcel
from caudal.commons.notices.channels.seam import Outcome, Result
from caudal.commons.notices.queries import ROOM
from caudal.commons.notices.rules import DOWN_AFTER, EVIDENCE, FOR, UNSET, pause
from caudal.commons.notices.tables import NoticeRow
from caudal.kernel.sql import sql

Acts = Callable[[], AbstractContextManager[Act]]
"""Opens an act over every branch in a transaction of its own, which commits when the block ends."""

_KEEP = text(
    "update notices set status = 'kept', cause = :cause, closed_at = :at"
    " where channel = :channel and status in ('queued', 'deferred') and next_attempt_at <= :at"
)
_GIVE_UP = text(
    "update notices set status = 'failed', closed_at = :at,"
    " cause = 'No se pudo enviar en 48 horas' || case when cause = '' then '' else ': ' || cause end"
    " where channel = :channel and status in ('queued', 'deferred') and next_attempt_at <= :at"
    " and attempts > 0 and created_at < :since"
)
_RELEASE = text(
    "update notices set status = 'queued', next_attempt_at = :at where channel = :channel and status = 'sending'"
    " and claimed_at < :since"
)
_DOWN = text("select down_since from notice_channels where channel = :channel")
_ANSWERED = text(
    "insert into notice_channels (channel, latest_at) values (:channel, :at)"
    " on conflict (channel) do update set down_since = null, cause = '', failures = 0, latest_at = excluded.latest_at"
)
_AWAY = text(
    "insert into notice_channels (channel, failures, cause) values (:channel, 1, :cause)"
    " on conflict (channel) do update set failures = notice_channels.failures + 1, cause = excluded.cause,"
    " down_since = case when notice_channels.failures + 1 >= :many then coalesce(notice_channels.down_since, :at) end"
)
_WAKE = text(
    "update notices set next_attempt_at = :at where channel = :channel and status = 'queued' and attempts > 0"
    " and next_attempt_at > :at"
)


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a round did, in notices."""

    sent: int = 0
    retried: int = 0
    away: int = 0
    ambiguous: int = 0
    refused: int = 0
    kept: int = 0


def send_due(acts: Acts, lines: Mapping[str, Line | None], limit: int = 100) -> SendReport:
    """Send what is due through each channel, up to `limit` of each; several processes may run it."""
    counts = Counter[str]()
    for channel, line in lines.items():
        if line is None:
            with acts() as act:
                done = act.db.execute(_KEEP, {"channel": channel, "at": act.at, "cause": UNSET[channel]})
                counts["kept"] += max(done.rowcount, 0)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
        else:
            counts.update(_round(acts, channel, line, limit))
    return SendReport(**counts)


def _round(acts: Acts, channel: str, line: Line, limit: int) -> Counter[str]:
    counts = Counter[str]()
    with acts() as act:
        parcels = claim(act, channel, line, limit)
    for number, parcel in enumerate(parcels):
        outcome = line.send(parcel)
        with acts() as act:
            counts[record(act, channel, parcel, outcome)] += 1
            if outcome.result is Result.AWAY:  # the others would hear the same
                _hand_back(act, parcels[number + 1 :])
                break
    return counts


def claim(act: Act, channel: str, line: Line, limit: int) -> list[Parcel]:
    """Take those whose turn came, the urgent ones first; one alone while the provider is away."""
    act.db.execute(_RELEASE, {"channel": channel, "at": act.at, "since": act.at - EVIDENCE})
    act.db.execute(_GIVE_UP, {"channel": channel, "at": act.at, "since": act.at - FOR})
    away = act.db.execute(_DOWN, {"channel": channel}).scalar() is not None
    values = {"channel": channel, "at": act.at, "limit": 1 if away else limit, "provider": line.provider}
    rows = act.db.execute(sql(ROOM, "claim"), values).all()
    return [
        Parcel(
            row.id, row.attempts, row.to_address, row.subject, row.text, act.at, row.html, row.wire,
            (row.attachment_name, bytes(row.attachment)) if row.attachment_name else None,
        )
        for row in rows
    ]  # fmt: skip


def record(act: Act, channel: str, parcel: Parcel, outcome: Outcome) -> str:
    """Write down how an attempt ended; the provider's own word, if it came before, is not undone."""
    row = act.db.get(NoticeRow, parcel.id, with_for_update=True, populate_existing=True)
    away = outcome.result is Result.AWAY
    if away:
        act.db.execute(_AWAY, {"channel": channel, "cause": outcome.cause, "at": act.at, "many": DOWN_AFTER})
    elif outcome.result is not Result.AMBIGUOUS:
        act.db.execute(_ANSWERED, {"channel": channel, "at": act.at})
        act.db.execute(_WAKE, {"channel": channel, "at": act.at})
    if row is None or row.status != "sending" or row.attempts != parcel.attempt:
        return str(outcome.result)
    row.cause, row.code = outcome.cause, outcome.code
    if outcome.result is Result.SENT:
        row.status, row.provider_id, row.sent_at = "sent", outcome.provider_id, act.at
    elif outcome.result is Result.REFUSED:
        row.status, row.closed_at = "failed", act.at
    elif outcome.result is not Result.AMBIGUOUS:
        row.status, row.next_attempt_at = (
            "queued",
            act.at + max(outcome.wait or pause(0), pause(row.attempts)),
        )
    act.db.flush()
    return {"away": "away", "retry": "retried"}.get(outcome.result, str(outcome.result))


def _hand_back(act: Act, parcels: Sequence[Parcel]) -> None:
    act.db.execute(
        text(
            "update notices set status = 'queued', attempts = attempts - 1, claimed_at = null"
            " where id = any(cast(:ids as uuid[])) and status = 'sending'"
        ),
        {"ids": [parcel.id for parcel in parcels]},
    )


__all__ = ["SendReport", "claim", "record", "send_due"]
