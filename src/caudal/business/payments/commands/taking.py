"""Taking payments and using credit."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caudal.business.loans import queries as loans
from caudal.business.loans.commands import Chosen
from caudal.business.parties import queries as parties
from caudal.business.parties.queries import PartyRecord
from caudal.business.payments import queries
from caudal.business.payments.commands.settling import Split, chosen, dues_of, record, split
from caudal.business.payments.events import PaymentTaken
from caudal.business.payments.queries import PaymentRecord
from caudal.business.payments.rules import Method, spread
from caudal.business.receivables import queries as debts
from caudal.business.receivables.queries import ReceivableRecord
from caudal.business.receivables.rules import Status
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.rules import KIND_OF_METHOD
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch, latest_day
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, MixedCurrencies, Money, total
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit

_INSERT = text(
    "insert into payments (id, branch_id, party_id, currency, amount, method, reference, received_on, box_id, credit,"
    " tendered, entry_id, created_at, created_by, act_id) values (:id, :branch, :party, :currency, :amount, :method,"
    " :reference, :received_on, :box_id, :credit, :tendered, :entry, :at, :actor, :act) returning *"
)


class AlreadyPaid(Problem):
    type, title, status = "deuda-ya-pagada", "La cuenta ya está pagada", 409


class NotTheirs(Problem):
    type, title, status = "deuda-de-otro-cliente", "La cuenta es de otro cliente", 422


class IsCancelled(Problem):
    type, title, status = "deuda-anulada", "La cuenta está anulada", 409


class ReferenceRepeated(Problem):
    type, title, status = "referencia-repetida", "Esa referencia ya se registró", 409


class NoCredit(Problem):
    type, title, status = "sin-saldo-a-favor", "El cliente no tiene saldo a favor que aplicar", 409


@dataclass(frozen=True, slots=True)
class TakePayment:
    """What the cashier says.

    ``apply_to``: the debts it goes to, in order; every debt, the oldest first, when absent. ``into``: a loan that it
    goes to, and what the debtor chose for what is ahead. ``received_on``: the
    business date when absent. ``branch_id``: where it is received; the client's branch when absent. ``box_id``: the
    bank account a transfer or a card came into, of that branch or of the company; where that branch receives when
    absent.
    """

    client_id: UUID
    amount: Money
    method: str
    reference: str | None = None
    received_on: date | None = None
    apply_to: tuple[UUID, ...] | None = None
    tendered: Money | None = None
    branch_id: int | None = None
    into: Chosen | None = None
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class UseCredit:
    """Put what the client has in favour on debts: the oldest first, or those of ``apply_to`` in order."""

    client_id: UUID
    currency: str
    apply_to: tuple[UUID, ...] | None = None


@command
def take(act: Act, ask: TakePayment) -> PaymentRecord:
    """Receive money: spread it over debts, keep what is left as the client's credit, post it, number its receipt.

    Raises:
        NotFound: the client or a debt isn't within the branches of the act.
        InvalidAmount: not more than zero, or tendered less than it.
        MixedCurrencies: a debt of ``apply_to``, or every debt of the client, is in another currency.
        AlreadyPaid, IsCancelled, NotTheirs: a debt of ``apply_to`` can't receive money.
        Invalid: ``box_id`` isn't a place for that branch, method and currency.
        ReferenceRepeated: a transfer or cheque of that account was already taken with that reference.
        PeriodClosed: ``received_on`` falls in a closed month.
    """
    _check(act, ask)
    client = parties.hold(act, ask.client_id)
    act = in_branch(act, _where(act, ask, client.branch_id))
    received, payment_id = ask.received_on or act.business_date, ids.uuid7(act.at)
    dues = _chosen(act, ask.client_id, ask.amount.currency, ask.apply_to)
    result = _spread(act, ask, dues, payment_id, received)
    box = treasury.destination(act, ask.method, ask.amount.currency, ask.box_id)
    came = treasury.into_box(act, box, ask.amount)
    lines = _lines(act, came, client, dues, result, ask.amount.currency)
    entry = ledger.post(act, kind="payment", source=f"payments:{payment_id}", lines=lines, on=received)
    row = {
        "method": ask.method, "reference": (ask.reference or "").strip() or None, "received_on": received,
        "box_id": box.id, "credit": result.left, "tendered": ask.tendered.minor if ask.tendered else None,
    }  # fmt: skip
    with _fresh_reference(act, box.id, row["reference"]):
        return keep(act, Decided(payment_id, client.id, ask.amount, entry, dues, result, row))


@command
def use_credit(act: Act, ask: UseCredit) -> PaymentRecord:
    """Put the client's credit on debts.

    Raises:
        NoCredit: there is none in that currency, or nothing to put it on.
        NotFound, AlreadyPaid, IsCancelled, NotTheirs, MixedCurrencies: as in :func:`take`.
    """
    client = parties.hold(act, ask.client_id)
    act = in_branch(act, client.branch_id)
    have = next(
        (m for m in queries.credit_of(act, client.id) if m.currency == ask.currency),
        Money.of(0, ask.currency),
    )
    if not have.is_positive:
        raise NoCredit(f"{client.name} no tiene saldo a favor en {ask.currency}")
    today, payment_id = act.business_date, ids.uuid7(act.at)
    dues = _chosen(act, client.id, ask.currency, ask.apply_to)
    result = split(act, dues, spread(have.minor, dues_of(act, dues, today)), payment_id, today)
    used = Money.from_minor(have.minor - result.left, ask.currency)
    if used.is_zero:
        raise NoCredit(f"{client.name} no debe nada en {ask.currency}")
    first = debit(Use.CUSTOMER_CREDIT, used, party=client.id, doc=payment_id)
    result = replace(result, left=0)
    entry = ledger.post(
        act,
        kind="credit_application",
        source=f"payments:{payment_id}",
        lines=_lines(act, [first], client, dues, result, ask.currency),
    )
    row = {
        "method": Method.CREDIT.value, "reference": None, "received_on": act.business_date, "box_id": None,
        "credit": -used.minor, "tendered": None,
    }  # fmt: skip
    return keep(act, Decided(payment_id, client.id, used, entry, dues, result, row))


def _spread(act: Act, ask: TakePayment, dues: Sequence[ReceivableRecord], payment: UUID, on: date) -> Split:
    """Over debts, or to the loan it was meant for."""
    if ask.into is None:
        return split(act, dues, spread(ask.amount.minor, dues_of(act, dues, on)), payment, on)
    loan = loans.loan(act, ask.into.loan_id)
    if loan.party_id != ask.client_id:
        raise NotTheirs(f"El préstamo {loan.folio} no es de este cliente")
    if loan.currency != ask.amount.currency:
        raise MixedCurrencies(
            f"El préstamo {loan.folio} está en {loan.currency}, no en {ask.amount.currency}"
        )
    return chosen(act, ask.into, payment, ask.amount, on)


def _check(act: Act, ask: TakePayment) -> None:
    if not ask.amount.is_positive:
        raise InvalidAmount(
            "El monto debe ser mayor que cero", errors=[{"pointer": "/amount", "detail": "mayor que cero"}]
        )
    if ask.method not in KIND_OF_METHOD:
        raise Invalid(
            "La forma de pago es cash, transfer, card o cheque",
            errors=[{"pointer": "/method", "detail": "desconocida"}],
        )
    if ask.tendered and ask.tendered < ask.amount:
        raise InvalidAmount(
            "Recibe menos de lo que cobra", errors=[{"pointer": "/tendered", "detail": "menor que el monto"}]
        )
    if ask.received_on and ask.received_on > latest_day(act):
        raise Invalid(
            "La fecha de recibo no puede ser futura",
            errors=[{"pointer": "/received_on", "detail": "es una fecha futura"}],
        )


def _where(act: Act, ask: TakePayment, home: int) -> int:
    """The branch asked for; else the client's own, when the actor works there."""
    if ask.branch_id is not None:
        return ask.branch_id
    return home if home in act.actor.branches else act.place.branch_id


def _chosen(
    act: Act, client_id: UUID, currency: str, apply_to: Sequence[UUID] | None
) -> list[ReceivableRecord]:
    """The debts that may receive the money, in order, kept from other payments until this act ends."""
    everything = debts.open_of(act, client_id, lock=True)
    if apply_to is None:
        same = [due for due in everything if due.amount.currency == currency]
        if everything and not same:
            owed = ", ".join(sorted({due.amount.currency for due in everything}))
            raise MixedCurrencies(f"El cliente debe en {owed}, no en {currency}")
        return same
    known = {due.id: due for due in everything}
    missing = [one for one in apply_to if one not in known]
    if missing:
        _refuse(debts.receivable(act, missing[0]), client_id)
    chosen = [known[one] for one in dict.fromkeys(apply_to)]
    for due in chosen:
        if due.amount.currency != currency:
            raise MixedCurrencies(f"La cuenta {due.folio} está en {due.amount.currency}, no en {currency}")
    return chosen


def _refuse(due: ReceivableRecord, client_id: UUID) -> None:
    if due.party_id != client_id:
        raise NotTheirs(f"La cuenta {due.folio} no es de este cliente")
    if due.standing.status == Status.CANCELLED:
        raise IsCancelled(f"La cuenta {due.folio} está anulada; no recibe pagos")
    raise AlreadyPaid(f"La cuenta {due.folio} ya está pagada")


def _lines(
    act: Act,
    first: Sequence[Line],
    client: PartyRecord,
    dues: Sequence[ReceivableRecord],
    result: Split,
    currency: str,
) -> list[Line]:
    """What came in against each debt, and what is left over against the credit that the client's branch owes.

    What belongs to another branch goes through the account between branches.
    """
    branch_of = {due.id: due.branch_id for due in dues}
    lines = list(first)
    for receivable_id, part in result.plain:
        money, branch = Money.from_minor(part, currency), branch_of[receivable_id]
        lines += across(act, branch, money)
        lines.append(credit(Use.AR, money, party=client.id, doc=receivable_id, branch=branch))
    for _, settlement in result.contracts:
        taken = -total((line.amount for line in settlement.lines), currency)
        if taken.is_positive:
            lines += across(act, settlement.branch_id, taken)
        lines += settlement.lines
    if result.left:
        money, branch = Money.from_minor(result.left, currency), client.branch_id
        lines += across(act, branch, money)
        lines.append(credit(Use.CUSTOMER_CREDIT, money, party=client.id, branch=branch))
    return lines


def across(act: Act, branch: int, money: Money) -> list[Line]:
    """The lines between the branch of the act and another one that `money` is of; none of its own."""
    if branch == act.place.branch_id:
        return []
    return [credit(Use.INTERBRANCH, money), debit(Use.INTERBRANCH, money, branch=branch)]


@dataclass(frozen=True, slots=True)
class Decided:
    """A payment that was posted and is to be written."""

    id: UUID
    party: UUID
    amount: Money
    entry: int
    dues: Sequence[ReceivableRecord]
    result: Split
    row: dict[str, Any]


def keep(act: Act, new: Decided) -> PaymentRecord:
    """Write a payment and what it did."""
    values = {
        "id": new.id, "branch": act.place.branch_id, "party": new.party, "currency": new.amount.currency,
        "amount": new.amount.minor, "entry": new.entry, "at": act.at, "actor": act.actor.id, "act": act.id, **new.row,
    }  # fmt: skip
    kept = act.db.execute(_INSERT, values).one()
    record(act, new.id, new.result, new.row["received_on"])
    act.tell(PaymentTaken(new.id, new.party, new.result.touched, new.result.settled))
    if new.result.contracts:
        return queries.payment(act, new.id)
    by_id = {due.id: due for due in new.dues}
    parts = tuple(
        queries.Part(one, Money.from_minor(part, new.amount.currency), by_id[one].folio, by_id[one].concept)
        for one, part in new.result.plain
    )
    return queries.record(kept, parts)


@contextmanager
def _fresh_reference(act: Act, box_id: int, reference: Any) -> Generator[None]:
    """Say which receipt has the reference when the database says that one has."""
    if reference is None:
        yield
        return
    try:
        with act.db.begin_nested():
            yield
    except IntegrityError as refused:
        if "payments_reference" not in str(refused.orig):
            raise
        found = queries.payments(
            act, queries.PaymentFilter(q=str(reference), box_id=box_id, live=True), limit=1
        )
        folio = found.items[0].folio if found.items else "otro cobro"
        raise ReferenceRepeated(f"La referencia «{reference}» ya se registró en {folio}") from None
