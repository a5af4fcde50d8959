"""Forgetting a person who asks for it, once nothing is owed either way."""

from uuid import UUID

from caudal.business.parties import commands as parties
from caudal.business.payments import queries as payments
from caudal.business.receivables import queries as receivables
from caudal.commons.acts.act import Act
from caudal.kernel.problems import Problem


class StillOwes(Problem):
    type, title, status = (
        "cliente-con-saldo",
        "No se puede suprimir a quien todavía debe o tiene saldo a favor",
        409,
    )


def forget(act: Act, party_id: UUID) -> None:
    """Erase a person's data (habeas data).

    Raises:
        StillOwes: a debt is open or credit remains: the law lets the data be kept while the contract lives.
        NotFound, Invalid: as :func:`caudal.business.parties.commands.erase_party`.
    """
    if receivables.open_of(act, party_id) or any(not m.is_zero for m in payments.credit_of(act, party_id)):
        raise StillOwes("Primero debe quedar en cero: cobre o anule sus deudas y aplique su saldo a favor")
    parties.erase_party(act, party_id)
