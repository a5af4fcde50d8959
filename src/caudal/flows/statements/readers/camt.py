"""camt.053, any version: read element by element, by local names, so a file of any size fits. No entity, no DTD."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from caudal.business.reconciliation.rules.statements import Broken, LineIn, StatementIn
from caudal.flows.intake.rules.reading import UnreadableFile
from caudal.flows.statements.readers.figures import Unread, minor

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
_BOOKED = ("BOOK", "")


def read(data: bytes) -> list[StatementIn]:
    """Every statement of a file; entries that aren't booked yet are left out.

    Raises:
        UnreadableFile: it isn't XML, it declares entities, or it has no statement.
    """
    try:
        found = [_statement(each) for each in _statements(data)]
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        if isinstance(error, Unread):
            raise UnreadableFile(f"{error}. Pida el archivo otra vez al banco.") from None
        raise UnreadableFile(
            "El XML está dañado o declara entidades; pida el archivo otra vez al banco"
        ) from None
    if not found:
        raise UnreadableFile("Es XML pero no trae ningún extracto camt.053")
    return found


def _statements(data: bytes) -> Iterator[dict[str, Any]]:
    """Each `Stmt` as what is kept of it; an entry is dropped from memory as soon as it is read."""
    current: dict[str, Any] = {}
    parents: list[Element] = []
    events = cast(
        "Iterator[tuple[str, Element]]", iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True)
    )
    for event, element in events:
        name = _local(element)
        if event == "start":
            parents.append(element)
            if name == "Stmt":
                current = {
                    "entries": [],
                    "balances": [],
                    "account": "",
                    "currency": "",
                    "since": "",
                    "until": "",
                }
            continue
        parents.pop()
        if name == "Ntry" and current:
            current["entries"].append(_entry(element))
            parents[-1].remove(element)
        elif name == "Bal" and current and _local(parents[-1]) == "Stmt":
            current["balances"].append(_balance(element))
        elif name == "Acct" and current and _local(parents[-1]) == "Stmt":
            current["account"] = _text(element, "Id", "IBAN") or _text(element, "Id", "Othr", "Id")
            current["currency"] = _text(element, "Ccy")
        elif name == "FrToDt" and current:
            current["since"], current["until"] = _text(element, "FrDtTm"), _text(element, "ToDtTm")
        elif name == "Stmt":
            yield current
            current = {}
            element.clear()


def _statement(told: dict[str, Any]) -> StatementIn:
    balances: list[dict[str, str]] = told["balances"]
    entries: list[dict[str, str]] = [e for e in told["entries"] if e["status"] in _BOOKED]
    currency = told["currency"] or next(
        (each["currency"] for each in (*balances, *entries) if each["currency"]), ""
    )
    lines: list[LineIn] = []
    broken: list[Broken] = []
    for row, each in enumerate(entries, 1):
        try:
            lines.append(_line(row, each, currency))
        except Unread as why:
            broken.append(Broken(row, str(why), each["text"][:80]))
    return StatementIn(
        tuple(lines), tuple(broken), told["account"], currency, _told(balances, _OPENING, currency),
        _told(balances, _CLOSING, currency), _day(told["since"]), _day(told["until"]),
    )  # fmt: skip


def _line(row: int, each: dict[str, str], currency: str) -> LineIn:
    if each["currency"] not in ("", currency):
        raise Unread(f"El movimiento está en {each['currency']} y la cuenta en {currency}")
    on = _day(each["on"])
    if on is None:
        raise Unread(f"La fecha «{each['on'][:30]}» no es una fecha")
    amount = _signed(each, currency)
    if not amount:
        raise Unread("El movimiento es de cero")
    return LineIn(row, on, amount, each["text"], each["reference"], each["payer"], each["number"])


def _told(balances: list[dict[str, str]], codes: tuple[str, ...], currency: str) -> int | None:
    for code in codes:
        for each in balances:
            if each["code"] == code:
                return _signed(each, currency)
    return None


def _signed(each: dict[str, str], currency: str) -> int:
    amount = minor(each["amount"], currency)
    if each["sense"] not in ("CRDT", "DBIT"):
        raise Unread(f"No dice si entra o sale («{each['sense'][:10]}»)")
    return amount if each["sense"] == "CRDT" else -amount


def _balance(element: Element) -> dict[str, str]:
    return {
        "code": _text(element, "Tp", "CdOrPrtry", "Cd"), "amount": _text(element, "Amt"),
        "currency": _attribute(element, "Amt", "Ccy"), "sense": _text(element, "CdtDbtInd"),
    }  # fmt: skip


def _entry(element: Element) -> dict[str, str]:
    sense = _text(element, "CdtDbtInd")
    detail = _child(element, "NtryDtls", "TxDtls")
    inside = detail if detail is not None else Element("TxDtls")
    other = "Dbtr" if sense == "CRDT" else "Cdtr"
    said = (_text(element, "AddtlNtryInf"), _all(inside, "RmtInf", "Ustrd"), _text(inside, "AddtlTxInf"))
    reference = _text(inside, "Refs", "EndToEndId")
    return {
        "amount": _text(element, "Amt"), "currency": _attribute(element, "Amt", "Ccy"), "sense": sense,
        "status": _text(element, "Sts", "Cd") or _text(element, "Sts"),
        "on": _text(element, "BookgDt", "Dt") or _text(element, "BookgDt", "DtTm") or _text(element, "ValDt", "Dt"),
        "number": _text(element, "AcctSvcrRef") or _text(inside, "Refs", "AcctSvcrRef"),
        "reference": "" if reference == "NOTPROVIDED" else reference or _text(element, "NtryRef"),
        "payer": _text(inside, "RltdPties", other, "Nm") or _text(inside, "RltdPties", other, "Pty", "Nm"),
        "text": " ".join(part for part in said if part) or "Movimiento",
    }  # fmt: skip


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element, *path: str) -> Element | None:
    found: Element | None = element
    for name in path:
        found = next((each for each in found if _local(each) == name), None) if found is not None else None
    return found


def _text(element: Element, *path: str) -> str:
    found = _child(element, *path)
    return " ".join((found.text or "").split()) if found is not None else ""


def _all(element: Element, parent: str, name: str) -> str:
    group = _child(element, parent)
    return (
        " ".join(each.text.strip() for each in group if _local(each) == name and each.text)
        if group is not None
        else ""
    )


def _attribute(element: Element, name: str, attribute: str) -> str:
    found = _child(element, name)
    return found.get(attribute, "") if found is not None else ""


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told[:10]) if told else None
    except ValueError:
        return None
