"""Starting a counter: the tables that the house suggests, for who has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from caudal.business.pawn.commands.guiding import NewPlan, set_plan
from caudal.business.pawn.queries import guides
from caudal.business.pawn.queries.guides import LtvRecord, PriceRecord
from caudal.business.pawn.rules import suggested
from caudal.business.pawn.rules.terms import Plan
from caudal.business.pawn.rules.valuing import Unit
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branches

_LOCK = text("select pg_advisory_xact_lock(727103)")
_PRICES = text(
    "insert into pawn_prices (category, name, unit, currency, price, valid_from, source, created_at, created_by,"
    " act_id)"
    " select s.category, s.name, :unit, s.currency, s.price, :on, :source, :at, :actor, :act"
    " from unnest(cast(:categories as text[]), cast(:names as text[]), cast(:currencies as text[]),"
    " cast(:prices as bigint[])) s (category, name, currency, price)"
    " where not exists (select 1 from pawn_prices p"
    "   where p.currency = s.currency and p.category = s.category and p.name = s.name) returning id"
)
_LTVS = text(
    "insert into pawn_ltv (category, condition, ltv, valid_from, created_at, created_by, act_id)"
    " select s.category, s.condition, s.ltv, :on, :at, :actor, :act"
    " from unnest(cast(:categories as text[]), cast(:conditions as text[]), cast(:ltvs as numeric[]))"
    " s (category, condition, ltv)"
    " where not exists (select 1 from pawn_ltv l where l.category = s.category and l.condition = s.condition)"
    " returning id"
)


@dataclass(frozen=True, slots=True)
class SuggestedTables:
    """What was written."""

    plans: Sequence[Plan]
    prices: Sequence[PriceRecord]
    ltvs: Sequence[LtvRecord]


@command
def use_suggested_tables(act: Act) -> SuggestedTables:
    """Write what the house suggests of whatever the tables don't say yet; what they say stays as it is.

    A plan for each currency of the branches that has none in use, the price of the metals in them, and how much is
    lent by category and condition. Twice is the same as once. Returns only what was written.
    """
    act.db.execute(_LOCK)
    currencies = sorted({branch.currency for branch in branches(act).values()})
    begun = {one.currency for one in guides.plans(act)}
    offered = [suggested.plan(currency) for currency in currencies if currency not in begun]
    plans = [set_plan(act, _ask(one)) for one in offered if one is not None]
    when = {"on": act.business_date, "at": act.at, "actor": act.actor.id, "act": act.id}
    priced, lent = (
        _written(act, _PRICES, _price_rows(currencies) | when),
        _written(act, _LTVS, _ltv_rows() | when),
    )
    return SuggestedTables(
        plans,
        [one for one in guides.prices(act) if one.id in priced],
        [one for one in guides.ltvs(act) if one.id in lent],
    )


def _ask(one: Plan) -> NewPlan:
    return NewPlan(
        one.code, one.name, one.currency, one.rate, one.period, one.term, one.grace_days, one.storage_rate,
        one.grace_interest, one.sale_cost_rate, one.surplus, one.surplus_days,
    )  # fmt: skip


def _price_rows(currencies: Sequence[str]) -> dict[str, Any]:
    rows = [one for currency in currencies for one in suggested.prices(currency)]
    return {
        "unit": Unit.GRAM.value, "source": suggested.source(), "categories": [one.category for one in rows],
        "names": [one.name for one in rows], "currencies": [one.price.currency for one in rows],
        "prices": [one.price.minor for one in rows],
    }  # fmt: skip


def _ltv_rows() -> dict[str, Any]:
    rows = suggested.ltvs()
    return {
        "categories": [one.category for one in rows], "conditions": [one.condition.value for one in rows],
        "ltvs": [one.ltv for one in rows],
    }  # fmt: skip


def _written(act: Act, statement: Any, values: dict[str, Any]) -> set[int]:
    return set(act.db.execute(statement, values).scalars())
