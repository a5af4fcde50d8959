"""Loans in units of account (UVR): the schedule is in units of four decimals; money is their value on each day.

Source: systems approved by the Superintendencia Financiera (CO) for housing: constant instalment in UVR, constant
capital in UVR, and cyclical decreasing instalment. Ley 546 de 1999: interest is never capitalised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from caudal.business.loans.rules.amortisation import Piece, Rules, french, german
from caudal.business.loans.rules.ratios import PRECISION, Ratio, compound, decimal, part, ratio, whole
from caudal.kernel.problems import Invalid

UNIT = 10_000
"""A unit of account is counted in ten-thousandths."""


class System(StrEnum):
    """How instalments in units behave."""

    CONSTANT_INSTALMENT = "constant_instalment"
    CONSTANT_CAPITAL = "constant_capital"
    CYCLICAL = "cyclical"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A loan in units. `principal` in ten-thousandths of a unit; `annual`, effective, over the unit.

    Args:
        inflation: expected, effective annual: what the cyclical system lowers each instalment of the year by.
    """

    principal: int
    annual: Decimal
    periods: int
    system: System = System.CONSTANT_INSTALMENT
    inflation: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.principal <= 0 or not 1 <= self.periods <= 480 or self.annual < 0 or self.inflation < 0:
            raise Invalid("un préstamo en UVR lleva capital, de 1 a 480 meses y tasas que no sean negativas")


def monthly(loan: Indexed) -> Ratio:
    """The rate of a month."""
    return ratio(compound(loan.annual, (1, 12)))


def pieces(loan: Indexed) -> list[Piece]:
    """Capital, interest and balance of each month, in ten-thousandths of a unit."""
    parts = [monthly(loan)] * loan.periods
    if loan.system is System.CONSTANT_INSTALMENT:
        return french(loan.principal, parts, Rules())
    if loan.system is System.CONSTANT_CAPITAL:
        return german(loan.principal, parts, Rules())
    return _cyclical(loan, parts[0])


def _cyclical(loan: Indexed, one: Ratio) -> list[Piece]:
    """Within each year instalments fall by the expected inflation, so that in money they hardly move."""
    with localcontext(prec=PRECISION):
        fall = [(1 + loan.inflation) ** (Decimal(-month) / 12) for month in range(12)]
        v = 1 / (1 + decimal(one))
        worth = sum((fall[k % 12] * v ** (k + 1) for k in range(loan.periods)), Decimal(0))
        first = loan.principal / worth
    found: list[Piece] = []
    balance = loan.principal
    for k in range(loan.periods):
        interest = part(balance, one)
        wanted = whole(first * fall[k % 12]) - interest
        principal = balance if k == loan.periods - 1 else max(0, min(balance, wanted))
        balance -= principal
        found.append(Piece(principal, interest, balance))
    return found


def in_money(units: int, value: Decimal) -> int:
    """Minor units of an amount of units at the `value` of the day (money per unit, published with four decimals)."""
    with localcontext(prec=PRECISION):
        return int((Decimal(units) / UNIT * value * 100).to_integral_value(rounding=ROUND_HALF_UP))


def in_units(minor: int, value: Decimal) -> int:
    """Ten-thousandths of a unit that an amount of money buys at the `value` of the day."""
    with localcontext(prec=PRECISION):
        return int((Decimal(minor) / 100 / value * UNIT).to_integral_value(rounding=ROUND_HALF_UP))


def correction(units: int, before: Decimal, now: Decimal) -> int:
    """What a balance in units grew in money between two values: monetary correction, in minor units."""
    return in_money(units, now) - in_money(units, before)


def in_money_all(found: Sequence[Piece], values: Sequence[Decimal]) -> list[int]:
    """Each instalment in money, at the value of its own date."""
    return [in_money(p.principal + p.interest, value) for p, value in zip(found, values, strict=True)]
