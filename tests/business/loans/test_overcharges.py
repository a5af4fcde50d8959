"""What a loan that ended paid over a ceiling written later is given back: once, over a limit by two hands."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from caudal.business.loans.commands import (
    AlreadyAsked,
    NothingOver,
    NotInThatState,
    OverchargeChanged,
    OverchargeStands,
    OverLimit,
    SamePerson,
)
from caudal.business.loans.queries import favours
from caudal.business.loans.queries.overcharges import GivenBackRecord, Overcharge, given_back, overcharge
from caudal.business.loans.rules.happenings import Effect
from caudal.business.parties import queries as parties
from caudal.business.payments import commands as payments
from caudal.business.payments import queries as receipts
from caudal.business.payments.commands import CreditUsed, Returned, UseCredit
from caudal.business.payments.queries import PaymentFilter, PaymentRecord
from caudal.commons.acts.act import Actor
from caudal.flows import inbox, timeline
from caudal.flows.inbox import Wanted
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import queries as books
from caudal.ledger.rules import Use
from tests.business.house import add_up
from tests.business.loans.lender import CASHIER, CLERK, MANAGER, Lender
from tests.business.loans.test_ahead import ahead, close
from tests.business.loans.test_asking import SUPERVISOR
from tests.business.loans.test_ceilings import APRIL, CAPPED, MAY, MAY_ENDS, certify

JUNE = date(2026, 6, 5)
WHY = "el tope de abril salió después"
LIMITS = {"gerente": Money.of(10_000_000, "MXN"), "supervisor": Money.of(1, "MXN")}


def ended(lender: Lender, **more: object) -> UUID:
    """A loan late since February, paid in part in April and paid off in May; in June, April's ceiling is written."""
    lender.on(date(2026, 1, 10))
    lender.sell(arrears=CAPPED, limits=LIMITS, **more)
    loan = lender.lend(lender.house.client(), "100000").id
    lender.on(date(2026, 4, 20))
    ahead(lender, loan, "12000", Effect.ADVANCE)
    lender.on(date(2026, 5, 15))
    close(lender, loan)
    lender.on(JUNE)
    certify(lender, "0.1000")
    return loan


def owed(lender: Lender, loan: UUID) -> Overcharge:
    with lender.act(CLERK) as act:
        found = overcharge(act, loan)
    assert found is not None
    return found


def give(lender: Lender, loan: UUID, expected: Money | None = None, who: Actor = MANAGER) -> PaymentRecord:
    with lender.act(who, WHY) as act:
        return payments.give_back(act, loan, expected)


def credit(lender: Lender, loan: UUID) -> list[Money]:
    with lender.act(CLERK) as act:
        return receipts.credit_of(act, lender.loan(loan).party_id)


def given(lender: Lender, loan: UUID) -> list[GivenBackRecord]:
    with lender.act(CLERK) as act:
        return given_back(act, loan_id=loan)


class TestGivingItBack:
    @pytest.mark.parametrize("daily", [False, True])
    def test_it_is_in_favour_of_the_client_by_one_entry(self, lender: Lender, daily: bool) -> None:
        loan = ended(lender, daily_recalculation=daily)
        due, before = owed(lender, loan), lender.loan(loan)
        paid = give(lender, loan, due.owed)
        assert (paid.amount, paid.credit, paid.method, paid.reference) == (
            due.owed, due.owed, "overcharge", before.folio,
        )  # fmt: skip
        assert credit(lender, loan) == [due.owed]
        with lender.act(CLERK) as act:
            entry = books.entry(act, paid.entry_id)
            (late,) = [a.code for a in books.accounts(act, Use.LATE_FEES, "MXN")]
            assert overcharge(act, loan) is None
        assert sum(line.amount.minor for line in entry.lines) == 0
        assert {line.code: line.amount for line in entry.lines}[late] == due.charged - due.allowed
        assert lender.loan(loan) == before, "the loan stays as it ended"
        (kept,) = given(lender, loan)
        assert (kept.amount, kept.payment_id, kept.actor_id, kept.reason) == (
            due.owed,
            paid.id,
            MANAGER.id,
            WHY,
        )
        with pytest.raises(NothingOver):
            give(lender, loan)
        add_up(lender.house)

    def test_it_pays_what_the_client_owes_and_never_counts_as_collected(self, lender: Lender) -> None:
        loan = ended(lender)
        client, due = lender.loan(loan).party_id, owed(lender, loan).owed
        give(lender, loan)
        lender.house.debt(client, "5000", JUNE)
        with lender.act(CASHIER) as act:
            used = payments.use_credit(act, UseCredit(client, "MXN"))
            live = receipts.payments(
                act, PaymentFilter(party_ids=[client], live=True, received_from=JUNE)
            ).items
            told = [each.text for each in timeline.of_client(act, parties.party(act, client))]
        assert (used.amount, credit(lender, loan), live) == (due, [], [])
        assert any(each.startswith("Se le reconoció") and lender.loan(loan).folio in each for each in told)
        assert not any(each.startswith("Pagó") and "de más" in each for each in told)
        add_up(lender.house)

    def test_what_cannot_be(self, lender: Lender) -> None:
        loan = ended(lender)
        with lender.act(MANAGER, "  ") as act, pytest.raises(Invalid):
            payments.give_back(act, loan)
        with pytest.raises(OverchargeChanged, match="se deben"):
            give(lender, loan, Money.of("1", "MXN"))
        running = lender.lend(lender.house.client(), "1000").id
        with pytest.raises(NotInThatState, match="pagado o renovado"):
            give(lender, running)
        close(lender, running)
        with pytest.raises(NothingOver):
            give(lender, running)
        assert (given(lender, loan), credit(lender, loan)) == ([], [])
        add_up(lender.house)

    def test_a_later_ceiling_owes_only_the_difference(self, lender: Lender) -> None:
        loan = ended(lender)
        first = give(lender, loan).amount
        certify(lender, "0.0500", MAY, MAY_ENDS)
        more = owed(lender, loan).owed
        second = give(lender, loan, more).amount
        assert second == more
        assert credit(lender, loan) == [first + second]
        certify(lender, "0.9000", replaces=APRIL)
        with pytest.raises(NothingOver):
            give(lender, loan)
        add_up(lender.house)

    def test_of_a_client_of_another_branch_it_goes_between_branches(self, lender: Lender) -> None:
        loan = ended(lender)
        lender.house.one(
            "update parties set branch_id = 2 where id = :id returning 1", id=lender.loan(loan).party_id
        )
        paid = give(lender, loan)
        with lender.act(CLERK) as act:
            lines = books.entry(act, paid.entry_id).lines
        assert {1, 2} == {line.branch_id for line in lines}
        add_up(lender.house)


class TestTwoHands:
    def test_over_the_limit_of_ones_role_another_decides(self, lender: Lender) -> None:
        loan = ended(lender)
        due = owed(lender, loan).owed
        with pytest.raises(OverLimit):
            give(lender, loan, who=SUPERVISOR)
        with lender.act(SUPERVISOR, WHY) as act:
            found = payments.give_back_or_ask(act, loan, due)
            assert found.asked is not None
            asked = found.asked
        assert (found.payment, asked.amount, credit(lender, loan)) == (None, due, [])
        with pytest.raises(AlreadyAsked):
            give(lender, loan)
        reads = replace(MANAGER, permissions=frozenset({"loans.read", "loans.manage"}))
        with lender.act(reads) as act:
            (waits,) = inbox.waiting(act, Wanted(kinds=("overcharge",)))[0].items
            assert (waits.money, waits.mine, waits.summary) == (due, True, WHY)
        with lender.act(SUPERVISOR) as act, pytest.raises(SamePerson):
            payments.decide_favour(act, asked.id, approve=True)
        with lender.act(MANAGER) as act:
            done = payments.decide_favour(act, asked.id, approve=True)
        assert (done.status, done.event_id, credit(lender, loan)) == ("approved", None, [due])
        assert given(lender, loan)[0].reason == WHY
        add_up(lender.house)

    def test_refused_it_is_still_owed(self, lender: Lender) -> None:
        loan = ended(lender)
        due = owed(lender, loan)
        with lender.act(SUPERVISOR, WHY) as act:
            asked = payments.give_back_or_ask(act, loan).asked
            assert asked is not None
        with lender.act(MANAGER, "falta el documento") as act:
            assert payments.decide_favour(act, asked.id, approve=False).status == "refused"
        assert owed(lender, loan) == due
        give(lender, loan)

    def test_asked_for_one_sum_it_is_not_done_for_another(self, lender: Lender) -> None:
        loan = ended(lender)
        with lender.act(SUPERVISOR, WHY) as act:
            asked = payments.give_back_or_ask(act, loan).asked
            assert asked is not None
        certify(lender, "0.0900", replaces=APRIL)
        with lender.act(MANAGER) as act, pytest.raises(OverchargeChanged):
            payments.decide_favour(act, asked.id, approve=True)
        with lender.act(CLERK) as act:
            assert favours.pending(act, "overcharge", [loan]) == {loan: asked.id}


class TestUndoing:
    def test_reversed_it_is_owed_again(self, lender: Lender) -> None:
        loan = ended(lender)
        due = owed(lender, loan)
        paid = give(lender, loan)
        lender.house.reverse(paid.id)
        assert (credit(lender, loan), owed(lender, loan)) == ([], due)
        (kept,) = given(lender, loan)
        assert (kept.reversed_on, kept.reversal_reason) == (JUNE, "se cobró dos veces")
        add_up(lender.house)
        give(lender, loan)
        assert credit(lender, loan) == [due.owed]
        add_up(lender.house)

    def test_spent_it_is_not_reversed(self, lender: Lender) -> None:
        loan = ended(lender)
        paid = give(lender, loan)
        client = lender.loan(loan).party_id
        lender.house.debt(client, "5000", JUNE)
        with lender.act(CASHIER) as act:
            payments.use_credit(act, UseCredit(client, "MXN"))
        with pytest.raises(CreditUsed):
            lender.house.reverse(paid.id)
        assert given(lender, loan)[0].reversed_on is None
        add_up(lender.house)

    def test_the_payment_that_ended_the_loan_waits_for_it(self, lender: Lender) -> None:
        loan = ended(lender)
        paid = give(lender, loan)
        with lender.act(CLERK) as act:
            last = receipts.payments(
                act, PaymentFilter(party_ids=[lender.loan(loan).party_id], live=True)
            ).items[0]
        with pytest.raises(OverchargeStands):
            lender.house.reverse(last.id)
        lender.house.reverse(paid.id)
        lender.house.reverse(last.id)
        assert lender.loan(loan).status == "active"
        add_up(lender.house)


class TestAtOnce:
    def test_two_people_at_once_give_it_back_once(self, lender: Lender) -> None:
        loan = ended(lender)
        due = owed(lender, loan).owed

        def try_it(who: Actor) -> str:
            try:
                with lender.act(who, WHY) as act:
                    found = payments.give_back_or_ask(act, loan)
                    assert isinstance(found, Returned)
            except Problem as refused:
                return refused.type
            return "done"

        with ThreadPoolExecutor(2) as pool:
            found = sorted(pool.map(try_it, [MANAGER, Actor(14, "Sol", "gerente", (1, 2, 3), frozenset())]))
        assert found == ["done", "nada-que-devolver"]
        assert credit(lender, loan) == [due]
        add_up(lender.house)

    def test_the_database_keeps_one_for_each_loan_and_ceiling(self, lender: Lender) -> None:
        loan = ended(lender)
        give(lender, loan)
        again = text(
            "insert into loan_overcharges (loan_id, branch_id, ceiling_id, payment_id, currency, amount, uses,"
            " given_on, at, actor_id, reason, act_id) select loan_id, branch_id, ceiling_id,"
            " (select id from payments where id <> o.payment_id limit 1), currency, 1, '{}', given_on, at, 7,"
            " 'otra vez', act_id from loan_overcharges o"
        )
        with (
            pytest.raises(IntegrityError, match="loan_overcharges_once"),
            lender.house.act(every=True) as act,
        ):
            act.db.execute(again)
