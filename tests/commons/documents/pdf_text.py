"""Enough of a PDF reader to see, from the outside, what a page says: text by page, sizes, metadata."""

import re
import zlib
from dataclasses import dataclass, field

_OBJECT = re.compile(rb"(\d+) 0 obj\b")
_STREAM = re.compile(rb"/Length (\d+)[^\n]*?>>\s*stream\r?\n")
_TOKEN = re.compile(rb"<[0-9A-Fa-f\s]*>|/\w+|[A-Za-z']+\*?|[-+.\d]+|\(")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Pdf:
    """What was read: one text per page, the width and height of each in points, everything uncompressed."""

    pages: list[str] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    source: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def read(document: bytes) -> Pdf:
    objects = _objects(document)
    found = Pdf(source="\n".join(body.decode("latin-1") for body, _ in objects.values()))
    for body, _ in objects.values():
        if not re.search(rb"/Type\s*/Page\b", body):
            continue
        box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", body)
        left, low, right, high = map(float, box.group(1).split()) if box else (0.0, 0.0, 0.0, 0.0)
        found.sizes.append((right - left, high - low))
        contents = re.search(rb"/Contents\s+(\d+) 0 R", body)
        found.pages.append(
            _said(objects[int(contents.group(1))][1], _letters(body, objects)) if contents else ""
        )
    return found


def plain(text: str) -> str:
    """Without the marks that only lay text out, every space an ordinary one."""
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def _objects(document: bytes) -> dict[int, tuple[bytes, bytes]]:
    objects: dict[int, tuple[bytes, bytes]] = {}
    at = 0
    while hit := _OBJECT.search(document, at):
        at = document.index(b"endobj", hit.end())
        stream = _STREAM.search(document, hit.end(), at)
        body, data = document[hit.end() : stream.start() if stream else at], b""
        if stream:
            body = document[hit.end() : stream.end()]
            data = document[stream.end() : stream.end() + int(stream.group(1))]
            at = document.index(b"endobj", stream.end() + len(data))
        objects[int(hit.group(1))] = (body, zlib.decompress(data) if b"FlateDecode" in body else data)
    for head, data in list(objects.values()):
        if re.search(rb"/Type\s*/ObjStm", head):
            first = int(re.search(rb"/First (\d+)", head).group(1))  # type: ignore[union-attr]
            numbers = [int(each) for each in data[:first].split()]
            starts = [first + at for at in numbers[1::2]]
            for number, start, end in zip(numbers[::2], starts, [*starts[1:], len(data)], strict=True):
                objects[number] = (data[start:end], b"")
    return objects


def _letters(page: bytes, objects: dict[int, tuple[bytes, bytes]]) -> dict[bytes, dict[int, str]]:
    """For each font of a page, the text of each glyph."""
    resources = page
    if named := re.search(rb"/Resources\s+(\d+) 0 R", page):
        resources = objects[int(named.group(1))][0]
    fonts = re.search(rb"/Font\s*<<(.*?)>>", resources, re.DOTALL)
    if not fonts and (named := re.search(rb"/Font\s+(\d+) 0 R", resources)):
        fonts = re.search(rb"<<(.*)>>", objects[int(named.group(1))][0], re.DOTALL)
    found: dict[bytes, dict[int, str]] = {}
    for name, number in re.findall(rb"/(\w+)\s+(\d+) 0 R", fonts.group(1) if fonts else b""):
        mapped = re.search(rb"/ToUnicode\s+(\d+) 0 R", objects[int(number)][0])
        found[name] = _mapping(objects[int(mapped.group(1))][1]) if mapped else {}
    return found


def _mapping(cmap: bytes) -> dict[int, str]:
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                letters[int(low, 16) + step] = chr(int(text, 16) + step)
    return letters


def _said(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    lines: list[str] = []
    name, glyphs, at = b"", b"", 0
    while hit := _TOKEN.search(content, at):
        token, at = hit.group(), hit.end()
        if token == b"(":
            text, at = _literal(content, at)
            glyphs += text
        elif token.startswith(b"<"):
            glyphs += bytes.fromhex(token[1:-1].decode())
        elif token.startswith(b"/"):
            name = token[1:]
        elif token == b"Tf":
            letters = fonts.get(name, {})
        elif token in {b"TJ", b"Tj"}:
            codes = [int.from_bytes(glyphs[each : each + 2], "big") for each in range(0, len(glyphs), 2)]
            lines.append("".join(letters.get(code, "\ufffd") for code in codes))
        if token in {b"TJ", b"Tj", b"BDC", b"BMC"}:
            glyphs = b""
    return "\n".join(lines)


def _literal(content: bytes, at: int) -> tuple[bytes, int]:
    """The string that begins at `at`, whose own parentheses may be balanced instead of escaped."""
    depth, start = 1, at
    while depth:
        step = 2 if content[at : at + 1] == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(content[at : at + 1], 0)
        at += step
    return _ESCAPE.sub(_unescaped, content[start : at - 1]), at


def _unescaped(hit: re.Match[bytes]) -> bytes:
    what = hit.group(1)
    return bytes([int(what, 8) & 255]) if what[:1].isdigit() else _NAMED.get(what, what)
