"""Cancellation policies: every version, a new one, and what a cancellation would give back with each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from caudal.business.bookings.rules import KINDS, ServiceKind
from caudal.business.refunds import queries
from caudal.business.refunds.commands import NewPolicy, save_policy
from caudal.business.refunds.queries import PolicyRecord
from caudal.business.refunds.rules import (
    Band,
    Calculation,
    calculate,
    days_before,
    shown,
    span_text,
    wrong_bands,
)
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import because
from caudal.interfaces.api.door import door
from caudal.interfaces.api.shapes import Ask, Listed, MoneyIn, MoneyOut, Out
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid

router = APIRouter(tags=["policies"])
ServiceIn = Literal["tour", "transport", "lodging", "service"]
_GENERAL = "Todos los servicios"


class BandOut(Out):
    """A row of a policy: from `first_day` days before on, `percent` of what was paid. `label`: «7–13 días»."""

    first_day: int
    percent: str
    label: str


class PolicyOut(Out):
    """A version: of a kind of service, or of every one without its own, from a day on."""

    id: UUID
    kind: str | None
    kind_label: str
    from_on: date
    pay_days: int
    reason: str
    bands: list[BandOut]
    created_at: datetime
    created_by: str | None


class BandAsk(Ask):
    first_day: int = Field(ge=0, le=3660)
    percent: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class PolicyAsk(Ask):
    """Rige lo que se venda desde `from_on` (hoy si no se dice); lo ya vendido conserva la suya."""

    kind: ServiceIn | None = None
    from_on: date | None = None
    pay_days: int = Field(5, ge=0, le=90)
    bands: list[BandAsk] = Field(min_length=1, max_length=20)
    reason: str = Field(min_length=3, max_length=300)


class SimulationAsk(Ask):
    """Una cancelación de prueba: con la política vigente en `sold_on`, o con los renglones que vengan en `bands`."""

    service_on: date
    cancelled_on: date
    paid: MoneyIn
    already: MoneyIn | None = None
    kind: ServiceIn = "tour"
    sold_on: date | None = None
    bands: list[BandAsk] | None = Field(None, max_length=20)


class CalculationOut(Out):
    """How much goes back: `bands` with the row that applies (`row`, from zero)."""

    days: int
    percent: str
    row: int
    label: str
    bands: list[BandOut]
    paid: MoneyOut
    already: MoneyOut
    policy: MoneyOut
    refund: MoneyOut
    retained: MoneyOut
    exception: bool
    policy_id: UUID | None


@router.get("/cancellation-policies", operation_id="policies.list")
@door("refunds.read")
def list_policies(act: Act) -> Listed[PolicyOut]:
    """Todas las versiones de la política de cancelación, por clase de servicio y de la más nueva a la más vieja."""
    found = queries.policies(act)
    staff = access.names(act, {each.created_by for each in found})
    return Listed[PolicyOut].model_construct(
        items=[policy_out(each, staff.get(each.created_by)) for each in found], next=None
    )


@router.post("/cancellation-policies", status_code=201, operation_id="policies.save")
@door("refunds.policy")
def save(act: Act, ask: PolicyAsk) -> PolicyOut:
    """Dice la política de lo que se venda desde un día; ninguna versión se edita."""
    kind = ServiceKind(ask.kind) if ask.kind else None
    new = NewPolicy(tuple(Band(b.first_day, b.percent) for b in ask.bands), kind, ask.from_on, ask.pay_days)
    return policy_out(save_policy(because(act, ask.reason), new), act.actor.name)


@router.post("/cancellation-policies/simulation", operation_id="policies.simulate")
@door("refunds.read", key="none")
def simulate(act: Act, ask: SimulationAsk) -> CalculationOut:
    """Cuánto se devolvería y cuánto se retendría de una cancelación; no escribe nada."""
    found = None
    if ask.bands:
        bands = tuple(Band(b.first_day, b.percent) for b in ask.bands)
        if wrong := wrong_bands(bands):
            raise Invalid(wrong[0]["detail"].capitalize(), errors=wrong)
    else:
        sold_on = ask.sold_on or min(act.business_date, ask.cancelled_on)
        found = queries.in_force(act, ServiceKind(ask.kind), sold_on, act.at, act.place.branch_id)
        bands = found.bands
    already = ask.already or Money.of(0, ask.paid.currency)
    if already > ask.paid or already.amount < 0 or not ask.paid.is_positive:
        raise Invalid(
            "Lo pagado es más que cero, y lo devuelto no más que lo pagado",
            errors=[{"pointer": "/paid", "detail": "más que cero y que lo devuelto"}],
        )
    told = calculate(bands, days_before(ask.service_on, ask.cancelled_on), ask.paid, already)
    return calculation_out(told, bands, found.id if found else None)


def policy_out(found: PolicyRecord, by: str | None) -> PolicyOut:
    """A version in the shape of the door."""
    return PolicyOut.model_construct(
        id=found.id, kind=found.kind.value if found.kind else None,
        kind_label=KINDS[found.kind] if found.kind else _GENERAL, from_on=found.from_on, pay_days=found.pay_days,
        reason=found.reason, bands=bands_out(found.bands), created_at=found.created_at, created_by=by,
    )  # fmt: skip


def bands_out(bands: tuple[Band, ...]) -> list[BandOut]:
    """The rows of a policy, from the earliest notice to none."""
    ordered = sorted(bands, key=lambda band: -band.first_day)
    return [
        BandOut.model_construct(
            first_day=band.first_day, percent=str(shown(band.percent)), label=span_text(bands, band)
        )
        for band in ordered
    ]


def calculation_out(found: Calculation, bands: tuple[Band, ...], policy_id: UUID | None) -> CalculationOut:
    """A calculation in the shape of the door, with the row of the policy that applies."""
    rows = bands_out(bands)
    row = next(number for number, each in enumerate(rows) if each.first_day == found.band.first_day)
    return CalculationOut.model_construct(
        days=found.days, percent=str(shown(found.band.percent)), row=row, label=rows[row].label, bands=rows,
        paid=found.paid, already=found.already, policy=found.policy, refund=found.refund, retained=found.retained,
        exception=found.exception, policy_id=policy_id,
    )  # fmt: skip
