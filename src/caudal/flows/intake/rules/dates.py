"""Dates as people type them: day and month in a known order, months by name, the serials of a spreadsheet."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from caudal.flows.intake.rules.cells import Cell, fold, shown, spoiled
from caudal.flows.intake.rules.findings import Bad

ORDERS = {"dmy": "día/mes/año", "mdy": "mes/día/año", "ymd": "año-mes-día"}
_EPOCH = date(1899, 12, 30)
_SERIALS = range(25_569, 73_051)
"""Day numbers of a spreadsheet, 1970 to 2099."""
EARLIEST = 1990
_FARTHEST_YEARS = 40

_NUMERIC = re.compile(r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})")
_CLOCK = re.compile(
    r"(?:T|\s+)\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(\s*[ap]\.?\s?m\.?)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_COMPACT = re.compile(r"(19|20|2\d)\d{6}")
_DIGITS = re.compile(r"\d{5}")
_NAMED = re.compile(r"(?:[^\W\d_]+ )?(\d{1,2})\s*(?:de )?\s*([^\W\d_]{3,10})\s*(?:del? )?\s*(\d{2}|\d{4})")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,10}) (\d{1,2}) (\d{2}|\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("ene enero jan january", "feb febrero february", "mar marzo march", "abr abril apr april",
         "may mayo", "jun junio june", "jul julio july", "ago agosto aug august",
         "sep sept septiembre setiembre set september", "oct octubre october", "nov noviembre november",
         "dic diciembre dec december"), 1)
    for name in names.split()
}  # fmt: skip
_NOT_A_DATE = Bad("fecha-no-es-fecha", "No es una fecha", "Escríbala como 31/01/2026")


@dataclass(frozen=True, slots=True)
class Day:
    """A date read from a cell; whether its year had two digits, or it came as a day number."""

    on: date
    short_year: bool = False
    serial: bool = False


def parse(cell: Cell, order: str) -> Day | Bad | None:
    """The date in a cell; nothing where it is blank.

    Args:
        cell: as the file has it; a date of a spreadsheet needs no order.
        order: ``dmy``, ``mdy`` or ``ymd``, for what is written only with numbers.
    """
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, time):
        return _NOT_A_DATE
    text = shown(cell)
    if not text:
        return None
    return spoiled(text) or _parse_text(text, order)


def _parse_text(text: str, order: str) -> Day | Bad:
    bare = _CLOCK.sub("", text).strip()
    parts = _NUMERIC.fullmatch(bare)
    if parts:
        return _numeric(parts[1], parts[2], parts[3], order)
    if _COMPACT.fullmatch(bare):
        return _date(int(bare[:4]), int(bare[4:6]), int(bare[6:]), text)
    if _DIGITS.fullmatch(bare) and int(bare) in _SERIALS:
        return Day(_EPOCH + timedelta(days=int(bare)), serial=True)
    words = fold(bare)
    named = _NAMED.fullmatch(words)
    if named and named[2] in _MONTHS:
        return _date(_year(named[3]), _MONTHS[named[2]], int(named[1]), text, short=len(named[3]) == 2)
    named = _NAMED_FIRST.fullmatch(words)
    if named and named[1] in _MONTHS:
        return _date(_year(named[3]), _MONTHS[named[1]], int(named[2]), text, short=len(named[3]) == 2)
    return _NOT_A_DATE


def _numeric(first: str, second: str, third: str, order: str) -> Day | Bad:
    if len(first) > 2:  # noqa: SIM102 - a year in front needs no order
        if len(first) == 4 and len(third) <= 2:
            return _date(int(first), int(second), int(third), f"{third}/{second}/{first}")
    if len(first) > 2 or len(third) == 3:
        return _NOT_A_DATE
    if order == "ymd" and len(third) <= 2:
        return _date(_year(first), int(second), int(third), f"{third}/{second}/{first}", short=True)
    if len(third) == 1:
        return _NOT_A_DATE
    day, month = (int(second), int(first)) if order == "mdy" else (int(first), int(second))
    if month > 12 >= day:
        return Bad(
            "fecha-sin-ese-mes",
            f"No existe el mes {month}",
            f"El archivo se lee {ORDERS[order if order != 'ymd' else 'dmy']}; "
            f"¿es {month:02d}/{day:02d}/{third}? Escríbala así",
        )
    return _date(_year(third), month, day, f"{first}/{second}/{third}", short=len(third) == 2)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) <= 2 else 0)


def _date(year: int, month: int, day: int, text: str, *, short: bool = False) -> Day | Bad:
    try:
        return Day(date(year, month, day), short)
    except ValueError:
        return Bad(
            "fecha-inexistente",
            f"La fecha {text} no existe",
            "Revise el día y el mes; escríbala como 31/01/2026",
        )


def check(on: date, today: date, *, future: bool) -> Bad | None:
    """Whether a date is plausible for a debt; `future` says if it may come after `today`."""
    if on.year < EARLIEST or on.year > today.year + _FARTHEST_YEARS:
        return Bad(
            "anio-improbable",
            f"El año {on.year} está fuera de lo razonable",
            f"Use un año entre {EARLIEST} y {today.year + _FARTHEST_YEARS}",
        )
    if not future and on > today:
        return Bad(
            "fecha-futura",
            f"La fecha de la deuda es posterior a hoy ({today.day:02d}/{today.month:02d}/{today.year})",
            "Revise el día, el mes y el año; las deudas de mañana se registran mañana",
        )
    return None
