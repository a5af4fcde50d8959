"""Forgetting a person who asks for it, once nothing is owed either way."""

from uuid import UUID

from sqlalchemy import text

from caudal.business.parties import commands as erasing
from caudal.business.parties import queries as parties
from caudal.business.payments import queries as payments
from caudal.business.receivables import queries as receivables
from caudal.business.roscas import queries as sanes
from caudal.commons.acts.act import Act
from caudal.commons.acts.opening import everywhere
from caudal.kernel.problems import Problem


class StillOwes(Problem):
    type, title, status = (
        "cliente-con-saldo",
        "No se puede suprimir a quien todavía debe o tiene saldo a favor",
        409,
    )


def forget(act: Act, party_id: UUID) -> None:
    """Erase a person's data (habeas data).

    Also where no room knows whose it is: answers kept to be repeated, problems of long work, and the original of the
    files in which they came.

    Raises:
        StillOwes: a debt is open, credit remains or a san goes on, in any branch: the data is kept while it lives.
        NotFound, Invalid: as :func:`caudal.business.parties.commands.erase_party`.
    """
    parties.hold(act, party_id)
    everywhere(act)
    if receivables.open_of(act, party_id) or payments.credit_of(act, party_id):
        raise StillOwes("Primero debe quedar en cero: cobre o anule sus deudas y aplique su saldo a favor")
    if sanes.goes_on(act, party_id):
        raise StillOwes(
            "Está en un san que no se ha cerrado: primero cobra o se le devuelve lo suyo, o deja su número"
        )
    act.db.execute(text("select forget_traces(:party)"), {"party": party_id})
    erasing.erase_party(act, party_id)
