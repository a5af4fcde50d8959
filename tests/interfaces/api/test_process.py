"""The API as a process, the way `caudal run` starts it: two of them over one socket."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.interfaces.api.conftest import PASSWORD, furnish


@pytest.fixture
def processes(
    database_url: str, tmp_path: Path
) -> Iterator[tuple[str, Path, list["subprocess.Popen[bytes]"]]]:
    furnish(database_url)
    log = tmp_path / "api.log"
    env = {**os.environ, "CAUDAL_DATABASE_URL": database_url, "CAUDAL_DATA_DIR": str(tmp_path)}
    with socket.create_server(("127.0.0.1", 0)) as listening, log.open("ab") as output:
        argv = [sys.executable, "-m", "caudal.interfaces.cli.serve", "--fd", str(listening.fileno())]
        started = [
            subprocess.Popen(argv, env=env, pass_fds=(listening.fileno(),), stdout=output, stderr=output)
            for _ in range(2)
        ]
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            for _ in range(300):
                try:
                    httpx.get(f"{address}/healthz", timeout=2)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield address, log, started
        finally:
            for each in started:
                each.send_signal(signal.SIGTERM)
            for each in started:
                each.wait(15)


def test_sessions_hold_in_all_of_them_and_the_log_names_nobody(
    processes: tuple[str, Path, list["subprocess.Popen[bytes]"]], tmp_path: Path
) -> None:
    """Without a key in the settings, both read the one that the first made."""
    address, log, started = processes
    asked = {"username": "cajero", "password": PASSWORD}
    opened = httpx.post(f"{address}/v1/sessions", json=asked, timeout=30)
    assert opened.status_code == 201
    bearer = {"Authorization": f"Bearer {opened.json()['access_token']}"}
    served: set[str] = set()
    for _ in range(100):
        answer = httpx.get(f"{address}/v1/me?q=Juan", headers=bearer, timeout=30)
        assert answer.status_code == 200
        served = set(re.findall(r"\[(\d+)\] caudal.access: GET /me 200", log.read_text(encoding="utf-8")))
        if len(served) == 2:
            break
    assert served == {str(each.pid) for each in started}
    assert (tmp_path / "secretos" / "clave-de-sesiones").exists()
    told = log.read_text(encoding="utf-8")
    assert re.search(r"POST /sessions 201 \d+ms ref=[0-9a-f]{12}", told)
    for secret in (PASSWORD, "cajero", "Juan", opened.json()["access_token"]):
        assert secret not in told
