"""How a pledge leaves the pawn: to its owner, to the house, to an authority."""

from dataclasses import dataclass
from uuid import UUID

from caudal.business.pawn.commands.custody import check_still
from caudal.business.pawn.commands.holding import (
    Happened,
    Held,
    TicketClosed,
    articles,
    check_free,
    check_open,
    check_reason,
    check_unblocked,
    close,
    hold,
    retire,
    tell,
)
from caudal.business.pawn.events import TicketEnded
from caudal.business.pawn.queries import lots, tickets
from caudal.business.pawn.queries.lots import LotRecord
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.pawn.rules.selling import carried
from caudal.business.pawn.rules.states import Status
from caudal.business.pawn.tables import PawnLot
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel import ids
from caudal.kernel.money import InvalidAmount, Money
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit


class StillTheirs(Problem):
    type, title, status = "prenda-en-plazo", "El cliente todavía puede desempeñar su prenda", 409


class NothingToDeliver(Problem):
    type, title, status = "sin-prenda-que-entregar", "No hay prenda que entregar", 409


@dataclass(frozen=True, slots=True)
class Adjudicate:
    """``value``: what the pledge could be sold for today; its appraisal when absent."""

    ticket_id: UUID
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Deliver:
    """``name``: who takes it, when it isn't the client in person, and on what authority."""

    ticket_id: UUID
    name: str = ""


@command
def deliver(act: Act, ask: Deliver) -> TicketRecord:
    """Give the articles of a redeemed ticket back.

    Raises:
        NotFound: there is none within the branches of the act.
        NothingToDeliver: it isn't redeemed, or they were given back already.
        LostTicket, Retained: it was reported lost, or an authority keeps the pledge.
        OnItsWay: one of them is between two hands.
    """
    held = hold(act, ask.ticket_id)
    here = in_branch(act, held.row.branch_id)
    if held.row.closed_how != "redeemed":
        raise NothingToDeliver(f"{held.folio} no está desempeñada: primero se paga")
    check_unblocked(held)
    given = [item for item in articles(here, held.row) if item.gone_on is None]
    if not given:
        raise NothingToDeliver(f"Las prendas de {held.folio} ya se entregaron")
    check_still(here, [item.id for item in given])
    for item in given:
        item.location_id, item.gone_on, item.gone_how, item.gone_to = (
            None,
            here.business_date,
            "delivered",
            ask.name,
        )
    here.db.flush()
    tell(here, held.row, Happened("delivered", note=ask.name))
    return tickets.ticket(here, ask.ticket_id)


@command
def adjudicate(act: Act, ask: Adjudicate) -> LotRecord:
    """Make a pledge that nobody redeemed the house's: into the inventory, at the lesser of capital and net value.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded: it isn't in pawn.
        StillTheirs: its days of grace aren't over.
        Retained: an authority keeps it.
        InvalidAmount: a value that isn't more than zero.
    """
    held = hold(act, ask.ticket_id)
    row, here = held.row, in_branch(act, held.row.branch_id)
    if check_open(held, here.business_date) is not Status.EXPIRED:
        raise StillTheirs(
            f"{held.folio} vence el {row.due_on:%d/%m/%Y} y tiene gracia hasta el {row.grace_on:%d/%m/%Y}:"
            " se adjudica y se vende después"
        )
    check_free(held)
    value = ask.value or Money.from_minor(row.appraisal, row.currency)
    if not value.is_positive or value.currency != row.currency:
        raise InvalidAmount(
            f"El valor es un monto en {row.currency} mayor que cero",
            errors=[{"pointer": "/value", "detail": "mayor que cero, en la moneda de la boleta"}],
        )
    lot = _lot(here, held, value)
    retire(here, row, "La prenda se adjudicó")
    close(row, "adjudicated", here.business_date)
    tell(here, row, Happened("adjudicated", lot.cost, ids.folio("LOT", lot.number), entry=lot.entry_id))
    here.db.flush()
    here.tell(TicketEnded(row.id, row.party_id, "adjudicated"))
    return lots.lot(here, lot.id)


@command
def retain_pledge(act: Act, ticket_id: UUID) -> TicketRecord:
    """An authority orders the house to keep a pledge: nobody takes it until it is released.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed: its articles are gone.
        Retained: it is kept already.
        Invalid: no reason (the order) was given.
    """
    check_reason(act)
    held = hold(act, ticket_id)
    here = in_branch(act, held.row.branch_id)
    check_free(held)
    if held.row.closed_how not in (None, "redeemed") or not any(
        item.gone_on is None for item in articles(here, held.row)
    ):
        raise TicketClosed(f"Las prendas de {held.folio} ya no están en la casa por esa boleta")
    held.row.retained_on = here.business_date
    held.row.version += 1
    here.db.flush()
    tell(here, held.row, Happened("retained", note=act.reason))
    return tickets.ticket(here, ticket_id)


@command
def release_pledge(act: Act, ticket_id: UUID) -> TicketRecord:
    """The authority lets a pledge go.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed: it wasn't kept.
        Invalid: no reason was given.
    """
    check_reason(act)
    held = hold(act, ticket_id)
    here = in_branch(act, held.row.branch_id)
    if held.row.retained_on is None:
        raise TicketClosed(f"La prenda de {held.folio} no está retenida")
    held.row.retained_on = None
    held.row.version += 1
    here.db.flush()
    tell(here, held.row, Happened("released", note=act.reason))
    return tickets.ticket(here, ticket_id)


@command
def surrender_pledge(act: Act, ticket_id: UUID) -> TicketRecord:
    """An authority takes a pledge away: what was lent on it is a loss.

    Raises:
        NotFound: there is none within the branches of the act.
        TicketClosed, NotHanded: it isn't in pawn.
        Invalid: no reason (the order) was given.
    """
    check_reason(act)
    held = hold(act, ticket_id)
    row, here = held.row, in_branch(act, held.row.branch_id)
    check_open(held, here.business_date)
    lost = Money.from_minor(held.on(here.business_date).capital, row.currency)
    entry = ledger.post(
        here,
        kind="pawn_loss",
        source=f"pawn:{row.id}",
        lines=[debit(Use.BAD_DEBT, lost), credit(Use.PAWN_LOANS, lost, party=row.party_id, doc=row.id)],
        memo=f"{held.folio}, entregada a la autoridad: {act.reason}"[:500],
    )
    retire(here, row, "La prenda se entregó a la autoridad")
    close(row, "surrendered", here.business_date)
    for item in articles(here, row):
        item.location_id, item.gone_on, item.gone_how = None, here.business_date, "surrendered"
        item.gone_to = act.reason[:200]
    here.db.flush()
    tell(here, row, Happened("surrendered", lost.minor, act.reason, entry=entry))
    here.tell(TicketEnded(row.id, row.party_id, "surrendered"))
    return tickets.ticket(here, ticket_id)


def _lot(act: Act, held: Held, value: Money) -> PawnLot:
    row, plan, now, lot_id = held.row, held.terms.plan, held.on(act.business_date), ids.uuid7(act.at)
    cost = carried(now.capital, value, plan.sale_cost_rate)

    def money(minor: int) -> Money:
        return Money.from_minor(minor, row.currency)

    lines: list[Line] = [credit(Use.PAWN_LOANS, money(now.capital), party=row.party_id, doc=row.id)]
    if cost:
        lines.append(debit(Use.PAWN_INVENTORY, money(cost), doc=lot_id))
    if now.capital > cost:
        lines.append(debit(Use.BAD_DEBT, money(now.capital - cost)))
    entry = ledger.post(
        act,
        kind="pawn_adjudication",
        source=f"pawn:{row.id}",
        lines=lines,
        memo=f"Adjudicación de {held.folio}",
    )
    lot = PawnLot(
        id=lot_id, ticket_id=row.id, branch_id=row.branch_id, party_id=row.party_id, currency=row.currency,
        capital=now.capital, debt=now.total, tax=max(0, now.tax), value=value.minor, cost=cost,
        surplus_policy=plan.surplus, surplus_days=plan.surplus_days, sale_cost_rate=plan.sale_cost_rate,
        adjudicated_on=act.business_date, entry_id=entry, created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(lot)
    act.db.flush()
    act.db.refresh(lot)
    return lot
