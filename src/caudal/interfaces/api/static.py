"""The console's files, as built: whatever address isn't somebody else's shows the console."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_NOT_OURS = ("v1", "docs", "problemas", "healthz", "readyz")
_HASHED = re.compile(r"[.-][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png)$")
_WORTH_IT = {
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
    "application/json",
}
_FOREVER = "public, max-age=31536000, immutable"
_ABSENT = (
    "La consola no está construida en esta instalación. La API responde en /v1 y se describe en /docs.\n"
)

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to be sent."""

    body: bytes
    squeezed: bytes | None
    kind: str
    tag: str


class Console:
    """Serves the built console: files by name, and its first page for any other address."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (
            folder or Path(str(resources.files("caudal.interfaces"))) / "console" / "static"
        ).resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            HTTPException: the address is of the API or asks for a file that isn't there.
        """
        path = str(scope["path"]).strip("/")
        if scope["type"] != "http" or path.split("/")[0] in _NOT_OURS:
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405)
        await self.respond(path, Request(scope))(scope, receive, send)

    def respond(self, path: str, request: Request) -> Response:
        """The file `path`, or the console's first page where no file is meant."""
        found = (self.folder / (path or "index.html")).resolve()
        if not found.is_file() or not found.is_relative_to(self.folder):
            if "." in path.rpartition("/")[2]:
                raise HTTPException(404)
            found = self.folder / "index.html"
            if not found.is_file():
                return PlainTextResponse(_ABSENT, 200, {"Cache-Control": "no-store"})
        state = found.stat()
        asset = _load(found, state.st_mtime_ns, state.st_size)
        lasting = _FOREVER if _HASHED.search(found.name) else "no-cache"
        headers = {"Cache-Control": lasting, "ETag": asset.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == asset.tag:
            return Response(None, 304, headers)
        if asset.squeezed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.squeezed, 200, headers | {"Content-Encoding": "gzip"}, asset.kind)
        return Response(asset.body, 200, headers, asset.kind)


@lru_cache(maxsize=256)
def _load(path: Path, _changed: int, _size: int) -> Asset:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    squeezed = gzip.compress(body, 6, mtime=0) if kind in _WORTH_IT and len(body) > 1000 else None
    return Asset(body, squeezed, kind, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
