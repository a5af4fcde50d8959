"""Ceilings that people write down as they are certified, and what all of them say together with those of the house.

Nothing written is changed: a correction is another certificate that takes the place of one.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from caudal.business.loans.rules.ceilings import DEFAULT_MODALITY, Ceiling, Law, certified, percent

USURY = {"CO": Decimal("1.5")}
"""How many times the current bank rate may be charged. Source: C.Co. art. 884 and C.P. art. 305 (CO)."""
LONGEST, SOONEST = timedelta(days=366), timedelta(days=62)
_DIGITS, _HIGHEST = Decimal("0.000001"), Decimal(100)
_ANNOUNCED = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A ceiling somebody wrote down. `replaces`, `replaces_on`: which one it corrects, and the first day of that one.

    One of the house has no id: only the first day says which.
    """

    id: int
    ceiling: Ceiling
    replaces: int | None
    replaces_on: date | None
    recorded_on: date
    at: datetime
    actor_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A modality of a certificate to be written: fractions; `replaces`, the first day of the one it corrects."""

    modality: str
    reference: Decimal | None
    cap: Decimal | None = None
    mora_factor: Decimal | None = None
    replaces: date | None = None


def law_of(known: Sequence[Certificate], version: str) -> Law:
    """What stands of what was written and of what came with the house, where nobody wrote over it."""
    standing = [each.ceiling for each in stands(known)]
    mine = (each for each in certified() if not hidden(each, known))
    return Law(version, (*mine, *standing))


def stands(known: Sequence[Certificate]) -> list[Certificate]:
    """Those that no other replaced."""
    gone = {each.replaces for each in known}
    return [each for each in known if each.id not in gone]


def hidden(house: Ceiling, known: Sequence[Certificate]) -> Certificate | None:
    """The certificate because of which one of the house isn't looked at: it corrects it, or says its days."""
    gone = {each.replaces for each in known}
    for each in known:
        if not same(each.ceiling, house):
            continue
        corrects = each.replaces is None and each.replaces_on == house.first
        if corrects or (each.id not in gone and over(each.ceiling, house)):
            return each
    return None


def same(one: Ceiling, other: Ceiling) -> bool:
    """Whether both are of one modality of one country."""
    return (one.country, one.modality) == (other.country, other.modality)


def over(one: Ceiling, other: Ceiling) -> bool:
    """Whether they have a day in common."""
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def usury(country: str, reference: Decimal) -> Decimal | None:
    """The cap of a current bank rate, where the law makes it of it.

    >>> usury("CO", Decimal("0.1701"))
    Decimal('0.25515')
    """
    times = USURY.get(country)
    return None if times is None else reference * times


def agrees(country: str, row: Row) -> bool:
    """Whether a cap is what the law makes of its reference, whole or as announced, with two digits of a per cent."""
    if row.reference is None or row.cap is None or country not in USURY:
        return True
    exact = row.reference * USURY[country]
    return row.cap in {exact, exact.quantize(_ANNOUNCED, rounding=ROUND_HALF_UP)}


def whole_months(first: date, last: date) -> bool:
    """Whether a stretch is one or more months, and no more than a year of them: arrears are split at month ends."""
    ends = last.day == monthrange(last.year, last.month)[1]
    return first.day == 1 and ends and first < last and last - first < LONGEST


def wrong(country: str, row: Row, law: Law) -> Iterator[tuple[str, str]]:
    """What a row has wrong by itself: the field and what is told of it."""
    allowed = modalities_of(country, law)
    if row.modality not in allowed:
        yield "modality", f"debe ser una de: {', '.join(allowed)}"
    if country in USURY and row.reference is None:
        yield "reference", "falta el interés bancario corriente"
    if row.cap is None:
        yield "cap", "falta el tope"
    for name, value in (("reference", row.reference), ("cap", row.cap), ("mora_factor", row.mora_factor)):
        if value is not None and not (0 < value < _HIGHEST and value == value.quantize(_DIGITS)):
            yield name, "mayor que cero y con seis decimales como máximo (0.25515 es 25.515 %)"


def modalities_of(country: str, law: Law) -> tuple[str, ...]:
    """The modalities that may be certified in a country: those known, or the only one of a country without any."""
    found = {each.modality for each in law.ceilings if each.country == country and each.last is not None}
    return tuple(sorted(found)) or (DEFAULT_MODALITY,)


def taken(new: Ceiling, row: Row, law: Law) -> Ceiling | None:
    """The certificate in force that has a day of a new one and isn't the one it corrects."""
    others = (each for each in law.ceilings if same(each, new) and each.first != row.replaces)
    return next((each for each in others if over(each, new)), None)


def missing(countries: Iterable[str], law: Law, today: date) -> list[tuple[str, str, list[date]]]:
    """By modality that is certified month by month, the first days of its months until today that nobody certified."""
    found: list[tuple[str, str, list[date]]] = []
    for country in sorted(set(countries)):
        for modality in modalities_of(country, law):
            dated = [c for c in law.ceilings if (c.country, c.modality) == (country, modality) and c.last]
            months = [m for m in _months(dated, today) if not any(each.covers(m) for each in dated)]
            if months:
                found.append((country, modality, months))
    return found


def _months(dated: Sequence[Ceiling], today: date) -> Iterator[date]:
    month = min((each.first for each in dated), default=date.max).replace(day=1)
    while month <= today:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def told(ceiling: Ceiling) -> str:
    """One in a few words, to say which."""
    cap = percent(ceiling.cap) if ceiling.cap is not None else "sin tope"
    until = f"{ceiling.last:%d/%m/%Y}" if ceiling.last else "sin fin"
    return f"{ceiling.modality}, {ceiling.first:%d/%m/%Y} – {until}: {cap}"
