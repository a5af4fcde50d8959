"""What a cancelled service gives back: the policy as data, and the sum. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from caudal.kernel.money import Money

_WHOLE = Decimal(100)
_MOST_BANDS = 20
FURTHEST_DAY = 3660


@dataclass(frozen=True, slots=True)
class Band:
    """From ``first_day`` whole calendar days before the service until the next band, ``percent`` of what was paid."""

    first_day: int
    percent: Decimal


SUGGESTED = (
    Band(30, Decimal(100)), Band(14, Decimal(90)), Band(7, Decimal(75)), Band(2, Decimal(50)), Band(0, Decimal(0)),
)  # fmt: skip
"""The table of the document.

Source: document 4, «Reembolsos»: 30+ days 100 %, 14–29 90 %, 7–13 75 %, 2–6 50 %, less than 2 nothing.
"""


class State(StrEnum):
    """Where a refund is; the last three end it without paying."""

    ASKED = "asked"
    AUTHORISED = "authorised"
    PAID = "paid"
    RETAINED = "retained"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


STATES = {
    State.ASKED: "Por autorizar",
    State.AUTHORISED: "Por pagar",
    State.PAID: "Pagado",
    State.RETAINED: "Sin devolución",
    State.REJECTED: "Rechazado",
    State.WITHDRAWN: "Retirado",
    State.VOIDED: "Anulado",
}
LIVE = (State.ASKED, State.AUTHORISED)
DECIDED = (State.AUTHORISED, State.PAID, State.RETAINED)


class Method(StrEnum):
    """How money goes back."""

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"


METHODS = {Method.CASH: "Efectivo", Method.TRANSFER: "Transferencia", Method.CARD: "Tarjeta"}
BACK_BY = {
    "cash": Method.CASH,
    "transfer": Method.TRANSFER,
    "cheque": Method.TRANSFER,
    "card": Method.CARD,
}
"""How money that came by each way of paying goes back, when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a cancellation gives back.

    ``band``: the row of the policy that applies; ``already``: what was given back before; ``policy``: what the policy
    still gives back; ``refund`` and ``retained``: what is asked for, and what the house keeps with it.
    """

    days: int
    band: Band
    paid: Money
    already: Money
    policy: Money
    refund: Money
    retained: Money

    @property
    def exception(self) -> bool:
        """Whether more is asked for than the policy gives."""
        return self.refund > self.policy


def days_before(service_on: date, cancelled_on: date) -> int:
    """Whole calendar days between a cancellation and its service, both dates of the branch's calendar.

    >>> days_before(date(2026, 10, 15), date(2026, 10, 5)), days_before(date(2026, 10, 5), date(2026, 10, 6))
    (10, -1)
    """
    return (service_on - cancelled_on).days


def band_of(bands: Sequence[Band], days: int) -> Band:
    """The band of a cancellation `days` before: once the service has passed, that of the very day.

    >>> [str(band_of(SUGGESTED, days).percent) for days in (30, 29, 14, 13, 7, 6, 2, 1, -3)]
    ['100', '90', '90', '75', '75', '50', '50', '0', '0']
    """
    counted = max(0, days)
    return max((band for band in bands if band.first_day <= counted), key=lambda band: band.first_day)


def calculate(
    bands: Sequence[Band], days: int, paid: Money, already: Money, asked: Money | None = None
) -> Calculation:
    """What a cancellation `days` before gives back of `paid`, of which `already` was given back.

    The part of the policy is rounded half-even to the minor unit, and what is kept is the rest: they always add up to
    what was paid. `asked`: another amount than that of the policy.

    >>> found = calculate(SUGGESTED, 10, Money.of(10_000, "MXN"), Money.of(0, "MXN"))
    >>> str(found.refund.amount), str(found.retained.amount)
    ('7500.00', '2500.00')

    Source: document 4, María López cancels 10 days before.
    """
    band = band_of(bands, days)
    zero = Money.of(0, paid.currency)
    policy = max(zero, paid.share(band.percent / _WHOLE) - already)
    refund = policy if asked is None else asked
    return Calculation(days, band, paid, already, policy, refund, paid - already - refund)


def wrong_bands(bands: Sequence[Band]) -> list[dict[str, str]]:
    """What is wrong with a table of bands, one thing per place; nothing when it can be a policy.

    >>> wrong_bands(SUGGESTED)
    []
    >>> wrong_bands([Band(7, Decimal(50))])[0]["detail"]
    'falta el renglón del mismo día (desde 0 días)'
    """
    found: list[dict[str, str]] = []
    if not 1 <= len(bands) <= _MOST_BANDS:
        return [{"pointer": "/bands", "detail": f"de 1 a {_MOST_BANDS} renglones"}]
    ordered = sorted(bands, key=lambda band: band.first_day)
    if ordered[0].first_day != 0:
        found.append({"pointer": "/bands", "detail": "falta el renglón del mismo día (desde 0 días)"})
    if len({band.first_day for band in bands}) < len(bands):
        found.append({"pointer": "/bands", "detail": "dos renglones empiezan el mismo día"})
    for number, band in enumerate(bands):
        if not 0 <= band.first_day <= FURTHEST_DAY:
            found.append({"pointer": f"/bands/{number}/first_day", "detail": f"de 0 a {FURTHEST_DAY} días"})
        if not 0 <= band.percent <= _WHOLE or band.percent != round(band.percent, 2):
            found.append({"pointer": f"/bands/{number}/percent", "detail": "de 0 a 100, con dos decimales"})
    if any(one.percent > other.percent for one, other in pairwise(ordered)):
        found.append({"pointer": "/bands", "detail": "avisar con más días no puede devolver menos"})
    return found


def shown(percent: Decimal) -> Decimal:
    """A percent without the zeros of its column: the same value is always written the same way.

    >>> str(shown(Decimal("75.00"))), str(shown(Decimal("33.30"))), str(shown(Decimal(100)))
    ('75', '33.3', '100')
    """
    whole = percent.to_integral_value()
    return whole if percent == whole else percent.normalize()


def span_text(bands: Sequence[Band], band: Band) -> str:
    """The days of a band as people say them.

    >>> [span_text(SUGGESTED, band) for band in SUGGESTED]
    ['30+ días', '14–29 días', '7–13 días', '2–6 días', '< 2 días']
    """
    above = [each.first_day for each in bands if each.first_day > band.first_day]
    if not above:
        return f"{band.first_day}+ días"
    last = min(above) - 1
    if band.first_day == 0:
        return f"< {last + 1} días"
    return f"{band.first_day} días" if last == band.first_day else f"{band.first_day}–{last} días"
