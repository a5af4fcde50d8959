"""The only door to the typesetter.

Templates and fonts are in the package; nothing is fetched and nothing of the machine is read. What a client is
called reaches the template as data (JSON), never as source: `#read("…")` in a name is printed as it stands.
Templates are given by path and not by content: the typesetter keeps for ever each content it is given.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_ARCHIVABLE = "a-2b"
_LONGEST = 500
_LONGEST_WORD = 24
_BREAK_HERE = "\u200b"


def pdf(template: str, data: Mapping[str, Any], *, at: datetime, drawing: str = "") -> bytes:
    """`templates/<template>.typ` filled with `data`; the same arguments give the same bytes.

    `at` (aware) is the date of the document; `drawing` an SVG of our own making. The result follows PDF/A-2b
    unless a text has letters that no font of the house can draw: then they are left blank and the rest is kept.
    """
    inputs = {"data": json.dumps(_printable(data)), "drawing": drawing}
    try:
        return _compile(template, inputs, at, [_ARCHIVABLE])
    except typst.TypstError:
        return _compile(template, inputs, at, [])


def printable(text: str) -> str:
    """`text` in one line, without control or direction marks, cut at 500 characters, breakable anywhere it must.

    >>> printable("Juan\\x00  Pérez\\u202e"), len(printable("x" * 48))
    ('Juan Pérez', 49)
    """
    plain = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _invisible(c))
    words = plain.split()
    clipped = " ".join(words)
    if len(clipped) > _LONGEST:
        words = (clipped[: _LONGEST - 1] + "…").split()
    return " ".join(_breakable(word) for word in words)


def _compile(template: str, inputs: dict[str, str], at: datetime, standards: list[Any]) -> bytes:
    made = typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=standards,
        package_path=str(_HERE / "packages"),
        package_cache_path=str(_HERE / "packages"),
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_HERE / "fonts")])


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in cast("list[Any]", value)]
    return value


def _invisible(character: str) -> bool:
    return unicodedata.category(character).startswith("C")


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return _BREAK_HERE.join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))
