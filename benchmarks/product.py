"""The whole product, started for a measurement and stopped at the end."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Product:
    """A running product: its parent process, its address and how long it took to print it, in seconds."""

    process: psutil.Process
    address: str
    ready_s: float


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def running(*arguments: str, folder: Path | None = None) -> Generator[Product]:
    """A product of its own on loopback, stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="caudal-medida-") as made:
        Path(made).chmod(0o755)
        began = time.monotonic()
        port = free_port()
        command = [sys.executable, "-X", "utf8", "-m", "caudal.interfaces.cli.entry", "run", f"--port={port}"]
        started = subprocess.Popen(
            [*command, f"--data-dir={folder or made}", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        assert started.stdout is not None
        told: list[str] = []
        try:
            for line in started.stdout:
                told.append(line)
                if line.startswith("Caudal está listo"):
                    break
            else:
                raise RuntimeError("no arrancó:\n" + "".join(told))
            address = f"http://127.0.0.1:{port}"
            yield Product(psutil.Process(started.pid), address, time.monotonic() - began)
        finally:
            started.send_signal(signal.SIGTERM)
            started.stdout.read()
            started.wait(60)


def pss_mb(pid: int) -> float:
    """Proportional memory of a process, in MB (10⁶ bytes)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
