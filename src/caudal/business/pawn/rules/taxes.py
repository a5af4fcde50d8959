"""What each country's law adds to the interest and storage of a pledge, as dated data. Pure."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Tax:
    """The tax on interest and storage in a country, as a fraction, while it is in force.

    ``verified``: whether somebody checked it against its source.
    """

    country: str
    first: date
    last: date | None
    rate: Decimal
    verified: bool
    source: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


def rate_on(country: str, day: date) -> Decimal:
    """The tax in force in a country on a day; nothing where no law is known.

    >>> rate_on("MX", date(2026, 10, 5)), rate_on("DO", date(2026, 10, 5))
    (Decimal('0.16'), Decimal('0'))
    """
    return next((tax.rate for tax in known() if tax.country == country and tax.covers(day)), Decimal(0))


def collected(owed: int, tax: int, paid: int) -> int:
    """How much of what is paid of interest, storage and tax is tax: its part, rounded down, and all of it at the end.

    Minor units: ``owed``, of the three, ``tax`` included.

    >>> collected(1_160, 160, 580), collected(1_160, 160, 1_160)
    (80, 160)
    """
    return tax if paid >= owed else paid * tax // owed


@lru_cache(maxsize=1)
def known() -> tuple[Tax, ...]:
    """Every tax the house knows; what the law says later is added to `taxes.csv`, never rewritten."""
    text = files("caudal.business.pawn.rules").joinpath("taxes.csv").read_text(encoding="utf-8")
    return tuple(
        Tax(
            row["country"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"]) if row["last"] else None,
            Decimal(row["rate"]), row["verified"] == "yes", row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip
