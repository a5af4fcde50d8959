"""A ticket that was lost: nobody may use it until whoever pledged swears so and gets another copy."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.pawn.commands.holding import Happened, LostTicket, TicketClosed, check_open, hold, tell
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.problems import Invalid

_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class ReportLost:
    """``text``: what the client declares, under oath, with the number of the document shown."""

    ticket_id: UUID
    text: str


@command
def report_lost(act: Act, ask: ReportLost) -> TicketRecord:
    """Block a ticket: no refrendo nor delivery until it is reissued. Money may still be received.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded: it isn't in pawn.
        LostTicket: it is blocked already.
        Invalid: the declaration is too short to be one.
    """
    declared = " ".join(ask.text.split())
    if len(declared) < _SHORTEST:
        raise Invalid(
            "Escriba lo que el cliente declara y el documento que mostró",
            errors=[{"pointer": "/affidavit", "detail": "falta la declaración"}],
        )
    held = hold(act, ask.ticket_id)
    here = in_branch(act, held.row.branch_id)
    if held.row.closed_how != "redeemed":
        check_open(held, here.business_date)
    if held.row.lost_on is not None:
        raise LostTicket(f"{held.folio} ya está bloqueada por extravío")
    held.row.lost_on = here.business_date
    held.row.version += 1
    here.db.flush()
    tell(here, held.row, Happened("lost", note=declared))
    return tickets.ticket(here, ask.ticket_id)


@command
def reissue_ticket(act: Act, ticket_id: UUID) -> TicketRecord:
    """Give whoever pledged another copy: the one that was lost is worth nothing any more.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed: it wasn't reported lost.
    """
    held = hold(act, ticket_id)
    here = in_branch(act, held.row.branch_id)
    if held.row.lost_on is None:
        raise TicketClosed(f"{held.folio} no se ha reportado extraviada")
    held.row.lost_on = None
    held.row.copy += 1
    held.row.version += 1
    here.db.flush()
    tell(here, held.row, Happened("reissued", note=f"Copia {held.row.copy}"))
    return tickets.ticket(here, ticket_id)
