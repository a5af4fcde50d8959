"""The tables that a counter lends by. Nothing is changed in them: a newer row, or version, takes its place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text

from caudal.business.pawn.queries import guides
from caudal.business.pawn.queries.guides import LtvRecord, PriceRecord
from caudal.business.pawn.rules.terms import Period, Plan
from caudal.business.pawn.rules.valuing import Condition, Unit, key
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import CURRENCIES, InvalidAmount, Money, UnknownCurrency
from caudal.kernel.problems import Invalid, NotFound

_LARGEST_RATE = 10
_PLAN = text(
    "insert into pawn_plans (code, version, name, currency, rate, storage_rate, period, term, grace_days,"
    " grace_interest, sale_cost_rate, surplus, surplus_days, taxed, created_at, created_by, act_id)"
    " select :code, coalesce(max(version), 0) + 1, :name, :currency, :rate, :storage_rate, :period, :term, :grace_days,"
    " :grace_interest, :sale_cost_rate, :surplus, :surplus_days, coalesce(cast(:taxed as boolean),"
    " (array_agg(taxed order by version desc))[1], false), :at, :actor, :act from pawn_plans where code = :code"
    " returning id"
)
_RETIRE = text("update pawn_plans set active = false where code = :code and active")
_LOCK = text("select pg_advisory_xact_lock(727101, hashtext(:code))")
_PRICE = text(
    "insert into pawn_prices (category, name, unit, currency, price, valid_from, source, created_at,"
    " created_by, act_id)"
    " values (:category, :name, :unit, :currency, :price, :valid_from, :source, :at, :actor, :act) returning id"
)
_LTV = text(
    "insert into pawn_ltv (category, condition, ltv, valid_from, created_at, created_by, act_id)"
    " values (:category, :condition, :ltv, :valid_from, :at, :actor, :act) returning id"
)


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Conditions of lending, as in :class:`~caudal.business.pawn.rules.terms.Plan`; a new version of its code.

    ``taxed``: as in the version before when absent; not, in the first one.
    """

    code: str
    title: str
    currency: str
    rate: Decimal
    period: Period
    term: int
    grace_days: int
    storage_rate: Decimal = Decimal(0)
    grace_interest: bool = True
    sale_cost_rate: Decimal = Decimal(0)
    surplus: bool = True
    surplus_days: int = 365
    taxed: bool | None = None


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A reference price, by the gram or by the piece, valid from a day on."""

    category: str
    kind: str
    unit: Unit
    price: Money
    valid_from: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class NewLtv:
    """How much of the appraisal of a category in a condition may be lent from a day on, as a fraction."""

    category: str
    condition: Condition
    ltv: Decimal
    valid_from: date | None = None


@command
def set_plan(act: Act, ask: NewPlan) -> Plan:
    """Write a version of a plan; tickets open on another keep theirs.

    Raises:
        Invalid: a rate below zero or beyond reason, a sale that costs more than it brings.
        UnknownCurrency: the house keeps no books in that currency.
    """
    if ask.currency not in CURRENCIES:
        raise UnknownCurrency(f"«{ask.currency[:10]}» no está entre {', '.join(sorted(CURRENCIES))}")
    for pointer, rate in (("/rate", ask.rate), ("/storage_rate", ask.storage_rate)):
        if not 0 <= rate < _LARGEST_RATE:
            raise _wrong(pointer, "La tasa es una fracción: 0.05 es 5 %")
    if not 0 <= ask.sale_cost_rate < 1:
        raise _wrong("/sale_cost_rate", "El costo de venta es una fracción del precio, menor que 1")
    act.db.execute(_LOCK, {"code": ask.code})
    act.db.execute(_RETIRE, {"code": ask.code})
    values = {
        "code": ask.code, "name": ask.title, "currency": ask.currency, "rate": ask.rate, "period": ask.period.value,
        "term": ask.term, "grace_days": ask.grace_days, "storage_rate": ask.storage_rate,
        "grace_interest": ask.grace_interest, "sale_cost_rate": ask.sale_cost_rate, "surplus": ask.surplus,
        "surplus_days": ask.surplus_days, "taxed": ask.taxed,
        "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    return guides.plan(act, act.db.execute(_PLAN, values).scalar_one())


@command
def retire_plan(act: Act, code: str) -> Plan:
    """Lend no more on a plan: it is offered no longer, and tickets open on it keep it. Returns its last version.

    Raises:
        NotFound: there is none in use with that code.
    """
    act.db.execute(_LOCK, {"code": code})
    used = guides.plans(act, code)
    if not used:
        raise NotFound(f"No hay un plan de empeño «{code}» en uso")
    act.db.execute(_RETIRE, {"code": code})
    return guides.plan(act, used[0].id)


@command
def set_price(act: Act, ask: NewPrice) -> PriceRecord:
    """Write a reference price; earlier appraisals keep the one they used.

    Raises:
        InvalidAmount: not more than zero.
    """
    if not ask.price.is_positive:
        raise InvalidAmount(
            "El precio debe ser mayor que cero", errors=[{"pointer": "/price", "detail": "mayor que cero"}]
        )
    of, name, since = key(ask.category), key(ask.kind), ask.valid_from or act.business_date
    values = {
        "category": of, "name": name, "unit": ask.unit.value, "currency": ask.price.currency,
        "price": ask.price.minor, "valid_from": since,
        "source": ask.source, "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    made = act.db.execute(_PRICE, values).scalar_one()
    return PriceRecord(made, of, name, ask.unit, ask.price, since, ask.source)


@command
def set_ltv(act: Act, ask: NewLtv) -> LtvRecord:
    """Write how much may be lent of a category in a condition.

    Raises:
        Invalid: it isn't between nothing and the whole.
    """
    if not 0 <= ask.ltv <= 1:
        raise _wrong("/ltv", "Es la fracción del avalúo que se presta, entre 0 y 1")
    of, since = key(ask.category), ask.valid_from or act.business_date
    values = {
        "category": of, "condition": ask.condition.value, "ltv": ask.ltv, "valid_from": since,
        "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    made = act.db.execute(_LTV, values).scalar_one()
    return LtvRecord(made, of, ask.condition, ask.ltv, since)


def _wrong(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": pointer, "detail": detail}])
