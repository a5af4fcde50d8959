"""The whole product, as a person starts it: `caudal run`, over the wire, killed without warning."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

import caudal
from tests import database
from tests.interfaces.cli.conftest import wait_until

ROOMS = ("flows", "interfaces/api", "commons/jobs")
if any(not list((Path(caudal.__file__).parent / room).glob("*.py")) for room in ROOMS):
    pytest.skip("el producto todavía no está completo", allow_module_level=True)

RUN = [sys.executable, "-X", "utf8", "-m", "caudal.interfaces.cli.entry", "run"]


@dataclass
class Product:
    process: subprocess.Popen[str]
    address: str
    told: str
    ready_s: float

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def client(self, username: str = "duena") -> httpx.Client:
        asked = {"username": username, "password": "caudal-demo"}
        answer = httpx.post(f"{self.address}/v1/sessions", json=asked, timeout=30)
        assert answer.status_code == 201, answer.text
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=f"{self.address}/v1", headers=bearer, timeout=30)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


@contextmanager
def running(data: Path, *arguments: str) -> Generator[Product]:
    port, began = free_port(), time.monotonic()
    process = subprocess.Popen(
        [*RUN, f"--port={port}", f"--data-dir={data}", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=dict(os.environ),
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
    product = Product(process, f"http://127.0.0.1:{port}", "".join(told), time.monotonic() - began)
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    drain.start()
    try:
        yield product
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        drain.join(5)
        process.stdout.close()


@pytest.fixture(scope="module")
def loaded() -> Iterator[Path]:
    """A data folder where the demo was already loaded once, with Caudal stopped."""
    with tempfile.TemporaryDirectory(prefix="caudal-", dir=database.home()) as folder:
        Path(folder).chmod(0o755)
        with running(Path(folder) / "datos") as first:
            assert "Contraseña de todos: caudal-demo" in first.told
            assert "duena" in first.told
        yield Path(folder) / "datos"


@pytest.fixture
def data(loaded: Path, open_folder: Path) -> Path:
    """A copy of it for one test."""
    subprocess.run(["cp", "-a", str(loaded), str(open_folder / "datos")], check=True)
    return open_folder / "datos"


def new_client(number: int) -> dict[str, object]:
    document = {"kind": "RFC", "number": f"XAXX{number:06d}AB{number % 10}", "country": "MX"}
    return {"name": f"Prueba {number}", "document": document, "phones": []}


class TestLife:
    def test_starts_in_seconds_and_serves_everything(self, data: Path) -> None:
        with running(data) as product:
            assert product.ready_s < 60  # five on a quiet machine: the benchmark has the figure
            assert httpx.get(f"{product.address}/healthz").status_code == 200
            assert httpx.get(f"{product.address}/readyz").status_code == 200
            with product.client() as client:
                assert client.get("/me").json()["username"] == "duena"
                assert client.get("/summary").status_code == 200

    def test_stops_when_asked_and_leaves_nobody(self, data: Path) -> None:
        with running(data) as product:
            family = product.family()
            assert len(family) >= 4
        assert product.process.returncode == 0
        assert gone(family)

    @pytest.mark.long
    def test_a_second_one_on_the_same_folder_is_told_where_the_first_is(self, data: Path) -> None:
        with running(data) as product:
            second = subprocess.run(
                [*RUN, f"--data-dir={data}", "--port=0"], capture_output=True, text=True, check=False
            )
            assert second.returncode == 1
            assert f"ya está en marcha con la carpeta {data}" in second.stdout
            assert product.address in second.stdout

    def test_a_taken_port_is_told_with_its_remedy(self, open_folder: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            asked = [*RUN, f"--data-dir={open_folder / 'datos'}", f"--port={port}"]
            told = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert f"El puerto {port} ya lo usa otro programa" in told.stdout
        assert f"--port {port + 1}" in told.stdout

    @pytest.mark.long
    def test_a_process_of_the_api_that_dies_is_replaced(self, data: Path) -> None:
        with running(data) as product:
            victims = [each for each in product.family() if "serve" in " ".join(each.cmdline())]
            for victim in victims:
                victim.kill()
            assert wait_until(lambda: _alive(product.address))
            fresh = [each for each in product.family() if "serve" in " ".join(each.cmdline())]
            assert wait_until(lambda: len(fresh) == len(victims) or bool(product.family()))

    @pytest.mark.long
    def test_survives_the_database_being_killed(self, data: Path) -> None:
        with running(data) as product, product.client() as client:
            server = next(each for each in product.family() if "-D" in each.cmdline())
            server.kill()
            assert wait_until(lambda: client.get("/me").status_code == 200)


def _alive(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="lo hace el núcleo de Linux")
class TestKilled:
    def test_leaves_no_process_and_loses_nothing_it_acknowledged(self, data: Path) -> None:
        acknowledged: list[str] = []

        def write(client: httpx.Client, first: int) -> None:
            for number in range(first, first + 10_000):
                try:
                    answer = client.post("/clients", json=new_client(number))
                except httpx.HTTPError:
                    return
                if answer.status_code == 201:
                    acknowledged.append(answer.json()["id"])

        with running(data) as product:
            clients = [product.client(), product.client()]
            writers = [
                threading.Thread(target=write, args=(client, 10_000 * index), daemon=True)
                for index, client in enumerate(clients)
            ]
            for writer in writers:
                writer.start()
            assert wait_until(lambda: len(acknowledged) > 40)
            family = product.family()
            product.process.kill()
            product.process.wait()
            assert wait_until(lambda: gone(family))
            for writer in writers:
                writer.join(30)
        with running(data) as again, again.client() as client:
            lost = [each for each in acknowledged if client.get(f"/clients/{each}").status_code != 200]
        assert lost == []
