"""The shift of a till: opened with a count, closed with a blind one, its difference accepted by whom it must be."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import DBAPIError

from caudal.business.treasury import commands, queries
from caudal.business.treasury.commands import (
    NoMoreCounts,
    NotNow,
    NotYours,
    OpenShift,
    OverPetty,
    SecondHand,
    TillClosed,
    TillTaken,
)
from caudal.business.treasury.queries import MoveFilter, ShiftFilter
from caudal.business.treasury.rules.states import State
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, NotFound
from caudal.ledger.commands import AlreadyReversed, InsufficientFunds
from tests.business.house import TODAY
from tests.business.treasury.teller import Tills


def mxn(amount: int) -> Money:
    return Money.of(amount, "MXN")


class TestOpening:
    def test_with_what_the_books_say_it_opens_and_nothing_is_posted(self, tills: Tills) -> None:
        tills.fund(2000)
        shift = tills.shift(tills.open({"500": 3, "100": 5}))
        assert (shift.state, shift.fund, shift.expected) == (State.OPEN, mxn(2000), mxn(2000))
        assert tills.over_short() == 0

    def test_a_small_difference_is_posted_with_its_reason(self, tills: Tills) -> None:
        tills.fund(2000)
        tills.tolerate(20)
        shift = tills.shift(tills.open(1990, reason="ayer faltó cambio"))
        assert (shift.state, shift.expected, tills.books(), tills.over_short()) == (
            State.OPEN,
            mxn(1990),
            1990,
            -10,
        )
        assert shift.differences[0].reason == "ayer faltó cambio"

    def test_beyond_what_is_tolerated_it_waits_for_another_person(self, tills: Tills) -> None:
        tills.fund(2000)
        opened = tills.open(1500)
        assert (tills.shift(opened).state, tills.books()) == (State.OPENING, 2000)
        with pytest.raises(SecondHand):
            tills.decide(opened, who="tomas")
        shift = tills.decide(opened)
        assert (shift.state, tills.books(), tills.over_short()) == (State.OPEN, 1500, -500)

    @pytest.mark.parametrize("reason", ["x", "\U0001f4b8"])
    def test_a_difference_wants_a_reason_that_says_something(self, tills: Tills, reason: str) -> None:
        with pytest.raises(Invalid) as refused:
            tills.open(500, reason=reason)
        assert refused.value.facts["errors"][0]["pointer"] == "/reason"
        assert tills.open(500, reason="Cambio que dejó el dueño")

    def test_sent_back_it_is_counted_and_opened_anew(self, tills: Tills) -> None:
        tills.fund(2000)
        first = tills.decide(tills.open(1500), approve=False)
        assert (first.state, tills.books()) == (State.DISCARDED, 2000)
        assert tills.shift(tills.open(2000)).state is State.OPEN

    def test_one_person_at_a_time(self, tills: Tills) -> None:
        tills.open()
        with pytest.raises(TillTaken):
            tills.open(who="nora")

    @pytest.mark.parametrize("bad", [{"3": 1}, {"1": -1}, {"1": 10**9}, {"1.00": 1}, {"": 1}], ids=str)
    def test_a_count_that_cannot_be(self, tills: Tills, bad: dict[str, int]) -> None:
        with pytest.raises(Invalid):
            tills.open(bad)

    def test_a_bank_account_is_not_a_till(self, tills: Tills) -> None:
        with tills.as_("tomas") as act:
            bank = commands.destination(act, "transfer", "MXN").id
        with pytest.raises(Invalid):
            tills.open(till=bank)
        with pytest.raises(NotFound):
            tills.open(till=999_999)

    def test_in_a_currency_without_bills(self, tills: Tills) -> None:
        with tills.as_("tomas") as act, pytest.raises(Invalid):
            commands.open_shift(act, OpenShift({}, currency="CLP"))


class TestClosing:
    def test_what_matches_closes_at_once(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.pay(350)
        shift = tills.count(opened, 350)
        assert (shift.state, shift.differences, tills.books()) == (State.CLOSED, (), 350)
        assert (shift.moves, shift.entered, shift.gone) == (1, mxn(350), mxn(0))

    def test_what_does_not_may_be_counted_once_more(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.pay(350)
        assert tills.count(opened, 300).state is State.COUNTED
        assert tills.count(opened, 350).state is State.CLOSED
        assert tills.over_short() == 0

    def test_and_no_more_than_that(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.pay(350)
        tills.count(opened, 300)
        tills.count(opened, 310)
        with pytest.raises(NoMoreCounts):
            tills.count(opened, 350)
        assert [c.amount for c in tills.shift(opened).counts] == [mxn(0), mxn(300), mxn(310)]

    @pytest.mark.parametrize(("counted", "left"), [(345, -5), (360, 10)])
    def test_a_difference_that_is_tolerated_goes_to_the_books(
        self, tills: Tills, counted: int, left: int
    ) -> None:
        tills.tolerate(10)
        opened = tills.open(0)
        tills.pay(350)
        tills.count(opened, counted)
        assert tills.settle(opened).state is State.CLOSED
        assert (tills.books(), tills.over_short()) == (counted, left)

    def test_a_greater_one_needs_another_person_and_the_house_is_told(self, tills: Tills) -> None:
        tills.tolerate(10)
        opened = tills.open(0)
        tills.pay(350)
        tills.count(opened, 300)
        assert tills.settle(opened).state is State.WAITING
        assert tills.books() == 350
        told = tills.house.one("select body from outbox where fact = 'treasury.TillMismatch'").body
        assert (told["till"], Decimal(told["difference"]["amount"])) == ("Caja Cancún", -50)
        with pytest.raises(SecondHand):
            tills.decide(opened, who="tomas")
        shift = tills.decide(opened)
        assert (shift.state, tills.books(), tills.over_short()) == (State.CLOSED, 300, -50)
        assert shift.differences[0].decided_by == 9

    def test_sent_back_it_is_counted_again(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.pay(350)
        tills.count(opened, 300)
        tills.settle(opened)
        assert tills.decide(opened, approve=False).state is State.COUNTED
        again = tills.count(opened, 350)
        assert (again.state, again.counts[-1].sighted, tills.books()) == (State.CLOSED, True, 350)

    def test_somebody_else_may_count_for_who_left_and_a_third_person_accepts(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.pay(350)
        with pytest.raises(NotYours):
            tills.count(opened, 350, who="nora")
        assert tills.count(opened, 350, who="oscar").state is State.COUNTED
        assert tills.settle(opened, who="oscar").state is State.WAITING
        for hand in ("oscar", "tomas"):
            with pytest.raises(SecondHand):
                tills.decide(opened, who=hand)
        assert tills.decide(opened, who="marina").state is State.CLOSED

    def test_only_in_its_order(self, tills: Tills) -> None:
        opened = tills.open(0)
        with pytest.raises(NotNow):
            tills.settle(opened)
        with pytest.raises(NotNow):
            tills.decide(opened)
        tills.count(opened, 0)
        for late in (lambda: tills.count(opened, 0), lambda: tills.settle(opened)):
            with pytest.raises(NotNow):
                late()

    def test_who_did_not_count_does_not_stand_by_it(self, tills: Tills) -> None:
        opened = tills.open(0)
        tills.count(opened, 5)
        with pytest.raises(NotYours):
            tills.settle(opened, who="oscar")
        with pytest.raises(Invalid):
            tills.settle(opened, reason=" ")

    def test_who_could_read_the_books_is_written_down(self, tills: Tills) -> None:
        opened = tills.open(0, who="marina")
        assert [c.sighted for c in tills.count(opened, 0, who="marina").counts] == [True, True]

    def test_what_was_counted_never_changes(self, tills: Tills) -> None:
        tills.open(0)
        for table in ("till_counts", "till_moves", "till_rules"):
            with pytest.raises(DBAPIError), tills.house.act(every=True) as act:
                act.db.connection().exec_driver_sql(f"delete from {table}")


class TestWhatBelongs:
    def test_everything_that_moves_belongs_to_the_open_shift(self, tills: Tills) -> None:
        tills.pay(100)
        opened = tills.open(100)
        tills.pay(40)
        tills.pay(70, method="card")
        tills.move(50)
        tills.count(opened, 90)
        tills.pay(7)
        again = tills.open(97, who="nora")
        assert (tills.shift(opened).entered, tills.shift(opened).gone) == (mxn(40), mxn(50))
        assert tills.shift(again).moves == 0
        assert tills.over_short() == 0

    def test_what_is_dated_before_or_undone_later_belongs_to_the_shift_of_now(self, tills: Tills) -> None:
        first = tills.open(0)
        paid = tills.pay(100)
        tills.count(first, 100)
        tills.house.later(days=1)
        second = tills.open(100)
        tills.pay(30, received_on=TODAY - timedelta(days=3))
        tills.reverse(paid.id)
        assert (tills.shift(first).entered, tills.shift(first).gone) == (mxn(100), mxn(0))
        assert (tills.shift(second).entered, tills.shift(second).gone) == (mxn(30), mxn(100))
        with tills.as_("oscar") as act:
            seen = queries.moves(act, MoveFilter(second)).items
            before = queries.moves(act, MoveFilter(first)).items
        assert [(m.amount, m.balance) for m in seen] == [(mxn(-100), mxn(30)), (mxn(30), mxn(130))]
        assert seen[0].reverses == before[0].entry_id
        assert before[0].undone

    def test_a_cashier_takes_in_the_till_they_hold(self, tills: Tills) -> None:
        with tills.as_("marina") as act:
            second = commands.add_till(act, commands.NewTill("Ventanilla 2", "MXN")).id
        tills.open(0)
        theirs = tills.open(0, who="nora", till=second)
        tills.pay(80, who="nora")
        tills.pay(20)
        assert (tills.books(second), tills.books()) == (80, 20)
        assert tills.shift(theirs).entered == mxn(80)

    def test_lists_by_till_person_state_and_difference(self, tills: Tills) -> None:
        first = tills.open(0)
        tills.count(first, 5)
        tills.settle(first)
        tills.decide(first)
        second = tills.open(5, who="nora")

        def listed(**which: object) -> list[object]:
            with tills.as_("oscar") as act:
                return [s.id for s in queries.shifts(act, ShiftFilter(**which)).items]  # type: ignore[arg-type]

        assert listed() == [second, first]
        assert listed(live=True) == listed(opened_by=8) == listed(state="open") == [second]
        assert listed(uneven=True) == [first]
        assert listed(box_id=tills.main, since=TODAY, until=TODAY) == [second, first]
        assert listed(branch_id=2) == []


class TestRequired:
    def test_cash_waits_for_an_open_till_where_the_branch_says_so(self, tills: Tills) -> None:
        tills.tolerate(0, required=True)
        with pytest.raises(TillClosed):
            tills.pay(10)
        assert tills.pay(10, method="card").method == "card"
        opened = tills.open(0)
        tills.pay(10)
        tills.count(opened, 7)
        with pytest.raises(TillClosed):
            tills.pay(10)

    def test_from_its_date_on_and_in_its_branch(self, tills: Tills) -> None:
        tills.tolerate(0, required=True, on=TODAY + timedelta(days=1))
        tills.pay(10)
        tills.house.later(days=1)
        with pytest.raises(TillClosed):
            tills.pay(10)
        tills.house.pay(tills.house.client(branch=2), "5", branch=2)

    def test_a_till_that_waits_is_not_open(self, tills: Tills) -> None:
        tills.tolerate(0, required=True)
        tills.open(5)
        with pytest.raises(TillClosed):
            tills.pay(10)

    def test_a_tolerance_below_zero(self, tills: Tills) -> None:
        with pytest.raises(Invalid):
            tills.tolerate(-1)


class TestMoving:
    def test_to_the_bank_to_another_till_and_spent(self, tills: Tills) -> None:
        with tills.as_("marina") as act:
            safe = commands.add_till(act, commands.NewTill("Caja fuerte", "MXN")).id
        opened = tills.open(0)
        tills.pay(1000)
        tills.move(300, reference="FICHA-1")
        tills.move(200, "transfer", to_till_id=safe)
        spent = tills.move(80, "expense", concept="Agua y papelería")
        assert (tills.books(), tills.books(safe)) == (420, 200)
        assert tills.shift(opened).expected == mxn(420)
        with tills.as_("tomas", reason="no era de esta caja") as act:
            back = commands.undo_move(act, spent.id)
        assert (back.undone is not None, tills.books()) == (True, 500)
        with pytest.raises(AlreadyReversed), tills.as_("tomas") as act:
            commands.undo_move(act, spent.id)

    def test_spent_in_a_day_up_to_what_the_branch_says(self, tills: Tills) -> None:
        tills.pay(1000)
        tills.tolerate(0, petty=mxn(100))
        tills.move(60, "expense", concept="Agua")
        back = tills.move(40, "expense", concept="Café")
        with pytest.raises(OverPetty, match=r"hasta \$100\.00 MXN al día; hoy lleva \$100\.00 MXN"):
            tills.move(1, "expense", concept="Papel")
        with tills.as_("tomas", reason="no se compró") as act:
            commands.undo_move(act, back.id)
        tills.move(40, "expense", concept="Papel")
        tills.move(300, reference="FICHA-1")  # a deposit isn't spent
        tills.move(200, "expense", concept="Reparación de la chapa", who="oscar")  # who may authorise
        tills.tolerate(0)
        tills.move(200, "expense", concept="Garrafones")

    def test_a_limit_of_expenses_below_zero_or_in_another_currency(self, tills: Tills) -> None:
        for wrong in (mxn(-1), Money.of(1, "COP")):
            with pytest.raises(Invalid):
                tills.tolerate(0, petty=wrong)

    def test_never_more_than_there_is(self, tills: Tills) -> None:
        tills.pay(100)
        with pytest.raises(InsufficientFunds):
            tills.move(101)

    def test_of_somebody_else(self, tills: Tills) -> None:
        tills.open(0)
        tills.pay(100)
        with pytest.raises(NotYours):
            tills.move(10, who="nora")
        done = tills.move(10, who="oscar")
        with pytest.raises(NotYours), tills.as_("nora") as act:
            commands.undo_move(act, done.id)

    def test_what_cannot_be(self, tills: Tills) -> None:
        tills.pay(100)
        with tills.as_("tomas", branch=2) as act:
            far = commands.till_of(act, "MXN").id
        bad: list[dict[str, object]] = [
            {"amount": 0}, {"amount": -5}, {"concept": "x"}, {"reference": "x" * 61}, {"kind": "transfer"},
            {"kind": "transfer", "to_till_id": tills.main}, {"kind": "transfer", "to_till_id": far},
            {"kind": "expense", "to_till_id": far},
        ]  # fmt: skip
        for each in bad:
            with pytest.raises(Invalid):
                tills.move(**{"amount": 10, **each})  # type: ignore[arg-type]

    def test_a_till_with_the_name_of_another(self, tills: Tills) -> None:
        for name in ("Caja cancún", "", "x" * 61):
            tills.pay(1)
            with pytest.raises(Invalid), tills.as_("marina") as act:
                commands.add_till(act, commands.NewTill(name, "MXN"))
