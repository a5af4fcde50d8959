"""Refrendo: a ticket whose interest is paid gives way to another, with the same pledge and a new term."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caudal.business.pawn.commands.custody import check_still
from caudal.business.pawn.commands.holding import (
    Happened,
    Held,
    TicketClosed,
    articles,
    check_open,
    check_unblocked,
    close,
    hold,
    retire,
    tell,
)
from caudal.business.pawn.commands.lending import begin, check_method, concept, owner
from caudal.business.pawn.commands.opening import OverTable
from caudal.business.pawn.events import TicketEnded
from caudal.business.pawn.queries import guides, parting, tickets
from caudal.business.pawn.queries.quoting import backing
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.course import renewal_start
from caudal.business.pawn.rules.terms import Terms
from caudal.business.pawn.tables import PawnItem, PawnTicket
from caudal.business.receivables import commands as receivables
from caudal.business.receivables.commands import Instalment
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money
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


@dataclass(frozen=True, slots=True)
class Renew:
    """Another ticket in the place of one.

    ``payment_id``: what paid its interest. ``more``: capital lent besides what is owed, given out by ``method``.
    ``taken``: articles that go back to the client, or to ``name``; the rest stay in pawn.
    """

    ticket_id: UUID
    payment_id: UUID | None = None
    more: Money | None = None
    method: str = "cash"
    taken: tuple[UUID, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Backed:
    """What the new ticket rests on: minor units, but for ``more``; ``allowed``, by the table of today."""

    more: Money
    method: str
    appraisal: int
    allowed: int


@command
def renew(act: Act, ask: Renew) -> TicketRecord:
    """Put another ticket in the place of one whose interest and storage are paid; returns the new one.

    It counts from the end of the period already paid, so nobody pays the same days twice.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded: it isn't in pawn.
        LostTicket, Retained: it was reported lost, or an authority keeps the pledge.
        OnItsWay: an article to be taken away is between two hands.
        InterestOwed: something is owed of it besides capital.
        OverTable: what stays in pawn doesn't back what would be lent.
        Invalid, InvalidAmount: articles that aren't there, all of them, or nothing more to lend.
        InsufficientFunds: the till or the account hasn't got it.
    """
    held = hold(act, ask.ticket_id)
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
    given = _taken(here, held, ask)
    backed = _backed(here, held, ask, now.capital)
    capital = Money.from_minor(now.capital, row.currency) + backed.more
    terms = Terms(
        held.terms.plan, capital, renewal_start(held.terms, today), fresh=False,
        tax_rate=guides.tax_rate(here, held.terms.plan),
    )  # fmt: skip
    fresh = _next(here, held, terms, backed)
    retire(here, row, f"Se refrendó: sigue en {ids.folio('EMP', fresh.number)}")
    close(row, "renewed", today)
    tell(here, row, Happened("renewed", now.capital, ids.folio("EMP", fresh.number), ask.payment_id))
    _let_go(here, held, given, ask.name)
    begin(here, Held(fresh, terms, ()))
    tell(here, fresh, Happened("renewal", capital.minor, held.folio, ask.payment_id, fresh.entry_id))
    if backed.more.is_positive:
        tell(here, fresh, Happened("added", backed.more.minor, entry=fresh.entry_id))
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
    if new.row.added:
        raise RenewalUsed(
            f"El refrendo entregó más dinero con la boleta {new.folio}: no se deshace, se abona o se desempeña"
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


def _taken(act: Act, held: Held, ask: Renew) -> list[PawnItem]:
    """The articles that go back now; some must stay."""
    if not ask.taken:
        return []
    there = {item.id: item for item in articles(act, held.row) if item.gone_on is None}
    wanted = set(ask.taken)
    parting.check(there, wanted, held.folio)
    check_still(act, list(wanted))
    return [there[each] for each in wanted]


def _backed(act: Act, held: Held, ask: Renew, capital: int) -> _Backed:
    """What the new ticket rests on; a plain refrendo keeps what the one before had."""
    row, more = held.row, ask.more
    nothing = Money.from_minor(0, row.currency)
    if more is None and not ask.taken:
        return _Backed(nothing, ask.method, row.appraisal, row.allowed)
    staying = [
        item for item in tickets.items_of(act, [row.root_id])[row.root_id]
        if item.gone_on is None and item.id not in ask.taken
    ]  # fmt: skip
    appraisal = sum(item.appraisal for item in staying)
    allowed = backing(act, staying, row.currency)
    if more is not None:
        check_method(ask.method)
        check_more(more, allowed - Money.from_minor(capital, row.currency))
    elif capital * row.appraisal > row.principal * appraisal:
        raise OverTable(
            f"Lo que se queda en {held.folio} no respalda {Money.from_minor(capital, row.currency).amount}"
        )
    return _Backed(more or nothing, ask.method, appraisal, allowed.minor)


def check_more(more: Money, room: Money) -> None:
    """Refuse to lend on a pledge more than today's table allows.

    Raises:
        InvalidAmount: nothing, or in another currency.
        OverTable: more than there is room for.
    """
    if more.currency != room.currency or not more.is_positive:
        raise InvalidAmount(
            f"Lo que se presta de más es un monto en {room.currency} mayor que cero",
            errors=[{"pointer": "/more", "detail": "mayor que cero, en la moneda de la boleta"}],
        )
    if more > room:
        most = room if room.is_positive else room - room
        raise OverTable(
            f"La tabla de hoy permite prestar {most.amount} {most.currency} más sobre esas prendas",
            allowed=most.json(),
        )


def _let_go(act: Act, held: Held, given: Sequence[PawnItem], name: str) -> None:
    for item in given:
        item.location_id, item.gone_on, item.gone_how, item.gone_to = None, act.business_date, "taken", name
    if given:
        told = ", ".join(item.description for item in given)
        tell(act, held.row, Happened("taken", sum(item.appraisal for item in given), told[:300]))


def _next(act: Act, held: Held, terms: Terms, backed: _Backed) -> PawnTicket:
    row, new_id = held.row, ids.uuid7(act.at)
    money, old = terms.principal, terms.principal - backed.more
    if not old.is_positive:
        raise TicketClosed(f"{held.folio} no debe capital: se desempeña, no se refrenda")
    lines = [
        debit(Use.PAWN_LOANS, money, party=row.party_id, doc=new_id),
        credit(Use.PAWN_LOANS, old, party=row.party_id, doc=row.id),
    ]
    if backed.more.is_positive:
        box = treasury.source(act, backed.method, row.currency)
        lines += treasury.out_of_box(act, box, backed.more)
    entry = ledger.post(
        act,
        kind="pawn_renewal",
        source=f"pawn:{new_id}",
        lines=lines,
        memo=f"Refrendo de {held.folio}",
    )
    fresh = PawnTicket(
        id=new_id, branch_id=row.branch_id, party_id=row.party_id, plan_id=row.plan_id, root_id=row.root_id,
        previous_id=row.id, currency=row.currency, principal=money.minor, appraisal=backed.appraisal,
        allowed=backed.allowed, added=backed.more.minor, opened_on=act.business_date, starts_on=terms.starts_on,
        due_on=terms.due_on, grace_on=terms.grace_on, last_on=terms.last_on, handed_on=act.business_date,
        handed_by=act.actor.id, entry_id=entry, capital=money.minor, interest_each=terms.interest(money.minor),
        storage_each=terms.storage(money.minor), tax_rate=terms.tax_rate, tax_each=terms.tax(money.minor),
        moved_on=act.business_date, opened_at=act.at, opened_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(fresh)
    act.db.flush()
    act.db.refresh(fresh)
    return fresh
