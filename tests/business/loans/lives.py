"""Lives of loans played on a real database: each thing that happens on its day, closes in between, some days late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from caudal.business.loans.commands import LOANS, HandOver, disburse
from caudal.business.loans.commands.syncing import keep_event, lines, locked, read, write
from caudal.business.loans.queries import days
from caudal.business.loans.queries.days import overdue
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.book import Contract
from caudal.business.loans.rules.happenings import Event, Payment, Waived
from caudal.business.loans.rules.provision import table
from caudal.business.loans.rules.ratios import part, ratio
from caudal.business.loans.rules.replay import LoanStatus
from caudal.business.loans.tables import Loan
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.receivables import queries as debts
from caudal.flows import end_of_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use
from tests.business.loans.lender import CASHIER, CLERK, MANAGER, Lender
from tests.business.loans.test_replay_properties import START, contracts, histories

Life = tuple[Contract, list[Event], list[int]]
LIVES = st.tuples(
    contracts(), histories(), st.lists(st.sampled_from([0, 0, 0, 1, 9]), min_size=14, max_size=14)
)


@dataclass
class Town:
    """The loans of a branch, and the day up to which it is closed."""

    lender: Lender
    start: date
    loans: list[UUID]

    def play(self, lives: Sequence[Life], closes: Sequence[int]) -> None:
        """Let everything happen in the order in which it is recorded; `closes`: days between a close and the next."""
        todo: list[tuple[date, int, Event]] = []
        for place, (contract, history, lags) in enumerate(lives):
            self.loans.append(self.hand_over(contract))
            for event, lag in zip(history, lags, strict=False):
                on = event.on + (self.start - START)
                late = lag if isinstance(event, Payment) else 0
                todo.append((on + timedelta(days=late), place, self._dated(event, on)))
        closed, waits = self.start, iter(closes)
        for known, place, event in sorted(todo, key=lambda one: (one[0], one[1], one[2].on)):
            if (known - closed).days > next(waits, 15):
                self.close(known - timedelta(days=1), closed)
                closed = known - timedelta(days=1)
            self.lender.on(known)
            self.happen(self.loans[-len(lives) + place], event)
        self.close(max(known for known, _, _ in todo) if todo else closed, closed)

    def _dated(self, event: Event, on: date) -> Event:
        until = getattr(event, "until", None)
        more = {"until": until + (self.start - START)} if until else {}
        return replace(event, on=on, **more)

    def hand_over(self, contract: Contract) -> UUID:
        lender = self.lender
        asked = lender.ask(lender.house.client(f"Vecino {len(self.loans)}"), "1000")
        with lender.act(MANAGER) as act:
            row = locked(act, asked.id)
            row.contract = keeping.kept(contract)
            row.principal = contract.terms.principal.minor
            row.status, row.decided_by, row.decided_at = "approved", MANAGER.id, act.at
            act.db.flush()
        with lender.act(CASHIER) as act:
            return disburse(act, asked.id, HandOver()).id

    def happen(self, loan_id: UUID, event: Event) -> None:
        if isinstance(event, Waived) and event.component is Component.PRINCIPAL:
            return
        with self.lender.act(CASHIER) as act:
            row = locked(act, loan_id)
            done = row.status != "active" or event.on < (row.disbursed_on or event.on)
        if not done and isinstance(event, Payment):
            self.pay(row, event)
        elif not done:
            self.write(loan_id, event)

    def pay(self, row: Loan, event: Payment) -> None:
        settle = type(LOANS).settle
        kept = settle.__defaults__
        settle.__defaults__ = (event.effect,)
        try:
            with self.lender.act(CASHIER) as act:
                owed = tuple(_open(act, row.id))
                ask = TakePayment(
                    row.party_id, Money.from_minor(event.amount, row.currency), "transfer", None,
                    apply_to=owed, branch_id=1, received_on=min(event.on, act.business_date),
                )  # fmt: skip
                payments.take(act, ask)
        except Problem:  # more than may be taken, or a later one would be left over: it isn't taken
            pass
        finally:
            settle.__defaults__ = kept

    def write(self, loan_id: UUID, event: Event) -> None:
        with self.lender.act(CASHIER) as act:
            reading = read(
                act,
                locked(act, loan_id),
                max(event.on, act.business_date),
                replace(event, on=max(event.on, act.business_date)),
            )
            moved = lines(reading)
            if moved:
                left = Money.from_minor(-sum(each.amount.minor for each in moved), reading.loan.currency)
                more = [Line(Use.EXPENSES, left, branch=1)] if not left.is_zero else []
                ledger.post(act, kind="test", source="test", lines=[*moved, *more])
            keep_event(act, reading)
            write(act, reading)

    def close(self, on: date, since: date) -> None:
        self.lender.on(on)
        done = end_of_day.close_day(self.lender.house.engine, self.lender.house.at, 1, on)
        for day in map(date.fromisoformat, done["days"]):
            self.agree(day)
            self.told_again(day)
            self.aged(day)

    def aged(self, on: date) -> None:
        """The ageing of a closed day is what the first screen counts debt by debt."""
        with self.lender.house.act(every=True) as act:
            counted = {
                (row.bucket.number, row.debts, row.clients, row.balance.minor)
                for row in debts.ageing(act, on, branch_id=1)
                if row.debts
            }
            kept = act.db.connection().exec_driver_sql(
                "select bucket, debts, clients, amount from ageing_days where business_date = %s", (on,)
            )
            found = sorted(tuple(row) for row in kept)
            assert found == sorted(counted), (on, found, sorted(counted))

    def told_again(self, on: date) -> None:
        """What is told of a day that is open is what its close writes."""
        with self.lender.house.act(every=True) as act:
            days.stage(act)
            days.fill(act, 1, on, days.NOW)
            now, closed = _rows(act, days.NOW, on), _rows(act, days.CLOSED, on)
        assert now == closed, [
            pair
            for one, other in zip(now, closed, strict=True)
            for pair in zip(one, other, strict=True)
            if pair[0] != pair[1]
        ]

    def agree(self, on: date) -> None:
        """Each row of a closed day is what reading the loan says, and nobody is missing."""
        with self.lender.house.act(every=True) as act:
            found: dict[UUID, Any] = {
                row.loan_id: row
                for row in act.db.connection().exec_driver_sql(
                    "select * from loan_days where business_date = %s", (on,)
                )
            }
        for loan_id in self.loans:
            state = self.lender.state(loan_id, on)
            alive = state.status in {LoanStatus.CURRENT, LoanStatus.LATE}
            assert (loan_id in found) is alive, (loan_id, on, state.status)
            if not alive:
                continue
            row = found[loan_id]
            told = (row.principal, row.earned, row.days, row.overdue, row.provision)
            days = max(state.days_past_due, state.days_kept)
            provision = part(state.principal, ratio(table("MX", "consumo_tipo_i", on).band(days).part))
            known = (state.principal, state.earned[3], days, overdue(state, on), provision)
            assert told == known, (loan_id, on, told, known)


def spend(lender: Lender, lives: Sequence[Life], closes: Sequence[int]) -> Town:
    """A town after the last day that this house closed: everything happens to it, and a hundred days more."""
    with lender.house.act(every=True) as act:
        last = act.db.connection().exec_driver_sql("select max(business_date) from loan_days").scalar()
    start = last + timedelta(days=1) if last else START
    lender.on(start)
    if not last:
        lender.sell()
    lender.fund("60000000")
    lender.fund("60000000", "transfer")
    town = Town(lender, start, [])
    town.play(lives, closes)
    for day in (10, 45, 100):
        town.close(start + timedelta(days=day), start)
    return town


def _rows(act: Any, tables: days.Tables, on: date) -> list[list[tuple[Any, ...]]]:
    sums = "currency, loans, principal, overdue, recognised, ended, provision, ageing, at_risk"
    asked = (
        f"select * from {tables.days} where business_date = %s order by loan_id",
        f"select {sums} from {tables.totals} where business_date = %s order by currency",
    )
    found = [act.db.connection().exec_driver_sql(each, (on,)) for each in asked]
    return [[tuple(row) for row in rows] for rows in found]


def _open(act: Any, loan_id: UUID) -> list[UUID]:
    found = act.db.connection().exec_driver_sql(
        "select id from receivables where owner_id = %s and open > 0 order by due_on", (loan_id,)
    )
    return [row.id for row in found]


__all__ = ["CLERK", "LIVES", "Town"]
