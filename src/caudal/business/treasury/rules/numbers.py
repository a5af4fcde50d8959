"""Numbers of bank accounts: what they must be, how they are shown, whether a statement is of one. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from stdnum import iban
from stdnum.exceptions import ValidationError

CLABE_DIGITS = 18
_SHORTEST = 4
_LONGEST = 34
_TELLING = 6
"""Digits that two numbers must share to be taken for the same account."""

CLABE_BANKS: Mapping[str, str] = {
    "002": "Banamex", "012": "BBVA", "014": "Santander", "019": "Banjército", "021": "HSBC", "030": "BanBajío",
    "036": "Inbursa", "042": "Mifel", "044": "Scotiabank", "058": "Banregio", "059": "Invex", "062": "Afirme",
    "072": "Banorte", "106": "Bank of America", "112": "Monex", "113": "Ve por Más", "127": "Azteca",
    "128": "Autofin", "130": "Compartamos", "132": "Multiva", "133": "Actinver", "137": "BanCoppel",
    "138": "Bancrea", "145": "Base", "166": "Bienestar", "638": "Nu México", "646": "STP", "722": "Mercado Pago",
}  # fmt: skip
"""Bank of a CLABE by its first three digits. Source: Banco de México, list of participants in SPEI."""


class NumberKind(StrEnum):
    """A Mexican CLABE, an IBAN, or a number whose check digits only its bank knows."""

    CLABE = "clabe"
    IBAN = "iban"
    ACCOUNT = "account"


def tidy(number: str) -> str:
    """Letters in capitals and digits, nothing else.

    >>> tidy("0121 8000-1234 5678 93")
    '012180001234567893'
    """
    return "".join(c for c in number.upper() if c.isascii() and c.isalnum())


def wrong_number(kind: NumberKind, number: str) -> str:
    """What is wrong with a number already tidy; nothing when it can be one.

    >>> wrong_number(NumberKind.CLABE, "032180000118359719"), wrong_number(NumberKind.CLABE, "032180000118359718")
    ('', 'el dígito verificador no corresponde: revise el número')
    """
    if kind is NumberKind.CLABE:
        if not (number.isdigit() and len(number) == CLABE_DIGITS):
            return "una CLABE tiene 18 dígitos"
        return (
            ""
            if clabe_digit(number[:-1]) == number[-1]
            else "el dígito verificador no corresponde: revise el número"
        )
    if kind is NumberKind.IBAN:
        try:
            iban.validate(number)
        except ValidationError:
            return "los dígitos verificadores del IBAN no corresponden: revise el número"
        return ""
    fits = _SHORTEST <= len(number) <= _LONGEST and any(c.isdigit() for c in number)
    return "" if fits else f"de {_SHORTEST} a {_LONGEST} letras y dígitos"


def clabe_digit(first: str) -> str:
    """The check digit of the first 17 digits of a CLABE: weights 3, 7, 1 modulo 10.

    Source: Asociación de Bancos de México, «Clave Bancaria Estandarizada».

    >>> clabe_digit("03218000011835971")
    '9'
    """
    weighed = sum(int(digit) * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(first))
    return str((10 - weighed % 10) % 10)


def masked(number: str) -> str:
    """How a number is shown: its last four.

    >>> masked("032180000118359719")
    '•••• 9719'
    """
    return f"•••• {number[-4:]}"


def same_account(told: str, number: str) -> bool:
    """Whether the number a statement tells is that of an account: equal, or one inside the other.

    A CLABE holds the number of the account between its branch and its check digit.

    >>> same_account("00118359710", "032180001183597105"), same_account("118-359-71", "032180000118359719")
    (False, True)
    """
    one, other = tidy(told).lstrip("0"), tidy(number).lstrip("0")
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _TELLING and short in long)
