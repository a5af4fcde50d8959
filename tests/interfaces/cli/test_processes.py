"""Children that never outlive their parent, and patience with those who fall."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import caudal
from caudal.interfaces.cli import processes
from caudal.interfaces.cli.processes import Falls, Kept, Launch
from tests.interfaces.cli.conftest import wait_until

SOURCE = Path(caudal.__file__).parents[1]
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
]
PARENT = """
import sys, time
from caudal.interfaces.cli.processes import Launch, spawn
print(spawn(Launch([sys.executable, "-c", "import time; time.sleep(600)"])).pid, flush=True)
time.sleep(600)
"""


class TestSpawn:
    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="lo hace el núcleo de Linux")
    def test_a_child_dies_with_a_parent_that_could_not_say_goodbye(self) -> None:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert processes.alive(child)
        parent.kill()
        parent.wait()
        parent.stdout.close()
        assert wait_until(lambda: not processes.alive(child))

    def test_a_child_has_a_session_of_its_own_so_the_terminal_does_not_reach_it(self) -> None:
        child = processes.spawn(Launch(SLEEP))
        try:
            assert os.getsid(child.pid) == child.pid
        finally:
            processes.stop(child, signal.SIGTERM, 5.0)

    def test_what_a_child_says_is_kept_in_its_file(self, tmp_path: Path) -> None:
        log = tmp_path / "hijo.log"
        processes.spawn(Launch([sys.executable, "-c", "print('hola')"], output=log)).wait()
        processes.spawn(Launch([sys.executable, "-c", "print('otra vez')"], output=log)).wait()
        assert processes.tail(log) == "hola\notra vez"


class TestStop:
    def test_asks_first(self) -> None:
        child = processes.spawn(Launch(SLEEP))
        assert processes.stop(child, signal.SIGTERM, 5.0) is True
        assert child.returncode == -signal.SIGTERM

    def test_stops_asking_after_a_while(self, tmp_path: Path) -> None:
        log = tmp_path / "sordo.log"
        child = processes.spawn(Launch(DEAF, output=log))
        assert wait_until(lambda: processes.tail(log) == "1")
        assert processes.stop(child, signal.SIGTERM, 0.3) is False
        assert child.returncode == -signal.SIGKILL

    def test_one_that_already_left_is_no_trouble(self) -> None:
        child = processes.spawn(Launch([sys.executable, "-c", ""]))
        child.wait()
        assert processes.stop(child, signal.SIGTERM, 1.0) is True


class TestKept:
    def test_waits_a_little_longer_after_each_fall(self) -> None:
        kept = Kept("hijo", Launch(SLEEP))
        assert [kept.note_fall() for _ in range(4)] == [0.5, 1.0, 2.0, 4.0]

    def test_is_given_up_when_it_falls_again_and_again(self) -> None:
        kept = Kept("hijo", Launch(SLEEP), Falls(patience=3))
        assert [kept.note_fall() for _ in range(3)] == [0.5, 1.0, None]

    def test_old_falls_are_forgiven(self) -> None:
        kept = Kept("hijo", Launch(SLEEP), Falls(patience=3, window_s=10.0, at=[time.monotonic() - 60.0] * 5))
        assert kept.note_fall() == 0.5

    def test_is_due_when_its_wait_is_over(self) -> None:
        kept = Kept("hijo", Launch([sys.executable, "-c", ""]))
        kept.start()
        assert wait_until(kept.fallen)
        kept.note_fall()
        assert not kept.due()
        assert wait_until(kept.due, 2.0)


class TestCommandOf:
    def test_reads_the_command_of_a_process(self) -> None:
        assert "python" in processes.command_of(os.getpid())

    def test_nobody_has_no_command(self) -> None:
        assert processes.command_of(2**22 - 3) == ""
