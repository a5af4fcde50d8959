"""A counter that lends on pledges: its tables, its till and the people behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.pawn import commands as pawn
from caudal.business.pawn.commands import (
    Adjudicate,
    CountVault,
    NewLocation,
    NewLtv,
    NewPlan,
    NewPrice,
    OpenTicket,
    SellLot,
    SendPledges,
    accrue,
)
from caudal.business.pawn.queries import lots, tickets
from caudal.business.pawn.queries.lots import LotRecord
from caudal.business.pawn.queries.quoting import Article
from caudal.business.pawn.queries.tickets import ItemRecord, TicketRecord
from caudal.business.pawn.rules.terms import Period
from caudal.business.pawn.rules.valuing import Condition, Unit
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows import end_of_day, pawning
from caudal.flows.pawning import RedeemPart, RedeemTicket, RenewTicket
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.rules import Use, credit, debit
from tests.business.house import TODAY, House

WATCH = Article("joyeria", "Reloj de oro", Condition.GOOD, brand="Seiko", appraisal=Money.of(25_000, "MXN"))
"""At 40 % of its appraisal, 10,000 may be lent on it."""


def pesos(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


@dataclass
class Counter:
    """`house` with what a counter needs; `boss` may override tables."""

    house: House
    plan: str = "semanal"
    branch: int = 1

    def furnish(self) -> None:
        with self.house.act(self.branch) as act:
            self.conditions(act)
            pawn.set_ltv(act, NewLtv("joyeria", Condition.GOOD, Decimal("0.4"), TODAY - timedelta(days=900)))
            pawn.set_price(
                act, NewPrice("joyeria", "oro 14k", Unit.GRAM, pesos(900), TODAY - timedelta(days=900))
            )
            self.fund(act, 1_000_000)

    def conditions(self, act: Act, **more: Any) -> None:
        given = {
            "rate": Decimal("0.05"), "period": Period.WEEK, "term": 16, "grace_days": 10,
            "sale_cost_rate": Decimal("0.1"),
        }  # fmt: skip
        pawn.set_plan(act, NewPlan(self.plan, "Semanal 5 %", "MXN", **{**given, **more}))

    def fund(self, act: Act, amount: int) -> None:
        box = treasury.destination(act, "cash", "MXN")
        lines = [debit(box.account_id, pesos(amount)), credit(Use.CAPITAL, pesos(amount))]
        ledger.post(act, kind="till_opening", source="treasury:1", lines=lines)

    @contextmanager
    def boss(self, reason: str = "") -> Iterator[Act]:
        """Somebody else, who may lend over the tables."""
        actor = Actor(
            8, "Berta", "gerente", (1, 2, 3), frozenset({"pawn.override", "pawn.custody", "pawn.open"})
        )
        with acting(
            self.house.engine, Opening(actor, Place(self.branch, "10.0.0.2", "api"), self.house.at, reason)
        ) as act:
            yield act

    def open(self, client: UUID | None = None, amount: str = "10000", **more: Any) -> TicketRecord:
        items = more.pop("items", (WATCH,))
        with self.house.act(self.branch) as act:
            ask = OpenTicket(
                client or self.house.client(branch=self.branch),
                items,
                pesos(amount),
                more.pop("plan", self.plan),
                **more,
            )
            return pawn.open_ticket(act, ask)

    def lend(self, client: UUID | None = None, amount: str = "10000", **more: Any) -> TicketRecord:
        ticket = self.open(client, amount, **more)
        with self.house.act(self.branch) as act:
            return pawn.hand_over(act, ticket.id)

    def at(self, ticket: TicketRecord, day: int) -> None:
        """Go to that day of a ticket; its first one is 0."""
        noon = self.house.at.replace(hour=17)
        self.house.at = noon + (ticket.opened_on + timedelta(days=day) - noon.date())

    def see(self, ticket: TicketRecord, on: date | None = None) -> TicketRecord:
        with self.house.act(self.branch) as act:
            return tickets.ticket(act, ticket.id, on)

    def debt(self, ticket: TicketRecord) -> UUID:
        return self.house.one(
            "select id from receivables where owner_id = :id and open > 0 order by number limit 1",
            id=ticket.id,
        )[0]

    def pay(self, ticket: TicketRecord, amount: str, debt: UUID | None = None, **more: Any) -> Any:
        debt = debt or self.debt(ticket)
        return self.house.pay(ticket.party_id, amount, apply_to=(debt,), **{"branch": self.branch, **more})

    def renew(
        self, ticket: TicketRecord, capital: str | None = None, more: str | None = None
    ) -> pawning.Counter:
        """As who lends too: `more` is lent on the same pledge."""
        ask = RenewTicket(
            ticket.id, "cash", pesos(capital) if capital else None, more=pesos(more) if more else None
        )
        with self.boss() as act:
            return pawning.renew_ticket(act, ask)

    def redeem_part(self, ticket: TicketRecord, *items: UUID) -> pawning.Counter:
        with self.boss() as act:
            return pawning.redeem_part(act, RedeemPart(ticket.id, items, "cash", name="Su hija"))

    def items(self, ticket: TicketRecord) -> list[ItemRecord]:
        with self.house.act(self.branch) as act:
            return tickets.items_of(act, [ticket.root_id])[ticket.root_id]

    def redeem(self, ticket: TicketRecord, *, deliver: bool = True) -> pawning.Counter:
        with self.boss() as act:
            return pawning.redeem_ticket(act, RedeemTicket(ticket.id, "cash", deliver=deliver))

    def adjudicate(self, ticket: TicketRecord, value: str | None = None) -> LotRecord:
        with self.house.act(self.branch) as act:
            return pawn.adjudicate(act, Adjudicate(ticket.id, pesos(value) if value else None))

    def sell(
        self,
        lot: LotRecord,
        price: str,
        cost: str | None = None,
        method: str = "cash",
        box: int | None = None,
    ) -> LotRecord:
        spent = pesos(cost) if cost else None
        with self.house.act(self.branch) as act:
            return pawn.sell_lot(act, SellLot(lot.id, pesos(price), method, "Un comprador", spent, box))

    def lot(self, lot: LotRecord) -> LotRecord:
        with self.house.act(self.branch) as act:
            return lots.lot(act, lot.id)

    def close_day(self, on: date) -> dict[str, Any]:
        return end_of_day.close_day(self.house.engine, self.house.at, self.branch, on)

    def balance(self, use: Use, on: date | None = None) -> Money:
        with self.house.act(self.branch) as act:
            return books.balance(act, use, "MXN", on)

    def forfeited(self, **more: Any) -> LotRecord:
        """A ticket of 10,000 nobody came for, the day after its grace."""
        ticket = self.lend(**more)
        self.at(ticket, 16 * 7 + 11)
        return self.adjudicate(ticket)

    def rows(self, table: str) -> int:
        with self.house.act(every=True) as act:
            return act.db.execute(text(f"select count(*) from {table}")).scalar_one()


def a_bit_of_everything(house: House, branch: int) -> None:
    """A branch with something in each table of pawn."""
    counter, now = Counter(house, f"plan-{branch}", branch), house.at
    house.at = now - timedelta(days=140)
    counter.furnish()
    ticket = counter.lend()
    house.at = now - timedelta(days=139)
    counter.pay(ticket, "500")
    with house.act(branch) as act:
        accrue(act, act.business_date + timedelta(days=9))
        (item,) = tickets.items_of(act, [ticket.root_id])[ticket.root_id]
        pawn.add_photo(act, item.id, b"\xff\xd8\xff" + bytes([branch]))
        vault = pawn.add_location(act, NewLocation("vault", "Bóveda"))
        move = pawn.send_pledges(act, SendPledges((item.id,), vault.id))
    with counter.boss() as act:
        pawn.receive_pledges(act, move.id)
        pawn.count_vault(act, CountVault(vault.id, (item.id,)))
    house.at = now
    counter.adjudicate(ticket)
