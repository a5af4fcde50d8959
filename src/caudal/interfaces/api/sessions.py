"""Signing in, staying signed in, leaving, and who one is."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.params import Depends
from pydantic import Field

from caudal.commons.access import queries, signing
from caudal.commons.access.queries import UserRecord
from caudal.commons.access.signing import Opened, SignIn
from caudal.commons.access.tokens import Signer
from caudal.commons.acts.act import Act
from caudal.interfaces.api.door import SIGNED_IN, Reply, door
from caudal.interfaces.api.shapes import Ask, Out
from caudal.kernel.problems import Forbidden, Problem
from caudal.kernel.settings import Settings

router = APIRouter(tags=["sessions"])

COOKIE = "caudal_refresh"
_PATH = "/v1/sessions"


class SignInAsk(Ask):
    username: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)


class BranchOut(Out):
    id: int
    name: str
    country: str
    currency: str
    time_zone: str


class UserOut(Out):
    """A person. `branch_id`: where their acts happen unless `X-Branch` says otherwise. `locked_until`: in the list."""

    id: int
    username: str
    name: str
    role: str
    role_name: str
    branches: list[BranchOut]
    branch_id: int | None
    permissions: list[str]
    business_date: date
    active: bool
    last_seen_at: datetime | None
    locked_until: datetime | None = None


class SessionOut(Out):
    """An open session; the refresh token travels apart, in a cookie scripts can't read."""

    access_token: str
    token_type: str
    expires_in: int
    user: UserOut


def carried(request: Request) -> Request:
    """The request itself, for what travels outside body and path."""
    if request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise Forbidden("Las sesiones no se abren desde otro sitio")
    return request


Carried = Annotated[Request, Depends(carried)]


@router.post("/sessions", status_code=201, operation_id="sessions.open")
@door(SIGNED_IN, public=True, key="none")
def open_session(act: Act, ask: SignInAsk, request: Carried) -> SessionOut:
    """Abre una sesión con usuario y contraseña."""
    config: Settings = request.app.state.settings
    asked = SignIn(ask.username, ask.password)
    return _reply(act, request, signing.open_session(act, asked, timedelta(days=config.refresh_days)))


@router.post("/sessions/refresh", status_code=201, operation_id="sessions.refresh")
@door(SIGNED_IN, public=True, key="none")
def refresh(act: Act, request: Carried) -> SessionOut:
    """Renueva la sesión con la cookie; cada una sirve una sola vez."""
    config: Settings = request.app.state.settings
    token = request.cookies.get(COOKIE, "")
    return _reply(act, request, signing.refresh(act, token, timedelta(days=config.refresh_days)))


@router.delete("/sessions/current", status_code=204, operation_id="sessions.close")
@door(SIGNED_IN, public=True, key="none")
def close(act: Act, request: Carried) -> Reply:
    """Cierra la sesión de la cookie o de la credencial; si ya estaba cerrada, no pasa nada."""
    signing.close_session(act, request.cookies.get(COOKIE, ""))
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    signer: Signer = request.app.state.signer
    if scheme.lower() == "bearer" and (session_id := signer.session_of(bearer.strip(), act.at)):
        signing.end_session(act, session_id)
    return Reply(None, {"Set-Cookie": _cookie(request, "", 0)})


@router.get("/me", operation_id="sessions.me")
@door(SIGNED_IN)
def me(act: Act) -> UserOut:
    """Quién es uno, con sus permisos y sucursales de ahora mismo."""
    return user_out(queries.me(act))


def user_out(user: UserRecord) -> UserOut:
    """A person in the shape of the contract."""
    whole = asdict(user)
    del whole["demo"]
    return UserOut.model_validate(whole)


def _reply(act: Act, request: Request, opened: Opened | Problem) -> Any:
    if isinstance(opened, Problem):
        return opened
    signer: Signer = request.app.state.signer
    body = SessionOut(
        access_token=signer.sign(opened.user_id, opened.session_id, act.at),
        token_type="Bearer",  # noqa: S106 - the name of the scheme
        expires_in=int(signer.life.total_seconds()),
        user=user_out(queries.user(act, opened.user_id)),
    )
    if opened.refresh is None:
        return Reply(body)
    lasts = int((opened.expires_at - act.at).total_seconds())
    return Reply(body, {"Set-Cookie": _cookie(request, opened.refresh, lasts)})


def _cookie(request: Request, token: str, seconds: int) -> str:
    config: Settings = request.app.state.settings
    secure = "; Secure" if config.public_url.startswith("https://") else ""
    return f"{COOKIE}={token}; Path={_PATH}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
