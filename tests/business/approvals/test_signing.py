"""Asking, deciding and executing: each by another person, up to a limit, over what was seen, once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from caudal.business.approvals import commands, queries
from caudal.business.approvals.commands import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyExecuted,
    NotAuthorised,
    NotYourDuty,
    OnlyPeopleSign,
    OverYourLimit,
    OwnRequest,
    PayloadChanged,
    SameHands,
)
from caudal.business.approvals.queries import Which
from caudal.business.approvals.rules.kinds import Kind, State
from caudal.kernel.money import Money
from caudal.kernel.problems import Forbidden, Invalid, NotFound, Problem
from tests.business.approvals.people import PAYLOAD, Hands
from tests.business.house import TODAY


def refused(problem: type[Problem], work: Callable[[], object]) -> str:
    with pytest.raises(problem) as caught:
        work()
    return caught.value.detail


def test_a_payment_goes_through_three_people(hands: Hands) -> None:
    """Case of the document: asked for, authorised by the manager, paid by the accountant, looked at by the director."""
    asked = hands.ask()
    assert (hands.request(asked).state, hands.request(asked).asked_by) == (State.ASKED, 101)
    hands.house.later(days=1)
    found = hands.authorise(asked)
    assert (found.state, found.authorised_by, found.age) == (State.AUTHORISED, 121, timedelta(days=1))
    found = hands.execute(asked)
    assert (found.state, found.executed_by) == (State.EXECUTED, 131)
    hands.review(asked)
    with hands.as_("director") as act:
        signed = queries.signatures(act, [asked])[asked]
        assert [(s.role, s.says.value) for s in signed] == [
            ("empleado", "ask"), ("gerente", "authorise"), ("contador", "execute"), ("director", "review"),
        ]  # fmt: skip
        assert queries.of(act, Kind.PAYABLE, found.subject_id) == queries.request(act, asked)
        assert queries.of(act, Kind.REFUND, found.subject_id) is None
    told = hands.house.one("select array_agg(fact order by id) from outbox where fact like 'approvals.%'")[0]
    assert told == ["approvals.Asked", "approvals.Authorised", "approvals.Executed"]


def test_nobody_decides_what_they_asked_nor_signs_twice(hands: Hands) -> None:
    asked = hands.ask("gerente")
    for decide in (hands.authorise, hands.reject, hands.send_back):
        assert "nadie autoriza lo que pidió" in refused(OwnRequest, lambda decide=decide: decide(asked))
    hands.authorise(asked, "duena")
    assert "una sola vez" in refused(SameHands, lambda: hands.execute(asked, "duena"))
    mine = hands.ask("duena")
    hands.authorise(mine, "duena2")
    refused(OwnRequest, lambda: hands.execute(mine, "duena"))
    assert hands.execute(mine, "duena3").state is State.EXECUTED
    refused(SameHands, lambda: hands.review(mine, "duena3"))
    assert hands.review(mine, "contador").state is State.EXECUTED


def test_each_role_does_only_what_the_matrix_says(hands: Hands) -> None:
    for role in ("contador", "director", "cajero"):
        assert "Lo pide: Dueña, Gerente, Supervisor, Empleado" in refused(
            NotYourDuty, lambda role=role: hands.ask(role)
        )
    asked = hands.ask()
    for role in ("empleado2", "contador", "cajero"):
        told = refused(NotYourDuty, lambda role=role: hands.authorise(asked, role))
        assert "Lo autoriza: Dueña, Director, Gerente, Supervisor" in told
    hands.authorise(asked)
    for role in ("empleado2", "supervisor", "gerente2", "director"):
        assert "Lo ejecuta: Dueña, Contador" in refused(
            NotYourDuty, lambda role=role: hands.execute(asked, role)
        )
    hands.execute(asked)
    refused(NotYourDuty, lambda: hands.review(asked, "supervisor"))


def test_an_exception_is_the_directors_and_an_entry_may_be_asked_by_the_accountant(hands: Hands) -> None:
    asked = hands.ask(kind=Kind.PAYABLE_EXCEPTION)
    for role in ("supervisor", "gerente"):
        refused(NotYourDuty, lambda role=role: hands.authorise(asked, role))
    assert hands.authorise(asked, "director").state is State.AUTHORISED
    entry = hands.ask("contador", kind=Kind.MANUAL_ENTRY)
    refused(NotYourDuty, lambda: hands.authorise(entry, "contador2"))
    assert hands.authorise(entry, "gerente").state is State.EXECUTED, "nobody executes it afterwards"


def test_in_its_order_and_once(hands: Hands) -> None:
    asked = hands.ask()
    refused(NotAuthorised, lambda: hands.execute(asked))
    refused(NotAuthorised, lambda: hands.review(asked))
    hands.authorise(asked)
    refused(AlreadyDecided, lambda: hands.authorise(asked, "director"))
    refused(AlreadyDecided, lambda: hands.reject(asked, "director"))
    refused(AlreadyDecided, lambda: hands.withdraw(asked))
    hands.execute(asked)
    refused(AlreadyExecuted, lambda: hands.execute(asked, "contador2"))
    refused(AlreadyExecuted, lambda: hands.authorise(asked, "director"))
    for end in (hands.reject, hands.send_back, hands.withdraw):
        over = hands.ask()
        end(over)
        refused(AlreadyDecided, lambda over=over: hands.authorise(over, "director"))
        refused(NotAuthorised, lambda over=over: hands.execute(over))


def test_a_rejection_says_why_and_what_was_asked_is_taken_back_by_who_asked(hands: Hands) -> None:
    asked = hands.ask()
    refused(Invalid, lambda: hands.reject(asked, reason=" "))
    refused(Invalid, lambda: hands.send_back(asked, reason=""))
    refused(OwnRequest, lambda: hands.withdraw(asked, "gerente"))
    found = hands.reject(asked)
    assert (found.state, found.decided_by, found.decision_reason) == (
        State.REJECTED, 121, "no coincide con el contrato",
    )  # fmt: skip
    assert hands.withdraw(hands.ask()).state is State.WITHDRAWN


def test_the_same_thing_is_asked_for_again_when_it_came_back(hands: Hands) -> None:
    thing = uuid4()
    first = hands.ask(subject_id=thing)
    refused(AlreadyAsked, lambda: hands.ask(subject_id=thing))
    hands.send_back(first)
    second = hands.ask(subject_id=thing)
    hands.authorise(second)
    refused(AlreadyAsked, lambda: hands.ask(subject_id=thing))
    third = hands.ask(subject_id=thing, payload={**PAYLOAD, "invoice": "F-89"})
    assert [hands.request(each).state for each in (first, second, third)] == [
        State.SENT_BACK, State.REPLACED, State.ASKED,
    ]  # fmt: skip
    refused(NotAuthorised, lambda: hands.execute(second))
    hands.authorise(third)
    hands.execute(third, payload={**PAYLOAD, "invoice": "F-89"})
    refused(AlreadyAsked, lambda: hands.ask(subject_id=thing, payload={}))
    with hands.as_("director") as act:
        many = queries.of_many(act, Kind.PAYABLE, [thing, uuid4()])
        assert {each: found.id for each, found in many.items()} == {thing: third}
        page = queries.requests(act, Which(states=(State.EXECUTED, State.SENT_BACK)))
        assert [each.id for each in page.items] == [third, first]
        top = queries.requests(act, Which(kinds=(Kind.PAYABLE,)), 2)
        rest = queries.requests(act, Which(kinds=(Kind.PAYABLE,)), 2, top.next)
        assert [each.id for each in [*top.items, *rest.items]] == [third, second, first]


def test_what_changed_after_it_was_signed_is_not_executed(hands: Hands) -> None:
    asked = hands.ask()
    hands.authorise(asked)
    for changed in ({**PAYLOAD, "amount": Money.of("8000", "MXN")}, {**PAYLOAD, "account": "otra"}, {}):
        refused(PayloadChanged, lambda changed=changed: hands.execute(asked, payload=changed))
    same = dict(reversed(PAYLOAD.items()))
    assert hands.execute(asked, payload=same).state is State.EXECUTED


def test_up_to_a_limit_said_from_a_date_on(hands: Hands) -> None:
    hands.limit("supervisor", "5000")
    hands.limit("supervisor", "7000", from_on=TODAY + timedelta(days=2))
    asked = hands.ask()
    told = refused(OverYourLimit, lambda: hands.authorise(asked, "supervisor"))
    assert told == "Pasa de su tope: $5,000.00 MXN. Lo autoriza: Dueña, Director, Gerente"
    exact = hands.ask(amount="5000")
    assert hands.authorise(exact, "supervisor").state is State.AUTHORISED
    assert hands.reject(hands.ask(amount="9000"), "supervisor").state is State.REJECTED
    hands.house.later(days=2)
    assert hands.authorise(asked, "supervisor").state is State.AUTHORISED
    hands.limit("supervisor", "0")
    refused(OverYourLimit, lambda: hands.authorise(hands.ask(amount="0.01"), "supervisor"))
    hands.limit("supervisor", None)
    assert hands.authorise(hands.ask(amount="900000"), "supervisor").state is State.AUTHORISED
    with hands.as_("director") as act:
        assert [each.amount for each in queries.limits(act, act.business_date)] == [None]
        assert len(queries.limits(act)) == 4


def test_a_limit_is_said_by_another_with_a_reason(hands: Hands) -> None:
    refused(OwnRequest, lambda: hands.limit("duena", "5000"))
    for bad in (
        lambda: hands.limit("contador", "5000"),
        lambda: hands.limit("supervisor", "5000", reason=""),
        lambda: hands.limit("supervisor", "-1"),
        lambda: hands.limit("supervisor", "1", from_on=TODAY - timedelta(days=1)),
    ):
        refused(Invalid, bad)


def test_a_key_signs_nothing(hands: Hands) -> None:
    asked = hands.ask()
    refused(OnlyPeopleSign, lambda: hands.authorise(asked, door="key"))
    hands.authorise(asked)
    refused(OnlyPeopleSign, lambda: hands.execute(asked, door="key"))


def test_in_its_branch(hands: Hands) -> None:
    """The manager of another branch doesn't see it; one who works in both signs where it was asked for."""
    asked = hands.ask(branch_id=2)
    refused(NotFound, lambda: hands.authorise(asked, branches=(1,)))
    refused(NotFound, lambda: hands.execute(asked, branches=(1, 3)))
    assert hands.authorise(asked, branches=(1, 2)).branch_id == 2
    refused(Forbidden, lambda: hands.ask(branch_id=9))
    with hands.as_("director", 1, branches=(1,)) as act:
        assert queries.requests(act, Which()).items == []


def test_what_cannot_be_asked(hands: Hands) -> None:
    for bad in ({"amount": "-1"}, {"folio": " "}, {"summary": ""}, {"summary": "x" * 201}):
        refused(Invalid, lambda bad=bad: hands.ask(**bad))
    with pytest.raises(TypeError):
        hands.ask(payload={"amount": 7000.0})


def test_people_who_could_do_both(hands: Hands) -> None:
    with hands.as_("director") as act:
        assert queries.conflicts(act) == []
        assert commands.OwnRequest.status == 403
