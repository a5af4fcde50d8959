"""Suppliers: registering them, what was agreed with them, and where they are paid (which two people decide)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.commands import Ask
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Kind
from caudal.business.parties import commands as parties
from caudal.business.parties import queries as people
from caudal.business.parties.commands import NewParty
from caudal.business.payables import queries
from caudal.business.payables.queries import AccountRecord, ContractRecord, SupplierRecord
from caudal.business.payables.rules.accounts import masked, wrong_account
from caudal.business.payables.rules.states import State, usable_from
from caudal.business.payables.tables import Account, Contract, Payable, Price, Supplier
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import allowed
from caudal.kernel.money import CURRENCIES, Money
from caudal.kernel.problems import Conflict, Invalid, NotFound, Problem

_LONGEST_TERM = 365


class AlreadySupplier(Problem):
    type, title, status = "proveedor-repetido", "Ya está registrado como proveedor", 409


class AccountWaits(Problem):
    type, title, status = "cuenta-por-autorizar", "Ya hay una cuenta por autorizar", 409


@dataclass(frozen=True, slots=True)
class NewSupplier:
    """Somebody who sells to the house: a party that exists (``party_id``), or a new one."""

    party: NewParty | None = None
    party_id: UUID | None = None
    terms_days: int = 15
    invoice_required: bool = True


@dataclass(frozen=True, slots=True)
class ChangeSupplier:
    """What changes of a supplier: only what is given."""

    supplier_id: UUID
    name: str | None = None
    tax_id: str | None = None
    terms_days: int | None = None
    invoice_required: bool | None = None
    active: bool | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A bank account where a supplier asks to be paid."""

    supplier_id: UUID
    currency: str
    kind: str
    bank: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a service costs from a date on; since the contract begins when absent."""

    service: str
    amount: Money
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewContract:
    """What was agreed with a supplier; in every branch when it names none. ``costs``: of sales, else an expense."""

    supplier_id: UUID
    title: str
    from_on: date
    prices: tuple[NewPrice, ...]
    branch_id: int | None = None
    reference: str = ""
    to_on: date | None = None
    terms_days: int | None = None
    includes_tax: bool = True
    costs: bool = True


@command
def register(act: Act, ask: NewSupplier) -> SupplierRecord:
    """Register a supplier.

    Raises:
        AlreadySupplier: that party is one.
        Invalid: neither a party nor a new one is given, or the terms can't be.
        NotFound, DuplicateDocument, InvalidDocument, InvalidName: as in parties.
    """
    _terms(ask.terms_days)
    if (ask.party is None) == (ask.party_id is None):
        raise _wrong("/name", "diga quién es: alguien registrado, o alguien nuevo")
    who = parties.open_party(act, ask.party) if ask.party else people.hold(act, ask.party_id or UUID(int=0))
    known = queries.of_party(act, who.id)
    if known is not None:
        raise AlreadySupplier(f"{known.name} ya es {known.folio}", supplier_id=str(known.id))
    row = Supplier(
        party_id=who.id, name=who.name, tax_id=who.document[1] if who.document else None, terms_days=ask.terms_days,
        invoice_required=ask.invoice_required, active=True, created_at=act.at, created_by=act.actor.id, act_id=act.id,
        version=1,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return queries.supplier(act, row.id)


@command
def change(act: Act, ask: ChangeSupplier) -> SupplierRecord:
    """Change some data of a supplier; the book of changes keeps what it was.

    Raises:
        NotFound: there is none.
        Conflict: somebody changed it after `ask.version` was read.
        Invalid: a name or terms that can't be.
    """
    row = _held(act, ask.supplier_id)
    if ask.version is not None and ask.version != row.version:
        raise Conflict("Otra persona cambió a este proveedor mientras lo editaba", version=row.version)
    if ask.terms_days is not None:
        row.terms_days = _terms(ask.terms_days)
    if ask.name is not None:
        row.name = _text(ask.name, "/name", 1, 200)
    if ask.tax_id is not None:
        row.tax_id = _text(ask.tax_id, "/tax_id", 1, 40) if ask.tax_id.strip() else None
    if ask.invoice_required is not None:
        row.invoice_required = ask.invoice_required
    if ask.active is not None:
        row.active = ask.active
    row.version += 1
    act.db.flush()
    return queries.supplier(act, row.id)


@command
def ask_account(act: Act, ask: NewAccount) -> AccountRecord:
    """Ask for a bank account to be where a supplier is paid; another person authorises it.

    Raises:
        NotFound: there is no such supplier.
        AccountWaits: another one in that currency waits to be decided.
        Invalid: it isn't an account.
        NotYourDuty, OnlyPeopleSign: as in approvals.
    """
    row = _held(act, ask.supplier_id)
    number = "".join(ask.number.split()).upper()
    wrong = {
        "/currency": "" if ask.currency in CURRENCIES else "moneda desconocida",
        "/number": wrong_account(ask.kind, number) if ask.kind in ("clabe", "account") else "",
        "/kind": "" if ask.kind in ("clabe", "account") else "es clabe o account",
        "/bank": "" if 2 <= len(ask.bank.strip()) <= 80 else "de 2 a 80 letras",
        "/holder": "" if 2 <= len(ask.holder.strip()) <= 200 else "de 2 a 200 letras",
    }
    if errors := [{"pointer": place, "detail": told} for place, told in wrong.items() if told]:
        raise Invalid("Esa cuenta no se puede registrar", errors=errors)
    if any(a.state == "asked" and a.currency == ask.currency for a in queries.accounts(act, row.id)):
        raise AccountWaits(
            f"{row.name} ya tiene una cuenta en {ask.currency} por autorizar: decídala primero"
        )
    made = Account(
        supplier_id=row.id, currency=ask.currency, kind=ask.kind, bank=ask.bank.strip(), number=number,
        holder=ask.holder.strip(), state="asked", asked_at=act.at, asked_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(made)
    act.db.flush()
    made.request_id = approvals.ask(
        act,
        Ask(
            kind=Kind.SUPPLIER_ACCOUNT, subject_id=made.id, folio=queries.supplier(act, row.id).folio,
            summary=f"{row.name} · {made.bank} {masked(number)}"[:200], money=Money.of(0, ask.currency),
            payload=_signed(made), party_id=row.party_id,
        ),
    )  # fmt: skip
    act.db.flush()
    return queries.account(act, made.id)


@command
def decide_account(act: Act, request: Request, *, authorised: bool) -> AccountRecord:
    """What was decided about a bank account. Another one than the supplier had serves after some days.

    Raises:
        NotFound: there is no such account.
        PayloadChanged: it isn't the account that was asked for.
        Conflict: it was decided.
    """
    row = act.db.get(Account, request.subject_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Esa cuenta de proveedor no existe")
    if row.state != "asked":
        raise Conflict("Esa cuenta ya se decidió")
    if authorised and {str(k): str(v) for k, v in _signed(row).items()} != dict(request.payload):
        raise approvals.PayloadChanged("La cuenta no es la que se pidió: pídala otra vez")
    held = queries.in_force(act, [row.supplier_id], row.currency, date.max)
    row.state = "active" if authorised else "rejected"
    row.decided_at, row.decided_by = act.at, act.actor.id
    row.usable_from = usable_from(act.business_date, replaces=bool(held)) if authorised else None
    act.db.flush()
    return queries.account(act, row.id)


@command
def sign_contract(act: Act, ask: NewContract) -> ContractRecord:
    """Write what was agreed with a supplier.

    Raises:
        NotFound: there is no such supplier.
        Forbidden: the branch isn't one of the actor's.
        Invalid: it has no title, no price, or dates that can't be.
    """
    seller = queries.supplier(act, ask.supplier_id)
    if ask.branch_id is not None:
        allowed(act, [ask.branch_id])
    terms = _terms(seller.terms_days if ask.terms_days is None else ask.terms_days)
    if ask.to_on is not None and ask.to_on < ask.from_on:
        raise _wrong("/to_on", "termina antes de empezar")
    if not ask.prices:
        raise _wrong("/prices", "diga al menos un servicio y su precio")
    row = Contract(
        supplier_id=seller.id, branch_id=ask.branch_id, title=_text(ask.title, "/title", 3, 120),
        reference=ask.reference.strip() or None, from_on=ask.from_on, to_on=ask.to_on, terms_days=terms,
        includes_tax=ask.includes_tax, cost_use="COSTS" if ask.costs else "EXPENSES", created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    for number, price in enumerate(ask.prices):
        _price(act, row, price, f"/prices/{number}")
    return queries.contract(act, row.id)


@command
def set_price(act: Act, contract_id: UUID, ask: NewPrice) -> ContractRecord:
    """Say what a service of a contract costs from a date on; what it cost before stays for its dates.

    Raises:
        NotFound: there is no such contract within the branches of the act.
        Invalid: no service, no amount, or the contract doesn't live that day.
    """
    row = _contract(act, contract_id)
    _price(act, row, ask, "")
    return queries.contract(act, row.id)


@command
def end_contract(act: Act, contract_id: UUID, on: date) -> ContractRecord:
    """Say the last day of a contract, with the reason of the act; what was already served under it is not touched.

    Raises:
        NotFound: there is no such contract within the branches of the act.
        Invalid: it began after that day, something was served under it later, it is that day already, or no reason
            is given.
    """
    row, why = _contract(act, contract_id), act.reason.strip()
    if len(why) < 3:
        raise Invalid("Diga por qué", errors=[{"pointer": "/reason", "detail": "falta el motivo"}])
    if on < row.from_on:
        raise _wrong("/to_on", "termina antes de empezar")
    if on == row.to_on:
        raise _wrong("/to_on", "ya termina ese día")
    last = act.db.scalar(
        select(func.max(Payable.served_on)).where(
            Payable.contract_id == row.id, Payable.state != State.CANCELLED
        )
    )
    if last is not None and on < last:
        raise _wrong(
            "/to_on", f"hay un servicio prestado con él el {last:%d/%m/%Y}: termínelo ese día o después"
        )
    row.to_on, row.ended_at, row.ended_by, row.ended_reason = on, act.at, act.actor.id, why[:300]
    act.db.flush()
    return queries.contract(act, row.id)


def _contract(act: Act, contract_id: UUID) -> Contract:
    row = act.db.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("El contrato no existe o es de otra sucursal")
    return row


def _price(act: Act, row: Contract, ask: NewPrice, at: str) -> None:
    on = ask.from_on or row.from_on
    if not ask.amount.is_positive:
        raise _wrong(f"{at}/amount", "debe ser mayor que cero")
    if on < row.from_on or (row.to_on is not None and on > row.to_on):
        raise _wrong(f"{at}/from_on", "el contrato no está vigente ese día")
    act.db.add(
        Price(contract_id=row.id, branch_id=row.branch_id, service=_text(ask.service, f"{at}/service", 2, 120),
              currency=ask.amount.currency, amount=ask.amount.minor, from_on=on, created_at=act.at,
              created_by=act.actor.id, act_id=act.id)
    )  # fmt: skip
    act.db.flush()


def _held(act: Act, supplier_id: UUID) -> Supplier:
    row = act.db.scalars(
        select(Supplier)
        .where(Supplier.id == supplier_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("Ese proveedor no existe")
    return row


def _signed(row: Account) -> dict[str, str]:
    return {
        "account": str(row.id), "supplier": str(row.supplier_id), "currency": row.currency, "kind": row.kind,
        "bank": row.bank, "number": row.number, "holder": row.holder,
    }  # fmt: skip


def _terms(days: int) -> int:
    if not 0 <= days <= _LONGEST_TERM:
        raise _wrong("/terms_days", f"de 0 a {_LONGEST_TERM} días")
    return days


def _text(value: str, pointer: str, fewest: int, most: int) -> str:
    if not fewest <= len(value.strip()) <= most:
        raise _wrong(pointer, f"de {fewest} a {most} letras")
    return value.strip()


def _wrong(pointer: str, told: str) -> Invalid:
    return Invalid("Hay datos del proveedor que corregir", errors=[{"pointer": pointer, "detail": told}])
