"""The door: a route names a permission and gets an act; the transaction ends before the answer leaves.

    @router.post("/payments", status_code=201, operation_id="payments.take")
    @door("payments.take", key="required")
    def take(act: Act, ask: TakePayment) -> PaymentOut:
        '''Registra un cobro.'''

One thread hop, one transaction, one question to know who comes. What the function returns is the body as it is.
"""

import gzip
import hashlib
import inspect
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from fastapi import Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy.orm import Session

from caudal.commons.access import entrance
from caudal.commons.access.entrance import Visit
from caudal.commons.access.signing import note_refusal
from caudal.commons.access.tokens import Signer
from caudal.commons.acts import idempotency
from caudal.commons.acts.act import Act
from caudal.interfaces.api import refusing
from caudal.kernel import clock
from caudal.kernel.db import transaction
from caudal.kernel.problems import Forbidden, Invalid, Problem, Unavailable

SIGNED_IN = ""
"""In the place of a permission: whoever has a session, for what is their own."""

_REQUEST = "http_request"
_TRIES = 3
_PAUSE_S = 0.02
_LONGEST_REASON = 300
_LONG_LIST = 8_000
"""From this many bytes on, an answer to a question is worth compressing."""
_JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store"}
_TRUE, _FALSE = {"true", "1", "si", "sí"}, {"", "false", "0", "no"}

F = TypeVar("F", bound=Callable[..., Any])


class KeyRequired(Problem):
    type, title, status = "falta-llave", "Falta la llave de la operación", 400


@dataclass(slots=True)
class Plan:
    """What a route declared; `operation`, `status` and `writes` are filled from the route when the app is made."""

    permission: str
    key: Literal["required", "optional", "none"] = "optional"
    public: bool = False
    every_branch: bool = False
    operation: str = ""
    status: int = 200
    writes: bool = True


@dataclass(slots=True)
class Reply:
    """An answer with something more than its body."""

    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    status: int | None = None


@dataclass(slots=True)
class Errand:
    """One request on its way through the door."""

    plan: Plan
    request: Request
    given: dict[str, Any]
    visit: Visit
    key: str
    dry_run: bool
    act: Act | None = None


def door(
    permission: str,
    *,
    key: Literal["required", "optional", "none"] = "optional",
    public: bool = False,
    every_branch: bool = False,
) -> Callable[[F], F]:
    """Make a route of a function whose first parameter is the act.

    Args:
        permission: what the actor must hold; ``SIGNED_IN`` for what anybody does with their own.
        key: whether `Idempotency-Key` must come, may come, or is ignored (the answer holds a secret).
        public: nobody is asked who they are; the act is the house's own.
        every_branch: of a public door: the act sees every branch.
    """

    def decorate(function: F) -> F:
        plan = Plan(permission, key, public, every_branch)
        signature = inspect.signature(function, eval_str=True)
        act, *rest = signature.parameters.values()
        if act.annotation is not Act:
            raise TypeError(f"{function.__qualname__}: el primer parámetro debe ser «act: Act»")

        asked = next((each.name for each in rest if each.annotation is Request), "")

        def entered(**given: Any) -> Response:
            request: Request = given[asked] if asked else given.pop(_REQUEST)
            return _serve(plan, function, request, given)

        came = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        shown = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in rest]
        told = None if signature.return_annotation is Reply else signature.return_annotation
        entered.__signature__ = signature.replace(  # pyright: ignore[reportFunctionMemberAccess]
            parameters=shown if asked else [came, *shown], return_annotation=told
        )
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(entered, name, getattr(function, name))
        entered.__dict__.update(plan=plan, permission=permission, function=function)
        return cast("F", entered)

    return decorate


def _serve(plan: Plan, call: Callable[..., Any], request: Request, given: dict[str, Any]) -> Response:
    """The answer to a request, whatever happens."""
    try:
        errand = _errand(plan, request, given)
    except Problem as refused:
        return refusing.answer(refused, request)
    again = not plan.writes or bool(errand.key)
    attempt = 1
    while True:
        try:
            return _attempt(errand, call)
        except Exception as error:  # noqa: BLE001 - whatever it is, it has an answer
            first_touch = isinstance(error, Unavailable) and errand.act is None and attempt == 1
            if first_touch or (again and attempt < _TRIES and refusing.repeatable(error)):
                time.sleep(_PAUSE_S * attempt)
                attempt += 1
                continue
            problem = refusing.of_error(error, request)
            _note(errand, problem)
            return refusing.answer(problem, request)


def _attempt(errand: Errand, call: Callable[..., Any]) -> Response:
    """One act, one transaction: done and kept before the answer is given."""
    plan, errand.act = errand.plan, None
    with transaction(errand.request.app.state.engine, keep=not errand.dry_run) as session:
        act = errand.act = _arrive(errand, session)
        if not plan.public:
            entrance.admit(act, plan.permission)
        if errand.key:
            asked = _canonical(act, errand)
            first = idempotency.claim(act, errand.key, plan.operation, asked)
            if first is not None:
                return _repeated(first)
        response, problem = _answer(plan, errand, call(act, **errand.given))
        if errand.key and problem is None:
            body = json.loads(bytes(response.body)) if response.body else None
            idempotency.answer(act, errand.key, response.status_code, body)
    if errand.dry_run:
        response.headers["Dry-Run"] = "true"
    return response


def _arrive(errand: Errand, session: Session) -> Act:
    if errand.plan.public:
        return entrance.welcome(session, errand.visit, every_branch=errand.plan.every_branch)
    signer: Signer = errand.request.app.state.signer
    return entrance.arrive(session, errand.visit, signer)


def _answer(plan: Plan, errand: Errand, result: Any) -> tuple[Response, Problem | None]:
    """What the function returned, as it will travel. A problem returned, not raised, is kept."""
    if isinstance(result, Problem):
        return refusing.answer(result, errand.request), result
    if isinstance(result, Response):
        return result, None
    reply = result if isinstance(result, Reply) else Reply(result)
    status = reply.status or plan.status
    if reply.body is None:
        return Response(None, 204 if status == 200 else status, {**_NO_STORE, **reply.headers}), None
    body = to_json(reply.body)
    headers = {**_NO_STORE, **reply.headers}
    if (
        len(body) > _LONG_LIST
        and not plan.writes
        and "gzip" in errand.request.headers.get("accept-encoding", "")
    ):
        body = gzip.compress(body, 3, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, status, headers, _JSON), None


def _repeated(first: idempotency.Answer) -> Response:
    """The same answer as the first time."""
    body = b"" if first.body is None else json.dumps(first.body, ensure_ascii=False).encode()
    headers = {**_NO_STORE, "Idempotent-Replayed": "true"}
    return Response(body or None, first.status, headers, _JSON if body else None)


def _errand(plan: Plan, request: Request, given: dict[str, Any]) -> Errand:
    headers = request.headers
    dry_run = plan.writes and not plan.public and _flag(request.query_params.get("dry_run", ""))
    key = headers.get("idempotency-key", "") if plan.writes and plan.key != "none" else ""
    if plan.key == "required" and not key.strip() and not dry_run:
        raise KeyRequired(
            "Esta operación mueve dinero: mande Idempotency-Key, un UUID por operación",
            errors=[{"pointer": "header:Idempotency-Key", "detail": "falta"}],
        )
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    visit = Visit(
        bearer=bearer.strip() if scheme.lower() == "bearer" else "",
        at=clock.now(),
        ip=request.client.host if request.client else "",
        branch_id=_branch(headers.get("x-branch", "")),
        reason=_reason(headers.get("x-reason", "")),
        door="webhook" if plan.every_branch else "api",
    )
    return Errand(plan, request, given, visit, "" if dry_run else key, dry_run)


def _branch(told: str) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 5 and int(told)):
        raise Invalid(
            "X-Branch es el número de una sucursal",
            errors=[{"pointer": "header:X-Branch", "detail": "debe ser un número entero"}],
        )
    return int(told)


def _reason(told: str) -> str:
    """Header values travel as Latin-1; what people write is UTF-8."""
    try:
        return told.encode("latin-1").decode("utf-8")[:_LONGEST_REASON]
    except UnicodeError:
        return told[:_LONGEST_REASON]


def _flag(told: str) -> bool:
    if told.lower() not in _TRUE | _FALSE:
        raise Invalid(
            "dry_run es true o false",
            errors=[{"pointer": "/dry_run", "detail": "debe ser verdadero (true) o falso (false)"}],
        )
    return told.lower() in _TRUE


def _canonical(act: Act, errand: Errand) -> bytes:
    """What was asked, the same bytes for the same request: where, path and validated body, keys in order."""
    asked = {name: value for name, value in errand.given.items() if not isinstance(value, Request)}
    whole = json.loads(to_json(asked, fallback=fingerprint))
    return json.dumps([act.place.branch_id, whole], sort_keys=True, separators=(",", ":")).encode()


def fingerprint(value: Any) -> Any:
    """A file stands for its contents."""
    if isinstance(value, UploadFile):
        value.file.seek(0)
        found = hashlib.file_digest(cast("Any", value.file), "sha256").hexdigest()
        value.file.seek(0)
        return found
    raise TypeError(f"no se puede comparar un {type(value).__name__}")


def _note(errand: Errand, problem: Problem) -> None:
    """Write down in the book of acts what was refused; the act's own transaction is gone, so in another one."""
    act, plan = errand.act, errand.plan
    refused = isinstance(problem, Forbidden) or (plan.writes and not errand.dry_run)
    if act is None or plan.public or not refused or problem.status >= 500:
        return
    try:
        with transaction(errand.request.app.state.engine) as session:
            given = errand.given.items()
            asked = {name: _asked(value) for name, value in given if not isinstance(value, Request)}
            whole = asked.get("ask", asked) if len(asked) == 1 else asked
            note_refusal(entrance.elsewhere(session, act), plan.operation, problem, whole)
    except Exception as error:  # noqa: BLE001 - the refusal still has to be answered
        refusing.tell(error, errand.request)


def _asked(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(warnings=False)
    return value.filename if isinstance(value, UploadFile) else value
