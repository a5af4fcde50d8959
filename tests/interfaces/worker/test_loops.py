"""A duty goes on whatever happens in one of its rounds."""

import threading
from collections.abc import Callable

import pytest

from caudal.interfaces.worker.loops import Loop
from caudal.kernel.problems import NotFound, Unavailable


def rounds(answers: list[Exception | bool], every_s: float = 0.01) -> int:
    """How many rounds were made when every one of `answers` happened in its turn."""
    stop, left, made = threading.Event(), list(answers), [0]

    def round_() -> bool:
        made[0] += 1
        if not left:
            stop.set()
            return False
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    Loop("prueba", every_s, round_).run(stop)
    return made[0]


def test_goes_round_until_told_to_stop() -> None:
    assert rounds([False, False]) == 3


def test_does_not_wait_where_there_is_more() -> None:
    assert rounds([True] * 50, every_s=0.5) == 51


@pytest.mark.parametrize("failure", [Unavailable, NotFound, KeyError])
def test_outlives_a_failure(
    failure: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("caudal.interfaces.worker.loops._LONGEST_S", 0.02)
    assert rounds([failure()]) == 2
    assert ("falló" in caplog.text) == (failure is KeyError)
