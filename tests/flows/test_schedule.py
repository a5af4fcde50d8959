"""The hours of the house: each branch closes its day on its own clock, once, and catches up."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from caudal.commons.jobs import runs
from caudal.commons.jobs.runs import NewRun, Progress, Run
from caudal.flows.schedule import CLOSE_DAY, REMIND, BranchDay, Closing, ask_to_close, next_turn, tick
from caudal.kernel.db import Scope, transaction
from caudal.kernel.ids import derived

MARCH_2 = date(2026, 3, 2)
MARCH_3 = date(2026, 3, 3)
BORN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def day(**known: Any) -> BranchDay:
    given = {"branch_id": 1, "time_zone": "America/Bogota", "last_closed": None, "opened_on": None}
    return BranchDay(**{**given, "created_at": BORN, **known})


def bogota(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) + timedelta(hours=5)


class TestClosing:
    def test_half_an_hour_after_midnight_where_the_branch_is(self) -> None:
        branch = day(last_closed=MARCH_2 - timedelta(days=1))
        assert branch.closing(bogota(3, 0, 29)) is None
        assert branch.closing(bogota(3, 0, 30)) == Closing(1, MARCH_2)

    def test_the_same_instant_is_another_hour_elsewhere(self) -> None:
        at = bogota(3, 0, 30)  # 23:30 in Mexico City
        branch = day(last_closed=MARCH_2 - timedelta(days=1), time_zone="America/Mexico_City")
        assert branch.closing(at) is None
        assert branch.closing(at + timedelta(hours=1)) == Closing(1, MARCH_2)

    def test_not_if_it_was_closed_by_hand(self) -> None:
        assert day(last_closed=MARCH_2).closing(bogota(3, 8)) is None

    def test_not_if_the_business_closed_ahead(self) -> None:
        assert day(last_closed=MARCH_3 + timedelta(days=2)).closing(bogota(3, 8)) is None

    def test_days_missed_while_off_are_caught_up(self) -> None:
        assert day(last_closed=date(2026, 2, 20)).closing(bogota(3, 9)) == Closing(1, MARCH_2)

    def test_before_the_hour_the_day_before_yesterday_is_due(self) -> None:
        branch = day(last_closed=date(2026, 2, 20))
        assert branch.closing(bogota(3, 0, 10)) == Closing(1, date(2026, 3, 1))

    def test_nothing_before_the_branch_opened(self) -> None:
        assert day(opened_on=MARCH_3).closing(bogota(3, 9)) is None
        assert day(opened_on=MARCH_2).closing(bogota(3, 9)) == Closing(1, MARCH_2)
        assert day(created_at=bogota(3, 8)).closing(bogota(3, 9)) is None

    @pytest.mark.parametrize("state", ["queued", "running"])
    def test_not_while_somebody_is_at_it(self, state: str) -> None:
        branch = day(kind=CLOSE_DAY, state=state, asked_at=bogota(3, 8))
        assert branch.closing(bogota(3, 9)) is None
        assert branch.closing(bogota(4, 9)) is not None, "nobody is at it for a day"

    def test_a_close_that_failed_is_asked_again_after_a_while(self) -> None:
        branch = day(kind=CLOSE_DAY, state="failed", asked_at=bogota(3, 1))
        assert branch.closing(bogota(3, 1, 59)) is None
        assert branch.closing(bogota(3, 2)) == Closing(1, MARCH_2)

    def test_one_that_ended_without_closing_is_not_asked_again_every_minute(self) -> None:
        branch = day(kind=CLOSE_DAY, state="done", business_date=MARCH_2, asked_at=bogota(3, 1))
        assert branch.closing(bogota(3, 1, 59)) is None
        assert branch.closing(bogota(3, 2)) == Closing(1, MARCH_2)

    def test_one_of_an_earlier_day_does_not_delay_it(self) -> None:
        branch = day(kind=CLOSE_DAY, state="done", business_date=date(2026, 3, 1), asked_at=bogota(3, 0, 20))
        assert branch.closing(bogota(3, 0, 30)) == Closing(1, MARCH_2)

    def test_a_failure_dated_in_the_future_does_not_stop_the_house(self) -> None:
        """The clock of a demonstration was ahead."""
        assert day(state="failed", asked_at=bogota(9, 1)).closing(bogota(3, 9)) is not None
        assert day(state="queued", asked_at=bogota(9, 1)).closing(bogota(3, 9)) is not None

    def test_an_hour_that_does_not_exist_is_not_missed(self) -> None:
        """In Havana the clocks jump from midnight to one."""
        branch = day(time_zone="America/Havana", last_closed=date(2026, 3, 6))
        jump = datetime(2026, 3, 8, 5, 0, tzinfo=UTC)
        assert branch.closing(jump - timedelta(minutes=1)) is None
        assert branch.closing(jump) == Closing(1, date(2026, 3, 7))


class TestReminding:
    """Where people close their day by hand, tomorrow's reminders still have to be prepared in the morning."""

    def test_every_morning_even_if_the_day_was_closed_by_hand(self) -> None:
        branch = day(last_closed=MARCH_2, kind=CLOSE_DAY, state="done", asked_at=bogota(2, 18))
        assert not branch.reminding(bogota(3, 0, 29))
        assert branch.reminding(bogota(3, 0, 30))

    def test_not_when_the_close_did_it_today(self) -> None:
        assert not day(
            last_closed=MARCH_2, kind=CLOSE_DAY, state="done", asked_at=bogota(3, 0, 30)
        ).reminding(bogota(3, 9))

    def test_not_while_there_is_something_to_close(self) -> None:
        assert not day(last_closed=date(2026, 2, 20)).reminding(bogota(3, 9))

    def test_not_before_the_first_close(self) -> None:
        assert not day().reminding(bogota(3, 9))

    def test_again_after_one_that_failed(self) -> None:
        branch = day(last_closed=MARCH_2, kind=REMIND, state="failed", asked_at=bogota(3, 1))
        assert not branch.reminding(bogota(3, 1, 30))
        assert branch.reminding(bogota(3, 2))


@pytest.fixture
def house(engine: Engine, database_url: str) -> Iterator[Engine]:
    with psycopg.connect(database_url) as db:
        db.execute("insert into companies (id, name, country, chart) values (1, 'Prueba', 'MX', 'mx')")
        db.execute(
            "insert into branches (id, company_id, name, country, currency, time_zone, active) values"
            " (1, 1, 'Cancún', 'MX', 'MXN', 'America/Cancun', true),"
            " (2, 1, 'Bogotá', 'CO', 'COP', 'America/Bogota', true),"
            " (3, 1, 'Cerrada', 'CO', 'COP', 'America/Bogota', false)"
        )
        db.execute(
            "insert into branch_days values (1, '2026-02-01', '2026-03-02'), (2, '2026-02-01', '2026-02-26')"
        )
    return engine


def asked(engine: Engine) -> list[Run]:
    with transaction(engine, Scope(derived("prueba"), 0, every_branch=True)) as db:
        return runs.runs(db)


class TestTick:
    def test_asks_for_what_is_due_and_only_once(self, house: Engine) -> None:
        at = bogota(3, 9)
        assert len(tick(house, at)) == 2
        assert tick(house, at + timedelta(minutes=1)) == []
        close, remind = asked(house)
        assert (close.kind, close.branch_id, close.actor_id) == (CLOSE_DAY, 2, 0)
        assert close.args == {"branches": [2], "business_date": "2026-03-02"}
        assert (remind.kind, remind.args) == (REMIND, {"branches": [1]})

    def test_each_branch_has_its_own(self, house: Engine) -> None:
        tick(house, bogota(4, 9))
        assert {run.branch_id: run.args["business_date"] for run in asked(house)} == {
            1: "2026-03-03",
            2: "2026-03-03",
        }

    def test_two_workers_at_once_ask_once(self, house: Engine) -> None:
        ready = threading.Barrier(4)

        def one() -> None:
            ready.wait()
            tick(house, bogota(3, 9))

        threads = [threading.Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(asked(house)) == 2

    def test_one_that_failed_is_asked_again_later(self, house: Engine) -> None:
        at = bogota(3, 9)
        run_id = tick(house, at)[1]
        Progress(house, run_id, at).fail({"type": "/problemas/error"})
        assert tick(house, at + timedelta(minutes=30)) == []
        assert len(tick(house, at + timedelta(minutes=61))) == 1

    def test_what_a_person_asked_for_is_not_asked_for_again(self, house: Engine) -> None:
        with transaction(house, Scope(derived("prueba"), 7, every_branch=True)) as db:
            ask_to_close(db, Closing(2, MARCH_2), 7, bogota(3, 8))
        tick(house, bogota(3, 9))
        assert [run.branch_id for run in asked(house) if run.kind == CLOSE_DAY] == [2]

    def test_nor_what_a_person_asked_for_several_branches_at_once(self, house: Engine) -> None:
        several = NewRun(CLOSE_DAY, {"business_date": "2026-03-02", "branches": [1, 2]}, 7)
        with transaction(house, Scope(derived("prueba"), 7, every_branch=True)) as db:
            runs.start(db, several, bogota(3, 8))
        assert tick(house, bogota(3, 9)) == []

    def test_a_branch_closes_one_day_at_a_time(self, house: Engine, database_url: str) -> None:
        with transaction(house, Scope(derived("prueba"), 7, every_branch=True)) as db:
            ask_to_close(db, Closing(2, MARCH_2), 7, bogota(3, 8))
            ask_to_close(db, Closing(2, MARCH_3), 7, bogota(3, 8))
        with psycopg.connect(database_url) as db:
            locks = db.execute("select distinct lock from jobs.procrastinate_jobs").fetchall()
        assert locks == [("day:2",)]


class TestNextTurn:
    def test_is_the_first_half_past_midnight_of_any_branch(self) -> None:
        """At 00:29 in Bogotá it is 23:29 in Mexico City: Bogotá goes first, then Mexico City an hour later."""
        zones = ["America/Mexico_City", "America/Bogota"]
        assert next_turn(zones, bogota(2, 0, 29)) == bogota(2, 0, 30)
        assert next_turn(zones, bogota(2, 0, 30)) == bogota(2, 1, 30)
        assert next_turn(zones, bogota(2, 1, 30)) == bogota(3, 0, 30)
        assert next_turn([], bogota(2, 0)) is None
