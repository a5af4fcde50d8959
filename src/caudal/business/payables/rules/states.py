"""What state a payable is in, what may be done with it, and when it is paid. Pure."""

from datetime import date, timedelta
from enum import StrEnum

COOLING_DAYS = 3
"""Days between authorising another bank account of a supplier and being able to pay into it."""


class State(StrEnum):
    """From the service done to the payment."""

    WAITING = "waiting"
    MISMATCH = "mismatch"
    CORRECTION = "correction"
    READY = "ready"
    ASKED = "asked"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    AUTHORISED = "authorised"
    RETURNED = "returned"
    PAID = "paid"
    CANCELLED = "cancelled"


LABELS = {
    State.WAITING: "🟡 PENDIENTE: falta la factura",
    State.MISMATCH: "🔴 MONTO NO COINCIDE",
    State.CORRECTION: "🟡 CORRECCIÓN PEDIDA",
    State.READY: "🟡 POR PEDIR",
    State.ASKED: "🟡 POR AUTORIZAR",
    State.SENT_BACK: "🟡 DEVUELTA A QUIEN LA PIDIÓ",
    State.REJECTED: "❌ NO PAGAR",
    State.AUTHORISED: "✅ AUTORIZADO",
    State.RETURNED: "🔴 PAGO DEVUELTO POR EL BANCO",
    State.PAID: "✅ PAGADO",
    State.CANCELLED: "⚪ ANULADA",
}
SHORT_OF_ASKING = frozenset({State.READY, State.SENT_BACK, State.REJECTED, State.RETURNED})
"""A payment may be asked for."""
TAKES_INVOICE = frozenset(
    {State.WAITING, State.MISMATCH, State.CORRECTION, State.READY, State.ASKED, State.SENT_BACK, State.REJECTED,
     State.AUTHORISED, State.RETURNED}
)  # fmt: skip
ENDED = frozenset({State.PAID, State.CANCELLED})


class View(StrEnum):
    """What people look for in the list."""

    AUTHORISE = "authorise"
    TODAY = "today"
    SCHEDULED = "scheduled"
    REJECTED = "rejected"
    PENDING = "pending"
    PAID = "paid"
    ALL = "all"


STATES_OF = {
    View.AUTHORISE: (State.ASKED, State.MISMATCH),
    View.REJECTED: (State.REJECTED, State.CORRECTION, State.SENT_BACK, State.RETURNED),
    View.PENDING: (State.WAITING, State.READY),
    View.PAID: (State.PAID,),
}
"""The states of each view; «today» and «scheduled» are what is authorised, by its date."""


def label(state: State, *, settled: int = 0, due: bool = False) -> str:
    """How people read a state; `settled` in minor units, `due`: its date of payment has come.

    >>> label(State.READY, settled=1), label(State.AUTHORISED, due=True)
    ('🟡 PAGADO EN PARTE', '✅ AUTORIZADO: pagar hoy')
    """
    if state is State.READY and settled:
        return "🟡 PAGADO EN PARTE"
    return f"{LABELS[state]}: pagar hoy" if state is State.AUTHORISED and due else LABELS[state]


def scheduled_on(authorised_on: date, terms_days: int) -> date:
    """The day it is paid: so many calendar days after it was authorised, as contracts count them.

    >>> scheduled_on(date(2026, 10, 2), 15)
    datetime.date(2026, 10, 17)
    """
    return authorised_on + timedelta(days=terms_days)


def usable_from(authorised_on: date, *, replaces: bool) -> date:
    """When an authorised bank account may be paid into: at once if it is the first, after a wait if it changes one.

    >>> usable_from(date(2026, 10, 2), replaces=True)
    datetime.date(2026, 10, 5)
    """
    return authorised_on + timedelta(days=COOLING_DAYS if replaces else 0)
