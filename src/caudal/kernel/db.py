"""One database: engine, the role it runs as, and the only place that commits."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, MetaData, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from caudal.kernel.problems import Unavailable

APP_ROLE = "caudal_app"
SEARCH_PATH = "public,jobs"

_AWAY = ("08", "53", "57P", "25P03", "25P04")
"""SQLSTATEs of a connection lost, of no disk, memory or room left, and of a transaction ended for taking too long."""

_SCOPE = text(
    "select set_config('caudal.act', :act, true), set_config('caudal.actor', :actor, true),"
    " set_config('caudal.ip', :ip, true), set_config('caudal.reason', :reason, true),"
    " set_config('caudal.branches', :branches, true), set_config('caudal.all', :every, true)"
)

_TRIAL = text("select set_config('caudal.trial', cast(1 + floor(random() * 9000) as int)::text, true)")
"""What isn't kept spends no folio: see ``next_number`` in the database and :data:`caudal.kernel.ids.TRIAL`."""


class Table(DeclarativeBase):
    """Base of every mapped table. A number that doesn't say how wide it is travels as the widest."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """What the database must know of the act: for audit columns and for row-level security by branch."""

    act: UUID
    actor: int
    ip: str = ""
    reason: str = ""
    branches: tuple[int, ...] = ()
    every_branch: bool = False


def connect(url: str, *, pool_size: int = 8, role: str = APP_ROLE) -> Engine:
    """An engine whose connections run as `role`, so that row-level security holds even for a superuser login."""
    return create_engine(
        normalised(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=False,
        pool_recycle=1800,
        pool_use_lifo=True,
        connect_args={
            "options": f"-c role={role} -c search_path={SEARCH_PATH} -c timezone=UTC",
            "application_name": "caudal",
            "connect_timeout": 10,
        },
    )


def normalised(url: str) -> str:
    """`url` with the driver this house uses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


@contextmanager
def transaction(engine: Engine, scope: Scope | None = None, *, keep: bool = True) -> Generator[Session]:
    """One act, one transaction: commit on return, roll back on any exception or when `keep` is false.

    Raises:
        Unavailable: the database went away; nothing was acknowledged and the request may be repeated.
    """
    try:
        with Session(engine, expire_on_commit=False) as session:
            if not keep:
                session.execute(_TRIAL)
            if scope is not None:
                enter(session, scope)
            try:
                yield session
            except BaseException:
                session.rollback()
                raise
            if keep:
                session.commit()
            else:
                session.rollback()
    except DBAPIError as lost:
        if _gone(lost):
            engine.dispose()
            raise Unavailable(
                "La base de datos no responde. Repita en unos segundos con la misma llave."
            ) from lost
        raise


def enter(session: Session, scope: Scope) -> None:
    """Tell the database, for this transaction only, whose act it is and which branches it reaches."""
    session.execute(
        _SCOPE,
        {
            "act": str(scope.act),
            "actor": str(scope.actor),
            "ip": scope.ip,
            "reason": scope.reason,
            "branches": ",".join(map(str, scope.branches)),
            "every": "1" if scope.every_branch else "",
        },
    )


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's code of an error; empty when it isn't its own."""
    return getattr(error.orig, "sqlstate", None) or ""


def _gone(error: DBAPIError) -> bool:
    """Whether the connection was lost or the server has nothing left to work with, rather than a statement refused."""
    state = sqlstate(error)
    if not state:
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return error.connection_invalidated or state.startswith(_AWAY)
