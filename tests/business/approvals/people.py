"""One person of each role of the matrix, and what they ask and sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from caudal.business.approvals import commands, queries
from caudal.business.approvals.commands import Ask, NewLimit, SayLimits
from caudal.business.approvals.queries import Request
from caudal.business.approvals.rules.kinds import Kind
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.money import Money
from tests.business.house import House

ROLES = ("empleado", "supervisor", "gerente", "contador", "director", "duena", "cajero")
PAYLOAD = {"invoice": "F-88", "supplier": "Tours Maya", "amount": Money.of("7000", "MXN")}


@dataclass
class Hands:
    """People by the name of their role; `gerente2` is another manager."""

    house: House

    @contextmanager
    def as_(self, who: str, branch: int = 1, reason: str = "", **more: Any) -> Iterator[Act]:
        role = who.rstrip("0123456789")
        number = 100 + 10 * ROLES.index(role) + int(who.removeprefix(role) or 1)
        actor = Actor(number, who, role, more.get("branches", (1, 2, 3)), frozenset())
        opening = Opening(actor, Place(branch, "10.0.0.1", more.get("door", "api")), self.house.at, reason)
        with acting(self.house.engine, opening) as act:
            yield act

    def ask(self, who: str = "empleado", amount: str = "7000", **more: Any) -> UUID:
        asked = {
            "kind": Kind.PAYABLE, "subject_id": uuid4(), "folio": "CXP-000001",
            "summary": "Tours Maya · factura F-88", "money": Money.of(amount, "MXN"), "payload": PAYLOAD, **more,
        }  # fmt: skip
        with self.as_(who) as act:
            return commands.ask(act, Ask(**asked))

    def authorise(self, request: UUID, who: str = "gerente", **more: Any) -> Request:
        with self.as_(who, **more) as act:
            return commands.authorise(act, request, "revisada contra contrato")

    def execute(self, request: UUID, who: str = "contador", payload: Any = None, **more: Any) -> Request:
        with self.as_(who, **more) as act:
            commands.execute(act, request, PAYLOAD if payload is None else payload)
        return self.request(request)

    def reject(
        self, request: UUID, who: str = "gerente", reason: str = "no coincide con el contrato"
    ) -> Request:
        with self.as_(who, reason=reason) as act:
            return commands.reject(act, request)

    def send_back(self, request: UUID, who: str = "gerente", reason: str = "falta la factura") -> Request:
        with self.as_(who, reason=reason) as act:
            return commands.send_back(act, request)

    def withdraw(self, request: UUID, who: str = "empleado") -> Request:
        with self.as_(who) as act:
            return commands.withdraw(act, request)

    def review(self, request: UUID, who: str = "director") -> Request:
        with self.as_(who) as act:
            return commands.review(act, request, "comprobante visto")

    def request(self, request: UUID) -> Request:
        with self.as_("director") as act:
            return queries.request(act, request)

    def limit(
        self, role: str, amount: str | None, who: str = "duena", kind: Kind = Kind.PAYABLE, **more: Any
    ) -> None:
        money = None if amount is None else Money.of(amount, "MXN")
        with self.as_(who, reason=more.pop("reason", "acuerdo de dirección")) as act:
            commands.set_limits(act, SayLimits((NewLimit(kind, role, "MXN", money),), more.get("from_on")))
