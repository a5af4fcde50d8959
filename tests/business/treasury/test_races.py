"""Several people at once on the same till: every movement is before a count or after it, and it adds up."""

from uuid import UUID

from caudal.business.treasury.rules.states import State
from caudal.kernel.money import Money
from tests.business.races import at_once
from tests.business.treasury.teller import Tills


def test_a_till_is_opened_by_one_of_many(tills: Tills) -> None:
    till = tills.main
    people = ("tomas", "nora", "oscar", "marina")
    done = at_once(*(lambda who=who: tills.open(0, who=who, till=till) for who in people))
    assert sorted(done) == ["caja-ocupada"] * 3 + ["hecho"]
    assert tills.house.one("select count(*) as n from till_shifts").n == 1


OUTSIDE = """
select count(*) as n from till_moves m
where shift_id is null and not exists (select from till_differences d where d.entry_id = m.entry_id)
"""


def pay_while_counting(tills: Tills, shift: UUID, counted: int) -> list[str]:
    """Five payments of one and a count that cannot match, all at once."""

    def pay() -> None:
        tills.pay(1)

    return at_once(pay, pay, lambda: tills.count(shift, counted), pay, pay, pay)


def test_payments_and_a_close_meet(tills: Tills) -> None:
    """Each payment is in the shift that was counted, or out of it: the check of till_shifts proves it."""
    opened = tills.open(0)
    tills.pay(1)
    for _ in range(4):
        before = tills.books()
        outside = tills.house.one(OUTSIDE).n
        assert pay_while_counting(tills, opened, before + 1000) == ["hecho"] * 6
        shift, late = tills.shift(opened), tills.house.one(OUTSIDE).n - outside
        assert shift.state is State.COUNTED
        assert (tills.books(), shift.expected.minor) == (before + 5, (before + 5 - late) * 100)
        tills.settle(opened)
        tills.decide(opened)
        assert tills.books() == before + 1000 + late
        opened = tills.open(before + 1000 + late)


def test_where_it_is_required_no_payment_slips_in_after_the_count(tills: Tills) -> None:
    tills.tolerate(0, required=True)
    opened = tills.open(0)
    tills.pay(1)
    for _ in range(4):
        before = tills.books()
        told = pay_while_counting(tills, opened, before + 1000)
        assert set(told) <= {"hecho", "caja-cerrada"}
        assert tills.house.one(OUTSIDE).n == 0
        assert tills.books() == before + told.count("hecho") - 1
        tills.settle(opened)
        tills.decide(opened)
        opened = tills.open(before + 1000)


def test_two_people_decide_at_once(tills: Tills) -> None:
    opened = tills.open(0)
    tills.pay(100)
    tills.count(opened, 90)
    tills.settle(opened)
    done = at_once(lambda: tills.decide(opened), lambda: tills.decide(opened, approve=False, who="marina"))
    assert done.count("hecho") == 1
    assert tills.books() in {90, 100}


def test_two_hands_take_the_same_money(tills: Tills) -> None:
    tills.pay(100)
    done = at_once(lambda: tills.move(80), lambda: tills.move(80, "expense", concept="Agua"))
    assert sorted(done) == ["fondos-insuficientes", "hecho"]


def test_two_expenses_of_one_person_count_together(tills: Tills) -> None:
    tills.pay(1000)
    tills.tolerate(0, petty=Money.of(100, "MXN"))
    done = at_once(*[lambda: tills.move(60, "expense", concept="Agua")] * 2)
    assert sorted(done) == ["gasto-sobre-el-tope", "hecho"]
    assert tills.books() == 940
