"""Many hands at the same instant: one refund is paid once, and never beside a reversal of what it gives back."""

from concurrent.futures import ThreadPoolExecutor

from caudal.business.refunds.rules import State
from caudal.kernel.problems import Problem
from tests.business.refunds.counter import Counter, money


def test_eight_accountants_pay_one_refund_once(counter: Counter) -> None:
    authorised = counter.decide(counter.cancel(counter.paid()))

    def attempt(number: int) -> str:
        try:
            return counter.pay(authorised, f"contador{number}").state.value
        except Problem as refused:
            return refused.type

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(attempt, range(1, 9)))
    assert said == ["paid", *["ya-ejecutado"] * 7]
    assert counter.read(authorised).state is State.PAID
    assert counter.books("CASH", "REFUNDS_PAYABLE") == (-2_500, 0)


def test_a_reversal_and_a_refund_never_both(counter: Counter) -> None:
    sold = counter.paid(0)
    taken = counter.agency.pay(sold, 10_000)
    counter.agency.pay(counter.agency.sell(), 20_000)
    authorised = counter.decide(counter.cancel(counter.agency.read(sold)))

    def attempt(number: int) -> str:
        try:
            if number % 2:
                return counter.pay(authorised, f"contador{number}").state.value
            counter.agency.house.reverse(taken)
        except Problem as refused:
            return refused.type
        return "reversed"

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(attempt, range(6)))
    assert [said.count("paid"), said.count("reversed")] in ([1, 0], [0, 1]), said
    if "reversed" in said:
        assert counter.void(authorised).state is State.VOIDED
    else:
        assert counter.agency.read(sold).debt.refunded == money(7_500)


def test_eight_people_cancel_one_booking_once(counter: Counter) -> None:
    sold = counter.paid()

    def attempt(number: int) -> str:
        try:
            return counter.cancel(sold, f"empleado{number}").state.value
        except Problem as refused:
            return refused.type

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(attempt, range(1, 9)))
    assert sorted(said) == ["asked", *["reserva-en-otro-estado"] * 7]
