"""People at a till: who opens it, who counts it, who looks at what doesn't match."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.payments.queries import PaymentRecord
from caudal.business.treasury import commands, queries
from caudal.business.treasury.commands import Decide, Funding, MoveCash, OpenShift, SayRule
from caudal.business.treasury.queries import OperationRecord, ShiftRecord
from caudal.business.treasury.rules.states import Operation
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.money import Money
from caudal.ledger import queries as books
from tests.business.house import House

PEOPLE = {
    "tomas": (7, frozenset[str]()),
    "nora": (8, frozenset[str]()),
    "oscar": (9, frozenset({"tills.approve", "tills.watch"})),
    "marina": (10, frozenset({"tills.approve", "tills.watch", "books.read"})),
}


def pieces(amount: int) -> dict[str, int]:
    """A count of that many pesos, in pieces of one."""
    return {"1": amount}


@dataclass
class Tills:
    """The tills of a house and who works at them: people by name, or any other cashier by number."""

    house: House
    client: UUID | None = field(default=None)

    @contextmanager
    def as_(self, who: str, branch: int = 1, reason: str = "") -> Iterator[Act]:
        number, permissions = PEOPLE.get(who) or (int(who), frozenset[str]())
        actor = Actor(number, who, "cajero", (1, 2, 3), permissions)
        opening = Opening(actor, Place(branch, "10.0.0.1", "api"), self.house.at, reason)
        with acting(self.house.engine, opening) as act:
            yield act

    @property
    def main(self) -> int:
        with self.as_("oscar") as act:
            return commands.till_of(act, "MXN").id

    def open(
        self,
        amount: int | Mapping[str, int] = 0,
        who: str = "tomas",
        till: int | None = None,
        reason: str = "",
    ) -> UUID:
        counted = pieces(amount) if isinstance(amount, int) else amount
        with self.as_(who) as act:
            return commands.open_shift(act, OpenShift(counted, till, reason=reason))

    def count(self, shift: UUID, amount: int, who: str = "tomas") -> ShiftRecord:
        with self.as_(who) as act:
            commands.count(act, shift, pieces(amount))
        return self.shift(shift)

    def settle(self, shift: UUID, who: str = "tomas", reason: str = "cambio mal dado") -> ShiftRecord:
        with self.as_(who) as act:
            commands.settle(act, shift, reason)
        return self.shift(shift)

    def decide(self, shift: UUID, approve: bool = True, who: str = "oscar") -> ShiftRecord:
        with self.as_(who) as act:
            commands.decide(act, shift, Decide(approve, "revisado con la cinta"))
        return self.shift(shift)

    def shift(self, shift: UUID) -> ShiftRecord:
        with self.as_("oscar") as act:
            return queries.shift(act, shift)

    def tolerate(self, amount: int, required: bool = False, **more: Any) -> None:
        with self.as_("marina") as act:
            commands.set_rule(act, SayRule(required, Money.of(amount, "MXN"), **more))

    def pay(self, amount: int, who: str = "tomas", **more: Any) -> PaymentRecord:
        if self.client is None:
            self.client = self.house.client()
        asked = {"method": "cash", "branch_id": 1, **more}
        with self.as_(who) as act:
            return payments.take(act, TakePayment(self.client, Money.of(amount, "MXN"), **asked))

    def reverse(self, payment: UUID, who: str = "oscar") -> PaymentRecord:
        with self.as_(who, reason="se cobró dos veces") as act:
            return payments.reverse(act, payment)

    def fund(self, amount: int, till: int | None = None) -> None:
        with self.as_("marina") as act:
            commands.fund(act, till or self.main, Funding(Money.of(amount, "MXN")))

    def move(self, amount: int, kind: str = "deposit", who: str = "tomas", **more: Any) -> OperationRecord:
        till = more.pop("till", None) or self.main
        asked = MoveCash(
            till, Operation(kind), Money.of(amount, "MXN"), more.pop("concept", "Corte del día"), **more
        )
        with self.as_(who) as act:
            return commands.move(act, asked)

    def books(self, till: int | None = None) -> int:
        """What the books say there is in a till, in pesos."""
        with self.as_("oscar") as act:
            box = queries.box(act, till or self.main)
            return books.balance(act, box.account_id, "MXN", branch=box.branch_id).minor // 100

    def over_short(self) -> int:
        """What the books say was left over, in pesos."""
        row = self.house.one(
            "select coalesce(-sum(l.amount), 0) as x from ledger.lines l"
            " join ledger.accounts a on a.id = l.account_id and a.use in ('CASH_OVER', 'OVER_SHORT')"
        )
        return int(row.x) // 100
