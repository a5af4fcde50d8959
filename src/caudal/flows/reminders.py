"""Reminders: whom to write to today, in which words, and when a message has lost its reason."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.parties import queries as parties
from caudal.business.payments.events import PaymentTaken
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.events import ReceivablesCancelled
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import Branch, branch_of
from caudal.commons.messaging import commands as messaging
from caudal.commons.messaging import queries as messages
from caudal.commons.messaging import templates
from caudal.commons.messaging.commands import NewMessage, Prepared
from caudal.commons.messaging.queries import Recipient
from caudal.commons.messaging.sending import Due
from caudal.kernel import ids
from caudal.kernel.dates import at_local, local_date
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.kernel.sql import sql

_FLOWS = "caudal.flows"
_BATCH = 10_000
_END = time(23, 59, 59)
_LATE_LIFE = timedelta(days=3)
_CHANNELS = ("whatsapp",)
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ProgrammeStep:
    """A step of the programme: days from the due date (negative before it), the text, the channel."""

    offset_days: int
    template: str
    channel: str = "whatsapp"
    active: bool = True


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go out: how many, by text, by what the law says and why, and the first ones."""

    count: int
    by_template: dict[str, int]
    by_status: dict[str, int]
    causes: dict[str, dict[str, int]]
    sample: tuple[Prepared, ...]


@dataclass(frozen=True, slots=True)
class RemindNow:
    """A message somebody wants to send by hand: a template about a debt, or a text in an open conversation."""

    client_id: UUID
    channel: str = "whatsapp"
    template: str | None = None
    text: str | None = None
    receivable_id: UUID | None = None


def programme(act: Act) -> list[ProgrammeStep]:
    """The steps in order."""
    rows = act.db.execute(
        text("select offset_days, template, channel, active from reminder_steps order by offset_days")
    )
    return [ProgrammeStep(*row) for row in rows]


@command
def change_programme(act: Act, steps: Sequence[ProgrammeStep]) -> list[ProgrammeStep]:
    """Replace the programme; steps left out stop working but stay in sight as inactive.

    Raises:
        Invalid: two steps on the same day, an unknown text, or a channel the house doesn't send by.
    """
    known = {t.code for t in messages.templates(act)}
    repeated = [n for n, times in Counter(s.offset_days for s in steps).items() if times > 1]
    errors = [{"pointer": "/steps", "detail": f"hay dos pasos para el día {n}"} for n in repeated]
    for index, step in enumerate(steps):
        if step.template not in known:
            errors.append(
                {"pointer": f"/steps/{index}/template", "detail": f"no hay un texto «{step.template}»"}
            )
        if step.channel not in _CHANNELS:
            errors.append(
                {"pointer": f"/steps/{index}/channel", "detail": f"no hay un canal «{step.channel}»"}
            )
        if not -60 <= step.offset_days <= 360:
            errors.append({"pointer": f"/steps/{index}/offset_days", "detail": "de −60 a 360 días"})
    if errors:
        raise Invalid(errors[0]["detail"], errors=errors)
    act.db.execute(
        sql(_FLOWS, "programme_save"),
        {"offsets": [s.offset_days for s in steps], "templates": [s.template for s in steps],
         "channels": [s.channel for s in steps], "active": [s.active for s in steps],
         "at": act.at, "actor": act.actor.id},
    )  # fmt: skip
    return programme(act)


def prepare_day(act: Act, branch_id: int, day: date, told: Told | None = None) -> dict[str, int]:
    """Queue the reminders of a branch for `day`; asked again, nothing twice. Returns how many of each kind."""
    wanted = _wanted(act, branch_id, day)
    done: Counter[str] = Counter()
    for start in range(0, len(wanted), _BATCH):
        entered = messaging.queue_many(act, wanted[start : start + _BATCH])
        done.update(
            queued=entered.queued, deferred=entered.deferred, blocked=entered.blocked, expired=entered.expired
        )
        if told:
            told(min(start + _BATCH, len(wanted)), len(wanted))
    return dict(done)


def preview(act: Act, days: Mapping[int, date]) -> Preview:
    """What would go out from each branch on its day. Writes nothing."""
    wanted = [message for branch_id, day in days.items() for message in _wanted(act, branch_id, day)]
    ready = messaging.prepare(act, wanted)
    return Preview(
        len(ready),
        dict(Counter(one.wanted.template or "" for one in ready)),
        dict(Counter(one.status for one in ready)),
        {
            status: dict(Counter(one.decision.text for one in ready if one.status == status))
            for status in ("blocked", "deferred")
        },
        tuple(ready[:20]),
    )


@command
def remind_now(act: Act, ask: RemindNow) -> UUID:
    """Send one message by hand, through the same gate as any other; returns its id.

    Raises:
        NotFound: the client or the debt isn't within the branches of the act.
        Invalid: nothing leaves by that channel, neither a template nor a text, or a template without a debt.
    """
    client = parties.living(act, ask.client_id)
    branch = branch_of(act, client.branch_id)
    if ask.channel not in _CHANNELS:
        errors = [{"pointer": "/channel", "detail": f"no hay un canal «{ask.channel}»"}]
        raise Invalid(errors[0]["detail"], errors=errors)
    if bool(ask.template) == bool(ask.text and ask.text.strip()):
        raise Invalid(
            "Escoja una plantilla o escriba un texto",
            errors=[{"pointer": "/template", "detail": "uno de los dos"}],
        )
    to = Recipient(client.id, next(iter(client.phones), ""), branch.country, branch.time_zone, client.name)
    if ask.template is None:
        return messaging.queue(
            act, NewMessage(f"mano:{act.id}", branch.id, to, text=ask.text, channel=ask.channel)
        )
    debt = _about(act, ask)
    days = max(1, debt.standing.days)
    values = templates.fields(client.name, debt.balance, debt.due_on, dias=days)
    return messaging.queue(
        act,
        NewMessage(f"mano:{act.id}", branch.id, to, template=ask.template, values=values, channel=ask.channel,
                   receivable_id=debt.id, folio=debt.folio,
                   expires_at=at_local(local_date(act.at, branch.time_zone) + _LATE_LIFE, _END, branch.time_zone)),
    )  # fmt: skip


def still_due(act: Act, dues: Sequence[Due]) -> dict[UUID, str]:
    """Messages about to leave whose debt was paid or cancelled, each with the cause."""
    debts = {due.receivable_id for due in dues if due.receivable_id}
    if not debts:
        return {}
    causes = {row.id: row.cause for row in act.db.execute(sql(_FLOWS, "still_due"), {"debts": list(debts)})}
    return {due.id: causes[due.receivable_id] for due in dues if due.receivable_id in causes}


def on_payment(act: Act, event: PaymentTaken) -> None:
    """Nobody is reminded of what they just paid."""
    messaging.cancel_for(act, event.receivable_ids, "Se recibió un pago")


def on_cancelled(act: Act, event: ReceivablesCancelled) -> None:
    """Nobody is reminded of what they no longer owe."""
    messaging.cancel_for(act, event.receivable_ids, event.cause)


def _about(act: Act, ask: RemindNow) -> receivables.ReceivableRecord:
    if ask.receivable_id:
        debt = receivables.receivable(act, ask.receivable_id)
        if debt.party_id == ask.client_id and debt.balance.is_positive:
            return debt
        raise Invalid(
            "Esa cuenta no es del cliente o ya no debe nada",
            errors=[{"pointer": "/receivable_id", "detail": "no se debe"}],
        )
    owed = receivables.open_of(act, ask.client_id)
    if not owed:
        raise Invalid("El cliente no debe nada", errors=[{"pointer": "/client_id", "detail": "no debe nada"}])
    return owed[0]


def _wanted(act: Act, branch_id: int, day: date) -> list[NewMessage]:
    branch = branch_of(act, branch_id)
    rows = act.db.execute(sql(_FLOWS, "reminders_due"), {"branch": branch_id, "day": day})
    return [_message(branch, day, row) for row in rows]


def _message(branch: Branch, day: date, row: Any) -> NewMessage:
    amount = Money.from_minor(row.open, row.currency)
    return NewMessage(
        dedupe=f"programa:{row.id}:{row.offset_days}:{row.template}:{day.isoformat()}",
        branch_id=branch.id,
        to=Recipient(row.party_id, row.phone, branch.country, branch.time_zone, row.name),
        template=row.template,
        values=templates.fields(row.name, amount, row.due_on, dias=max(1, row.days)),
        channel=row.channel,
        receivable_id=row.id,
        folio=ids.folio("CXC", row.number),
        step=str(row.offset_days),
        expires_at=_useless_after(branch, day, row.due_on),
    )


def _useless_after(branch: Branch, day: date, due_on: date) -> datetime:
    """A notice before the due date says nothing after it; one of arrears goes stale in three days."""
    last = day + _LATE_LIFE if due_on < day else day if due_on == day else due_on - timedelta(days=1)
    return at_local(last, _END, branch.time_zone)
