"""A quotation: the schedule, what it costs, and the certificate under which its rate is allowed."""

from dataclasses import dataclass
from decimal import Decimal

from caudal.business.loans.rules.ceilings import Caps, Ceiling, refuse_over
from caudal.business.loans.rules.cost import Cost, agreed_annual, cost
from caudal.business.loans.rules.schedule import Schedule, schedule
from caudal.business.loans.rules.terms import Terms

COUNTRY_OF = {"COP": "CO", "MXN": "MX", "DOP": "DO"}
"""Whose law looks at a loan, by the currency it is lent in."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A loan as it would be. `compared`: the effective annual rate that the ceiling looked at."""

    schedule: Schedule
    cost: Cost
    compared: Decimal
    ceiling: Ceiling | None


def quote(terms: Terms, caps: Caps | None) -> Quote:
    """What a loan would pay and cost.

    Raises:
        NotAmortising: with those instalments the debt isn't paid.
        OverCeiling: the rate, with the fees that count as interest, passes the ceiling of that day.
        Invalid: the figures are beyond what can be written down.
    """
    plan = schedule(terms)
    found = cost(plan)
    compared = agreed_annual(plan, found)
    ceiling = refuse_over(compared, caps, terms.disbursed_on) if caps else None
    return Quote(plan, found, compared, ceiling)
