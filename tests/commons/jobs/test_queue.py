"""Jobs: there if and only if the act was kept, done once, tried again, taken up when their worker died."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from caudal.commons.jobs import queue
from caudal.commons.jobs.queue import Job, Kind, Pace
from caudal.kernel.problems import Conflict, Unavailable
from tests.commons.jobs.conftest import QUICK, Shop, eventually


class TestDefer:
    def test_a_job_exists_when_the_act_is_kept(self, shop: Shop) -> None:
        number = shop.defer("saludar", {"a": 1})
        assert number > 0
        assert shop.jobs("todo") == 1

    def test_a_dry_run_leaves_none(self, shop: Shop) -> None:
        with shop.act(keep=False) as db:
            queue.defer(db, "saludar", {})
        assert shop.jobs() == 0

    def test_an_act_that_fails_leaves_none(self, shop: Shop) -> None:
        def refused() -> None:
            with shop.act() as db:
                queue.defer(db, "saludar", {})
                raise Conflict

        with pytest.raises(Conflict):
            refused()
        assert shop.jobs() == 0

    def test_does_not_wake_listeners_inside_the_act(self, shop: Shop) -> None:
        """A NOTIFY would make every posting commit take the same lock."""
        with psycopg.connect(shop.url, autocommit=True) as listening:
            listening.execute("listen procrastinate_any_queue_v1")
            shop.defer("saludar")
            assert list(listening.notifies(timeout=0.1)) == []

    def test_says_so_when_the_database_went_away(self, shop: Shop) -> None:
        def cut() -> None:
            with shop.act() as db:
                own = db.execute(text("select pg_backend_pid()")).scalar_one()
                with psycopg.connect(shop.url, autocommit=True) as other:
                    other.execute("select pg_terminate_backend(%s, 5000)", (own,))
                queue.defer(db, "saludar", {})

        with pytest.raises(Unavailable):
            cut()


class TestWork:
    def test_does_each_job_once_with_what_it_was_given(self, shop: Shop) -> None:
        seen: list[int] = []
        for number in range(5):
            shop.defer("sumar", {"n": number})
        with shop.working({"sumar": Kind(lambda job: seen.append(job.args["n"]))}):
            eventually(lambda: shop.jobs() == 0)
        assert sorted(seen) == [0, 1, 2, 3, 4]

    def test_tries_again_after_a_failure_and_then_gives_up(self, shop: Shop) -> None:
        tried: list[tuple[int, bool]] = []

        def fail(job: Job) -> None:
            tried.append((job.attempt, job.last))
            raise OSError("disco lleno")

        shop.defer("fallar")
        with shop.working({"fallar": Kind(fail, tries=3, first=timedelta(milliseconds=50))}):
            eventually(lambda: shop.jobs("failed") == 1)
        assert tried == [(1, False), (2, False), (3, True)]

    def test_a_refusal_is_an_answer(self, shop: Shop) -> None:
        tried: list[int] = []

        def refuse(job: Job) -> None:
            tried.append(job.attempt)
            raise Conflict

        shop.defer("negar")
        with shop.working({"negar": Kind(refuse)}):
            eventually(lambda: shop.jobs("failed") == 1)
        assert tried == [1]

    def test_a_job_of_an_unknown_kind_is_left_in_sight(self, shop: Shop) -> None:
        shop.defer("de otra versión")
        with shop.working({}):
            eventually(lambda: shop.jobs("failed") == 1)

    def test_jobs_with_one_lock_go_one_after_another(self, shop: Shop) -> None:
        now, most = [0], [0]

        def busy(_job: Job) -> None:
            now[0] += 1
            most[0] = max(most[0], now[0])
            time.sleep(0.05)
            now[0] -= 1

        for _ in range(4):
            shop.defer("cerrar", lock="sucursal-1")
        with shop.working({"cerrar": Kind(busy)}, Pace(poll=0.05, concurrency=4)):
            eventually(lambda: shop.jobs() == 0)
        assert most == [1]

    def test_waits_as_long_as_asked(self, shop: Shop) -> None:
        seen: list[float] = []
        shop.defer("luego", wait=timedelta(seconds=0.6))
        asked = time.monotonic()
        with shop.working({"luego": Kind(lambda _job: seen.append(time.monotonic()))}):
            eventually(lambda: seen)
        assert seen[0] - asked > 0.4

    def test_told_to_stop_finishes_the_job_under_way(self, shop: Shop) -> None:
        began, ended = threading.Event(), threading.Event()

        def slow(_job: Job) -> None:
            began.set()
            time.sleep(0.5)
            ended.set()

        shop.defer("despacio")
        shop.defer("despacio")
        with shop.working({"despacio": Kind(slow)}, Pace(poll=0.05, concurrency=1)):
            assert began.wait(10)
        assert ended.is_set()
        assert shop.jobs("todo") == 1

    def test_told_to_stop_before_it_takes_anything_stops_too(self, shop: Shop) -> None:
        class OnceLooked(threading.Event):
            """Set as soon as somebody looked at it."""

            def is_set(self) -> bool:
                found = super().is_set()
                self.set()
                return found

        thread = threading.Thread(target=queue.work, args=(shop.url, {}, OnceLooked(), QUICK), daemon=True)
        thread.start()
        thread.join(15)
        assert not thread.is_alive()

    def test_comes_back_when_the_database_does(self, shop: Shop) -> None:
        seen: list[int] = []
        with shop.working({"ver": Kind(lambda job: seen.append(job.id))}):
            shop.defer("ver")
            eventually(lambda: len(seen) == 1)
            with psycopg.connect(shop.url, autocommit=True) as cut:
                cut.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            shop.engine.dispose()
            shop.defer("ver")
            eventually(lambda: len(seen) == 2)


def die_at_work(shop: Shop, times: int = 1) -> None:
    """Leave the job as a worker does that is killed while at it."""
    with psycopg.connect(shop.url, autocommit=True, options="-c search_path=jobs") as dead:
        for _ in range(times):
            dead.execute(
                "with w as (insert into procrastinate_workers (last_heartbeat)"
                " values (clock_timestamp() - interval '1 hour') returning id)"
                " update procrastinate_jobs set status = 'doing', worker_id = w.id from w"
            )


class TestRescue:
    def test_takes_up_the_job_of_a_dead_worker(self, shop: Shop) -> None:
        seen: list[int] = []
        shop.defer("ver")
        die_at_work(shop)
        with shop.act() as db:
            assert queue.rescue(db) == []
        with shop.working({"ver": Kind(lambda job: seen.append(job.attempt))}):
            eventually(lambda: shop.jobs() == 0)
        assert seen == [2]

    def test_leaves_alone_a_worker_that_gives_signs_of_life(self, shop: Shop) -> None:
        release = threading.Event()
        shop.defer("larga")
        with shop.working({"larga": Kind(lambda _job: release.wait(20) and None)}):
            eventually(lambda: shop.jobs("doing") == 1)
            time.sleep(QUICK.stalled + 0.3)
            with shop.act() as db:
                queue.rescue(db, QUICK.stalled)
            assert shop.jobs("doing") == 1
            release.set()

    def test_one_process_at_a_time(self, shop: Shop) -> None:
        shop.defer("ver")
        die_at_work(shop)
        with shop.act() as first, shop.act() as second:
            queue.rescue(first)
            queue.rescue(second)
        with shop.act() as db:
            assert db.execute(text("select attempts from procrastinate_jobs")).scalar_one() == 1

    def test_gives_up_a_job_that_kills_every_worker(self, shop: Shop) -> None:
        shop.defer("mortal", {"x": 1})
        for _ in range(queue.MOST - 1):
            die_at_work(shop)
            with shop.act() as db:
                assert queue.rescue(db) == []
        die_at_work(shop)
        with shop.act() as db:
            assert queue.rescue(db) == [queue.Abandoned("mortal", {"x": 1})]
        assert shop.jobs("failed") == 1

    def test_who_was_only_asleep_is_not_joined_by_another(self, shop: Shop) -> None:
        """A process frozen for a while looks dead, and still holds its job."""
        release, at_it = threading.Event(), [0]

        def hold(_job: Job) -> None:
            at_it[0] += 1
            assert at_it[0] == 1
            release.wait(20)
            at_it[0] -= 1

        shop.defer("dormida")
        kinds = {"dormida": Kind(hold)}
        with shop.working(kinds):
            eventually(lambda: at_it[0])
            die_at_work(shop)
            with shop.act() as db:
                queue.rescue(db)
            eventually(lambda: shop.jobs("todo") == 1)
            time.sleep(0.5)
            assert at_it == [1]
            release.set()
