"""Asking for a loan, deciding on it and handing the money over: two people at least."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from caudal.business.loans import queries
from caudal.business.loans.commands.backing import check_backing
from caudal.business.loans.commands.happening import OverLimit
from caudal.business.loans.commands.states import NotInThatState, in_state
from caudal.business.loans.commands.syncing import lines, locked, read, write
from caudal.business.loans.events import LoanApplied, LoanDecided, LoanDisbursed
from caudal.business.loans.queries import LoanRecord, law
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.product import Definition, Wish, agree
from caudal.business.loans.rules.quote import COUNTRY_OF, Quote, quote
from caudal.business.loans.rules.schedule import schedule
from caudal.business.loans.tables import Loan
from caudal.business.parties import queries as parties
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.rules import KIND_OF_METHOD
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of, in_branch, latest_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.commands import PeriodClosed
from caudal.ledger.rules import Line


class SamePerson(Forbidden):
    type, title, status = "misma-persona", "Hace falta otra persona", 403


@dataclass(frozen=True, slots=True)
class NewLoan:
    """What a client asks for. ``branch_id``: the client's own when absent."""

    client_id: UUID
    product: str
    wish: Wish
    purpose: str = ""
    branch_id: int | None = None
    renews_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """How the money is handed over. ``on``: the business date when absent.

    ``box_id``: the bank account a transfer or a cheque leaves from; the usual one of the branch when absent.
    """

    method: str = "cash"
    on: date | None = None
    box_id: int | None = None


@command
def apply_for(act: Act, ask: NewLoan) -> LoanRecord:
    """Write what a client asks for, with its contract; nothing is owed yet.

    Raises:
        NotFound: the client or the product doesn't exist.
        OverCeiling: the rate passes the legal ceiling.
        NotAmortising, Invalid: the product doesn't allow it.
    """
    client = parties.hold(act, ask.client_id)
    act = in_branch(act, ask.branch_id or client.branch_id)
    product = queries.product(act, ask.product)
    contract = agree(product.definition, ask.wish)
    quoted(act, product.definition, contract)
    row = Loan(
        branch_id=act.place.branch_id, party_id=client.id, product_id=product.id, currency=product.currency,
        principal=ask.wish.principal.minor, contract=keeping.kept(contract), status="applied",
        purpose=" ".join(ask.purpose.split())[:200], applied_on=act.business_date, applied_at=act.at,
        applied_by=act.actor.id, renews_id=ask.renews_id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    act.tell(LoanApplied(row.id, client.id))
    return queries.record(act, row)


def quoted(act: Act, product: Definition, contract: Contract) -> Quote:
    """What a contract would pay and cost, under the law of its currency.

    Raises:
        OverCeiling: the rate passes the ceiling of that day.
    """
    country = COUNTRY_OF.get(product.currency) or branch_of(act, act.place.branch_id).country
    return quote(contract.terms, Caps(country, product.modality, law.known(act)))


@command
def decide(act: Act, loan_id: UUID, *, approve: bool) -> LoanRecord:
    """Approve or refuse what somebody else asked for, up to what the role of who decides may.

    Raises:
        NotInThatState: it was decided already.
        SamePerson: who asked for it can't decide it; they may give it up.
        OverLimit: the role may not approve so much.
        CollateralShort: what backs it isn't enough.
        Invalid: it is refused without saying why.
    """
    row = locked(act, loan_id)
    in_state(row, "applied")
    if row.applied_by == act.actor.id:
        raise SamePerson("Quien pidió el préstamo no lo aprueba ni lo rechaza: lo decide otra persona")
    if not approve and not act.reason.strip():
        raise _wrong("/reason", "Escriba el motivo")
    amount = Money.from_minor(row.principal, row.currency)
    definition = queries.product_of(act, row.product_id).definition
    if approve and not definition.may_approve(act.actor.role, amount):
        limit = definition.limits.get(act.actor.role)
        told = f"hasta {limit.amount} {limit.currency}" if limit else "préstamos de este producto"
        raise OverLimit(f"Su cargo no aprueba {'más de ' if limit else ''}{told}")
    if approve:
        check_backing(act, row, act.business_date)
    row.status = "approved" if approve else "rejected"
    row.decided_at, row.decided_by, row.decision_reason = act.at, act.actor.id, act.reason or None
    row.version += 1
    act.db.flush()
    act.tell(LoanDecided(row.id, approve))
    return queries.record(act, row)


@command
def disburse(act: Act, loan_id: UUID, ask: HandOver) -> LoanRecord:
    """Hand the money over: its instalments are owed from now on, and the entry says what was lent and discounted.

    The first due date moves with the day when it was not set by hand. A line of credit is opened: nothing is drawn yet.

    Raises:
        NotInThatState: it isn't approved, or was handed over already.
        SamePerson: who approved it can't hand it over.
        InsufficientFunds: the till or the account doesn't have it.
        PeriodClosed: the month of the date is closed.
        OverCeiling: the ceiling of that day is lower than the rate.
        CollateralShort: what backs it isn't enough that day.
    """
    row = locked(act, loan_id)
    act = in_branch(act, row.branch_id)
    in_state(row, "approved")
    if row.renews_id is not None:
        raise NotInThatState("Renueva otro préstamo: se entrega lo que queda después de liquidarlo")
    return deliver(act, row, ask)


def deliver(act: Act, row: Loan, ask: HandOver, paid: Line | None = None) -> LoanRecord:
    """Write that an approved loan is handed over; `paid`: a credit that isn't handed but pays another loan.

    Raises:
        SamePerson, InsufficientFunds, PeriodClosed, OverCeiling, CollateralShort: as :func:`disburse`.
    """
    if row.decided_by == act.actor.id:
        raise SamePerson("Quien aprobó el préstamo no puede entregarlo: pídaselo a otra persona")
    on = handing_day(act, ask)
    check_backing(act, row, max(on, act.business_date))
    contract = from_day(keeping.contract(row.contract), on)
    quoted(act, queries.product_of(act, row.product_id).definition, contract)
    plan = schedule(contract.terms)
    row.contract = keeping.kept(contract)
    row.status, row.disbursed_on, row.disbursed_at, row.disbursed_by = "active", on, act.at, act.actor.id
    act.db.flush()
    reading = read(act, row, on)
    moved = [*lines(reading), *([paid] if paid else [])]
    net = sum(line.amount.minor for line in moved)
    handed = plan.handed if contract.terms.line is None else 0
    if net:
        box = treasury.source(act, ask.method, row.currency, ask.box_id)
        moved += treasury.out_of_box(act, box, Money.from_minor(net, row.currency))
    assert net + (-paid.amount.minor if paid else 0) == handed
    memo = f"Entrega de {queries.record(act, row).folio}"
    if moved:
        ledger.post(act, kind="loan", source=f"loans:{row.id}", lines=moved, on=on, memo=memo)
    write(act, reading)
    act.tell(LoanDisbursed(row.id, row.party_id))
    return queries.record(act, row)


@command
def cancel_loan(act: Act, loan_id: UUID) -> LoanRecord:
    """Give up what was asked for before the money was handed over.

    Raises:
        NotInThatState: it was handed over, or ended.
        Invalid: no reason was given.
    """
    row = locked(act, loan_id)
    in_state(row, "applied", "approved")
    if not act.reason.strip():
        raise _wrong("/reason", "Escriba el motivo")
    row.status, row.version = "cancelled", row.version + 1
    row.decision_reason = act.reason
    act.db.flush()
    return queries.record(act, row)


def from_day(contract: Contract, on: date) -> Contract:
    """The contract as if handed over on `on`.

    Raises:
        Invalid: its first due date was set by hand and is past.
    """
    terms = contract.terms
    if terms.first_due_on is not None and terms.first_due_on <= on:
        raise Invalid(
            "El primer vencimiento ya pasó: vuelva a solicitar el préstamo con otra fecha",
            errors=[{"pointer": "/on", "detail": "posterior al primer vencimiento"}],
        )
    return replace(contract, terms=replace(terms, disbursed_on=on))


def handing_day(act: Act, ask: HandOver) -> date:
    """When it is handed over: the business date unless another is said.

    Raises:
        Invalid: a way of handing over that isn't known, or a future date.
        PeriodClosed: it falls in a closed month.
    """
    on = ask.on or act.business_date
    if ask.method not in KIND_OF_METHOD:
        raise Invalid(
            "La forma de entrega es cash, transfer, card o cheque",
            errors=[{"pointer": "/method", "detail": "desconocida"}],
        )
    if on > latest_day(act):
        raise Invalid(
            "La fecha de entrega no puede ser futura",
            errors=[{"pointer": "/on", "detail": "es una fecha futura"}],
        )
    if books.is_closed(act, on):
        raise PeriodClosed(
            f"El mes {on:%m/%Y} está cerrado", errors=[{"pointer": "/on", "detail": "cae en un mes cerrado"}]
        )
    return on


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid(told, errors=[{"pointer": pointer, "detail": told[0].lower() + told[1:]}])
