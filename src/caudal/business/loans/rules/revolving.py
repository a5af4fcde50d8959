"""How a line of credit is billed: its cut, when it is due, and the least that is paid of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from caudal.business.loans.rules.ratios import part, ratio
from caudal.kernel.problems import Invalid

LONGEST_GRACE = 60
LAST_CUT = 28


@dataclass(frozen=True, slots=True)
class Line:
    """What is billed each cycle. Amounts in minor units.

    Args:
        cut_day: of the month on which a cycle ends; absent, a period after it was opened, and so on.
        grace_days: from the cut to the due date.
        minimum_part: of the capital used, with the interest, the least to pay; never under `minimum`, nor over all.

    Raises:
        Invalid: something isn't possible, with its place.
    """

    grace_days: int = 20
    minimum_part: Decimal = Decimal("0.05")
    minimum: int = 0
    cut_day: int | None = None

    def __post_init__(self) -> None:
        cut = self.cut_day is None or 1 <= self.cut_day <= LAST_CUT
        told = {
            "cut_day": "" if cut else f"el corte va del día 1 al {LAST_CUT}",
            "grace_days": f"de 0 a {LONGEST_GRACE} días" if not 0 <= self.grace_days <= LONGEST_GRACE else "",
            "minimum_part": ""
            if self.minimum_part.is_finite() and 0 <= self.minimum_part <= 1
            else "entre 0 y 1",
            "minimum": "no puede ser negativo" if self.minimum < 0 else "",
        }
        wrong = [{"pointer": f"/line/{name}", "detail": detail} for name, detail in told.items() if detail]
        if wrong:
            raise Invalid(wrong[0]["detail"], errors=wrong)

    def first_cut(self, opened: date) -> date | None:
        """The first cut after the line was opened; none when it is a period after."""
        if self.cut_day is None:
            return None
        day = opened + timedelta(days=1)
        while day.day != self.cut_day:
            day += timedelta(days=1)
        return day

    def capital_of(self, balance: int, interest: int) -> int:
        """What of the capital used and not billed yet is asked with so much interest.

        >>> Line(minimum_part=Decimal("0.05"), minimum=50_000).capital_of(1_500_000, 74_000)
        75000
        """
        least = max(part(balance, ratio(self.minimum_part)), self.minimum - interest)
        return max(0, min(balance, least))
