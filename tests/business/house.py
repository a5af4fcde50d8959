"""A company with three branches, people, and acts as a door would open them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from caudal.business.parties import commands as parties
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.business.receivables.commands import NewReceivable
from caudal.business.receivables.queries import ReceivableRecord
from caudal.commons.acts import relay
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows import verify, wiring
from caudal.kernel.money import Money
from caudal.ledger import queries as books

NOON = datetime(2026, 10, 5, 17, tzinfo=UTC)
TODAY = date(2026, 10, 5)
EVERYTHING = frozenset({"books.close"})


@dataclass
class House:
    """The engine and an instant that moves only when told."""

    engine: Engine
    at: datetime = NOON
    made: int = field(default=0)

    @contextmanager
    def act(
        self, branch: int = 1, *branches: int, reason: str = "", keep: bool = True, every: bool = False
    ) -> Iterator[Act]:
        """An act of the owner in `branch`; she works in `branches`, or in all of them."""
        actor = Actor(7, "Ana", "duena", branches or (1, 2, 3), EVERYTHING)
        opening = Opening(actor, Place(branch, "10.0.0.1", "api"), self.at, reason, keep, every_branch=every)
        with acting(self.engine, opening) as act:
            yield act

    def hear(self) -> None:
        """Deliver what acts told, all of it in one round: the relay's own time would leave the rest for another."""
        done = relay.deliver(self.engine, self.at, wiring.LISTENERS, within_s=60)
        told = "select array_agg(problem) as p from outbox where done_at is null"
        assert (done.failed, done.more) == (0, False), self.one(told).p

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)

    def client(self, name: str = "Juan Pérez", branch: int = 1, **more: Any) -> UUID:
        self.made += 1
        document = Document("OTRO", f"P{self.made:06d}", "MX")
        with self.act() as act:
            return parties.open_party(
                act, NewParty(name, **{"document": document, "branch_id": branch, **more})
            ).id

    def debt(
        self, client: UUID, amount: str = "10000", due: date = TODAY, currency: str = "MXN", **more: Any
    ) -> ReceivableRecord:
        issued = more.pop("issued_on", min(due, TODAY))
        ask = NewReceivable(
            client, more.pop("concept", "Tour Chichén Itzá"), Money.of(amount, currency), issued, due, **more
        )
        with self.act() as act:
            return receivables.open_receivable(act, ask)

    def pay(self, client: UUID, amount: str, currency: str = "MXN", **more: Any) -> PaymentRecord:
        branch = more.pop("branch", 1)
        with self.act(branch) as act:
            return payments.take(
                act,
                TakePayment(
                    client, Money.of(amount, currency), **{"method": "cash", "branch_id": branch, **more}
                ),
            )

    def reverse(self, payment: UUID, reason: str = "se cobró dos veces") -> PaymentRecord:
        with self.act(reason=reason) as act:
            return payments.reverse(act, payment)

    def due(self, debt: UUID, on: date | None = None) -> ReceivableRecord:
        with self.act() as act:
            return debts.receivable(act, debt, on)

    def one(self, statement: str, **values: Any) -> Any:
        with self.act(every=True) as act:
            return act.db.execute(text(statement), values).one()


def add_up(house: House) -> None:
    """The books balance, and every room agrees with them."""
    with house.act(every=True) as act:
        rooms = [room for room in verify.ROOMS if room != "caudal.ledger"]
        found = books.verify(act, [check for room in rooms for check in books.checks(room)])
    assert found == [], found
