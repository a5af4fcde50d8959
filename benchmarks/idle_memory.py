"""Memory of the whole product at rest: every process of a fresh `caudal run`, shared pages counted once.

PSS (proportional set size) is read from `/proc/<pid>/smaps_rollup`; it adds up to the memory really used.
"""

import time

import psutil

from benchmarks.harness import Figure, report
from benchmarks.product import pss_mb, running

TARGET_MB = 600.0
SETTLE_S = 20.0


def _role(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    for sign, name in (("cli.serve", "API"), ("worker.main", "trabajador"), ("postgres", "PostgreSQL")):
        if sign in command:
            return name
    return "padre"


def main() -> None:
    """Start it, wait for it to settle, add up."""
    with running() as product:
        time.sleep(SETTLE_S)
        family = [product.process, *product.process.children(recursive=True)]
        by_role: dict[str, float] = {}
        for process in family:
            by_role[_role(process)] = by_role.get(_role(process), 0.0) + pss_mb(process.pid)
        figures = [
            Figure(f"memoria en reposo: {role}", value, "MB") for role, value in sorted(by_role.items())
        ]
        figures.append(Figure("memoria en reposo: todo el producto", sum(by_role.values()), "MB", TARGET_MB))
        figures.append(Figure("primer arranque hasta la dirección (con demostración)", product.ready_s, "s"))
        report("idle_memory", figures, processes=len(family), settle_s=SETTLE_S)


if __name__ == "__main__":
    main()
