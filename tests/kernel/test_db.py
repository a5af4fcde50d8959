"""The only commit: all or nothing, as the product's own role, and honest when the base goes away."""

import time
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError, DBAPIError

from caudal.kernel.db import Scope, transaction
from caudal.kernel.problems import Conflict, Unavailable

ADD = text("insert into companies (name, country, chart) values ('Prueba', 'MX', 'mx')")
COUNT = text("select count(*) from companies")


def count(engine: Engine) -> int:
    with transaction(engine) as db:
        return db.execute(COUNT).scalar_one()


def test_what_ends_well_is_kept(engine: Engine) -> None:
    with transaction(engine) as db:
        db.execute(ADD)
    assert count(engine) == 1


def test_what_is_refused_leaves_nothing(engine: Engine) -> None:
    def refused() -> None:
        with transaction(engine) as db:
            db.execute(ADD)
            raise Conflict

    with pytest.raises(Conflict):
        refused()
    assert count(engine) == 0


def test_a_rehearsal_leaves_nothing(engine: Engine) -> None:
    with transaction(engine, keep=False) as db:
        db.execute(ADD)
        assert db.execute(COUNT).scalar_one() == 1
    assert count(engine) == 0


def test_runs_as_a_role_that_cannot_rewrite_the_past(engine: Engine) -> None:
    with transaction(engine) as db:
        assert db.execute(text("select current_user")).scalar_one() == "caudal_app"
    for forbidden in ("delete from audit", "update allocations set amount = 1", "update receivables set paid = 0",
                      "truncate payments", "alter table payments add x int", "delete from payments"):  # fmt: skip
        with pytest.raises(DBAPIError) as refused, transaction(engine) as db:
            db.execute(text(forbidden))
        assert refused.value.orig is not None
        assert getattr(refused.value.orig, "sqlstate", "") in ("42501", "CA003")


def test_the_scope_lasts_as_long_as_the_transaction(engine: Engine) -> None:
    act = uuid4()
    with transaction(engine, Scope(act, 7, "10.0.0.1", "motivo", (1, 3))) as db:
        told = db.execute(
            text(
                "select current_setting('caudal.act'), current_setting('caudal.branches'),"
                " current_setting('caudal.all')"
            )
        ).one()
        assert tuple(told) == (str(act), "1,3", "")
    with transaction(engine) as db:
        assert (
            db.execute(text("select coalesce(current_setting('caudal.branches', true), '')")).scalar_one()
            == ""
        )


def test_a_base_that_goes_away_says_that_it_may_be_repeated(engine: Engine, database_url: str) -> None:
    def cut() -> None:
        with transaction(engine) as db:
            pid = db.execute(text("select pg_backend_pid()")).scalar_one()
            with psycopg.connect(database_url, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s)", (pid,))
            db.execute(ADD)

    with pytest.raises(Unavailable):
        cut()
    assert count(engine) == 0, "the next one finds the base again"


@pytest.mark.parametrize(
    ("setting", "wait"),
    [
        ("idle_in_transaction_session_timeout = '50ms'", "select 1"),
        ("transaction_timeout = '50ms'", "select pg_sleep(1)"),
    ],
)
def test_a_transaction_that_the_server_ended_may_be_asked_again(
    engine: Engine, setting: str, wait: str
) -> None:
    def slow() -> None:
        with transaction(engine) as session:
            session.execute(text(f"set local {setting}"))
            time.sleep(0.3)
            session.execute(text(wait))

    with pytest.raises(Unavailable):
        slow()
    with transaction(engine) as session:
        assert session.execute(text("select 1")).scalar() == 1


@pytest.mark.parametrize("state", ["53100", "53200", "53300"])
def test_a_server_with_nothing_left_may_be_asked_again(engine: Engine, state: str) -> None:
    with pytest.raises(Unavailable), transaction(engine) as session:
        session.execute(text(f"do $$ begin raise exception 'no' using errcode = '{state}'; end $$"))


def test_what_cannot_be_stored_is_not_a_database_gone(engine: Engine) -> None:
    with pytest.raises(DataError), transaction(engine) as session:
        session.execute(text("select cast(:t as text)"), {"t": "a\x00b"})
