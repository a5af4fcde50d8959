"""In what state a ticket or a lot is on a date: derived from what happened, never kept. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Of a ticket. ``expired``: past its days of grace, it may be adjudicated; until then it may still be redeemed."""

    QUOTED = "quoted"
    LIVE = "live"
    GRACE = "grace"
    EXPIRED = "expired"
    REDEEMED = "redeemed"
    RENEWED = "renewed"
    ADJUDICATED = "adjudicated"
    SURRENDERED = "surrendered"
    CANCELLED = "cancelled"
    UNDONE = "undone"


LABELS = {
    Status.QUOTED: "Por entregar",
    Status.LIVE: "Vigente",
    Status.GRACE: "En gracia",
    Status.EXPIRED: "Por adjudicar",
    Status.REDEEMED: "Desempeñada",
    Status.RENEWED: "Refrendada",
    Status.ADJUDICATED: "Adjudicada",
    Status.SURRENDERED: "Entregada a la autoridad",
    Status.CANCELLED: "Anulada",
    Status.UNDONE: "Refrendo deshecho",
}
OPEN = (Status.LIVE, Status.GRACE, Status.EXPIRED)
"""Where money may still come in."""


class LotStatus(StrEnum):
    """Of a lot. ``surplus_due``: sold, and the client is owed what was left."""

    ADJUDICATED = "adjudicated"
    ON_SALE = "on_sale"
    SOLD = "sold"
    SURPLUS_DUE = "surplus_due"
    SURPLUS_PAID = "surplus_paid"
    SURPLUS_LAPSED = "surplus_lapsed"
    SURRENDERED = "surrendered"
    WRITTEN_OFF = "written_off"


LOT_LABELS = {
    LotStatus.ADJUDICATED: "Adjudicado",
    LotStatus.ON_SALE: "En venta",
    LotStatus.SOLD: "Vendido",
    LotStatus.SURPLUS_DUE: "Demasía por pagar",
    LotStatus.SURPLUS_PAID: "Demasía pagada",
    LotStatus.SURPLUS_LAPSED: "Demasía prescrita",
    LotStatus.SURRENDERED: "Entregado a la autoridad",
    LotStatus.WRITTEN_OFF: "Dado de baja",
}


@dataclass(frozen=True, slots=True)
class Dates:
    """What decides the state of a ticket."""

    handed_on: date | None
    due_on: date
    grace_on: date
    closed_on: date | None
    closed_how: str | None


def status(dates: Dates, on: date) -> Status:
    """The state of a ticket on `on`.

    >>> day = date(2026, 1, 8)
    >>> status(Dates(date(2026, 1, 1), day, date(2026, 1, 10), None, None), date(2026, 1, 9)).value
    'grace'
    """
    if dates.closed_on is not None and dates.closed_on <= on:
        return Status(dates.closed_how)
    if dates.handed_on is None or on < dates.handed_on:
        return Status.QUOTED
    if on <= dates.due_on:
        return Status.LIVE
    return Status.GRACE if on <= dates.grace_on else Status.EXPIRED


def lot_status(ended_how: str | None, surplus: int, surplus_how: str | None, *, listed: bool) -> LotStatus:
    """The state of a lot.

    >>> lot_status("sold", 100, None, listed=True).value
    'surplus_due'
    """
    if ended_how is None:
        return LotStatus.ON_SALE if listed else LotStatus.ADJUDICATED
    if ended_how != "sold":
        return LotStatus(ended_how)
    if not surplus:
        return LotStatus.SOLD
    return LotStatus(f"surplus_{surplus_how}") if surplus_how else LotStatus.SURPLUS_DUE
