"""The list of payments: with its totals, and the same in a workbook, a plain file or on paper."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from caudal.business.parties import queries as parties
from caudal.business.payments import queries
from caudal.business.payments.queries import PaymentFilter
from caudal.business.payments.rules import LABELS, Method
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.documents.sheets import Column, Kind, Sheet
from caudal.interfaces.api import exports
from caudal.interfaces.api.door import door
from caudal.interfaces.api.payments import PaymentOut, outs
from caudal.interfaces.api.shapes import Reading, Totalled
from caudal.kernel import pages
from caudal.kernel.pages import MAX_LIMIT

router = APIRouter(tags=["payments"])


class Which(Reading):
    """What narrows the list. `live`: without what was reversed nor what wasn't money (credit used, renewals)."""

    q: str = Field("", max_length=100)
    client_id: UUID | None = None
    method: str | None = None
    received_on: date | None = None
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    till: int | None = Field(None, description="La caja o cuenta a la que entró.")
    currency: str | None = None
    live: bool = Field(
        False, description="Sin los reversados ni lo que no fue dinero: saldo a favor, renovaciones."
    )


class Printed(Which):
    format: Literal["xlsx", "csv", "pdf"] = "xlsx"


def _filter(which: Which) -> PaymentFilter:
    return PaymentFilter(
        q=which.q, party_ids=[which.client_id] if which.client_id else None, method=which.method or None,
        branch_id=which.branch_id, box_id=which.till, received_from=which.received_on or which.first,
        received_to=which.received_on or which.last, currency=which.currency or None, live=which.live,
    )  # fmt: skip


@router.get("/payments", operation_id="payments.list")
@door("payments.read")
def list_payments(act: Act, which: Annotated[Which, Query()]) -> Totalled[PaymentOut]:
    """Cobros, con totales de todo el filtro."""
    wanted = _filter(which)
    page = queries.payments(act, wanted, which.limit, which.after)
    sums = queries.sums(act, wanted)
    totals = {
        "count": sum(count for count, _ in sums),
        "by_currency": [{"currency": m.currency, "count": count, "amount": m} for count, m in sums],
    }
    return Totalled[PaymentOut].model_construct(items=outs(act, page.items), next=page.next, totals=totals)


@router.get("/payments/export", operation_id="payments.export")
@door("payments.read")
def export(act: Act, which: Annotated[Printed, Query()]) -> Response:
    """Lo mismo que la lista, en Excel, CSV o PDF."""
    columns = (
        Column("Recibo"), Column("Fecha", Kind.DATE), Column("Cliente", width=30), Column("Sucursal"),
        Column("Medio"), Column("Referencia", width=20), Column("Se aplicó a", width=34),
        Column("Monto", Kind.MONEY, total=True), Column("A favor", Kind.MONEY, total=True),
        Column("Entró a", width=22), Column("Cobró", width=22), Column("Estado"),
    )  # fmt: skip
    places = branches(act)
    rows = (
        (p.folio, p.received_on, p.client.name, places[p.branch_id].name, p.method_label, p.reference or "",
         ", ".join([a.folio for a in p.allocations] + [c.folio for c in p.charges]),
         p.amount, p.credit, p.account.name, p.cashier or "",
         "Reversado" if p.reversed else "Vigente")
        for p in _every(act, _filter(which))
    )  # fmt: skip
    return exports.download(
        Sheet("Cobros", columns, rows, exports.origin(act), _told(act, which)), which.format
    )


def _told(act: Act, which: Which) -> tuple[tuple[str, str], ...]:
    method = LABELS[Method(which.method)] if which.method in {each.value for each in Method} else which.method
    client = parties.party(act, which.client_id).name if which.client_id else None
    told = {
        "Búsqueda": which.q, "Cliente": client, "Medio": method, "Moneda": which.currency,
        "Desde": which.received_on or which.first, "Hasta": which.received_on or which.last,
    }  # fmt: skip
    return tuple((label, str(value)) for label, value in told.items() if value)


def _every(act: Act, which: PaymentFilter) -> Iterator[PaymentOut]:
    for page in pages.every(lambda after: queries.payments(act, which, MAX_LIMIT, after)):
        yield from outs(act, page.items)
