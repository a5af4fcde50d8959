"""Entries by hand: one person proposes, another authorises, and with that it is in the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caudal.business.accounting import queries
from caudal.business.accounting.queries import ManualRecord
from caudal.business.accounting.rules.hands import MOST_LINES, ManualLine, is_control, kept, left_over
from caudal.business.accounting.tables import Manual
from caudal.business.approvals import commands as approvals
from caudal.business.approvals import queries as hands
from caudal.business.approvals.commands import Ask, PayloadChanged
from caudal.business.approvals.rules.kinds import Kind
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid, Problem
from caudal.ledger import commands as ledger
from caudal.ledger import queries as books
from caudal.ledger.commands import PeriodClosed, Unbalanced
from caudal.ledger.rules import Line

ADJUST = "books.close"
_OLDEST = timedelta(days=3660)


class ControlAccount(Problem):
    type, title, status = "cuenta-de-control", "Esa cuenta la mueven sus propios documentos", 422


class AccountTaken(Problem):
    type, title, status = "cuenta-repetida", "Ya hay una cuenta con ese código", 409


@dataclass(frozen=True, slots=True)
class NewManual:
    """An entry to propose in a branch, dated ``on``; the lines name accounts by code and debit is positive."""

    on: date
    memo: str
    lines: Sequence[ManualLine]
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account of the house's own under another one: ``under`` is the code of that one."""

    under: str
    suffix: str
    account_name: str
    currency: str


@command
def propose(act: Act, ask: NewManual) -> ManualRecord:
    """Ask for an entry by hand; the reason of the act says why. Nothing is written in the books yet.

    Raises:
        Invalid: it has no reason or memo, fewer than two lines, two currencies or an amount of zero.
        Unbalanced: debits and credits differ.
        ControlAccount: an account that only its own documents move.
        UnknownAccount: no such account in that currency.
        PeriodClosed: its month is closed.
        NotYourDuty: the actor's role doesn't ask for that.
    """
    act = in_branch(act, ask.branch_id)
    _check(act, ask)
    _open_month(act, ask.on)
    currency = ask.lines[0].amount.currency
    for number, line in enumerate(ask.lines):
        _account(act, line, number)
    amount = sum((line.amount for line in ask.lines if line.amount.is_positive), Money.of(0, currency))
    row = Manual(
        branch_id=act.place.branch_id, on_date=ask.on, currency=currency, amount=amount.minor, lines=kept(ask.lines),
        memo=ask.memo.strip(), reason=act.reason.strip(), asked_at=act.at, asked_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    found = queries.manual(act, row.id)
    row.request_id = approvals.ask(
        act, Ask(Kind.MANUAL_ENTRY, row.id, found.folio, found.memo, amount, _signed(found))
    )
    act.db.flush()
    return queries.manual(act, row.id)


@command
def decide_entry(act: Act, manual_id: UUID, says: str) -> ManualRecord:
    """Say of a proposed entry ``authorise`` (and it is posted), ``reject``, ``send_back`` or ``withdraw``.

    Raises:
        NotFound: there is none within the branches of the act.
        PayloadChanged: it isn't what was signed.
        PeriodClosed: its month was closed meanwhile.
        Problem: as :mod:`caudal.business.approvals.commands`.
    """
    found = queries.manual(act, manual_id)
    act = in_branch(act, found.branch_id)
    request = hands.of(act, Kind.MANUAL_ENTRY, manual_id)
    if request is None:
        raise Invalid("Ese asiento no se ha pedido", errors=[{"pointer": "/id", "detail": "sin solicitud"}])
    {
        "authorise": approvals.authorise, "reject": approvals.reject, "send_back": approvals.send_back,
        "withdraw": approvals.withdraw,
    }[says](act, request.id)  # fmt: skip
    if says == "authorise":
        if dict(request.payload) != _signed(found):
            raise PayloadChanged(f"{found.folio} no es lo que se pidió: propóngalo otra vez")
        _post(act, found)
    return queries.manual(act, manual_id)


@command
def open_account(act: Act, ask: NewAccount) -> int:
    """Open an account of the house's own under one of the chart; returns it.

    Raises:
        Invalid: the suffix or the name can't be one.
        ControlAccount: under that one only documents write.
        AccountTaken: there is one with that code.
        UnknownAccount: there is no such account to hang it from.
    """
    wrong = {
        "/suffix": "" if ask.suffix.isalnum() and len(ask.suffix) <= 8 else "hasta ocho cifras o letras",
        "/name": "" if 3 <= len(ask.account_name.strip()) <= 80 else "de 3 a 80 letras",
    }
    if errors := [{"pointer": at, "detail": told} for at, told in wrong.items() if told]:
        raise Invalid("La cuenta no se puede abrir así", errors=errors)
    under = ledger.open_account(act, ask.currency, ask.under)
    opened = books.ledgers(act)
    parent = next(a for a in opened if a.id == under)
    if is_control(parent.use):
        raise ControlAccount(f"Bajo {parent.code} {parent.name} solo escriben sus documentos")
    code = f"{ask.under}.{ask.suffix}"
    if any((a.code, a.currency) == (code, ask.currency) for a in opened):
        raise AccountTaken(f"La cuenta {code} ya existe en {ask.currency}")
    return ledger.open_account(act, ask.currency, ask.under, ask.suffix, ask.account_name.strip())


def _post(act: Act, found: ManualRecord) -> None:
    row = act.db.get_one(Manual, found.id, with_for_update=True)
    lines = [Line(_account(act, line, n), line.amount) for n, line in enumerate(found.lines)]
    row.entry_id = ledger.post(
        act, kind="manual", source=f"manual_entries:{found.id}", lines=lines, idem=found.id, on=found.on,
        memo=found.memo,
    )  # fmt: skip
    row.posted_at, row.posted_by = act.at, act.actor.id
    act.db.flush()


def _signed(found: ManualRecord) -> dict[str, object]:
    """What both hands sign."""
    return {
        "on": found.on.isoformat(), "memo": found.memo, "reason": found.reason,
        "lines": kept(found.lines),
    }  # fmt: skip


def _check(act: Act, ask: NewManual) -> None:
    wrong = {
        "/reason": "" if len(act.reason.strip()) >= 3 else "diga por qué",
        "/memo": "" if 3 <= len(ask.memo.strip()) <= 200 else "de 3 a 200 letras",
        "/lines": "" if 2 <= len(ask.lines) <= MOST_LINES else f"de 2 a {MOST_LINES} renglones",
        "/on": _wrong_day(act, ask.on),
    }
    if len({line.amount.currency for line in ask.lines}) > 1:
        wrong["/lines"] = "todos en la misma moneda"
    for number, line in enumerate(ask.lines):
        if line.amount.is_zero:
            wrong[f"/lines/{number}/amount"] = "distinto de cero"
    if errors := [{"pointer": at, "detail": told} for at, told in wrong.items() if told]:
        raise Invalid("El asiento no se puede proponer así", errors=errors)
    if left := left_over(ask.lines):
        (off,) = left.values()
        side = "cargos" if off.is_positive else "abonos"
        raise Unbalanced(
            f"Sobran {side} por {abs(off.amount)} {off.currency}: cargos y abonos deben sumar lo mismo"
        )


def _wrong_day(act: Act, on: date) -> str:
    if on > act.business_date:
        return "no se asienta en el futuro"
    return "es de hace más de diez años: revise la fecha" if on < act.business_date - _OLDEST else ""


def _open_month(act: Act, on: date) -> None:
    status = books.month_status(act, on)
    if status == "C" or (status == "S" and not act.actor.may(ADJUST)):
        raise PeriodClosed(
            f"El mes {on:%m/%Y} está cerrado: use una fecha de un mes abierto o pida reabrirlo"
        )


def _account(act: Act, line: ManualLine, number: int) -> int:
    """The account of a line, opened from the chart if it wasn't; never one of control."""
    account = ledger.open_account(act, line.amount.currency, line.account)
    found = next(a for a in books.ledgers(act) if a.id == account)
    if is_control(found.use):
        raise ControlAccount(
            f"{found.code} {found.name}: la mueven sus documentos, no un asiento a mano",
            errors=[{"pointer": f"/lines/{number}/account", "detail": "es una cuenta de control"}],
        )
    return account


__all__ = [
    "AccountTaken",
    "ControlAccount",
    "NewAccount",
    "NewManual",
    "decide_entry",
    "open_account",
    "propose",
]
