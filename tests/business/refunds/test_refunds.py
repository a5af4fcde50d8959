"""What a cancellation gives back, whose hands it takes, and everything that must not be paid."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caudal.business.bookings.rules import ServiceKind
from caudal.business.payments import commands as payments
from caudal.business.refunds import commands, queries
from caudal.business.refunds.events import RefundOverdue
from caudal.business.refunds.rules import Band, Method, State
from caudal.flows import refunding, wiring
from caudal.flows.deciding import Decision
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from tests.business.house import TODAY
from tests.business.refunds.counter import Counter, money

ALL = ("DEFERRED_SALES", "REFUNDS_PAYABLE", "RETENTIONS", "CASH")


def refused(counter: Counter, work: str, *args: Any, **more: Any) -> str:
    with pytest.raises(Problem) as caught:
        getattr(counter, work)(*args, **more)
    return caught.value.type


def test_maria_lopez_cancels_ten_days_before(counter: Counter) -> None:
    """Paid 10,000; 75 %; 7,500 go back and 2,500 stay; three people; within five days."""
    sold = counter.paid(days=10)
    asked = counter.cancel(sold)
    assert (asked.folio, asked.days, asked.percent, asked.state) == (
        "RB-000001",
        10,
        Decimal(75),
        State.ASKED,
    )
    assert (asked.amount, asked.retained, asked.method) == (money(7_500), money(2_500), Method.CASH)
    assert asked.due_on == TODAY + timedelta(days=5)
    assert counter.books(*ALL) == (10_000, 0, 0, -10_000)
    assert refused(counter, "pay", asked) == "sin-autorizar"
    assert refused(counter, "decide", asked, "empleado") == "solicitud-propia"
    authorised = counter.decide(asked)
    assert authorised.state is State.AUTHORISED
    assert counter.books(*ALL) == (0, 7_500, 2_500, -10_000)
    assert refused(counter, "pay", authorised, "gerente") == "una-persona-una-firma"
    assert refused(counter, "pay", authorised, "supervisor") == "no-es-su-funcion"
    paid = counter.pay(authorised)
    assert (paid.state, paid.paid_on) == (State.PAID, TODAY)
    assert counter.books(*ALL) == (0, 0, 2_500, -2_500)
    assert counter.agency.read(sold).debt.refunded == money(7_500)
    assert refused(counter, "pay", paid) == "ya-ejecutado"
    assert refused(counter, "decide", paid, "director") in {"reembolso-en-otro-estado", "ya-decidido"}
    assert refused(counter, "ask", sold) == "nada-que-reembolsar"
    with counter.hands.as_("director", reason="cobro de más") as act, pytest.raises(Problem) as caught:
        payments.reverse(act, counter.agency.house.one("select id from payments").id)
    assert caught.value.type == "cobro-reembolsado"


@pytest.mark.parametrize(
    ("hour", "days", "refund"),
    [(4, 10, 7_500), (5, 9, 7_500), (4, 7, 7_500), (5, 6, 5_000)],
)
def test_days_are_those_of_the_branch(counter: Counter, hour: int, days: int, refund: int) -> None:
    """At 04:59 UTC it is still yesterday in Cancún; a minute later it isn't."""
    sold = counter.paid(days=10 if days >= 9 else 7)
    counter.agency.house.at = datetime(2026, 10, 6, hour, 59 if hour == 4 else 0, tzinfo=UTC)
    asked = counter.cancel(sold)
    assert (asked.days, asked.amount) == (days, money(refund))


def test_what_nobody_paid_is_no_longer_owed_and_half_is_half(counter: Counter) -> None:
    sold = counter.paid(4_000, days=6)
    asked = counter.cancel(sold)
    assert (asked.paid, asked.amount, asked.retained) == (money(4_000), money(2_000), money(2_000))
    left = counter.agency.read(sold).debt
    assert (left.balance.is_zero, left.amount) == (True, money(4_000))
    unpaid = counter.paid(0)
    with counter.hands.as_("empleado", reason="no viene") as act:
        assert commands.cancel(act, unpaid.id, commands.HowBack()) is None
    assert refused(counter, "ask", unpaid) == "nada-que-reembolsar"


def test_what_the_policy_keeps_whole_needs_no_second_hand(counter: Counter) -> None:
    sold = counter.paid(days=1)
    kept = counter.cancel(sold)
    assert (kept.state, kept.amount, kept.retained) == (State.RETAINED, money(0), money(10_000))
    assert counter.books(*ALL) == (0, 0, 10_000, -10_000)
    assert refused(counter, "ask", sold) == "nada-que-reembolsar"
    favour = counter.ask(sold, amount=money(1_000), reason="falleció un familiar")
    assert favour.exception
    assert refused(counter, "decide", favour, "gerente") == "no-es-su-funcion"
    counter.decide(favour, "director")
    assert counter.pay(counter.read(favour)).state is State.PAID
    assert counter.books(*ALL) == (0, 0, 9_000, -9_000)


def test_more_than_the_policy_is_the_directors(counter: Counter) -> None:
    sold = counter.paid()
    assert refused(counter, "cancel", sold, amount=money(10_001)) == "monto-invalido"
    assert refused(counter, "cancel", sold, amount=money(0)) == "monto-invalido"
    asked = counter.cancel(sold, amount=money(9_000))
    assert (asked.exception, asked.policy, asked.retained) == (True, money(7_500), money(1_000))
    assert refused(counter, "decide", asked, "supervisor") == "no-es-su-funcion"
    paid = counter.pay(counter.decide(asked, "director"))
    assert (paid.amount, counter.books(*ALL)) == (money(9_000), (0, 0, 1_000, -1_000))


def test_limits_hold(counter: Counter) -> None:
    counter.limit("gerente", 5_000)
    asked = counter.cancel(counter.paid())
    assert refused(counter, "decide", asked) == "sobre-su-limite"
    assert counter.decide(asked, "director").state is State.AUTHORISED


def test_rejected_sent_back_withdrawn_and_asked_again(counter: Counter) -> None:
    sold = counter.paid()
    first = counter.cancel(sold)
    assert refused(counter, "ask", sold) == "reembolso-en-curso"
    assert counter.decide(first, say=Decision.REJECT).state is State.REJECTED
    second = counter.ask(sold)
    assert counter.decide(second, "supervisor", Decision.SEND_BACK).state is State.REJECTED
    third = counter.ask(sold)
    assert refused(counter, "decide", third, "gerente", Decision.WITHDRAW) == "solicitud-propia"
    assert counter.decide(third, "empleado", Decision.WITHDRAW).state is State.WITHDRAWN
    counter.agency.house.later(days=9)
    fourth = counter.ask(sold)
    assert (fourth.days, fourth.amount) == (10, money(7_500)), (
        "the day it was cancelled, not the day it is asked"
    )
    assert counter.books(*ALL) == (10_000, 0, 0, -10_000)
    assert counter.pay(counter.decide(fourth)).state is State.PAID


def test_a_payment_reversed_in_between_stops_it(counter: Counter) -> None:
    sold = counter.paid(0)
    wrong = counter.agency.pay(sold, 6_000)
    counter.agency.pay(sold, 4_000)
    asked = counter.cancel(counter.agency.read(sold))
    authorised = counter.decide(asked)
    counter.agency.house.reverse(wrong, "cheque sin fondos")
    assert refused(counter, "pay", authorised) == "cobro-cambiado"
    voided = counter.void(authorised)
    assert (voided.state, counter.books("DEFERRED_SALES", "REFUNDS_PAYABLE", "RETENTIONS")) == (
        State.VOIDED, (4_000, 0, 0),
    )  # fmt: skip
    assert counter.agency.read(sold).debt.balance.is_zero
    assert refused(counter, "pay", voided) == "reembolso-en-otro-estado"
    told = counter.agency.house.one(
        "select n.reason from approval_annulments n join refunds f on f.request_id = n.request_id"
        " where f.id = :id", id=voided.id,
    )  # fmt: skip
    assert told.reason.startswith(f"{voided.folio} se anuló: "), "its request no longer waits to be executed"
    again = counter.ask(sold)
    assert (again.paid, again.amount) == (money(4_000), money(3_000))
    counter.agency.house.reverse(
        counter.agency.house.one("select id from payments where reversed_at is null").id
    )
    assert refused(counter, "decide", again) == "cobro-cambiado"
    counter.decide(again, say=Decision.REJECT)
    assert refused(counter, "ask", sold) == "nada-que-reembolsar"


def test_paid_in_several_ways_says_where_it_goes(counter: Counter) -> None:
    sold = counter.paid(5_000)
    counter.agency.pay(sold, 5_000, method="transfer", reference="BBVA 1")
    assert refused(counter, "cancel", sold) == "datos-invalidos"
    asked = counter.cancel(sold, method=Method.TRANSFER, pay_to="CLABE 012180001234567891")
    authorised = counter.decide(asked)
    assert refused(counter, "pay", authorised) == "datos-invalidos"
    assert refused(counter, "pay", authorised, reference="SPEI 9") == "fondos-insuficientes"
    counter.agency.pay(counter.agency.sell(), 9_000, method="transfer", reference="BBVA 2")
    paid = counter.pay(authorised, reference="SPEI 9")
    assert (paid.method, paid.reference, paid.pay_to) == (
        Method.TRANSFER,
        "SPEI 9",
        "CLABE 012180001234567891",
    )
    other = counter.decide(counter.cancel(counter.paid(method="transfer")))
    assert refused(counter, "pay", other, reference="spei 9") == "referencia-de-otro-reembolso"
    till = counter.agency.house.one("select id from boxes where kind = 'till'").id
    assert refused(counter, "pay", other, reference="SPEI 10", box_id=till) == "datos-invalidos"


def test_the_policy_of_the_day_of_the_sale(counter: Counter) -> None:
    before = counter.paid()
    counter.agency.house.later(hours=1)
    nothing = counter.policy(Band(0, Decimal(0)), pay_days=2)
    tours = counter.policy(Band(0, Decimal(20)), Band(5, Decimal("33.33")), kind=ServiceKind.TOUR)
    counter.agency.house.later(hours=1)
    after, room = counter.paid(), counter.paid(kind=ServiceKind.LODGING)
    assert counter.cancel(before).amount == money(7_500)
    new = counter.cancel(after)
    assert (new.policy_id, new.amount, new.retained) == (tours, money("3333.00"), money("6667.00"))
    kept = counter.cancel(room)
    assert (kept.policy_id, kept.state, kept.due_on) == (nothing, State.RETAINED, TODAY + timedelta(days=2))
    assert refused(counter, "policy", Band(7, Decimal(1))) == "datos-invalidos"
    assert (
        refused(counter, "policy", Band(0, Decimal(1)), from_on=TODAY - timedelta(days=1))
        == "datos-invalidos"
    )


def test_a_closed_month_stays_closed_and_what_is_late_is_told(counter: Counter) -> None:
    asked = counter.cancel(counter.paid())
    assert (counter.fall_due(4), counter.fall_due(5), counter.fall_due(6)) == (0, 1, 0)
    told = RefundOverdue(asked.id, asked.folio, 1, "MXN", asked.amount.minor, asked.due_on, "asked")
    with counter.agency.house.act() as act:
        refunding.on_overdue(act, told)
    assert RefundOverdue in wiring.LISTENERS
    assert (
        counter.agency.house.one("select count(*) as n from audit where command = 'refunds.overdue'").n == 1
    )
    counter.agency.house.later(days=6)
    assert counter.read(asked).late(TODAY + timedelta(days=6))
    with counter.agency.house.act() as act:
        ledger.close_period(act, 202610, "C")
    assert refused(counter, "decide", asked) == "periodo-cerrado"
    assert counter.read(asked).state is State.ASKED
    counter.agency.house.at = datetime(2026, 11, 2, 17, tzinfo=UTC)
    assert counter.pay(counter.decide(asked)).state is State.PAID


def test_another_branch_sees_nothing(counter: Counter) -> None:
    asked = counter.cancel(counter.paid())
    with counter.hands.as_("gerente", branch=2, branches=(2,)) as act, pytest.raises(Problem) as caught:
        queries.refund(act, asked.id)
    assert caught.value.type == "no-encontrado"
