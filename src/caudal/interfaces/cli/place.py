"""The data folder: where the database, the secrets and the logs of one installation live."""

import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import caudal
from caudal.interfaces.cli import postgres
from caudal.interfaces.cli.postgres import Cluster

_RELOCATED = Path("/var/lib/caudal")


class Refused(RuntimeError):
    """What was asked cannot be done now; the text says why and the remedy (Spanish)."""


class Place:
    """One data folder and what is in it.

    Args:
        root: the folder; made, private, when it is first needed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().absolute()
        self.logs = self.root / "registros"
        self._lock = self.root / "en-marcha.json"

    @classmethod
    def default(cls) -> "Place":
        """`CAUDAL_DATA_DIR`; else `.caudal` beside the source it runs from; else `~/.caudal`."""
        if told := os.environ.get("CAUDAL_DATA_DIR"):
            return cls(Path(told))
        checkout = Path(caudal.__file__).parents[2]
        return cls((checkout if (checkout / "run.py").exists() else Path.home()) / ".caudal")

    def make(self) -> None:
        """Create the folders.

        Raises:
            Refused: there is no permission to.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True, mode=0o700)
            (self.root / "secretos").mkdir(exist_ok=True, mode=0o700)
            (self.root / "secretos").chmod(0o700)
        except OSError as failure:
            raise Refused(
                f"No se puede escribir en la carpeta de datos {self.root} ({failure.strerror}).\n"
                "Remedio: elija otra con --data-dir, o dele permiso a su cuenta sobre esa."
            ) from failure

    # ── secrets ──────────────────────────────────────────────────────────────────────────────────────
    def secret(self, name: str) -> str:
        """A secret of this installation, made the first time; only its owner can read the file."""
        path = self.root / "secretos" / name
        try:
            return path.read_text(encoding="ascii")
        except FileNotFoundError:
            pass
        except PermissionError as failure:
            raise Refused(
                f"La carpeta de datos {self.root} es de otra cuenta.\n"
                "Remedio: ejecute Caudal con la misma cuenta que la creó, o elija otra con --data-dir."
            ) from failure
        fresh = path.with_suffix(".nuevo")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32), encoding="ascii")
        fresh.rename(path)
        return path.read_text(encoding="ascii")

    # ── the embedded database ──
    def cluster(self) -> Cluster:
        """The cluster of this folder.

        As root the server runs with another account; where that account could not walk down to the data
        folder (a closed home), the cluster lives under /var/lib/caudal and a link in the data folder says so.
        """
        home = self.root / "postgres"
        if os.geteuid() == 0 and not home.exists():
            account = postgres.account_for(home)
            if account and not postgres.reachable(self.root, account.uid):
                _RELOCATED.mkdir(parents=True, exist_ok=True)
                _RELOCATED.chmod(0o755)
                elsewhere = tempfile.mkdtemp(prefix="datos-", dir=_RELOCATED)
                home.symlink_to(elsewhere)
        return Cluster(home, self.secret("postgres"))

    # ── one at a time ────────────────────────────────────────────────────────────────────────────────
    @contextmanager
    def occupied(self) -> Generator[None]:
        """Hold this folder for one Caudal only; the lock disappears with the process that holds it.

        Raises:
            Refused: another one is running here.
        """
        self.make()
        with self._lock.open("a+", encoding="utf-8") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(self._who()) from None
            held.truncate(0)
            try:
                yield
            finally:
                held.truncate(0)

    def announce(self, **facts: object) -> None:
        """Write beside the lock what the others may want to know: process and address."""
        self._lock.write_text(json.dumps({"pid": os.getpid(), **facts}), encoding="utf-8")

    def announced(self) -> dict[str, object]:
        """What the one running here said of itself, or nothing."""
        try:
            return json.loads(self._lock.read_text(encoding="utf-8") or "{}")
        except (FileNotFoundError, ValueError):
            return {}

    def busy(self) -> bool:
        """Whether a Caudal is running on this folder."""
        try:
            with self._lock.open("r", encoding="utf-8") as held:
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except FileNotFoundError:
            return False
        return False

    def _who(self) -> str:
        told = self.announced()
        where = f", en {told['address']}" if told.get("address") else ""
        number = f" (proceso {told['pid']}{where})" if told.get("pid") else ""
        return (
            f"Caudal ya está en marcha con la carpeta {self.root}{number}.\n"
            "Remedio: use ese, deténgalo con Ctrl-C, o arranque otro con --data-dir y --port distintos."
        )


def place_of(data_dir: Path | None) -> Place:
    """The installation a command speaks of: the folder it names, or the usual one."""
    return Place(data_dir) if data_dir else Place.default()
