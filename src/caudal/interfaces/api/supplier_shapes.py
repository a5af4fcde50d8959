"""What is asked and answered about suppliers, their bank accounts and their contracts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from caudal.business.payables import queries
from caudal.business.payables.queries import AccountRecord, ContractRecord, Owed, SupplierRecord
from caudal.business.payables.rules.accounts import masked
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.interfaces.api.approvals_shapes import Why
from caudal.interfaces.api.clients import DocumentAsk
from caudal.interfaces.api.shapes import Ask, BranchId, MoneyIn, MoneyOut, Out

ACCOUNT_STATES = {"asked": "🟡 Por autorizar", "active": "✅ Autorizada", "rejected": "❌ Rechazada"}
SEES_NUMBERS = ("payables.pay", "suppliers.write")


class SupplierAsk(Ask):
    """Quién es: alguien registrado (`client_id`), o alguien nuevo con su nombre y documento."""

    client_id: UUID | None = None
    name: str = Field("", max_length=200)
    document: DocumentAsk | None = None
    phones: list[str] = Field(default_factory=list[str], max_length=10)
    email: str | None = Field(None, max_length=254)
    branch_id: BranchId | None = None
    terms_days: int = Field(15, ge=0, le=365)
    invoice_required: bool = True


class SupplierPatch(Ask):
    """Solo cambia lo que se da. `version`: la que se leyó."""

    name: str | None = Field(None, min_length=1, max_length=200)
    tax_id: str | None = Field(None, max_length=40)
    terms_days: int | None = Field(None, ge=0, le=365)
    invoice_required: bool | None = None
    active: bool | None = None
    version: int | None = Field(None, ge=1, lt=2**31)


class AccountAsk(Ask):
    """Dónde pide el proveedor que se le pague. La autoriza otra persona."""

    currency: str = Field(min_length=3, max_length=3)
    kind: Literal["clabe", "account"]
    bank: str = Field(min_length=2, max_length=80)
    number: str = Field(min_length=5, max_length=40)
    holder: str = Field(min_length=2, max_length=200)


class PriceAsk(Ask):
    """Cuánto cuesta un servicio desde una fecha; desde que empieza el contrato si no se dice."""

    service: str = Field(min_length=2, max_length=120)
    amount: MoneyIn
    from_on: date | None = None


class ContractAsk(Ask):
    """Lo convenido con un proveedor. Sin sucursal vale en todas. `costs`: costo de lo que se vende; si no, gasto."""

    supplier_id: UUID
    title: str = Field(min_length=3, max_length=120)
    from_on: date
    prices: list[PriceAsk] = Field(min_length=1, max_length=100)
    branch_id: BranchId | None = None
    reference: str = Field("", max_length=60)
    to_on: date | None = None
    terms_days: int | None = Field(None, ge=0, le=365)
    includes_tax: bool = True
    costs: bool = True


class EndAsk(Ask):
    """El último día de un contrato, y por qué."""

    to_on: date
    reason: Why


class OwedOut(Out):
    balance: MoneyOut
    count: int


class AccountOut(Out):
    """Una cuenta del proveedor. `number` va completo solo para quien paga o lleva el catálogo."""

    id: UUID
    currency: str
    kind: str
    bank: str
    number: str
    holder: str
    state: str
    state_label: str
    usable_from: date | None
    in_force: bool
    request_id: UUID | None
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str | None


class SupplierOut(Out):
    id: UUID
    folio: str
    client_id: UUID
    name: str
    tax_id: str | None
    terms_days: int
    invoice_required: bool
    active: bool
    owed: list[OwedOut]
    created_at: datetime
    version: int


class SupplierRef(Out):
    id: UUID
    folio: str
    name: str


class PriceOut(Out):
    id: UUID
    service: str
    amount: MoneyOut
    from_on: date
    current: bool


class ContractOut(Out):
    """Un contrato. En `prices`, `current` es el precio de hoy; `ended_reason`, por qué se terminó."""

    id: UUID
    folio: str
    supplier: SupplierRef
    branch_id: int | None
    branch: str
    title: str
    reference: str | None
    from_on: date
    to_on: date | None
    live: bool
    terms_days: int
    includes_tax: bool
    costs: bool
    prices: list[PriceOut]
    created_at: datetime
    ended_by: str
    ended_reason: str


class SupplierDetail(SupplierOut):
    accounts: list[AccountOut]
    contracts: list[ContractOut]


def suppliers_out(act: Act, rows: Iterable[SupplierRecord]) -> list[SupplierOut]:
    """Suppliers with what is owed to them."""
    found = list(rows)
    owed = queries.owed(act, [row.id for row in found])
    return [SupplierOut.model_construct(**_supplier(row, owed)) for row in found]


def supplier_detail(act: Act, row: SupplierRecord) -> SupplierDetail:
    """A supplier with its accounts and its contracts."""
    contracts = queries.contracts(act, queries.ContractFilter(supplier_id=row.id), 200).items
    return SupplierDetail.model_construct(
        **_supplier(row, queries.owed(act, [row.id])), accounts=accounts_out(act, queries.accounts(act, row.id)),
        contracts=[contract_out(act, each) for each in contracts],
    )  # fmt: skip


def accounts_out(act: Act, rows: Iterable[AccountRecord]) -> list[AccountOut]:
    """Bank accounts; whole numbers only for who needs them."""
    found = list(rows)
    staff = access.names(act, {who for row in found for who in (row.asked_by, row.decided_by or 0)})
    force: set[UUID] = set()
    for currency in {row.currency for row in found}:
        force |= set(
            queries.in_force(act, {r.supplier_id for r in found}, currency, act.business_date).values()
        )
    whole = any(act.actor.may(each) for each in SEES_NUMBERS)
    return [
        AccountOut.model_construct(
            id=row.id, currency=row.currency, kind=row.kind, bank=row.bank,
            number=row.number if whole else masked(row.number), holder=row.holder, state=row.state,
            state_label=ACCOUNT_STATES[row.state], usable_from=row.usable_from, in_force=row.id in force,
            request_id=row.request_id, asked_at=row.asked_at, asked_by=staff.get(row.asked_by, ""),
            decided_at=row.decided_at,
            decided_by=staff.get(row.decided_by) if row.decided_by is not None else None,
        )
        for row in found
    ]  # fmt: skip


def contract_out(act: Act, row: ContractRecord) -> ContractOut:
    """A contract with every price it ever had."""
    today, places = act.business_date, branches(act)
    now = {
        found.id
        for service in {p.service.casefold() for p in row.prices}
        if (found := row.price(service, today))
    }
    return ContractOut.model_construct(
        id=row.id, folio=row.folio, supplier=supplier_ref(row.supplier), branch_id=row.branch_id,
        branch=places[row.branch_id].name if row.branch_id else "Todas", title=row.title, reference=row.reference,
        from_on=row.from_on, to_on=row.to_on, live=row.lives(today), terms_days=row.terms_days,
        includes_tax=row.includes_tax, costs=row.cost_use == "COSTS",
        prices=[
            PriceOut.model_construct(
                id=p.id, service=p.service, amount=p.amount, from_on=p.from_on, current=p.id in now
            )
            for p in row.prices
        ],
        created_at=row.created_at, ended_reason=row.ended_reason,
        ended_by=access.names(act, {row.ended_by}).get(row.ended_by, "") if row.ended_by else "",
    )  # fmt: skip


def supplier_ref(row: SupplierRecord) -> SupplierRef:
    """Who a row is of."""
    return SupplierRef.model_construct(id=row.id, folio=row.folio, name=row.name)


def _supplier(row: SupplierRecord, owed: Mapping[UUID, list[Owed]]) -> dict[str, Any]:
    return {
        "id": row.id, "folio": row.folio, "client_id": row.party_id, "name": row.name, "tax_id": row.tax_id,
        "terms_days": row.terms_days, "invoice_required": row.invoice_required, "active": row.active,
        "owed": [OwedOut.model_construct(balance=o.balance, count=o.count) for o in owed.get(row.id, ())],
        "created_at": row.created_at, "version": row.version,
    }  # fmt: skip
