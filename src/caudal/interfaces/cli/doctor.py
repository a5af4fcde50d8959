"""`caudal doctor`: looks at everything that usually goes wrong and says the remedy."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from typing import cast

import psycopg

from caudal.commons.acts.relay import MOST
from caudal.interfaces.cli import postgres
from caudal.interfaces.cli.database import opened
from caudal.interfaces.cli.place import Place, Refused
from caudal.interfaces.cli.postgres import PostgresFailed
from caudal.interfaces.cli.prepare import MINIMUM, NotReady
from caudal.interfaces.cli.run import answers
from caudal.kernel import clock
from caudal.kernel.settings import settings
from caudal.migrations.chain import level

_GIB = 2**30
_QUEUE = """
select count(*), min(coalesce(j.scheduled_at, e.at))
from jobs.procrastinate_jobs j
left join lateral (
  select min(at) as at from jobs.procrastinate_events e where e.job_id = j.id and e.type = 'deferred'
) e on true
where j.status = 'todo' and (j.scheduled_at is null or j.scheduled_at <= clock_timestamp())
"""


@dataclass(frozen=True)
class Finding:
    """What one check saw. `grade` is «bien», «aviso» or «falla»; a remedy goes with the last two."""

    grade: str
    name: str
    seen: str
    remedy: str = ""

    def line(self) -> str:
        sign = {"bien": "✓", "aviso": "!", "falla": "✗"}[self.grade]
        return f"{sign} {self.name}: {self.seen}" + (f"\n    Remedio: {self.remedy}" if self.remedy else "")


def examine(place: Place) -> Iterator[Finding]:
    """Every check, in the order in which one thing depends on another."""
    yield _versions()
    yield _folder(place)
    yield _disk(place)
    yield from _secrets(place)
    yield _product(place)
    yield _simulated_clock()
    try:
        with opened(place) as url, psycopg.connect(url, connect_timeout=10) as connection:
            for check in (_server, _migrations, _company, _clock, _queue, _events):
                yield _tolerant(check, connection)
    except (NotReady, Refused, PostgresFailed, psycopg.Error) as failure:
        seen, _, remedy = str(failure).partition("Remedio:")
        yield Finding("falla", "Base de datos", seen.strip(), remedy.strip() or "lea el mensaje y repita")


Connection = psycopg.Connection[tuple[object, ...]]


def _tolerant(check: Callable[[Connection], Finding], connection: Connection) -> Finding:
    try:
        with connection.transaction():
            return check(connection)
    except psycopg.Error as failure:
        return Finding("falla", "Base de datos", str(failure).strip(), "«caudal migrate» y repita")


def _versions() -> Finding:
    told = f"Caudal {metadata.version('caudal')}, Python {sys.version.split()[0]}"
    return Finding("bien", "Versiones", told)


def _folder(place: Place) -> Finding:
    if not place.root.exists():
        return Finding("bien", "Carpeta de datos", f"{place.root} (se creará al arrancar)")
    if not os.access(place.root, os.W_OK | os.X_OK):
        return Finding(
            "falla",
            "Carpeta de datos",
            f"{place.root}, sin permiso de escritura",
            "use la cuenta que la creó",
        )
    return Finding("bien", "Carpeta de datos", str(place.root))


def _disk(place: Place) -> Finding:
    there = next(folder for folder in (place.root, *place.root.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    grade = "falla" if free < _GIB else "aviso" if free < 5 * _GIB else "bien"
    remedy = "" if grade == "bien" else "libere espacio o mueva los datos con --data-dir"
    return Finding(grade, "Espacio en disco", f"{free / _GIB:.1f} GiB libres", remedy)


def _secrets(place: Place) -> Iterator[Finding]:
    for path in sorted((place.root / "secretos").glob("*")) if place.root.exists() else []:
        if path.stat().st_mode & 0o077:
            yield Finding("falla", "Permisos", f"otros pueden leer {path}", f"chmod 600 {path}")


def _product(place: Place) -> Finding:
    if not place.busy():
        return Finding(
            "aviso", "Producto", "no está en marcha en esta carpeta", "python3 run.py (o caudal run)"
        )
    told = place.announced()
    address = str(told.get("address", ""))
    host, _, port = address.removeprefix("http://").rpartition(":")
    if port.isdigit() and answers(host.strip("[]"), int(port)):
        return Finding("bien", "Producto", f"en marcha en {address} (proceso {told.get('pid')})")
    return Finding(
        "falla", "Producto", "en marcha, pero la API no responde", f"lea los registros de {place.logs}"
    )


def _simulated_clock() -> Finding:
    if settings().simulated_start is None:
        return Finding("bien", "Fecha", f"{clock.now():%d/%m/%Y %H:%M} UTC")
    return Finding(
        "aviso", "Fecha", f"simulada: {clock.now():%d/%m/%Y %H:%M} UTC", "quite CAUDAL_CLOCK para la real"
    )


def _server(connection: Connection) -> Finding:
    number = connection.info.server_version
    shown = f"PostgreSQL {number // 10000}.{number % 10000}"
    row = connection.execute(
        "select current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'"
    )
    if number < MINIMUM:
        return Finding("falla", "Base de datos", shown, f"use PostgreSQL {postgres.MAJOR} o posterior")
    if not (found := row.fetchone()) or not found[0]:
        remedy = "active fsync y full_page_writes: un corte de luz perdería pagos"
        return Finding("falla", "Base de datos", f"{shown}, sin escritura segura", remedy)
    return Finding("bien", "Base de datos", shown)


def _migrations(connection: Connection) -> Finding:
    last = level()
    row = connection.execute("select version_num from alembic_version").fetchone()
    has = str(row[0]) if row else "vacía"
    if not has.startswith(last):
        return Finding("falla", "Esquema", f"está en {has} y este programa usa {last}", "caudal migrate")
    return Finding("bien", "Esquema", f"al día ({has})")


def _company(connection: Connection) -> Finding:
    row = connection.execute("select name from companies order by id limit 1").fetchone()
    if row is None:
        remedy = "«caudal company» la funda; «caudal demo» carga una de demostración"
        return Finding("aviso", "Empresa", "todavía no hay ninguna", remedy)
    return Finding("bien", "Empresa", str(row[0]))


def _clock(connection: Connection) -> Finding:
    row = connection.execute("select clock_timestamp()").fetchone()
    if not row or settings().simulated_start:
        return Finding("bien", "Hora de la base", "no se compara con una fecha simulada")
    apart = abs(clock.now() - cast("datetime", row[0]))
    if apart > timedelta(seconds=2):
        return Finding(
            "aviso", "Hora de la base", f"a {apart} de la de esta máquina", "sincronice los relojes (NTP)"
        )
    return Finding("bien", "Hora de la base", "igual a la de esta máquina")


def _events(connection: Connection) -> Finding:
    row = connection.execute(
        "select count(*) filter (where attempts >= %s), count(*) from outbox where done_at is null", [MOST]
    ).fetchone()
    parked, waiting = row or (0, 0)
    if parked:
        remedy = "la API dice cuáles y por qué en /v1/events/parked; corrija la causa y pídalos otra vez"
        return Finding("aviso", "Avisos internos", f"{parked} apartados tras {MOST} intentos", remedy)
    return Finding("bien", "Avisos internos", f"{waiting} por entregar, ninguno apartado")


def _queue(connection: Connection) -> Finding:
    row = connection.execute(_QUEUE).fetchone()  # pyright: ignore[reportArgumentType]
    waiting, since = row or (0, None)
    if not waiting or since is None:
        return Finding("bien", "Trabajos", "ninguno espera")
    age = connection.execute("select clock_timestamp() - %s", [since]).fetchone()
    late = age[0] if age else timedelta()
    seen = f"{waiting} en espera, el más antiguo hace {str(late).split('.')[0]}"
    if isinstance(late, timedelta) and late > timedelta(minutes=10):
        return Finding(
            "aviso", "Trabajos", seen, "compruebe que el trabajador corre (registros/trabajador.log)"
        )
    return Finding("bien", "Trabajos", seen)
