"""Loan products: what may be lent, and how."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from caudal.business.collateral.rules import CollateralRule, Kind
from caudal.business.loans import commands, queries
from caudal.business.loans.commands import NewProduct
from caudal.business.loans.queries import ProductRecord
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import LEGAL, Application, Component, Mode
from caudal.business.loans.rules.arrears import Accrual, ArrearsRule, Base
from caudal.business.loans.rules.calendar import DayCount, Frequency, Holidays
from caudal.business.loans.rules.ceilings import DEFAULT_MODALITY, Caps
from caudal.business.loans.rules.product import NO_COLLATERAL, Definition, Wish, agree
from caudal.business.loans.rules.quote import COUNTRY_OF
from caudal.business.loans.rules.ratios import Rounding
from caudal.business.loans.rules.revolving import LAST_CUT, LONGEST_GRACE, Line
from caudal.business.loans.rules.terms import MAX_PERIODS, Charge, Grace, LoanRate, Method, Planned
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import door
from caudal.interfaces.api.loans import (
    FeeAsk,
    Fraction,
    GraceAsk,
    HolidaysAsk,
    PlannedAsk,
    QuoteOut,
    RateAsk,
    quote_out,
)
from caudal.interfaces.api.shapes import Ask, Listed, MoneyIn, Out

router = APIRouter(tags=["loans"])


class ArrearsAsk(Ask):
    """Mora: una tasa, o un cargo por cuota atrasada; nunca las dos por el mismo hecho."""

    rate: RateAsk | None = None
    base: Base = Base.PRINCIPAL
    accrual: Accrual = Accrual.DAILY
    grace_days: int = Field(0, ge=0, le=60)
    fee: MoneyIn | None = None
    fee_part: Fraction = Decimal(0)
    capped: bool = Field(True, description="Recortada al tope legal de cada mes.")


class CollateralRuleAsk(Ask):
    """La garantía que pide: hasta qué parte de su avalúo se presta, por clase."""

    required: bool = True
    limits: dict[Kind, Fraction] = Field(default_factory=dict[Kind, Fraction], max_length=3)


class LineAsk(Ask):
    """Cómo se factura una línea: día de corte, días para pagar y pago mínimo."""

    cut_day: int | None = Field(None, ge=1, le=LAST_CUT, description="Del mes; si falta, cada período.")
    grace_days: int = Field(20, ge=0, le=LONGEST_GRACE, description="Del corte a la fecha límite de pago.")
    minimum_part: Fraction = Field(Decimal("0.05"), description="Parte del capital usado, con el interés.")
    minimum: MoneyIn | None = None


class ProductAsk(Ask):
    """`limits`: hasta cuánto aprueba cada cargo. `installment_part`: la cuota del san, como parte de lo prestado."""

    name: str = Field(min_length=2, max_length=80)
    currency: str = Field(min_length=3, max_length=3)
    method: Method
    frequency: Frequency = Frequency.MONTHLY
    periods: int = Field(ge=1, le=MAX_PERIODS)
    fewest: int = Field(1, ge=1, le=MAX_PERIODS)
    most: int = Field(MAX_PERIODS, ge=1, le=MAX_PERIODS)
    rate: RateAsk | None = None
    lowest_rate: Fraction | None = None
    highest_rate: Fraction | None = None
    least: MoneyIn | None = None
    greatest: MoneyIn | None = None
    day_count: DayCount = DayCount.PERIOD
    grace: GraceAsk | None = None
    fees: list[FeeAsk] = Field(default_factory=list[FeeAsk], max_length=20)
    holidays: HolidaysAsk | None = None
    round_to: int = Field(0, ge=0, le=1_000_000)
    rounding: Rounding = Rounding.HALF_UP
    installment_part: Fraction | None = None
    balloon_part: Fraction | None = None
    daily_recalculation: bool = False
    rebate: bool | None = None
    arrears: ArrearsAsk | None = None
    application: list[str] = Field(
        default_factory=lambda: [each.code for each in LEGAL], min_length=5, max_length=5
    )
    mode: Mode = Mode.HORIZONTAL
    tolerance: MoneyIn | None = None
    renewal_after: int | None = Field(None, ge=1, le=MAX_PERIODS)
    limits: dict[str, MoneyIn] = Field(default_factory=dict[str, MoneyIn], max_length=20)
    modality: str = Field(DEFAULT_MODALITY, min_length=1, max_length=40)
    collateral: CollateralRuleAsk | None = None
    line: LineAsk | None = None


class WishAsk(Ask):
    """Lo que se pediría de un producto; lo que falta es lo que el producto propone."""

    principal: MoneyIn
    periods: int | None = Field(None, ge=1, le=MAX_PERIODS)
    rate: Fraction | None = None
    disbursed_on: date | None = None
    first_due_on: date | None = None
    installment: MoneyIn | None = None
    plan: list[PlannedAsk] = Field(default_factory=list[PlannedAsk], max_length=MAX_PERIODS)


class TrialAsk(Ask):
    """Un producto que todavía no se guarda, y lo que se pediría de él."""

    product: ProductAsk
    wish: WishAsk


class ProductOut(Out):
    """Un producto y su versión; `definition`, lo pactable tal como se guarda (montos y tasas como texto)."""

    id: int
    code: str
    version: int
    name: str
    currency: str
    method: Method
    frequency: Frequency
    periods: int
    fewest: int
    most: int
    definition: dict[str, Any]
    active: bool
    created_at: datetime


@router.get("/products", operation_id="products.list")
@door("loans.read")
def list_products(act: Act, *, every: bool = False) -> Listed[ProductOut]:
    """Productos en uso; `every` agrega las versiones anteriores."""
    items = [out(each) for each in queries.products(act, every=every)]
    return Listed[ProductOut].model_construct(items=items, next=None)


@router.get("/products/{code}", operation_id="products.read")
@door("loans.read")
def read(act: Act, code: str, version: int | None = None) -> ProductOut:
    """Un producto, en su versión vigente o en la que se pida."""
    return out(queries.product(act, code[:60], version))


@router.put("/products/{code}", operation_id="products.save")
@door("products.write")
def save(act: Act, code: str, ask: ProductAsk) -> ProductOut:
    """Guarda un producto como será desde ahora; los préstamos ya pactados conservan su versión."""
    return out(commands.save_product(act, NewProduct(code, ask.name, definition(ask))))


@router.delete("/products/{code}", operation_id="products.retire")
@door("products.write")
def retire(act: Act, code: str) -> ProductOut:
    """Deja de prestar con un producto; sus préstamos siguen."""
    return out(commands.retire_product(act, code[:60]))


@router.post("/products/{code}/quote", operation_id="products.quote")
@door("loans.quote", key="none")
def quoted(act: Act, code: str, ask: WishAsk) -> QuoteOut:
    """Cotiza un producto: lo mismo que se pactaría al solicitarlo. No guarda nada."""
    return _quoted(act, queries.product(act, code[:60]).definition, ask)


@router.post("/products/trial", operation_id="products.try_out")
@door("products.write", key="none")
def tried(act: Act, ask: TrialAsk) -> QuoteOut:
    """Prueba un producto antes de guardarlo: lo que se pactaría con él. No guarda nada."""
    return _quoted(act, definition(ask.product), ask.wish)


def wish_of(act: Act, ask: WishAsk) -> Wish:
    """What is asked, as the rules know it; handed over today when it isn't said."""
    return Wish(
        principal=ask.principal, disbursed_on=ask.disbursed_on or act.business_date, periods=ask.periods,
        rate=ask.rate, first_due_on=ask.first_due_on, installment=ask.installment,
        plan=tuple(Planned(each.due_on, each.amount) for each in ask.plan),
    )  # fmt: skip


def _quoted(act: Act, product: Definition, ask: WishAsk) -> QuoteOut:
    return quote_out(commands.quoted(act, product, agree(product, wish_of(act, ask))))


def out(record: ProductRecord) -> ProductOut:
    """A product in the shape of the door."""
    told = record.definition
    return ProductOut.model_construct(
        id=record.id, code=record.code, version=record.version, name=record.name, currency=record.currency,
        method=told.method, frequency=told.frequency, periods=told.periods, fewest=told.fewest, most=told.most,
        definition=keeping.kept(told), active=record.active, created_at=record.created_at,
    )  # fmt: skip


def definition(ask: ProductAsk) -> Definition:
    """What is asked, as the rules know it."""
    currency = ask.currency.upper()
    return Definition(
        currency=currency, method=ask.method, frequency=ask.frequency, periods=ask.periods, fewest=ask.fewest,
        most=ask.most, rate=rate_of(ask.rate), lowest_rate=ask.lowest_rate, highest_rate=ask.highest_rate,
        least=ask.least, greatest=ask.greatest, day_count=ask.day_count,
        grace=Grace(ask.grace.kind, ask.grace.periods, ask.grace.capitalise) if ask.grace else None,
        charges=tuple(Charge(**dict(fee)) for fee in ask.fees),
        holidays=Holidays(**dict(ask.holidays)) if ask.holidays else None, round_to=ask.round_to,
        rounding=ask.rounding, installment_part=ask.installment_part, balloon_part=ask.balloon_part,
        daily_recalculation=ask.daily_recalculation, rebate=ask.rebate,
        arrears=_arrears(ask.arrears, currency, ask.modality) if ask.arrears else ArrearsRule(),
        application=Application(_order(ask.application), ask.mode),
        tolerance=ask.tolerance.minor if ask.tolerance else 0, renewal_after=ask.renewal_after,
        limits=dict(ask.limits), modality=ask.modality,
        collateral=_collateral(ask.collateral), line=_line(ask.line),
    )  # fmt: skip


def rate_of(ask: RateAsk | None) -> LoanRate:
    """A rate, or none."""
    return LoanRate(ask.kind, ask.value, ask.period) if ask else LoanRate()


def _arrears(ask: ArrearsAsk, currency: str, modality: str) -> ArrearsRule:
    country = COUNTRY_OF.get(currency)
    return ArrearsRule(
        rate=rate_of(ask.rate) if ask.rate else None, base=ask.base, accrual=ask.accrual,
        grace_days=ask.grace_days, fee=ask.fee.minor if ask.fee else 0, fee_part=ask.fee_part,
        caps=Caps(country, modality) if ask.capped and country else None,
    )  # fmt: skip


def _collateral(ask: CollateralRuleAsk | None) -> CollateralRule:
    return CollateralRule(ask.required, dict(ask.limits)) if ask else NO_COLLATERAL


def _line(ask: LineAsk | None) -> Line | None:
    if ask is None:
        return None
    return Line(ask.grace_days, ask.minimum_part, ask.minimum.minor if ask.minimum else 0, ask.cut_day)


def _order(names: list[str]) -> tuple[Component, ...]:
    known = {each.code: each for each in Component}
    return tuple(known[name] for name in names if name in known)
