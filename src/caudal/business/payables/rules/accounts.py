"""Bank accounts of suppliers. Pure."""

_WEIGHTS = (3, 7, 1)
_CLABE = 18
_FEWEST, _MOST = 5, 34


def clabe_digit(first: str) -> int:
    """The control digit of the first 17 digits of a CLABE.

    Source: Banco de México, «Especificación de la CLABE»: weights 3, 7, 1, each product modulo ten.

    >>> clabe_digit("03218000011835971")
    9
    """
    summed = sum(int(digit) * _WEIGHTS[place % 3] % 10 for place, digit in enumerate(first))
    return (10 - summed % 10) % 10


def wrong_account(kind: str, number: str) -> str:
    """Why `number` can't be a bank account of that kind; empty when it can.

    >>> wrong_account("clabe", "032180000118359719"), wrong_account("clabe", "032180000118359718")
    ('', 'su dígito de control no coincide: revise la CLABE')
    """
    if kind == "clabe":
        if len(number) != _CLABE or not (number.isascii() and number.isdigit()):
            return "una CLABE tiene 18 dígitos"
        if clabe_digit(number[:-1]) != int(number[-1]):
            return "su dígito de control no coincide: revise la CLABE"
        return ""
    plain = number.replace("-", "")
    if not (
        _FEWEST <= len(number) <= _MOST and plain.isascii() and plain.isalnum() and plain.upper() == plain
    ):
        return f"de {_FEWEST} a {_MOST} letras mayúsculas o dígitos"
    return ""


def masked(number: str) -> str:
    """Enough to recognise an account.

    >>> masked("032180000118359719")
    '•••• 9719'
    """
    return f"•••• {number[-4:]}"
