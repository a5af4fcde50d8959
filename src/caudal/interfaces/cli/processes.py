"""Children that never outlive their parent.

Nothing here knows what the children do. Two promises are kept for all of them: a child dies with its parent
even when the parent is killed with no chance to say goodbye, and a key pressed in the terminal reaches the
parent only, so that the parent decides the order in which the house is closed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Launch:
    """How one child is started; `death_signal` is what it receives if the parent disappears (Linux)."""

    argv: Sequence[str]
    death_signal: signal.Signals = signal.SIGKILL
    env: Mapping[str, str] | None = None
    output: Path | None = None
    inherit_output: bool = False
    user: tuple[int, int] | None = None
    pass_fds: tuple[int, ...] = ()
    cwd: Path | None = None


def _die_with(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    """Runs in the child, after the change of user and before the program: ties its life to the parent's."""

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os.kill(os.getpid(), death_signal)

    return tie


def spawn(launch: Launch) -> Process:
    """Start a child in its own session.

    Call it from the main thread: the kernel watches the thread that started the child, not the process.
    """
    stream = launch.output.open("ab") if launch.output else None
    try:
        return subprocess.Popen(
            list(launch.argv),
            stdin=subprocess.DEVNULL,
            stdout=None if launch.inherit_output else stream or subprocess.DEVNULL,
            stderr=None if launch.inherit_output else subprocess.STDOUT,
            env=dict(launch.env) if launch.env is not None else None,
            cwd=launch.cwd,
            pass_fds=launch.pass_fds,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid(), launch.death_signal),  # noqa: PLW1509
            user=launch.user[0] if launch.user else None,
            group=launch.user[1] if launch.user else None,
            extra_groups=[] if launch.user else None,
        )
    finally:
        if stream:
            stream.close()


def stop(process: Process, with_signal: signal.Signals, patience_s: float) -> bool:
    """Ask a child to finish; after `patience_s` seconds stop asking. Returns whether it left on its own."""
    if process.poll() is not None:
        return True
    process.send_signal(with_signal)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def alive(pid: int) -> bool:
    """Whether a process with this number exists, ours or not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_of(pid: int) -> str:
    """The command line of a process, or an empty text where it cannot be read."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.parent.parent.joinpath("self").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    asked = ["/bin/ps", "-p", str(pid), "-o", "command="]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, to show beside a failure."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


@dataclass
class Falls:
    """How often something fell lately, and how long to wait before starting it again.

    After `patience` falls within `window_s` seconds it is given up: one more start would only hide the cause.
    """

    patience: int = 5
    window_s: float = 120.0
    at: list[float] = field(default_factory=list[float])

    def note(self) -> float | None:
        """Write a fall down; returns the seconds until the next start, or None when it is given up."""
        now = time.monotonic()
        self.at = [before for before in self.at if now - before < self.window_s] + [now]
        return None if len(self.at) >= self.patience else min(0.5 * 2 ** (len(self.at) - 1), 15.0)


@dataclass
class Kept:
    """A child that is started again when it falls, each time waiting a little longer."""

    name: str
    launch: Launch
    falls: Falls = field(default_factory=Falls)
    process: Process | None = None
    again_at: float = 0.0

    def start(self) -> None:
        self.process = spawn(self.launch)

    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def note_fall(self) -> float | None:
        """As `Falls.note`; forgets the process that fell and sets when the next is due."""
        wait_s = self.falls.note()
        if wait_s is not None:
            self.process, self.again_at = None, time.monotonic() + wait_s
        return wait_s

    def due(self) -> bool:
        return self.process is None and time.monotonic() >= self.again_at
