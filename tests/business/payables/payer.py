"""People around what is owed to suppliers: who registers it, who authorises it, who pays it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caudal.business.approvals import queries as hands
from caudal.business.parties.commands import NewParty
from caudal.business.parties.rules import Document
from caudal.business.payables import commands, queries
from caudal.business.payables.commands import (
    NewAccount,
    NewContract,
    NewInvoice,
    NewPrice,
    NewSupplier,
    OpenBatch,
    Serve,
)
from caudal.business.payables.queries import BatchRecord, PayableRecord
from caudal.business.payables.rules.matching import TaxKind, TaxLine
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows import deciding
from caudal.flows.deciding import Decision
from caudal.kernel.money import Money
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import House

PEOPLE = {
    "eva": (11, "empleado"),
    "gema": (12, "gerente"),
    "sofia": (13, "supervisor"),
    "carlos": (14, "contador"),
    "diana": (15, "director"),
    "ana": (16, "duena"),
    "carla": (17, "contador"),
}
CLABE = "032180000118359719"
OTHER_CLABE = "012180015000000000"
SERVICE = "Tour Chichén Itzá"


def pesos(amount: int | str) -> Money:
    return Money.of(amount, "MXN")


def tax(amount: int | str, kind: TaxKind = TaxKind.TAX, label: str = "IVA 16 %") -> TaxLine:
    return TaxLine(kind, label, pesos(amount))


@dataclass
class Desk:
    """Suppliers of a house. «Tours Maya» charges 7,000 for a tour, at 15 days."""

    house: House
    branch: int = 1
    suppliers: dict[str, UUID] = field(default_factory=dict)
    contracts: dict[str, UUID] = field(default_factory=dict)

    @contextmanager
    def as_(self, who: str, reason: str = "", door: str = "api", branch: int | None = None) -> Iterator[Act]:
        number, role = PEOPLE[who]
        actor = Actor(number, who.capitalize(), role, (1, 2, 3), frozenset({"books.close"}))
        place = Place(branch or self.branch, "10.0.0.1", door)
        with acting(self.house.engine, Opening(actor, place, self.house.at, reason)) as act:
            yield act

    @property
    def today(self) -> date:
        with self.as_("eva") as act:
            return act.business_date

    @property
    def bank(self) -> int:
        with self.as_("ana") as act:
            return treasury.destination(act, "transfer", "MXN").id

    def fund(self, amount: int = 100_000) -> int:
        box = self.bank
        with self.as_("ana") as act:
            treasury.fund(act, box, Funding(pesos(amount)))
        return box

    def supplier(self, name: str = "Tours Maya", *, account: bool = True, **more: Any) -> UUID:
        number = f"PRV{len(self.suppliers) + self.branch * 100:06d}"
        party = NewParty(name, Document("OTRO", number, "MX"), branch_id=self.branch)
        with self.as_("gema") as act:
            made = commands.register(act, NewSupplier(party, **more)).id
        self.suppliers[name] = made
        if account:
            self.account(made)
        return made

    def account(self, supplier: UUID, number: str = CLABE, who: str = "gema", by: str = "diana") -> UUID:
        ask = NewAccount(supplier, "MXN", "clabe", "BBVA", number, "Tours Maya SA de CV")
        with self.as_(who) as act:
            made = commands.ask_account(act, ask)
        assert made.request_id
        self.decide(made.request_id, by=by)
        return made.id

    def contract(self, supplier: UUID, price: int = 7_000, **more: Any) -> UUID:
        prices = (NewPrice(SERVICE, pesos(price)),)
        ask = NewContract(supplier, "Tours 2026", self.today - timedelta(days=60), prices, **more)
        with self.as_("gema") as act:
            return commands.sign_contract(act, ask).id

    def maya(self, **more: Any) -> UUID:
        """Tours Maya with its account and its contract."""
        made = self.supplier(**more)
        self.contracts["Tours Maya"] = self.contract(made)
        return made

    def serve(self, who: str = "eva", **more: Any) -> PayableRecord:
        supplier = self.suppliers["Tours Maya"] if "Tours Maya" in self.suppliers else self.maya()
        asked: dict[str, Any] = {
            "contract_id": self.contracts.get("Tours Maya"),
            "served_on": self.today,
            **more,
        }
        with self.as_(who) as act:
            return commands.serve(act, Serve(supplier, SERVICE, **asked))

    def invoice(
        self,
        payable: UUID,
        subtotal: int | str = 7_000,
        number: str = "F-88",
        *,
        who: str = "eva",
        **more: Any,
    ) -> PayableRecord:
        ask = NewInvoice(number, more.pop("issued_on", self.today), pesos(subtotal), **more)
        with self.as_(who) as act:
            return commands.receive(act, payable, ask)

    def decide(
        self, request: UUID, decision: Decision = Decision.AUTHORISE, by: str = "gema", why: str = "revisado"
    ) -> None:
        with self.as_(by, reason=why) as act:
            deciding.decide(act, request, decision)

    def authorised(self, by: str = "gema", number: str = "F-88", **more: Any) -> PayableRecord:
        """A service invoiced for what its contract says, and authorised."""
        payable = self.invoice(self.serve(**more).id, number=number)
        assert payable.request_id
        self.decide(payable.request_id, by=by)
        return self.read(payable.id)

    def read(self, payable: UUID) -> PayableRecord:
        with self.as_("carlos") as act:
            return queries.payable(act, payable)

    def batch(self, *payables: UUID, who: str = "carlos", box: int | None = None) -> BatchRecord:
        with self.as_(who) as act:
            return commands.open_batch(act, OpenBatch(box or self.bank, payables))

    def pay(self, *payables: UUID, who: str = "carlos") -> BatchRecord:
        made = self.batch(*payables, who=who)
        with self.as_(who) as act:
            return commands.execute(act, made.id)

    def when_due(self, payable: UUID) -> None:
        """The day it is scheduled for comes."""
        day = self.read(payable).scheduled_on
        assert day is not None
        self.house.later(days=(day - self.today).days)

    def paid(self, **more: Any) -> PayableRecord:
        """Authorised, and paid the day it was scheduled for."""
        made = self.authorised(**more)
        self.when_due(made.id)
        self.pay(made.id)
        return self.read(made.id)

    def books(self, use: Use, branch: int | None = None) -> int:
        """What the books say of an account, debit positive, in pesos."""
        with self.as_("carlos") as act:
            return books.balance(act, use, "MXN", branch=branch).minor // 100

    def request(self, payable: UUID) -> hands.Request:
        found = self.read(payable).request_id
        assert found is not None
        with self.as_("carlos") as act:
            return hands.request(act, found)
