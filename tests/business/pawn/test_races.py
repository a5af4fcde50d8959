"""Several people at once on the same pledge, and an act that ends in the middle: one goes first, and it adds up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from caudal.business.pawn import commands as pawn
from caudal.flows import pawning
from caudal.ledger.rules import Use
from tests.business.pawn.counter import WATCH, Counter, pesos
from tests.business.races import at_once

EXPIRED = 16 * 7 + 11


@pytest.mark.parametrize("turn", range(6))
def test_redeemed_while_it_is_adjudicated_is_one_of_them(counter: Counter, turn: int) -> None:
    ticket = counter.lend()
    counter.at(ticket, EXPIRED)
    works = [lambda: counter.redeem(ticket, deliver=False), lambda: counter.adjudicate(ticket)]
    paid, lost = at_once(*works) if turn % 2 else reversed(at_once(*reversed(works)))
    assert (paid, lost) in (
        ("hecho", "boleta-cerrada"),
        ("boleta-sin-deuda", "hecho"),
        ("boleta-cerrada", "hecho"),
    )
    assert counter.see(ticket).status.value == ("redeemed" if paid == "hecho" else "adjudicated")
    assert counter.balance(Use.PAWN_LOANS).is_zero


@pytest.mark.parametrize("turn", range(4))
def test_renewed_while_it_is_redeemed_and_paid_is_one_of_them(counter: Counter, turn: int) -> None:
    ticket = counter.lend()
    counter.at(ticket, 20 + turn)
    debt = counter.debt(ticket)
    ended = at_once(
        lambda: counter.redeem(ticket, deliver=False),
        lambda: counter.renew(ticket),
        lambda: counter.pay(ticket, "100", debt),
    )
    assert "hecho" in ended
    assert (ended[0] == "hecho") != (ended[1] == "hecho")
    assert counter.see(ticket).status.value in ("redeemed", "renewed")


def test_a_lot_is_sold_once_and_its_surplus_paid_once(counter: Counter) -> None:
    counter.plan = "fijo"
    with counter.house.act() as act:
        counter.conditions(act, grace_interest=False)
    lot = counter.forfeited()
    assert sorted(at_once(*[lambda: counter.sell(lot, "25000")] * 4)) == ["hecho", *["lote-cerrado"] * 3]

    def pay() -> None:
        with counter.house.act() as act:
            pawn.pay_surplus(act, lot.id)

    assert sorted(at_once(*[pay] * 4)) == ["hecho", *["sin-demasia"] * 3]
    assert counter.balance(Use.PAWN_SURPLUS).is_zero


def test_money_is_handed_over_once_and_the_same_phone_pawned_once(counter: Counter) -> None:
    ticket = counter.open()

    def hand() -> None:
        with counter.house.act() as act:
            pawn.hand_over(act, ticket.id)

    assert sorted(at_once(*[hand] * 4)) == ["boleta-cerrada"] * 3 + ["hecho"]
    people = [counter.house.client(f"Cliente {n}") for n in range(3)]
    phone = replace(WATCH, serial="351776523311908")
    opened = at_once(*[lambda who=who: counter.open(who, items=(phone,)) for who in people])
    assert sorted(opened) == ["hecho", *["prenda-ya-empenada"] * 2]


def test_the_day_closes_while_people_pay(counter: Counter) -> None:
    """Whatever the order, closing once more leaves exactly what is owed."""
    owed = [counter.lend(amount="1000") for _ in range(4)]
    counter.at(owed[0], 9)
    day = owed[0].opened_on + timedelta(days=9)
    ended = at_once(
        lambda: counter.close_day(day), *[lambda each=each: counter.redeem(each) for each in owed[:2]],
        lambda: counter.renew(owed[2]),
    )  # fmt: skip
    assert ended == ["hecho"] * 4
    with counter.house.act() as act:
        pawn.accrue(act, day)
    assert counter.balance(Use.PAWN_INTEREST) == pesos(100), "two weeks of the one nobody touched"


@pytest.mark.parametrize("broken", ["renew", "deliver"])
def test_ended_in_the_middle_leaves_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """The process dies after the payment was taken and before what it is for: neither happened."""
    ticket = counter.lend()
    counter.at(ticket, 28)
    before = (counter.balance(Use.CASH), counter.rows("pawn_events"), counter.rows("payments"))

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pawning.pawn, broken, dies)
    with pytest.raises(KeyboardInterrupt):
        counter.renew(ticket) if broken == "renew" else counter.redeem(ticket)
    monkeypatch.undo()
    assert (counter.balance(Use.CASH), counter.rows("pawn_events"), counter.rows("payments")) == before
    assert counter.see(ticket).status.value == "live"
    assert counter.redeem(ticket).ticket.status.value == "redeemed", "and it can be done again"
