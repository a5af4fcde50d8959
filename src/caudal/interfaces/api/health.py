"""Whether it lives, whether it can work, and its own description."""

import json
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Engine, text

from caudal.kernel.db import transaction
from caudal.kernel.problems import Problem
from caudal.migrations.chain import level

router = APIRouter()

_STATE = text(
    "select (select version_num from alembic_version) as level,"
    " coalesce((select bool_or(demo) from companies), false) as demo,"
    " (select name from companies order by id limit 1) as company,"
    " (select coalesce(array_agg(username order by id), '{}') from users where demo and active) as demo_users"
)


@router.get("/healthz", include_in_schema=False)
async def alive() -> Response:
    """Vive: no pregunta a nadie más."""
    return Response(b'{"ok":true}', media_type="application/json")


@router.get("/readyz", include_in_schema=False)
def ready(request: Request) -> Response:
    """Puede trabajar: la base responde y está al nivel de esta versión."""
    state: dict[str, Any] = {"ready": False, "demo": False, "version": version()}
    try:
        state |= _look(request.app.state.engine)
    except Problem as lost:
        state["detail"] = lost.detail
    except Exception as error:  # noqa: BLE001 - not ready, whatever the reason
        state["detail"] = f"La base de datos no está lista ({type(error).__name__})"
    return _json(state, 200 if state["ready"] else 503)


@router.get("/v1/openapi.json", include_in_schema=False)
async def described(request: Request) -> Response:
    """La descripción OpenAPI 3.1 de la API."""
    describe: Callable[[], bytes] = request.app.state.described
    return Response(describe(), media_type="application/json", headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the product; one run from its source without installing it has none."""
    try:
        return metadata.version("caudal")
    except metadata.PackageNotFoundError:
        return "0"


def _look(engine: Engine) -> dict[str, Any]:
    with transaction(engine) as session:
        row = session.execute(_STATE).one()
    state = {"demo": row.demo, "company": row.company, "demo_users": list(row.demo_users)}
    if row.level != level():
        return state | {"ready": False, "detail": "El esquema de la base es de otra versión: caudal migrate"}
    return state | {"ready": True}


def _json(body: dict[str, Any], status: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = "2"
    return Response(json.dumps(body, ensure_ascii=False).encode(), status, headers, "application/json")
