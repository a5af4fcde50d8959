"""The same request twice is one act, also when both arrive at the same instant."""

import threading
from typing import Any

import pytest

from caudal.commons.acts.act import Actor
from caudal.commons.acts.idempotency import Answer, KeyReused, answer, claim
from caudal.kernel.problems import Conflict, Invalid
from tests.commons.acts.conftest import House

ASKED = b'{"amount": "100.00"}'
OTHER = Actor(8, "Berta", "cajero", (1,), frozenset())


def request(house: House, key: str = "k-1", asked: bytes = ASKED, **more: Any) -> Answer | None:
    """What a door does: claim, do, answer."""
    with house.act(**more) as act:
        found = claim(act, key, "payments.take", asked)
        if found is None:
            answer(act, key, 201, {"folio": "R-000001"})
        return found


class TestClaim:
    def test_the_first_time_there_is_no_answer(self, house: House) -> None:
        assert request(house) is None

    def test_the_second_time_the_answer_is_the_first_one(self, house: House) -> None:
        request(house)
        assert request(house) == Answer(201, {"folio": "R-000001"})

    def test_another_content_is_refused(self, house: House) -> None:
        request(house)
        with pytest.raises(KeyReused):
            request(house, asked=b'{"amount": "100.01"}')

    def test_another_command_is_refused(self, house: House) -> None:
        def other() -> None:
            with house.act() as act:
                claim(act, "k-1", "payments.reverse", ASKED)

        request(house)
        with pytest.raises(KeyReused):
            other()

    def test_somebody_elses_equal_key_is_another_one(self, house: House) -> None:
        request(house)
        assert request(house, actor=OTHER) is None

    @pytest.mark.parametrize("key", ["", "   ", "x" * 101])
    def test_a_key_has_a_size(self, house: House, key: str) -> None:
        with pytest.raises(Invalid) as refused:
            request(house, key)
        assert refused.value.facts["errors"][0]["pointer"] == "header:Idempotency-Key"

    def test_an_act_that_was_not_kept_leaves_the_key_free(self, house: House) -> None:
        def fails() -> None:
            with house.act() as act:
                claim(act, "k-1", "payments.take", ASKED)
                raise Conflict

        with pytest.raises(Conflict):
            fails()
        assert request(house) is None

    def test_a_dry_run_leaves_the_key_free(self, house: House) -> None:
        assert request(house, keep=False) is None
        assert request(house) is None


class TestAtTheSameInstant:
    def test_one_does_it_and_the_others_repeat_its_answer(self, house: House) -> None:
        house.engine.dispose()
        found: list[Answer | None] = []
        ready = threading.Barrier(6)

        def one() -> None:
            ready.wait()
            found.append(request(house))

        threads = [threading.Thread(target=one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found.count(None) == 1
        assert found.count(Answer(201, {"folio": "R-000001"})) == 5

    def test_if_the_first_is_undone_the_second_does_it(self, house: House) -> None:
        claimed, waiting = threading.Event(), threading.Event()
        second: list[Answer | None] = []

        def first() -> None:
            with house.act(keep=False) as act:
                claim(act, "k-1", "payments.take", ASKED)
                claimed.set()
                waiting.wait(0.3)

        thread = threading.Thread(target=first)
        thread.start()
        assert claimed.wait(10)
        second.append(request(house))
        thread.join()
        assert second == [None]
