"""Pages for people who build on the API: its operations at /docs and what each problem means at /problemas/…"""

import html
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

import caudal

router = APIRouter(include_in_schema=False)

_KINDS = {"docs.js": "text/javascript", "docs.css": "text/css"}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title} · Caudal</title><link rel="stylesheet" href="/docs/docs.css">{script}</head>
<body><main>{body}</main></body></html>
"""
_SCRIPT = '<script type="module" src="/docs/docs.js"></script>'


@router.get("/docs")
async def docs() -> Response:
    """Las operaciones de la API, una por una, sin pedir nada a la red."""
    body = '<h1>API de Caudal</h1><p id="about"></p><input id="find" type="search" placeholder="Buscar operación…"'
    body += ' aria-label="Buscar operación"><div id="list">Cargando…</div><noscript>Hace falta JavaScript; la'
    body += ' descripción completa está en <a href="/v1/openapi.json">/v1/openapi.json</a>.</noscript>'
    return _html(_PAGE.format(title="API", script=_SCRIPT, body=body))


@router.get("/docs/{name}")
async def part(name: str) -> Response:
    """Las dos piezas de esa página."""
    if name not in _KINDS:
        raise HTTPException(404)
    text = resources.files("caudal.interfaces.api").joinpath("docs", name).read_bytes()
    return Response(text, 200, {"Cache-Control": "no-cache"}, _KINDS[name])


@router.get("/problemas/{slug}")
def problem(slug: str) -> Response:
    """Qué pasó, por qué y qué hacer."""
    text = _explained(slug) if _SLUG.fullmatch(slug) else None
    if text is None:
        raise HTTPException(404)
    title, body = text
    return _html(_PAGE.format(title=html.escape(title), script="", body=body))


@lru_cache(maxsize=128)
def _explained(slug: str) -> tuple[str, str] | None:
    """Title and HTML of the page of a problem, from where the wheel carries them or from the source tree."""
    packed = Path(str(resources.files("caudal.interfaces.api"))) / "errores"
    for folder in (packed, Path(caudal.__file__).parents[2] / "docs" / "errores"):
        page = folder / f"{slug}.md"
        if page.is_file():
            return _rendered(page.read_text(encoding="utf-8"))
    return None


def _rendered(text: str) -> tuple[str, str]:
    """Headings, paragraphs, lists and code: all that those pages use."""
    title, parts, listing = "", list[str](), False
    for line in text.splitlines():
        heading = re.match(r"(#+) (.*)", line)
        if line.startswith("- ") != listing:
            parts.append("</ul>" if listing else "<ul>")
            listing = not listing
        if heading:
            title = title or heading[2]
            parts.append(f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>")
        elif line.startswith("- "):
            parts.append(f"<li>{_inline(line[2:])}</li>")
        elif line.strip():
            parts.append(f"<p>{_inline(line)}</p>")
    return title, "".join([*parts, "</ul>" if listing else ""])


def _inline(text: str) -> str:
    escaped = html.escape(text)
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", escaped)


def _html(text: str) -> Response:
    return Response(text.encode(), 200, {"Cache-Control": "no-cache"}, "text/html")
