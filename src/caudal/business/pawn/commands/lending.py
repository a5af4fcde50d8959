"""Handing over the money of a ticket: from here on it is owed."""

from uuid import UUID

from caudal.business.pawn.commands.holding import Happened, Held, TicketClosed, hold, place, state, tell
from caudal.business.pawn.events import PledgeLent
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.course import course
from caudal.business.pawn.rules.states import Status
from caudal.business.pawn.tables import PawnTicket
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Instalment, Owner
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Conflict, Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, debit

PAYS_OUT = ("cash", "transfer")


class SameHands(Problem):
    type, title, status = "dos-manos-prenda", "Hacen falta dos personas", 409


@command
def hand_over(act: Act, ticket_id: UUID, method: str = "cash", box_id: int | None = None) -> TicketRecord:
    """Give the client the money of a ticket, in cash or by transfer, from the branch that wrote it.

    `box_id`: the bank account a transfer leaves from; the usual one of the branch when absent.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed: it was handed over already, or the ticket ended.
        Conflict: it was written on another day; its dates would be wrong.
        SameHands: whoever allowed more than the tables may not hand it over too.
        InsufficientFunds: the till or the account hasn't got it.
        Invalid: the way of paying, or the place for it, isn't one.
    """
    check_method(method)
    held = hold(act, ticket_id)
    row, here = held.row, in_branch(act, held.row.branch_id)
    if state(held, here.business_date) is not Status.QUOTED or row.handed_on is not None:
        raise TicketClosed(f"El dinero de {held.folio} ya se entregó, o la boleta se anuló")
    if row.opened_on != here.business_date:
        raise Conflict(
            f"{held.folio} se escribió el {row.opened_on:%d/%m/%Y} y sus fechas cuentan desde entonces:"
            " anúlela y haga otra"
        )
    if row.override_by == act.actor.id:
        raise SameHands(
            f"Usted autorizó {held.folio} por encima de la tabla; el dinero lo entrega otra persona"
        )
    amount = Money.from_minor(row.principal, row.currency)
    box = treasury.source(here, method, row.currency, box_id)
    entry = ledger.post(
        here,
        kind="pawn_loan",
        source=f"pawn:{row.id}",
        lines=[
            debit(Use.PAWN_LOANS, amount, party=row.party_id, doc=row.id),
            *treasury.out_of_box(here, box, amount),
        ],
        memo=f"Empeño {held.folio}",
    )
    row.handed_on, row.handed_by, row.entry_id = here.business_date, act.actor.id, entry
    begin(here, held)
    tell(here, row, Happened("handed", row.principal, entry=entry))
    return tickets.ticket(here, ticket_id)


def begin(act: Act, held: Held) -> None:
    """Let a ticket be owed: its capital, due on its last day."""
    row = held.row
    place(row, course(held.terms, (), row.starts_on), act.business_date)
    act.db.flush()
    receivables.open_instalments(
        act, [owner(act, row)], [[Instalment(1, f"Empeño {held.folio}", row.principal, row.due_on)]]
    )
    act.tell(PledgeLent(row.id, row.party_id))


def owner(act: Act, row: PawnTicket) -> Owner:
    """The contract that the debts of a ticket belong to, from today on."""
    return Owner("pawn", row.id, row.party_id, row.branch_id, row.currency, act.business_date)


def check_method(method: str) -> None:
    """Refuse a way of paying money out that isn't one.

    Raises:
        Invalid: neither cash nor transfer.
    """
    if method not in PAYS_OUT:
        raise Invalid(
            "Se entrega en efectivo (cash) o por transferencia (transfer)",
            errors=[{"pointer": "/method", "detail": "desconocida"}],
        )


def concept(number: int) -> str:
    """What the debts of a ticket say.

    >>> concept(1)
    'Empeño EMP-000001'
    """
    return f"Empeño {ids.folio('EMP', number)}"
