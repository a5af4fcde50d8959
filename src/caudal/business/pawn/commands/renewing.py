"""Refrendo: a ticket whose interest is paid gives way to another, with the same pledge and a new term."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caudal.business.pawn.commands.holding import (
    Happened,
    Held,
    TicketClosed,
    check_open,
    check_unblocked,
    close,
    hold,
    retire,
    tell,
)
from caudal.business.pawn.commands.lending import begin, concept, owner
from caudal.business.pawn.events import TicketEnded
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.course import renewal_start
from caudal.business.pawn.rules.terms import Terms
from caudal.business.pawn.tables import PawnTicket
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Instalment
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit


class InterestOwed(Problem):
    type, title, status = "refrendo-con-intereses", "Para refrendar hay que pagar lo causado", 409


class RenewalUsed(Problem):
    type, title, status = "refrendo-con-movimientos", "La boleta nueva del refrendo ya tuvo movimientos", 409


@dataclass(frozen=True, slots=True)
class Renewal:
    """The ticket that took the place of another."""

    row: PawnTicket
    held: Held


@command
def renew(act: Act, ticket_id: UUID, payment_id: UUID | None = None) -> TicketRecord:
    """Put another ticket in the place of one whose interest and storage are paid; returns the new one.

    It counts from the end of the period already paid, so nobody pays the same days twice.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded: it isn't in pawn.
        LostTicket, Retained: it was reported lost, or an authority keeps the pledge.
        InterestOwed: something is owed of it besides capital.
    """
    held = hold(act, ticket_id)
    row, here = held.row, in_branch(act, held.row.branch_id)
    today = here.business_date
    check_open(held, today)
    check_unblocked(held)
    now = held.on(today)
    if now.charges > 0:
        raise InterestOwed(
            f"{held.folio} debe {Money.from_minor(now.charges, row.currency).amount} {row.currency}"
            " de interés y almacenaje"
        )
    terms = Terms(
        held.terms.plan,
        Money.from_minor(now.capital, row.currency),
        renewal_start(held.terms, today),
        fresh=False,
    )
    fresh = _next(here, held, terms)
    retire(here, row, f"Se refrendó: sigue en {ids.folio('EMP', fresh.number)}")
    close(row, "renewed", today)
    tell(here, row, Happened("renewed", now.capital, ids.folio("EMP", fresh.number), payment_id))
    begin(here, Held(fresh, terms, ()))
    tell(here, fresh, Happened("renewal", now.capital, held.folio, payment_id, fresh.entry_id))
    here.db.flush()
    here.tell(TicketEnded(row.id, row.party_id, "renewed"))
    return tickets.ticket(here, fresh.id)


def successor(act: Act, held: Held) -> Renewal:
    """The ticket that took the place of `held`, if nothing has happened to it.

    Raises:
        RenewalUsed: it received a payment, gave way to another or ended.
    """
    wanted = select(PawnTicket.id).where(
        PawnTicket.previous_id == held.row.id, PawnTicket.closed_how.is_distinct_from("undone")
    )
    new = hold(act, act.db.scalars(wanted).one())
    if new.paid or new.row.closed_on is not None:
        raise RenewalUsed(
            f"El refrendo dejó la boleta {new.folio}, que ya tuvo movimientos: deshágalos primero"
        )
    return Renewal(new.row, new)


def undo(act: Act, held: Held, renewal: Renewal) -> None:
    """Take the ticket of a refrendo back: what it lent is lent on the one before again."""
    today = act.business_date
    retire(act, renewal.row, "El refrendo se deshizo")
    close(renewal.row, "undone", max(today, renewal.row.opened_on))
    renewal.row.capital = renewal.row.principal
    rest = Instalment(_turns(held) + 1, concept(held.row.number), renewal.row.principal, held.row.due_on)
    receivables.open_instalments(act, [owner(act, held.row)], [[rest]])
    tell(act, renewal.row, Happened("undone", note=act.reason))


def _turns(held: Held) -> int:
    """More debts than a ticket can have had so far: two for each payment and the first one."""
    return 2 * len(held.paid) + 3


def _next(act: Act, held: Held, terms: Terms) -> PawnTicket:
    row, new_id = held.row, ids.uuid7(act.at)
    money = terms.principal
    if not money.is_positive:
        raise TicketClosed(f"{held.folio} no debe capital: se desempeña, no se refrenda")
    entry = ledger.post(
        act,
        kind="pawn_renewal",
        source=f"pawn:{new_id}",
        lines=[
            debit(Use.PAWN_LOANS, money, party=row.party_id, doc=new_id),
            credit(Use.PAWN_LOANS, money, party=row.party_id, doc=row.id),
        ],
        memo=f"Refrendo de {held.folio}",
    )
    fresh = PawnTicket(
        id=new_id, branch_id=row.branch_id, party_id=row.party_id, plan_id=row.plan_id, root_id=row.root_id,
        previous_id=row.id, currency=row.currency, principal=money.minor, appraisal=row.appraisal, allowed=row.allowed,
        opened_on=act.business_date, starts_on=terms.starts_on, due_on=terms.due_on, grace_on=terms.grace_on,
        last_on=terms.last_on, handed_on=act.business_date, handed_by=act.actor.id, entry_id=entry, capital=money.minor,
        interest_each=terms.interest(money.minor), storage_each=terms.storage(money.minor),
        moved_on=act.business_date, opened_at=act.at, opened_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(fresh)
    act.db.flush()
    act.db.refresh(fresh)
    return fresh
