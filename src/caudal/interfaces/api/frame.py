"""What goes around every request: its reference, the largest body, security headers, one line in the log.

Plain ASGI: no thread, no second response object, nothing that buffers.
"""

import logging
import secrets
import time
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caudal.interfaces.api.refusing import TooLarge, answer, of_error

log = logging.getLogger("caudal.access")

MEGABYTE = 1_000_000
LARGEST_BODY = MEGABYTE
LARGEST_FILE = 32 * MEGABYTE
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SECURITY_RAW = [(name.lower().encode(), value.encode()) for name, value in _SECURITY.items()]
_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


class Frame:
    """The application with its frame.

    Args:
        app: what answers.
        https: whether the public address is https, so that browsers may be told to insist on it.
    """

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self.app = app
        self.headers = [*_SECURITY_RAW, _TRANSPORT] if https else _SECURITY_RAW

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        reference = secrets.token_hex(6)
        scope.setdefault("state", {})["reference"] = reference
        headers = Headers(scope=scope)
        status, whole = 0, False

        async def framed(message: Message) -> None:
            nonlocal status, whole
            whole = message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", reference.encode()),
                    *self.headers,
                ]
            await send(message)

        largest = LARGEST_FILE if "multipart/" in headers.get("content-type", "") else LARGEST_BODY
        try:
            declared = headers.get("content-length", "0")
            if declared.isdigit() and int(declared) > largest:
                request = Request(scope)
                await answer(_too_large(largest), request)(scope, receive, framed)
            else:
                await self.app(scope, _measured(receive, largest), framed)
        except Exception as error:  # noqa: BLE001 - already told, or told here
            if status and not whole:
                raise RuntimeError(f"respuesta interrumpida ref={reference}") from None
            if not status:
                request = Request(scope)
                await answer(of_error(error, request), request)(scope, receive, framed)
        finally:
            took = (time.perf_counter() - began) * 1000
            log.info("%s %s %d %.0fms ref=%s", scope["method"], _where(scope), status, took, reference)


def _measured(receive: Receive, largest: int) -> Receive:
    """`receive` that stops reading when the body passes the limit, whatever its headers said."""
    read = 0

    async def measured() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > largest:
            raise HTTPException(413, _too_large(largest).detail)
        return message

    return measured


def _too_large(largest: int) -> TooLarge:
    return TooLarge(f"Lo más que se recibe de una vez son {largest // MEGABYTE} MB")


def _where(scope: Scope) -> str:
    """The pattern of the route, which carries no identifiers, or the first part of the path."""
    route: Any = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path or "/" + scope["path"].split("/")[1][:20]
