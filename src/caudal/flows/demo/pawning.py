"""The demonstration's counter of pledges: the suggested tables, the vault, and a ticket in every state.

Made by the rooms' own commands on their own dates, so that every screen shows what they would have left.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import (
    Adjudicate,
    CountVault,
    NewLocation,
    OpenTicket,
    ReportLost,
    SellLot,
    SendPledges,
)
from caudal.business.pawn.queries import lots, quoting, tickets
from caudal.business.pawn.queries.quoting import Article
from caudal.business.pawn.queries.tickets import TicketRecord
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.receivables import queries as debts
from caudal.commons.acts.opening import because
from caudal.flows import pawning
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.flows.demo.pictures import picture
from caudal.flows.demo.pledges import STORIES, Step, Story, Thing
from caudal.flows.pawning import RedeemTicket, RenewTicket
from caudal.kernel.money import Money

_BRANCHES = (1, 2, 5)
_MG = 1_000
_TOGETHER = 5
"""How many articles go to the vault in one trip."""
_ROUND = {"MXN": 5_000, "DOP": 10_000}
"""What is lent goes down to a multiple of this, in minor units."""


@dataclass(slots=True)
class _Counter:
    """The counter while its stories are told: its clients, its places by branch and name, and what its vault keeps."""

    house: House
    clients: dict[str, UUID] = field(default_factory=dict[str, UUID])
    places: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])
    kept: dict[int, list[tuple[int, UUID]]] = field(default_factory=dict[int, list[tuple[int, UUID]]])


def pawn_things(house: House) -> None:
    """The tables, the vaults and the stories, the oldest first, as their folios would have come out."""
    counter, first = _Counter(house), max(story.opened for story in STORIES) + 1
    pawn.use_suggested_tables(house.act("duena", 1, first))
    for branch in _BRANCHES:
        _furnish(counter, branch, first)
    for number, story in sorted(enumerate(STORIES, start=1), key=lambda each: -each[1].opened):
        _tell(counter, story, number)
    for branch in _BRANCHES:
        _keep(counter, branch)


def _furnish(counter: _Counter, branch: int, ago: int) -> None:
    """The places of a branch and the clients of its counter."""
    house = counter.house
    act = house.act("gerente", branch, ago)
    for kind, name in (("counter", "Mostrador"), ("vault", "Bóveda A"), ("showcase", "Vitrina")):
        counter.places[branch, name] = pawn.add_location(act, NewLocation(kind, name)).id
    people = [(story, number) for number, story in enumerate(STORIES, start=1) if story.branch == branch]
    found = parties.open_many(house.act("cajero", branch, ago), [_person(*each) for each in people])
    counter.clients |= {story.name: client for (story, _), client in zip(people, found, strict=True)}


def _tell(counter: _Counter, story: Story, number: int) -> None:
    house = counter.house
    ticket = _opened(counter, story, number)
    act = house.act("cajero", story.branch, story.opened)
    items = [item.id for item in tickets.items_of(act, [ticket.id])[ticket.id]]
    for thing, item in zip(story.things, items, strict=True):
        pawn.add_photo(act, item, picture(thing.kind, number))
    if story.ends:
        if story.ends == "cancelled":
            pawn.cancel_ticket(because(act, "el cliente no aceptó el monto"), ticket.id)
        return
    pawn.hand_over(act, ticket.id)
    for step in story.steps:
        ticket = _HOW[step.what](counter, story, ticket, step)
    if not any(step.what in ("redeem", "sell", "list") for step in story.steps):
        counter.kept.setdefault(story.branch, []).extend((story.opened, item) for item in items)


def _keep(counter: _Counter, branch: int) -> None:
    """What came in goes to the vault every few articles, and everything in it was counted today."""
    house, waiting = counter.house, counter.kept.get(branch, [])
    for start in range(0, len(waiting), _TOGETHER):
        some = waiting[start : start + _TOGETHER]
        _move(
            counter, branch, [item for _, item in some], max(0, min(ago for ago, _ in some) - 1), "Bóveda A"
        )
    found = tuple(item for _, item in waiting)
    counted = CountVault(counter.places[branch, "Bóveda A"], found, note="Inventario de la semana")
    pawn.count_vault(house.act("supervisor", branch, 0, hour=1), counted)


def _opened(counter: _Counter, story: Story, number: int) -> TicketRecord:
    house, client = counter.house, counter.clients[story.name]
    act = house.act("cajero", story.branch, story.opened, hour=1)
    currency = cast.BRANCHES[story.branch - 1][2]
    articles = tuple(_article(thing, currency, number) for thing in story.things)
    amount = Money.of(story.amount, currency)
    if not story.amount:
        allowed = quoting.quote(act, articles, None, currency).allowed.minor
        amount = Money.from_minor(allowed - allowed % _ROUND[currency], currency)
    if story.over:
        act = house.act("supervisor", story.branch, story.opened, hour=1)
    return pawn.open_ticket(act, OpenTicket(client, articles, amount, override_reason=story.over))


def _person(story: Story, number: int) -> NewParty:
    country = cast.BRANCHES[story.branch - 1][1]
    phone = {"MX": f"+52998555{number:04d}", "DO": f"+1809555{number + 500:04d}"}[country]
    return NewParty(
        story.name, Document("OTRO", f"DEMOE{number:03d}", country), (phone,), branch_id=story.branch,
        zone=cast.ZONES[story.branch][-1], origin="demo", consents=("whatsapp",),
    )  # fmt: skip


def _article(thing: Thing, currency: str, number: int) -> Article:
    return Article(
        thing.category, thing.told, thing.condition, thing.brand, thing.model, thing.serial, thing.price or None,
        int(thing.grams * _MG) if thing.grams else None,
        Money.of(thing.worth, currency) if thing.worth else None, seal=f"P-{number:04d}",
    )  # fmt: skip


def _move(counter: _Counter, branch: int, items: list[UUID], ago: int, place: str) -> None:
    """From one hand to another, into a place."""
    house, to = counter.house, counter.places[branch, place]
    move = pawn.send_pledges(house.act("cajero", branch, ago, hour=1), SendPledges(tuple(items), to))
    pawn.receive_pledges(house.act("supervisor", branch, ago), move.id)


def _renew(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("cajero", story.branch, step.ago)
    capital = ticket.money(step.amount * 100) if step.amount else None
    return pawning.renew_ticket(act, RenewTicket(ticket.id, "cash", capital)).ticket


def _pay(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("cajero", story.branch, step.ago)
    owed = tuple(debt.id for debt in debts.open_of(act, ticket.party_id) if debt.owner_id == ticket.id)
    amount = ticket.money(step.amount * 100)
    payments.take(act, TakePayment(ticket.party_id, amount, "cash", apply_to=owed, branch_id=story.branch))
    return tickets.ticket(act, ticket.id)


def _redeem(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("cajero", story.branch, step.ago)
    return pawning.redeem_ticket(act, RedeemTicket(ticket.id, "cash", deliver=step.what == "redeem")).ticket


def _lost(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("cajero", story.branch, step.ago)
    return pawn.report_lost(
        act, ReportLost(ticket.id, "Declara que la perdió en el mercado; mostró su identificación")
    )


def _retain(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = because(counter.house.act("gerente", story.branch, step.ago), "Oficio 1182/2026 de la fiscalía")
    return pawn.retain_pledge(act, ticket.id)


def _adjudicate(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    del step
    house = counter.house
    ago = (house.day(story.branch) - ticket.grace_on - timedelta(days=1)).days
    pawn.adjudicate(house.act("gerente", story.branch, ago), Adjudicate(ticket.id))
    return ticket


def _list(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("gerente", story.branch, step.ago)
    lot = lots.of_tickets(act, [ticket.id])[ticket.id]
    pawn.list_lot(act, lot.id, ticket.money(step.amount * 100))
    items = [item.id for item in tickets.items_of(act, [ticket.root_id])[ticket.root_id]]
    _move(counter, story.branch, items, step.ago, "Vitrina")
    return ticket


def _sell(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = because(counter.house.act("gerente", story.branch, step.ago), "última pieza del aparador")
    lot, price = lots.of_tickets(act, [ticket.id])[ticket.id], ticket.money(step.amount * 100)
    pawn.sell_lot(act, SellLot(lot.id, price, "cash", "Venta de mostrador"))
    return ticket


def _surplus(counter: _Counter, story: Story, ticket: TicketRecord, step: Step) -> TicketRecord:
    act = counter.house.act("gerente", story.branch, step.ago)
    pawn.pay_surplus(act, lots.of_tickets(act, [ticket.id])[ticket.id].id)
    return ticket


_HOW = {
    "renew": _renew, "pay": _pay, "redeem": _redeem, "settle": _redeem, "lost": _lost, "retain": _retain,
    "adjudicate": _adjudicate, "list": _list, "sell": _sell, "surplus": _surplus,
}  # fmt: skip
