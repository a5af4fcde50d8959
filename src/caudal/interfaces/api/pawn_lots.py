"""Lots: what was adjudicated, its sale, what is due to whoever pledged it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from caudal.business.pawn import commands
from caudal.business.pawn.commands import (
    SellLot,
)
from caudal.business.pawn.queries import lots
from caudal.business.pawn.queries.lots import LotFilter
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.door import door
from caudal.interfaces.api.pawn_shapes import LotOut, lot_outs
from caudal.interfaces.api.shapes import (
    Ask,
    MoneyIn,
    PaidFrom,
    Reading,
    Reason,
    ReceivedIn,
    Totalled,
)

router = APIRouter(tags=["pawn"])
Method = Literal["cash", "transfer", "card", "cheque"]


class MinimumAsk(Ask):
    minimum: MoneyIn


class SaleAsk(Ask):
    """`sale_cost`: what the plan says of the price when absent. `reason`: to sell below the minimum."""

    price: MoneyIn
    method: Method
    buyer: str = Field("", max_length=120)
    sale_cost: MoneyIn | None = None
    reason: str = Field("", max_length=300)
    account_id: ReceivedIn = None


class PayAsk(Ask):
    method: Literal["cash", "transfer"] = "cash"
    account_id: PaidFrom = None


class WhichLots(Reading):
    """`status`: one or several, with commas."""

    q: str = Field("", max_length=40)
    status: str | None = None
    client_id: UUID | None = None


@router.get("/pawn-lots", operation_id="pawn.lots")
@door("pawn.read")
def list_lots(act: Act, which: Annotated[WhichLots, Query()]) -> Totalled[LotOut]:
    """Lotes adjudicados, el más nuevo primero."""
    wanted = LotFilter(which.status or None, which.client_id, which.branch_id, which.q)
    page = lots.lots(act, wanted, which.limit, which.after)
    sums = lots.sums(act, wanted)
    totals = {
        "count": sum(number for number, _ in sums),
        "by_currency": [{"currency": m["debt"].currency, "count": number, **m} for number, m in sums],
    }
    return Totalled[LotOut].model_construct(items=lot_outs(act, page.items), next=page.next, totals=totals)


@router.get("/pawn-lots/{lot_id}", operation_id="pawn.lot")
@door("pawn.read")
def read_lot(act: Act, lot_id: UUID) -> LotOut:
    """Un lote."""
    return lot_outs(act, [lots.lot(act, lot_id)])[0]


@router.post("/pawn-lots/{lot_id}/listing", status_code=201, operation_id="pawn.list_lot")
@door("pawn.sell")
def list_lot(act: Act, lot_id: UUID, ask: MinimumAsk) -> LotOut:
    """Pone un lote en venta desde un precio, o cambia ese precio."""
    return lot_outs(act, [commands.list_lot(act, lot_id, ask.minimum)])[0]


@router.post("/pawn-lots/{lot_id}/sale", status_code=201, operation_id="pawn.sell")
@door("pawn.sell", key="required")
def sell(act: Act, lot_id: UUID, ask: SaleAsk) -> LotOut:
    """Vende un lote; lo que sobra de la deuda y del costo es demasía del cliente, si el plan lo dice."""
    act = because(act, ask.reason) if ask.reason else act
    asked = SellLot(lot_id, ask.price, ask.method, ask.buyer, ask.sale_cost, ask.account_id)
    return lot_outs(act, [commands.sell_lot(act, asked)])[0]


@router.post("/pawn-lots/{lot_id}/surplus-payment", status_code=201, operation_id="pawn.pay_surplus")
@door("pawn.sell", key="required")
def pay_surplus(act: Act, lot_id: UUID, ask: PayAsk) -> LotOut:
    """Paga al cliente la demasía de la venta."""
    return lot_outs(act, [commands.pay_surplus(act, lot_id, ask.method, ask.account_id)])[0]


@router.post("/pawn-lots/{lot_id}/surplus-lapse", status_code=201, operation_id="pawn.lapse_surplus")
@door("pawn.sell")
def lapse_surplus(act: Act, lot_id: UUID, ask: Reason) -> LotOut:
    """Da por prescrita una demasía que nadie reclamó en su plazo."""
    return lot_outs(act, [commands.lapse_surplus(because(act, ask.reason), lot_id)])[0]


@router.post("/pawn-lots/{lot_id}/write-off", status_code=201, operation_id="pawn.write_off")
@door("pawn.sell")
def write_off(act: Act, lot_id: UUID, ask: Reason) -> LotOut:
    """Da de baja un lote perdido, robado o sin valor."""
    return lot_outs(act, [commands.write_off_lot(because(act, ask.reason), lot_id)])[0]


@router.post("/pawn-lots/{lot_id}/surrender", status_code=201, operation_id="pawn.surrender_lot")
@door("pawn.sell")
def surrender(act: Act, lot_id: UUID, ask: Reason) -> LotOut:
    """Entrega un lote a la autoridad que lo reclama."""
    return lot_outs(act, [commands.surrender_lot(because(act, ask.reason), lot_id)])[0]
