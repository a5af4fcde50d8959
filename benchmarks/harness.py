"""What every benchmark shares: where it ran, which commit, a server of its own, one way to write results.

A benchmark is a program, not a timed test: `python3 run.py bench NAME` prints a table and leaves
`benchmarks/results/NAME.json`. Targets that are missed are written down with how much they are missed by.
"""

import json
import os
import platform
import secrets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from caudal import migrations
from caudal.interfaces.cli import postgres
from caudal.interfaces.cli.postgres import Cluster

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Args:
        name: what was measured.
        value: in `unit`.
        unit: "1/s", "s", "ms", "MB".
        target: what was promised, in the same unit; None where nothing was.
        at_least: whether the target is a floor (throughput) or a ceiling (time, memory).
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        verdict = ""
        if self.target:
            missed_by = abs(self.value - self.target) / self.target
            sign = "≥" if self.at_least else "≤"
            verdict = f"   meta {sign} {self.target:g} {self.unit}: " + (
                "cumplida" if self.met else f"falta {missed_by:.0%}"
            )
        return f"  {self.name:<58} {self.value:>12,.2f} {self.unit}{verdict}"


def machine() -> dict[str, Any]:
    """What the numbers depend on: processors, memory, how busy it is, versions."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "load_before": [round(each, 2) for each in os.getloadavg()],
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit that was measured, marked with a + when the files had changed since."""
    asked = ["git", "-C", str(ROOT)]
    try:
        head = subprocess.run(
            [*asked, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
        )
        changed = subprocess.run(
            [*asked, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "desconocido"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def report(name: str, figures: Sequence[Figure], **facts: Any) -> None:
    """Print the figures and write `benchmarks/results/<name>.json`."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "benchmark": name,
        "commit": commit(),
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine(),
        "facts": facts,
        "figures": [{**asdict(figure), "met": figure.met} for figure in figures],
    }
    (RESULTS / f"{name}.json").write_text(
        json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"{name} · commit {told['commit']} · {told['machine']['processors']} procesadores")
    for figure in figures:
        print(figure.line())


@contextmanager
def database(*, migrated: bool = True) -> Generator[str]:
    """A durable PostgreSQL of its own, with the settings of the product; yields its superuser URL."""
    with server(migrated=migrated) as cluster:
        yield cluster.url()


@contextmanager
def server(*, migrated: bool = True) -> Generator[Cluster]:
    """As `database`, for those who also need its programs (`cluster.bin`)."""
    with tempfile.TemporaryDirectory(prefix="caudal-medida-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "postgres", secrets.token_hex(12))
        cluster.initialise()
        cluster.start()
        try:
            cluster.create_database()
            if migrated:
                migrations.upgrade(cluster.url())
            yield cluster
        finally:
            cluster.stop()


def pgbench(cluster: Cluster, *, clients: int, seconds: int = 10) -> float:
    """Transactions per second of pgbench's simple update on the same server: the yardstick of the machine."""
    name = "pgbench"
    cluster.create_database(name)
    program = str(cluster.bin / "pgbench")
    env = {**os.environ, "PGPASSWORD": cluster.password, "LC_ALL": "C"}
    where = ["-h", str(cluster.socket), "-U", postgres.SUPERUSER, name]
    subprocess.run([program, "-i", "-q", "-s", "10", *where], env=env, capture_output=True, check=True)
    asked = [program, "-N", "-n", "-c", str(clients), "-j", "2", "-T", str(seconds), *where]
    told = subprocess.run(asked, env=env, capture_output=True, text=True, check=True).stdout
    return float(told.split("tps = ")[1].split()[0])


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def percentile(samples: Sequence[float], share: float) -> float:
    """The value below which a share (0–1) of the samples falls."""
    return statistics.quantiles(samples, n=1000, method="inclusive")[min(998, max(0, int(share * 1000) - 1))]
