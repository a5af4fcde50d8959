"""What state a shift of a till is in and how people call it. Pure."""

from enum import StrEnum


class State(StrEnum):
    """From the count that opens it to the one that closes it."""

    OPENING = "opening"
    """Counted on opening with a difference that somebody else has to accept."""
    OPEN = "open"
    COUNTED = "counted"
    """Counted on closing, and the count does not match: count again, or stand by it."""
    WAITING = "waiting"
    """Whoever counted stands by it, and somebody else has to accept the difference."""
    CLOSED = "closed"
    DISCARDED = "discarded"
    """Its opening count was not accepted."""


LIVE = (State.OPENING, State.OPEN, State.COUNTED, State.WAITING)
"""While a till is in one of these it can't be opened again."""

LABELS = {
    State.OPENING: "Por autorizar al abrir",
    State.OPEN: "Abierta",
    State.COUNTED: "Contada",
    State.WAITING: "Por autorizar al cerrar",
    State.CLOSED: "Cerrada",
    State.DISCARDED: "No se abrió",
}


class Moment(StrEnum):
    """When a till is counted."""

    OPENING = "opening"
    CLOSING = "closing"


class Operation(StrEnum):
    """What is done with the money of a till besides collecting and handing over."""

    TRANSFER = "transfer"
    DEPOSIT = "deposit"
    EXPENSE = "expense"


OPERATIONS = {
    Operation.TRANSFER: "Traspaso a otra caja",
    Operation.DEPOSIT: "Depósito en el banco",
    Operation.EXPENSE: "Gasto menor",
}
