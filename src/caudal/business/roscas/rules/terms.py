"""What was agreed in a san: contribution, places, frequency, first date and the organiser's pay."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from caudal.kernel.money import MAX_MINOR, InvalidAmount, Money
from caudal.kernel.problems import Invalid

MIN_PLACES, MAX_PLACES = 2, 100
_MID = 15


class Frequency(StrEnum):
    """How often a round comes: 7 days, 14 days, on the 15th and the last of the month, or each month."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    FORTNIGHT = "fortnight"
    MONTHLY = "monthly"


class FeeKind(StrEnum):
    """How the organiser is paid: not at all, an amount or a part of each pot, or by taking the first turn."""

    NONE = "none"
    FIXED = "fixed"
    PERCENT = "percent"
    FIRST_TURN = "first_turn"


@dataclass(frozen=True, slots=True)
class Fee:
    """The organiser's pay: ``amount`` of a fixed one, ``share`` (a fraction of the pot) of a percentage."""

    kind: FeeKind = FeeKind.NONE
    amount: Money | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. ``starts_on``: when the first contribution is due."""

    places: int
    contribution: Money
    frequency: Frequency
    starts_on: date
    fee: Fee = Fee()

    @property
    def pot(self) -> Money:
        """What one round gathers: a contribution of each number, that of who receives included."""
        return Money.from_minor(self.contribution.minor * self.places, self.contribution.currency)

    @property
    def fee_per_round(self) -> Money:
        """What the organiser keeps of each pot, rounded half-even to the minor unit."""
        if self.fee.kind is FeeKind.FIXED and self.fee.amount is not None:
            return self.fee.amount
        if self.fee.kind is FeeKind.PERCENT and self.fee.share is not None:
            return self.pot.share(self.fee.share)
        return Money.of(0, self.contribution.currency)

    @property
    def handed(self) -> Money:
        """What who receives takes home."""
        return self.pot - self.fee_per_round


def check(terms: Terms) -> None:
    """Refuse what nobody could mean.

    Raises:
        InvalidAmount: a contribution that is not more than zero.
        Invalid: places, dates or a fee out of reason.
        MixedCurrencies: a fee in another currency.
    """
    if not terms.contribution.is_positive:
        raise InvalidAmount(
            "El aporte debe ser mayor que cero",
            errors=[{"pointer": "/contribution", "detail": "mayor que cero"}],
        )
    if terms.pot.minor > MAX_MINOR:
        raise InvalidAmount(
            "El bote es demasiado grande", errors=[{"pointer": "/contribution", "detail": "demasiado grande"}]
        )
    if not MIN_PLACES <= terms.places <= MAX_PLACES:
        told = f"de {MIN_PLACES} a {MAX_PLACES}"
        raise Invalid(f"Un san tiene {told} números", errors=[{"pointer": "/places", "detail": told}])
    if not 1990 <= terms.starts_on.year <= 2200:
        raise Invalid("Revise el año", errors=[{"pointer": "/starts_on", "detail": "fuera de lo razonable"}])
    fee = terms.fee
    wrong = (
        (fee.kind is FeeKind.FIXED and fee.amount is None)
        or (fee.kind is FeeKind.PERCENT and fee.share is None)
        or (fee.kind is not FeeKind.FIXED and fee.amount is not None)
        or (fee.kind is not FeeKind.PERCENT and fee.share is not None)
    )
    if wrong:
        raise Invalid(
            "La comisión fija lleva monto; la de porcentaje, su fracción; las demás, ninguno",
            errors=[{"pointer": "/fee", "detail": "no concuerda con su clase"}],
        )
    taken = terms.fee_per_round
    if taken < Money.of(0, taken.currency) or not terms.handed.is_positive:
        raise Invalid(
            "La comisión no puede ser negativa ni llevarse el bote",
            errors=[{"pointer": "/fee", "detail": "fuera de lo razonable"}],
        )


def round_dates(frequency: Frequency, starts_on: date, rounds: int) -> list[date]:
    """When each contribution is due: the first on `starts_on`, or on the first 15th or end of month from it.

    A monthly date that a month lacks is its last day; the next month has it again.

    >>> [d.isoformat() for d in round_dates(Frequency.MONTHLY, date(2027, 1, 31), 3)]
    ['2027-01-31', '2027-02-28', '2027-03-31']
    >>> [d.isoformat() for d in round_dates(Frequency.FORTNIGHT, date(2027, 1, 20), 3)]
    ['2027-01-31', '2027-02-15', '2027-02-28']
    """
    if frequency is Frequency.MONTHLY:
        return [_monthly(starts_on, k) for k in range(rounds)]
    if frequency is Frequency.FORTNIGHT:
        return _fortnights(starts_on, rounds)
    days = 7 if frequency is Frequency.WEEKLY else 14
    return [starts_on + timedelta(days=days * k) for k in range(rounds)]


def _monthly(first: date, ahead: int) -> date:
    month = first.month - 1 + ahead
    year, month = first.year + month // 12, month % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def _fortnights(first: date, rounds: int) -> list[date]:
    found: list[date] = []
    year, month = first.year, first.month
    while len(found) < rounds:
        for day in (_MID, calendar.monthrange(year, month)[1]):
            if date(year, month, day) >= first and len(found) < rounds:
                found.append(date(year, month, day))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
