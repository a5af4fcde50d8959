"""Authorising a refund or not, and annulling one that can no longer be paid."""

from uuid import UUID

from caudal.business.approvals import commands as approvals
from caudal.business.bookings import queries as bookings
from caudal.business.bookings.queries import BookingRecord
from caudal.business.refunds import queries
from caudal.business.refunds.commands.asking import end, held, keep_all
from caudal.business.refunds.events import RefundAuthorised
from caudal.business.refunds.queries import RefundRecord
from caudal.business.refunds.rules import STATES, State
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger


class NotInThatState(Problem):
    type, title, status = "reembolso-en-otro-estado", "El reembolso ya no está para eso", 409


class PaidChanged(Problem):
    type, title, status = "cobro-cambiado", "Lo pagado cambió desde que se pidió el reembolso", 409


@command
def authorise(act: Act, refund_id: UUID) -> RefundRecord:
    """Sign, as another person, that a refund may be paid: it is owed to the client, and what is kept is income.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it isn't waiting for that.
        OwnRequest, NotYourDuty, OverYourLimit, OnlyPeopleSign: as when any request is authorised.
        PaidChanged: a payment of it was reversed or taken since it was asked for.
        PeriodClosed: the month of the business date is closed.
    """
    row, known = held(act, refund_id)
    only(known, State.ASKED)
    act = in_branch(act, row.branch_id)
    assert known.request_id is not None
    approvals.authorise(act, known.request_id, act.reason)
    booking = same_paid(act, known)
    keep_all(act, row, booking)
    row.state, row.version = State.AUTHORISED.value, row.version + 1
    act.db.flush()
    told = known.amount
    act.tell(RefundAuthorised(row.id, known.folio, row.branch_id, told.currency, told.minor, known.due_on))
    return queries.refund(act, row.id)


@command
def refuse(act: Act, refund_id: UUID, *, back: bool = False) -> RefundRecord:
    """Sign, as another person, that a refund won't be paid, or sent `back` to be asked for otherwise; the act says why.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it isn't waiting for that.
        OwnRequest, NotYourDuty, OnlyPeopleSign, Invalid: as when any request is rejected.
    """
    row, known = held(act, refund_id)
    only(known, State.ASKED)
    assert known.request_id is not None
    if back:
        approvals.send_back(act, known.request_id)
    else:
        approvals.reject(act, known.request_id)
    end(act, row, State.REJECTED)
    return queries.refund(act, row.id)


@command
def void(act: Act, refund_id: UUID) -> RefundRecord:
    """Annul a refund authorised and not paid: its entry is posted back, and it can be asked for again.

    What was reversed meanwhile of what the client had paid isn't owed again.

    Raises:
        NotFound: there is none within the branches of the act.
        NotInThatState: it isn't waiting to be paid.
        Invalid: no reason was given.
        PeriodClosed: the month of the business date is closed.
    """
    if len(act.reason.strip()) < 3:
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    row, known = held(act, refund_id)
    only(known, State.AUTHORISED)
    here = in_branch(act, row.branch_id)
    assert row.decision_entry_id is not None
    row.void_entry_id = ledger.reverse(
        here, row.decision_entry_id, memo=f"Anulación de {known.folio}: {act.reason}"[:500]
    )
    end(act, row, State.VOIDED)
    assert known.request_id is not None
    approvals.annul(here, known.request_id, f"{known.folio} se anuló: {act.reason}")
    return queries.refund(act, row.id)


def only(known: RefundRecord, state: State) -> None:
    """Refuse a refund that isn't in `state`.

    Raises:
        NotInThatState: it is in another one.
    """
    if known.state is not state:
        raise NotInThatState(
            f"{known.folio} está «{STATES[known.state]}», no «{STATES[state]}»", state=known.state.value
        )


def same_paid(act: Act, known: RefundRecord) -> BookingRecord:
    """The booking of a refund, while what is paid of it is what was paid when it was asked for.

    Raises:
        PaidChanged: it isn't.
    """
    booking = bookings.booking(act, known.booking_id)
    paid = booking.debt.paid
    if paid != known.paid:
        raise PaidChanged(
            f"Al pedir {known.folio} había pagados {known.paid.amount} {paid.currency}; ahora {paid.amount}",
            paid=paid.json(),
        )
    return booking
