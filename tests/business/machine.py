"""Random debts, payments, reversals, uses of credit and cancellations, against a model of a few lines.

The model keeps what happened and on which date; how a debt stood on any date is worked out by replaying it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from caudal.business.payments import commands as payments
from caudal.business.payments import queries as paid
from caudal.business.payments.commands import UseCredit
from caudal.business.receivables import commands as debts
from caudal.business.receivables import queries
from caudal.business.receivables.queries import ReceivableFilter
from caudal.business.receivables.rules import bucket_of
from caudal.kernel.problems import Problem
from tests.business.house import TODAY, House, add_up

amounts = st.integers(1, 500)


@dataclass
class Debt:
    """What is owed, and each part of a payment that was put on it, in cents, with its date."""

    id: UUID
    client: UUID
    amount: int
    due: date
    issued: date
    parts: list[tuple[date, int]] = field(default_factory=list)
    cancelled: date | None = None

    def left(self, on: date | None = None) -> int:
        if self.cancelled and (on is None or self.cancelled <= on):
            return 0
        return max(0, self.amount - sum(part for day, part in self.parts if on is None or day <= on))

    def net(self) -> int:
        return sum(part for _, part in self.parts)


@dataclass
class Paid:
    """A payment: what it put on each debt, and its effect on the client's credit."""

    id: UUID
    client: UUID
    parts: list[tuple[Debt, int]]
    credit: int
    undone: bool = False


def machine(house: House) -> type[RuleBasedStateMachine]:  # noqa: C901 - one command per rule
    """A machine over `house`; each run has clients of its own, in a house where what the others did stays."""
    everything: list[Debt] = []

    class Payments(RuleBasedStateMachine):
        owed = Bundle("owed")
        taken = Bundle("taken")

        def __init__(self) -> None:
            super().__init__()
            self.debts: list[Debt] = []
            self.credit: dict[UUID, int] = {}

        @initialize()
        def open(self) -> None:
            self.clients = [house.client(branch=branch) for branch in (1, 2)]
            self.credit = dict.fromkeys(self.clients, 0)

        @property
        def today(self) -> date:
            return TODAY + timedelta(days=(house.at.date() - TODAY).days)

        @rule(
            target=owed,
            who=st.integers(0, 1),
            amount=amounts,
            late=st.integers(-100, 20),
            branch=st.integers(1, 2),
        )
        def owe(self, who: int, amount: int, late: int, branch: int) -> Debt:
            due = self.today - timedelta(days=late)
            issued = min(due, self.today) - timedelta(days=2)
            client = self.clients[who]
            made = house.debt(client, str(amount), due, issued_on=issued, branch_id=branch)
            self.debts.append(Debt(made.id, client, amount * 100, due, issued))
            everything.append(self.debts[-1])
            return self.debts[-1]

        def _spread(self, client: UUID, amount: int, on: date) -> tuple[list[tuple[Debt, int]], int]:
            parts: list[tuple[Debt, int]] = []
            mine = sorted((d for d in self.debts if d.client == client and d.left()), key=lambda d: d.due)
            for debt in mine:
                part = min(amount, debt.left())
                if part:
                    parts.append((debt, part))
                    amount -= part
            for debt, part in parts:
                debt.parts.append((on, part))
            return parts, amount

        @rule(
            target=taken,
            who=st.integers(0, 1),
            amount=amounts,
            back=st.integers(0, 4),
            branch=st.integers(1, 2),
        )
        def pay(self, who: int, amount: int, back: int, branch: int) -> Paid:
            client, on = self.clients[who], self.today - timedelta(days=back)
            made = house.pay(client, str(amount), branch=branch, received_on=on, method="card")
            parts, left = self._spread(client, amount * 100, on)
            self.credit[client] += left
            assert made.credit.minor == left
            return Paid(made.id, client, parts, left)

        @rule(target=taken, who=st.integers(0, 1))
        def use_credit(self, who: int) -> Any:
            client = self.clients[who]
            can = self.credit[client] and any(d.client == client and d.left() for d in self.debts)
            with house.act() as act:
                if not can:
                    with pytest.raises(Problem) as refused:
                        payments.use_credit(act, UseCredit(client, "MXN"))
                    assert refused.value.type == "sin-saldo-a-favor"
                    return multiple()
                made = payments.use_credit(act, UseCredit(client, "MXN"))
            parts, left = self._spread(client, self.credit[client], self.today)
            used, self.credit[client] = self.credit[client] - left, left
            assert made.amount.minor == used
            return Paid(made.id, client, parts, -used)

        @rule(payment=taken)
        def reverse(self, payment: Paid) -> None:
            why = "ya-reversado" if payment.undone else "saldo-a-favor-usado"
            if payment.undone or payment.credit > self.credit[payment.client]:
                with pytest.raises(Problem) as refused:
                    house.reverse(payment.id)
                assert refused.value.type == why
                return
            house.reverse(payment.id)
            payment.undone = True
            self.credit[payment.client] -= payment.credit
            for debt, part in payment.parts:
                debt.parts.append((self.today, -part))

        @rule(debt=owed)
        def cancel(self, debt: Debt) -> None:
            why = "deuda-anulada" if debt.cancelled else "deuda-con-pagos" if debt.net() else ""
            with house.act(reason="se cargó dos veces") as act:
                if why:
                    with pytest.raises(Problem) as refused:
                        debts.cancel_receivable(act, debt.id)
                    assert refused.value.type == why
                    return
                debts.cancel_receivable(act, debt.id)
            debt.cancelled = max(self.today, debt.issued)

        @rule(days=st.integers(1, 3))
        def pass_days(self, days: int) -> None:
            house.later(days=days)

        @invariant()
        def what_is_owed_is_what_the_model_says(self) -> None:
            with house.act() as act:
                found = queries.many(act, [d.id for d in self.debts])
                credit = {c: sum(m.minor for m in paid.credit_of(act, c)) for c in self.credit}
            assert {i: d.balance.minor for i, d in found.items()} == {d.id: d.left() for d in self.debts}
            assert credit == self.credit

        def teardown(self) -> None:
            """On each date, what was owed is what replaying says, in the list, its totals and the ageing."""
            add_up(house)
            for back in range(15):
                self._as_of(self.today - timedelta(days=back))

        def _as_of(self, on: date) -> None:
            with house.act() as act:
                which = ReceivableFilter(on=on, party_ids=self.clients)
                page = queries.receivables(act, which, limit=500)
                sums = queries.sums(act, which)
                ageing = queries.ageing(act, on)
            expected = {d.id: d.left(on) for d in self.debts if d.issued <= on}
            assert {r.id: r.balance.minor for r in page.items} == expected, on
            assert sum(s.balance.minor for s in sums) == sum(expected.values()), on
            buckets: Counter[str] = Counter()
            for debt in everything:
                if debt.issued <= on and debt.left(on):
                    buckets[bucket_of(max(0, (on - debt.due).days)).code] += debt.left(on)
            assert {row.bucket.code: row.balance.minor for row in ageing if row.balance.minor} == buckets, on

    return Payments
