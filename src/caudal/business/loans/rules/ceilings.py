"""What the law lets be charged, as dated data with its source; and what happens to a rate that is over it."""

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from importlib.resources import files

from caudal.kernel.problems import Problem

DEFAULT_MODALITY = "consumo"
_HUNDRED = Decimal(100)
_WIDEST = 1000


class OverCeiling(Problem):
    type, title, status = "tasa-sobre-tope", "La tasa pasa del tope legal", 422


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A certificate or a law, in force from `first` to `last` inclusive (without end when absent).

    Args:
        reference: the current bank rate certified, effective annual, as a fraction.
        cap: the highest effective annual rate, as a fraction; nothing when only arrears are limited.
        mora_factor: arrears may not pass this many times the agreed rate.
    """

    country: str
    modality: str
    first: date
    last: date | None
    reference: Decimal | None
    cap: Decimal | None
    mora_factor: Decimal | None
    source: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)

    def allows(self, annual: Decimal) -> bool:
        """Whether an effective annual rate fits, compared with the digits the certificate has."""
        if self.cap is None:
            return True
        digits = min(Decimal("0.0001"), Decimal(1).scaleb(_exponent(self.cap)))
        with localcontext(prec=_WIDEST):
            return annual.quantize(digits, rounding=ROUND_HALF_UP) <= self.cap

    @property
    def told(self) -> str:
        """The certificate in one sentence."""
        top = f"{percent(self.cap)} efectivo anual" if self.cap is not None else "sin tope"
        return f"{self.source}: {top}"


def _exponent(value: Decimal) -> int:
    found = value.as_tuple().exponent
    return found if isinstance(found, int) else 0


def percent(rate: Decimal) -> str:
    """A fraction as people write it.

    >>> percent(Decimal("0.2436"))
    '24.36 %'
    """
    with localcontext(prec=_WIDEST):
        text = f"{(rate * _HUNDRED).quantize(Decimal('0.0001')):f}".rstrip("0")
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(2, '0')} %"


@lru_cache(maxsize=1)
def certified() -> tuple[Ceiling, ...]:
    """The ceilings that come with the house; what is certified later, people write down: see `certificates`."""
    text = files("caudal.business.loans.rules").joinpath("ceilings.csv").read_text(encoding="utf-8")
    return tuple(_read(row) for row in csv.DictReader(text.splitlines()))


def _read(row: dict[str, str]) -> Ceiling:
    def fraction(name: str) -> Decimal | None:
        return Decimal(row[name]) / _HUNDRED if row[name] else None

    return Ceiling(
        country=row["country"],
        modality=row["modality"],
        first=date.fromisoformat(row["first"]),
        last=date.fromisoformat(row["last"]) if row["last"] else None,
        reference=fraction("reference"),
        cap=fraction("cap"),
        mora_factor=Decimal(row["mora_factor"]) if row["mora_factor"] else None,
        source=row["source"],
    )


@dataclass(frozen=True, slots=True)
class Law:
    """Every ceiling known at once, none over another of its modality.

    Two are the same when their `version` is: compared and hashed by it alone, whatever is remembered of a rate under
    one law is never served under another, and costs no more to find.
    """

    version: str
    ceilings: tuple[Ceiling, ...] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Caps:
    """The ceilings of one country and modality. `known`: under which law; that of the house when absent."""

    country: str
    modality: str = DEFAULT_MODALITY
    known: Law | None = None

    def on(self, day: date) -> Ceiling | None:
        """What is in force on `day`; when nobody certified that day yet, the latest before it still warns."""
        return _on(self, day)

    def exact(self, day: date) -> bool:
        """Whether somebody certified that very day."""
        found = self.on(day)
        return found is not None and found.covers(day)


@lru_cache(maxsize=4096)
def _on(caps: Caps, day: date) -> Ceiling | None:
    mine = [
        each
        for each in (certified() if caps.known is None else caps.known.ceilings)
        if (each.country, each.modality) == (caps.country, caps.modality) and each.first <= day
    ]
    return max(mine, key=lambda each: (each.covers(day), each.first), default=None)


def modalities(country: str, known: Law | None = None) -> tuple[str, ...]:
    """The modalities that a country certifies."""
    ceilings = certified() if known is None else known.ceilings
    return tuple(sorted({each.modality for each in ceilings if each.country == country}))


def refuse_over(annual: Decimal, caps: Caps, day: date) -> Ceiling | None:
    """The certificate under which an effective annual rate is allowed on `day`, or nothing when there is none.

    Raises:
        OverCeiling: the rate passes it.
    """
    ceiling = caps.on(day)
    if ceiling is None or ceiling.cap is None or ceiling.allows(annual):
        return ceiling
    stale = "" if ceiling.covers(day) else f" (la última certificación que se conoce{_until(ceiling)})"
    raise OverCeiling(
        f"{percent(annual)} efectivo anual pasa de {percent(ceiling.cap)}{stale}. {ceiling.source}",
        annual_effective=str(annual),
        cap=str(ceiling.cap),
        certificate=ceiling.source,
        first=ceiling.first.isoformat(),
        last=ceiling.last.isoformat() if ceiling.last else None,
        stale=not ceiling.covers(day),
    )


def _until(ceiling: Ceiling) -> str:
    return f": rigió hasta el {ceiling.last:%d/%m/%Y}" if ceiling.last else ""


@dataclass(frozen=True, slots=True)
class Clipped:
    """A rate after the ceiling: `asked` what the contract says, `charged` what may be; the certificate when it cut."""

    asked: Decimal
    charged: Decimal
    by: Ceiling | None


def clip(annual: Decimal, caps: Caps | None, day: date, agreed: Decimal | None = None) -> Clipped:
    """An effective annual arrears rate brought down to what may be charged on `day`.

    Args:
        annual: what the contract says, a fraction.
        caps: of which country and modality; nothing is limited without it.
        agreed: the ordinary effective annual rate of the loan, for laws that limit arrears by it.
    """
    ceiling = caps.on(day) if caps else None
    if ceiling is None:
        return Clipped(annual, annual, None)
    limits = [ceiling.cap] if ceiling.cap is not None else []
    if ceiling.mora_factor is not None and agreed is not None:
        limits.append(ceiling.mora_factor * agreed)
    lowest = min([annual, *limits])
    return Clipped(annual, lowest, ceiling if lowest < annual else None)
