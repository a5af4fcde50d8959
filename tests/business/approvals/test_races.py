"""Many people on the same request at once: one of them decides it, one of them executes it."""

from uuid import uuid4

from caudal.business.approvals import commands
from tests.business.approvals.many import execute_at_once, one_execution
from tests.business.approvals.people import PAYLOAD, Hands
from tests.business.races import at_once


def test_eight_people_execute_the_same_payment_and_one_does(hands: Hands) -> None:
    """The long form, with 50 clients and 1,000 tries: ``python3 run.py campaign hands``."""
    request = hands.ask()
    hands.authorise(request)
    told = execute_at_once(hands, request, clients=8, tries=24)
    assert told == {"hecho": 1, "ya-ejecutado": 23}
    assert one_execution(hands, request)


def test_it_is_decided_by_one_of_many(hands: Hands) -> None:
    request = hands.ask()
    works = [lambda who=who: hands.authorise(request, who) for who in ("gerente", "director", "duena")]
    told = at_once(*works, lambda: hands.reject(request, "supervisor"), lambda: hands.withdraw(request))
    assert sorted(told) == ["hecho", *["ya-decidido"] * 4]


def test_the_same_thing_is_asked_for_once(hands: Hands) -> None:
    thing = uuid4()
    told = at_once(*(lambda n=n: hands.ask(f"empleado{n}", subject_id=thing) for n in range(1, 5)))
    assert sorted(told) == ["hecho", *["ya-solicitado"] * 3]


def test_nobody_executes_and_authorises_by_hurrying(hands: Hands) -> None:
    """An owner who authorises and executes at once does one of the two."""
    request = hands.ask()

    def run() -> None:
        with hands.as_("duena") as act:
            commands.execute(act, request, PAYLOAD)

    told = at_once(lambda: hands.authorise(request, "duena"), run)
    assert told[0] == "hecho"
    assert told[1] in {"sin-autorizar", "una-persona-una-firma"}
