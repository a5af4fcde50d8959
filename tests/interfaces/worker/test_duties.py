"""Each duty of the worker, once, over a house with something to do."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from caudal.business.payments.events import PaymentTaken
from caudal.commons.acts.opening import house_acting
from caudal.commons.jobs import queue, runs
from caudal.commons.jobs.runs import NewRun
from caudal.commons.messaging.channels import Sandbox
from caudal.commons.messaging.statuses import Policy
from caudal.flows import end_of_day, schedule, wiring
from caudal.interfaces.worker import duties
from caudal.interfaces.worker.loops import Loop
from caudal.kernel.settings import Settings
from tests.business.fixtures import house
from tests.business.house import TODAY, House

__all__ = ["house"]


@pytest.fixture(autouse=True)
def _noon(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the house, which moves only when told."""
    monkeypatch.setattr("caudal.kernel.clock.now", lambda: house.at)


def reminded(house: House) -> UUID:
    """Somebody who is about to be reminded of what they owe; returns the debt."""
    client = house.client("Juan Pérez", phones=("+573001234567",), consents=("whatsapp",), branch=3)
    debt = house.debt(client, "250000", TODAY - timedelta(days=5), "COP").id
    end_of_day.close_day(house.engine, house.at, 3, TODAY)
    return debt


def test_sends_what_is_due_and_then_rests(house: House) -> None:
    reminded(house)
    assert duties.send(house.engine, Sandbox(), Policy()) is False
    assert house.one("select status from messages").status == "delivered"


def test_does_not_send_what_was_paid_a_moment_ago(house: House) -> None:
    debt = reminded(house)
    client = house.one("select party_id from receivables where id = :id", id=debt).party_id
    house.pay(client, "250000", "COP", branch=3, apply_to=(debt,))
    duties.send(house.engine, Sandbox(), Policy())
    assert house.one("select status from messages").status == "cancelled"


def test_delivers_what_acts_told(house: House) -> None:
    with house_acting(house.engine, house.at) as act:
        act.tell(PaymentTaken(UUID(int=1), UUID(int=2), (), ()))
    assert duties.deliver(house.engine) is False
    assert house.one("select count(*) as n from outbox where done_at is null").n == 0


def test_ends_the_run_of_a_job_that_kills_every_worker(house: House, database_url: str) -> None:
    with house_acting(house.engine, house.at) as act:
        run_id = runs.start(act.db, NewRun("mortal", {}, 0), house.at)
    with psycopg.connect(database_url, options="-c search_path=jobs") as db:
        db.execute("update procrastinate_jobs set status = 'doing', attempts = %s", (queue.MOST - 1,))
    assert duties.rescue(house.engine, 1.0) is False
    with house_acting(house.engine, house.at) as act:
        assert runs.run(act.db, run_id).state == "failed"


def test_seals_the_journal_and_again_changes_nothing(house: House) -> None:
    house.pay(house.client(), "100")
    for _ in range(2):
        assert duties.seal(house.engine) is False
    assert house.one("select count(*) as n from ledger.seals").n <= 1


def test_asks_for_what_the_schedule_says(house: House) -> None:
    reminded(house)
    house.later(days=2)
    assert duties.tick(house.engine) is False
    with house_acting(house.engine, house.at) as act:
        assert schedule.CLOSE_DAY in {run.kind for run in runs.runs(act.db)}


def test_looks_at_every_duty(house: House) -> None:
    looked = duties.loops(house.engine, Settings(), queue.Pace())  # pyright: ignore[reportCallIssue]
    assert all(isinstance(loop, Loop) and loop.every_s > 0 for loop in looked)
    assert len({loop.name for loop in looked}) == len(looked) >= 5


def test_knows_every_kind_of_run(house: House) -> None:
    known = {"banks.reconcile", "days.close", "import", "reminders.prepare"}
    assert set(duties.kinds(house.engine)) == set(wiring.RUNS) == known
