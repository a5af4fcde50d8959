"""A ticket in one's hands: nobody else touches it until the act ends; and the refusals that several desks share."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.parties import queries as parties
from caudal.business.pawn.queries import guides, tickets
from caudal.business.pawn.rules.course import Course, Paid, course
from caudal.business.pawn.rules.states import LABELS, OPEN, Dates, Status, status
from caudal.business.pawn.rules.terms import Terms
from caudal.business.pawn.tables import PawnItem, PawnTicket
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.business.receivables.queries import ReceivableRecord
from caudal.commons.acts.act import Act
from caudal.kernel import ids
from caudal.kernel.problems import Invalid, NotFound, Problem

_EVENT = text(
    "insert into pawn_events (ticket_id, branch_id, kind, on_date, amount, note, payment_id, entry_id, at, actor_id,"
    " act_id) values (:ticket, :branch, :kind, :on, :amount, :note, :payment, :entry, :at, :actor, :act)"
)


class TicketClosed(Problem):
    type, title, status = "boleta-cerrada", "La boleta no admite esa operación", 409


class NotHanded(Problem):
    type, title, status = "boleta-sin-entregar", "El dinero de la boleta todavía no se entrega", 409


class LostTicket(Problem):
    type, title, status = "boleta-extraviada", "La boleta se reportó extraviada", 409


class Retained(Problem):
    type, title, status = "prenda-retenida", "La prenda está retenida por la autoridad", 409


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket, what it agreed, and what was paid of it."""

    row: PawnTicket
    terms: Terms
    paid: tuple[Paid, ...]

    @property
    def folio(self) -> str:
        return ids.folio("EMP", self.row.number)

    def on(self, day: date) -> Course:
        """How it stands at the end of `day`."""
        return course(self.terms, self.paid, day)


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history of a ticket; ``amount`` in minor units."""

    kind: str
    amount: int = 0
    note: str = ""
    payment: UUID | None = None
    entry: int | None = None
    on: date | None = None


def hold(act: Act, ticket_id: UUID) -> Held:
    """A ticket, kept from everybody else until the act ends; and its client, always first.

    A till takes the client, then what is owed, then the ticket: whoever took them in another order would wait for
    somebody who waits for them.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    whose = act.db.scalars(select(PawnTicket.party_id).where(PawnTicket.id == ticket_id)).one_or_none()
    if whose is not None:
        with suppress(
            NotFound
        ):  # a client of another branch, whose tickets here are only this branch's to touch
            parties.party(act, whose, lock=True)
    wanted = select(PawnTicket).where(PawnTicket.id == ticket_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("La boleta no existe o es de otra sucursal")
    terms = tickets.terms_of(row, guides.plan(act, row.plan_id))
    return Held(row, terms, tuple(tickets.paid_of(act, [row.id]).get(row.id, ())))


def state(held: Held, on: date) -> Status:
    """The state of a ticket on a date."""
    row = held.row
    return status(Dates(row.handed_on, row.due_on, row.grace_on, row.closed_on, row.closed_how), on)


def check_open(held: Held, on: date) -> Status:
    """The state of a ticket whose pledge is in pawn.

    Raises:
        TicketClosed, NotHanded: it isn't.
    """
    found = state(held, on)
    if found is Status.QUOTED:
        raise NotHanded(f"Entregue primero el dinero de la boleta {held.folio}")
    if held.row.closed_on is not None or found not in OPEN:
        label = LABELS[Status(held.row.closed_how)] if held.row.closed_how else LABELS[found]
        raise TicketClosed(f"La boleta {held.folio} está en «{label}»")
    return found


def check_unblocked(held: Held) -> None:
    """Refuse what only whoever holds the ticket may ask.

    Raises:
        LostTicket, Retained: it was reported lost and not reissued, or an authority keeps the pledge.
    """
    if held.row.lost_on is not None:
        raise LostTicket(
            f"La boleta {held.folio} se reportó extraviada el {held.row.lost_on:%d/%m/%Y}: repóngala primero"
        )
    check_free(held)


def check_free(held: Held) -> None:
    """Refuse to move a pledge that an authority keeps.

    Raises:
        Retained: it does.
    """
    if held.row.retained_on is not None:
        raise Retained(
            f"La autoridad retiene la prenda de {held.folio} desde el {held.row.retained_on:%d/%m/%Y}"
        )


def check_reason(act: Act) -> None:
    """Refuse what nobody explains.

    Raises:
        Invalid: the act has no reason.
    """
    if not act.reason.strip():
        raise Invalid("Escriba el motivo", errors=[{"pointer": "/reason", "detail": "hace falta el motivo"}])


def tell(act: Act, row: PawnTicket, what: Happened) -> None:
    """Add a line to the history of a ticket."""
    act.db.execute(
        _EVENT,
        {"ticket": row.id, "branch": row.branch_id, "kind": what.kind, "on": what.on or act.business_date,
         "amount": what.amount, "note": what.note, "payment": what.payment, "entry": what.entry, "at": act.at,
         "actor": act.actor.id, "act": act.id},
    )  # fmt: skip


def place(row: PawnTicket, now: Course, moved_on: date) -> None:
    """Leave in a ticket where its payments took it, so that a million can be read without replaying them."""
    row.capital, row.base_periods = now.capital, now.before
    row.interest_before, row.storage_before = now.interest_before, now.storage_before
    row.interest_each, row.storage_each = now.interest_each, now.storage_each
    row.interest_paid, row.storage_paid = now.interest_paid, now.storage_paid
    row.tax_before, row.tax_each, row.tax_paid = now.tax_before, now.tax_each, now.tax_paid
    row.moved_on, row.version = moved_on, row.version + 1


def articles(act: Act, row: PawnTicket) -> Sequence[PawnItem]:
    """The articles of a ticket, kept until the act ends."""
    wanted = select(PawnItem).where(PawnItem.ticket_id == row.root_id).order_by(PawnItem.position)
    return act.db.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()


def owed(act: Act, row: PawnTicket) -> list[ReceivableRecord]:
    """The debts of a ticket that are still open, the oldest first."""
    found = debts.open_of(act, row.party_id, row.currency, lock=True)
    return [debt for debt in found if debt.owner_id == row.id]


def retire(act: Act, row: PawnTicket, why: str) -> None:
    """Take the debts of a ticket out of what is owed; nothing was paid of those still open."""
    receivables.retire_instalments(act, [debt.id for debt in owed(act, row)], why)


def close(row: PawnTicket, how: str, on: date) -> None:
    """End a ticket."""
    row.closed_on, row.closed_how, row.version = on, how, row.version + 1
