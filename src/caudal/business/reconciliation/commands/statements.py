"""Statements: kept as they came, entered whole once a person decides, taken back while nothing explains their lines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands.days import caught_up, redo
from caudal.business.reconciliation.commands.locking import Held, hold
from caudal.business.reconciliation.commands.matching import Matched, propose, run_held
from caudal.business.reconciliation.events import StatementEntered
from caudal.business.reconciliation.queries import StatementRecord
from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.rules.statements import MOST_LINES, StatementIn, told
from caudal.business.reconciliation.tables import Statement
from caudal.business.treasury.queries import AccountRecord
from caudal.business.treasury.rules.numbers import same_account
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.kernel.problems import NotFound, Problem
from caudal.kernel.sql import sql

_KEPT_BROKEN = 500
_ADVANCE = timedelta(days=3)
_OLDEST = timedelta(days=3660)
_EXPLAINED = text("select count(*) from bank_lines where statement_id = :statement and open <> amount")
_WITHDRAW = text("update bank_lines set withdrawn = true where statement_id = :statement")
_LAYOUT = text(
    "insert into statement_layouts (bank, titles, plan, saved_at, saved_by, act_id)"
    " values (:bank, :titles, cast(:plan as jsonb), :at, :actor, :act)"
)


class SameStatement(Problem):
    type, title, status = "extracto-repetido", "Ese extracto ya entró", 409


class AnotherAccount(Problem):
    type, title, status = "extracto-de-otra-cuenta", "El extracto es de otra cuenta", 422


class AnotherCurrency(Problem):
    type, title, status = "extracto-en-otra-moneda", "El extracto está en otra moneda", 422


class Uneven(Problem):
    type, title, status = "extracto-descuadrado", "El extracto no cuadra", 422


class HasBroken(Problem):
    type, title, status = "extracto-con-errores", "El extracto tiene renglones que no se pueden leer", 422


class NotNow(Problem):
    type, title, status = "extracto-en-otro-estado", "El extracto no está para eso", 409


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came and what was read of it; ``format``: ``table``, ``ofx``, ``mt940`` or ``camt``."""

    account: int
    format: str
    filename: str
    data: bytes
    analysis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entering:
    """How a statement enters. ``plan``: what its columns are, empty where the format says it itself.

    ``leave_out``: a person decided that it enters without the rows that can't be read.
    """

    read: StatementIn
    plan: dict[str, Any]
    titles: Sequence[str] = ()
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A statement that entered and what was matched of it."""

    statement: StatementRecord
    matched: Matched


@command
def keep_file(act: Act, new: NewFile) -> UUID:
    """Keep a file as it came, until somebody decides; returns the statement it will be.

    Raises:
        NotFound: there is no such bank account within the branches of the act.
        SameStatement: that very file entered in that account already.
    """
    account = queries.account_of(act, new.account)
    act = in_branch(act, account.box.branch_id)
    digest = sha256(new.data).digest()
    _not_before(act, new.account, digest)
    row = Statement(
        branch_id=account.box.branch_id, box_id=new.account, currency=account.box.currency, format=new.format,
        filename=new.filename, sha=digest, data=new.data, state="read", analysis=new.analysis, created_at=act.at,
        created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    return row.id


def check(act: Act, account: AccountRecord, read: StatementIn) -> list[Problem]:
    """Why a statement can't enter as it is; broken rows apart, which a person may leave out."""
    found: list[Problem] = []
    if read.currency and read.currency != account.box.currency:
        found.append(
            AnotherCurrency(f"Está en {read.currency} y {account.box.name} lleva {account.box.currency}")
        )
    if read.account and account.number and not same_account(read.account, account.number):
        theirs = f"Es de la cuenta que termina en {read.account[-4:]}"
        found.append(AnotherAccount(f"{theirs} y {account.box.name} es {account.shown}"))
    days = read.days
    if days and days[1] > act.business_date + _ADVANCE:
        found.append(
            Uneven(
                f"Trae movimientos del {days[1]:%d/%m/%Y}, que todavía no llega: revise el orden de las fechas"
            )
        )
    if days and days[0] < act.business_date - _OLDEST:
        found.append(
            Uneven(f"Trae movimientos del {days[0]:%d/%m/%Y}, de hace más de diez años: revise sus fechas")
        )
    if len(read.lines) > MOST_LINES:
        found.append(Uneven(f"Tiene más de {MOST_LINES} líneas: divídalo"))
    if not read.lines and not read.days:
        found.append(Uneven("No trae ninguna línea ni dice de qué días es"))
    if read.uneven and not read.broken:
        left = Money.from_minor(read.uneven, account.box.currency)
        found.append(
            Uneven(f"Saldo inicial más líneas no es el saldo final: faltan {left.amount} {left.currency}")
        )
    return found


@command
def enter(act: Act, statement_id: UUID, ask: Entering) -> Entered:
    """Let a statement enter, whole: its new lines, its balances; then match what is sure and look at its days again.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: it entered, or was taken back.
        SameStatement: that very file entered in that account already.
        AnotherCurrency, AnotherAccount, Uneven: it can't be a statement of that account.
        HasBroken: rows can't be read, and nobody decided to leave them out; ``errors`` lists them.
    """
    row = _locked(act, statement_id)
    held = hold(act, row.box_id)
    account = queries.account_of(held.act, row.box_id)
    if row.state != "read":
        raise NotNow("Ya entró, o se retiró: suba el archivo otra vez")
    _not_before(held.act, row.box_id, row.sha)
    if problems := check(held.act, account, ask.read):
        raise problems[0]
    if ask.read.broken and not ask.leave_out:
        raise HasBroken(
            f"Hay {len(ask.read.broken)} renglones ilegibles; corríjalos, o decida que entre sin ellos",
            errors=[{"pointer": f"/rows/{b.row}", "detail": b.why} for b in ask.read.broken[:50]],
        )
    _write(held, row, ask, account)
    if ask.plan:
        _remember(held.act, account, ask)
    matched = run_held(held)
    held.act.tell(StatementEntered(row.id, held.branch_id))
    assert row.from_on is not None
    assert row.to_on is not None
    redo(held, row.from_on, row.to_on)
    caught_up(held)
    return Entered(queries.statement(held.act, row.id), matched)


@command
def withdraw(act: Act, statement_id: UUID) -> StatementRecord:
    """Take a statement back: its lines no longer count. What it left stays in sight.

    Raises:
        NotFound: there is none within the branches of the act.
        NotNow: it never entered, was taken back, or something explains one of its lines.
    """
    row = _locked(act, statement_id)
    held = hold(act, row.box_id)
    if row.state != "entered":
        raise NotNow("Todavía no entra, o ya se retiró")
    explained = held.act.db.execute(_EXPLAINED, {"statement": row.id}).scalar_one()
    if explained:
        raise NotNow(f"Deshaga primero lo que explica {explained} de sus líneas")
    held.act.db.execute(_WITHDRAW, {"statement": row.id})
    row.state, row.withdrawn_at, row.withdrawn_by = "withdrawn", held.act.at, held.act.actor.id
    row.withdrawn_reason = act.reason
    act.db.flush()
    propose(held)
    return queries.statement(held.act, row.id)


def _write(held: Held, row: Statement, ask: Entering, account: AccountRecord) -> None:
    read = ask.read
    days = read.days
    assert days is not None
    judged = queries.judge(held.act, account, read)
    lines = told(read.lines)
    fresh = held.act.db.execute(
        sql(ROOM, "enter_lines"),
        {
            "branch": held.branch_id, "box": held.id, "statement": row.id,
            "positions": [x.line.position for x in lines], "days": [x.line.on for x in lines],
            "amounts": [x.line.amount for x in lines], "told": [x.line.text for x in lines],
            "references": [x.line.reference for x in lines], "payers": [x.payer for x in lines],
            "numbers": [x.external_id for x in lines], "hashes": [x.hash for x in lines],
            "ordinals": [x.ordinal for x in lines], "words": [" ".join(x.words) for x in lines],
            "natures": [x.nature.value for x in lines], "keys": [x.key for x in lines],
        },
    ).scalar_one()  # fmt: skip
    row.from_on, row.to_on = days
    row.opening, row.closing, row.total, row.gap = judged.opening, judged.closing, read.total, judged.gap
    row.uneven = read.uneven
    row.lines, row.repeated = len(lines), len(lines) - fresh
    row.broken = [asdict(each) for each in read.broken[:_KEPT_BROKEN]]
    row.plan, row.state, row.entered_at, row.entered_by = (
        ask.plan or None,
        "entered",
        held.act.at,
        held.act.actor.id,
    )
    try:
        with held.act.db.begin_nested():
            held.act.db.flush()
    except IntegrityError:
        raise SameStatement("Ese archivo ya entró en esa cuenta") from None


def _remember(act: Act, account: AccountRecord, ask: Entering) -> None:
    """What the columns of that bank are, for the next time."""
    bank = account.bank or account.box.name
    if queries.layout(act, bank, list(ask.titles)) == ask.plan:
        return
    values = {"bank": bank, "titles": list(ask.titles), "plan": json.dumps(ask.plan), "at": act.at,
              "actor": act.actor.id, "act": act.id}  # fmt: skip
    act.db.execute(_LAYOUT, values)


def _not_before(act: Act, account: int, digest: bytes) -> None:
    if folio := queries.entered_before(act, account, digest):
        raise SameStatement(f"Es el mismo archivo que {folio}")


def _locked(act: Act, statement_id: UUID) -> Statement:
    wanted = select(Statement).where(Statement.id == statement_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound("El extracto no existe o es de otra sucursal")
    return row
