"""Sums of money in Spanish words, as each country writes them on receipts and cheques. Pure."""

from dataclasses import dataclass

from caudal.kernel.money import Money

_UNITS = (
    "cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiún",
    "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
    "veintinueve",
)  # fmt: skip
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos",
    "seiscientos", "setecientos", "ochocientos", "novecientos",
)  # fmt: skip
_MILLION = 1_000_000
_SCALES = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"))
"""Each a million times the one before: Spanish counts by the long scale."""


@dataclass(frozen=True, slots=True)
class _Coin:
    """How a currency is named. ``cents``: how the fraction ends the sum; ``round``: how it ends without one."""

    one: str
    many: str
    cents: str = " con {cents:02d}/100"
    round: str = " con 00/100"


_COINS = {
    "MXN": _Coin("peso", "pesos", " {cents:02d}/100 M.N.", " 00/100 M.N."),
    "COP": _Coin("peso", "pesos", " con {cents:02d}/100 M/CTE", " M/CTE"),
    "DOP": _Coin("peso dominicano", "pesos dominicanos"),
    "USD": _Coin("dólar", "dólares"),
    "EUR": _Coin("euro", "euros"),
    "PEN": _Coin("sol", "soles"),
    "CLP": _Coin("peso chileno", "pesos chilenos", "", ""),
    "GTQ": _Coin("quetzal", "quetzales"),
    "HNL": _Coin("lempira", "lempiras"),
    "CRC": _Coin("colón", "colones"),
}


def in_words(money: Money) -> str:
    """`money` in capitals, with the cents as the country of its currency writes them.

    >>> in_words(Money.of(10000, "MXN"))
    'DIEZ MIL PESOS 00/100 M.N.'
    >>> in_words(Money.of(1000000, "COP")), in_words(Money.of("84200.5", "DOP"))
    ('UN MILLÓN DE PESOS M/CTE', 'OCHENTA Y CUATRO MIL DOSCIENTOS PESOS DOMINICANOS CON 50/100')
    """
    coin = _COINS[money.currency]
    whole, cents = divmod(int(abs(money.amount) * 100), 100)
    joined = " de " if whole and whole % _MILLION == 0 else " "
    named = f"{cardinal(whole)}{joined}{coin.one if whole == 1 else coin.many}"
    ending = coin.cents.format(cents=cents) if cents else coin.round
    return f"{'menos ' if money.amount < 0 else ''}{named}{ending}".upper()


def cardinal(number: int) -> str:
    """`number` (from zero, below 10²⁴) in words, before a masculine noun.

    >>> cardinal(21), cardinal(101_000), cardinal(1_000_001)
    ('veintiún', 'ciento un mil', 'un millón un')
    """
    if number < _MILLION:
        return _below_million(number)
    parts: list[str] = []
    for power in range(len(_SCALES), 0, -1):
        group = number // _MILLION**power % _MILLION
        if group:
            parts.append(f"{_below_million(group)} {_SCALES[power - 1][group > 1]}")
    if rest := number % _MILLION:
        parts.append(_below_million(rest))
    return " ".join(parts)


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    said = "mil" if thousands == 1 else f"{_below_thousand(thousands)} mil"
    return f"{said} {_below_thousand(rest)}" if rest else said


def _below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    return f"{_HUNDREDS[hundreds]} {_below_hundred(rest)}" if rest else _HUNDREDS[hundreds]


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return f"{_TENS[tens]} y {_UNITS[units]}" if units else _TENS[tens]
