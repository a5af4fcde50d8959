"""What happened with a debt or a client, in order, told in a sentence: the answer to «yo ya pagué»."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.parties.queries import PartyRecord
from caudal.business.payments import queries as payments
from caudal.business.payments.queries import PaymentFilter, PaymentRecord
from caudal.business.payments.rules import LABELS, Method
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.queries import Application, ReceivableFilter, ReceivableRecord
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries as messages
from caudal.commons.messaging.queries import MessageFilter, MessageRow
from caudal.kernel.formats import date_text, money_screen
from caudal.kernel.money import Money

_MOST = 200
_CHANNELS = {"whatsapp": "WhatsApp", "sms": "SMS"}
_FROM = text("select act_id, ip, reason from audit where act_id = any(:acts)")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: ``at`` the instant it was written, ``on`` the date it counts for."""

    at: datetime
    on: date | None
    kind: str
    text: str
    actor: str | None = None
    ip: str | None = None
    reason: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """An event and who did it, before names are known."""

    event: Event
    actor_id: int | None
    act_id: UUID | None


def of_receivable(act: Act, debt: ReceivableRecord, paid_by: Sequence[PaymentRecord]) -> list[Event]:
    """The life of a debt, the oldest first; `paid_by` are the payments that touched it."""
    found = [_opened(debt)]
    if debt.cancelled_at:
        found.append(_cancelled(debt))
    left = debt.amount
    known = {payment.id: payment for payment in paid_by}
    for number, one in enumerate(receivables.applications(act, receivables=[debt.id]), start=1):
        part = Money.from_minor(abs(one.amount), left.currency)
        left = left - Money.from_minor(one.amount, left.currency)
        payment = known.get(one.payment_id)
        if payment is None:
            found.append(_elsewhere(one, part, left, number))
        else:
            found.append(_applied(payment, part, left, number) if one.amount > 0 else _undone(payment, left))
    sent = messages.messages(act, MessageFilter(receivable_id=debt.id), _MOST).items
    return _named(act, [*found, *map(_message, sent)])


def of_client(act: Act, client: PartyRecord) -> list[Event]:
    """What happened with a client, the latest first: debts, payments, reversals, messages, permissions to write."""
    debts = receivables.receivables(act, ReceivableFilter(party_ids=[client.id]), _MOST).items
    taken = payments.payments(act, PaymentFilter(party_ids=[client.id]), _MOST).items
    sent = messages.messages(act, MessageFilter(party_id=client.id), _MOST).items
    found = [_Done(Event(client.created_at, None, "created", f"Se dio de alta a {client.name}"), None, None)]
    found += [_opened(debt) for debt in debts]
    found += [_cancelled(debt) for debt in debts if debt.cancelled_at]
    found += [_taken(payment) for payment in taken]
    found += [_undone(payment, None) for payment in taken if payment.reversal]
    found += map(_message, sent)
    for channel, state in messages.consents(act, [client.id]).get(client.id, {}).items():
        verb = "Autorizó" if state.granted and not state.closed else "Retiró la autorización de"
        found.append(_Done(Event(state.at, None, "note", f"{verb} mensajes por {channel}"), None, None))
    return list(reversed(_named(act, found)))


def _opened(debt: ReceivableRecord) -> _Done:
    how = {"opening": "Saldo inicial", "sale": "Se registró"}[debt.mode]
    told = f"{how}: {debt.concept} por {money_screen(debt.amount)}, vence el {date_text(debt.due_on)} ({debt.folio})"
    event = Event(debt.created_at, debt.issued_on, "created", told, link=f"/cxc/{debt.id}")
    return _Done(event, debt.created_by, debt.act_id)


def _cancelled(debt: ReceivableRecord) -> _Done:
    at = debt.cancelled_at or debt.created_at
    event = Event(
        at,
        debt.cancelled_on,
        "cancelled",
        f"Se anuló {debt.folio}",
        reason=debt.cancel_reason,
        link=f"/cxc/{debt.id}",
    )
    return _Done(event, debt.cancelled_by, None)


def _applied(payment: PaymentRecord, part: Money, left: Money, number: int) -> _Done:
    how = LABELS[Method(payment.method)] + (f" {payment.reference}" if payment.reference else "")
    after = "saldo en cero: COBRADO TOTAL" if left.is_zero else f"queda {money_screen(left)}"
    told = f"Pago {number}: {money_screen(part)} · {how} · {payment.folio} · {after}"
    event = Event(payment.created_at, payment.received_on, "payment", told, link=f"/pagos/{payment.id}")
    return _Done(event, payment.created_by, payment.act_id)


def _elsewhere(one: Application, part: Money, left: Money, number: int) -> _Done:
    """A payment that whoever looks can't see: that it was made is told, not how nor by whom."""
    kind, told = "payment", f"Pago {number}: {money_screen(part)} · cobrado en otra sucursal"
    if one.amount < 0:
        kind, told = "reversal", f"Se reversó un cobro de otra sucursal: {money_screen(part)}"
    return _Done(Event(one.at, one.on_date, kind, f"{told} · queda {money_screen(left)}"), None, None)


def _taken(payment: PaymentRecord) -> _Done:
    how = LABELS[Method(payment.method)] + (f" {payment.reference}" if payment.reference else "")
    told = f"Pagó {money_screen(payment.amount)} · {how} · {payment.folio}"
    event = Event(payment.created_at, payment.received_on, "payment", told, link=f"/pagos/{payment.id}")
    return _Done(event, payment.created_by, payment.act_id)


def _undone(payment: PaymentRecord, left: Money | None) -> _Done:
    back = payment.reversal
    at, on = (back.at, back.on) if back else (payment.created_at, payment.received_on)
    told = f"Se reversó {payment.folio}" + (f" · queda {money_screen(left)}" if left else "")
    event = Event(at, on, "reversal", told, reason=back.reason if back else None, link=f"/pagos/{payment.id}")
    return _Done(event, back.by if back else None, None)


def _message(row: MessageRow) -> _Done:
    by = _CHANNELS.get(row.channel, row.channel)
    told = f"Mensaje por {by}: {row.status_label}" + (f" · {row.cause}" if row.cause else "")
    at = row.sent_at or row.created_at
    return _Done(
        Event(at, None, "message", told, link=f"/notificaciones?client_id={row.party_id}"), None, None
    )


def _named(act: Act, found: Iterable[_Done]) -> list[Event]:
    """In order, each with the name of who did it, from where and why."""
    ordered = sorted(found, key=lambda done: done.event.at)
    people = access.names(act, {done.actor_id for done in ordered if done.actor_id is not None})
    acts = [done.act_id for done in ordered if done.act_id]
    places: dict[UUID, Any] = (
        {row.act_id: row for row in act.db.execute(_FROM, {"acts": acts})} if acts else {}
    )
    result: list[Event] = []
    for done in ordered:
        e, place = done.event, places.get(done.act_id) if done.act_id else None
        result.append(
            Event(e.at, e.on, e.kind, e.text, people.get(done.actor_id) if done.actor_id is not None else e.actor,
                  place.ip if place else e.ip, e.reason or (place.reason if place else None) or None, e.link)
        )  # fmt: skip
    return result
