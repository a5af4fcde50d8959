"""Some of the articles of a ticket taken away while the rest stay in pawn: what has to be paid for it."""

from collections.abc import Collection
from uuid import UUID

from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules import parting
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid


def share(act: Act, ticket: TicketRecord, taken: Collection[UUID]) -> Money:
    """The part of the capital that `taken` back: what stays is lent the same part of its appraisal, or less.

    Raises:
        Invalid: none of them, all of them, or one that isn't in pawn by that ticket.
    """
    found = tickets.items_of(act, [ticket.root_id]).get(ticket.root_id, [])
    there = {item.id: item for item in found if item.gone_on is None}
    check(there, set(taken), ticket.folio)
    whole = sum(item.appraisal for item in there.values())
    staying = sum(item.appraisal for item in there.values() if item.id not in taken)
    return ticket.money(parting.share(ticket.standing.capital, staying, whole))


def check(there: Collection[UUID], wanted: Collection[UUID], folio: str) -> None:
    """Refuse a choice of articles that leaves nothing in pawn, takes nothing, or takes what isn't there.

    Raises:
        Invalid: it does.
    """
    wrong = ""
    if not wanted or set(wanted) - set(there):
        wrong = f"Elija prendas que estén empeñadas con {folio}"
    elif len(set(wanted)) == len(there):
        wrong = f"Son todas las prendas de {folio}: eso es desempeñarla"
    if wrong:
        raise Invalid(wrong, errors=[{"pointer": "/items", "detail": "algunas de las empeñadas, no todas"}])
