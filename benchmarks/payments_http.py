"""Payments over HTTP, as the product runs: two API processes, the worker beside them, durable commits.

Eight cashiers in five branches, each on a connection of its own, one payment after another: another client each
time, half of what is owed, in cash, by transfer or by card. The clients share the machine with the product.

    python3 run.py bench payments_http [SECONDS] [CASHIERS]
"""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import psycopg

from benchmarks.harness import Figure, percentile, report, server
from benchmarks.portfolio import Portfolio, fill
from caudal.commons.access import passwords

CLIENTS = 40_000
BRANCHES = 5
PROCESSES = 2
PASSWORD = secrets.token_urlsafe(12)
METHODS = ("cash", "transfer", "cash", "card", "cash", "transfer", "cash", "transfer", "cash", "cash")


@dataclass
class Till:
    """What one cashier saw: milliseconds of each payment, and refusals by their kind."""

    took_ms: list[float] = field(default_factory=list[float])
    refused: list[str] = field(default_factory=list[str])


@contextmanager
def product(url: str) -> Generator[tuple[str, str]]:
    """The API and the worker over `url`; yields their address and the token of a cashier."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        listening.set_inheritable(True)
        fd = listening.fileno()
        env = {**os.environ, "CAUDAL_DATABASE_URL": url, "CAUDAL_SECRET_KEY": secrets.token_hex(32)}
        env |= {"CAUDAL_LOG_LEVEL": "WARNING"}
        serve = [sys.executable, "-m", "caudal.interfaces.cli.serve", "--fd", str(fd)]
        children = [subprocess.Popen(serve, env=env, pass_fds=(fd,)) for _ in range(PROCESSES)]
        children.append(subprocess.Popen([sys.executable, "-m", "caudal.interfaces.worker.main"], env=env))
        try:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            yield address, enter(address, lambda: all(child.poll() is None for child in children))
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(30)


def fetch(link: http.client.HTTPConnection, token: str, path: str) -> tuple[float, bytes]:
    """What the product answers to a question, and how many milliseconds it took.

    Raises:
        RuntimeError: it isn't an answer.
    """
    began = time.perf_counter()
    link.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = link.getresponse()
    told = answer.read()
    took = (time.perf_counter() - began) * 1e3
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {told[:300]!r}")
    return took, told


def cashier(url: str) -> None:
    """Somebody who may enter and works in every branch.

    Reminders are switched off: preparing them is work of the night, not of the counter.
    """
    with psycopg.connect(url) as db:
        db.execute("update reminder_steps set active = false")
        db.execute(
            "insert into users (username, name, role, password_hash) values ('caja', 'Caja', 'duena', %s)",
            (passwords.hashed(PASSWORD),),
        )
        db.execute(
            "insert into user_branches select u.id, b.id from users u, branches b where u.username = 'caja'"
        )


def people(url: str) -> list[tuple[str, int, int]]:
    """A cashier who may enter, and what there is to charge: client, branch and cents owed."""
    cashier(url)
    with psycopg.connect(url) as db:
        return db.execute(
            "select party_id::text, branch_id, open from receivables order by md5(id::text)"
        ).fetchall()


def enter(address: str, alive: Callable[[], bool]) -> str:
    """The token of the cashier, once the API answers."""
    body = json.dumps({"username": "caja", "password": PASSWORD})
    while alive():
        asked = http.client.HTTPConnection(urlsplit(address).netloc, timeout=3)
        try:
            asked.request("POST", "/v1/sessions", body, {"Content-Type": "application/json"})
            answer = asked.getresponse()
            told = json.loads(answer.read())
            if answer.status == 201:
                return str(told["access_token"])
            raise RuntimeError(f"no entra: {told}")
        except (ConnectionError, TimeoutError):
            time.sleep(0.1)
        finally:
            asked.close()
    raise RuntimeError("la API no arrancó")


def charge(address: str, token: str, debts: Iterator[tuple[str, int, int]], until: float, till: Till) -> None:
    """One payment after another on one connection."""
    link = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    link.connect()
    link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for turn in count():
        if time.perf_counter() > until:
            break
        client, branch, cents = next(debts)
        method = METHODS[turn % len(METHODS)]
        asked = {
            "client_id": client,
            "amount": {"amount": f"{cents // 200}.{cents // 2 % 100:02d}", "currency": "COP"},
            "method": method,
        }
        if method != "cash":
            asked["reference"] = uuid4().hex
        headers = {
            "Authorization": f"Bearer {token}", "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()), "X-Branch": str(branch),
        }  # fmt: skip
        began = time.perf_counter()
        link.request("POST", "/v1/payments", json.dumps(asked), headers)
        answer = link.getresponse()
        told = answer.read()
        till.took_ms.append((time.perf_counter() - began) * 1e3)
        if answer.status != 201:
            till.refused.append(json.loads(told).get("type", str(answer.status)))
    link.close()


def round_(
    address: str, token: str, debts: Iterator[tuple[str, int, int]], cashiers: int, seconds: float
) -> list[Till]:
    """Every cashier at once for some seconds."""
    tills, until = [Till() for _ in range(cashiers)], time.perf_counter() + seconds
    threads = [threading.Thread(target=charge, args=(address, token, debts, until, till)) for till in tills]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tills


class Family:
    """The processes of the product and this one: what each spends, whoever else uses the machine."""

    def __init__(self, postgres: int) -> None:
        self._postgres, self._own = psutil.Process(postgres), psutil.Process()

    def cpu_s(self) -> dict[str, float]:
        """Processor seconds so far; backends that ended are counted in PostgreSQL's own."""
        found = {"API": 0.0, "trabajador": 0.0}
        for child in self._own.children():
            role = {"caudal.interfaces.cli.serve": "API", "caudal.interfaces.worker.main": "trabajador"}
            name = next((name for module, name in role.items() if module in child.cmdline()), None)
            if name:
                found[name] += sum(child.cpu_times()[:2])
        backends = self._postgres.children()
        found["PostgreSQL"] = sum(self._postgres.cpu_times()[:4]) + sum(
            sum(b.cpu_times()[:2]) for b in backends
        )
        found["cajeros"] = sum(self._own.cpu_times()[:2])
        return found


class Shared:
    """Debts handed out one by one to whoever asks."""

    def __init__(self, debts: list[tuple[str, int, int]]) -> None:
        self._debts, self._lock = iter(debts), threading.Lock()

    def __iter__(self) -> "Shared":
        return self

    def __next__(self) -> tuple[str, int, int]:
        with self._lock:
            return next(self._debts)


def main(seconds: int = 20, cashiers: int = 8) -> None:
    """Warm up, measure, and check that the books balance."""
    today = datetime.now(UTC).date()  # noqa: TID251 - the product's own clock
    with server() as cluster:
        url = cluster.url()
        fill(url, Portfolio(CLIENTS, CLIENTS, today, BRANCHES))
        debts = Shared(people(url))
        with product(url) as (address, token):
            round_(address, token, debts, cashiers, 3.0)
            family = Family(cluster.process.pid if cluster.process else 0)
            began, before = time.perf_counter(), family.cpu_s()
            tills = round_(address, token, debts, cashiers, float(seconds))
            took = time.perf_counter() - began
            spent = {name: value - before[name] for name, value in family.cpu_s().items()}
            alone = round_(address, token, debts, 1, 5.0)
            with psycopg.connect(url, autocommit=True) as db:
                done = time.perf_counter()
                while db.execute("select 1 from outbox where done_at is null limit 1").fetchone():
                    time.sleep(0.05)
                behind = time.perf_counter() - done
                kept = db.execute("select count(*) from payments").fetchone()
    samples = [each for till in tills for each in till.took_ms]
    refused = [each for till in tills for each in till.refused]
    single = alone[0].took_ms
    report(
        "payments_http",
        [
            Figure(f"cobros, {cashiers} cajeros", len(samples) / took, "1/s", 250, at_least=True),
            Figure(f"cobros, {cashiers} cajeros, p50", percentile(samples, 0.50), "ms"),
            Figure(f"cobros, {cashiers} cajeros, p95", percentile(samples, 0.95), "ms", 50),
            Figure(f"cobros, {cashiers} cajeros, p99", percentile(samples, 0.99), "ms"),
            Figure("un cajero solo, p50", percentile(single, 0.50), "ms"),
            Figure("un cajero solo, p95", percentile(single, 0.95), "ms"),
            Figure("avisos pendientes al terminar, hasta entregarse", behind, "s"),
            *(
                Figure(f"procesador por cobro: {name}", each / len(samples) * 1e3, "ms")
                for name, each in spent.items()
            ),
        ],
        processes=PROCESSES,
        refused=sorted(set(refused)),
        refusals=len(refused),
        kept=kept[0] if kept else 0,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
