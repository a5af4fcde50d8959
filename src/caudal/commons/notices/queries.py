"""What is known of notices: who can be told and where, what was said and how it went, which providers answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from caudal.commons.acts.act import Act
from caudal.commons.notices.rules import CHANNELS, Address, masked
from caudal.kernel import pages
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.settings import Settings
from caudal.kernel.sql import sql

ROOM = "caudal.commons.notices"

_ADDRESSES = text("select id, email, phone from users where id = any(cast(:ids as int[]))")
_CHANNELS = text("select channel, down_since, cause, latest_at from notice_channels")


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice as lists show it; ``to_masked`` keeps enough of the address to recognise it."""

    id: UUID
    branch_id: int | None
    user_id: int
    user: str
    kind: str
    channel: str
    subject: str
    text: str
    link: str
    status: str
    cause: str
    attempts: int
    to_masked: str
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    alert_id: UUID | None
    report_id: UUID | None


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A way of telling: whether it is configured, and since when its provider doesn't answer."""

    channel: str
    label: str
    configured: bool
    down_since: datetime | None
    cause: str
    latest_at: datetime | None


def addresses(act: Act, users: Collection[int]) -> Mapping[int, Address]:
    """Where each of `users` is told things."""
    rows = act.db.execute(_ADDRESSES, {"ids": sorted(set(users))})
    return {row.id: Address(row.email or "", row.phone or "") for row in rows}


def notices(
    act: Act,
    *,
    alert_ids: Sequence[UUID] | None = None,
    report_ids: Sequence[UUID] | None = None,
    user_id: int | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[NoticeRecord]:
    """What was said, the latest first."""
    at, key = pages.decode(after, datetime.fromisoformat, UUID) or (None, None)
    values = {
        "id": None, "dedupe": None, "alerts": list(alert_ids) if alert_ids is not None else None,
        "reports": list(report_ids) if report_ids is not None else None,
        "user": user_id, "at": at, "key": key, "limit": limit + 1,
    }  # fmt: skip
    rows = act.db.execute(sql(ROOM, "notices"), values).all()
    page = pages.page(list(rows), limit, lambda row: [row.created_at.isoformat(), row.id])
    return Page([_record(row) for row in page.items], page.next)


def by_key(act: Act, dedupe: str) -> NoticeRecord:
    """The notice with a key.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    values = dict.fromkeys(("id", "alerts", "reports", "user", "at", "key"))
    row = act.db.execute(sql(ROOM, "notices"), {**values, "dedupe": dedupe, "limit": 1}).one_or_none()
    if row is None:
        raise NotFound("Ese aviso no existe")
    return _record(row)


def channels(act: Act, config: Settings) -> list[ChannelState]:
    """The ways of telling people, and how each one is."""
    known = {row.channel: row for row in act.db.execute(_CHANNELS)}
    ready = {
        "email": config.mail_configured,
        "sms": config.sms_configured,
        "whatsapp": config.whatsapp_configured,
    }
    found: list[ChannelState] = []
    for channel, label in CHANNELS.items():
        row = known.get(channel)
        since, cause, latest = (row.down_since, row.cause, row.latest_at) if row else (None, "", None)
        found.append(ChannelState(channel, label, ready[channel], since, cause, latest))
    return found


def _record(row: Row[Any]) -> NoticeRecord:
    return NoticeRecord(
        row.id, row.branch_id, row.user_id, row.user, row.kind, row.channel, row.subject, row.text, row.link,
        row.status, row.cause, row.attempts, masked(row.to_address), row.next_attempt_at, row.created_at,
        row.sent_at, row.delivered_at, row.alert_id, row.report_id,
    )  # fmt: skip
