"""What happened with a debt or a client, in order, told in a sentence: the answer to «yo ya pagué»."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.bookings import queries as bookings
from caudal.business.parties.queries import PartyRecord
from caudal.business.payables import queries as payables
from caudal.business.payments import queries as payments
from caudal.business.payments.queries import PaymentFilter, PaymentRecord
from caudal.business.payments.rules import LABELS, Method
from caudal.business.receivables import queries as receivables
from caudal.business.receivables.queries import Application, Difference, ReceivableFilter, ReceivableRecord
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.messaging import queries as messages
from caudal.commons.messaging.queries import MessageFilter, MessageRow
from caudal.kernel.formats import date_short, date_text, money_screen
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
    differences = receivables.adjustments(act, debt.id) if debt.mode == "booking" else []
    first = debt.amount - Money.from_minor(sum(each.amount for each in differences), debt.amount.currency)
    found = [_opened(debt, first)]
    if debt.cancelled_at:
        found.append(_cancelled(debt))
    left, number = first, 0
    known = {payment.id: payment for payment in paid_by}
    moved: list[Application | Difference] = [
        *receivables.applications(act, receivables=[debt.id]),
        *differences,
    ]
    for one in sorted(moved, key=lambda each: each.at):
        part = Money.from_minor(abs(one.amount), left.currency)
        if isinstance(one, Difference):
            left = left + Money.from_minor(one.amount, left.currency)
            found.append(_differed(one, part, left))
            continue
        number += 1
        left = left - Money.from_minor(one.amount, left.currency)
        payment = known.get(one.payment_id)
        if payment is None:
            found.append(_elsewhere(one, part, left, number))
        else:
            found.append(_applied(payment, part, left, number) if one.amount > 0 else _undone(payment, left))
    if debt.mode == "booking":
        found += _of_booking(act, debt)
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


def of_payable(act: Act, payable_id: UUID) -> list[Event]:
    """The life of what is owed to a supplier, the oldest first."""
    return _named(
        act,
        [
            _Done(Event(each.at, each.on, each.kind, each.told, reason=each.reason), each.by, each.act_id)
            for each in payables.events(act, payable_id)
        ],
    )


def _opened(debt: ReceivableRecord, first: Money | None = None) -> _Done:
    how = {"opening": "Saldo inicial", "sale": "Se registró", "booking": "Se reservó"}[debt.mode]
    amount = money_screen(first or debt.amount)
    told = f"{how}: {debt.concept} por {amount}, vence el {date_text(debt.due_on)} ({debt.folio})"
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
    on = date_short(payment.received_on)
    told = f"Pago {number}: {money_screen(part)} · {on} · {how} · {payment.folio} · {after}"
    event = Event(payment.created_at, payment.received_on, "payment", told, link=f"/pagos/{payment.id}")
    return _Done(event, payment.created_by, payment.act_id)


def _differed(one: Difference, part: Money, left: Money) -> _Done:
    """What a debt of a booking says changed: the price, or what nobody paid of one that was cancelled."""
    if one.due_on:
        told = f"Se acordó pagar antes del {date_text(one.due_on)}"
        return _Done(Event(one.at, one.on, "changed", told, reason=one.reason), one.by, one.act_id)
    how = "Subió" if one.amount > 0 else "Bajó"
    told = f"{how} {money_screen(part)} lo que se debe · queda {money_screen(left)}"
    return _Done(Event(one.at, one.on, "changed", told, reason=one.reason), one.by, one.act_id)


def _of_booking(act: Act, debt: ReceivableRecord) -> list[_Done]:
    """What happened with the booking of a debt besides its payments."""
    booking_id = bookings.of_receivables(act, [debt.id]).get(debt.id)
    if booking_id is None:
        return []
    booking = bookings.booking(act, booking_id)
    link, found = f"/reservas/{booking.id}", list[_Done]()
    for each in bookings.changes(act, booking.id):
        was, now = each.service_on
        if was != now:
            told = f"El servicio pasó del {date_text(was)} al {date_text(now)}"
            event = Event(each.at, None, "changed", told, reason=each.reason, link=link)
            found.append(_Done(event, each.by, each.act_id))
    if booking.done_at:
        told = f"Se prestó el servicio de {booking.folio}: ya es ingreso"
        event = Event(booking.done_at, booking.done_on, "given", told, link=link)
        found.append(_Done(event, booking.done_by, None))
    if booking.cancelled_at:
        told = f"Se canceló {booking.folio}"
        event = Event(
            booking.cancelled_at,
            booking.cancelled_on,
            "cancelled",
            told,
            reason=booking.cancel_reason,
            link=link,
        )
        found.append(_Done(event, booking.cancelled_by, None))
    return found


def _elsewhere(one: Application, part: Money, left: Money, number: int) -> _Done:
    """A payment that whoever looks can't see: that it was made is told, not how nor by whom."""
    kind, told = "payment", f"Pago {number}: {money_screen(part)} · cobrado en otra sucursal"
    if one.amount < 0:
        kind, told = "reversal", f"Se reversó un cobro de otra sucursal: {money_screen(part)}"
    return _Done(Event(one.at, one.on_date, kind, f"{told} · queda {money_screen(left)}"), None, None)


def _taken(payment: PaymentRecord) -> _Done:
    how = LABELS[Method(payment.method)] + (f" {payment.reference}" if payment.reference else "")
    told = f"Pagó {money_screen(payment.amount)} · {how} · {payment.folio}"
    if payment.method == Method.OVERCHARGE:
        over = f"lo que pagó de más en {payment.reference}"
        told = f"Se le reconoció {money_screen(payment.amount)}, {over}: quedó a su favor · {payment.folio}"
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
