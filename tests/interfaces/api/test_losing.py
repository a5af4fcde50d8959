"""Whatever dies in the middle of a payment, the same key again leaves exactly one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
import pytest

from caudal import migrations
from tests.interfaces.api.conftest import Api, furnish, serving
from tests.interfaces.api.test_receivables import debtor, owe
from tests.interfaces.api.test_refusing import holding, waiting
from tests.ledger import server

KEY = {"Idempotency-Key": "cobro-1"}


def ask(client: UUID) -> dict[str, object]:
    return {
        "client_id": str(client),
        "amount": {"amount": "100.00", "currency": "MXN"},
        "method": "transfer",
        "reference": "SPEI 1",
    }


def pay(who: httpx.Client, client: UUID) -> httpx.Response:
    return who.post("/v1/payments", json=ask(client), headers=KEY)


def one_and_the_same(api: Api, who: httpx.Client, client: UUID, debt: UUID) -> None:
    """The key again gives one payment, and once more the same one."""
    first, again = pay(who, client), pay(who, client)
    assert first.status_code == 201, first.text
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert api.query("select count(*), min(id::text) from payments") == [(1, first.json()["id"])]
    assert api.one("select count(*) from ledger.entries where kind = 'payment'") == 1
    assert api.one("select open from receivables where id = %s", debt) == 0


class TestAConnectionThatBreaks:
    @pytest.mark.parametrize("table", ["idempotency", "ledger.entries", "outbox"])
    def test_at_any_step(self, api: Api, table: str) -> None:
        client = debtor(api)
        debt = owe(api, client)
        who = api.as_("cajero")
        with holding(api, f"lock table {table} in exclusive mode"), ThreadPoolExecutor(1) as other:
            asked = other.submit(pay, who, client)
            waiting(api)
            api.query("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'")
            lost = asked.result(20)
        api.problem(lost, 503, "no-disponible")
        assert int(lost.headers["retry-after"]) > 0
        assert api.one("select count(*) from payments") == 0
        one_and_the_same(api, who, client, debt)


def test_a_server_that_stops_in_the_middle_and_starts_again() -> None:
    with server.started() as cluster:
        cluster.create_database()
        migrations.upgrade(cluster.url())
        furnish(cluster.url())
        with serving(cluster.url()) as api:
            client = debtor(api)
            debt = owe(api, client)
            who = api.as_("cajero")
            with closing(psycopg.connect(cluster.url())) as other, ThreadPoolExecutor(1) as pool:
                other.execute("lock table payments in exclusive mode")
                asked = pool.submit(pay, who, client)
                waiting(api)
                cluster.stop()
                api.problem(asked.result(30), 503, "no-disponible")
            api.problem(pay(who, client), 503, "no-disponible")
            api.problem(who.get("/v1/me"), 503, "no-disponible")
            cluster.start()
            one_and_the_same(api, who, client, debt)


@contextmanager
def process(module: str, database_url: str, home: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A process of the API; where it listens."""
    env = {
        **os.environ,
        "CAUDAL_DATABASE_URL": database_url,
        "CAUDAL_DATA_DIR": str(home),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    with socket.create_server(("127.0.0.1", 0)) as listening, (home / "api.log").open("ab") as output:
        argv = [sys.executable, "-m", module, "--fd", str(listening.fileno())]
        started = subprocess.Popen(
            argv, env=env, pass_fds=(listening.fileno(),), stdout=output, stderr=output
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            for _ in range(300):
                try:
                    httpx.get(f"{address}/healthz", timeout=2)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield address, started
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(15)


def test_a_process_killed_between_keeping_and_answering(api: Api, tmp_path: Path) -> None:
    client = debtor(api)
    debt = owe(api, client)
    bearer = {"Authorization": api.as_("cajero").headers["Authorization"]}
    with process("tests.interfaces.api.dying", api.database_url, tmp_path) as (address, started):
        opened = httpx.post(
            f"{address}/v1/sessions",
            json={"username": "cajero", "password": "clave de las pruebas"},
            timeout=30,
        )
        mine = {"Authorization": f"Bearer {opened.json()['access_token']}"}
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{address}/v1/payments", json=ask(client), headers=mine | KEY, timeout=30)
        assert started.wait(15) == -signal.SIGKILL
    kept = api.one("select id::text from payments")
    with httpx.Client(base_url=api.url, headers=bearer, timeout=30) as who:
        one_and_the_same(api, who, client, debt)
    assert api.one("select id::text from payments") == kept
