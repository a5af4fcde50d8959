"""OFX 1 and 2, by ofxtools; what banks write badly is read tag by tag, and a broken line is only that line."""

import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from xml.etree.ElementTree import Element

from ofxtools.Parser import OFXTree

from caudal.business.reconciliation.rules.statements import Broken, LineIn, StatementIn
from caudal.flows.intake.rules.reading import UnreadableFile, decoded
from caudal.flows.statements.readers.figures import Unread, minor

_STATEMENT = re.compile(
    r"<(?:CC)?STMTRS>(.*?)(?=</(?:CC)?STMTRS>|<(?:CC)?STMTRS>|\Z)", re.DOTALL | re.IGNORECASE
)
_MOVEMENT = re.compile(
    r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<([A-Z0-9.]+)>([^<\r\n]*)", re.IGNORECASE)
_END = re.compile(r"</OFX>\s*\Z", re.IGNORECASE)
_LEDGER = re.compile(r"<LEDGERBAL>(.*?)(?=</LEDGERBAL>|<AVAILBAL>|\Z)", re.DOTALL | re.IGNORECASE)

Fields = dict[str, str]


def read(data: bytes) -> list[StatementIn]:
    """Every bank or card statement of a file. OFX tells the closing balance only: the opening one is worked out.

    Raises:
        UnreadableFile: it isn't OFX, it has no statement, or it was cut before its end.
    """
    text = decoded(data)
    if not _END.search(text):
        raise UnreadableFile("Al OFX le falta el final: se cortó al bajarlo. Pídalo otra vez al banco")
    found = list(_strict(data)) or list(_lenient(text))
    if not found:
        raise UnreadableFile("No es un OFX con extractos; pida el archivo otra vez al banco")
    return [_statement(*each) for each in found]


def _strict(data: bytes) -> Iterator[tuple[Fields, list[Fields]]]:
    try:
        root = OFXTree().parse(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - an ill-formed file is read tag by tag instead
        return
    for statement in (*root.iter("STMTRS"), *root.iter("CCSTMTRS")):
        head = _fields(statement, skip="BANKTRANLIST")
        span = statement.find("BANKTRANLIST")
        if span is not None:
            head |= {each.tag: each.text or "" for each in span if each.tag in ("DTSTART", "DTEND")}
        yield head, [_fields(each) for each in statement.iter("STMTTRN")]


def _fields(element: Element, skip: str = "") -> Fields:
    found: Fields = {}
    for each in element:
        if each.tag in (skip, "AVAILBAL"):
            continue
        if len(each):
            found |= _fields(each)
        else:
            found[each.tag] = " ".join((each.text or "").split())
    return found


def _lenient(text: str) -> Iterator[tuple[Fields, list[Fields]]]:
    for part in _STATEMENT.findall(text):
        movements = [dict(_pairs(each)) for each in _MOVEMENT.findall(part)]
        head = dict(_pairs(_MOVEMENT.sub("", part)))
        balance = _LEDGER.search(part)
        head["BALAMT"] = dict(_pairs(balance[1])).get("BALAMT", "") if balance else ""
        yield head, movements


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for name, value in _TAG.findall(text):
        if value.strip():
            yield name.upper(), " ".join(unescape(value).split())


def _statement(head: Fields, movements: list[Fields]) -> StatementIn:
    currency = head.get("CURDEF", "").upper()
    lines: list[LineIn] = []
    broken: list[Broken] = []
    for row, each in enumerate(movements, 1):
        try:
            lines.append(_line(row, each, currency))
        except Unread as why:
            broken.append(Broken(row, str(why), (each.get("NAME") or each.get("MEMO", ""))[:80]))
    closing: int | None = None
    if told := head.get("BALAMT", ""):
        try:
            closing = minor(told, currency, "El saldo")
        except Unread as why:
            raise UnreadableFile(f"{why}; pida el archivo otra vez al banco") from None
    return StatementIn(
        tuple(lines), tuple(broken), head.get("ACCTID", ""), currency, None, closing, _day(head.get("DTSTART", "")),
        _day(head.get("DTEND", "")),
    )  # fmt: skip


def _line(row: int, each: Fields, currency: str) -> LineIn:
    on = _day(each.get("DTPOSTED", ""))
    if on is None:
        raise Unread(f"La fecha «{each.get('DTPOSTED', '')[:20]}» no es una fecha")
    amount = minor(each.get("TRNAMT", ""), currency)
    if not amount:
        raise Unread("El movimiento es de cero")
    said = dict.fromkeys(part for part in (each.get("NAME", ""), each.get("MEMO", "")) if part)
    reference = each.get("REFNUM") or each.get("CHECKNUM") or ""
    return LineIn(
        row,
        on,
        amount,
        " ".join(said) or each.get("TRNTYPE", "Movimiento"),
        reference,
        "",
        each.get("FITID", ""),
    )


def _day(told: str) -> date | None:
    """The day on the clock of the bank: the first eight digits, whatever the time zone says after them."""
    try:
        return (
            date(int(told[:4]), int(told[4:6]), int(told[6:8]))
            if told[:8].isdigit() and len(told) > 7
            else None
        )
    except ValueError:
        return None
