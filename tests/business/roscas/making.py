"""Sanes made and lived in a few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.roscas import commands, queries
from caudal.business.roscas.commands import Authorise, Consent, Deliver, Join, NewRosca, Refund, Replace, Swap
from caudal.business.roscas.queries import RoscaRecord
from caudal.business.roscas.rules.terms import Fee, Frequency
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.money import Money
from tests.business.house import EVERYTHING, TODAY, House

BEA = Actor(8, "Bea", "gerente", (1, 2, 3), EVERYTHING)
"""The other hand."""


def money(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


@dataclass
class San:
    """A san of a house, in the hands of two people: Ana, who hands pots over, and Bea, who allows it."""

    house: House
    places: int = 3
    contribution: str = "100"
    fee: Fee = field(default_factory=Fee)
    frequency: Frequency = Frequency.MONTHLY
    starts_on: date = TODAY
    branch: int = 1
    organiser: UUID | None = None
    id: UUID = field(init=False)
    people: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        ask = NewRosca(
            "San de prueba", money(self.contribution), self.places, self.frequency, self.starts_on, self.fee,
            self.organiser, self.branch,
        )  # fmt: skip
        with self.house.act(self.branch) as act:
            self.id = commands.create(act, ask).id

    @contextmanager
    def bea(self, reason: str = "") -> Iterator[Act]:
        opening = Opening(BEA, Place(self.branch, "10.0.0.2", "api"), self.house.at, reason)
        with acting(self.house.engine, opening) as act:
            yield act

    def fill(self) -> "San":
        """A different person in each number."""
        for number in range(1, self.places + 1):
            self.join(self.house.client(f"Persona {number}", self.branch), number)
        return self

    def join(self, client: UUID, *numbers: int) -> RoscaRecord:
        self.people.append(client)
        with self.house.act(self.branch) as act:
            return commands.join(act, Join(self.id, client, numbers))

    def agree(self, *order: int) -> RoscaRecord:
        with self.house.act(self.branch) as act:
            return commands.agree(act, self.id, order or tuple(range(1, self.places + 1)))

    def begin(self) -> "San":
        """Everybody in, the turns in order, and started."""
        self.fill().agree()
        with self.house.act(self.branch) as act:
            commands.start(act, self.id)
        return self

    def now(self, on: date | None = None) -> RoscaRecord:
        with self.house.act(self.branch) as act:
            return queries.rosca(act, self.id, on)

    def pay(self, number: int, amount: int | str | None = None, **more: Any) -> PaymentRecord:
        """The person of a number pays: a contribution when no amount is said."""
        client = self.now().number(number).party_id
        assert client is not None
        ask = TakePayment(
            client, money(amount or self.contribution), **{"method": "cash", "branch_id": self.branch, **more}
        )
        with self.house.act(self.branch) as act:
            return payments.take(act, ask)

    def all_pay(self, *but: int) -> None:
        for number in range(1, self.places + 1):
            if number not in but:
                self.pay(number)

    def allow(self, number: int, front: int | str = 0) -> RoscaRecord:
        with self.bea() as act:
            return commands.authorise(act, Authorise(self.id, number, money(front)))

    def hand(self, number: int, front: int | str = 0, **more: Any) -> RoscaRecord:
        """Bea allows it and Ana hands it over."""
        self.allow(number, front)
        with self.house.act(self.branch) as act:
            return commands.deliver(act, Deliver(self.id, number, **more))

    def take_back(self, number: int) -> RoscaRecord:
        with self.house.act(self.branch, reason="se entregó a otra persona") as act:
            return commands.take_back(act, self.id, number)

    def swap(self, one: int, other: int, *agreed: int) -> RoscaRecord:
        consents = tuple(Consent(n, "lo firmó ante Ana") for n in agreed or (one, other))
        with self.house.act(self.branch) as act:
            return commands.swap(act, Swap(self.id, one, other, consents))

    def replace(self, number: int, client: UUID, evidence: str = "lo firmaron los dos") -> RoscaRecord:
        with self.house.act(self.branch) as act:
            return commands.replace(act, Replace(self.id, number, client, evidence))

    def do(self, command: Any, *given: Any, reason: str = "así se acordó") -> RoscaRecord:
        """A command that takes the san and little more."""
        with self.house.act(self.branch, reason=reason) as act:
            return command(act, self.id, *given)

    def refund(self, number: int, amount: int | str | None = None) -> RoscaRecord:
        ask = Refund(self.id, number, money(amount) if amount is not None else None)
        with self.house.act(self.branch) as act:
            return commands.refund(act, ask)

    def positions(self) -> list[str]:
        """The position of each number, without cents."""
        return [str(int(each.position.amount)) for each in self.now().numbers]
