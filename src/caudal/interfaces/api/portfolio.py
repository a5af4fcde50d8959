"""The portfolio on any date: balance, risk, ageing, provision, movement between buckets, vintages."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query

from caudal.business.loans.queries import portfolio as book
from caudal.business.loans.queries.portfolio import Balance, Banded, MonthEnd, Move, Slice, Vintage
from caudal.business.loans.rules.provision import HOUSE_LOSS, HOUSE_RISK, Stage
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import MoneyOut, Out
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["portfolio"])
Branch = Annotated[int | None, Query(ge=1, le=32767)]
BUCKETS = ("Al día", "1–30 días", "31–60 días", "61–90 días", "Más de 90 días")
STAGES = {
    Stage.PERFORMING: "Vigente",
    Stage.UNDERPERFORMING: "Con riesgo aumentado",
    Stage.IMPAIRED: "Deteriorada",
}
EXITS = {"paid": "Pagado", "renewed": "Renovado", "written_off": "Castigado", "cancelled": "Anulado"}


class RiskOut(Out):
    """Capital en riesgo y qué parte es del saldo."""

    amount: MoneyOut
    fraction: str


class BucketOut(Out):
    """Un tramo de días de mora."""

    bucket: int
    label: str
    loans: int
    principal: MoneyOut
    fraction: str
    provision: MoneyOut


class StageOut(Out):
    """Una etapa de la NIIF 9: exposición y pérdida esperada con los supuestos de la casa."""

    stage: int
    label: str
    loans: int
    principal: MoneyOut
    probability: str
    expected_loss: MoneyOut


class BandOut(Out):
    """Una categoría de la tabla del país: días, porcentaje y lo que cae en ella."""

    category: str
    first_day: int
    last_day: int | None
    part: str
    loans: int
    principal: MoneyOut
    provision: MoneyOut


class ProvisionOut(Out):
    """La provisión y la tabla que sigue, por categoría; `verified`: se leyó su texto."""

    amount: MoneyOut
    bands: list[BandOut]
    table: str | None
    source: str | None
    verified: bool | None


class BalanceOut(Out):
    """La cartera de una moneda. `balance`: su saldo, que es de capital (`principal`). `interest`: reconocido.

    `suspended`: devengado con más de 90 días, sin reconocer. `difference`: la pérdida esperada menos la provisión.
    """

    currency: str
    loans: int
    balance: MoneyOut
    principal: MoneyOut
    overdue: MoneyOut
    interest: MoneyOut
    suspended: MoneyOut
    par_1: RiskOut
    par_30: RiskOut
    par_60: RiskOut
    par_90: RiskOut
    ageing: list[BucketOut]
    provision: ProvisionOut
    stages: list[StageOut]
    expected_loss: MoneyOut
    difference: MoneyOut
    loss_given_default: str


class ClosedOut(Out):
    """El día del que se habla en una sucursal; `still_open`: no está cerrado y se cuenta como si cerrara ahora."""

    branch_id: int
    business_date: date
    still_open: bool


class PortfolioOut(Out):
    """La cartera en una fecha. `closed`: por qué día se cuenta cada sucursal."""

    as_of: date
    closed: list[ClosedOut]
    currencies: list[BalanceOut]


class MoveOut(Out):
    """Préstamos que pasaron de un tramo a otro (`to`, su número) o salieron (`paid`, `written_off`)."""

    currency: str
    from_bucket: int
    to: str
    label: str
    loans: int
    principal: MoneyOut
    fraction: str


class RollOut(Out):
    """La matriz entre dos fechas; `fraction` es del capital del tramo de origen."""

    items: list[MoveOut]


class MonthEndOut(Out):
    """La cartera al final de un mes, según el último cierre de cada sucursal; `ageing`: capital por tramo."""

    currency: str
    on: date
    loans: int
    principal: MoneyOut
    overdue: MoneyOut
    provision: MoneyOut
    ageing: list[MoneyOut]
    par_1: RiskOut
    par_30: RiskOut
    par_60: RiskOut
    par_90: RiskOut


class HistoryOut(Out):
    """Mes a mes, del más antiguo al más nuevo."""

    items: list[MonthEndOut]


class VintageOut(Out):
    """Lo entregado en un mes y qué parte pasó alguna vez de 30, 60 y 90 días, por edad en meses."""

    currency: str
    month: date
    loans: int
    lent: MoneyOut
    over_30: list[str]
    over_60: list[str]
    over_90: list[str]


class VintagesOut(Out):
    """Las cosechas, de la más antigua a la más nueva."""

    items: list[VintageOut]


@router.get("/portfolio", operation_id="portfolio.read")
@door("portfolio.read")
def read_portfolio(act: Act, as_of: date | None = None, branch_id: Branch = None) -> PortfolioOut:
    """Cartera en una fecha: saldo, en riesgo, antigüedad, provisión y etapas."""
    found = book.portfolio(act, as_of or act.business_date, branch_id)
    return PortfolioOut(
        as_of=found.as_of,
        closed=[
            ClosedOut(branch_id=branch, business_date=day, still_open=branch in found.still_open)
            for branch, day in found.told.items()
        ],
        currencies=[_balance(each) for each in found.balances],
    )


@router.get("/portfolio/history", operation_id="portfolio.history")
@door("portfolio.read")
def read_history(
    act: Act,
    as_of: date | None = None,
    months: Annotated[int, Query(ge=1, le=60)] = 13,
    branch_id: Branch = None,
) -> HistoryOut:
    """La cartera al final de cada mes: saldo, tramos y cartera en riesgo."""
    found = book.history(act, as_of or act.business_date, months, branch_id)
    return HistoryOut(items=[_month_end(each) for each in found])


@router.get("/portfolio/roll", operation_id="portfolio.roll")
@door("portfolio.read")
def read_roll(
    act: Act,
    since: Annotated[date, Query(alias="from")],
    until: Annotated[date, Query(alias="to")],
    branch_id: Branch = None,
) -> RollOut:
    """Matriz de transición entre los últimos cierres hasta dos fechas."""
    if since > until:
        raise Invalid(
            "La primera fecha es posterior a la segunda", errors=[{"pointer": "/from", "detail": "posterior"}]
        )
    return RollOut(items=[_move(each) for each in book.roll(act, since, until, branch_id)])


@router.get("/portfolio/vintages", operation_id="portfolio.vintages")
@door("portfolio.read")
def read_vintages(act: Act, as_of: date | None = None, branch_id: Branch = None) -> VintagesOut:
    """Cosechas por mes de entrega, con los cierres de fin de mes."""
    found = book.vintages(act, as_of or act.business_date, branch_id)
    return VintagesOut(items=[_vintage(each) for each in found])


def _fraction(value: Decimal) -> str:
    return f"{value:.6f}"


def _risks(one: Balance | MonthEnd) -> dict[str, RiskOut]:
    return {
        name: RiskOut(amount=amount, fraction=_fraction(one.part(amount)))
        for name, amount in one.pars.items()
    }


def _month_end(one: MonthEnd) -> MonthEndOut:
    return MonthEndOut(
        currency=one.currency, on=one.on, loans=one.loans, principal=one.principal, overdue=one.overdue,
        provision=one.provision, ageing=list(one.ageing), **_risks(one),
    )  # fmt: skip


def _balance(one: Balance) -> BalanceOut:
    table = one.table
    return BalanceOut(
        currency=one.currency, loans=one.loans, balance=one.principal, principal=one.principal,
        overdue=one.overdue, interest=one.interest, suspended=one.suspended, **_risks(one),
        ageing=[_bucket(one, each) for each in one.buckets],
        provision=ProvisionOut(
            amount=one.provision, bands=[_band(each) for each in one.bands],
            table=f"{table.country} · {table.portfolio}" if table else None,
            source=table.source if table else None, verified=table.verified if table else None,
        ),
        stages=[_stage(each) for each in one.stages], expected_loss=one.expected_loss,
        difference=one.expected_loss - one.provision, loss_given_default=str(HOUSE_LOSS),
    )  # fmt: skip


def _bucket(one: Balance, each: Slice) -> BucketOut:
    return BucketOut(
        bucket=each.place, label=BUCKETS[each.place], loans=each.loans, principal=each.principal,
        fraction=_fraction(one.part(each.principal)), provision=each.loss,
    )  # fmt: skip


def _band(each: Banded) -> BandOut:
    band = each.band
    return BandOut(
        category=band.category, first_day=band.first_day, last_day=band.last_day, part=str(band.part),
        loans=each.loans, principal=each.principal, provision=each.provision,
    )  # fmt: skip


def _stage(each: Slice) -> StageOut:
    stage = Stage(each.place)
    return StageOut(
        stage=each.place, label=STAGES[stage], loans=each.loans, principal=each.principal,
        probability=str(HOUSE_RISK[stage]), expected_loss=each.loss,
    )  # fmt: skip


def _move(each: Move) -> MoveOut:
    return MoveOut(
        currency=each.currency, from_bucket=each.origin, to=each.went,
        label=EXITS.get(each.went) or BUCKETS[int(each.went)], loans=each.loans, principal=each.principal,
        fraction=_fraction(each.part),
    )  # fmt: skip


def _vintage(each: Vintage) -> VintageOut:
    curves = {f"over_{over}": [_fraction(point) for point in curve] for over, curve in each.curves.items()}
    return VintageOut(currency=each.currency, month=each.month, loans=each.loans, lent=each.lent, **curves)
