"""Paying a refund: a third person, once, out of a till or an account of the branch."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from caudal.business.approvals import commands as approvals
from caudal.business.bookings.queries import BookingRecord
from caudal.business.refunds import queries
from caudal.business.refunds.commands.asking import held, payload
from caudal.business.refunds.commands.deciding import only, same_paid
from caudal.business.refunds.events import RefundPaid
from caudal.business.refunds.queries import RefundRecord
from caudal.business.refunds.rules import METHODS, Method, State
from caudal.business.refunds.tables import Refund
from caudal.business.treasury import commands as treasury
from caudal.business.treasury import queries as boxes
from caudal.business.treasury.commands.boxes import must_be_open
from caudal.business.treasury.queries import BoxRecord
from caudal.business.treasury.rules import KIND_OF_METHOD, BoxKind
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit


class ReferenceUsed(Problem):
    type, title, status = "referencia-de-otro-reembolso", "Esa referencia ya pagó otro reembolso", 409


@dataclass(frozen=True, slots=True)
class PayRefund:
    """Out of which box (that of the branch for the way it goes back, when absent) and with what reference."""

    box_id: int | None = None
    reference: str = ""


@command
def pay(act: Act, refund_id: UUID, ask: PayRefund) -> RefundRecord:
    """Pay a refund that was authorised, as it was authorised.

    Raises:
        NotFound: there is none, or no such box, within the branches of the act.
        NotAuthorised, AlreadyExecuted: nobody authorised it, or it was paid.
        OwnRequest, SameHands, NotYourDuty: the actor asked for it or authorised it, or their role doesn't pay.
        PaidChanged, PayloadChanged: it isn't what was signed: a payment of it was reversed since.
        Invalid: the box isn't for that, or a transfer has no reference.
        TillClosed, InsufficientFunds: the till is closed, or there is less in the box.
        ReferenceUsed: another refund was paid with that reference.
        PeriodClosed: the month of the business date is closed.
    """
    row, known = held(act, refund_id)
    act = in_branch(act, row.branch_id)
    if known.state is State.PAID:
        raise approvals.AlreadyExecuted(f"{known.folio} ya se pagó: no se paga dos veces")
    if known.state is State.ASKED:
        raise approvals.NotAuthorised(f"{known.folio} espera autorización: no se paga")
    only(known, State.AUTHORISED)
    booking = same_paid(act, known)
    box = _box(act, known, ask)
    assert known.request_id is not None
    approvals.execute(act, known.request_id, payload(known, booking))
    _post(act, row, booking, box)
    row.reference = ask.reference.strip() or None
    with _fresh(act, ask.reference):
        act.db.flush()
    act.db.expire_all()
    told = known.amount
    act.tell(RefundPaid(known.id, known.folio, known.branch_id, told.currency, told.minor))
    return queries.refund(act, known.id)


def _post(act: Act, row: Refund, booking: BookingRecord, box: BoxRecord) -> None:
    known = queries.record(row)
    row.entry_id = ledger.post(
        act,
        kind="refund",
        source=f"refunds:{row.id}",
        lines=[
            debit(Use.REFUNDS_PAYABLE, known.amount, party=known.party_id, doc=booking.debt.id),
            credit(box.account_id, known.amount),
        ],
        memo=f"{known.folio} · {booking.debt.concept}"[:200],
    )
    row.state, row.box_id, row.version = State.PAID.value, box.id, row.version + 1
    row.paid_on, row.paid_at, row.paid_by = act.business_date, act.at, act.actor.id


def _box(act: Act, known: RefundRecord, ask: PayRefund) -> BoxRecord:
    if known.method is Method.TRANSFER and not 1 <= len(ask.reference.strip()) <= 80:
        raise Invalid(
            "Escriba la referencia de la transferencia",
            errors=[{"pointer": "/reference", "detail": "hace falta, hasta 80 letras"}],
        )
    if ask.box_id is None:
        return treasury.destination(act, known.method.value, known.amount.currency)
    box = boxes.box(act, ask.box_id)
    kind = KIND_OF_METHOD[known.method.value]
    if box.kind != kind.value or box.branch_id != known.branch_id or box.currency != known.amount.currency:
        raise Invalid(
            f"Ese reembolso sale por {METHODS[known.method].lower()} y de su sucursal: {box.name} no es para eso",
            errors=[{"pointer": "/box_id", "detail": "no es para eso"}],
        )
    if kind is BoxKind.TILL:
        must_be_open(act, box)
    return box


@contextmanager
def _fresh(act: Act, reference: str) -> Generator[None]:
    """Say it in words when the database says that the reference paid another refund."""
    try:
        with act.db.begin_nested():
            yield
    except IntegrityError as refused:
        if "refunds_reference" not in str(refused.orig):
            raise
        raise ReferenceUsed(f"La referencia «{reference.strip()}» ya pagó otro reembolso") from None
