"""How a payment is spread over debts. Pure: minor units in, minor units out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Method(StrEnum):
    """How somebody paid; ``credit`` uses what the client had in favour, ``renewal`` a new loan of theirs.

    ``overcharge`` isn't paid by anybody: a loan paid over a ceiling, and it is in favour of its client.
    """

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    CHEQUE = "cheque"
    CREDIT = "credit"
    RENEWAL = "renewal"
    OVERCHARGE = "overcharge"


MOVES_NOTHING = (Method.CREDIT, Method.RENEWAL, Method.OVERCHARGE)
"""No money came in: they never count as collected."""


LABELS = {
    Method.CASH: "Efectivo",
    Method.TRANSFER: "Transferencia",
    Method.CARD: "Tarjeta",
    Method.CHEQUE: "Cheque",
    Method.CREDIT: "Saldo a favor",
    Method.RENEWAL: "Renovación",
    Method.OVERCHARGE: "Devolución de lo cobrado de más",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A debt that can receive money: what is still owed, in minor units."""

    receivable_id: UUID
    open: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a payment goes: the part of each debt, and what is left over as the client's credit."""

    parts: tuple[tuple[UUID, int], ...]
    left: int


def spread(amount: int, dues: Sequence[Due]) -> Spread:
    """`amount` over `dues` in their order, each up to what it owes.

    The parts and what is left always add up to `amount`.

    >>> a, b = UUID(int=1), UUID(int=2)
    >>> spread(700, [Due(a, 500), Due(b, 500)]) == Spread(((a, 500), (b, 200)), 0)
    True
    >>> spread(1200, [Due(a, 500), Due(b, 500)]).left
    200
    """
    parts: list[tuple[UUID, int]] = []
    left = amount
    for due in dues:
        part = min(left, due.open)
        if part > 0:
            parts.append((due.receivable_id, part))
            left -= part
    return Spread(tuple(parts), left)
