"""What is wired: from a fact to what follows from it, through the real queue and the real relay."""

import threading
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from caudal.commons.acts.act import fact_of
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import queue, runs
from caudal.commons.jobs.queue import Pace
from caudal.commons.jobs.runs import NewRun, Run
from caudal.flows import end_of_day, schedule, wiring
from caudal.flows.intake import commands as intake
from caudal.flows.schedule import CLOSE_DAY, REMIND
from caudal.interfaces.worker import duties
from tests.business.house import TODAY, House
from tests.flows.intake import files
from tests.flows.intake.test_commands import plan, some


@pytest.fixture
def worked(house: House, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Do what is in the queue until it is empty, at the instant of the house."""
    monkeypatch.setattr("caudal.kernel.clock.now", lambda: house.at)

    def work() -> None:
        stop = threading.Event()
        kinds = duties.kinds(house.engine)
        thread = threading.Thread(target=queue.work, args=(database_url, kinds, stop, Pace(poll=0.05)))
        thread.start()
        try:
            until = time.monotonic() + 60
            while house.one("select count(*) as n from jobs.procrastinate_jobs where status <> 'failed'").n:
                assert time.monotonic() < until
                time.sleep(0.05)
        finally:
            stop.set()
            thread.join()

    return work


def run_of(house: House, run_id: UUID) -> Run:
    with house_acting(house.engine, house.at) as act:
        return runs.run(act.db, run_id)


def late(house: House, name: str = "Juan Pérez", days: int = 5) -> tuple[UUID, UUID]:
    """Somebody in Bogotá who owes since some days ago, and what they owe."""
    client = house.client(name, phones=("+573001234567",), consents=("whatsapp",), branch=3)
    return client, house.debt(client, "250000", TODAY - timedelta(days=days), "COP").id


def messages(house: House) -> list[tuple[str, str]]:
    with house.act(every=True) as act:
        return [tuple(row) for row in act.db.execute(text("select status, cause from messages order by id"))]  # type: ignore[misc]


class TestTheDay:
    def test_the_schedule_closes_what_is_missing_and_reminds(self, house: House, worked: Any) -> None:
        late(house)
        end_of_day.close_day(house.engine, house.at - timedelta(days=3), 3, TODAY - timedelta(days=3))
        with psycopg.connect(house.engine.url.render_as_string(False).replace("+psycopg", "")) as db:
            db.execute("update branches set active = id = 3")
        (run_id,) = schedule.tick(house.engine, house.at)
        worked()
        found = run_of(house, run_id)
        assert (found.state, found.kind) == ("done", CLOSE_DAY)
        assert found.result is not None
        assert found.result["days"] == 2
        assert house.one("select last_closed from branch_days").last_closed == date(2026, 10, 4)
        assert schedule.tick(house.engine, house.at + timedelta(minutes=1)) == []

    def test_the_morning_after_a_close_by_hand_reminds(self, house: House, worked: Any) -> None:
        end_of_day.close_day(house.engine, house.at - timedelta(days=1), 3, TODAY - timedelta(days=1))
        late(house)
        with psycopg.connect(house.engine.url.render_as_string(False).replace("+psycopg", "")) as db:
            db.execute("update branches set active = id = 3")
        (run_id,) = schedule.tick(house.engine, house.at)
        worked()
        assert (run_of(house, run_id).kind, run_of(house, run_id).result) == (
            REMIND,
            {"queued": 1, "deferred": 0, "blocked": 0, "expired": 0},
        )
        assert [status for status, _ in messages(house)] == ["queued"]

    def test_a_day_that_has_not_come_ends_with_its_problem(self, house: House, worked: Any) -> None:
        with house.act() as act:
            asked = NewRun(CLOSE_DAY, {"business_date": "2027-01-01", "branches": [1]}, 0)
            run_id = runs.start(act.db, asked, house.at)
        worked()
        found = run_of(house, run_id)
        assert found.state == "failed"
        assert found.problem is not None
        assert found.problem["type"] == "/problemas/dia-futuro"


class TestFiles:
    def test_a_file_enters_in_the_name_of_whoever_asked(
        self, house: House, database_url: str, worked: Any
    ) -> None:
        with psycopg.connect(database_url) as db:
            db.execute("insert into roles values ('duena', 'Dueña', 1) on conflict do nothing")
            db.execute(
                "insert into users (id, username, name, role) overriding system value values (7, 'ana', 'Ana', 'duena')"
            )
            db.execute("insert into user_branches values (7, 1), (7, 2)")
        with house.act() as act:
            opened = intake.open(act, "debts", "cartera.csv", some())
            run_id = intake.start(act, opened.id, plan())
        worked()
        found = run_of(house, run_id)
        assert found.state == "done", found.problem
        assert found.result is not None
        assert found.result["debts"] == 12
        assert found.phase_number == found.phases
        assert house.one("select count(*) as n from receivables where created_by = 7").n == 12

    def test_one_with_errors_says_so_and_nothing_enters(
        self, house: House, database_url: str, worked: Any
    ) -> None:
        data = files.as_csv([files.clean(1), {**files.clean(2), "amount": "mucho"}])
        with house.act() as act:
            opened = intake.open(act, "debts", "cartera.csv", data)
            run_id = runs.start(
                act.db, NewRun(intake.JOB, {"import_id": str(opened.id)}, 0, 1, intake.PHASES), house.at
            )
            intake.check(act, opened.id, plan())
        worked()
        found = run_of(house, run_id)
        assert found.state == "failed"
        assert found.problem is not None
        assert found.problem["type"] == "/problemas/archivo-con-errores"
        assert house.one("select count(*) as n from receivables").n == 0


class TestListeners:
    def test_a_payment_takes_back_what_was_about_to_leave(self, house: House) -> None:
        client, debt = late(house)
        end_of_day.close_day(house.engine, house.at, 3, TODAY)
        assert [status for status, _ in messages(house)] == ["queued"]
        house.pay(client, "250000", "COP", branch=3, apply_to=(debt,))
        house.hear()
        assert messages(house) == [("cancelled", "Se recibió un pago")]
        assert house.one("select count(*) as n from outbox where done_at is null").n == 0

    def test_every_event_that_is_listened_to_is_told_by_its_room(self) -> None:
        for kind, listeners in wiring.LISTENERS.items():
            assert kind.__module__.endswith(".events"), fact_of(kind)
            assert listeners
