"""Rates of interest, exact, with their time basis; conversions between bases."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

PERIODS_PER_YEAR = {"day": 365, "week": 52, "fortnight": 24, "month": 12, "quarter": 4, "year": 1}


class Basis(StrEnum):
    PERIODIC = "periodic"
    NOMINAL = "nominal"
    EFFECTIVE_ANNUAL = "effective_annual"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as a fraction (0.02 is 2 %), on a basis; nominal and periodic ones name their period.

    >>> Rate(Basis.EFFECTIVE_ANNUAL, Decimal("0.2436")).periodic("month").quantize(Decimal("1e-8"))
    Decimal('0.01833357')
    """

    basis: Basis
    value: Decimal
    period: str = "month"

    def periodic(self, period: str) -> Decimal:
        """The equivalent compound rate of one `period`, 28 significant digits."""
        with localcontext(prec=34):
            if self.basis is Basis.PERIODIC and period == self.period:
                return self.value
            root = Decimal(1) / PERIODS_PER_YEAR[period]
            return +((1 + self.effective_annual()) ** root - 1)

    def effective_annual(self) -> Decimal:
        """The effective annual rate, as a fraction."""
        with localcontext(prec=34):
            if self.basis is Basis.EFFECTIVE_ANNUAL:
                return self.value
            times = PERIODS_PER_YEAR[self.period]
            one = self.value / times if self.basis is Basis.NOMINAL else self.value
            return +((1 + one) ** times - 1)
