"""The invoice of a supplier: received, compared with the contract, rejected, corrected, or paid as an exception."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from caudal.business.approvals.rules.kinds import Kind
from caudal.business.payables import queries
from caudal.business.payables.commands.holding import (
    Mismatched,
    folio,
    hold,
    invoice_of,
    may_ask,
    money,
    move_to,
    note,
    owner,
    sign,
    unsign,
    wants,
)
from caudal.business.payables.events import InvoiceMismatched
from caudal.business.payables.queries import PayableRecord
from caudal.business.payables.queries.payables import invoice_record
from caudal.business.payables.rules.matching import Figures, TaxKind, TaxLine, brief, match, settled_up
from caudal.business.payables.rules.states import TAKES_INVOICE, State
from caudal.business.payables.tables import Invoice, Payable
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger

_MOST_TAXES = 10


class DuplicateInvoice(Problem):
    type, title, status = "factura-repetida", "Esa factura ya está registrada", 409


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """An invoice as the supplier wrote it. ``fiscal_uuid``: that of the tax office."""

    folio_number: str
    issued_on: date
    subtotal: Money
    taxes: tuple[TaxLine, ...] = ()
    fiscal_uuid: UUID | None = None


@command
def receive(act: Act, payable_id: UUID, ask: NewInvoice) -> PayableRecord:
    """Take an invoice and compare it with the contract: what matches is owed and asked for, what doesn't is stopped.

    Another one that was there is replaced by it and stays in its history; what was signed over that one is of no use.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        NotNow: it was paid or annulled, or something of it was paid with another invoice.
        DuplicateInvoice: that number of the supplier, or that fiscal UUID, is already here.
        RequestWaits: a payment asked for by somebody else waits to be decided.
        Invalid: its currency is another, an amount or a date can't be.
        PeriodClosed: the month of today is closed.
    """
    act, row = hold(act, payable_id)
    wants(row, *TAKES_INVOICE)
    figures = Figures(ask.subtotal, ask.taxes)
    _check(act, row, ask)
    before = invoice_of(act, row)
    if row.settled and before is not None:
        raise _wrong("/number", "ya se pagó algo con la factura anterior; registre una nota de crédito")
    unsign(act, row)
    if before is not None:
        _replace(act, row, before)
    found = match(figures, money(row, row.contracted), includes_tax=row.includes_tax)
    made = Invoice(
        branch_id=row.branch_id, payable_id=row.id, supplier_id=row.supplier_id, number=ask.folio_number.strip(),
        fiscal_uuid=ask.fiscal_uuid, issued_on=ask.issued_on, currency=row.currency, subtotal=figures.subtotal.minor,
        tax=figures.tax.minor, withheld=figures.withheld.minor, total=figures.total.minor,
        lines=[{"kind": t.kind.value, "label": t.label.strip(), "amount": t.amount.minor} for t in ask.taxes],
        compared=found.invoiced.minor, contracted=row.contracted, state="accepted" if found.matches else "mismatch",
        replaces_id=before.id if before else None, received_at=act.at, received_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    with _once(act, made):
        act.db.add(made)
        act.db.flush()
    row.invoice_id = made.id
    row.due_on = ask.issued_on + timedelta(days=row.terms_days)
    note(act, row, "invoice", f"Llegó la factura {made.number} por {brief(found.invoiced)}")
    if found.matches:
        accept(act, row, made)
        move_to(act, row, State.READY)
        if may_ask(act):
            sign(act, row, Kind.PAYABLE, row.amount - row.settled)
    else:
        move_to(act, row, State.MISMATCH)
        note(act, row, "mismatch", found.banner[2:])
        compared = (found.invoiced.minor, found.contracted.minor)
        act.tell(InvoiceMismatched(row.id, folio(row), row.branch_id, row.currency, *compared))
    return queries.payable(act, row.id)


@command
def reject_invoice(act: Act, payable_id: UUID) -> PayableRecord:
    """Refuse to pay an invoice that doesn't match; the supplier may send another one.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        NotNow: it has no invoice that doesn't match.
        Invalid: no reason is given.
    """
    return _turn_down(act, payable_id, "rejected", State.REJECTED)


@command
def ask_correction(act: Act, payable_id: UUID) -> PayableRecord:
    """Ask the supplier for a corrected invoice; the one that doesn't match waits for it.

    Raises:
        NotFound, NotNow, Invalid: as :func:`reject_invoice`.
    """
    return _turn_down(act, payable_id, "correction", State.CORRECTION)


@command
def ask_exception(act: Act, payable_id: UUID) -> PayableRecord:
    """Ask for an invoice that doesn't match to be paid as it is, which only who may authorise exceptions decides.

    Raises:
        NotFound: there is no such payable within the branches of the act.
        NotNow: it has no invoice that doesn't match.
        NotYourDuty, OnlyPeopleSign: as in approvals.
        Invalid: no reason is given.
    """
    act, row = hold(act, payable_id)
    wants(row, State.MISMATCH)
    _why(act)
    invoice = invoice_of(act, row)
    if invoice is None:
        raise Mismatched(f"{folio(row)} no tiene factura")
    sign(act, row, Kind.PAYABLE_EXCEPTION, invoice.total - row.settled)
    return queries.payable(act, row.id)


def accept(act: Act, row: Payable, invoice: Invoice) -> None:
    """From now on what is owed is what the invoice says: its tax, what is withheld, and the difference of the cost.

    Raises:
        Invalid: more was settled than the invoice says.
        PeriodClosed: the month of today is closed.
    """
    if invoice.total < row.settled:
        raise _wrong("/subtotal", "es menos de lo que ya se cubrió")
    figures = invoice_record(invoice).figures
    lines = settled_up(owner(act, row), money(row, row.contracted), figures)
    if lines:
        invoice.entry_id = ledger.post(
            act, kind="supplier_invoice", source=f"payables:{row.id}", lines=lines,
            memo=f"Factura {invoice.number} de {folio(row)}",
        )  # fmt: skip
    invoice.state = "accepted"
    row.amount = invoice.total
    act.db.flush()


def _turn_down(act: Act, payable_id: UUID, state: str, becomes: State) -> PayableRecord:
    act, row = hold(act, payable_id)
    wants(row, State.MISMATCH)
    _why(act)
    invoice = invoice_of(act, row)
    if invoice is not None:
        invoice.state, invoice.reason = state, act.reason
        invoice.decided_at, invoice.decided_by = act.at, act.actor.id
        told = "Se rechazó" if becomes is State.REJECTED else "Se pidió corregir"
        note(act, row, state, f"{told} la factura {invoice.number}")
    move_to(act, row, becomes)
    return queries.payable(act, row.id)


def _replace(act: Act, row: Payable, before: Invoice) -> None:
    """The invoice that was there gives way to another; what it wrote in the books is posted back."""
    if before.entry_id is not None and before.state == "accepted":
        ledger.reverse(act, before.entry_id, memo=f"Se reemplazó la factura {before.number} de {folio(row)}")
    if before.state != "rejected":
        before.state = "replaced"
        before.decided_at, before.decided_by = act.at, act.actor.id
    row.amount = row.contracted
    act.db.flush()


def _check(act: Act, row: Payable, ask: NewInvoice) -> None:
    amounts = (ask.subtotal, *(line.amount for line in ask.taxes))
    added = sum(line.amount.minor for line in ask.taxes if line.kind is TaxKind.WITHHOLDING)
    wrong = {
        "/kind": "" if row.kind == "service" else "un anticipo no lleva factura",
        "/number": "" if 1 <= len(ask.folio_number.strip()) <= 60 else "de 1 a 60 letras",
        "/subtotal": "" if ask.subtotal.is_positive else "debe ser mayor que cero",
        "/taxes": "" if len(ask.taxes) <= _MOST_TAXES and all(t.amount.is_positive for t in ask.taxes)
        else f"hasta {_MOST_TAXES} renglones, cada uno mayor que cero",
        "/issued_on": "" if ask.issued_on <= act.business_date else "es una fecha futura",
    }  # fmt: skip
    if any(amount.currency != row.currency for amount in amounts):
        wrong["/subtotal"] = f"{folio(row)} está en {row.currency}"
    elif added >= ask.subtotal.minor:
        wrong["/taxes"] = "no se puede retener todo"
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("Esa factura no se puede registrar", errors=errors)


@contextmanager
def _once(act: Act, made: Invoice) -> Generator[None]:
    """Say that an invoice is already here when the database says so, in whatever branch."""
    number, fiscal = made.number, made.fiscal_uuid
    try:
        with act.db.begin_nested():
            yield
    except IntegrityError as refused:
        told = str(refused.orig)
        if "payable_invoices_number" in told:
            raise DuplicateInvoice(f"La factura {number} de ese proveedor ya está registrada") from None
        if "payable_invoices_uuid" in told:
            raise DuplicateInvoice(f"El folio fiscal {fiscal} ya está registrado") from None
        raise


def _why(act: Act) -> None:
    if len(act.reason.strip()) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid("Esa factura no se puede registrar", errors=[{"pointer": pointer, "detail": told}])
