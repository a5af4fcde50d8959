"""The formula errors of a workbook, which the fast reader leaves blank: found in the sheet's own XML."""

import re
import zipfile
from io import BytesIO

_MAX_XML = 1_500 * 2**20
_CHUNK = 4 * 2**20
_ERROR_CELL = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(.*?)</c>', re.DOTALL)
_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def errors(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """What each cell in error shows, by row and column from 0, in a sheet of an XLSX; none for an ODS."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            path = _path(book, sheet)
            if path is None or book.getinfo(path).file_size > _MAX_XML:
                return {}
            return _scan(book, path)
    except (zipfile.BadZipFile, KeyError, OSError):
        return {}


def _path(book: zipfile.ZipFile, sheet: str) -> str | None:
    if "xl/workbook.xml" not in book.namelist():
        return None
    relations = {
        found[b"Id"]: found[b"Target"].decode()
        for tag in _RELATION.findall(book.read("xl/_rels/workbook.xml.rels"))
        if {b"Id", b"Target"} <= (found := dict(_ATTRIBUTE.findall(tag))).keys()
    }
    for tag in _SHEET.findall(book.read("xl/workbook.xml")):
        found = dict(_ATTRIBUTE.findall(tag))
        if _plain(found.get(b"name", b"").decode()) == sheet:
            target = relations.get(found.get(b"r:id", b""), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _scan(book: zipfile.ZipFile, path: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with book.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"</row>")
            whole, rest = (text[:cut], text[cut:]) if cut >= 0 else (b"", text)
            if b't="e"' not in whole:
                continue
            for attributes, inside in _ERROR_CELL.findall(whole):
                where, value = _AT.search(attributes), _VALUE.search(inside)
                if where and value:
                    found[int(where[2]) - 1, _column(where[1])] = _plain(value[1].decode())
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _plain(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
