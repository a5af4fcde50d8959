"""Reading suppliers, their bank accounts and their contracts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text

from caudal.business.payables.tables import Account, Contract, Price, Supplier
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

ROOM = "caudal.business.payables"
_IN_FORCE = text(
    "select distinct on (a.supplier_id) a.id, a.supplier_id from supplier_accounts a"
    " where a.supplier_id = any(cast(:suppliers as uuid[])) and a.currency = :currency and a.state = 'active'"
    " and a.usable_from <= :on order by a.supplier_id, a.usable_from desc, a.decided_at desc"
)


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """A supplier; ``terms_days`` of its own, when a contract says no others."""

    id: UUID
    folio: str
    party_id: UUID
    name: str
    tax_id: str | None
    terms_days: int
    invoice_required: bool
    active: bool
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed to a supplier in one currency, in the branches of the act."""

    balance: Money
    count: int


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A bank account of a supplier: asked for by one person, authorised by another, in force from a date."""

    id: UUID
    supplier_id: UUID
    currency: str
    kind: str
    bank: str
    number: str
    holder: str
    state: str
    request_id: UUID | None
    usable_from: date | None
    asked_at: datetime
    asked_by: int
    decided_at: datetime | None
    decided_by: int | None


@dataclass(frozen=True, slots=True)
class PriceRecord:
    """What a service costs from a date on."""

    id: UUID
    contract_id: UUID
    service: str
    amount: Money
    from_on: date


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """What was agreed with a supplier; in every branch when it names none. Prices: the newest of each service first.

    ``ended_by`` and ``ended_reason``: who said its last day after it was signed, and why.
    """

    id: UUID
    folio: str
    supplier: SupplierRecord
    branch_id: int | None
    title: str
    reference: str | None
    from_on: date
    to_on: date | None
    terms_days: int
    includes_tax: bool
    cost_use: str
    created_at: datetime
    prices: tuple[PriceRecord, ...] = ()
    ended_by: int | None = None
    ended_reason: str = ""

    def price(self, service: str, on: date) -> PriceRecord | None:
        """What the service cost on a date, if the contract says."""
        wanted = service.strip().casefold()
        found = [p for p in self.prices if p.service.casefold() == wanted and p.from_on <= on]
        return found[0] if found else None

    def lives(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


@dataclass(frozen=True, slots=True)
class SupplierFilter:
    """Which suppliers: ``q`` is matched with name, tax number and folio."""

    q: str = ""
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """Which contracts. ``on``: those in force that day."""

    supplier_id: UUID | None = None
    branch_id: int | None = None
    on: date | None = None
    q: str = ""


def supplier(act: Act, supplier_id: UUID) -> SupplierRecord:
    """One supplier.

    Raises:
        NotFound: there is none.
    """
    found = suppliers_by_id(act, [supplier_id])
    if not found:
        raise NotFound("Ese proveedor no existe")
    return found[supplier_id]


def suppliers_by_id(act: Act, supplier_ids: Collection[UUID]) -> dict[UUID, SupplierRecord]:
    """Suppliers by id."""
    rows = act.db.scalars(
        select(Supplier).where(Supplier.id.in_(set(supplier_ids))).execution_options(populate_existing=True)
    )
    return {row.id: supplier_record(row) for row in rows}


def of_party(act: Act, party_id: UUID) -> SupplierRecord | None:
    """The supplier that a party is, if it is one."""
    row = act.db.scalars(select(Supplier).where(Supplier.party_id == party_id)).one_or_none()
    return supplier_record(row) if row else None


def suppliers(
    act: Act, which: SupplierFilter, limit: int = 50, after: str | None = None
) -> Page[SupplierRecord]:
    """Suppliers by folio, the newest first."""
    cursor = pages.decode(after, int)
    wanted = select(Supplier).where(*_named(which.q, (Supplier.name, Supplier.tax_id), "PRV-", Supplier))
    if which.active is not None:
        wanted = wanted.where(Supplier.active == which.active)
    if cursor:
        wanted = wanted.where(Supplier.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Supplier.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page([supplier_record(row) for row in page.items], page.next)


def owed(act: Act, supplier_ids: Collection[UUID]) -> dict[UUID, list[Owed]]:
    """What is owed to each supplier, by currency."""
    found: dict[UUID, list[Owed]] = {}
    for row in act.db.execute(sql(ROOM, "owed_to"), {"suppliers": list(supplier_ids)}):
        each = Owed(Money.from_minor(int(row.balance), row.currency), row.payables)
        found.setdefault(row.supplier_id, []).append(each)
    return found


def accounts(act: Act, supplier_id: UUID) -> list[AccountRecord]:
    """The bank accounts of a supplier, the newest first."""
    rows = act.db.scalars(
        select(Account).where(Account.supplier_id == supplier_id).order_by(Account.asked_at.desc())
    )
    return [account_record(row) for row in rows]


def account(act: Act, account_id: UUID) -> AccountRecord:
    """One bank account of a supplier.

    Raises:
        NotFound: there is none.
    """
    found = accounts_by_id(act, [account_id])
    if not found:
        raise NotFound("Esa cuenta de proveedor no existe")
    return found[account_id]


def accounts_by_id(act: Act, account_ids: Collection[UUID]) -> dict[UUID, AccountRecord]:
    """Bank accounts of suppliers by id."""
    rows = act.db.scalars(
        select(Account).where(Account.id.in_(set(account_ids))).execution_options(populate_existing=True)
    )
    return {row.id: account_record(row) for row in rows}


def in_force(act: Act, supplier_ids: Iterable[UUID], currency: str, on: date) -> dict[UUID, UUID]:
    """The account where each supplier is paid on a date, by supplier: the last one authorised whose wait is over."""
    values = {"suppliers": list(set(supplier_ids)), "currency": currency, "on": on}
    return {row.supplier_id: row.id for row in act.db.execute(_IN_FORCE, values)}


def contract(act: Act, contract_id: UUID) -> ContractRecord:
    """One contract.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = contracts_by_id(act, [contract_id])
    if not found:
        raise NotFound("El contrato no existe o es de otra sucursal")
    return found[contract_id]


def contracts_by_id(act: Act, contract_ids: Collection[UUID]) -> dict[UUID, ContractRecord]:
    """Contracts by id, with their prices."""
    rows = act.db.scalars(
        select(Contract).where(Contract.id.in_(set(contract_ids))).execution_options(populate_existing=True)
    ).all()
    return {each.id: each for each in _contracts(act, rows)}


def contracts(
    act: Act, which: ContractFilter, limit: int = 50, after: str | None = None
) -> Page[ContractRecord]:
    """Contracts by folio, the newest first."""
    cursor = pages.decode(after, int)
    sellers = select(Supplier.name).where(Supplier.id == Contract.supplier_id).scalar_subquery()
    named = _named(which.q, (Contract.title, Contract.reference, sellers), "CTR-", Contract)
    wanted = select(Contract).where(*named)
    if which.supplier_id is not None:
        wanted = wanted.where(Contract.supplier_id == which.supplier_id)
    if which.branch_id is not None:
        wanted = wanted.where(or_(Contract.branch_id == which.branch_id, Contract.branch_id.is_(None)))
    if which.on is not None:
        wanted = wanted.where(
            Contract.from_on <= which.on, or_(Contract.to_on.is_(None), Contract.to_on >= which.on)
        )
    if cursor:
        wanted = wanted.where(Contract.number < cursor[0])
    rows = act.db.scalars(wanted.order_by(Contract.number.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.number])
    return Page(_contracts(act, page.items), page.next)


def supplier_record(row: Supplier) -> SupplierRecord:
    """A row as a record."""
    return SupplierRecord(
        row.id, ids.folio("PRV", row.number), row.party_id, row.name, row.tax_id, row.terms_days,
        row.invoice_required, row.active, row.created_at, row.version,
    )  # fmt: skip


def account_record(row: Account) -> AccountRecord:
    """A row as a record."""
    return AccountRecord(
        row.id, row.supplier_id, row.currency, row.kind, row.bank, row.number, row.holder, row.state, row.request_id,
        row.usable_from, row.asked_at, row.asked_by, row.decided_at, row.decided_by,
    )  # fmt: skip


def _contracts(act: Act, rows: Iterable[Contract]) -> list[ContractRecord]:
    found = list(rows)
    sellers = suppliers_by_id(act, {row.supplier_id for row in found})
    prices: dict[UUID, list[PriceRecord]] = {}
    wanted = select(Price).where(Price.contract_id.in_([row.id for row in found]))
    for p in act.db.scalars(
        wanted.order_by(func.lower(Price.service), Price.from_on.desc(), Price.id.desc())
    ):
        told = PriceRecord(p.id, p.contract_id, p.service, Money.from_minor(p.amount, p.currency), p.from_on)
        prices.setdefault(p.contract_id, []).append(told)
    return [
        ContractRecord(
            row.id, ids.folio("CTR", row.number), sellers[row.supplier_id], row.branch_id, row.title, row.reference,
            row.from_on, row.to_on, row.terms_days, row.includes_tax, row.cost_use, row.created_at,
            tuple(prices.get(row.id, ())), row.ended_by, row.ended_reason or "",
        )
        for row in found
    ]  # fmt: skip


def _named(q: str, columns: tuple[Any, ...], series: str, table: Any) -> list[ColumnElement[bool]]:
    typed = q.strip()
    if not typed:
        return []
    number = typed.upper().removeprefix(series)
    if number != typed.upper() and number.isascii() and number.isdigit() and len(number) < 16:
        return [table.number == int(number)]
    return [or_(*(column.icontains(typed, autoescape=True) for column in columns))]


def seller(act: Act, key: UUID) -> SupplierRecord:
    """The supplier with that id, or the one whose bank account has it.

    Raises:
        NotFound: there is none.
    """
    found = accounts_by_id(act, [key])
    return supplier(act, found[key].supplier_id if found else key)
