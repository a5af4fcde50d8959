"""The tables that a counter lends by: plans, reference prices and how much of them, each as of a date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, text

from caudal.business.pawn.rules import taxes
from caudal.business.pawn.rules.terms import Period, Plan
from caudal.business.pawn.rules.valuing import Condition, Unit
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound

_PLAN = text("select * from pawn_plans where id = :id")
_PLANS = text(
    "select * from pawn_plans where (active or :every) and (cast(:code as text) is null or code = :code)"
    " and (cast(:currency as text) is null or currency = :currency) order by code, version desc"
)
_PRICES = text(
    "select distinct on (currency, category, name) * from pawn_prices where valid_from <= :on"
    " and (cast(:category as text) is null or category = :category)"
    " and (cast(:name as text) is null or name = :name)"
    " and (cast(:currency as text) is null or currency = :currency)"
    " order by currency, category, name, valid_from desc, id desc"
)
_LTV = text(
    "select distinct on (category, condition) * from pawn_ltv where valid_from <= :on"
    " and (cast(:category as text) is null or category = :category)"
    " and (cast(:condition as text) is null or condition = :condition)"
    " order by category, condition, valid_from desc, id desc"
)


@dataclass(frozen=True, slots=True)
class PriceRecord:
    """A reference price and the day it is valid from: of gold of 14 k by the gram, of a model of telephone."""

    id: int
    category: str
    name: str
    unit: Unit
    price: Money
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class LtvRecord:
    """How much of the appraisal of a category in a condition may be lent, as a fraction."""

    id: int
    category: str
    condition: Condition
    ltv: Decimal
    valid_from: date


def plan(act: Act, plan_id: int) -> Plan:
    """One version of a plan."""
    return plan_record(act.db.execute(_PLAN, {"id": plan_id}).one())


def plans(
    act: Act, code: str | None = None, currency: str | None = None, *, every: bool = False
) -> list[Plan]:
    """The plans in use; all their versions too when `every`."""
    rows = act.db.execute(_PLANS, {"code": code, "currency": currency, "every": every})
    return [plan_record(row) for row in rows]


def plan_called(act: Act, code: str | None, currency: str) -> Plan:
    """The plan in use of that code; the only one of the currency when no code is given.

    Raises:
        NotFound: there is none, or no code was given and there are several.
    """
    found = [one for one in plans(act, code) if one.currency == currency]
    if not found and code:
        raise NotFound(f"No hay un plan de empeño «{code}» en {currency}")
    if not found:
        raise NotFound(
            f"Todavía no hay un plan de empeño en {currency}: créelo con tasa, plazo y gracia,"
            " o use las tablas sugeridas"
        )
    if len(found) > 1:
        raise NotFound("Hay varios planes de empeño: diga cuál, " + ", ".join(one.code for one in found))
    return found[0]


def tax_rate(act: Act, plan: Plan) -> Decimal:
    """What the country of the act's branch adds today to the interest and storage of a plan, as a fraction."""
    if not plan.taxed:
        return Decimal(0)
    return taxes.rate_on(branch_of(act, act.place.branch_id).country, act.business_date)


def prices(
    act: Act,
    on: date | None = None,
    category: str | None = None,
    name: str | None = None,
    currency: str | None = None,
) -> list[PriceRecord]:
    """The reference prices valid on `on`, today when absent."""
    values = {"on": on or act.business_date, "category": category, "name": name, "currency": currency}
    return [
        PriceRecord(
            row.id, row.category, row.name, Unit(row.unit), Money.from_minor(row.price, row.currency),
            row.valid_from, row.source,
        )
        for row in act.db.execute(_PRICES, values)
    ]  # fmt: skip


def ltvs(
    act: Act, on: date | None = None, category: str | None = None, condition: str | None = None
) -> list[LtvRecord]:
    """How much may be lent of each category and condition on `on`, today when absent."""
    values = {"on": on or act.business_date, "category": category, "condition": condition}
    return [
        LtvRecord(row.id, row.category, Condition(row.condition), row.ltv, row.valid_from)
        for row in act.db.execute(_LTV, values)
    ]


def plan_record(row: Row[Any]) -> Plan:
    """A row as a plan."""
    return Plan(
        row.id, row.code, row.version, row.name, row.currency, row.rate, row.storage_rate, Period(row.period), row.term,
        row.grace_days, row.grace_interest, row.sale_cost_rate, row.surplus, row.surplus_days, row.active, row.taxed,
    )  # fmt: skip
