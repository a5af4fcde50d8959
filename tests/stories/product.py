"""The product as a person starts it, over a database of the test's own, on the day that the story needs.

    with running(url, at="2026-01-13T15:00:00Z") as product:      # with the demonstration
        product.client("cajero").post("/v1/payments", json={...})

It is `caudal run` in a process of its own: API, worker, scheduler and console. Nothing inside is touched.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

CAUDAL = [sys.executable, "-X", "utf8", "-m", "caudal.interfaces.cli.entry"]
DEMO = "caudal-demo"
PATIENCE_S = 60.0


@dataclass
class Product:
    """A running product; `told` is what it said on the terminal."""

    address: str
    told: str
    opened: list[httpx.Client] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, username: str = "", password: str = DEMO, *, branch: int | None = None) -> httpx.Client:
        """An integrator's client; without a name, somebody nobody knows."""
        headers = {"X-Branch": str(branch)} if branch else {}
        if username and username not in self.tokens:
            asked = {"username": username, "password": password}
            answer = httpx.post(f"{self.address}/v1/sessions", json=asked, timeout=30)
            assert answer.status_code == 201, answer.text
            self.tokens[username] = answer.json()["access_token"]
        if username:
            headers["Authorization"] = f"Bearer {self.tokens[username]}"
        client = httpx.Client(base_url=self.address, headers=headers, timeout=30)
        self.opened.append(client)
        return client

    def finished(self, client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
        """The job once it ended, asked for as an integrator does."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            found = client.get(f"/v1/jobs/{job['id']}").json()
            if found["state"] in {"done", "failed"}:
                return found
            time.sleep(0.1)
        raise AssertionError(f"no terminó: {found}")

    def rested(self) -> "Product":
        """The same, once the worker has done what it found to do when it started: the days that had ended."""
        duena, until = self.client("duena"), time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            jobs = duena.get("/v1/jobs").json()["items"]
            if jobs and all(job["state"] in {"done", "failed"} for job in jobs):
                return self
            time.sleep(0.1)
        raise AssertionError(f"no terminaron: {jobs}")


def caudal(url: str, *words: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """`caudal …` over the database at `url`."""
    env = {**os.environ, "CAUDAL_DATABASE_URL": url, **settings}
    return subprocess.run(
        [*CAUDAL, *words], input=given, env=env, capture_output=True, text=True, check=False
    )


@contextmanager
def running(url: str, *words: str, at: str, **settings: str) -> Generator[Product]:
    """`caudal run` over the database at `url`, with its clock at the instant `at` when it starts."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="caudal-") as folder:
        env = {
            **os.environ,
            "CAUDAL_DATABASE_URL": url,
            "CAUDAL_CLOCK": at,
            "CAUDAL_API_PROCESSES": "1",
            **settings,
        }
        process = subprocess.Popen(
            [*CAUDAL, "run", f"--port={port}", f"--data-dir={folder}", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
        )
        assert process.stdout is not None
        told: list[str] = []
        for line in process.stdout:
            told.append(line)
            if line.startswith("Para detenerlo"):
                break
        else:
            process.stdout.close()
            process.wait()
            pytest.fail("no arrancó:\n" + "".join(told))
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        product = Product(f"http://127.0.0.1:{port}", "".join(told))
        try:
            yield product
        finally:
            for client in product.opened:
                client.close()
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            drain.join(5)
            process.stdout.close()
            _tell(Path(folder))


def problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The body of a refusal, after checking that it is the one expected and has the shape of all (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"/problemas/{slug}", body
    assert (body["status"], bool(body["title"]), bool(body["detail"])) == (status, True, True), body
    assert body["instance"] == answer.request.url.path
    return body


def money(amount: str, currency: str = "MXN") -> dict[str, str]:
    """Money as the contract writes it."""
    return {"amount": amount, "currency": currency}


def _tell(folder: Path) -> None:
    """What the processes wrote, so that pytest shows it beside a failure."""
    for log in sorted(folder.glob("registros/*.log")):
        if written := log.read_text(encoding="utf-8", errors="replace").strip():
            print(f"── {log.name}\n{written[-4000:]}")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
