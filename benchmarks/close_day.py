"""The close of a day over a large portfolio: three debts in four are late, one branch has them all.

The first close of a house finds every late debt at once; the next ones only what crossed a bucket that day.
Reminders are switched off here: they have a measure of their own.

    python3 run.py bench close_day [DEBTS…]
"""

import sys
from datetime import UTC, date, datetime, timedelta

import psycopg

from benchmarks.harness import Figure, database, report, timed
from benchmarks.portfolio import Portfolio, fill
from caudal.flows.end_of_day import close_day
from caudal.kernel.db import connect

TODAY = date(2026, 10, 5)
AT = datetime(2026, 10, 6, 6, tzinfo=UTC)
TARGETS = {1_000_000: 10.0, 100_000: 2.0}


def measure(debts: int) -> tuple[list[Figure], dict[str, object]]:
    """Close two days in a row over `debts` open debts, then the second again."""
    figures: list[Figure] = []
    facts: dict[str, object] = {}
    with database() as url:
        fill(url, Portfolio(debts, clients=max(1, debts // 4), today=TODAY))
        engine = connect(url)
        with psycopg.connect(url, autocommit=True) as watching:
            watching.execute("update reminder_steps set active = false")
            for name, day in (
                ("primer cierre", TODAY),
                ("cierre del día siguiente", TODAY + timedelta(days=1)),
                ("el mismo otra vez", TODAY + timedelta(days=1)),
            ):
                before = watching.execute("select pg_current_wal_lsn()").fetchone()
                found: dict[str, object] = {}

                def close(day: date = day, found: dict[str, object] = found) -> None:
                    found.update(close_day(engine, AT + (day - TODAY), 1, day))

                seconds = timed(close)
                wal = watching.execute(
                    "select pg_wal_lsn_diff(pg_current_wal_lsn(), %s) / 1e6", (before and before[0],)
                ).fetchone()
                title = f"{debts:,} deudas: {name}".replace(",", ".")
                figures.append(Figure(title, seconds, "s", TARGETS.get(debts)))
                figures.append(Figure(f"{title}, WAL", float(wal[0]) if wal else 0.0, "MB"))
                facts[title] = {"steps": found["steps"], "figures": found["figures"]}
                for step in found["steps"]:  # type: ignore[attr-defined]
                    print(f"  {title} · {step['name']}: {step['rows']} filas, {step['ms']} ms")
        engine.dispose()
    return figures, facts


def main(*sizes: int) -> None:
    """Measure every size and write it down."""
    figures: list[Figure] = []
    facts: dict[str, object] = {}
    for debts in sizes or tuple(TARGETS):
        more, told = measure(debts)
        figures += more
        facts |= told
    report("close_day", figures, **facts)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
