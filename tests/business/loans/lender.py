"""A house that lends: who asks, who approves and who hands over are three people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from caudal.business.collateral import commands as collateral
from caudal.business.collateral.commands import NewCollateral, NewPolicy, NewValuation
from caudal.business.collateral.rules import Kind
from caudal.business.loans import commands, queries
from caudal.business.loans.commands import Draw, HandOver, NewLien, NewLoan, NewProduct
from caudal.business.loans.queries import LoanRecord
from caudal.business.loans.queries.backing import LienRecord
from caudal.business.loans.rules.arrears import ArrearsRule
from caudal.business.loans.rules.calendar import DayCount, Frequency
from caudal.business.loans.rules.product import Definition, Wish
from caudal.business.loans.rules.replay import LoanState
from caudal.business.loans.rules.revolving import Line
from caudal.business.loans.rules.terms import LoanRate, Method, RateKind
from caudal.business.treasury import commands as treasury
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.business.house import House

CLERK, MANAGER, CASHIER = (
    Actor(11, "Eva", "empleado", (1, 2, 3), frozenset()),
    Actor(12, "Luis", "gerente", (1, 2, 3), frozenset()),
    Actor(13, "Rosa", "cajero", (1, 2, 3), frozenset()),
)
EVERY_LIMIT = {"gerente": Money.of(10_000_000, "MXN"), "supervisor": Money.of(5_000, "MXN")}


def product(**more: Any) -> Definition:
    """The one of AM-FR: equal monthly instalments at 2 % a month."""
    told: dict[str, Any] = {
        "currency": "MXN",
        "method": Method.FRENCH,
        "frequency": Frequency.MONTHLY,
        "periods": 12,
        "rate": LoanRate(RateKind.PERIODIC, Decimal("0.02")),
        "limits": EVERY_LIMIT,
    }
    return Definition(**told | more)


ARREARS = ArrearsRule(rate=LoanRate(RateKind.NOMINAL, Decimal("0.36")))


@dataclass
class Lender:
    """The house on the day that the test needs."""

    house: House
    branch: int = 1

    def on(self, day: date) -> None:
        """It is noon of that day."""
        self.house.at = datetime.combine(day, time(17), UTC)

    @contextmanager
    def act(self, actor: Actor, reason: str = "") -> Iterator[Act]:
        with acting(
            self.house.engine, Opening(actor, Place(self.branch, "10.0.0.1", "api"), self.house.at, reason)
        ) as act:
            yield act

    def fund(self, amount: str = "1000000", method: str = "cash", currency: str = "MXN") -> None:
        """The owner puts money in."""
        with self.house.act(self.branch) as act:
            box = treasury.destination(act, method, currency)
            money = Money.of(amount, currency)
            ledger.post(
                act,
                kind="capital",
                source="test",
                lines=[debit(box.account_id, money), credit(Use.CAPITAL, money)],
            )

    def sell(self, code: str = "personal", **more: Any) -> None:
        with self.act(MANAGER) as act:
            commands.save_product(act, NewProduct(code, "Préstamo personal", product(**more)))

    def ask(self, client: UUID, amount: str = "100000", code: str = "personal", **more: Any) -> LoanRecord:
        currency = more.pop("currency", "MXN")
        wish = Wish(principal=Money.of(amount, currency), disbursed_on=self.house.at.date(), **more)
        with self.act(CLERK) as act:
            return commands.apply_for(act, NewLoan(client, code, wish, branch_id=self.branch))

    def lend(self, client: UUID, amount: str = "100000", **more: Any) -> LoanRecord:
        """Asked, approved and handed over today."""
        asked = self.ask(client, amount, **more)
        with self.act(MANAGER) as act:
            commands.decide(act, asked.id, approve=True)
        with self.act(CASHIER) as act:
            return commands.disburse(act, asked.id, HandOver())

    def secure(
        self, loan_id: UUID, owner: UUID, worth: str = "100000", *, surety: UUID | None = None, **more: Any
    ) -> LienRecord:
        """A property of `owner`, valued and insured today, behind the loan."""
        today = self.house.at.date()
        new = {"kind": Kind.PROPERTY, "description": "Casa de dos pisos"} | more
        with self.act(CLERK) as act:
            thing = collateral.enter(act, NewCollateral(owner, **new))
            collateral.value(act, thing.id, NewValuation(Money.of(worth, thing.currency), "Avalúos del Sur"))
            collateral.insure(
                act, thing.id, NewPolicy("GNP", "P-1", "Incendio", today, today + timedelta(days=365))
            )
            if surety is not None:
                commands.add_surety(act, loan_id, surety)
            return commands.pledge(act, loan_id, NewLien(thing.id))

    def line(self, client: UUID, limit: str = "50000", code: str = "linea", **more: Any) -> LoanRecord:
        """A line asked for, approved and opened today; nothing drawn."""
        told: dict[str, Any] = {
            "method": Method.LINE, "day_count": DayCount.ACT_360, "line": Line(20, Decimal("0.05"), 500_00),
            "rate": LoanRate(RateKind.NOMINAL, Decimal("0.36")), "arrears": ARREARS,
        }  # fmt: skip
        self.sell(code, **told | more)
        return self.lend(client, limit, code=code)

    def draw(self, loan_id: UUID, amount: str, on: date | None = None) -> LoanRecord:
        with self.act(CASHIER) as act:
            return commands.draw(act, loan_id, Draw(Money.of(amount, "MXN"), on=on))

    def loan(self, loan_id: UUID) -> LoanRecord:
        with self.act(CLERK) as act:
            return queries.loan(act, loan_id)

    def state(self, loan_id: UUID, on: date | None = None) -> LoanState:
        with self.act(CLERK) as act:
            return queries.state(act, queries.loan(act, loan_id), on)
