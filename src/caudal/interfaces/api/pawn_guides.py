"""The tables a counter lends by: plans, reference prices, how much of them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field

from caudal.business.pawn import commands
from caudal.business.pawn.commands import (
    NewLtv,
    NewPlan,
    NewPrice,
)
from caudal.business.pawn.queries import guides
from caudal.business.pawn.rules import taxes
from caudal.business.pawn.rules.terms import Period
from caudal.business.pawn.rules.valuing import CONDITIONS, Condition, Unit
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import door
from caudal.interfaces.api.pawn_shapes import PlanOut, plain, plan_out
from caudal.interfaces.api.shapes import (
    Ask,
    Day,
    Listed,
    MoneyIn,
    MoneyOut,
    Out,
)

router = APIRouter(tags=["pawn"])
Flag = Annotated[bool, Query()]
Fraction = Annotated[Decimal, Field(ge=0, lt=10, max_digits=9, decimal_places=6)]
Part = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]


class PlanAsk(Ask):
    """Rates are fractions (0.05 is 5 %) of the capital, per period begun; the code of another makes a new version.

    `taxed`: whether the tax of the country is added; as in the version before when absent.
    """

    code: str = Field(pattern=r"^[a-z0-9_-]{2,40}$")
    name: str = Field(min_length=2, max_length=80)
    currency: str = Field(min_length=3, max_length=3)
    rate: Fraction
    period: Period
    term: int = Field(ge=1, le=260)
    grace_days: int = Field(ge=0, le=180)
    storage_rate: Fraction = Decimal(0)
    grace_interest: bool = True
    sale_cost_rate: Annotated[Decimal, Field(ge=0, lt=1, max_digits=7, decimal_places=6)] = Decimal(0)
    surplus: bool = True
    surplus_days: int = Field(365, ge=1, le=3650)
    taxed: bool | None = None


class PriceAsk(Ask):
    """`unit`: per gram or per piece."""

    category: str = Field(min_length=2, max_length=40)
    name: str = Field(min_length=1, max_length=120)
    unit: Unit
    price: MoneyIn
    valid_from: date | None = None
    source: str = Field("", max_length=200)


class LtvAsk(Ask):
    category: str = Field(min_length=2, max_length=40)
    condition: Condition
    ltv: Part
    valid_from: date | None = None


class PriceOut(Out):
    id: int
    category: str
    name: str
    unit: str
    price: MoneyOut
    valid_from: date
    source: str


class LtvOut(Out):
    id: int
    category: str
    condition: str
    condition_label: str
    ltv: str
    valid_from: date


class TaxOut(Out):
    """The tax on interest and storage in a country, as a fraction. `verified`: checked against its source."""

    country: str
    first: date
    last: date | None
    rate: str
    verified: bool
    source: str


class TablesOut(Out):
    """What was written in the tables."""

    plans: list[PlanOut]
    prices: list[PriceOut]
    ltv: list[LtvOut]


@router.post("/pawn-tables/suggested", status_code=201, operation_id="pawn.use_suggested")
@door("pawn.tables")
def use_suggested(act: Act) -> TablesOut:
    """Escribe las tablas sugeridas donde no haya: un plan por moneda, precios de metales y cuánto se presta.

    Lo que las tablas ya dicen no cambia; con `dry_run` muestra lo que escribiría. Todo se puede cambiar después.
    """
    made = commands.use_suggested_tables(act)
    return TablesOut.model_construct(
        plans=[plan_out(one) for one in made.plans],
        prices=[PriceOut.model_construct(**_price(one)) for one in made.prices],
        ltv=[_ltv(one) for one in made.ltvs],
    )


@router.get("/pawn-taxes", operation_id="pawn.taxes")
@door("pawn.read")
def tax_law(act: Act) -> Listed[TaxOut]:
    """El impuesto sobre interés y almacenaje de cada país, con su fuente; se suma en los planes que lo dicen."""
    del act
    items = [
        TaxOut.model_construct(
            country=one.country, first=one.first, last=one.last, rate=plain(one.rate), verified=one.verified,
            source=one.source,
        )
        for one in taxes.known()
    ]  # fmt: skip
    return Listed[TaxOut].model_construct(items=items, next=None)


@router.get("/pawn-plans", operation_id="pawn.plans")
@door("pawn.read")
def plans(act: Act, every: Flag = False) -> Listed[PlanOut]:
    """Planes de empeño en uso; con `every`, también las versiones anteriores."""
    found = guides.plans(act, every=every)
    return Listed[PlanOut].model_construct(items=[plan_out(one) for one in found], next=None)


@router.post("/pawn-plans", status_code=201, operation_id="pawn.set_plan")
@door("pawn.tables")
def set_plan(act: Act, ask: PlanAsk) -> PlanOut:
    """Escribe un plan, o una versión nueva de uno; las boletas abiertas conservan la suya."""
    asked = NewPlan(
        ask.code, ask.name, ask.currency.upper(), ask.rate, ask.period, ask.term, ask.grace_days, ask.storage_rate,
        ask.grace_interest, ask.sale_cost_rate, ask.surplus, ask.surplus_days, ask.taxed,
    )  # fmt: skip
    return plan_out(commands.set_plan(act, asked))


@router.post("/pawn-plans/{code}/retirement", status_code=201, operation_id="pawn.retire_plan")
@door("pawn.tables")
def retire_plan(act: Act, code: Annotated[str, Path(pattern=r"^[a-z0-9_-]{2,40}$")]) -> PlanOut:
    """Deja de ofrecer un plan; las boletas abiertas con él lo conservan."""
    return plan_out(commands.retire_plan(act, code))


@router.get("/pawn-prices", operation_id="pawn.prices")
@door("pawn.read")
def prices(act: Act, on: Day = None, category: str | None = None) -> Listed[PriceOut]:
    """Precios de referencia vigentes hoy o en una fecha."""
    rows = guides.prices(act, on, category)
    items = [PriceOut.model_construct(**_price(row)) for row in rows]
    return Listed[PriceOut].model_construct(items=items, next=None)


@router.post("/pawn-prices", status_code=201, operation_id="pawn.set_price")
@door("pawn.tables")
def set_price(act: Act, ask: PriceAsk) -> PriceOut:
    """Escribe un precio de referencia desde una fecha; los avalúos hechos conservan el suyo."""
    asked = NewPrice(ask.category, ask.name, ask.unit, ask.price, ask.valid_from, ask.source)
    return PriceOut.model_construct(**_price(commands.set_price(act, asked)))


@router.get("/pawn-ltv", operation_id="pawn.ltv")
@door("pawn.read")
def ltv(act: Act, on: Day = None) -> Listed[LtvOut]:
    """Cuánto se presta del avalúo por categoría y estado, hoy o en una fecha."""
    return Listed[LtvOut].model_construct(items=[_ltv(row) for row in guides.ltvs(act, on)], next=None)


@router.post("/pawn-ltv", status_code=201, operation_id="pawn.set_ltv")
@door("pawn.tables")
def set_ltv(act: Act, ask: LtvAsk) -> LtvOut:
    """Escribe cuánto se presta de una categoría en un estado, desde una fecha."""
    return _ltv(commands.set_ltv(act, NewLtv(ask.category, ask.condition, ask.ltv, ask.valid_from)))


def _price(row: guides.PriceRecord) -> dict[str, Any]:
    return {
        "id": row.id, "category": row.category, "name": row.name, "unit": row.unit.value, "price": row.price,
        "valid_from": row.valid_from, "source": row.source,
    }  # fmt: skip


def _ltv(row: guides.LtvRecord) -> LtvOut:
    return LtvOut.model_construct(
        id=row.id, category=row.category, condition=row.condition.value, condition_label=CONDITIONS[row.condition],
        ltv=plain(row.ltv), valid_from=row.valid_from,
    )  # fmt: skip
