"""The worker as it really is: a process that may be told to stop, or killed at any instant."""

import signal
from datetime import date, timedelta

import psycopg
import pytest

from benchmarks.portfolio import CLIENTS, DEBTS, Portfolio
from caudal.commons.acts.opening import house_acting
from caudal.commons.messaging.events import ChannelPaused
from caudal.flows.schedule import Closing, ask_to_close
from tests.interfaces.worker.conftest import NOW, Plant


def counted(plant: Plant) -> int:
    return plant.rows("select count(*) from counted")[0][0]


def test_killed_in_the_middle_the_next_one_finishes_it_once(plant: Plant) -> None:
    run_id = plant.ask(pause=0.1)
    first = plant.start()
    plant.eventually(lambda: counted(plant) >= 3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert plant.run(run_id).state == "running"
    assert counted(plant) < 10
    plant.start()
    found = plant.eventually(lambda: (run := plant.run(run_id)).state == "done" and run)
    assert counted(plant) == 10
    assert (found.result, found.done, found.total) == ({"pasos": 10}, 10, 10)
    assert plant.rows("select count(*) from jobs.procrastinate_jobs") == [(0,)]


def test_two_workers_share_one_queue_and_do_each_run_once(plant: Plant) -> None:
    asked = [plant.ask(pause=0.01) for _ in range(6)]
    for _ in range(2):
        plant.start()
    for run_id in asked:
        plant.eventually(lambda run_id=run_id: plant.run(run_id).state == "done")
    assert counted(plant) == 60


def test_told_to_stop_finishes_what_it_has_in_hand(plant: Plant) -> None:
    run_id = plant.ask(pause=0.1)
    worker = plant.start()
    plant.eventually(lambda: counted(plant) >= 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert plant.run(run_id).state == "done"


def test_the_real_program_delivers_what_acts_told_and_stops(plant: Plant) -> None:
    with house_acting(plant.engine, NOW) as act:
        act.tell(ChannelPaused("whatsapp", "2026-03-02T00:00:00Z", "prueba"))
    worker = plant.start("-m", "caudal.interfaces.worker.main")
    plant.eventually(lambda: plant.rows("select 1 from outbox where done_at is not null"))
    worker.send_signal(signal.SIGINT)
    assert worker.wait(15) == 0


def test_outlives_a_database_that_goes_away(plant: Plant) -> None:
    worker, before = plant.start(), plant.ask()
    plant.eventually(lambda: plant.run(before).state == "done")
    with psycopg.connect(plant.url, autocommit=True) as db:
        db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    plant.engine.dispose()
    run_id = plant.ask()
    plant.eventually(lambda: plant.run(run_id).state == "done")
    assert worker.poll() is None


def test_waits_for_a_house_without_branches(plant: Plant) -> None:
    with psycopg.connect(plant.url) as db:
        db.execute("delete from branches")
    worker = plant.start()
    run_id = plant.ask()
    plant.eventually(lambda: plant.run(run_id).state == "done")
    assert worker.poll() is None
    assert "Traceback" not in plant.log.read_text(encoding="utf-8")


@pytest.mark.long
def test_killed_while_it_closes_many_days_closes_each_once(plant: Plant) -> None:
    """The real close, over a portfolio large enough to be caught in the middle."""
    today, debts = date(2026, 3, 2), 20_000
    with psycopg.connect(plant.url) as db:
        how_much = vars(Portfolio(debts, clients=5_000, today=today))
        for statement in (CLIENTS, DEBTS):
            db.execute(statement.format(**how_much))  # type: ignore[arg-type]
        db.execute("insert into branch_days values (1, '2026-01-01', '2026-01-30')")
        db.execute("update reminder_steps set active = false")
    with house_acting(plant.engine, NOW) as act:
        run_id = ask_to_close(act.db, Closing(1, today - timedelta(days=1)), 0, NOW)
    closed = "select count(*) from day_closings where finished_at is not null"
    worker = plant.start()
    plant.eventually(lambda: plant.rows(closed)[0][0] >= 10)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert plant.rows(closed)[0][0] < 30
    plant.start()
    plant.eventually(lambda: plant.run(run_id).state == "done")
    assert plant.rows(closed) == [(30,)]
    assert plant.rows("select last_closed from branch_days") == [(date(2026, 3, 1),)]
    assert plant.rows("select business_date from ageing_days group by 1 having sum(debts) <> 20000") == []
    twice = "select 1 from audit where command = 'days.closed' group by asked ->> 'business_date' having count(*) > 1"
    assert plant.rows(twice) == []
