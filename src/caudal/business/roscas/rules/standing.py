"""In which state a quota, a number, a round and a group are. Derived each time, except what somebody decided."""

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """The state of a group: what somebody decided."""

    FORMING = "forming"
    DRAWN = "drawn"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    LIQUIDATED = "liquidated"


STATUS_LABELS = {
    Status.FORMING: "Formándose",
    Status.DRAWN: "Sorteado",
    Status.ACTIVE: "Activo",
    Status.SUSPENDED: "Suspendido",
    Status.COMPLETED: "Completado",
    Status.LIQUIDATED: "Liquidado",
}


class Letter(StrEnum):
    """A quota on the grid: paid, due (not yet late), or in arrears."""

    PAID = "P"
    DUE = "D"
    ARREARS = "A"


LETTER_LABELS = {Letter.PAID: "Pagado", Letter.DUE: "Debe", Letter.ARREARS: "Atrasado"}


class Number(StrEnum):
    """How a number stands."""

    RESERVED = "reserved"
    WAITING = "waiting"
    LATE = "late"
    RECEIVED = "received"
    RECEIVED_LATE = "received_late"
    CLOSED = "closed"


NUMBER_LABELS = {
    Number.RESERVED: "Sin miembro",
    Number.WAITING: "Por cobrar, al día",
    Number.LATE: "Por cobrar, atrasado",
    Number.RECEIVED: "Cobró, al día",
    Number.RECEIVED_LATE: "Cobró y debe: en cobranza",
    Number.CLOSED: "Cerrado",
}


class Round(StrEnum):
    """How a round stands."""

    OPEN = "open"
    COLLECTING = "collecting"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    DELIVERED = "delivered"
    CLOSED = "closed"


ROUND_LABELS = {
    Round.OPEN: "Por venir",
    Round.COLLECTING: "Cobrando",
    Round.COMPLETE: "Completa",
    Round.INCOMPLETE: "Incompleta",
    Round.DELIVERED: "Entregada",
    Round.CLOSED: "Cerrada",
}


def letter(amount: int, paid: int, due_on: date, on: date) -> Letter:
    """The letter of a quota on `on`: late from the day after it was due.

    >>> letter(100, 50, date(2026, 1, 10), date(2026, 1, 11)).value
    'A'
    """
    if paid >= amount:
        return Letter.PAID
    return Letter.ARREARS if on > due_on else Letter.DUE


def number_state(*, held: bool, received: bool, late: bool, over: bool) -> Number:
    """How a number stands from what is known of it."""
    if not held:
        return Number.RESERVED
    if over:
        return Number.CLOSED
    if received:
        return Number.RECEIVED_LATE if late else Number.RECEIVED
    return Number.LATE if late else Number.WAITING


def round_state(pot: int, collected: int, due_on: date, on: date, *, delivered: bool) -> Round:
    """How a round stands: amounts in minor units."""
    if delivered:
        return Round.CLOSED if collected >= pot else Round.DELIVERED
    if collected >= pot:
        return Round.COMPLETE
    if on > due_on:
        return Round.INCOMPLETE
    return Round.COLLECTING if collected else Round.OPEN
