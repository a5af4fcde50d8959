"""Cancelling a booking and asking for what the policy gives back of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.bookings import commands as selling
from caudal.business.bookings import queries as bookings
from caudal.business.bookings.queries import BookingRecord
from caudal.business.bookings.rules import State as Sold
from caudal.business.parties import queries as parties
from caudal.business.receivables import commands as receivables
from caudal.business.refunds import queries
from caudal.business.refunds.events import RefundAsked
from caudal.business.refunds.queries import PolicyRecord, RefundRecord
from caudal.business.refunds.rules import (
    BACK_BY,
    DECIDED,
    LIVE,
    Calculation,
    Method,
    State,
    calculate,
    days_before,
)
from caudal.business.refunds.tables import Refund
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch
from caudal.kernel import ids
from caudal.kernel.dates import local_date
from caudal.kernel.money import InvalidAmount, MixedCurrencies, Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit

_NUMBER = text("select next_number('refund_numbers')")


class AlreadyAsked(Problem):
    type, title, status = "reembolso-en-curso", "Esa reserva ya tiene un reembolso en curso", 409


class NothingToGive(Problem):
    type, title, status = "nada-que-reembolsar", "No hay nada que reembolsar", 409


@dataclass(frozen=True, slots=True)
class HowBack:
    """How money goes back: as it came, when absent. ``pay_to``: the account of the client.

    ``amount``: another than that of the policy; the Director authorises it when it is more.
    """

    method: Method | None = None
    pay_to: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class AskRefund:
    """What is asked for a booking already cancelled."""

    booking_id: UUID
    how: HowBack = HowBack()


@dataclass(frozen=True, slots=True)
class Worth:
    """What cancelling a booking gives back: by which version of the policy, and how it was paid."""

    policy: PolicyRecord
    sum: Calculation
    cancelled_on: date
    ways: Mapping[str, Money]


def worth(act: Act, booking: BookingRecord, asked: Money | None = None) -> Worth:
    """What a booking gives back if it is cancelled now, or since it was cancelled.

    Days are those of the calendar of its branch, whatever the hour.
    """
    at = booking.cancelled_at or act.at
    on = local_date(at, branch_of(act, booking.branch_id).time_zone)
    policy = queries.policy_of(act, booking)
    paid = booking.debt.paid
    before = queries.given_back(act, booking.id, paid.currency)
    found = calculate(policy.bands, days_before(booking.service_on, on), paid, before, asked)
    return Worth(policy, found, on, queries.ways(act, booking.debt.id))


@command
def cancel(act: Act, booking_id: UUID, how: HowBack) -> RefundRecord | None:
    """Cancel a booking and ask for its refund in the same act; nothing to give back of what nobody paid.

    When the policy gives nothing back, what was paid is kept at once.

    Raises:
        NotFound, NotInThatState, PeriodClosed: as when a booking is cancelled.
        NotYourDuty: the actor's role doesn't ask for refunds.
        Invalid: no reason, or it was paid in several ways and nobody says how it goes back.
        InvalidAmount, MixedCurrencies: the amount is more than what is left of what was paid, or of another currency.
    """
    booking = selling.cancel(act, booking_id)
    if booking.debt.paid.is_zero:
        return None
    return _ask(act, booking, how)


@command
def ask(act: Act, ask: AskRefund) -> RefundRecord:
    """Ask for the refund of a booking that was cancelled: again after a refusal, or more than was given back.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it wasn't cancelled.
        AlreadyAsked: one waits to be authorised or paid.
        NothingToGive: nothing was paid, or the policy gives nothing more.
        NotYourDuty, Invalid, InvalidAmount, MixedCurrencies: as :func:`cancel`.
    """
    if len(act.reason.strip()) < 3:
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    known = selling.hold(act, ask.booking_id)
    if known.state is not Sold.CANCELLED:
        raise selling.NotInThatState(f"{known.folio} no está cancelada: el reembolso empieza al cancelarla")
    receivables.drop_unpaid(act, known.debt.id)
    booking = bookings.booking(act, known.id)
    if booking.debt.paid.is_zero:
        raise NothingToGive(f"De {booking.folio} no hay nada pagado")
    waiting = [f for f in queries.of_bookings(act, [booking.id]).get(booking.id, ()) if f.state in LIVE]
    if waiting:
        raise AlreadyAsked(f"{booking.folio} ya tiene el reembolso {waiting[0].folio}", refund=waiting[0].id)
    return _ask(act, booking, ask.how)


@command
def withdraw(act: Act, refund_id: UUID) -> RefundRecord:
    """Take back a refund that one asked for, before anybody decides.

    Raises:
        NotFound: there is none within the branches of the act.
        OwnRequest: somebody else asked for it.
        AlreadyDecided: it was decided.
    """
    row, known = held(act, refund_id)
    if known.state is not State.ASKED or known.request_id is None:
        raise approvals.AlreadyDecided(f"{known.folio} ya se decidió: no se retira")
    approvals.withdraw(act, known.request_id)
    end(act, row, State.WITHDRAWN)
    return queries.refund(act, row.id)


def payload(refund: RefundRecord, booking: BookingRecord) -> dict[str, Any]:
    """What is signed of a refund: how it was calculated with what is paid now, and where it goes."""
    return {
        "refund": refund.folio, "booking": booking.folio, "service": booking.debt.concept,
        "receivable": booking.debt.folio, "service_on": refund.service_on, "days_before": refund.days,
        "percent": refund.percent, "paid": booking.debt.paid, "already": refund.already, "policy": refund.policy,
        "amount": refund.amount, "retained": refund.retained, "policy_id": refund.policy_id,
        "method": refund.method, "pay_to": refund.pay_to,
    }  # fmt: skip


def held(act: Act, refund_id: UUID) -> tuple[Refund, RefundRecord]:
    """A refund as it is now, with its client and booking kept until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    known = queries.refund(act, refund_id)
    selling.hold(act, known.booking_id)
    row = act.db.get_one(Refund, refund_id, with_for_update=True, populate_existing=True)
    return row, queries.record(row)


def end(act: Act, row: Refund, state: State) -> None:
    """Write that a refund won't be paid; what was reversed meanwhile of what it gave back isn't owed again."""
    row.state, row.ended_at, row.ended_by = state.value, act.at, act.actor.id
    row.ended_on, row.ended_reason, row.version = act.business_date, act.reason or None, row.version + 1
    act.db.flush()
    if _decided(act, row.booking_id):
        return
    here = in_branch(act, row.branch_id)
    booking = bookings.booking(here, row.booking_id)
    receivables.drop_unpaid(here, booking.debt.id)


def keep_all(act: Act, row: Refund, booking: BookingRecord) -> int:
    """Write what was decided of what is paid: what goes back is owed to the client and the rest is income.

    When it was decided once already, what goes back now comes out of what was kept.
    """
    record = queries.record(row)
    party, doc = row.party_id, booking.debt.id
    again = _decided(act, row.booking_id)
    lines: list[Line] = []
    if again:
        lines.append(debit(Use.RETENTIONS, record.amount))
    else:
        lines.append(debit(Use.DEFERRED_SALES, record.paid, party=party, doc=doc))
    if record.amount.is_positive:
        lines.append(credit(Use.REFUNDS_PAYABLE, record.amount, party=party, doc=doc))
    if record.retained.is_positive and not again:
        lines.append(credit(Use.RETENTIONS, record.retained))
    entry = ledger.post(
        act,
        kind="refund_decision",
        source=f"refunds:{row.id}",
        lines=lines,
        memo=f"{record.folio} · {booking.debt.concept}"[:200],
    )
    row.decided_at, row.decided_on, row.decided_by = act.at, act.business_date, act.actor.id
    row.decision_entry_id = entry
    return entry


def _decided(act: Act, booking_id: UUID) -> bool:
    known = queries.of_bookings(act, [booking_id]).get(booking_id, ())
    return any(each.state in DECIDED for each in known)


def _ask(act: Act, booking: BookingRecord, how: HowBack) -> RefundRecord:
    act = in_branch(act, booking.branch_id)
    found = worth(act, booking, how.amount)
    _possible(booking, found.sum, how.amount)
    row = _row(act, booking, found, how)
    if found.sum.refund.is_zero:
        if _decided(act, booking.id):
            raise NothingToGive(f"La política no devuelve nada de {booking.folio}")
        row.state = State.RETAINED.value
        keep_all(act, row, booking)
        act.db.add(row)
        act.db.flush()
        return queries.refund(act, row.id)
    act.db.add(row)
    act.db.flush()
    record = queries.refund(act, row.id)
    row.request_id = approvals.ask(act, _request(act, record, booking))
    act.db.flush()
    act.tell(RefundAsked(row.id, record.folio, row.branch_id, record.amount.currency, record.amount.minor))
    return queries.refund(act, row.id)


def _request(act: Act, refund: RefundRecord, booking: BookingRecord) -> approvals.Ask:
    kind = Kind.REFUND_EXCEPTION if refund.exception else Kind.REFUND
    who = parties.party(act, refund.party_id).name
    days = "el mismo día" if refund.days <= 0 else f"{refund.days} día{'' if refund.days == 1 else 's'} antes"
    summary = f"{who} · {booking.debt.concept} · cancela {days}: {refund.percent} %"
    return approvals.Ask(
        kind, refund.id, refund.folio, summary[:200], refund.amount, payload(refund, booking), refund.party_id,
        refund.branch_id,
    )  # fmt: skip


def _row(act: Act, booking: BookingRecord, found: Worth, how: HowBack) -> Refund:
    told = found.sum
    return Refund(
        id=ids.uuid7(act.at), number=act.db.execute(_NUMBER).scalar_one(), branch_id=booking.branch_id,
        booking_id=booking.id, party_id=booking.party_id, policy_id=found.policy.id, currency=told.paid.currency,
        service_on=booking.service_on, days=told.days, percent=told.band.percent, paid_minor=told.paid.minor,
        before_minor=told.already.minor, policy_minor=told.policy.minor, refund_minor=told.refund.minor,
        retained_minor=told.retained.minor, exception=told.exception, method=_method(found, how).value,
        pay_to=how.pay_to.strip(), reason=act.reason, state=State.ASKED.value, asked_on=act.business_date,
        asked_at=act.at, asked_by=act.actor.id,
        due_on=act.business_date + timedelta(days=found.policy.pay_days), act_id=act.id,
    )  # fmt: skip


def _method(found: Worth, how: HowBack) -> Method:
    """How it goes back: as somebody says, or as it came when it came in one way."""
    if how.method is not None:
        return how.method
    back = {BACK_BY.get(way) for way in found.ways}
    if len(back) == 1 and (only := back.pop()) is not None:
        return only
    if found.sum.refund.is_zero:
        return Method.TRANSFER
    raise Invalid(
        "Se pagó de varias formas: diga cómo se devuelve",
        errors=[{"pointer": "/method", "detail": "cash, transfer o card"}],
    )


def _possible(booking: BookingRecord, found: Calculation, asked: Money | None) -> None:
    if asked is None:
        return
    if asked.currency != found.paid.currency:
        raise MixedCurrencies(f"{booking.folio} se pagó en {found.paid.currency}, no en {asked.currency}")
    left = found.paid - found.already
    if not asked.is_positive or asked > left:
        raise InvalidAmount(
            f"De {booking.folio} se puede devolver más que cero y hasta {left.amount} {left.currency}",
            errors=[{"pointer": "/amount", "detail": "más que cero y no más que lo que queda de lo pagado"}],
        )
