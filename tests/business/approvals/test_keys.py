"""What the database itself refuses of two hands, whatever the program does: raw rows, with the role of the product.

Every role, with every duty, on every amount, as itself or as somebody who has signed: refused or kept as the matrix
says, and by the guard that has to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Engine

from caudal.business.approvals.rules.kinds import Kind, Says
from caudal.kernel.db import connect
from tests import database
from tests.business.approvals.people import ROLES, Hands
from tests.business.fixtures import furnish
from tests.business.house import House

MATRIX = {
    "empleado": "ask", "supervisor": "ask authorise", "gerente": "ask authorise review",
    "contador": "execute review", "director": "authorise review", "duena": "ask authorise execute review", "cajero": "",
}  # fmt: skip
LIMITS = {"supervisor": 500_000, "gerente": 2_000_000}
AMOUNTS = (499_999, 500_000, 500_001, 2_000_000, 2_000_001)
SIGN = (
    "insert into approval_signatures (request_id, actor_id, branch_id, kind, sha, role, says, on_date, at, ip, act_id)"
    " select id, %(actor)s, branch_id, kind, coalesce(%(sha)s, sha), %(role)s, %(says)s, '2026-10-05', now(), '',"
    " act_id from approval_requests where id = %(request)s"
)
RULE = (
    "insert into approval_verdicts (request_id, branch_id, decision, actor_id, reason, at, act_id)"
    " select id, branch_id, %(decision)s, %(actor)s, 'así se dijo', now(), act_id"
    " from approval_requests where id = %(request)s"
)
EXECUTE = (
    "insert into approval_executions (request_id, branch_id, kind, subject_id, sha, actor_id, at, act_id)"
    " select id, branch_id, kind, subject_id, sha, %(actor)s, now(), act_id"
    " from approval_requests where id = %(request)s"
)
TABLES = (
    "approval_requests", "approval_signatures", "approval_verdicts", "approval_executions", "approval_limits",
)  # fmt: skip

App = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class World:
    url: str
    requests: dict[int, UUID]
    """Asked for by the employee number 1, by amount in minor units."""
    authorised: UUID
    executed: UUID


@pytest.fixture(scope="module")
def world(postgres: database.Server) -> Iterator[World]:
    with postgres.clone() as url:
        furnish(url)
        engine: Engine = connect(url, pool_size=2)
        hands = Hands(House(engine))
        for role, limit in LIMITS.items():
            hands.limit(role, str(limit // 100))
        requests = {amount: hands.ask(amount=f"{amount / 100:.2f}") for amount in AMOUNTS}
        authorised, executed = hands.ask(), hands.ask()
        hands.authorise(authorised, "director")
        hands.authorise(executed, "director")
        hands.execute(executed)
        engine.dispose()
        yield World(url, requests, authorised, executed)


@pytest.fixture
def app(world: World) -> Iterator[App]:
    with psycopg.connect(world.url, options="-c role=caudal_app -c caudal.all=1") as connection:
        yield connection
        connection.rollback()


def kept(app: App, *statements: tuple[str, dict[str, Any]]) -> str:
    """«kept», or what refused it: the constraint, or the code of the trigger."""
    try:
        with app.transaction(force_rollback=True):
            for statement, values in statements:
                actor = str(values["actor"])
                app.execute("select set_config('caudal.actor', %s, true)", (values.get("acting", actor),))
                app.execute(statement, values)  # type: ignore[arg-type]
            app.execute("set constraints all immediate")
    except psycopg.Error as refused:
        return refused.diag.constraint_name or str(refused.sqlstate)
    return "kept"


def sign(request: UUID, actor: int, role: str, says: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return SIGN, {"request": request, "actor": actor, "role": role, "says": says, "sha": None, **more}


def test_every_role_duty_amount_and_person(app: App, world: World) -> None:
    """Somebody else of each role, or who has signed, says each thing about each amount."""
    tried = 0
    for role, says, amount, again in product(ROLES, Says, AMOUNTS, (False, True)):
        expected = "kept"
        if again:
            expected = "approval_signatures_pkey"
        elif says.duty.value not in MATRIX[role].split():
            expected = "approval_signatures_duty"
        elif says is Says.AUTHORISE and amount > LIMITS.get(role, amount):
            expected = "CA032"
        found = kept(app, sign(world.requests[amount], 101 if again else 999, role, says.value))
        assert found == expected, (role, says, amount, again)
        tried += 1
    assert tried == 7 * 6 * 5 * 2


def test_every_kind_follows_its_own_matrix(app: App, world: World) -> None:
    owner = psycopg.connect(world.url)
    rows = set(owner.execute("select kind, role, duty from approval_duties").fetchall())
    owner.close()
    plain = {(kind, role, duty) for kind in Kind for role, held in MATRIX.items() for duty in held.split()}
    exceptions = {(kind, role, "authorise") for kind in ("payable_exception", "refund_exception", "reopening")
                  for role in ("supervisor", "gerente")}  # fmt: skip
    assert rows == plain - exceptions | {
        ("manual_entry", "contador", "ask"),
        ("reopening", "contador", "ask"),
    }


def test_a_signature_is_of_who_acts_with_the_role_and_branch_they_have(app: App, world: World) -> None:
    request = world.requests[500_000]
    assert kept(app, sign(request, 999, "gerente", "authorise", acting="998")) == "CA030"
    with psycopg.connect(world.url) as owner:
        owner.execute(
            "insert into users (id, username, name, role) overriding system value values"
            " (501, 'g1', 'G', 'gerente'), (502, 'g2', 'G', 'gerente'), (503, 'e1', 'E', 'empleado')"
        )
        owner.execute("insert into user_branches values (501, 1), (502, 2), (503, 1)")
    assert kept(app, sign(request, 501, "gerente", "authorise")) == "kept"
    assert kept(app, sign(request, 502, "gerente", "authorise")) == "CA031"
    assert kept(app, sign(request, 503, "gerente", "authorise")) == "CA031"


def test_over_the_content_that_was_asked_for(app: App, world: World) -> None:
    wrong = sign(world.requests[500_000], 999, "gerente", "authorise", sha=b"x" * 32)
    assert kept(app, wrong) == "approval_signatures_content"


def test_nothing_is_executed_without_being_authorised_nor_twice(app: App, world: World) -> None:
    waiting = world.requests[500_000]
    unsigned = (EXECUTE, {"request": world.authorised, "actor": 131})
    assert kept(app, unsigned) == "approval_executions_signed"
    early = (sign(waiting, 999, "contador", "execute"), (EXECUTE, {"request": waiting, "actor": 999}))
    assert kept(app, *early) == "approval_executions_authorised"
    who = {"request": world.authorised, "actor": 999}
    assert kept(app, sign(world.authorised, 999, "contador", "execute"), (EXECUTE, who)) == "kept"
    twice = (sign(world.authorised, 999, "contador", "execute"), (EXECUTE, who), (EXECUTE, who))
    assert kept(app, *twice) == "approval_executions_pkey"
    again = {"request": world.executed, "actor": 131}
    assert kept(app, (EXECUTE, again)) == "approval_executions_pkey"
    by_director = {"request": world.authorised, "actor": 141}
    assert kept(app, (EXECUTE, by_director)) == "approval_executions_signed"


def test_what_was_rejected_sent_back_or_withdrawn_is_not_executed(app: App, world: World) -> None:
    waiting = world.requests[500_000]
    for decision, says, actor in (
        ("rejected", "reject", 998), ("sent_back", "send_back", 998), ("withdrawn", "ask", 101),
    ):  # fmt: skip
        before = [] if says == "ask" else [sign(waiting, actor, "director", says)]
        ruled = (RULE, {"request": waiting, "actor": actor, "decision": decision})
        assert kept(app, *before, ruled) == "kept"
        after = (sign(waiting, 999, "contador", "execute"), (EXECUTE, {"request": waiting, "actor": 999}))
        assert kept(app, *before, ruled, *after) == "approval_executions_authorised"
        other = (RULE, {"request": waiting, "actor": actor, "decision": "authorised"})
        assert kept(app, *before, ruled, other) == "approval_verdicts_pkey"
        assert kept(app, *before, other) == "approval_verdicts_signed"


def test_a_rejection_says_why(app: App, world: World) -> None:
    waiting = world.requests[500_000]
    silent = (RULE.replace("así se dijo", ""), {"request": waiting, "actor": 998, "decision": "rejected"})
    assert kept(app, sign(waiting, 998, "director", "reject"), silent) == "approval_verdicts_why"


def test_whoever_asks_signs(app: App, world: World) -> None:
    """A request that nobody with the duty signed can't be kept."""
    copy = (
        "insert into approval_requests (id, branch_id, kind, subject_id, turn, folio, summary, currency, amount,"
        " payload, sha, asked_on, asked_at, asked_by, act_id)"
        " select %(id)s, branch_id, kind, coalesce(%(subject)s, subject_id), 1, folio, summary, currency, amount,"
        " payload, sha, asked_on, asked_at, %(actor)s, act_id from approval_requests where id = %(request)s"
    )
    values = {"id": uuid4(), "request": world.executed, "actor": 131, "subject": uuid4()}
    assert kept(app, (copy, values)) == "approval_requests_asked"
    assert kept(app, (copy, values), sign(values["id"], 131, "contador", "ask")) == "approval_signatures_duty"
    assert kept(app, (copy, values), sign(values["id"], 131, "empleado", "ask")) == "kept"
    same = values | {"subject": None}
    assert kept(app, (copy, same)) == "approval_requests_subject"


def test_two_requests_for_one_thing_are_executed_once(app: App, world: World) -> None:
    again = EXECUTE.replace("subject_id, sha, %(actor)s", "%(subject)s, sha, %(actor)s")
    with psycopg.connect(world.url) as owner:
        row = owner.execute(
            "select subject_id from approval_requests where id = %s", (world.executed,)
        ).fetchone()
    assert row is not None
    who = {"request": world.authorised, "actor": 999, "subject": row[0]}
    signed = sign(world.authorised, 999, "contador", "execute")
    assert kept(app, signed, (again, who)) == "approval_executions_once"


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_it_ever_changes(world: World, table: str) -> None:
    for statement in (
        f"update {table} set act_id = act_id",
        f"delete from {table}",
        f"truncate {table} cascade",
    ):
        with (
            psycopg.connect(world.url, options="-c role=caudal_app -c caudal.all=1") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(statement)  # type: ignore[arg-type]
        for options in ("", "-c session_replication_role=replica"):
            with psycopg.connect(world.url, options=options) as owner, pytest.raises(psycopg.Error) as caught:
                owner.execute(statement)  # type: ignore[arg-type]
            assert caught.value.sqlstate == "CA003"


def test_the_matrix_is_not_the_products_to_change(world: World) -> None:
    for statement in (
        "insert into approval_duties values ('payable', 'gerente', 'execute')", "delete from approval_duties",
        "update approval_duties set duty = 'execute'",
    ):  # fmt: skip
        with (
            psycopg.connect(world.url, options="-c role=caudal_app -c caudal.all=1") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(statement)  # type: ignore[arg-type]


def test_each_branch_sees_its_own(world: World) -> None:
    for table in TABLES[:4]:
        with psycopg.connect(world.url, options="-c role=caudal_app -c caudal.branches=2,3") as app:
            assert app.execute(f"select count(*) from {table}").fetchone() == (0,)  # type: ignore[arg-type]
