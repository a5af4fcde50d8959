"""Why two things are taken for the same, in words. Pure."""

from enum import StrEnum


class Pass(StrEnum):
    """How a match was found. The first three never err on known truth and post by themselves; the rest don't."""

    REFERENCE = "reference"
    SLIP = "slip"
    UNIQUE = "unique"
    NAME = "name"
    SUM = "sum"
    RULE = "rule"
    MANUAL = "manual"
    ENTRY = "entry"


LABELS = {
    Pass.REFERENCE: "Mismo monto y referencia",
    Pass.SLIP: "Depósito de la caja de todo el día",
    Pass.UNIQUE: "Único monto en la ventana",
    Pass.NAME: "Mismo monto y nombre parecido",
    Pass.SUM: "Varios que suman",
    Pass.RULE: "Regla",
    Pass.MANUAL: "A mano",
    Pass.ENTRY: "Registrado desde la línea",
}

OUTCOMES = {
    "fee": "Comisión bancaria",
    "fee_tax": "Impuesto de una comisión",
    "interest": "Interés ganado",
    "payer": "Cobro a un cliente",
    "unidentified": "Depósito por identificar",
}


def days_apart(days: int) -> str:
    """How much later the bank saw it.

    >>> days_apart(0), days_apart(1), days_apart(-2)
    ('mismo día', '+1 día', '−2 días')
    """
    if not days:
        return "mismo día"
    return f"{'+' if days > 0 else '−'}{abs(days)} día{'s' if abs(days) != 1 else ''}"


def same(how: Pass, days: int) -> str:
    """Why a line and what the books say are the same.

    >>> same(Pass.REFERENCE, -1)
    'mismo monto y referencia, −1 día'
    """
    words = {
        Pass.REFERENCE: "mismo monto y referencia",
        Pass.SLIP: "lo que la caja depositó ese día",
        Pass.UNIQUE: "el único de ese monto en esos días",
    }
    return f"{words[how]}, {days_apart(days)}"


def alike(likeness: int, days: int, *, alias: bool) -> str:
    """Why a name is taken for another.

    >>> alike(92, 1, alias=False)
    'mismo monto y nombre parecido (92 %), +1 día'
    """
    named = "ya pagó antes con ese nombre" if alias else f"nombre parecido ({likeness} %)"
    return f"mismo monto y {named}, {days_apart(days)}"


def adding(parts: int, *, lines: bool, named: bool) -> str:
    """Why several are taken for one.

    >>> adding(3, lines=False, named=True)
    '3 movimientos del mismo nombre suman la línea'
    """
    what = "líneas del banco" if lines else "movimientos"
    whose = "del mismo nombre" if named else "de la misma caja"
    return f"{parts} {what} {whose} suman {'el movimiento' if lines else 'la línea'}"
