"""Refrendo and desempeño at the counter: the payment and what it is for, in one act."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.parties import queries as parties
from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import Deliver, Renew
from caudal.business.pawn.queries import parting, tickets
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.states import OPEN
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.receivables import queries as debts
from caudal.commons.acts.act import Act, command
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Forbidden, Problem

_DELIVER, _LEND = "pawn.custody", "pawn.open"


class TicketNotOwed(Problem):
    type, title, status = "boleta-sin-deuda", "La boleta no tiene nada que pagar", 409


@dataclass(frozen=True, slots=True)
class RenewTicket:
    """``capital``: what is paid of the capital besides interest and storage; nothing when absent.

    ``more``: capital lent besides what is owed, given out by ``gives``, cash or transfer. ``box_id``: the bank account
    what is paid came into; where the branch receives when absent.
    """

    ticket_id: UUID
    method: str
    capital: Money | None = None
    reference: str | None = None
    tendered: Money | None = None
    more: Money | None = None
    gives: str = "cash"
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class RedeemTicket:
    """``deliver``: give the articles back at once, if the role may; ``name``: to whom, if not the client.

    ``box_id``: as in :class:`RenewTicket`.
    """

    ticket_id: UUID
    method: str
    reference: str | None = None
    tendered: Money | None = None
    deliver: bool = True
    name: str = ""
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class RedeemPart:
    """``items``: the articles that are taken away; ``name``: by whom, if not the client.

    ``box_id``: as in :class:`RenewTicket`.
    """

    ticket_id: UUID
    items: tuple[UUID, ...]
    method: str
    reference: str | None = None
    tendered: Money | None = None
    name: str = ""
    box_id: int | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """What was done at the counter: the payment, if anything had to be paid, and the ticket it leaves."""

    payment: PaymentRecord | None
    ticket: TicketRecord


@command
def renew_ticket(act: Act, ask: RenewTicket) -> Counter:
    """Refrendo: pay interest and storage up to today, and some capital, and begin another term on the same pledge.

    Or lend more on it, up to what today's table allows.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded, LostTicket, Retained: it can't be renewed.
        InvalidAmount: capital below zero, or all of it (that is redeeming it); more and less at once.
        Forbidden: the role doesn't lend.
        OverTable, InsufficientFunds: more than the pledge backs, or than there is.
        ReferenceRepeated, PeriodClosed: as in taking any payment.
    """
    ticket = _hold(act, ask.ticket_id)
    if ask.more is not None:
        _may_lend(act, ask)
    now, zero = ticket.standing, ticket.money(0)
    capital = ask.capital or zero
    if capital < zero or capital.minor >= now.capital > 0:
        raise InvalidAmount(
            f"El abono a capital va de cero a menos de {ticket.money(now.capital).amount};"
            " pagarlo todo es desempeñar",
            errors=[{"pointer": "/capital", "detail": "menor que el capital"}],
        )
    paid = _catch_up(act, ticket, capital, ask)
    done = pawn.renew(act, Renew(ask.ticket_id, paid.id if paid else None, ask.more, ask.gives))
    return Counter(paid, done)


@command
def redeem_part(act: Act, ask: RedeemPart) -> Counter:
    """Take some articles away: pay interest and storage up to today and their part of the capital; the rest stay.

    Another ticket, with another term, is left for the rest.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded, LostTicket, Retained, OnItsWay: the articles can't be given back now.
        Invalid: none of them, all of them, or one that isn't in pawn by that ticket.
        Forbidden: the role doesn't give articles back.
        ReferenceRepeated, PeriodClosed: as in taking any payment.
    """
    if not act.actor.may(_DELIVER):
        raise Forbidden("Las prendas las devuelve quien cuida la bóveda")
    ticket = _hold(act, ask.ticket_id)
    capital = parting.share(act, ticket, ask.items)
    paid = _catch_up(act, ticket, capital, ask)
    done = pawn.renew(act, Renew(ask.ticket_id, paid.id if paid else None, taken=ask.items, name=ask.name))
    return Counter(paid, done)


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


def _may_lend(act: Act, ask: RenewTicket) -> None:
    if ask.capital is not None and ask.capital.is_positive:
        raise InvalidAmount(
            "Se abona a capital o se presta más, no las dos cosas",
            errors=[{"pointer": "/more", "detail": "con abono a capital no se presta más"}],
        )
    if not act.actor.may(_LEND):
        raise Forbidden("Prestar más sobre una prenda es de quien abre boletas")


def _catch_up(
    act: Act, ticket: TicketRecord, capital: Money, ask: RenewTicket | RedeemPart
) -> PaymentRecord | None:
    """Interest and storage up to today, and `capital`; nothing when nothing is owed, or the ticket isn't in pawn."""
    amount = ticket.money(max(0, ticket.standing.charges)) + capital
    return _pay(act, ticket, amount, ask) if amount.is_positive and ticket.status in OPEN else None


def _hold(act: Act, ticket_id: UUID) -> TicketRecord:
    """A ticket whose client makes no other payment until the act ends, so that what it owes is what is charged."""
    parties.hold(act, tickets.ticket(act, ticket_id).party_id)
    act.db.expire_all()
    return tickets.ticket(act, ticket_id)


def _pay(
    act: Act, ticket: TicketRecord, amount: Money, ask: RenewTicket | RedeemTicket | RedeemPart
) -> PaymentRecord:
    owed = tuple(debt.id for debt in debts.open_of(act, ticket.party_id) if debt.owner_id == ticket.id)
    if not owed:
        raise TicketNotOwed(f"{ticket.folio} no tiene nada que pagar")
    return payments.take(
        act,
        TakePayment(
            ticket.party_id, amount, ask.method, ask.reference, apply_to=owed, tendered=ask.tendered,
            branch_id=act.place.branch_id, box_id=ask.box_id,
        ),
    )  # fmt: skip
