"""Refunds at the inbox of two hands: how one is decided, and what backs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from caudal.business.approvals.queries import Request
from caudal.business.bookings import queries as bookings
from caudal.business.bookings.queries import BookingRecord
from caudal.business.refunds import commands as refunds
from caudal.business.refunds import queries
from caudal.business.refunds.commands import Worth
from caudal.business.refunds.events import RefundOverdue
from caudal.business.refunds.rules import Method
from caudal.commons.acts.act import Act, write_down
from caudal.kernel.money import Money
from caudal.ledger.rules import Use

_CHART = text(
    "select c.use, c.code, c.name from ledger.charts c join companies o on o.chart = c.chart"
    " join branches b on b.company_id = o.id where b.id = :branch and c.use = any(:uses)"
)
_OUT = {Method.CASH: Use.CASH, Method.TRANSFER: Use.BANK, Method.CARD: Use.CARD}
AUTHORISE, REJECT, SEND_BACK = "authorise", "reject", "send_back"


def decide(act: Act, request: Request, decision: str) -> None:
    """Decide a refund by the command of its room, which signs and posts in the same act.

    Raises:
        Problem: as :func:`refunds.authorise`, :func:`refunds.refuse` or :func:`refunds.withdraw`.
    """
    if decision == AUTHORISE:
        refunds.authorise(act, request.subject_id)
    elif decision in {REJECT, SEND_BACK}:
        refunds.refuse(act, request.subject_id, back=decision == SEND_BACK)
    else:
        refunds.withdraw(act, request.subject_id)


def papers(act: Act, request: Request) -> Sequence[tuple[str, str]]:
    """What backs a refund: the booking that was cancelled and what was paid of it, each with where it is seen."""
    booking = bookings.booking(act, queries.refund(act, request.subject_id).booking_id)
    return (
        (f"Reserva {booking.folio}", f"/reservas/{booking.id}"),
        (f"Cobros de {booking.debt.folio}", f"/cxc/{booking.debt.id}"),
    )


def on_overdue(act: Act, event: RefundOverdue) -> None:
    """«Reembolso vencido»: a line in the book of acts, which the first screen tells with its folio and its day."""
    told = {"refund_id": event.refund_id, "folio": event.folio, "due_on": event.due_on, "state": event.state}
    write_down(act, "refunds.overdue", told)


@dataclass(frozen=True, slots=True)
class Written:
    """A line that will be written: what is debited is positive."""

    account: str
    name: str
    amount: Money


def foreseen(act: Act, booking: BookingRecord, found: Worth, method: Method) -> list[Written]:
    """What a cancellation will have written once its refund is authorised and paid as the policy says."""
    told, unpaid = found.sum, booking.debt.balance
    lines = [
        (Use.DEFERRED_SALES, told.paid - told.already + unpaid),
        (Use.AR, -unpaid),
        (_OUT[method], -told.refund),
        (Use.RETENTIONS, -told.retained),
    ]
    values = {"branch": booking.branch_id, "uses": [use.value for use, _ in lines]}
    chart = {row.use: row for row in act.db.execute(_CHART, values)}
    return [
        Written(chart[use.value].code, chart[use.value].name, amount)
        for use, amount in lines
        if not amount.is_zero and use.value in chart
    ]
