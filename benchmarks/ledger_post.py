"""How many entries a second the journal takes, durable, against pgbench on the same server.

A payment is what is posted: two lines, a client, a document and a source. Clients share the machine.

    python3 run.py bench ledger_post [SECONDS_PER_ROUND] [ROUNDS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg

from benchmarks.harness import Figure, report, server
from caudal.interfaces.cli import postgres
from caudal.interfaces.cli.postgres import Cluster
from tests.ledger import server as journals
from tests.ledger.books import Books

SCOPE = "-c role=caudal_app -c caudal.actor=7 -c caudal.all=1 -c caudal.branches="
POST = """\\set branch random(1, 20)
\\set money random(100, 1000000)
select entry_id from ledger.post(gen_random_uuid(), (:branch)::smallint, '2026-10-05', 'payment',
  array[{debit}, {credit}], array[(:money)::bigint, -(:money)::bigint], array['MXN', 'MXN']::char(3)[],
  null, null, array[null, uuidv7()], array[null, uuidv7()], 'payments:' || uuidv7());
"""
BATCH = """
    select posted from ledger.post_many(
      (select array_agg(gen_random_uuid()) from generate_series(1, %(n)s)),
      (select array_agg((1 + g %% 20)::smallint) from generate_series(1, %(n)s) g),
      array_fill(date '2026-10-05', array[%(n)s]), array_fill('opening'::text, array[%(n)s]),
      (select array_agg('intake:' || uuidv7()) from generate_series(1, %(n)s)),
      array_fill(null::text, array[%(n)s]),
      %(entry)s::int[], %(accounts)s::int[], %(amounts)s::bigint[], l_parties => %(parties)s::uuid[],
      l_docs => %(docs)s::uuid[])
"""


def run(cluster: Cluster, arguments: list[str], options: str = "") -> str:
    """What pgbench prints."""
    told = subprocess.run(
        [str(cluster.bin / "pgbench"), "-h", str(cluster.socket), "-U", postgres.SUPERUSER, *arguments],
        env={**os.environ, "PGPASSWORD": cluster.password, "LC_ALL": "C", "PGOPTIONS": options},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ERROR" not in told.stderr, told.stderr[:400]
    return told.stdout


def pgbench(cluster: Cluster, database: str, script: list[str], clients: int, seconds: int) -> float:
    """Transactions per second of a script, prepared statements, two threads."""
    asked = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), *script, database]
    told = run(cluster, asked, SCOPE if database == "journal" else "")
    return float(told.split("tps = ")[1].split()[0])


def batches(cluster: Cluster, books: Books, clients: int, size: int, seconds: int) -> float:
    """Entries per second of ledger.post_many, `size` entries to a commit."""
    done = [0] * clients
    until = time.perf_counter() + seconds
    lines = [i for i in range(1, size + 1) for _ in range(2)]
    given = {
        "n": size,
        "entry": lines,
        "accounts": [books.ids["AR"], books.ids["SALES"]] * size,
        "amounts": "{" + ",".join(f"{100 + i},{-100 - i}" for i in range(size)) + "}",
    }

    def work(number: int) -> None:
        with psycopg.connect(cluster.url("journal"), autocommit=True, options=SCOPE) as db:
            ids = db.execute("select array_agg(uuidv7()) from generate_series(1, %s)", (size,)).fetchone()
            assert ids
            each = [x for one in ids[0] for x in (one, None)]
            while time.perf_counter() < until:
                row = db.execute(BATCH, {**given, "parties": each, "docs": each}).fetchone()
                assert row == (size,)
                done[number] += size

    threads = [threading.Thread(target=work, args=(i,)) for i in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def main(seconds: int = 5, rounds: int = 3) -> None:
    """Interleave the measures round by round and keep the median of each."""
    found: dict[str, list[float]] = {}
    with server(migrated=False) as cluster, tempfile.TemporaryDirectory() as folder:
        books = Books(journals.create(cluster, "journal"))
        cluster.create_database("yardstick")
        run(cluster, ["-i", "-q", "-s", "10", "yardstick"])
        scripts = {
            "post": POST.format(debit=books.ids["BANK"], credit=books.ids["AR"]),
            "post, guarded tills": POST.format(debit=books.ids["CASH_T"], credit=books.ids["AR"]),
        }
        for name, script in scripts.items():
            (Path(folder) / f"{name}.sql").write_text(script, encoding="utf-8")
        for _ in range(rounds):
            for clients in (1, 8):
                tag = f"{clients} client" + "s" * (clients > 1)
                for name in scripts:
                    tps = pgbench(cluster, "journal", ["-f", f"{folder}/{name}.sql"], clients, seconds)
                    found.setdefault(f"{name}, {tag}", []).append(tps)
                tps = pgbench(cluster, "yardstick", ["-N"], clients, seconds)
                found.setdefault(f"pgbench simple-update, {tag}", []).append(tps)
            for clients in (1, 4):
                tag = f"{clients} client" + "s" * (clients > 1)
                found.setdefault(f"post_many by 1000, {tag}", []).append(
                    batches(cluster, books, clients, 1000, seconds)
                )
        entries = books.one("select count(*) from ledger.entries")
        began = time.perf_counter()
        books.seal()
        sealing = time.perf_counter() - began
        books.end()
    medians = {name: statistics.median(values) for name, values in found.items()}
    targets = {"post, 1 client": 1500, "post, 8 clients": 4000, "post_many by 1000, 1 client": 20000}
    figures = [
        Figure(name, value, "1/s", targets.get(name), at_least=True) for name, value in medians.items()
    ]
    for tag in ("1 client", "8 clients"):
        ratio = 100 * medians[f"post, {tag}"] / medians[f"pgbench simple-update, {tag}"]
        figures.append(Figure(f"post, share of pgbench, {tag}", ratio, "%", 50, at_least=True))
    figures.append(Figure("seal, per entry", sealing / entries * 1e6, "µs"))
    report("ledger_post", figures, rounds=found, entries=entries, seconds_per_round=seconds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
