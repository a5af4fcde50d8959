"""What counts together against the limit of a role, in words. Pure."""

from caudal.business.approvals.rules.kinds import KINDS, Kind

LOAN = "loan"
"""What is forgiven of a loan: its limits are in its product, by role."""

LABELS = {
    **{
        kind.value: KINDS[kind]
        for kind in (Kind.REFUND, Kind.REFUND_EXCEPTION, Kind.PAYABLE, Kind.PAYABLE_EXCEPTION)
    },
    LOAN: "Condonación de un préstamo",
}
"""What has such a rule, in the order in which it is told."""

_WHOSE = {Kind.PAYABLE.value: "al mismo proveedor", Kind.PAYABLE_EXCEPTION.value: "al mismo proveedor"}


def lately(days: int | None) -> str:
    """When what counts together was done, inside a sentence; absent days are the calendar month.

    >>> lately(None), lately(1), lately(7)
    ('este mes', 'hoy', 'en los últimos 7 días')
    """
    if days is None:
        return "este mes"
    return "hoy" if days == 1 else f"en los últimos {days} días"


def told(kind: str, days: int | None) -> str:
    """The rule of a kind, as a person reads it.

    >>> told("refund", None)
    'Lo que una persona autoriza al mismo cliente en el mes se suma'
    >>> told("loan", 7)
    'Lo que una persona condona del mismo préstamo en 7 días se suma'
    >>> told("payable", 0)
    'Cada una se mira sola'
    """
    if days == 0:
        return "Cada una se mira sola"
    what = "condona del mismo préstamo" if kind == LOAN else f"autoriza {whose(kind)}"
    when = "en el mes" if days is None else "en un mismo día" if days == 1 else f"en {days} días"
    return f"Lo que una persona {what} {when} se suma"


def whose(kind: str) -> str:
    """To whom, of what is authorised, it counts together."""
    return _WHOSE.get(kind, "al mismo cliente")
