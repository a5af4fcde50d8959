"""What a booking is called, in what state it is and how its payment stands. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from caudal.business.receivables.rules import Status


class ServiceKind(StrEnum):
    """What is sold: each kind may have a cancellation policy of its own."""

    TOUR = "tour"
    TRANSPORT = "transport"
    LODGING = "lodging"
    SERVICE = "service"


KINDS = {
    ServiceKind.TOUR: "Tour",
    ServiceKind.TRANSPORT: "Traslado",
    ServiceKind.LODGING: "Hospedaje",
    ServiceKind.SERVICE: "Servicio",
}


class State(StrEnum):
    """Whether the service is to come, was given, or won't be."""

    BOOKED = "booked"
    DONE = "done"
    CANCELLED = "cancelled"


STATES = {State.BOOKED: "Reservada", State.DONE: "Servicio prestado", State.CANCELLED: "Cancelada"}


class Payment(StrEnum):
    """How the payment of a booking stands, as the document names it; it is that of its debt."""

    PENDING = "pending"
    PARTIAL = "partial"
    PAID = "paid"
    ALERT = "alert"
    CANCELLED = "cancelled"


PAYMENTS = {
    Payment.PENDING: "🟡 PENDIENTE",
    Payment.PARTIAL: "🟡 PENDIENTE",
    Payment.PAID: "✅ COBRADO",
    Payment.ALERT: "🔴 ALERTAS",
    Payment.CANCELLED: "⚪ ANULADA",
}
_PAYMENT_OF = {
    Status.PENDING: Payment.PENDING,
    Status.PARTIAL: Payment.PARTIAL,
    Status.PAID: Payment.PAID,
    Status.OVERDUE: Payment.ALERT,
    Status.CANCELLED: Payment.CANCELLED,
}


def payment_of(status: Status) -> Payment:
    """How the payment of a booking stands when its debt is in `status`.

    >>> payment_of(Status.OVERDUE).value, payment_of(Status.PARTIAL).value
    ('alert', 'partial')

    Source: document 4, «Cliente reserva → CXC automática».
    """
    return _PAYMENT_OF[status]


def contracted(service: str, priced: Sequence[str]) -> str:
    """Which of the services `priced` in a contract was sold: the only one, or the one that is said the same way.

    >>> contracted("Chichén Itzá", ["Tour Chichén Itzá", "Tour Tulum"]), contracted("Tulum", ["Guía por día"])
    ('Tour Chichén Itzá', 'Guía por día')
    """
    alike = [
        each
        for each in priced
        if service.casefold() in each.casefold() or each.casefold() in service.casefold()
    ]
    distinct = list(dict.fromkeys(alike or priced))
    return distinct[0] if len(distinct) == 1 or alike else service


def concept_of(kind: ServiceKind, service: str) -> str:
    """What the debt of a booking says, at most 200 letters.

    >>> concept_of(ServiceKind.TOUR, "Chichén Itzá"), concept_of(ServiceKind.TOUR, "Tour Isla Mujeres")
    ('Tour Chichén Itzá', 'Tour Isla Mujeres')
    """
    name = KINDS[kind]
    told = service if service.casefold().startswith(name.casefold()) else f"{name} {service}"
    return told[:200]
