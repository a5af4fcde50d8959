"""Runs: what whoever asked for a long work sees of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from caudal.commons.jobs import queue, runs
from caudal.commons.jobs.queue import Job, Kind
from caudal.commons.jobs.runs import NewRun, Progress, Run
from caudal.kernel.problems import Conflict, NotFound, Unavailable
from tests.commons.jobs.conftest import Shop, eventually

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)


def ask(shop: Shop, **more: Any) -> UUID:
    with shop.act() as db:
        return runs.start(
            db, NewRun(**{"kind": "cierre", "args": {"dia": "2026-03-02"}, "actor_id": 7, **more}), NOON
        )


def see(shop: Shop, run_id: UUID) -> Run:
    with shop.act() as db:
        return runs.run(db, run_id)


def work(what: runs.Work, shop: Shop, **patience: Any) -> Mapping[str, Kind]:
    return {"cierre": Kind(lambda job: runs.carry_out(shop.engine, job, what, NOON), **patience)}


def job(run_id: UUID, *, attempt: int = 1, last: bool = False) -> Job:
    return Job(1, "cierre", {"run": str(run_id)}, attempt, last)


class TestStart:
    def test_waits_in_the_queue(self, shop: Shop) -> None:
        found = see(shop, ask(shop, phases=6, link="/cierres", branch_id=1))
        assert (found.state, found.phases, found.link, found.created_at) == ("queued", 6, "/cierres", NOON)
        assert found.args == {"dia": "2026-03-02"}
        assert (found.result, found.problem, found.finished_at) == (None, None, None)

    def test_nothing_is_left_of_a_dry_run(self, shop: Shop) -> None:
        with shop.act(keep=False) as db:
            runs.start(db, NewRun("cierre", {}, 7), NOON)
        with shop.act() as db:
            assert runs.runs(db) == []
        assert shop.jobs() == 0

    def test_an_unknown_one_is_not_found(self, shop: Shop) -> None:
        with pytest.raises(NotFound):
            see(shop, uuid4())

    def test_the_newest_comes_first(self, shop: Shop) -> None:
        asked = [ask(shop, kind="importar"), ask(shop), ask(shop)]
        with shop.act() as db:
            assert [run.id for run in runs.runs(db, 2)] == asked[:0:-1]
            assert [run.id for run in runs.runs(db, kind="importar")] == asked[:1]


class TestProgress:
    def test_is_seen_while_it_happens(self, shop: Shop) -> None:
        run_id = ask(shop)
        progress = Progress(shop.engine, run_id, NOON)
        progress.phase("Calculando mora", 2, 6)
        found = see(shop, run_id)
        assert (found.phase, found.phase_number, found.phases, found.done) == ("Calculando mora", 2, 6, 0)
        progress.step(10, 10)
        assert (see(shop, run_id).done, see(shop, run_id).total) == (10, 10)

    def test_is_not_written_for_every_step(self, shop: Shop) -> None:
        run_id = ask(shop)
        progress = Progress(shop.engine, run_id, NOON)
        progress.phase("Avisos", 1, 1)
        for done in range(1000):
            progress.step(done, 1000)
        assert see(shop, run_id).done < 999


class TestCarryOut:
    def test_ends_with_its_result(self, shop: Shop) -> None:
        run_id = ask(shop)

        def what(_engine: Any, at: datetime, run: Run, progress: Progress) -> dict[str, Any]:
            progress.phase("Sumando", 1, 1)
            return {"dia": run.args["dia"], "a_las": at}

        with shop.working(work(what, shop)):
            found = eventually(lambda: (run := see(shop, run_id)).state == "done" and run)
        assert found.result == {"dia": "2026-03-02", "a_las": str(NOON)}
        assert found.started_at == NOON
        assert NOON <= found.finished_at < NOON + timedelta(seconds=10)
        assert shop.jobs() == 0

    def test_a_refusal_ends_it_with_its_problem(self, shop: Shop) -> None:
        run_id = ask(shop)

        def what(*_: Any) -> None:
            raise Conflict("El día ya está cerrado", dia="2026-03-02")

        with shop.working(work(what, shop)):
            found = eventually(lambda: (run := see(shop, run_id)).state == "failed" and run)
        assert found.problem["type"] == "/problemas/conflicto"
        assert found.problem["dia"] == "2026-03-02"

    def test_is_tried_again_while_there_is_patience(self, shop: Shop) -> None:
        run_id, tried = ask(shop), list[int]()

        def what(*_: Any) -> dict[str, int]:
            tried.append(1)
            if len(tried) < 3:
                raise Unavailable
            return {"intentos": len(tried)}

        with shop.working(work(what, shop, first=timedelta(milliseconds=20))):
            found = eventually(lambda: (run := see(shop, run_id)).state == "done" and run)
        assert found.result == {"intentos": 3}

    def test_says_so_when_patience_ends_without_showing_the_inside(self, shop: Shop) -> None:
        run_id = ask(shop)

        def what(*_: Any) -> None:
            raise KeyError("select secreto from interno")

        with shop.working(work(what, shop, tries=2, first=timedelta(milliseconds=20))):
            found = eventually(lambda: (run := see(shop, run_id)).state == "failed" and run)
        assert found.problem["status"] == 500
        assert "secreto" not in str(found.problem)

    def test_one_that_ended_is_not_done_again(self, shop: Shop) -> None:
        run_id, done = ask(shop), list[int]()
        for _ in range(2):
            runs.carry_out(shop.engine, job(run_id), lambda *_: done.append(1), NOON)
        assert done == [1]

    def test_one_cut_short_is_begun_again(self, shop: Shop) -> None:
        run_id, done = ask(shop), list[int]()
        with pytest.raises(KeyboardInterrupt):
            runs.carry_out(
                shop.engine, job(run_id), lambda *_: (_ for _ in ()).throw(KeyboardInterrupt), NOON
            )
        assert see(shop, run_id).state == "running"
        runs.carry_out(
            shop.engine, job(run_id, attempt=2), lambda *_: done.append(1), NOON + timedelta(hours=1)
        )
        found = see(shop, run_id)
        assert (found.state, found.started_at, done) == ("done", NOON, [1])

    def test_one_given_up_says_why(self, shop: Shop) -> None:
        run_id = ask(shop)
        runs.give_up(shop.engine, queue.Abandoned("cierre", {"run": str(run_id)}), NOON)
        assert "murió" in see(shop, run_id).problem["detail"]
