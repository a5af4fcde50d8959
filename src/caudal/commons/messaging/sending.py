"""Sending once: claim in one transaction, call the provider in none, record in another.

A message is on its way (``sending``) from the claim until its outcome is recorded. If the answer is lost, or
the process dies in between, nobody knows whether it went out: it waits for evidence, a provider's notice that
carries our own mark, and only after a while without any is it tried again.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries, statuses
from caudal.commons.messaging.channels import Channel, Outcome, Outgoing, Result
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.rules import Touch, Verdict
from caudal.commons.messaging.statuses import Policy
from caudal.commons.messaging.tables import Message
from caudal.kernel.sql import sql

_ROOM = "caudal.commons.messaging"
CLOSED = (
    "WhatsApp solo acepta texto libre hasta 24 horas después de que el cliente escribe; use una plantilla"
)

_AT_ONCE = 16
"""Most calls to a provider at the same time: a batch begins with one and doubles, so that a channel that says
«slower» hears it from few. Five a second become some eighty, which is what Meta gives a new number."""
_ONE_CLAIM = text("select pg_advisory_xact_lock(727100, hashtext('envio:' || :channel))")

Acts = Callable[[], AbstractContextManager[Act]]
"""Opens an act over every branch in a transaction of its own, which commits when the block ends."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message about to leave, as the caller sees it."""

    id: UUID
    party_id: UUID
    receivable_id: UUID | None
    purpose: str
    template: str | None
    step: str | None


StillDue = Callable[[Act, Sequence[Due]], Mapping[UUID, str]]
"""Which of these messages lost their reason (the debt was paid), each with its cause in Spanish."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a round did, in messages."""

    sent: int = 0
    retried: int = 0
    ambiguous: int = 0
    failed: int = 0
    cancelled: int = 0
    blocked: int = 0
    deferred: int = 0
    expired: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class _Settled:
    """A message that does not leave now, and why."""

    message: Message
    status: str
    cause: str
    rule: str | None = None
    until: datetime | None = None


def nothing_settled(_act: Act, _due: Sequence[Due]) -> Mapping[UUID, str]:
    """For messages that do not depend on anything that may change."""
    return {}


def send_due(
    acts: Acts,
    channel: Channel,
    still_due: StillDue = nothing_settled,
    policy: Policy | None = None,
    limit: int = 500,
) -> SendReport:
    """Send what is due through `channel`, up to `limit` messages, each once; several processes may run it.

    Before leaving, each one is checked again: still due, not expired, consent, hours and quotas.
    """
    rules, counts, handled = policy or Policy(), Counter[str](), 0
    with acts() as act:
        statuses.adopt(act, rules)
        counts["released"] = release(act, channel.name, rules)
    while handled < limit:
        with acts() as act:
            outgoing, settled = claim(act, channel, still_due, min(rules.batch, limit - handled))
        counts.update(settled)
        handled += len(outgoing) + settled.total()
        if not outgoing and not settled:
            break
        counts.update(_deliver(acts, channel, outgoing, rules))
    return SendReport(**counts)


def claim(act: Act, channel: Channel, still_due: StillDue, limit: int) -> tuple[list[Outgoing], Counter[str]]:
    """Take up to `limit` messages whose turn came: those that may leave are on their way, the rest settled.

    Claims of a channel come one after another: what one has just taken counts for the quotas of the next.
    """
    act.db.execute(_ONE_CLAIM, {"channel": channel.name})
    if queries.channel_pause(act, channel.name) is not None:
        return [], Counter()
    turn = (
        select(Message)
        .where(
            Message.channel == channel.name,
            Message.status.in_(("queued", "deferred")),
            Message.next_attempt_at <= act.at,
        )
        .order_by(Message.next_attempt_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = list(act.db.scalars(turn))
    settled = _recheck(act, found, still_due)
    _settle(act, settled)
    gone = {one.message.id for one in settled}
    leaving = [message for message in found if message.id not in gone]
    act.db.execute(
        sql(_ROOM, "start"), {"ids": [m.id for m in leaving], "at": act.at, "provider": channel.provider}
    )
    outgoing = [Outgoing(m.id, m.attempts + 1, m.to_address, m.wire) for m in leaving]
    return outgoing, Counter(one.status for one in settled)


def record(
    act: Act, channel: Channel, results: Sequence[tuple[Outgoing, Outcome]], policy: Policy
) -> Counter[str]:
    """Write down how attempts ended. A notice that arrived first is not undone by it."""
    if channel.local:
        act.db.execute(
            sql(_ROOM, "deliver_local"),
            {
                "ids": [out.id for out, _ in results],
                "provider_ids": [outcome.provider_id for _, outcome in results],
                "at": act.at,
            },
        )
        return Counter(sent=len(results))
    counts = Counter[str]()
    for out, outcome in sorted(results, key=lambda pair: pair[0].id):
        message = statuses.locked(act, out.id)
        if message is not None:
            counts[_ended(act, message, out, outcome, policy)] += 1
    return counts


def hand_back(act: Act, outgoing: Sequence[Outgoing]) -> None:
    """Return to the queue what was claimed and never tried, because the channel was paused meanwhile."""
    act.db.execute(
        text(
            "update messages set status = 'queued', attempts = attempts - 1, claimed_at = null"
            " where id = any(cast(:ids as uuid[])) and status = 'sending'"
        ),
        {"ids": [out.id for out in outgoing]},
    )


def release(act: Act, channel: str, policy: Policy) -> int:
    """Queue again what has been in flight too long without any evidence; returns how many."""
    found = act.db.execute(
        sql(_ROOM, "release"),
        {"channel": channel, "at": act.at, "since": act.at - policy.evidence, "most": policy.attempts},
    )
    return len(found.all())


def _deliver(acts: Acts, channel: Channel, outgoing: Sequence[Outgoing], policy: Policy) -> Counter[str]:
    if channel.local:
        results = [(out, channel.send(out)) for out in outgoing]
        with acts() as act:
            return record(act, channel, results, policy)
    counts = Counter[str]()
    sent, at_once = 0, 1
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=f"envio-{channel.name}") as pool:
        while sent < len(outgoing):
            wave = outgoing[sent : sent + at_once]
            sent, at_once = sent + len(wave), min(at_once * 2, _AT_ONCE)
            results = list(zip(wave, pool.map(channel.send, wave), strict=True))
            with acts() as act:
                counts.update(record(act, channel, results, policy))
                if any(outcome.pause is not None for _, outcome in results):
                    hand_back(act, outgoing[sent:])
                    break
    return counts


def _ended(act: Act, message: Message, out: Outgoing, outcome: Outcome, policy: Policy) -> str:
    if outcome.result is Result.ACCEPTED and outcome.provider_id is not None:
        statuses.accept(act, message, outcome.provider_id, policy)
        return "sent"
    statuses.note(act, message, outcome.result, outcome)
    if message.status != "sending" or message.attempts != out.attempt:
        return "sent"
    if outcome.result is Result.AMBIGUOUS:
        message.cause = outcome.cause
        act.db.flush()
        return "ambiguous"
    return "retried" if statuses.settle(act, message, outcome, policy) == "queued" else "failed"


def _recheck(act: Act, found: Sequence[Message], still_due: StillDue) -> list[_Settled]:
    """Which of the messages do not leave now: too late, settled debt, closed conversation, or the law."""
    settled = [
        _Settled(m, "expired", "Venció antes de poder enviarse")
        for m in found
        if m.expires_at is not None and m.expires_at <= act.at
    ]
    left = _without(found, settled)
    due = [Due(m.id, m.party_id, m.receivable_id, m.purpose, m.template, m.step) for m in left]
    causes: Mapping[UUID, str] = still_due(act, due) if due else {}
    settled += [_Settled(m, "cancelled", causes[m.id]) for m in left if m.id in causes]
    left = _without(found, settled)
    settled += [
        _Settled(m, "blocked", CLOSED, "conversacion-cerrada") for m in left if not _conversing(act, m)
    ]
    left = _without(found, settled)
    wanted = [
        (
            Recipient(m.party_id, m.to_address, m.country, m.time_zone, m.party_name, m.role),
            Touch(m.channel, m.purpose, m.receivable_id),
        )
        for m in left
    ]
    decisions = queries.gate(act, wanted, planned=False, without=[m.id for m in left])
    for message, decision in zip(left, decisions, strict=True):
        if decision.verdict is Verdict.DENY:
            settled.append(_Settled(message, "blocked", decision.text, decision.rule))
        elif decision.verdict is Verdict.DEFER:
            settled.append(_Settled(message, "deferred", decision.text, decision.rule, decision.until))
    return settled


def _without(found: Sequence[Message], settled: Sequence[_Settled]) -> list[Message]:
    gone = {one.message.id for one in settled}
    return [message for message in found if message.id not in gone]


def _conversing(act: Act, message: Message) -> bool:
    """Whether `message` may leave as it is: a template always, text only after the person wrote."""
    if message.wire.get("kind") != "text":
        return True
    return queries.conversation_until(act, message.channel, message.to_address) is not None


def _settle(act: Act, settled: Sequence[_Settled]) -> None:
    for one in settled:
        message = one.message
        message.status, message.cause, message.rule = one.status, one.cause, one.rule
        if one.until is not None:
            message.next_attempt_at = one.until
        else:
            message.closed_at = act.at
    act.db.flush()
