"""Suppliers: who they are, where they are paid, and what was agreed with them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payables import commands, queries
from caudal.business.payables.commands import (
    ChangeSupplier,
    NewAccount,
    NewContract,
    NewPrice,
    NewSupplier,
)
from caudal.business.payables.queries import ContractFilter, SupplierFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Listed, Reading
from caudal.interfaces.api.supplier_shapes import (
    AccountAsk,
    ContractAsk,
    ContractOut,
    EndAsk,
    PriceAsk,
    SupplierAsk,
    SupplierDetail,
    SupplierOut,
    SupplierPatch,
    contract_out,
    supplier_detail,
    suppliers_out,
)
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["suppliers"])


class SuppliersAsked(Reading):
    """Qué proveedores."""

    q: str = Field("", max_length=100)
    active: bool | None = None


class ContractsAsked(Reading):
    """Qué contratos. `live`: solo los vigentes hoy."""

    q: str = Field("", max_length=100)
    supplier_id: UUID | None = None
    live: bool = False


@router.get("/suppliers", operation_id="suppliers.list")
@door("payables.read")
def list_suppliers(act: Act, which: Annotated[SuppliersAsked, Query()]) -> Listed[SupplierOut]:
    """Proveedores de la empresa, con lo que se les debe en sus sucursales."""
    page = queries.suppliers(act, SupplierFilter(which.q, which.active), which.limit, which.after)
    return Listed[SupplierOut].model_construct(items=suppliers_out(act, page.items), next=page.next)


@router.post("/suppliers", status_code=201, operation_id="suppliers.register")
@door("suppliers.write")
def register(act: Act, ask: SupplierAsk) -> SupplierDetail:
    """Registra un proveedor: alguien que ya está en clientes, o alguien nuevo."""
    party = None
    if ask.client_id is None:
        document = (
            Document(ask.document.kind, ask.document.number, ask.document.country) if ask.document else None
        )
        party = NewParty(ask.name, document, tuple(ask.phones), ask.email, branch_id=ask.branch_id)
    new = NewSupplier(party, ask.client_id, ask.terms_days, ask.invoice_required)
    return supplier_detail(act, commands.register(act, new))


@router.get("/suppliers/export", operation_id="suppliers.export")
@door("payables.read")
def export(act: Act, which: Annotated[SuppliersAsked, Query()]) -> Response:
    """El catálogo de proveedores, en Excel."""
    columns = (
        Column("Folio"), Column("Proveedor", width=34), Column("RFC"), Column("Plazo (días)", Kind.INTEGER),
        Column("Exige factura"), Column("Se le debe", Kind.MONEY, total=True), Column("Estado"),
    )  # fmt: skip
    found = queries.suppliers(act, SupplierFilter(which.q, which.active), MAX_LIMIT).items
    rows = [
        (each.folio, each.name, each.tax_id, each.terms_days, "sí" if each.invoice_required else "no",
         owed.balance if owed else None, "Activo" if each.active else "De baja")
        for each in suppliers_out(act, found)
        for owed in (each.owed or [None])
    ]  # fmt: skip
    return exports.download(Sheet("Proveedores", columns, rows, exports.origin(act)), "xlsx")


@router.get("/suppliers/{supplier_id}", operation_id="suppliers.read")
@door("payables.read")
def read(act: Act, supplier_id: UUID) -> SupplierDetail:
    """Un proveedor con sus cuentas y sus contratos; también por el id de una de sus cuentas."""
    return supplier_detail(act, queries.seller(act, supplier_id))


@router.patch("/suppliers/{supplier_id}", operation_id="suppliers.change")
@door("suppliers.write")
def change(act: Act, supplier_id: UUID, ask: SupplierPatch) -> SupplierDetail:
    """Cambia datos de un proveedor. Su cuenta bancaria no: esa se pide y la autoriza otra persona."""
    asked = ChangeSupplier(
        supplier_id, ask.name, ask.tax_id, ask.terms_days, ask.invoice_required, ask.active, ask.version
    )
    return supplier_detail(act, commands.change(act, asked))


@router.post("/suppliers/{supplier_id}/accounts", status_code=201, operation_id="suppliers.ask_account")
@door("suppliers.write")
def ask_account(act: Act, supplier_id: UUID, ask: AccountAsk) -> SupplierDetail:
    """Pide que se le pague en una cuenta. Otra persona la autoriza; si reemplaza a una, sirve tres días después."""
    commands.ask_account(
        act, NewAccount(supplier_id, ask.currency, ask.kind, ask.bank, ask.number, ask.holder)
    )
    return supplier_detail(act, queries.supplier(act, supplier_id))


@router.get("/supplier-contracts", operation_id="suppliers.contracts")
@door("payables.read")
def list_contracts(act: Act, which: Annotated[ContractsAsked, Query()]) -> Listed[ContractOut]:
    """Contratos con proveedores y sus precios."""
    on = act.business_date if which.live else None
    wanted = ContractFilter(which.supplier_id, which.branch_id, on, which.q)
    page = queries.contracts(act, wanted, which.limit, which.after)
    return Listed[ContractOut].model_construct(
        items=[contract_out(act, each) for each in page.items], next=page.next
    )


@router.post("/supplier-contracts", status_code=201, operation_id="suppliers.sign_contract")
@door("suppliers.write")
def sign_contract(act: Act, ask: ContractAsk) -> ContractOut:
    """Registra un contrato con el precio de cada servicio."""
    prices = tuple(NewPrice(p.service, p.amount, p.from_on) for p in ask.prices)
    new = NewContract(
        ask.supplier_id, ask.title, ask.from_on, prices, ask.branch_id, ask.reference, ask.to_on, ask.terms_days,
        ask.includes_tax, ask.costs,
    )  # fmt: skip
    return contract_out(act, commands.sign_contract(act, new))


@router.get("/supplier-contracts/{contract_id}", operation_id="suppliers.contract")
@door("payables.read")
def read_contract(act: Act, contract_id: UUID) -> ContractOut:
    """Un contrato y todos los precios que ha tenido."""
    return contract_out(act, queries.contract(act, contract_id))


@router.post("/supplier-contracts/{contract_id}/prices", status_code=201, operation_id="suppliers.set_price")
@door("suppliers.write")
def set_price(act: Act, contract_id: UUID, ask: PriceAsk) -> ContractOut:
    """Dice el precio de un servicio desde una fecha; el anterior queda para las suyas."""
    return contract_out(
        act, commands.set_price(act, contract_id, NewPrice(ask.service, ask.amount, ask.from_on))
    )


@router.post("/supplier-contracts/{contract_id}/end", operation_id="suppliers.end_contract")
@door("suppliers.write")
def end_contract(act: Act, contract_id: UUID, ask: EndAsk) -> ContractOut:
    """Dice el último día de un contrato y por qué; nunca antes de lo último que se prestó con él."""
    return contract_out(act, commands.end_contract(because(act, ask.reason), contract_id, ask.to_on))
