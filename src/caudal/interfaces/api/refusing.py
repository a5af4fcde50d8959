"""How the house says no over HTTP: problem details (RFC 9457), in Spanish, with a reference to quote."""

import json
import logging
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from caudal.interfaces.api.spanish import pointer, said
from caudal.kernel.db import sqlstate
from caudal.kernel.logs import traced
from caudal.kernel.money import InvalidAmount, UnknownCurrency
from caudal.kernel.problems import Invalid, Problem, Unavailable

log = logging.getLogger("caudal.api")

RETRY_AFTER_S = 2
_REPEATABLE = ("40001", "40P01")
_BUSY = ("55P03", "57014")
_WHOLE = {"json_invalid": "el cuerpo no es JSON bien formado"}
_OF_MONEY = {each.type: each for each in (InvalidAmount, UnknownCurrency)}
MEDIA_TYPE = "application/problem+json"


class UnknownRoute(Problem):
    type, title, status = "ruta-desconocida", "Esa dirección no existe", 404


class WrongMethod(Problem):
    type, title, status = "metodo-no-permitido", "Esa dirección no admite ese método", 405


class TooLarge(Problem):
    type, title, status = "demasiado-grande", "Lo enviado es demasiado grande", 413


class WrongMediaType(Problem):
    type, title, status = "tipo-no-admitido", "El tipo de contenido no se admite", 415


class Unreadable(Problem):
    type, title, status = "cuerpo-ilegible", "El cuerpo de la solicitud no se pudo leer", 400


class Unexpected(Problem):
    type, title, status = "inesperado", "Ocurrió un error que no esperábamos", 500


_BY_STATUS: dict[int, type[Problem]] = {
    each.status: each for each in (UnknownRoute, WrongMethod, TooLarge, WrongMediaType, Unreadable)
}


def answer(problem: Problem, request: Request) -> Response:
    """`problem` as a response, with where it happened and the reference of the request."""
    body = problem.body()
    if not body.get("errors", True):
        del body["errors"]
    if not body["detail"]:
        del body["detail"]
    body["instance"] = request.url.path
    body["reference"] = reference(request)
    return Response(
        json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace"),
        problem.status,
        _headers(problem),
        MEDIA_TYPE,
    )


def reference(request: Request) -> str:
    """What to quote when asking about this request: it is in the log too."""
    return request.scope.get("state", {}).get("reference", "")


def of_error(error: Exception, request: Request) -> Problem:
    """The problem that an exception of ours or of others becomes."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, PoolTimeout):
        return Unavailable("Hay demasiadas solicitudes a la vez. Repita en unos segundos con la misma llave.")
    if isinstance(error, DBAPIError) and sqlstate(error) in (*_REPEATABLE, *_BUSY):
        return Unavailable("Otra operación ocupa esos datos. Repita en unos segundos con la misma llave.")
    if isinstance(error, DataError):
        tell(error, request)
        return Invalid("Hay un dato demasiado grande o con caracteres que no se pueden guardar")
    tell(error, request)
    return Unexpected("No se guardó nada. Si vuelve a pasar, avise con esta referencia.")


def repeatable(error: Exception) -> bool:
    """Whether the database undid it only because of somebody else, so that doing it again may work."""
    return isinstance(error, DBAPIError) and sqlstate(error) in _REPEATABLE


def tell(error: Exception, request: Request) -> None:
    """The exact traceback in the log, with the reference; what errors say is left out where it may hold data."""
    log.error(
        "error inesperado ref=%s %s %s\n%s",
        reference(request),
        request.method,
        _route(request),
        traced(error),
    )


def install(app: FastAPI) -> None:
    """Everything that can go wrong before, around or outside an act."""

    @app.exception_handler(Problem)
    def refused(request: Request, problem: Problem) -> Response:  # pyright: ignore[reportUnusedFunction]
        return answer(problem, request)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:  # pyright: ignore[reportUnusedFunction]
        return answer(_validation(request, error), request)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:  # pyright: ignore[reportUnusedFunction]
        return answer(_of_status(error), request)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:  # pyright: ignore[reportUnusedFunction]
        return answer(of_error(error, request), request)


def _validation(request: Request, error: RequestValidationError) -> Problem:
    found = cast("list[dict[str, Any]]", error.errors())
    kind = request.headers.get("content-type", "")
    if kind and "json" not in kind and any(e["type"] == "model_attributes_type" for e in found):
        return WrongMediaType("Mande el cuerpo como application/json")
    errors = [_one(e) for e in found]
    for slug, problem in _OF_MONEY.items():
        if all(e["type"] == slug for e in found):
            return problem(errors[0]["detail"], errors=errors)
    unreadable = next((e for e in found if e["type"] in _WHOLE), None)
    if unreadable is not None:
        return Unreadable(_WHOLE[unreadable["type"]].capitalize(), errors=errors)
    count = "un dato" if len(errors) == 1 else f"{len(errors)} datos"
    return Invalid(f"Hay {count} que corregir", errors=errors)


def _one(error: dict[str, Any]) -> dict[str, str]:
    if error["type"] in _WHOLE:
        return {"pointer": "", "detail": f"{_WHOLE[error['type']]} (posición {error['loc'][-1]})"}
    detail = said(error["type"], error.get("msg", ""), error.get("ctx") or {})
    return {"pointer": pointer(error["loc"]), "detail": detail}


def _of_status(error: HTTPException) -> Problem:
    known = _BY_STATUS.get(error.status_code, Unexpected)
    return known(error.detail if known is TooLarge else "")


def _headers(problem: Problem) -> dict[str, str]:
    headers: dict[str, str] = {"Cache-Control": "no-store"}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    wait = problem.facts.get("retry_after", RETRY_AFTER_S if problem.status == 503 else None)
    if wait is not None:
        headers["Retry-After"] = str(wait)
    return headers


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return getattr(route, "path", "") or "(sin ruta)"
