"""Amounts as people type them: separators, currency marks, parentheses; exact, never rounded."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from caudal.flows.intake.rules.cells import Cell, digits_lost, fold, number_text, shown, spoiled
from caudal.flows.intake.rules.findings import Bad
from caudal.kernel.money import CURRENCIES, MAX_MINOR

_MARKS = {
    "US$": "USD", "U$S": "USD", "USD$": "USD", "RD$": "DOP", "MX$": "MXN", "MXN$": "MXN", "MEX$": "MXN",
    "COP$": "COP", "COL$": "COP", "CO$": "COP", "DOP$": "DOP", "M.N.": "MXN", "MN": "MXN", "M.N": "MXN",
    "€": "EUR", "S/": "PEN", "S/.": "PEN", "₡": "CRC", "Q": "GTQ", "L": "HNL", "$": None, "PESOS": None,
    "DLLS": "USD", "DOLARES": "USD", "DÓLARES": "USD", "USD": "USD",
}  # fmt: skip
_NAMES = {
    "pesos mexicanos": "MXN", "peso mexicano": "MXN", "mn": "MXN", "m n": "MXN", "moneda nacional mexico": "MXN",
    "pesos colombianos": "COP", "peso colombiano": "COP", "pesos dominicanos": "DOP", "peso dominicano": "DOP",
    "rd": "DOP", "dolares": "USD", "dolar": "USD", "dolares americanos": "USD", "us": "USD", "dls": "USD",
    "dlls": "USD", "euros": "EUR", "euro": "EUR", "soles": "PEN", "sol": "PEN", "quetzales": "GTQ", "quetzal": "GTQ",
    "lempiras": "HNL", "colones": "CRC", "pesos chilenos": "CLP",
}  # fmt: skip
_LOCAL = frozenset({"", "pesos", "peso", "local", "moneda nacional", "nacional"})
_MARK = r"U\$S|[^\W\d_]{1,7}\.?[^\W\d_]?\.?[$/]?\.?|[$€₡]"
_WHOLE = re.compile(
    rf"(?P<minus1>[-−–])?\s*(?P<open>\()?\s*(?P<minus2>[-−–])?\s*(?P<before>{_MARK})?\s*(?P<dollar>\$)?\s*"
    rf"(?P<minus3>[-−–])?\s*(?P<figure>\d[\d.,'’´ ]*?|[.,]\d+?)\s*(?P<after>{_MARK})?"
    r"\s*(?P<close>\))?\s*(?P<minus4>[-−–])?"
)
_PLAIN = {".": re.compile(r"\d+(\.\d*)?|\.\d+"), ",": re.compile(r"\d+(,\d*)?|,\d+")}
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:[,'’´ ]\d{3})+(\.\d*)?"),
    ",": re.compile(r"\d{1,3}(?:[.'’´ ]\d{3})+(,\d*)?"),
}
_GROUPS = re.compile(r"[.,'’´ ]")
_DATE_LIKE = re.compile(r"\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?|\d{1,2}[-/ ][^\W\d_]{3,10}([-/ ]\d{2,4})?")

_NOT_A_NUMBER = Bad("monto-no-es-numero", "No es un monto", "Escriba sólo cifras, como {example}")
_BECAME_DATE = Bad(
    "monto-es-fecha",
    "Hay una fecha donde va el monto; Excel pudo convertirlo solo",
    "Dé formato de número a la columna y escriba el monto otra vez, como {example}",
)
_ZERO = Bad("monto-cero", "El monto es cero", "Escriba cuánto se debe, o quite la fila si ya no se debe nada")
_NEGATIVE = Bad(
    "monto-negativo",
    "El monto es negativo",
    "Escríbalo positivo; si es un saldo a favor o una devolución, quite la fila y regístrelo aparte",
)
_TOO_LARGE = Bad(
    "monto-demasiado-grande", "El monto es demasiado grande", "Revise los ceros y los separadores"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount read from a cell, and the currency the same cell names, if any."""

    amount: Decimal
    currency: str | None = None


def example(decimal: str) -> str:
    """How an amount is written where `decimal` is the decimal mark.

    >>> example(","), example(".")
    ('1.250.000,50', '1,250,000.50')
    """
    return "1.250.000,50" if decimal == "," else "1,250,000.50"


def parse(cell: Cell, decimal: str) -> Figure | Bad | None:
    """The figure in a cell, sign included; nothing where it is blank.

    Args:
        cell: as the file has it; a number of a spreadsheet needs no marks.
        decimal: the decimal mark of the file, ``.`` or ``,``; the other one groups thousands.
    """
    if isinstance(cell, int):
        return Figure(Decimal(cell))
    if isinstance(cell, float):
        return Figure(Decimal(number_text(cell)))
    if isinstance(cell, date | datetime | time):
        return _said(_BECAME_DATE, decimal)
    text = shown(cell)
    if not text:
        return None
    bare = text.removeprefix("$").lstrip()
    if _PLAIN[decimal].fullmatch(bare) or _GROUPED[decimal].fullmatch(bare):
        return Figure(_ungrouped(bare, decimal))
    return _parse_text(text, decimal)


def _parse_text(text: str, decimal: str) -> Figure | Bad:
    found = spoiled(text) or digits_lost(text)
    if found:
        return found
    parts = _WHOLE.fullmatch(text)
    if not parts or (parts["open"] is None) != (parts["close"] is None):
        return _said(_BECAME_DATE if _DATE_LIKE.fullmatch(text) else _NOT_A_NUMBER, decimal)
    currency, known = _currency_marks(parts["before"], parts["after"], dollar=bool(parts["dollar"]))
    if not known:
        return _said(_NOT_A_NUMBER, decimal)
    amount = _figure(parts["figure"].strip(), decimal)
    if isinstance(amount, Bad):
        return amount
    minus = any(parts[name] for name in ("minus1", "minus2", "minus3", "minus4", "open"))
    return Figure(-amount if minus else amount, currency)


def _currency_marks(before: str | None, after: str | None, *, dollar: bool) -> tuple[str | None, bool]:
    """The currency that the marks around a figure name, and whether every mark is one."""
    found: str | None = None
    for mark in (before, after):
        if not mark:
            continue
        known = mark.upper()
        if dollar and mark is before and known + "$" in _MARKS:
            known += "$"
        if known in CURRENCIES:
            found = known
        elif known in _MARKS:
            found = _MARKS[known] or found
        else:
            return None, False
    return found, True


def _figure(text: str, decimal: str) -> Decimal | Bad:
    other = "," if decimal == "." else "."
    if _PLAIN[decimal].fullmatch(text) or _GROUPED[decimal].fullmatch(text):
        return _ungrouped(text, decimal)
    if _PLAIN[other].fullmatch(text) or _GROUPED[other].fullmatch(text):
        whole, _, cents = text.partition(other)
        right = _GROUPS.sub("", whole) + (decimal + cents if cents else "")
        words = {".": "punto", ",": "coma"}
        return Bad(
            "monto-en-otro-formato",
            f"El monto usa {words[other]} decimal y el archivo usa {words[decimal]}",
            f"Si es correcto, escríbalo {right}; si todo el archivo es así, cambie el formato de los montos",
        )
    return Bad(
        "monto-mal-separado",
        "Los separadores de miles y decimales del monto no concuerdan",
        f"Escríbalo como {example(decimal)}",
    )


def _ungrouped(text: str, decimal: str) -> Decimal:
    whole, _, cents = text.partition(decimal)
    return Decimal(f"0{_GROUPS.sub('', whole)}.{cents}")


def check(figure: Figure, digits: int, *, zero: bool = False) -> Bad | None:
    """Whether a figure can be an amount of a currency with `digits` decimals; `zero` says if none is fine."""
    amount = figure.amount
    written = decimals(amount)
    if written > digits and amount and (written == 3 or amount != round(amount, digits)):
        return _decimals(amount, written, digits)
    if amount < 0:
        return _NEGATIVE
    if amount == 0 and not zero:
        return _ZERO
    if amount.scaleb(digits) > MAX_MINOR:
        return _TOO_LARGE
    return None


def decimals(amount: Decimal) -> int:
    """How many decimals an amount was written with, zeros included: 1.250 may well be a thousand."""
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _decimals(amount: Decimal, written: int, digits: int) -> Bad:
    thousands = f"; si son miles, escriba {abs(amount).scaleb(3):f}" if written == 3 else ""
    return Bad(
        "monto-con-mas-decimales",
        f"El monto tiene {min(written, 15)} decimales y se admiten {digits}",
        f"Redondéelo a {digits} decimales en su hoja{thousands}",
    )


def currency(cell: Cell, default: str) -> str | Bad | None:
    """The currency a cell names; `default` where it only says «pesos»; nothing where it is blank.

    >>> currency("Dólares", "MXN"), currency("pesos", "COP")
    ('USD', 'COP')
    """
    text = shown(cell)
    if not text:
        return None
    found = spoiled(text)
    if found:
        return found
    code = text.upper().replace(" ", "")
    if code in CURRENCIES:
        return code
    named = _NAMES.get(fold(text)) or _MARKS.get(code)
    if named:
        return named
    if code == "$" or fold(text) in _LOCAL:
        return default
    return Bad(
        "moneda-desconocida",
        "Esa moneda no se maneja",
        f"Use el código de tres letras: {', '.join(CURRENCIES)}",
    )


def _said(bad: Bad, decimal: str) -> Bad:
    return Bad(bad.code, bad.problem, bad.remedy.format(example=example(decimal)))
