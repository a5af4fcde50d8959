"""How a day stands between the bank and the books. Pure."""

from enum import StrEnum


class DayState(StrEnum):
    """It adds up item by item, it doesn't, or a statement of that day is missing."""

    RECONCILED = "reconciled"
    UNRECONCILED = "unreconciled"
    PENDING = "pending"


LABELS = {
    DayState.RECONCILED: "✅ Cuadrado",
    DayState.UNRECONCILED: "🔴 Descuadre",
    DayState.PENDING: "Pendiente",
}


def state_of(*, covered: bool, open_items: int) -> DayState:
    """How a day stands: what isn't explained is never offset against something else.

    ``covered``: whether every account that moved has a statement of that day. ``open_items``: lines and movements
    without counterpart, or with one of another amount.

    >>> state_of(covered=True, open_items=0).value, state_of(covered=False, open_items=3).value
    ('reconciled', 'pending')
    """
    if not covered:
        return DayState.PENDING
    return DayState.UNRECONCILED if open_items else DayState.RECONCILED
