"""Where each way of paying comes in. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from caudal.ledger.rules import Use


class BoxKind(StrEnum):
    """A till, a bank account, card vouchers to be settled, cheques to be deposited."""

    TILL = "till"
    BANK = "bank"
    CARD = "card"
    CHEQUE = "cheque"


KIND_OF_METHOD = {
    "cash": BoxKind.TILL,
    "transfer": BoxKind.BANK,
    "card": BoxKind.CARD,
    "cheque": BoxKind.CHEQUE,
}


TAKES = {
    "cash": (BoxKind.TILL,),
    "transfer": (BoxKind.BANK,),
    "card": (BoxKind.CARD, BoxKind.BANK),
    "cheque": (BoxKind.CHEQUE,),
}
"""The boxes each way of paying may come into; the first when nobody says. A terminal may pay straight into a bank."""


LEAVES = {"cash": BoxKind.TILL, "transfer": BoxKind.BANK, "cheque": BoxKind.BANK}
"""The box each way of paying out leaves: a cheque of the house leaves its bank, those it took wait to be deposited."""


@dataclass(frozen=True, slots=True)
class Nature:
    """How a kind of box is kept in the books; ``guarded``: its balance never goes below zero."""

    use: Use
    name: str
    guarded: bool


NATURES = {
    BoxKind.TILL: Nature(Use.CASH, "Caja", guarded=True),
    BoxKind.BANK: Nature(Use.BANK, "Banco", guarded=True),
    BoxKind.CARD: Nature(Use.CARD, "Tarjetas por liquidar", guarded=False),
    BoxKind.CHEQUE: Nature(Use.CHEQUE, "Cheques por depositar", guarded=False),
}


def box_name(kind: BoxKind, branch: str, currency: str, home_currency: str) -> str:
    """What people call a box.

    >>> box_name(BoxKind.TILL, "Cancún", "MXN", "MXN"), box_name(BoxKind.BANK, "Cancún", "USD", "MXN")
    ('Caja Cancún', 'Banco Cancún USD')
    """
    name = f"{NATURES[kind].name} {branch}"
    return name if currency == home_currency else f"{name} {currency}"
