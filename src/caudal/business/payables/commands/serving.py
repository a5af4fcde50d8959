"""A service done, or an advance asked for: where what is owed to a supplier begins, and how it is annulled."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from caudal.business.approvals.rules.kinds import Kind
from caudal.business.payables import queries
from caudal.business.payables.commands.holding import (
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
from caudal.business.payables.queries import PayableRecord, SupplierRecord
from caudal.business.payables.rules.matching import accrued, brief
from caudal.business.payables.rules.states import TAKES_INVOICE, State
from caudal.business.payables.tables import Payable
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import MAX_MINOR, Money
from caudal.kernel.problems import Invalid
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Serve:
    """A service done: at the price of its contract that day, or at what was agreed where there is none.

    ``booked_on``: the date of its entry, that of the service when absent (its month may be closed).
    """

    supplier_id: UUID
    service: str
    served_on: date
    contract_id: UUID | None = None
    quantity: int = 1
    agreed: Money | None = None
    costs: bool = True
    branch_id: int | None = None
    booked_on: date | None = None


@dataclass(frozen=True, slots=True)
class AskAdvance:
    """Money that a supplier asks for before doing anything."""

    supplier_id: UUID
    amount: Money
    concept: str
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is owed of a service and under which terms."""

    amount: Money
    days: int
    includes_tax: bool
    cost: Use
    service: str
    contract_id: UUID | None = field(default=None)
    price_id: UUID | None = field(default=None)


@command
def serve(act: Act, ask: Serve) -> PayableRecord:
    """Register a service done: its cost is owed from that day, and its payment asked for if no invoice is needed.

    Raises:
        NotFound: there is no such supplier or contract within reach.
        Invalid: the contract isn't theirs, isn't in force or has no price for it, or a date or amount can't be.
        PeriodClosed: the month of the entry is closed.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    seller = _seller(act, ask.supplier_id)
    if ask.served_on > act.business_date:
        raise _wrong("/served_on", "todavía no llega ese día")
    if not 1 <= ask.quantity <= _MOST:
        raise _wrong("/quantity", f"de 1 a {_MOST}")
    terms = _contracted(act, ask) if ask.contract_id else _agreed(ask, seller)
    row = _row(act, seller, terms)
    row.quantity, row.served_on = ask.quantity, ask.served_on
    row.due_on = ask.served_on + timedelta(days=terms.days)
    row.entry_id = ledger.post(
        act, kind="supplier_service", source=f"payables:{row.id}", lines=accrued(owner(act, row), terms.amount),
        on=ask.booked_on or ask.served_on, memo=f"{seller.name}: {terms.service}",
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    told = f"Servicio prestado: {terms.service} por {brief(terms.amount)}"
    note(act, row, "created", told)
    if not row.invoice_required and may_ask(act):
        sign(act, row, Kind.PAYABLE, row.amount)
    return queries.payable(act, row.id)


@command
def ask_advance(act: Act, ask: AskAdvance) -> PayableRecord:
    """Ask for money to be paid to a supplier before they do anything; nothing is written until it is paid.

    Raises:
        NotFound: there is no such supplier.
        Invalid: no amount or no concept.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    seller = _seller(act, ask.supplier_id)
    if not ask.amount.is_positive:
        raise _wrong("/amount", "debe ser mayor que cero")
    terms = _Terms(ask.amount, 0, True, Use.COSTS, _service(f"Anticipo: {ask.concept.strip()}"))
    row = _row(act, seller, terms, kind="advance")
    act.db.add(row)
    act.db.flush()
    note(act, row, "created", f"{terms.service} por {brief(ask.amount)}")
    if may_ask(act):
        sign(act, row, Kind.PAYABLE, row.amount)
    return queries.payable(act, row.id)


@command
def cancel(act: Act, payable_id: UUID) -> PayableRecord:
    """Annul a payable of which nothing was paid: its entries are posted back, and it stays in sight.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: something was paid of it, or it ended.
        RequestWaits: a payment of it waits to be decided.
        Invalid: no reason is given.
        PeriodClosed: the month of today is closed.
    """
    act, row = hold(act, payable_id)
    wants(row, *TAKES_INVOICE)
    if row.settled:
        raise _wrong("/payable_id", "ya se pagó algo de ella")
    if len(act.reason.strip()) < 3:
        raise _wrong("/reason", "hace falta el motivo")
    unsign(act, row, "Se anuló la cuenta por pagar, y con ella su autorización")
    invoice = invoice_of(act, row)
    if invoice is not None and invoice.entry_id is not None and invoice.state == "accepted":
        ledger.reverse(act, invoice.entry_id, memo=f"Se anuló {folio(row)}")
    if invoice is not None and invoice.state in ("accepted", "mismatch"):
        invoice.state, invoice.reason = "rejected", act.reason
        invoice.decided_at, invoice.decided_by = act.at, act.actor.id
    if row.entry_id is not None:
        row.cancel_entry_id = ledger.reverse(act, row.entry_id, memo=f"Se anuló {folio(row)}")
    row.cancelled_on = act.business_date
    move_to(act, row, State.CANCELLED)
    note(act, row, "cancelled", f"Se anuló {folio(row)} por {brief(money(row, row.amount))}")
    return queries.payable(act, row.id)


def _contracted(act: Act, ask: Serve) -> _Terms:
    """The price of the contract the day of the service, as many times as it was done."""
    found = queries.contract(act, ask.contract_id or UUID(int=0))
    if found.supplier.id != ask.supplier_id:
        raise _wrong("/contract_id", "ese contrato es de otro proveedor")
    if found.branch_id not in (None, act.place.branch_id):
        raise _wrong("/contract_id", "ese contrato es de otra sucursal")
    if not found.lives(ask.served_on):
        raise _wrong("/contract_id", "ese contrato no estaba vigente ese día")
    price = found.price(ask.service, ask.served_on)
    if price is None:
        raise _wrong("/service", "el contrato no dice su precio para ese día")
    if ask.agreed is not None:
        raise _wrong("/agreed", "el precio lo dice el contrato")
    owed = Money.from_minor(price.amount.minor * ask.quantity, price.amount.currency)
    if owed.minor > MAX_MINOR:
        raise _wrong("/quantity", "es demasiado")
    return _Terms(
        owed, found.terms_days, found.includes_tax, Use(found.cost_use), price.service, found.id, price.id
    )


def _agreed(ask: Serve, seller: SupplierRecord) -> _Terms:
    if ask.agreed is None or not ask.agreed.is_positive:
        raise _wrong("/agreed", "sin contrato, diga el monto convenido")
    cost = Use.COSTS if ask.costs else Use.EXPENSES
    return _Terms(ask.agreed, seller.terms_days, True, cost, _service(ask.service))


def _row(act: Act, seller: SupplierRecord, terms: _Terms, kind: str = "service") -> Payable:
    needed = kind == "service" and seller.invoice_required
    return Payable(
        id=ids.uuid7(act.at), branch_id=act.place.branch_id, supplier_id=seller.id, kind=kind,
        contract_id=terms.contract_id, price_id=terms.price_id, service=terms.service, quantity=1,
        cost_use=terms.cost.value, served_on=act.business_date, currency=terms.amount.currency,
        contracted=terms.amount.minor, includes_tax=terms.includes_tax, invoice_required=needed,
        amount=terms.amount.minor, terms_days=terms.days, due_on=act.business_date,
        state=(State.WAITING if needed else State.READY).value, created_at=act.at, created_by=act.actor.id,
        act_id=act.id, version=1,
    )  # fmt: skip


def _seller(act: Act, supplier_id: UUID) -> SupplierRecord:
    found = queries.supplier(act, supplier_id)
    if not found.active:
        raise _wrong("/supplier_id", f"{found.name} está dado de baja")
    return found


def _service(told: str) -> str:
    if not 2 <= len(told.strip()) <= 200:
        raise _wrong("/service", "de 2 a 200 letras")
    return told.strip()


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid("No se puede registrar así", errors=[{"pointer": pointer, "detail": told}])
