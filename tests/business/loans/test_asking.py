"""A waiver or a write-off that one person asks for: another decides it, and the database will not have it otherwise."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from caudal.business.loans import commands, queries
from caudal.business.loans.commands import (
    AlreadyAsked,
    AlreadyDecided,
    AskFavour,
    NothingToChange,
    NothingToWaive,
    NotInThatState,
    OverLimit,
    Restructure,
    SamePerson,
    Waiver,
)
from caudal.business.loans.queries import LoanFilter
from caudal.business.loans.queries.favours import FavourRecord, favours
from caudal.business.loans.rules.allocation import Component
from caudal.business.loans.rules.product import Wish
from caudal.commons.acts.act import Actor
from caudal.flows import inbox
from caudal.flows.inbox import Wanted
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound, Problem
from tests.business.house import add_up
from tests.business.loans.lender import CASHIER, CLERK, MANAGER, Lender
from tests.business.loans.test_lending import balances
from tests.business.loans.test_states import late, lent, renew

SUPERVISOR = Actor(15, "Iris", "supervisor", (1, 2, 3), frozenset())
ELSEWHERE = Actor(16, "Noé", "gerente", (2,), frozenset())
ALL = AskFavour("waiver", Component.ARREARS)


def ask(lender: Lender, loan: UUID, what: AskFavour = ALL, who: Actor = CASHIER) -> FavourRecord:
    with lender.act(who, "perdió su trabajo") as act:
        return commands.ask_favour(act, loan, what)


def decide(
    lender: Lender, request: int, who: Actor = MANAGER, *, approve: bool = True, why: str = ""
) -> FavourRecord:
    with lender.act(who, why) as act:
        return commands.decide_favour(act, request, approve=approve)


class TestAsking:
    def test_nothing_changes_until_another_authorises_it(self, lender: Lender) -> None:
        loan = late(lender)
        before, books = lender.state(loan).due, balances(lender)
        asked = ask(lender, loan)
        assert (lender.state(loan).due, balances(lender)) == (before, books)
        assert before[Component.ARREARS] > 0
        done = decide(lender, asked.id)
        assert lender.state(loan).due[Component.ARREARS] == 0
        with lender.act(CLERK) as act:
            what = queries.events(act, loan)[-1]
        assert (what.id, what.kind, what.actor_id, what.reason) == (
            done.event_id, "waiver", MANAGER.id, "perdió su trabajo",
        )  # fmt: skip
        add_up(lender.house)

    def test_part_of_it_and_a_write_off(self, lender: Lender) -> None:
        loan = late(lender)
        part = ask(lender, loan, AskFavour("waiver", Component.INTEREST, Money.of("100", "MXN")))
        given_up = ask(lender, loan, AskFavour("write_off"))
        owed = lender.state(loan).due[Component.INTEREST]
        decide(lender, part.id)
        assert owed - lender.state(loan).due[Component.INTEREST] == 10_000
        decide(lender, given_up.id)
        assert lender.loan(loan).status == "written_off"
        add_up(lender.house)

    def test_refused_with_its_reason_and_asked_again(self, lender: Lender) -> None:
        loan = late(lender)
        asked = ask(lender, loan)
        with pytest.raises(Invalid):
            decide(lender, asked.id, approve=False)
        refused = decide(lender, asked.id, approve=False, why="sí trabaja")
        assert (refused.status, refused.decision_reason, refused.event_id) == ("refused", "sí trabaja", None)
        with pytest.raises(AlreadyDecided):
            decide(lender, asked.id)
        again = ask(lender, loan)
        with lender.act(CLERK) as act:
            assert [each.id for each in favours(act, loan_id=loan).items] == [again.id, asked.id]
            assert [each.id for each in favours(act, status="pending").items] == [again.id]


class TestRefusals:
    def test_not_by_who_asked_nor_over_the_limit_nor_from_elsewhere(self, lender: Lender) -> None:
        loan = late(lender)
        asked = ask(lender, loan, AskFavour("write_off"), MANAGER)
        with pytest.raises(SamePerson):
            decide(lender, asked.id, MANAGER)
        with pytest.raises(SamePerson):
            decide(lender, asked.id, MANAGER, approve=False, why="me arrepentí")
        with pytest.raises(OverLimit):
            decide(lender, asked.id, SUPERVISOR)
        with pytest.raises(NotFound):
            decide(lender, asked.id, ELSEWHERE)
        assert lender.loan(loan).status == "active"

    def test_twice_of_nothing_or_of_what_is_over(self, lender: Lender) -> None:
        loan = lent(lender)
        with pytest.raises(NothingToWaive):
            ask(lender, loan)
        with pytest.raises(NothingToChange):
            ask(lender, loan, AskFavour("write_off"))
        lender.on(date(2026, 3, 20))
        asked = ask(lender, loan)
        with pytest.raises(AlreadyAsked):
            ask(lender, loan)
        lender.house.pay(lender.loan(loan).party_id, "200000")
        with pytest.raises(NotInThatState):
            decide(lender, asked.id)
        with pytest.raises(NotInThatState):
            ask(lender, loan)
        assert decide(lender, asked.id, approve=False, why="ya pagó").status == "refused"

    def test_alone_only_up_to_the_limit_of_ones_role(self, lender: Lender) -> None:
        """Within it, done at once; over it, it waits for somebody else with a larger one; from another day, refused."""
        loan, why = late(lender), "lo acordó en la visita"
        little = Waiver(Component.INTEREST, Money.of("100", "MXN"))
        large = Waiver(Component.PRINCIPAL, Money.of("5000.01", "MXN"))
        owed = lender.state(loan).due
        with lender.act(SUPERVISOR, why) as act:
            assert commands.waive_or_ask(act, loan, little).asked is None
        assert owed[Component.INTEREST] - lender.state(loan).due[Component.INTEREST] == 10_000
        with pytest.raises(OverLimit), lender.act(SUPERVISOR, why) as act:
            commands.waive_or_ask(act, loan, replace(large, on=date(2026, 3, 19)))
        with lender.act(SUPERVISOR, why) as act:
            waits = commands.waive_or_ask(act, loan, large).asked
            given_up = commands.write_off_or_ask(act, loan).asked
        assert waits is not None
        assert given_up is not None
        assert (waits.status, waits.asked_by, given_up.kind) == ("pending", SUPERVISOR.id, "write_off")
        assert lender.state(loan).due[Component.PRINCIPAL] == owed[Component.PRINCIPAL]
        with pytest.raises(AlreadyAsked), lender.act(SUPERVISOR, why) as act:
            commands.waive_or_ask(act, loan, large)
        with pytest.raises(SamePerson):
            decide(lender, waits.id, SUPERVISOR)
        decide(lender, waits.id)
        assert owed[Component.PRINCIPAL] - lender.state(loan).due[Component.PRINCIPAL] == 500_001
        with lender.act(MANAGER, why) as act:
            assert commands.write_off_or_ask(act, loan).loan.status == "written_off"

    def test_little_by_little_is_the_whole_against_the_limit(self, lender: Lender) -> None:
        """What one person forgives of a loan in the month is one thing; another's, another month's or undone isn't."""
        loan, why = late(lender), "lo acordó en la visita"
        part = Waiver(Component.PRINCIPAL, Money.of("2000", "MXN"))

        def alone(who: Actor = SUPERVISOR) -> bool:
            with lender.act(who, why) as act:
                return commands.waive_or_ask(act, loan, part).asked is None

        assert [alone(), alone()] == [True, True]
        told = "más de 5000.00 MXN, y este mes ya condonó 4000.00 MXN de este préstamo"
        with pytest.raises(OverLimit, match=told), lender.act(SUPERVISOR, why) as act:
            commands.waive(act, loan, part)
        with pytest.raises(OverLimit, match="este mes ya condonó"), lender.act(SUPERVISOR, why) as act:
            commands.restructure(act, loan, Restructure(periods=6, forgive=frozenset({Component.INTEREST})))
        assert alone(MANAGER)
        waits = ask(lender, loan, AskFavour("waiver", Component.PRINCIPAL, part.amount))
        with lender.act(replace(SUPERVISOR, permissions=frozenset({"loans.read", "loans.manage"}))) as act:
            seen = {row.id: row for row in inbox.waiting(act, Wanted())[0].items}
        assert seen[str(waits.id)].barred == "limit"
        assert seen[str(waits.id)].given == Money.of("4000", "MXN")
        with pytest.raises(OverLimit):
            decide(lender, waits.id, SUPERVISOR)
        decide(lender, waits.id, approve=False, why="mejor deshago la mía")
        with lender.act(SUPERVISOR, why) as act:
            last = next(each for each in reversed(queries.events(act, loan)) if each.kind == "waiver")
            commands.undo(act, loan, last.id)
        lender.on(date(2026, 4, 20))
        assert alone()

    def test_the_database_has_its_own_key(self, lender: Lender) -> None:
        asked = ask(lender, late(lender))
        with pytest.raises(IntegrityError, match="loan_requests_two_hands"):
            lender.house.one(
                "update loan_requests set status = 'refused', decided_by = asked_by, decided_at = now()"
                " where id = :id returning 1",
                id=asked.id,
            )

    def test_two_at_once_authorise_it_once(self, lender: Lender) -> None:
        loan = late(lender)
        asked = ask(lender, loan, AskFavour("waiver", Component.INTEREST, Money.of("100", "MXN")))
        owed = lender.state(loan).due[Component.INTEREST]

        def try_it(who: Actor) -> str:
            try:
                return decide(lender, asked.id, who).status
            except Problem as refused:
                return refused.type

        others = [MANAGER, Actor(17, "Abel", "gerente", (1, 2, 3), frozenset())]
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(try_it, others)) == ["approved", "solicitud-decidida"]
        assert owed - lender.state(loan).due[Component.INTEREST] == 10_000
        add_up(lender.house)


class TestWhatMayBeRenewed:
    def test_the_set_says_what_the_rule_says_of_each(self, lender: Lender) -> None:
        lender.on(date(2026, 1, 10))
        lender.sell(renewal_after=2)
        lender.sell("unico")
        paid = [lender.lend(lender.house.client()) for _ in range(4)]
        lender.lend(lender.house.client(), code="unico")
        for month, places in ((2, (0, 1, 2, 3)), (3, (0, 1, 2))):
            lender.on(date(2026, month, 10))
            for place in places:
                lender.house.pay(paid[place].party_id, "9455.96")
        assert self._renewable(lender) == {paid[0].id, paid[1].id, paid[2].id}
        renew(lender, paid[0].id, "150000")
        with lender.act(CLERK) as act:
            from_now = commands.ask_renewal(act, paid[1].id, _wish(act.business_date))
        assert self._renewable(lender) == {paid[2].id}, "nor what somebody asked to renew already"
        assert from_now.renews_id == paid[1].id
        lender.on(date(2026, 4, 30))
        assert self._renewable(lender) == set(), "late ones are not offered"
        add_up(lender.house)

    def _renewable(self, lender: Lender) -> set[UUID]:
        with lender.act(CLERK) as act:
            return {each.id for each in queries.loans(act, LoanFilter(renewable=True)).items}


class TestWhatIsOwedToday:
    def test_with_its_arrears_as_each_file_says(self, lender: Lender) -> None:
        loans = [late(lender)]
        with lender.act(CLERK) as act:
            found = queries.many(act, loans)
            told = queries.late(act, found.values())
        assert {each: told[each].arrears for each in told} == {
            each: lender.state(each).due[Component.ARREARS] for each in loans
        }
        assert told[loans[0]].arrears > 0


def _wish(day: date) -> commands.RenewLoan:
    return commands.RenewLoan(Wish(principal=Money.of("150000", "MXN"), disbursed_on=day))
