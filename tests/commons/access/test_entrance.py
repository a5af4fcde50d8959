"""Who comes in: one question, which tells the database what kernel.db.enter would."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import Engine, text

from caudal.commons.access import commands, entrance, queries, signing
from caudal.commons.access.commands import LastKeeper, UserChanges
from caudal.commons.access.entrance import NotSignedIn, Visit
from caudal.commons.access.signing import Opened, SignIn
from caudal.commons.access.tokens import Signer
from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, acting, enter
from caudal.kernel.db import transaction
from caudal.kernel.problems import Forbidden
from tests.interfaces.api.conftest import PASSWORD, furnish

AT = datetime(2026, 1, 20, 15, tzinfo=UTC)
SIGNER = Signer(b"k" * 32, timedelta(minutes=10))
SETTINGS = ("act", "actor", "ip", "reason", "branches", "all")


@pytest.fixture
def house(database_url: str, engine: Engine) -> Engine:
    furnish(database_url)
    return engine


def sign_in(engine: Engine, username: str) -> str:
    with transaction(engine) as session:
        act = entrance.welcome(session, Visit("", AT))
        opened = signing.open_session(act, SignIn(username, PASSWORD), timedelta(days=1))
    assert isinstance(opened, Opened)
    return SIGNER.sign(opened.user_id, opened.session_id, AT)


def told(act: Act) -> dict[str, str]:
    """What the database knows of the act."""
    row = act.db.execute(
        text("select " + ", ".join(f"current_setting('caudal.{s}', true)" for s in SETTINGS))
    ).one()
    return dict(zip(SETTINGS, row, strict=True))


def test_tells_the_database_the_same_as_any_other_door(house: Engine) -> None:
    visit = Visit(sign_in(house, "cajero"), AT, "10.0.0.1", 2, "porque sí")
    with transaction(house) as session:
        act = entrance.arrive(session, visit, SIGNER)
        by_question = told(act)
    with transaction(house) as session:
        enter(session, act.id, Opening(act.actor, act.place, act.at, act.reason))
        by_kernel = told(Act(act.id, session, act.actor, act.at, act.business_date, act.place, act.reason))
    assert by_question == by_kernel
    assert by_question["branches"] == "1,2"
    assert (act.place, act.actor.name, act.business_date.isoformat()) == (
        Place(2, "10.0.0.1", "api"),
        "Cajero",
        "2026-01-20",
    )


def test_leaves_nothing_told_for_the_next_one(house: Engine) -> None:
    bearer = sign_in(house, "duena")
    with transaction(house) as session:
        entrance.arrive(session, Visit(bearer, AT), SIGNER)
    with transaction(house) as session, pytest.raises(NotSignedIn):
        entrance.arrive(session, Visit("", AT), SIGNER)
    with transaction(house) as session:
        found = session.execute(text("select current_setting('caudal.branches', true)")).scalar()
        assert not found


def test_takes_one_question(house: Engine) -> None:
    visit = Visit(sign_in(house, "cajero"), AT)
    asked: list[str] = []
    with transaction(house) as session:
        real = session.execute
        session.execute = lambda *a, **k: asked.append(str(a[0])) or real(*a, **k)  # type: ignore[assignment,func-returns-value]
        entrance.arrive(session, visit, SIGNER)
    assert len(asked) == 1


def test_a_key_of_a_person_with_less_does_less(house: Engine, database_url: str) -> None:
    actor = Actor(1, "Duena", "duena", (1, 2, 3), frozenset({"payments.take", "clients.read"}))
    with acting(house, Opening(actor, Place(1, "", "api"), AT)) as act:
        _, key = commands.create_api_key(act, commands.NewKey("n8n", ("payments.take", "clients.read")))
    with psycopg.connect(database_url) as db:
        db.execute("delete from role_permissions where role = 'duena' and permission = 'payments.take'")
    with transaction(house) as session:
        came = entrance.arrive(session, Visit(key, AT), SIGNER)
        assert came.actor.permissions == {"clients.read"}
        with pytest.raises(Forbidden):
            entrance.admit(came, "payments.take")


def test_a_branch_that_closed_is_nobodys(house: Engine, database_url: str) -> None:
    bearer = sign_in(house, "cajero")
    with psycopg.connect(database_url) as db:
        db.execute("update branches set active = false where id = 1")
    with transaction(house) as session:
        came = entrance.arrive(session, Visit(bearer, AT), SIGNER)
        assert (came.actor.branches, came.place.branch_id) == ((2,), 2)


def test_a_guest_is_the_house_even_before_there_are_branches(engine: Engine) -> None:
    with transaction(engine) as session:
        came = entrance.welcome(session, Visit("", AT, "10.0.0.1"))
        assert (came.actor.id, came.place.branch_id, came.actor.permissions) == (0, 0, frozenset())
        refused = signing.open_session(came, SignIn("quien", "sea"), timedelta(days=1))
        assert isinstance(refused, signing.BadCredentials)


def test_two_keepers_cannot_shut_each_other_out_at_once(house: Engine, database_url: str) -> None:
    """Both are looked at by the other in the same instant: one of them stays."""
    with psycopg.connect(database_url) as db:
        db.execute("update users set role = 'admin' where username = 'gerente'")
        ids = dict(db.execute("select username, id from users").fetchall())
    duena = Actor(ids["duena"], "Duena", "duena", (1,), frozenset())

    def shut(username: str) -> str:
        try:
            with acting(house, Opening(duena, Place(1, "", "api"), AT)) as act:
                commands.change_user(act, ids[username], UserChanges(active=False))
        except LastKeeper:
            return "queda"
        return "sale"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(shut, ["admin", "gerente"])) == ["queda", "sale"]


def test_renewing_at_once_rotates_once(house: Engine) -> None:
    with transaction(house) as session:
        act = entrance.welcome(session, Visit("", AT))
        opened = signing.open_session(act, SignIn("cajero", PASSWORD), timedelta(days=1))
    assert isinstance(opened, Opened)
    assert opened.refresh

    def renew(_: int) -> Opened:
        with transaction(house) as session:
            act = entrance.welcome(session, Visit("", AT))
            renewed = signing.refresh(act, str(opened.refresh), timedelta(days=1))
        assert isinstance(renewed, Opened)
        return renewed

    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(renew, range(4)))
    assert sum(answer.refresh is not None for answer in answers) == 1


def test_nobody_is_called_by_a_number_that_isnt_there(house: Engine) -> None:
    actor = Actor(1, "Duena", "duena", (1,), frozenset())
    with acting(house, Opening(actor, Place(1, "", "api"), AT)) as act:
        assert queries.names(act, {1, 999}) == {1: "Duena"}
