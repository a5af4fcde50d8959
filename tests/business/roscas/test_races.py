"""Several people at once on the same san: somebody goes first, and it adds up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from caudal.business.roscas import commands
from caudal.business.roscas.commands import Deliver
from caudal.commons.acts.act import Actor, Place
from caudal.commons.acts.opening import Opening, acting
from caudal.flows import contributions
from caudal.flows.contributions import TakeRound
from tests.business.house import EVERYTHING, House
from tests.business.races import at_once, told
from tests.business.roscas.making import San, money


def hand(san: San, who: Actor) -> Callable[[], object]:
    def work() -> None:
        opening = Opening(who, Place(1, "10.0.0.9", "api"), san.house.at)
        with acting(san.house.engine, opening) as act:
            commands.deliver(act, Deliver(san.id, 1))

    return work


def test_a_pot_is_handed_over_by_one_of_many(house: House) -> None:
    san = San(house).begin()
    house.pay(house.client(), "5000")
    san.all_pay()
    san.allow(1)
    ana = Actor(7, "Ana", "duena", (1, 2, 3), EVERYTHING)
    hands = [hand(san, replace(ana, id=n)) for n in range(20, 26)]
    assert sorted(at_once(*hands)) == ["bote-ya-entregado"] * 5 + ["hecho"]
    assert san.now().pot.is_zero


def test_a_quota_and_a_delivery_wait_for_each_other(house: House) -> None:
    san = San(house, 4).begin()
    house.pay(house.client(), "5000")
    san.all_pay(4)
    san.allow(1, 100)
    ana = Actor(7, "Ana", "duena", (1, 2, 3), EVERYTHING)
    assert (
        at_once(hand(san, ana), lambda: san.pay(4), lambda: san.pay(2), lambda: san.pay(3)) == ["hecho"] * 4
    )
    now = san.now()
    assert (now.guarantee, now.pot, now.adds_up) == (money(0), money(200), True)


def test_all_paid_said_by_two_is_taken_once(house: House) -> None:
    san = San(house, 5).begin()

    def everybody() -> int:
        with house.act() as act:
            return len(contributions.take_round(act, TakeRound(san.id, 1)))

    with ThreadPoolExecutor(4) as several:
        taken = list(several.map(lambda work: work(), [everybody] * 3 + [lambda: bool(san.pay(3)) + 0]))
    assert san.now().round(1).missing.is_zero
    assert sum(taken[:3]) in {4, 5}, "number 3 may have paid by itself, before or after"


def test_all_paid_is_all_or_none(house: House) -> None:
    san = San(house).begin()
    san.pay(3, 50, method="transfer", reference="SPEI-1 n.º 2")

    def everybody() -> None:
        with house.act() as act:
            contributions.take_round(act, TakeRound(san.id, 1, method="transfer", reference="SPEI-1"))

    assert told(everybody) == "referencia-repetida"
    assert san.now().round(1).collected == money(50)
