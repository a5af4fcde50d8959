"""MT940, by mt-940: each statement of a file, with its balances and what its field 86 says."""

import re
from datetime import date
from typing import Any, cast

from mt940.models import Transactions

from caudal.business.reconciliation.rules.statements import Broken, LineIn, StatementIn
from caudal.flows.intake.rules.reading import UnreadableFile, decoded
from caudal.flows.statements.readers.figures import Unread, minor

_START = re.compile(r"^:20:", re.MULTILINE)
_LINE = re.compile(r"^:61:", re.MULTILINE)
_MOVEMENT = re.compile(r"^:61:.*(?:\n(?!:|-$).*)*(?:\n:86:.*(?:\n(?!:|-$).*)*)?\n?", re.MULTILINE)
_NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", ""})


def read(data: bytes) -> list[StatementIn]:
    """Every statement of a file; those of one account and one day after another are one.

    Raises:
        UnreadableFile: it isn't MT940.
    """
    text = decoded(data).replace("\r\n", "\n")
    starts = [found.start() for found in _START.finditer(text)]
    if not starts:
        raise UnreadableFile("No es un MT940: no empieza ningún extracto con «:20:»")
    blocks = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return _joined([_block(each) for each in blocks])


def _block(text: str) -> StatementIn:
    told, spoilt = _parsed(text)
    data = told.data
    currency = _currency(data)
    lines: list[LineIn] = []
    broken: list[Broken] = []
    for row, each in enumerate(cast("list[Any]", told.transactions), 1):
        body = cast("dict[str, Any]", each.data)
        try:
            lines.append(_line(row, body, currency))
        except Unread as why:
            broken.append(Broken(row, str(why), str(body.get("transaction_details") or "")[:80]))
    missing = len(_LINE.findall(text)) - len(lines) - len(broken)
    spoilt += [""] * (missing - len(spoilt))
    broken += [Broken(len(lines) + n, "No se pudo leer una línea «:61:»", s) for n, s in enumerate(spoilt, 1)]
    return StatementIn(
        tuple(lines), tuple(broken), str(data.get("account_identification") or ""), currency,
        _balance(data, "final_opening_balance", currency), _balance(data, "final_closing_balance", currency),
        _day(data, "final_opening_balance") if not lines else None, _day(data, "final_closing_balance"),
    )  # fmt: skip


def _parsed(text: str) -> tuple[Transactions, list[str]]:
    """What mt-940 reads of a statement, and the movements that it can't, left out, as they came.

    Raises:
        UnreadableFile: also without them it can't be read.
    """
    told = _attempt(text)
    if told is not None:
        return told, []
    found = list(_MOVEMENT.finditer(text))
    head = text[: found[0].start()] if found else text
    spoilt = [each[0] for each in found if _attempt(head + each[0]) is None]
    told = (
        _attempt(_MOVEMENT.sub(lambda each: "" if each[0] in spoilt else each[0], text)) if spoilt else None
    )
    if told is None:
        raise UnreadableFile("El MT940 está dañado; pídalo otra vez al banco")
    return told, [" ".join(each.split())[:80] for each in spoilt]


def _attempt(text: str) -> Transactions | None:
    told = Transactions()
    try:
        told.parse(text)
    except Exception:  # noqa: BLE001 - whatever it complains of, it can't be read
        return None
    return told


def _line(row: int, body: dict[str, Any], currency: str) -> LineIn:
    money, on = body.get("amount"), body.get("date")
    if money is None or not isinstance(on, date):
        raise Unread("La línea «:61:» no trae fecha o monto")
    amount = minor(str(money.amount), currency)
    if not amount:
        raise Unread("El movimiento es de cero")
    said = (body.get("transaction_details"), body.get("extra_details"))
    text = " ".join(" ".join(str(part).split()) for part in said if part) or "Movimiento"
    reference = str(body.get("customer_reference") or "")
    if reference in _NO_REFERENCE:
        reference = str(body.get("bank_reference") or "")
    payer = str(body.get("applicant_name") or "")
    return LineIn(row, date(on.year, on.month, on.day), amount, text, reference, payer)


def _currency(data: dict[str, Any]) -> str:
    for name in ("final_opening_balance", "final_closing_balance"):
        if (found := data.get(name)) is not None and found.amount is not None:
            return str(found.amount.currency or "")
    return ""


def _balance(data: dict[str, Any], name: str, currency: str) -> int | None:
    found = data.get(name)
    if found is None or found.amount is None:
        return None
    try:
        return minor(str(found.amount.amount), currency, "El saldo")
    except Unread as why:
        raise UnreadableFile(f"{why}; pida el archivo otra vez al banco") from None


def _day(data: dict[str, Any], name: str) -> date | None:
    found = data.get(name)
    on = getattr(found, "date", None)
    return date(on.year, on.month, on.day) if isinstance(on, date) else None


def _joined(found: list[StatementIn]) -> list[StatementIn]:
    """Consecutive statements of one account that go on from each other are one longer statement."""
    joined: list[StatementIn] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last is None
            or (last.account, last.currency) != (each.account, each.currency)
            or (last.closing != each.opening)
        ):
            joined.append(each)
            continue
        lines = tuple(
            LineIn(n, x.on, x.amount, x.text, x.reference, x.payer, x.external_id)
            for n, x in enumerate((*last.lines, *each.lines), 1)
        )
        broken = (*last.broken, *(Broken(b.row + len(last.lines), b.why, b.shown) for b in each.broken))
        dates = [d for d in (last.since, each.since) if d], [d for d in (last.until, each.until) if d]
        joined[-1] = StatementIn(
            lines, broken, last.account, last.currency, last.opening, each.closing,
            min(dates[0], default=None), max(dates[1], default=None),
        )  # fmt: skip
    return joined
