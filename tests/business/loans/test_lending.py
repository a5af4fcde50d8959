"""A loan in the house: asked for, approved, handed over, collected, undone. After each test the books balance."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import HandOver, NewLoan, NotInThatState, OverLimit, SamePerson
from caudal.business.loans.queries import LoanFilter
from caudal.business.loans.rules.product import Wish
from caudal.business.receivables import queries as debts
from caudal.business.receivables.queries import ReceivableFilter, ReceivableRecord
from caudal.commons.acts.act import Actor
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from caudal.ledger.commands import InsufficientFunds
from tests.business.loans.lender import ARREARS, CASHIER, CLERK, MANAGER, Lender

JANUARY = date(2026, 1, 10)


def owed(lender: Lender, client: object, *, every: bool = False) -> list[ReceivableRecord]:
    with lender.house.act() as act:
        which = ReceivableFilter(party_ids=[client], open=not every)  # type: ignore[list-item]
        return sorted(debts.receivables(act, which, 200).items, key=lambda one: one.due_on)


def balances(lender: Lender) -> dict[str, int]:
    """What each account of the chart has, by its role, in minor units."""
    with lender.house.act(every=True) as act:
        rows = act.db.connection().exec_driver_sql(
            "select a.use, sum(l.amount) from ledger.lines l join ledger.accounts a on a.id = l.account_id group by 1"
        )
        return {use: int(total) for use, total in rows if total}


class TestHandingOver:
    def test_am_fr_is_owed_instalment_by_instalment(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client)
        assert (loan.status, loan.folio, str(loan.outstanding.amount)) == ("active", "LN-0001", "100000.00")
        rows = owed(lender, client)
        assert [str(each.amount.amount) for each in rows] == ["9455.96"] * 11 + ["9455.97"]
        assert [each.due_on for each in rows][:2] == [date(2026, 2, 10), date(2026, 3, 10)]
        assert rows[0].concept == "Cuota 1 de 12 · LN-0001"
        assert {(each.kind, each.owner_id) for each in rows} == {("loan", loan.id)}
        assert balances(lender) == {"CASH": 90_000_000, "CAPITAL": -100_000_000, "LOANS": 10_000_000}

    def test_who_approves_does_not_hand_over(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        asked = lender.ask(lender.house.client())
        with lender.act(MANAGER) as act:
            commands.decide(act, asked.id, approve=True)
        with pytest.raises(SamePerson), lender.act(MANAGER) as act:
            commands.disburse(act, asked.id, HandOver())
        with lender.act(CASHIER) as act:
            commands.disburse(act, asked.id, HandOver())
        with pytest.raises(NotInThatState), lender.act(CASHIER) as act:
            commands.disburse(act, asked.id, HandOver())

    def test_who_asks_does_not_decide(self, lender: Lender) -> None:
        """However much their role may approve: the command says so, and the key of the database."""
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        with lender.act(MANAGER) as act:
            wish = Wish(principal=Money.of("1000", "MXN"), disbursed_on=JANUARY)
            asked = commands.apply_for(act, NewLoan(client, "personal", wish, branch_id=1))
        for approve in (True, False):
            with pytest.raises(SamePerson), lender.act(MANAGER, "es cliente de siempre") as act:
                commands.decide(act, asked.id, approve=approve)
        with pytest.raises(IntegrityError, match="loans_asker_apart"):
            lender.house.one(
                "update loans set status = 'approved', decided_by = applied_by, decided_at = now()"
                " where id = :id returning 1", id=asked.id,
            )  # fmt: skip
        other = Actor(22, "Abel", "gerente", (1, 2, 3), frozenset())
        with lender.act(other) as act:
            assert commands.decide(act, asked.id, approve=True).status == "approved"
        with lender.act(MANAGER) as act:
            assert commands.disburse(act, asked.id, HandOver()).status == "active"

    def test_nobody_approves_beyond_their_limit(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        asked = lender.ask(lender.house.client())
        with pytest.raises(OverLimit), lender.act(CASHIER) as act:
            commands.decide(act, asked.id, approve=True)
        with pytest.raises(Invalid), lender.act(MANAGER) as act:
            commands.decide(act, asked.id, approve=False)

    def test_more_than_there_is_in_the_till_is_not_handed_over(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        with pytest.raises(InsufficientFunds):
            lender.lend(client, "1500000")
        assert owed(lender, client) == []


class TestCollecting:
    def test_an_instalment_on_its_day(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client)
        lender.on(date(2026, 2, 10))
        paid = lender.house.pay(client, "9455.96")
        assert [(part.concept, str(part.amount.amount)) for part in paid.parts] == [
            ("Cuota 1 de 12 · LN-0001", "9455.96")
        ]
        state = lender.state(loan.id)
        assert (state.principal, state.days_past_due) == (9_254_404, 0)
        found = balances(lender)
        assert (found["LOANS"], found["INTEREST_RECEIVABLE"]) == (9_254_404, -200_000)

    def test_late_pays_arrears_first_and_reversal_brings_it_all_back(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell(arrears=ARREARS)
        client = lender.house.client()
        loan = lender.lend(client)
        before = [(each.folio, each.balance) for each in owed(lender, client)]
        lender.on(date(2026, 3, 20))
        state = lender.state(loan.id)
        assert state.days_past_due == 38
        arrears = state.due[2]
        assert arrears > 0
        paid = lender.house.pay(client, "5000.00")
        with lender.act(CLERK) as act:
            parts = {
                component: amount for _, _, component, amount in queries.parts_of(act, [paid.id])[paid.id]
            }
        assert parts["arrears"] > 0
        assert sum(parts.values()) == 500_000
        assert lender.state(loan.id).due[2] < arrears
        lender.on(date(2026, 3, 21))
        lender.house.reverse(paid.id)
        assert [(each.folio, each.balance) for each in owed(lender, client)] == before
        assert lender.loan(loan.id).outstanding.minor == 10_000_000

    def test_paid_ahead_waits_for_its_instalment(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client)
        lender.on(date(2026, 2, 10))
        lender.house.pay(client, "15000")
        rows = owed(lender, client)
        assert [str(each.balance.amount) for each in rows][:2] == ["3911.92", "9455.96"]
        assert balances(lender)["LOAN_ADVANCES"] == -554_404
        lender.on(date(2026, 3, 10))
        lender.house.pay(client, "3911.92")
        assert "LOAN_ADVANCES" not in balances(lender)
        assert lender.state(loan.id).principal == 9_254_404 - 760_508

    def test_everything_at_once_closes_it_and_what_is_left_is_theirs(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        loan = lender.lend(client)
        lender.on(date(2026, 1, 25))
        paid = lender.house.pay(client, "120000")
        found = lender.loan(loan.id)
        assert (found.status, found.closed_on, found.outstanding.minor) == ("paid", date(2026, 1, 25), 0)
        assert owed(lender, client) == []
        interest = 12_000_000 - 10_000_000 - paid.credit.minor
        assert interest == round(200_000 * 15 / 31)
        lender.house.reverse(paid.id)
        assert lender.loan(loan.id).status == "active"
        assert [str(each.amount.amount) for each in owed(lender, client)] == ["9455.96"] * 11 + ["9455.97"]

    def test_a_payment_that_arrives_late_is_read_on_its_day(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell(arrears=ARREARS)
        client = lender.house.client()
        loan = lender.lend(client)
        lender.on(date(2026, 3, 20))
        lender.house.pay(client, "10000")
        assert balances(lender)["LATE_FEES"] < 0
        lender.house.pay(client, "9455.96", received_on=date(2026, 2, 10), method="transfer", reference="T1")
        state = lender.state(loan.id)
        charged = sum(each.amount for each in state.applied if each.component.code == "arrears")
        assert balances(lender)["LATE_FEES"] == -charged
        assert charged == sum(each.paid[2] for each in state.instalments[1:2]), "only the second was late"
        assert lender.state(loan.id, date(2026, 2, 28)).days_past_due == 0

    def test_lists_find_it(self, lender: Lender) -> None:
        lender.on(JANUARY)
        lender.sell()
        client = lender.house.client()
        lender.lend(client)
        lender.on(date(2026, 2, 11))
        with lender.act(CLERK) as act:
            assert len(queries.loans(act, LoanFilter(status="late")).items) == 1
            assert len(queries.loans(act, LoanFilter(status="paid")).items) == 0
            assert len(queries.loans(act, LoanFilter(q="LN-1")).items) == 1
