"""The only door to the typesetter.

Templates and fonts are in the package; nothing is fetched and nothing of the machine is read. What a client is
called reaches the template as data (JSON), never as source: `#read("…")` in a name is printed as it stands.
Templates are given by path and not by content: the typesetter keeps for ever each content it is given.
"""

import json
import subprocess
import sys
import threading
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
_LATIN_SIGNS, _VARIANTS = "\u2190", "\ufe0e\ufe0f"
_PATIENCE_S = 120
_ONE_AT_A_TIME = threading.Lock()


class NotTypeset(RuntimeError):
    """The typesetter failed on its own: a defect, or a machine without memory."""


def pdf(template: str, data: Mapping[str, Any], *, at: datetime, drawing: str = "") -> bytes:
    """`templates/<template>.typ` filled with `data`; the same arguments give the same bytes.

    `at` (aware) is the date of the document; `drawing` an SVG of our own making. The result follows PDF/A-2b
    unless a text has letters that no font of the house can draw: then they are left blank and the rest is kept.
    """
    inputs = {"data": json.dumps(_printable(data)), "drawing": drawing}
    return _made(template, inputs, int(at.timestamp()))


def pdf_apart(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """As :func:`pdf`, in a process of its own: for long documents, whose memory the typesetter never gives back.

    Raises:
        NotTypeset: that process failed or took more than two minutes.
    """
    asked = json.dumps([template, {"data": json.dumps(_printable(data)), "drawing": ""}, int(at.timestamp())])
    program = [sys.executable, "-P", "-X", "utf8", __file__]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(  # noqa: S603 - our own file
                program, input=asked.encode(), capture_output=True, check=True, timeout=_PATIENCE_S
            )
        except subprocess.SubprocessError as failure:
            told = (getattr(failure, "stderr", b"") or b"").decode(errors="replace")[-500:]
            raise NotTypeset(f"{template}: {failure} {told}") from failure
    return done.stdout


def printable(text: str) -> str:
    """`text` in one line, without control or direction marks nor emoji, cut at 500, breakable anywhere it must.

    >>> printable("Juan\\x00  Pérez\\u202e"), printable("🔴 VENCIDO"), len(printable("x" * 48))
    ('Juan Pérez', 'VENCIDO', 49)
    """
    plain = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _left_out(c))
    words = plain.split()
    clipped = " ".join(words)
    if len(clipped) > _LONGEST:
        words = (clipped[: _LONGEST - 1] + "…").split()
    return " ".join(_breakable(word) for word in words)


def _made(template: str, inputs: dict[str, str], at_s: int) -> bytes:
    try:
        return _compile(template, inputs, at_s, [_ARCHIVABLE])
    except typst.TypstError:
        return _compile(template, inputs, at_s, [])


def _compile(template: str, inputs: dict[str, str], at_s: int, standards: list[Any]) -> bytes:
    made = typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=standards,
        package_path=str(_HERE / "packages"),
        package_cache_path=str(_HERE / "packages"),
        timestamp=at_s,
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


def _left_out(character: str) -> bool:
    """Control and direction marks, and the little pictures of screens, which printed letters do not have."""
    kind = unicodedata.category(character)
    return kind.startswith("C") or (kind == "So" and character > _LATIN_SIGNS) or character in _VARIANTS


def _breakable(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return word
    return _BREAK_HERE.join(word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD))


if __name__ == "__main__":
    sys.stdout.buffer.write(_made(*json.load(sys.stdin)))
