"""`caudal run`: the parent of every process of the product.

It imports almost nothing, because it stays in memory all day doing nothing but watching. Order of birth:
database, preparation (migrations, demo), API and worker. Order of death: API and worker, then database, so
that nobody is left talking to a server that is gone.
"""

import argparse
import errno
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from caudal.interfaces.cli import postgres, processes
from caudal.interfaces.cli.place import Place, Refused
from caudal.interfaces.cli.postgres import Cluster, PostgresFailed
from caudal.interfaces.cli.processes import Falls, Kept, Launch

_READY_WITHIN_S = 60.0
_PYTHON = [sys.executable, "-X", "utf8"]


class Stop(BaseException):
    """Somebody asked us to finish: Ctrl-C, a closed terminal, or the system."""


@dataclass(frozen=True)
class Options:
    """What `caudal run` was asked."""

    place: Place
    host: str
    port: int
    with_demo: bool
    api_processes: int
    external_url: str

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"


class _Spanish(argparse.ArgumentParser):
    """The library speaks English; whoever reads this does not have to."""

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Uso:", 1).replace("\noptions:", "\nOpciones:", 1)

    def error(self, message: str) -> NoReturn:
        what = message.replace("expected one argument", "falta su valor").replace("argument ", "")
        told = what.rpartition(": ")[2] if "falta su valor" not in what else what
        self.exit(
            2, f"No se entiende la orden: {told}.\nRemedio: «caudal run --help» dice cómo se escribe.\n"
        )


def parser() -> argparse.ArgumentParser:
    """The options of `caudal run`; the environment (`CAUDAL_*`) gives the values that are not said."""
    made = _Spanish(
        prog="caudal run",
        description="Pone en marcha Caudal: base de datos, API, trabajador y consola.",
        add_help=False,
        allow_abbrev=False,
    )
    made.add_argument("-h", "--help", action="help", help="muestra esta ayuda")
    add = made.add_argument
    port = int(os.environ.get("CAUDAL_PORT", "8000"))
    host = os.environ.get("CAUDAL_HOST", "127.0.0.1")
    add("--data-dir", type=Path, metavar="CARPETA", help="carpeta de datos (base, secretos, registros)")
    add("--port", type=int, default=port, metavar="PUERTO", help=f"puerto de la consola y la API ({port})")
    add("--host", default=host, metavar="DIRECCIÓN", help=f"dirección en la que escucha ({host})")
    add("--no-demo", action="store_true", help="no cargar la empresa de demostración")
    return made


def parse(arguments: Sequence[str]) -> Options:
    """Options of the command line; the environment (`CAUDAL_*`) fills what is not said."""
    asked = parser().parse_args(arguments)
    return Options(
        place=Place(asked.data_dir) if asked.data_dir else Place.default(),
        host=asked.host,
        port=asked.port,
        with_demo=not asked.no_demo,
        api_processes=max(1, int(os.environ.get("CAUDAL_API_PROCESSES", "2"))),
        external_url=os.environ.get("CAUDAL_DATABASE_URL", ""),
    )


def say(text: str) -> None:
    """A line for the person at the terminal, who may have closed it."""
    try:
        print(text, flush=True)
    except (BrokenPipeError, OSError):
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process


def listen(host: str, port: int, patience_s: float = 2.0) -> socket.socket:
    """Open the socket before anything else starts, so that a taken port costs nothing.

    It insists for `patience_s` seconds: a Caudal killed a moment ago may still be leaving.

    Raises:
        Refused: the port is taken, needs privileges, or the address is not of this machine.
    """
    until = time.monotonic() + patience_s
    while True:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(512)
        except (OSError, OverflowError) as failure:
            listening.close()
            if getattr(failure, "errno", None) == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.1)
                continue
            raise Refused(_why_not(host, port, failure)) from failure
        return listening


def _why_not(host: str, port: int, failure: Exception) -> str:
    if isinstance(failure, OverflowError):
        return f"{port} no es un puerto.\nRemedio: use uno entre 1024 y 65535 con --port."
    if isinstance(failure, PermissionError):
        return f"El puerto {port} necesita privilegios.\nRemedio: use uno desde 1024 con --port."
    if getattr(failure, "errno", None) == errno.EADDRINUSE:
        return (
            f"El puerto {port} ya lo usa otro programa.\n"
            f"Remedio: ciérrelo, o use otro puerto: --port {port + 1}"
        )
    return f"«{host}» no es una dirección de esta máquina ({failure}).\nRemedio: use --host 127.0.0.1."


class House:
    """Everything that runs, and how it is put away."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.place = options.place
        self.cluster: Cluster | None = None
        self.database_falls = Falls()
        self.listening: socket.socket | None = None  # kept open: a process started again needs it
        self.kept: list[Kept] = []
        self.env = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "CAUDAL_DATA_DIR": str(self.place.root),
            "CAUDAL_HOST": options.host,
            "CAUDAL_PORT": str(options.port),
        }

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────
    def open(self) -> None:
        """Start everything, in order, telling each step."""
        self.listening = listen(self.options.host, self.options.port)
        self.env.setdefault("CAUDAL_SECRET_KEY", self.place.secret("clave-de-sesiones"))
        self._open_database()
        prepared = self._prepare()
        began = time.monotonic()
        descriptor = self.listening.fileno()
        for number in range(1, self.options.api_processes + 1):
            serve = ["-m", "caudal.interfaces.cli.serve", "--fd", str(descriptor)]
            self._keep(f"api-{number}", serve, (descriptor,))
        self._keep("trabajador", ["-m", "caudal.interfaces.worker.main"])
        self._wait_for_answer()
        say(f"  · API y trabajador en marcha ({_seconds(began)})")
        self.place.announce(address=self.options.address)
        self._welcome(prepared["demo_users"], founded=prepared["founded"])

    def _open_database(self) -> None:
        if self.options.external_url:
            self.env["CAUDAL_DATABASE_URL"] = self.options.external_url
            say("  · Base de datos propia (CAUDAL_DATABASE_URL)")
            return
        began = time.monotonic()
        self.cluster = self.place.cluster()
        if not self.cluster.exists():
            say(f"  · Creando la base de datos en {self.cluster.home}…")
        self.cluster.initialise()
        self.cluster.start()
        self.cluster.create_database()
        self.env["CAUDAL_DATABASE_URL"] = self.cluster.url()
        say(f"  · PostgreSQL {postgres.version(self.cluster)} en marcha ({_seconds(began)})")

    def _prepare(self) -> dict[str, Any]:
        answer = self.place.root / "preparado.json"
        arguments = ["-m", "caudal.interfaces.cli.prepare", "--answer", str(answer)]
        if not self.options.with_demo:
            arguments.append("--no-demo")
        done = processes.spawn(Launch([*_PYTHON, *arguments], env=self.env, inherit_output=True))
        if done.wait() != 0:
            raise Refused("La base de datos no quedó lista.\nRemedio: el mensaje anterior dice la causa.")
        return json.loads(answer.read_text(encoding="utf-8"))

    def _keep(self, name: str, arguments: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        log = self.place.logs / f"{name}.log"
        if log.exists() and log.stat().st_size > 10_000_000:
            log.replace(log.with_suffix(".log.1"))
        kept = Kept(name, Launch(argv=[*_PYTHON, *arguments], env=self.env, output=log, pass_fds=pass_fds))
        kept.start()
        self.kept.append(kept)

    def _wait_for_answer(self) -> None:
        until = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < until:
            self._watch_once()
            if answers(self.options.host, self.options.port):
                return
        raise Refused(f"La API no respondió en {_READY_WITHIN_S:.0f} s.\n{self._tails()}")

    def _welcome(self, users: list[str], *, founded: bool) -> None:
        say(f"\nCaudal está listo en {self.options.address}")
        if users:
            say(f"Usuarios de la demostración: {', '.join(users)}\nContraseña de todos: caudal-demo")
        if not founded:
            say(f"Todavía no hay empresa. Fúndela desde otra terminal: {self._founding()}")
        if self.options.host not in {"127.0.0.1", "::1", "localhost"}:
            say("Aviso: escucha fuera de esta máquina y sin cifrado; ponga delante un proxy con TLS.")
        say("Para detenerlo: Ctrl-C")

    def _founding(self) -> str:
        """The command that founds a company here, as it can be pasted."""
        program = Path(sys.executable).with_name("caudal")
        usual = self.place.root == Place.default().root
        folder = "" if usual else f" --data-dir {shlex.quote(str(self.place.root))}"
        database = "CAUDAL_DATABASE_URL=… " if self.options.external_url else ""
        return f"{database}{shlex.quote(os.path.relpath(program))} company{folder}"

    # ── watching ─────────────────────────────────────────────────────────────────────────────────────
    def watch(self) -> NoReturn:
        """Look after the children until somebody asks us to stop, or until one cannot be kept alive."""
        while True:
            self._watch_once()
            time.sleep(0.3)

    def _watch_once(self) -> None:
        cluster = self.cluster
        if cluster and cluster.process and cluster.process.poll() is not None:
            if self.database_falls.note() is None:
                raise Refused(f"PostgreSQL se cae una y otra vez.\n{processes.tail(cluster.output)}")
            say("PostgreSQL se detuvo sin que se le pidiera; se arranca de nuevo.")
            cluster.start()
        for kept in self.kept:
            if kept.fallen():
                code = kept.process.returncode if kept.process else 0
                wait_s = kept.note_fall()
                if wait_s is None:
                    raise Refused(f"«{kept.name}» se cae una y otra vez.\n{self._tails(kept.name)}")
                say(f"«{kept.name}» terminó (código {code}); se arranca de nuevo en {_text(wait_s)}.")
            elif kept.due():
                kept.start()

    def _tails(self, name: str = "") -> str:
        shown = [kept for kept in self.kept if not name or kept.name == name]
        logs = [
            f"{kept.launch.output}:\n{processes.tail(kept.launch.output)}"
            for kept in shown
            if kept.launch.output
        ]
        return "\n".join(logs)

    # ── closing ──────────────────────────────────────────────────────────────────────────────────────
    def close(self) -> None:
        """First those who write, then the database."""
        running = [kept.process for kept in self.kept if kept.process and kept.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 10.0
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.cluster:
            self.cluster.stop()


def answers(host: str, port: int) -> bool:
    """Whether the API says it is alive, asked the simplest way there is."""
    target = "127.0.0.1" if host in {"0.0.0.0", ""} else "::1" if host == "::" else host  # noqa: S104 - compared
    try:
        with socket.create_connection((target, port), timeout=0.5) as asked:
            asked.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return asked.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False


def _seconds(began: float) -> str:
    return _text(time.monotonic() - began)


def _text(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",")


def _stop(number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stop(number)


def main(arguments: Sequence[str]) -> int:
    """Run the product until it is told to stop; returns the exit code."""
    options = parse(arguments)
    if not postgres.supported():
        say("Caudal corre en Linux y macOS. En Windows, use WSL 2.")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    code = 0
    house = House(options)
    try:
        with options.place.occupied():
            try:
                say(f"Caudal · datos en {options.place.root}")
                house.open()
                house.watch()
            except Stop:
                say("\nDeteniendo…")
            finally:
                house.close()
    except Stop:
        pass
    except (Refused, PostgresFailed) as refused:
        say(f"\nNo se pudo poner en marcha. {refused}")
        code = 1
    else:
        say("Todo detenido; no quedó ningún proceso.")
    return code
