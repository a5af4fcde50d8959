"""Asking for a payment, and what becomes of a payable when another person decides."""

from datetime import date
from uuid import UUID

from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.approvals.rules.payload import digest
from caudal.business.payables import queries
from caudal.business.payables.commands.holding import (
    Mismatched,
    NotNow,
    content,
    folio,
    hold,
    invoice_of,
    money,
    move_to,
    note,
    payable_of,
    sign,
    unsign,
    wants,
)
from caudal.business.payables.commands.invoicing import accept
from caudal.business.payables.queries import PayableRecord
from caudal.business.payables.queries.payables import invoice_record
from caudal.business.payables.rules.states import SHORT_OF_ASKING, State, scheduled_on
from caudal.commons.acts.act import Act, command
from caudal.kernel.formats import date_text
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid


@command
def ask_payment(act: Act, payable_id: UUID, amount: Money | None = None) -> PayableRecord:
    """Ask for a payable to be paid: all of what is owed, or a part of it.

    Raises:
        NotFound: there is none within the branches of the act.
        Mismatched: its invoice doesn't match the contract.
        NotNow: it has no invoice and needs one, or it is already asked for, authorised, paid or annulled.
        Invalid: more than is owed, nothing, or another currency.
        NotYourDuty, OnlyPeopleSign: as in approvals.
    """
    act, row = hold(act, payable_id)
    invoice = invoice_of(act, row)
    if row.state == State.MISMATCH and invoice is not None:
        raise Mismatched(invoice_record(invoice).match.banner)
    wants(row, *SHORT_OF_ASKING)
    if row.invoice_required and (invoice is None or invoice.state != "accepted"):
        raise NotNow(f"{folio(row)} no tiene una factura que coincida con el contrato")
    asked = amount or money(row, row.open)
    if asked.currency != row.currency or not 0 < asked.minor <= row.open:
        raise Invalid(
            "Ese monto no se puede pedir",
            errors=[{"pointer": "/amount", "detail": "más que cero y hasta lo que se debe"}],
        )  # fmt: skip
    sign(act, row, Kind.PAYABLE, asked.minor)
    return queries.payable(act, row.id)


@command
def withdraw(act: Act, payable_id: UUID) -> PayableRecord:
    """Take back what one asked for, before anybody decides.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: it isn't waiting for a decision.
        OwnRequest: somebody else asked for it.
    """
    act, row = hold(act, payable_id)
    wants(row, State.ASKED)
    assert row.request_id is not None
    waiting = hands.request(act, row.request_id)
    approvals.withdraw(act, waiting.id)
    withdrawn(act, waiting)
    return queries.payable(act, row.id)


@command
def authorised(act: Act, request: Request) -> PayableRecord:
    """Another person authorised a payment: it is scheduled so many days from today as its terms say.

    An exception accepts the invoice that didn't match: from here on what it says is owed.

    Raises:
        NotNow: it was asked for again since.
        PayloadChanged: it is no longer what was asked for.
        PeriodClosed: the month of today is closed, for an exception.
    """
    act, row = payable_of(act, request)
    wants(row, State.ASKED)
    sha = digest(request.kind.value, request.subject_id, request.money, request.party_id, content(act, row))
    if sha != request.sha:
        raise approvals.PayloadChanged(f"{folio(row)} cambió desde que se pidió: hay que pedirla otra vez")
    invoice = invoice_of(act, row)
    if request.kind is Kind.PAYABLE_EXCEPTION and invoice is not None:
        accept(act, row, invoice)
        note(act, row, "exception", f"Se autorizó la excepción: {invoice_record(invoice).match.banner[2:]}")
    row.authorised_on, row.authorised_by = act.business_date, act.actor.id
    day = row.scheduled_on = scheduled_on(act.business_date, row.terms_days)
    move_to(act, row, State.AUTHORISED)
    note(act, row, "authorised", f"Se autorizó; pago programado para el {date_text(day)}")
    return queries.payable(act, row.id)


@command
def refused(act: Act, request: Request, *, send_back: bool) -> PayableRecord:
    """Another person said no to a payment, or asked for it to be corrected.

    Raises:
        NotNow: it was asked for again since.
    """
    act, row = payable_of(act, request)
    wants(row, State.ASKED)
    invoice = invoice_of(act, row)
    unmatched = invoice is not None and invoice.state == "mismatch"
    if send_back:
        move_to(act, row, State.MISMATCH if unmatched else State.SENT_BACK)
        note(act, row, "sent_back", "Se devolvió a quien la pidió")
        return queries.payable(act, row.id)
    if invoice is not None and unmatched:
        invoice.state, invoice.reason = "rejected", act.reason
        invoice.decided_at, invoice.decided_by = act.at, act.actor.id
    move_to(act, row, State.REJECTED)
    note(act, row, "rejected", "Se rechazó el pago")
    return queries.payable(act, row.id)


@command
def withdrawn(act: Act, request: Request) -> PayableRecord:
    """Whoever asked for a payment took it back.

    Raises:
        NotNow: it was asked for again since.
    """
    act, row = payable_of(act, request)
    wants(row, State.ASKED)
    invoice = invoice_of(act, row)
    unmatched = invoice is not None and invoice.state == "mismatch"
    move_to(act, row, State.MISMATCH if unmatched else State.READY)
    row.request_id = row.asking = None
    note(act, row, "withdrawn", "La retiró quien la pidió")
    return queries.payable(act, row.id)


@command
def schedule(act: Act, payable_id: UUID, on: date) -> PayableRecord:
    """Say another day to pay what was authorised.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: it isn't authorised.
        Invalid: that day has passed, or no reason is given.
    """
    act, row = hold(act, payable_id)
    wants(row, State.AUTHORISED)
    wrong = {
        "/on": "ese día ya pasó" if on < act.business_date else "",
        "/reason": "" if len(act.reason.strip()) >= 3 else "hace falta el motivo",
    }
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("No se puede reprogramar así", errors=errors)
    row.scheduled_on = on
    row.version += 1
    act.db.flush()
    note(act, row, "scheduled", f"Se reprogramó para el {date_text(on)}")
    return queries.payable(act, row.id)


@command
def release(act: Act, payable_id: UUID) -> PayableRecord:
    """Take the authorisation of a payable away, so that it may be corrected and asked for again.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: it isn't authorised.
        Invalid: no reason is given.
    """
    act, row = hold(act, payable_id)
    wants(row, State.AUTHORISED)
    if len(act.reason.strip()) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    unsign(act, row, "Se le quitó la autorización")
    move_to(act, row, State.READY)
    return queries.payable(act, row.id)
