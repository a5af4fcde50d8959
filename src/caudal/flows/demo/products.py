"""The demonstration's loan products."""

from dataclasses import dataclass, field
from decimal import Decimal

from caudal.business.collateral.rules import CollateralRule, Kind
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.calendar import DayCount, Frequency
from caudal.business.loans.rules.ceilings import Caps
from caudal.business.loans.rules.product import Definition
from caudal.business.loans.rules.revolving import Line
from caudal.business.loans.rules.terms import (
    Charge,
    ChargeKind,
    ChargeOn,
    ChargeWhen,
    LoanRate,
    Method,
    RateKind,
)
from caudal.kernel.money import Money


@dataclass(slots=True)
class Product:
    """A product's code, name and definition."""

    code: str
    name: str
    definition: Definition = field(repr=False)


def products() -> list[Product]:
    """What it lends: in weeks, in months, by the day, on a house, and as a line."""
    san = Definition(
        currency="MXN", method=Method.SAN, frequency=Frequency.WEEKLY, periods=13, fewest=13, most=13,
        least=Money.of(1_000, "MXN"), greatest=Money.of(50_000, "MXN"), installment_part=Decimal("0.10"),
        charges=(Charge(name="Contrato", amount=Money.of(700, "MXN"), when=ChargeWhen.DISCOUNTED),),
        arrears=ArrearsRule(fee=5_000), renewal_after=9, limits=_limits("MXN", 10_000, 50_000),
    )  # fmt: skip
    personal = Definition(
        currency="MXN", method=Method.FRENCH, frequency=Frequency.MONTHLY, periods=12, fewest=3, most=36,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.02")), lowest_rate=Decimal("0.015"),
        highest_rate=Decimal("0.03"), least=Money.of(5_000, "MXN"), greatest=Money.of(200_000, "MXN"),
        arrears=ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.36"))), renewal_after=6,
        limits=_limits("MXN", 20_000, 100_000),
    )  # fmt: skip
    daily = Definition(
        currency="DOP", method=Method.FLAT, frequency=Frequency.DAILY, periods=24, fewest=12, most=60,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.10"), Frequency.MONTHLY), lowest_rate=Decimal("0.05"),
        highest_rate=Decimal("0.15"), least=Money.of(2_000, "DOP"), greatest=Money.of(60_000, "DOP"),
        round_to=5, limits=_limits("DOP", 15_000, 60_000),
    )  # fmt: skip
    colombian = Definition(
        currency="COP", method=Method.FRENCH, frequency=Frequency.MONTHLY, periods=12, fewest=3, most=48,
        rate=LoanRate(RateKind.PERIODIC, Decimal("0.015")), lowest_rate=Decimal("0.01"),
        highest_rate=Decimal("0.0185"), least=Money.of(500_000, "COP"), greatest=Money.of(20_000_000, "COP"),
        charges=(Charge(name="Seguro de vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE,
                        part=Decimal("0.0006")),),
        arrears=ArrearsRule(rate=LoanRate(RateKind.EFFECTIVE_ANNUAL, Decimal("0.30")), caps=Caps("CO", "consumo")),
        round_to=50, limits=_limits("COP", 2_000_000, 20_000_000),
    )  # fmt: skip
    return [
        Product("san", "Préstamo san", san),
        Product("personal", "Personal", personal),
        Product("diario", "Diario", daily),
        Product("libre-inversion", "Libre inversión", colombian),
        Product("hipotecario", "Hipotecario", _housing()),
        Product("linea", "Línea para negocio", _revolving()),
    ]


def _housing() -> Definition:
    """On a house, up to 70 % of its appraisal, with its insurance and its property tax held for others."""
    return Definition(
        currency="MXN", method=Method.FRENCH, frequency=Frequency.MONTHLY, periods=240, fewest=60, most=360,
        rate=LoanRate(RateKind.NOMINAL, Decimal("0.1150")), lowest_rate=Decimal("0.10"),
        highest_rate=Decimal("0.14"), least=Money.of(200_000, "MXN"), greatest=Money.of(5_000_000, "MXN"),
        charges=(
            Charge(name="Seguro de vida", kind=ChargeKind.INSURANCE, on=ChargeOn.BALANCE,
                   part=Decimal("0.00035"), held=True),
            Charge(name="Seguro de daños", kind=ChargeKind.INSURANCE, on=ChargeOn.PRINCIPAL,
                   part=Decimal("0.0024"), yearly=True, held=True),
            Charge(name="Predial", on=ChargeOn.PRINCIPAL, part=Decimal("0.0018"), yearly=True, held=True),
        ),
        arrears=ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.1725"))),
        limits=_limits("MXN", 500_000, 3_000_000),
        collateral=CollateralRule(required=True, limits={Kind.PROPERTY: Decimal("0.70")}),
    )  # fmt: skip


def _revolving() -> Definition:
    """A line cut each month, with 5 % of the capital and its interest as the least to pay."""
    return Definition(
        currency="MXN", method=Method.LINE, frequency=Frequency.MONTHLY, periods=24, fewest=6, most=60,
        rate=LoanRate(RateKind.NOMINAL, Decimal("0.36")), lowest_rate=Decimal("0.24"),
        highest_rate=Decimal("0.48"), least=Money.of(10_000, "MXN"), greatest=Money.of(300_000, "MXN"),
        day_count=DayCount.ACT_360, line=Line(grace_days=20, minimum_part=Decimal("0.05"), minimum=500_00),
        arrears=ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.54"))),
        limits=_limits("MXN", 30_000, 150_000),
    )  # fmt: skip


def _limits(currency: str, supervisor: int, manager: int) -> dict[str, Money]:
    """Up to how much each role approves; the owner and the director, anything."""
    found = {"supervisor": supervisor, "gerente": manager, "director": manager * 20, "duena": manager * 20}
    return {role: Money.of(amount, currency) for role, amount in found.items()}
