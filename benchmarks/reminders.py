"""Reminders of one day for a hundred thousand late debts: chosen, written, judged by the law, queued.

Each debt belongs to a client of its own with a telephone and a consent: nobody is spared by the law.

    python3 run.py bench reminders [DEBTS]
"""

import resource
import sys
from datetime import UTC, date, datetime

import psycopg

from benchmarks.harness import Figure, database, report, timed
from benchmarks.portfolio import Portfolio, fill
from caudal.commons.acts.opening import house_acting
from caudal.commons.messaging.channels import Sandbox
from caudal.commons.messaging.sending import send_due
from caudal.flows import reminders
from caudal.kernel.db import connect

TODAY = date(2026, 10, 6)
AT = datetime(2026, 10, 6, 15, tzinfo=UTC)  # Tuesday, ten in the morning in Bogotá
SENT = 5_000


def main(debts: int = 100_000) -> None:
    """Prepare the day, prepare it again, and send some of it."""
    with database() as url:
        fill(url, Portfolio(debts, clients=debts, today=TODAY, due="-1 - n % 120"))
        engine = connect(url)
        found: list[dict[str, int]] = []

        def prepare() -> None:
            with house_acting(engine, AT, branch_id=1, day=TODAY) as act:
                found.append(reminders.prepare_day(act, 1, TODAY))

        def send() -> None:
            report_ = send_due(lambda: house_acting(engine, AT), Sandbox(), reminders.still_due, limit=SENT)
            assert report_.sent == min(SENT, debts), report_

        first = timed(prepare)
        assert found[0]["queued"] == debts, found
        again, sending = timed(prepare), timed(send)
        assert not any(found[1].values()), found
        with psycopg.connect(url) as db:
            row = db.execute("select pg_total_relation_size('messages') / 1e6").fetchone()
        engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    report(
        "reminders",
        [
            Figure(
                f"{debts:,} recordatorios en la cola".replace(",", "."), first, "s", 30.0 * debts / 100_000
            ),
            Figure("el mismo día otra vez", again, "s"),
            Figure("envío al buzón de prueba", min(SENT, debts) / sending, "1/s"),
            Figure("tabla de mensajes", float(row[0]) if row else 0.0, "MB"),
            Figure("memoria máxima del proceso", peak, "MB"),
        ],
        result=found[0],
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
