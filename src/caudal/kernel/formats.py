"""Money, dates and percentages as each country writes them. Source: design notes §4.3; table in words/formats.toml.

Not the locale library's: two of them write the same peso in different ways. Plain characters in messages and files,
a narrow no-break space only on screen.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib import resources

from caudal.kernel.money import CURRENCIES, Money

NARROW = "\u202f"
MINUS = "\u2212"
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")

_LONG_MONTHS = (
    "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre", "Noviembre",
    "Diciembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How one currency is written."""

    group: str
    decimal: str
    shown: int
    text: str
    screen: str
    compact: str
    compact_space: str


def money_text(money: Money) -> str:
    """For messages and files: plain characters, with the code where it could be confused.

    >>> money_text(Money.of(250000, "COP")), money_text(Money.of(10000, "MXN"))
    ('$250.000 COP', '$10,000.00 MXN')
    """
    style = _style(money.currency)
    sign = "-" if money.amount < 0 else ""
    return sign + style.text % _figure(abs(money.amount), style, CURRENCIES[money.currency])


def money_screen(money: Money) -> str:
    """For screens and printed pages: narrow no-break space, true minus sign."""
    style = _style(money.currency)
    sign = MINUS if money.amount < 0 else ""
    return sign + (style.screen % _figure(abs(money.amount), style, CURRENCIES[money.currency])).replace(
        " ", NARROW
    )


def compact(money: Money) -> str:
    """Thousands (K) and millions (M) cut, not rounded, to the digits shown, as the documents do.

    >>> compact(Money.of(910000, "MXN")), compact(Money.of(2095000, "MXN"))
    ('$910K', '$2.09M')
    """
    style = _style(money.currency)
    value, sign = abs(money.amount), "-" if money.amount < 0 else ""
    if value >= 1_000_000:
        millions = str((value / 1_000_000).quantize(Decimal("0.01"), rounding=ROUND_DOWN))
        figure = f"{millions.replace('.', style.decimal)}{style.compact_space}M"
    elif value >= 1_000:
        figure = f"{(value / 1_000).quantize(Decimal(1), rounding=ROUND_DOWN)}{style.compact_space}K"
    else:
        figure = str(value.quantize(Decimal(1), rounding=ROUND_DOWN))
    return sign + style.compact % figure


def money_brief(money: Money) -> str:
    """For reports that are read in one glance: symbol and figure, no code, and cents only where there are any.

    >>> money_brief(Money.of(45000, "MXN")), money_brief(Money.of("84200.50", "DOP"))
    ('$45,000', 'RD$84,200.50')
    >>> money_brief(Money.of(-250000, "COP"))
    '-$250.000'
    """
    style = _style(money.currency)
    whole = money.amount == money.amount.to_integral_value()
    figure = f"{abs(money.amount):.{0 if whole else CURRENCIES[money.currency]}f}"
    units, _, cents = figure.partition(".")
    grouped = f"{int(units):,}".replace(",", style.group)
    sign = "-" if money.amount < 0 else ""
    return sign + style.compact % (f"{grouped}{style.decimal}{cents}" if cents else grouped)


def money_compact(money: Money) -> str:
    """As :func:`compact`, without the zeros that say nothing.

    >>> money_compact(Money.of(2_300_000, "MXN")), money_compact(Money.of(2_240_000, "MXN"))
    ('$2.3M', '$2.24M')
    """
    style = _style(money.currency)
    figure, point, cents = compact(money).partition(style.decimal)
    digits = cents.rstrip("KM ")
    kept = digits.rstrip("0")
    return figure + (point + kept if kept else "") + cents[len(digits) :]


def counted(n: int, one: str, more: str) -> str:
    """As many as they are.

    >>> counted(1, "día", "días"), counted(2, "día", "días")
    ('1 día', '2 días')
    """
    return f"{n} {one if n == 1 else more}"


def date_text(day: date) -> str:
    """dd/mm/yyyy, always.

    >>> date_text(date(2026, 1, 10))
    '10/01/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def date_short(day: date) -> str:
    """Day and month, as in «5 oct»."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def week_text(since: date) -> str:
    """The seven days from `since`, as people say them.

    >>> week_text(date(2025, 10, 20)), week_text(date(2026, 9, 28))
    ('20-26 Octubre', '28 Septiembre-4 Octubre')
    >>> week_text(date(2025, 12, 29))
    '29 Diciembre 2025-4 Enero 2026'
    """
    until = since + timedelta(days=6)
    if since.month == until.month:
        return f"{since.day}-{until.day} {_LONG_MONTHS[until.month - 1]}"
    if since.year == until.year:
        return f"{since.day} {_LONG_MONTHS[since.month - 1]}-{until.day} {_LONG_MONTHS[until.month - 1]}"
    first, last = (f"{day.day} {_LONG_MONTHS[day.month - 1]} {day.year}" for day in (since, until))
    return f"{first}-{last}"


def percent(fraction: Decimal, *, space: bool = True) -> str:
    """One decimal, half up; a space before the sign in tables, none in the documents' own messages.

    >>> percent(Decimal("0.0647"), space=False)
    '6.5%'
    """
    figure = (fraction * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{figure}{' ' if space else ''}%"


def excel_format(currency: str) -> str:
    """The number format of a money cell in a workbook."""
    return "#,##0.00" if _style(currency).shown else "#,##0"


def _figure(value: Decimal, style: Style, digits: int) -> str:
    digits = min(style.shown, digits) if value == value.to_integral_value() else digits
    whole, _, cents = f"{value:.{digits}f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", style.group)
    return f"{grouped}{style.decimal}{cents}" if cents else grouped


@lru_cache(maxsize=32)
def _style(currency: str) -> Style:
    table = tomllib.loads(resources.files("caudal.kernel.words").joinpath("formats.toml").read_text("utf-8"))
    row = table["currency"].get(currency) or table["currency"]["default"]
    return Style(
        group=row["group"],
        decimal=row["decimal"],
        shown=row["shown"],
        compact_space=row["compact_space"],
        **{key: str(row[key]).replace("{code}", currency) for key in ("text", "screen", "compact")},
    )
