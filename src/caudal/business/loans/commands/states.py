"""In which state a loan must be for each thing done with it."""

from caudal.business.loans.queries import overcharges
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act
from caudal.kernel.problems import Conflict


class NotInThatState(Conflict):
    type, title, status = "prestamo-en-otro-estado", "El préstamo no está en ese punto", 409


_NAMES: dict[str, str] = {
    "applied": "solicitado",
    "approved": "aprobado",
    "rejected": "rechazado",
    "active": "vigente",
    "paid": "pagado",
    "renewed": "renovado",
    "written_off": "castigado",
    "recovered": "recuperado",
    "cancelled": "anulado",
}


def in_state(row: Loan, *wanted: str) -> None:
    """Refuse what can't be done with a loan in another state.

    Raises:
        NotInThatState: it isn't in one of `wanted`.
    """
    if row.status not in wanted:
        raise NotInThatState(
            f"El préstamo está {_NAMES.get(row.status, row.status)}; tendría que estar"
            f" {' o '.join(_NAMES[each] for each in wanted)}"
        )


class OverchargeStands(Conflict):
    type, title, status = "devolucion-en-pie", "Ya se devolvió lo cobrado de más de ese préstamo", 409


def nothing_given_back(act: Act, row: Loan) -> None:
    """Refuse to open again a loan of which something was given back: what it paid was looked at as it ended.

    Raises:
        OverchargeStands: it was, and it stands.
    """
    if overcharges.stands(act, row.id):
        raise OverchargeStands(
            "Ya se devolvió lo cobrado de más de ese préstamo: reverse primero esa devolución"
        )
