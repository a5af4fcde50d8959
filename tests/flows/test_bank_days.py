"""23:00 on the clock of each branch: once a day, caught up after being off, also where the clock jumps."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from caudal.commons.jobs import runs
from caudal.flows import bank_days
from caudal.flows.bank_days import BankDay, next_time
from caudal.flows.schedule import tick
from tests.business.house import NOON, TODAY, House
from tests.business.reconciliation.desk import Desk, line

BORN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(**known: Any) -> BankDay:
    return BankDay(**{"branch_id": 1, "time_zone": "America/Cancun", "since": BORN, **known})


def test_at_eleven_at_night_where_the_branch_is() -> None:
    at = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 23:00 in Cancún, 22:00 in Mexico City
    known = {"latest": date(2026, 3, 3)}
    assert day(**known).due(at) == (date(2026, 3, 4), date(2026, 3, 4))
    assert day(**known).due(at - timedelta(seconds=1)) is None
    assert day(**known, time_zone="America/Mexico_City").due(at) is None


def test_the_night_the_clock_jumps() -> None:
    """In Tijuana the 8th of March of 2026 has 23 hours and the 1st of November 25: 23:00 is still once."""
    for jump, utc in ((date(2026, 3, 8), 6), (date(2026, 11, 1), 7), (date(2026, 10, 31), 6)):
        at = datetime(jump.year, jump.month, jump.day, utc, tzinfo=UTC) + timedelta(days=1)
        branch = day(
            time_zone="America/Tijuana", latest=jump - timedelta(days=1), since=BORN - timedelta(days=60)
        )
        assert branch.due(at) == (jump, jump)
        assert branch.due(at - timedelta(minutes=1)) is None
        assert next_time("America/Tijuana", at - timedelta(minutes=1)) == at


def test_what_was_missed_is_caught_up_with_and_no_more_than_a_month() -> None:
    at = datetime(2026, 6, 1, 5, tzinfo=UTC)
    assert day(latest=date(2026, 5, 28)).due(at) == (date(2026, 5, 29), date(2026, 5, 31))
    since, until = day().due(at) or (TODAY, TODAY)
    assert ((until - since).days, until) == (30, date(2026, 5, 31))


def test_not_twice_while_somebody_is_at_it() -> None:
    at = datetime(2026, 3, 5, 5, tzinfo=UTC)
    for state, waits in (("queued", True), ("running", True), ("failed", True), ("done", False)):
        known = day(latest=date(2026, 3, 3), state=state, asked_at=at - timedelta(minutes=5))
        assert (known.due(at) is None) == waits, state
    assert day(latest=date(2026, 3, 3), state="failed", asked_at=at - timedelta(hours=2)).due(at)


def test_the_worker_asks_reconciles_and_does_not_ask_again(house: House) -> None:
    desk = Desk(house)
    desk.paid("100", "Ana Ruiz", "70001")
    desk.enter(line("90", "SPEI ROSA MORA"))
    night = NOON.replace(hour=4, minute=1) + timedelta(days=1)
    with house.act(every=True) as act:
        act.db.execute(text("update branches set created_at = :at"), {"at": NOON})
        act.db.execute(text("update boxes set created_at = :at"), {"at": NOON})
    found = [run for run in _asked(house, night) if run.kind == bank_days.RECONCILE]
    assert [(r.branch_id, r.args["since"], r.args["until"]) for r in found] == [
        (1, "2026-10-05", "2026-10-05")
    ]
    assert [r for r in _asked(house, night) if r.kind == bank_days.RECONCILE] == []
    done = bank_days.reconcile_days(house.engine, night, found[0], _Silent())
    assert done == {"unreconciled": 1}
    with house.act(every=True) as act:
        act.db.execute(text("update job_runs set state = 'done'"))
        told = act.db.execute(
            text("select body from outbox where fact = 'reconciliation.DayUnreconciled'")
        ).scalar_one()
    assert (told["system"], told["bank"], told["unmatched"], told["business_date"]) == (
        10_000,
        9_000,
        2,
        "2026-10-05",
    )
    assert [r for r in _asked(house, night + timedelta(hours=1)) if r.kind == bank_days.RECONCILE] == []


class _Silent:
    def phase(self, *_: Any) -> None: ...

    def step(self, *_: Any) -> None: ...


def _asked(house: House, at: datetime) -> list[Any]:
    asked = tick(house.engine, at)
    with house.act(every=True) as act:
        return [runs.run(act.db, each) for each in asked]
