"""Events reach whoever listens: at least once, in order, never lost, one bad one never stops the others."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from caudal.commons.acts import relay
from caudal.commons.acts.act import Act
from caudal.kernel.problems import Conflict
from tests.commons.acts.conftest import NOON, House


@dataclass(frozen=True, slots=True)
class Paid:
    """Somebody paid."""

    number: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something nobody cares about."""

    number: int


def tell(house: House, *numbers: int, branch: int = 1, keep: bool = True) -> None:
    with house.act(branch, keep=keep) as act:
        for number in numbers:
            act.tell(Paid(number))


def deliver(house: House, *listeners: Any, **more: Any) -> relay.Delivered:
    return relay.deliver(house.engine, house.at, {Paid: listeners}, **{"within_s": 60, **more})


def waiting(house: House) -> int:
    return house.rows("select count(*) from outbox where done_at is null")[0][0]


class TestDeliver:
    def test_in_the_order_they_were_told(self, house: House) -> None:
        seen: list[int] = []
        tell(house, 1, 2)
        tell(house, 3)
        assert deliver(house, lambda _act, event: seen.append(event.number)) == relay.Delivered(3)
        assert seen == [1, 2, 3]
        assert deliver(house, lambda *_: seen.append(0)) == relay.Delivered()
        assert seen == [1, 2, 3]

    def test_to_every_listener(self, house: House) -> None:
        first: list[int] = []
        second: list[int] = []
        tell(house, 5)
        deliver(house, lambda _, e: first.append(e.number), lambda _, e: second.append(e.number))
        assert (first, second) == ([5], [5])

    def test_what_was_not_kept_was_not_told(self, house: House) -> None:
        tell(house, 1, keep=False)
        assert waiting(house) == 0

    def test_what_nobody_listens_to_is_done(self, house: House) -> None:
        with house.act() as act:
            act.tell(Ignored(1))
        assert relay.deliver(house.engine, NOON, {Paid: [], Ignored: []}) == relay.Delivered(1)
        assert waiting(house) == 0

    def test_in_an_act_of_the_house_where_it_happened(self, house: House) -> None:
        acts: list[Act] = []
        tell(house, 1, branch=2)
        deliver(house, lambda act, _event: acts.append(act))
        told = house.rows("select act_id from outbox")[0][0]
        assert (acts[0].actor.id, acts[0].place.branch_id, acts[0].place.door) == (0, 2, "worker")
        assert acts[0].id != told
        assert str(told) in acts[0].reason
        assert acts[0].actor.branches == (1, 2)

    def test_what_a_listener_tells_is_delivered_later(self, house: House) -> None:
        seen: list[int] = []

        def listen(act: Act, event: Paid) -> None:
            seen.append(event.number)
            if event.number < 3:
                act.tell(Paid(event.number + 1))

        tell(house, 1)
        for _ in range(4):
            deliver(house, listen)
        assert seen == [1, 2, 3]

    def test_says_when_there_is_more(self, house: House) -> None:
        tell(house, *range(5))
        assert deliver(house, lambda *_: None, limit=3) == relay.Delivered(3, more=True)
        assert deliver(house, lambda *_: None, limit=3) == relay.Delivered(2)

    def test_does_not_keep_its_transaction_open_for_long(self, house: House) -> None:
        tell(house, *range(20))
        done = deliver(house, lambda *_: time.sleep(0.1), within_s=0.25)
        assert done.more
        assert 1 <= done.done < 10

    def test_two_at_once_share_the_work(self, house: House) -> None:
        seen: list[int] = []
        tell(house, *range(40))
        both = threading.Barrier(2)

        def listen(_act: Act, event: Paid) -> None:
            seen.append(event.number)
            time.sleep(0.002)

        def one() -> None:
            both.wait()
            while deliver(house, listen, limit=10).more:
                pass

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(seen) == list(range(40))
        assert waiting(house) == 0


class TestFailure:
    def test_lets_the_others_pass(self, house: House) -> None:
        seen: list[int] = []

        def listen(act: Act, event: Paid) -> None:
            act.tell(Ignored(event.number))
            if event.number == 2:
                raise Conflict("El día está cerrado")
            seen.append(event.number)

        tell(house, 1, 2, 3)
        assert deliver(house, listen) == relay.Delivered(2, 1)
        assert seen == [1, 1, 3], "together first, and then one by one"
        assert house.rows("select body ->> 'number' from outbox where fact like '%.Ignored' order by id") == [
            ("1",), ("3",),
        ]  # fmt: skip

    def test_undoes_what_an_earlier_listener_of_the_same_event_did(self, house: House) -> None:
        def fail(*_: Any) -> None:
            raise KeyError

        tell(house, 1)
        deliver(house, lambda act, _: act.tell(Ignored(1)), fail)
        assert house.rows("select count(*) from outbox where fact like '%.Ignored'") == [(0,)]

    def test_survives_a_statement_the_database_refused(self, house: House) -> None:
        seen: list[int] = []

        def listen(act: Act, event: Paid) -> None:
            if event.number == 1:
                act.db.connection().exec_driver_sql("select 1 / 0")
            seen.append(event.number)

        tell(house, 1, 2)
        assert deliver(house, listen) == relay.Delivered(1, 1)
        assert seen == [2]

    def test_waits_twice_as_long_each_time(self, house: House) -> None:
        def fail(*_: Any) -> None:
            raise Conflict("cerrado")

        tell(house, 1)
        waits: list[timedelta] = []
        for _ in range(4):
            assert deliver(house, fail).failed == 1
            assert deliver(house, fail).failed == 0, "no antes de su turno"
            due = house.rows("select next_attempt_at from outbox")[0][0]
            waits.append(due - house.at)
            house.at = due
        assert waits == [relay.FIRST * n for n in (1, 2, 4, 8)]

    def test_parks_it_in_sight_after_many(self, house: House) -> None:
        def fail(*_: Any) -> None:
            raise Conflict("El día está cerrado")

        tell(house, 1)
        for _ in range(relay.MOST):
            assert deliver(house, fail).failed == 1
            house.at += relay.LONGEST
        assert deliver(house, fail) == relay.Delivered()
        with house.act() as act:
            (stuck,) = relay.parked(act.db)
            assert (stuck.attempts, stuck.problem) == (10, "conflicto: El día está cerrado")
            assert relay.again(act.db, stuck.id)
        seen: list[int] = []
        deliver(house, lambda _, event: seen.append(event.number))
        assert seen == [1]

    def test_an_event_that_changed_shape_is_not_lost(self, house: House) -> None:
        tell(house, 1)
        with psycopg.connect(house.url, autocommit=True) as db:
            db.execute("""update outbox set body = '{"otro": 1}'""")
        assert deliver(house, lambda *_: None).failed == 1
        assert waiting(house) == 1


def killed(house: House, moments: Sequence[str]) -> subprocess.Popen[str]:
    """A process that delivers and stops dead in the middle, at the moment it announces."""
    program = Path(__file__).with_name("deliverer.py")
    process = subprocess.Popen(
        [sys.executable, str(program), house.url, *moments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "a medias\n"
    return process


@pytest.mark.parametrize("moment", ["in the listener", "before the commit"])
def test_killed_half_way_delivers_again(house: House, moment: str) -> None:
    tell(house, 1, 2, 3)
    process = killed(house, [moment])
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    assert house.rows("select count(*) from outbox where fact like '%.Ignored'") == [(0,)]
    seen: list[int] = []
    until = time.monotonic() + 60
    while waiting(house) and time.monotonic() < until:  # the server takes a moment to notice the death
        deliver(house, lambda _, event: seen.append(event.number))
    assert seen == [1, 2, 3]


def test_a_failure_of_the_database_is_told_without_the_data_it_carried(house: House) -> None:
    def broken(act: Act, _event: Paid) -> None:
        act.db.execute(text("select cast(:who as int)"), {"who": "Zutano"})

    tell(house, 1)
    assert deliver(house, broken).failed == 1
    assert house.rows("select problem from outbox") == [("DataError [22P02]",)]
