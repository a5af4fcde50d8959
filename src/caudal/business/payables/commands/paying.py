"""Paying suppliers in batches: who authorised a payment never executes it, and each is executed once."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.rules.kinds import GOLDEN_RULE
from caudal.business.payables import queries
from caudal.business.payables.commands.holding import (
    NotNow,
    content,
    folio,
    hold,
    money,
    move_to,
    note,
    owner,
    wants,
)
from caudal.business.payables.commands.settling import Move, settle
from caudal.business.payables.events import PayableExecuted, PayableReturned
from caudal.business.payables.queries import BatchRecord, FileRecord
from caudal.business.payables.rules.matching import brief
from caudal.business.payables.rules.states import State
from caudal.business.payables.tables import Batch, Payable, Payment
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.queries import BoxRecord
from caudal.business.treasury.rules import BoxKind
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.formats import date_text
from caudal.kernel.problems import Invalid, NotFound, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit

_MOST = 500
_FILE = text(
    "insert into payable_files (branch_id, batch_id, layout, name, sha, data, made_at, made_by, act_id)"
    " values (:branch, :batch, :layout, :name, :sha, :data, :at, :actor, :act)"
)
_PAID_MOVE = text(
    "select m.id from payable_moves m where m.payment_id = :payment and m.amount > 0"
    " and not exists (select from payable_moves u where u.undoes = m.id)"
)


class BatchNotNow(Problem):
    type, title, status = "lote-en-otro-estado", "El lote no está para eso", 409


class NoAccount(Problem):
    type, title, status = "proveedor-sin-cuenta", "El proveedor no tiene una cuenta donde pagarle hoy", 409


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """What is paid together from a bank account. ``pay_on``: today when absent."""

    box_id: int
    payables: tuple[UUID, ...]
    pay_on: date | None = None


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file made for the bank."""

    layout: str
    name: str
    data: bytes


@command
def open_batch(act: Act, ask: OpenBatch) -> BatchRecord:
    """Put together payments that were authorised and whose day has come.

    Raises:
        NotFound: there is no such account or payable within the branches of the act.
        SameHands: the actor authorised one of them.
        NotNow: one of them isn't authorised, or is in another batch.
        NoAccount: a supplier has no account in force.
        Invalid: it isn't a bank account, nothing is paid, or one is of another branch, currency or day.
    """
    box = _bank(act, ask.box_id)
    act = in_branch(act, box.branch_id)
    day = ask.pay_on or act.business_date
    chosen = tuple(dict.fromkeys(ask.payables))
    wrong = {
        "/pay_on": "ese día ya pasó" if day < act.business_date else "",
        "/payables": "" if 1 <= len(chosen) <= _MOST else f"de 1 a {_MOST} pagos",
    }
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("El lote no se puede armar así", errors=errors)
    row = Batch(
        branch_id=box.branch_id, box_id=box.id, currency=box.currency, pay_on=day, state="draft", created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    held = [hold(act, payable_id)[1] for payable_id in sorted(chosen)]
    accounts = queries.in_force(act, {each.supplier_id for each in held}, box.currency, act.business_date)
    for payable in sorted(held, key=lambda each: each.number):
        _fits(act, payable, box, day)
        _add(act, row, payable, accounts.get(payable.supplier_id))
    act.db.flush()
    return queries.batch(act, row.id)


@command
def keep_file(act: Act, batch_id: UUID, made: BankFile) -> FileRecord:
    """Keep the file that goes to the bank, with its hash and its date.

    Raises:
        NotFound: there is no such batch within the branches of the act.
        BatchNotNow: it was annulled.
    """
    act, row = _batch(act, batch_id)
    if row.state == "cancelled":
        raise BatchNotNow("El lote se anuló")
    act.db.execute(
        _FILE,
        {"branch": row.branch_id, "batch": row.id, "layout": made.layout, "name": made.name,
         "sha": hashlib.sha256(made.data).digest(), "data": made.data, "at": act.at, "actor": act.actor.id,
         "act": act.id},
    )  # fmt: skip
    return queries.batch(act, row.id).files[-1]


@command
def execute(act: Act, batch_id: UUID) -> BatchRecord:
    """Pay a batch: all of its lines, or none. Each request is executed once, by who did not authorise it.

    Raises:
        NotFound: there is no such batch within the branches of the act.
        BatchNotNow: it was executed or annulled, has nothing left, or its day hasn't come.
        NotNow, NotAuthorised, AlreadyExecuted, PayloadChanged: a payable changed after it was signed, or was paid.
        SameHands, NotYourDuty, OnlyPeopleSign: as in approvals.
        NoAccount: the account of a supplier is no longer the one in force.
        InsufficientFunds: the bank account has less.
        PeriodClosed: the month of today is closed.
    """
    act, row = _batch(act, batch_id)
    if row.state != "draft":
        raise BatchNotNow(f"El lote {ids.folio('LP', row.number)} ya se {_ENDED[row.state]}")
    if row.pay_on > act.business_date:
        raise BatchNotNow(f"Es para el {date_text(row.pay_on)}")
    box = _bank(act, row.box_id)
    planned = act.db.scalars(
        select(Payment)
        .where(Payment.batch_id == row.id, Payment.state == "planned")
        .order_by(Payment.payable_id)
        .execution_options(populate_existing=True)
    ).all()
    if not planned:
        raise BatchNotNow("El lote se quedó sin pagos: lo que tenía cambió después de firmarse")
    accounts = queries.in_force(act, {each.supplier_id for each in planned}, row.currency, act.business_date)
    for payment in planned:
        if accounts.get(payment.supplier_id) != payment.account_id:
            raise NoAccount("La cuenta de un proveedor cambió desde que se armó el lote: ármelo otra vez")
        _pay(act, payment, box)
    row.state, row.executed_at, row.executed_by = "executed", act.at, act.actor.id
    act.db.flush()
    return queries.batch(act, row.id)


@command
def cancel_batch(act: Act, batch_id: UUID) -> BatchRecord:
    """Take a batch apart before it is executed; its payables stay authorised.

    Raises:
        NotFound: there is no such batch within the branches of the act.
        BatchNotNow: it was executed or annulled.
    """
    act, row = _batch(act, batch_id)
    if row.state != "draft":
        raise BatchNotNow(f"El lote {ids.folio('LP', row.number)} ya se {_ENDED[row.state]}")
    for payment in act.db.scalars(select(Payment).where(Payment.batch_id == row.id)):
        payment.state = "removed"
    row.state = "cancelled"
    act.db.flush()
    return queries.batch(act, row.id)


@command
def give_back(act: Act, payment_id: UUID) -> BatchRecord:
    """The bank gave a payment back: its entry is posted back, and the payable is owed and asked for again.

    Raises:
        NotFound: there is no such payment within the branches of the act.
        BatchNotNow: it wasn't paid, or was given back.
        Invalid: no reason is given, or the advance it paid was used.
        PeriodClosed: the month of today is closed.
    """
    payment = _payment(act, payment_id)
    act, row = hold(act, payment.payable_id)
    payment = _payment(act, payment_id)
    if payment.state != "paid" or payment.entry_id is None:
        raise BatchNotNow(f"El pago {ids.folio('PG', payment.number)} no está hecho")
    if len(act.reason.strip()) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])
    if row.kind == "advance":
        left = {
            r.payable_id: r.amount.minor
            for r in queries.advances(act, row.supplier_id, row.branch_id, row.currency)
        }
        if left.get(row.id, 0) < payment.amount:
            raise Invalid(
                "El anticipo ya se aplicó", errors=[{"pointer": "/payment_id", "detail": "ya se usó"}]
            )
    move = act.db.execute(_PAID_MOVE, {"payment": payment.id}).scalar_one()
    entry = ledger.reverse(act, payment.entry_id, memo=f"Pago devuelto por el banco: {act.reason}"[:200])
    payment.state, payment.returned_on, payment.returned_by = "returned", act.business_date, act.actor.id
    payment.return_reason, payment.return_entry_id = act.reason, entry
    settle(act, row, Move("payment", -payment.amount, entry, payment_id=payment.id, undoes=move))
    move_to(act, row, State.RETURNED)
    row.request_id = row.asking = row.authorised_on = row.authorised_by = None
    note(
        act,
        row,
        "returned",
        f"El banco devolvió {ids.folio('PG', payment.number)}: {brief(money(row, payment.amount))}",
    )
    act.tell(PayableReturned(row.id, payment.id, folio(row), row.branch_id, row.currency, payment.amount))
    return queries.batch(act, payment.batch_id)


@command
def refer(act: Act, payment_id: UUID, reference: str) -> BatchRecord:
    """Write the reference that the bank gave to a payment: its tracking key.

    Raises:
        NotFound: there is no such payment within the branches of the act.
        BatchNotNow: it wasn't paid.
        Invalid: it isn't from 1 to 60 letters.
    """
    payment = _payment(act, payment_id)
    if payment.state != "paid":
        raise BatchNotNow(f"El pago {ids.folio('PG', payment.number)} no está hecho")
    if not 1 <= len(reference.strip()) <= 60:
        raise Invalid("Esa referencia no", errors=[{"pointer": "/reference", "detail": "de 1 a 60 letras"}])
    payment.reference = reference.strip()
    act.db.flush()
    return queries.batch(act, payment.batch_id)


_ENDED = {"executed": "ejecutó", "cancelled": "anuló"}


def _fits(act: Act, payable: Payable, box: BoxRecord, day: date) -> None:
    """Whether a payable may go in a batch of the account, that day."""
    wants(payable, State.AUTHORISED)
    if payable.authorised_by == act.actor.id:
        raise approvals.SameHands(f"{folio(payable)}: {GOLDEN_RULE}")
    told = ""
    if payable.branch_id != box.branch_id:
        told = f"{folio(payable)} es de otra sucursal"
    elif payable.currency != box.currency:
        told = f"{folio(payable)} está en {payable.currency} y {box.name} en {box.currency}"
    elif payable.scheduled_on is None or payable.scheduled_on > day:
        told = f"{folio(payable)} está programada para después; reprográmela"
    if told:
        raise Invalid("El lote no se puede armar así", errors=[{"pointer": "/payables", "detail": told}])


def _add(act: Act, batch: Batch, payable: Payable, account_id: UUID | None) -> None:
    if account_id is None:
        name = queries.supplier(act, payable.supplier_id).name
        raise NoAccount(f"{name} no tiene una cuenta en {payable.currency} vigente hoy")
    taken = select(Payment.id).where(Payment.payable_id == payable.id, Payment.state == "planned")
    if act.db.scalars(taken).first() is not None:
        raise NotNow(f"{folio(payable)} ya está en otro lote")
    act.db.add(
        Payment(
            branch_id=batch.branch_id, batch_id=batch.id, payable_id=payable.id, supplier_id=payable.supplier_id,
            account_id=account_id, request_id=payable.request_id, subject_id=payable.subject_id,
            currency=batch.currency, amount=payable.asking,
            state="planned", act_id=act.id,
        )
    )  # fmt: skip
    act.db.flush()


def _pay(act: Act, payment: Payment, box: BoxRecord) -> None:
    """One line: the request is executed, the entry written, the payable settled."""
    _, row = hold(act, payment.payable_id)
    wants(row, State.AUTHORISED)
    if row.request_id != payment.request_id or row.asking != payment.amount:
        raise approvals.PayloadChanged(f"{folio(row)} no es lo que se autorizó: pídala otra vez")
    if row.authorised_by == act.actor.id:
        raise approvals.SameHands(f"{folio(row)}: {GOLDEN_RULE}")
    approvals.execute(act, payment.request_id, content(act, row))
    paid, whose = money(row, payment.amount), owner(act, row)
    against = Use.SUPPLIER_ADVANCES if row.kind == "advance" else Use.PAYABLES
    name = ids.folio("PG", payment.number)
    entry = payment.entry_id = ledger.post(
        act, kind="supplier_payment", source=f"payables:{row.id}",
        lines=[debit(against, paid, party=whose.party, doc=row.id), credit(box.account_id, paid)],
        memo=f"{name} de {folio(row)}",
    )  # fmt: skip
    payment.state, payment.paid_on = "paid", act.business_date
    note(act, row, "payment", f"Se pagó {brief(paid)} desde {box.name} ({name})")
    settle(act, row, Move("payment", payment.amount, entry, payment_id=payment.id))
    if row.state != State.PAID:
        move_to(act, row, State.READY)
        row.request_id = row.asking = row.authorised_on = row.authorised_by = None
    act.tell(PayableExecuted(row.id, payment.id, folio(row), row.branch_id, row.currency, payment.amount))


def _bank(act: Act, box_id: int) -> BoxRecord:
    found = treasury.box(act, box_id)
    if found.kind != BoxKind.BANK:
        raise Invalid(
            "Eso no es una cuenta bancaria", errors=[{"pointer": "/box_id", "detail": "no es un banco"}]
        )
    return found


def _batch(act: Act, batch_id: UUID) -> tuple[Act, Batch]:
    row = act.db.scalars(
        select(Batch).where(Batch.id == batch_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El lote no existe o es de otra sucursal")
    return in_branch(act, row.branch_id), row


def _payment(act: Act, payment_id: UUID) -> Payment:
    row = act.db.scalars(
        select(Payment)
        .where(Payment.id == payment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("El pago no existe o es de otra sucursal")
    return row
