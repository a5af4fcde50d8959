"""Permissions that one person shouldn't hold together, and what keeps them apart when somebody does. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two permissions: the one that authorises and the one that executes. ``guard``: what refuses both on one thing."""

    first: str
    second: str
    first_says: str
    second_says: str
    guard: str


PAIRS = (
    Pair(
        "suppliers.write", "payables.pay", "Registrar proveedores y sus cuentas", "Pagarles",
        "La cuenta a la que se paga la autoriza otra persona",
    ),
    Pair(
        "loans.approve", "loans.disburse", "Aprobar préstamos", "Entregarlos",
        "Quien aprobó un préstamo no lo entrega",
    ),
    Pair(
        "roscas.authorise", "roscas.deliver", "Autorizar botes de un san", "Entregarlos",
        "Quien autorizó un bote no lo entrega",
    ),
    Pair(
        "tills.approve", "tills.open", "Autorizar diferencias de caja", "Contar cajas",
        "Quien contó una caja no autoriza su diferencia",
    ),
    Pair(
        "pawn.override", "pawn.open", "Prestar fuera de tabla", "Entregar el dinero de una boleta",
        "Quien autorizó una boleta fuera de tabla no entrega su dinero",
    ),
)  # fmt: skip
