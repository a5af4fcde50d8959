"""Handing over the duty to authorise for some days: whose it is, up to how much, and never two hands in one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from caudal.business.approvals import commands, queries
from caudal.business.approvals.commands import (
    AlreadyDelegated,
    DelegationOver,
    NewDelegation,
    NotYourDuty,
    OnlyPeopleSign,
    OverYourLimit,
    OwnRequest,
    SameHands,
)
from caudal.business.approvals.queries import DelegationRecord
from caudal.business.approvals.rules.kinds import Kind
from caudal.flows import inbox
from caudal.flows.inbox import Wanted
from caudal.kernel.problems import Invalid, NotFound, Problem
from tests.business.approvals.people import Hands
from tests.business.house import TODAY

LAST = TODAY + timedelta(days=6)
EMPLOYEE, SUPERVISOR, MANAGER, MANAGER_2, ACCOUNTANT, DIRECTOR, OWNER = 101, 111, 121, 122, 131, 141, 151
STAFF = {EMPLOYEE: "empleado", SUPERVISOR: "supervisor", MANAGER: "gerente", MANAGER_2: "gerente",
         ACCOUNTANT: "contador", DIRECTOR: "director", OWNER: "duena"}  # fmt: skip


@pytest.fixture
def staffed(hands: Hands, database_url: str) -> Hands:
    """Everybody has an account in the two branches of Mexico; the second manager, in Bogotá alone."""
    with psycopg.connect(database_url) as root:
        for number, role in STAFF.items():
            root.execute(
                "insert into users (id, username, name, role) overriding system value values (%s, %s, %s, %s)",
                (number, f"u{number}", f"{role.capitalize()} {number}", role),
            )
            for branch in (3,) if number == MANAGER_2 else (1, 2):
                root.execute("insert into user_branches values (%s, %s)", (number, branch))
    hands.limit("supervisor", "5000")
    hands.limit("gerente", "20000")
    return hands


def lend(
    hands: Hands,
    who: str = "gerente",
    to: int = SUPERVISOR,
    start: date = TODAY,
    end: date = LAST,
    **more: Any,
) -> DelegationRecord:
    with hands.as_(who, reason=more.pop("reason", "vacaciones"), door=more.pop("door", "api")) as act:
        return commands.delegate(act, NewDelegation(to, start, end, more.get("of")))


def refused(problem: type[Problem], work: Callable[[], object]) -> str:
    with pytest.raises(problem) as caught:
        work()
    return caught.value.detail


def mine(hands: Hands, who: str) -> set[str]:
    """What the inbox says that somebody may decide now."""
    with hands.as_(who) as act:
        return {row.id for row in inbox.waiting(act, Wanted())[0].items if not row.barred}


def test_signs_with_the_limit_of_who_is_away_and_says_so(staffed: Hands) -> None:
    small, large, huge = (staffed.ask(amount=amount) for amount in ("4000", "15000", "20000.01"))
    exception = staffed.ask(kind=Kind.PAYABLE_EXCEPTION, amount="10")
    assert mine(staffed, "supervisor") == {str(small)}
    refused(OverYourLimit, lambda: staffed.authorise(large, "supervisor"))
    made = lend(staffed)
    assert (made.state(TODAY), made.role_name, made.to_name) == ("in_force", "Gerente", "Supervisor 111")
    assert mine(staffed, "supervisor") == {str(small), str(large)}
    staffed.authorise(large, "supervisor")
    staffed.authorise(small, "supervisor")
    assert "Pasa de su tope" in refused(OverYourLimit, lambda: staffed.authorise(huge, "supervisor"))
    refused(NotYourDuty, lambda: staffed.authorise(exception, "supervisor"))
    with staffed.as_("director") as act:
        signed = queries.signatures(act, [small, large])
        assert [(s.role, s.on_behalf_of) for s in (signed[small][1], signed[large][1])] == [
            ("supervisor", None), ("gerente", MANAGER),
        ]  # fmt: skip
        assert [each.signed for each in queries.delegations(act)] == [1]
    staffed.execute(large)
    lend(staffed, "director", MANAGER)
    staffed.authorise(exception, "gerente")


def test_nobody_gets_two_hands_of_one_request(staffed: Hands) -> None:
    lend(staffed)
    of_manager, of_supervisor, other = (
        staffed.ask(who, amount="10000") for who in ("gerente", "supervisor", "empleado")
    )
    told = refused(OverYourLimit, lambda: staffed.authorise(of_manager, "supervisor"))
    assert "Pasa de su tope" in told, "not even in the place of who asked"
    assert mine(staffed, "supervisor") == {str(other)}
    refused(OwnRequest, lambda: staffed.authorise(of_supervisor, "supervisor"))
    staffed.authorise(other, "supervisor")
    staffed.execute(other)
    told = refused(SameHands, lambda: staffed.review(other, "gerente"))
    assert "la decidió" in told, "the hand of the manager was used"
    staffed.review(other, "director")


def test_it_ends_by_itself_or_before(staffed: Hands) -> None:
    later = lend(staffed, start=TODAY + timedelta(days=2))
    waits = staffed.ask(amount="10000")
    refused(OverYourLimit, lambda: staffed.authorise(waits, "supervisor"))
    staffed.house.later(days=2)
    assert mine(staffed, "supervisor") == {str(waits)}
    staffed.house.later(days=5)
    refused(OverYourLimit, lambda: staffed.authorise(waits, "supervisor"))
    assert later.state(TODAY) == "later"
    assert later.state(LAST + timedelta(days=1)) == "over"
    with staffed.as_("gerente") as act:
        refused(DelegationOver, lambda: commands.end_delegation(act, later.id))
    again = lend(staffed, start=LAST + timedelta(days=1), end=LAST + timedelta(days=9))
    with staffed.as_("empleado") as act:
        refused(NotYourDuty, lambda: commands.end_delegation(act, again.id))
    with staffed.as_("gerente", reason="volvió antes") as act:
        ended = commands.end_delegation(act, again.id)
        assert (ended.state(TODAY), ended.ended_reason) == ("ended", "volvió antes")
        refused(DelegationOver, lambda: commands.end_delegation(act, again.id))
        refused(NotFound, lambda: commands.end_delegation(act, 999))
    refused(OverYourLimit, lambda: staffed.authorise(waits, "supervisor"))


def test_who_may_give_and_get_it(staffed: Hands) -> None:
    lend(staffed)
    assert "del 05/10/2026 al 11/10/2026" in refused(AlreadyDelegated, lambda: lend(staffed, to=DIRECTOR))
    bad: list[tuple[type[Problem], dict[str, Any]]] = [
        (Invalid, {"to": ACCOUNTANT}), (Invalid, {"to": EMPLOYEE}), (Invalid, {"to": MANAGER}),
        (Invalid, {"to": MANAGER_2}), (Invalid, {"to": 999}), (Invalid, {"who": "contador"}),
        (Invalid, {"start": TODAY - timedelta(days=1)}), (Invalid, {"end": TODAY - timedelta(days=1)}),
        (Invalid, {"end": TODAY + timedelta(days=91)}), (Invalid, {"reason": " "}),
        (NotYourDuty, {"who": "supervisor", "of": MANAGER, "to": DIRECTOR}), (OnlyPeopleSign, {"door": "key"}),
    ]  # fmt: skip
    for problem, more in bad:
        refused(problem, lambda more=more: lend(staffed, **more))


def test_the_database_has_its_own_keys(staffed: Hands, database_url: str) -> None:
    made = lend(staffed)
    over, own, waits = (
        staffed.ask(who, amount=amount)
        for who, amount in (("empleado", "20000.01"), ("gerente", "100"), ("empleado", "100"))
    )
    sign = (
        "insert into approval_signatures (request_id, actor_id, branch_id, kind, sha, role, says, on_date, at, ip,"
        " act_id, on_behalf_of, delegation_id)"
        " select id, %(actor)s, branch_id, kind, sha, %(role)s, %(says)s, %(on)s, now(), '', act_id,"
        " %(whose)s, %(lent)s from approval_requests where id = %(request)s"
    )

    def kept(app: psycopg.Connection[Any], request: UUID, **more: Any) -> str:
        values = {"actor": SUPERVISOR, "role": "gerente", "says": "authorise", "on": TODAY, "whose": MANAGER,
                  "lent": made.id, "request": request, **more}  # fmt: skip
        try:
            with app.transaction(force_rollback=True):
                app.execute("select set_config('caudal.actor', %s, true)", (str(values["actor"]),))
                app.execute(sign, values)
                app.execute("set constraints all immediate")
        except psycopg.Error as error:
            return error.diag.constraint_name or str(error.sqlstate)
        return "kept"

    with psycopg.connect(database_url, options="-c role=caudal_app -c caudal.all=1") as app:
        assert kept(app, waits) == "kept"
        assert kept(app, over) == "CA032"
        assert kept(app, own) == "approval_signatures_hand"
        assert kept(app, waits, on=LAST + timedelta(days=1)) == "CA034"
        assert kept(app, waits, actor=DIRECTOR) == "approval_signatures_delegation"
        assert kept(app, waits, whose=DIRECTOR, role="director") == "approval_signatures_delegation"
        assert kept(app, waits, role="supervisor") == "approval_signatures_delegation"
        assert kept(app, waits, lent=None) == "approval_signatures_lent"
        assert kept(app, waits, says="review") == "approval_signatures_lent"
    with staffed.as_("gerente", reason="volvió antes") as act:
        commands.end_delegation(act, made.id)
    with psycopg.connect(database_url, options="-c role=caudal_app -c caudal.all=1") as app:
        assert kept(app, waits) == "CA034"
