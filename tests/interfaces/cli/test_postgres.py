"""The supervisor of the embedded PostgreSQL, against a real one."""

import contextlib
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import caudal
from caudal.interfaces.cli import postgres, postgres_settings, processes
from caudal.interfaces.cli.postgres import Cluster, PostgresFailed
from tests import database
from tests.interfaces.cli import holder
from tests.interfaces.cli.conftest import wait_until

SOURCE = Path(caudal.__file__).parents[1]
PYTHONS = [Path(sys.executable), *Path("/usr/bin").glob("python3.1[1-9]")]


@pytest.fixture(scope="module")
def shared() -> Iterator[Cluster]:
    """One for the tests that only ask."""
    with tempfile.TemporaryDirectory(prefix="caudal-", dir=database.home()) as folder:
        Path(folder).chmod(0o755)
        made = Cluster(Path(folder) / "postgres", "una clave / con @ y ?")
        made.initialise()
        made.start()
        made.create_database()
        yield made
        made.stop()


@pytest.fixture
def cluster(open_folder: Path) -> Iterator[Cluster]:
    made = Cluster(open_folder / "postgres", "clave")
    made.initialise()
    made.start()
    made.create_database()
    yield made
    made.stop()


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


class Writer(threading.Thread):
    """Writes one row per transaction and remembers every number the server acknowledged."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.acknowledged = url, []
        with psycopg.connect(url) as connection:
            connection.execute("create table escrito (n int primary key)")

    def run(self) -> None:
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url) as connection:
            number = 0
            while True:
                number += 1
                connection.execute("insert into escrito values (%s)", [number])
                connection.commit()
                self.acknowledged.append(number)

    def lost(self) -> set[int]:
        with psycopg.connect(self.url) as connection:
            return set(self.acknowledged) - {n for (n,) in connection.execute("select n from escrito")}


class TestCluster:
    def test_is_what_the_product_counts_on(self, shared: Cluster) -> None:
        assert str(one(shared.url(), "show server_version")).startswith("18.")
        assert one(shared.url(), "show fsync") == "on"
        assert one(shared.url(), "show synchronous_commit") == "on"
        assert one(shared.url(), "show data_checksums") == "on"
        assert one(shared.url(), "select upper('ñandú')") == "ÑANDÚ"

    def test_listens_on_a_private_socket_only(self, shared: Cluster) -> None:
        assert one(shared.url(), "show listen_addresses") == ""
        assert shared.socket.stat().st_mode & 0o077 == 0
        assert shared.home.stat().st_mode & 0o077 == 0

    def test_asks_for_the_password_even_there(self, shared: Cluster) -> None:
        stranger = Cluster(shared.home, "otra")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger.url())

    def test_is_found_whatever_the_environment_says(
        self, shared: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PGPORT", "1")
        monkeypatch.setenv("PGHOST", "nadie.invalid")
        assert one(shared.url(), "select 1") == 1

    def test_starts_again_with_what_it_had(self, cluster: Cluster) -> None:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("create table queda as select 7 as n")
        cluster.stop()
        cluster.initialise()
        cluster.start()
        assert one(cluster.url(), "select n from queda") == 7

    def test_refuses_another_version(self, cluster: Cluster) -> None:
        (cluster.data / "PG_VERSION").write_text("16\n")
        with pytest.raises(PostgresFailed, match=r"PostgreSQL 16.*hace falta la 18"):
            cluster.initialise()
        (cluster.data / "PG_VERSION").write_text("18\n")

    def test_says_why_it_does_not_start(self, open_folder: Path) -> None:
        broken = Cluster(open_folder / "postgres", "clave")
        broken.initialise()
        with (broken.data / "postgresql.conf").open("a") as configuration:
            configuration.write("esto no existe = 1\n")
        with pytest.raises(PostgresFailed, match=r"(?s)syntax error.*Remedio"):
            broken.start()

    def test_keeps_the_socket_within_what_the_kernel_takes(self, open_folder: Path) -> None:
        deep = Cluster(open_folder / ("carpeta-" * 12) / "postgres", "clave")
        assert len(str(deep.socket)) < 100

    @pytest.mark.skipif(os.geteuid() != 0, reason="solo root cambia de cuenta")
    def test_does_not_run_as_root(self, shared: Cluster) -> None:
        assert shared.account is not None
        assert shared.data.stat().st_uid == shared.account.uid != 0


class TestAfterADisaster:
    def test_the_server_killed_under_writes_loses_nothing(self, cluster: Cluster) -> None:
        writer = Writer(cluster.url())
        writer.start()
        assert wait_until(lambda: len(writer.acknowledged) > 200)
        assert cluster.process is not None
        cluster.process.kill()
        cluster.process.wait()
        writer.join(10)
        cluster.start()
        assert writer.lost() == set()

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="lo hace el núcleo de Linux")
    def test_the_parent_killed_under_writes_leaves_no_process_and_loses_nothing(
        self, open_folder: Path
    ) -> None:
        home = open_folder / "postgres"
        parent = subprocess.Popen(
            [sys.executable, holder.__file__, str(home), "clave"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        cluster = Cluster(home, "clave")
        writer = Writer(cluster.url())
        writer.start()
        assert wait_until(lambda: len(writer.acknowledged) > 200)
        parent.kill()
        parent.wait()
        parent.stdout.close()
        assert wait_until(lambda: not processes.alive(server))
        writer.join(10)
        assert not (cluster.data / "postmaster.pid").exists()
        cluster.start()
        try:
            assert writer.lost() == set()
        finally:
            cluster.stop()

    def test_a_number_that_now_belongs_to_somebody_else_does_not_stop_it(self, cluster: Cluster) -> None:
        cluster.stop(0.0)
        lines = [str(os.getpid()), str(cluster.data), "0", "5432", str(cluster.socket), "", "", "ready"]
        (cluster.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
        cluster.start()
        assert one(cluster.url(), "select 1") == 1

    def test_a_server_left_without_parent_is_put_away_first(self, cluster: Cluster) -> None:
        assert cluster.process is not None
        orphan = cluster.process
        reaper = threading.Thread(target=orphan.wait)
        reaper.start()
        heir = Cluster(cluster.home, cluster.password)
        heir.start()
        reaper.join(10)
        assert orphan.returncode is not None
        assert one(heir.url(), "select 1") == 1
        heir.stop()


class TestReachable:
    def test_a_closed_home_is_not(self, tmp_path: Path) -> None:
        (tmp_path / "dentro").mkdir()
        tmp_path.chmod(0o700)
        assert not postgres.reachable(tmp_path / "dentro", uid=65534)

    def test_an_open_one_is(self, open_folder: Path) -> None:
        assert postgres.reachable(open_folder, uid=65534)


@pytest.mark.skipif(os.geteuid() != 0, reason="hace falta root para ser otra cuenta")
class TestAsAnOrdinaryAccount:
    def test_it_runs_as_that_account_and_dies_with_its_parent(self, open_folder: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        packages = Path(psycopg.__file__).parents[1]
        python = next((each for each in PYTHONS if postgres.reachable(each.resolve(), nobody.pw_uid)), None)
        if python is None or not all(postgres.reachable(each, nobody.pw_uid) for each in (SOURCE, packages)):
            pytest.skip("la cuenta sin privilegios no puede leer este entorno")
        os.chown(open_folder, nobody.pw_uid, nobody.pw_gid)
        parent = subprocess.Popen(
            [str(python), holder.__file__, str(open_folder / "postgres"), "clave"],
            stdout=subprocess.PIPE,
            text=True,
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            env={
                "PYTHONPATH": f"{SOURCE}{os.pathsep}{packages}",
                "HOME": str(open_folder),
                "PATH": os.defpath,
            },
        )
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        assert Path(f"/proc/{server}").stat().st_uid == nobody.pw_uid
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        assert wait_until(lambda: not processes.alive(server))


class TestMemory:
    @pytest.mark.parametrize(
        ("machine", "shared", "cached"), [(512, 128, 1024), (4096, 256, 2048), (65_536, 1024, 32_768)]
    )
    def test_a_part_of_the_machine_is_for_its_pages(self, machine: int, shared: int, cached: int) -> None:
        told = postgres_settings.settings(Path("/s"), Path("/l"), machine)
        assert f"\nshared_buffers = {shared}MB\n" in told
        assert f"\neffective_cache_size = {cached}MB\n" in told

    def test_a_container_has_what_it_was_given(self, tmp_path: Path) -> None:
        machine, group = postgres_settings.memory(tmp_path / "none"), tmp_path / "memory.max"
        group.write_text("268435456\n")
        assert postgres_settings.memory(group) == 256 < machine
        group.write_text("max\n")
        assert postgres_settings.memory(group) == machine
