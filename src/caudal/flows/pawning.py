"""Refrendo and desempeño at the counter: the payment and what it is for, in one act."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import Deliver
from caudal.business.pawn.queries import tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.receivables import queries as debts
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Problem

_DELIVER = "pawn.custody"


class TicketNotOwed(Problem):
    type, title, status = "boleta-sin-deuda", "La boleta no tiene nada que pagar", 409


@dataclass(frozen=True, slots=True)
class RenewTicket:
    """``capital``: what is paid of the capital besides interest and storage; nothing when absent."""

    ticket_id: UUID
    method: str
    capital: Money | None = None
    reference: str | None = None
    tendered: Money | None = None


@dataclass(frozen=True, slots=True)
class RedeemTicket:
    """``deliver``: give the articles back at once, if the role may; ``name``: to whom, if not the client."""

    ticket_id: UUID
    method: str
    reference: str | None = None
    tendered: Money | None = None
    deliver: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """What was done at the counter: the payment, if anything had to be paid, and the ticket it leaves."""

    payment: PaymentRecord | None
    ticket: TicketRecord


@command
def renew_ticket(act: Act, ask: RenewTicket) -> Counter:
    """Refrendo: pay interest and storage up to today, and some capital, and begin another term on the same pledge.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded, LostTicket, Retained: it can't be renewed.
        InvalidAmount: capital below zero, or all of it (that is redeeming it).
        ReferenceRepeated, PeriodClosed: as in taking any payment.
    """
    ticket = _hold(act, ask.ticket_id)
    now, zero = ticket.standing, ticket.money(0)
    capital = ask.capital or zero
    if capital < zero or capital.minor >= now.capital > 0:
        raise InvalidAmount(
            f"El abono a capital va de cero a menos de {ticket.money(now.capital).amount};"
            " pagarlo todo es desempeñar",
            errors=[{"pointer": "/capital", "detail": "menor que el capital"}],
        )
    amount = ticket.money(max(0, now.charges)) + capital
    paid = None
    if amount.is_positive and ticket.status.value in ("live", "grace", "expired"):
        paid = _pay(act, ticket, amount, ask)
    return Counter(paid, pawn.renew(act, ask.ticket_id, paid.id if paid else None))


@command
def redeem_ticket(act: Act, ask: RedeemTicket) -> Counter:
    """Desempeño: pay all that is owed and take the articles away.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketNotOwed: it isn't in pawn.
        LostTicket, Retained, OnItsWay: the articles can't be given back now.
        ReferenceRepeated, PeriodClosed: as in taking any payment.
    """
    ticket = _hold(act, ask.ticket_id)
    paid = _pay(act, ticket, ticket.money(ticket.standing.total), ask)
    if ask.deliver and act.actor.may(_DELIVER):
        return Counter(paid, pawn.deliver(act, Deliver(ask.ticket_id, ask.name)))
    return Counter(paid, tickets.ticket(act, ask.ticket_id))


def _hold(act: Act, ticket_id: UUID) -> TicketRecord:
    """A ticket whose client makes no other payment until the act ends, so that what it owes is what is charged."""
    parties.hold(act, tickets.ticket(act, ticket_id).party_id)
    act.db.expire_all()
    return tickets.ticket(act, ticket_id)


def _pay(act: Act, ticket: TicketRecord, amount: Money, ask: RenewTicket | RedeemTicket) -> PaymentRecord:
    owed = tuple(debt.id for debt in debts.open_of(act, ticket.party_id) if debt.owner_id == ticket.id)
    if not owed:
        raise TicketNotOwed(f"{ticket.folio} no tiene nada que pagar")
    return payments.take(
        act,
        TakePayment(
            ticket.party_id, amount, ask.method, ask.reference, apply_to=owed, tendered=ask.tendered,
            branch_id=act.place.branch_id,
        ),
    )  # fmt: skip
