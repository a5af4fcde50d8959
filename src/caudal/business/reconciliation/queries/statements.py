"""Reading bank statements: those that entered, and what one would do before it enters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, tuple_

from caudal.business.reconciliation.rules.statements import StatementIn, told
from caudal.business.reconciliation.tables import Statement
from caudal.business.treasury import queries as treasury
from caudal.business.treasury.queries import AccountRecord
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

ROOM = "caudal.business.reconciliation"
_EXPECTED = text("""
    select p.closing, p.opening + coalesce((
      select sum(l.amount) from bank_lines l
      where l.box_id = :box and not l.withdrawn and l.on_date >= p.from_on and l.on_date < :since),
      0)::bigint as expected
    from bank_statements p
    where p.box_id = :box and p.state = 'entered' and p.opening is not null and p.from_on <= :since
    order by p.from_on desc, p.number desc limit 1
""")
_SAME = text("""
    select number, entered_at from bank_statements where box_id = :box and sha = :sha and state = 'entered'
""")
_LAYOUT = text(
    "select plan from statement_layouts where lower(bank) = lower(:bank) and titles = :titles order by id desc limit 1"
)


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A bank statement. Balances absent where neither the file nor what came before tells them.

    ``gap``: its opening balance less the one that what came before left. ``uneven``: what is missing to reach its
    closing balance, where somebody left out rows that can't be read.
    """

    id: UUID
    folio: str
    branch_id: int
    account: int
    currency: str
    format: str
    filename: str
    state: str
    since: date | None
    until: date | None
    opening: Money | None
    closing: Money | None
    total: Money | None
    gap: Money | None
    uneven: Money
    lines: int
    repeated: int
    broken: tuple[dict[str, Any], ...]
    created_at: datetime
    created_by: int
    entered_at: datetime | None
    withdrawn_reason: str | None
    analysis: dict[str, Any]
    plan: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a statement would do: how many of its lines are new, what its balances leave, and what came before it."""

    lines: int
    repeated: int
    opening: int | None
    closing: int | None
    gap: int | None


def folio_of(number: int) -> str:
    """How people call a statement."""
    return ids.folio("EXT", number)


def statement(act: Act, statement_id: UUID) -> StatementRecord:
    """One statement.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.scalars(select(Statement).where(Statement.id == statement_id)).one_or_none()
    if row is None:
        raise NotFound("El extracto no existe o es de otra sucursal")
    return _record(row)


def statements(
    act: Act, account: int | None = None, *, limit: int = 50, after: str | None = None
) -> Page[StatementRecord]:
    """Statements that entered or were taken back, the latest first."""
    query = select(Statement).where(Statement.state != "read")
    if account is not None:
        query = query.where(Statement.box_id == account)
    if cursor := pages.decode(after, int):
        query = query.where(tuple_(Statement.number) < (cursor[0],))
    found = act.db.scalars(query.order_by(Statement.number.desc()).limit(limit + 1)).all()
    rows = [(row.number, _record(row)) for row in found]
    page = pages.page(rows, limit, lambda each: [each[0]])
    return Page([each for _, each in page.items], page.next)


def latest(act: Act, account: int) -> StatementRecord | None:
    """The statement that goes furthest, if any entered."""
    found = select(Statement).where(Statement.box_id == account, Statement.state == "entered")
    row = act.db.scalars(
        found.order_by(Statement.to_on.desc(), Statement.number.desc()).limit(1)
    ).one_or_none()
    return _record(row) if row else None


def account_names(act: Act, accounts: Collection[int]) -> dict[int, str]:
    """The names of some bank accounts."""
    return {each.id: each.name for each in treasury.names(act, accounts).values()} if accounts else {}


def data_of(act: Act, statement_id: UUID) -> bytes:
    """The file as it came."""
    found = act.db.execute(select(Statement.data).where(Statement.id == statement_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("El extracto no existe o es de otra sucursal")
    return bytes(found)


def entered_before(act: Act, account: int, sha: bytes) -> str | None:
    """The folio of the statement that this very file already is, if it entered."""
    row = act.db.execute(_SAME, {"box": account, "sha": sha}).one_or_none()
    return folio_of(row.number) if row else None


def layout(act: Act, bank: str, titles: list[str]) -> dict[str, Any] | None:
    """What somebody said the columns of that bank are, for a file with the same titles."""
    return act.db.execute(_LAYOUT, {"bank": bank, "titles": titles}).scalar_one_or_none()


def judge(act: Act, account: AccountRecord, read: StatementIn) -> Judged:
    """What a statement would do if it entered now."""
    days = read.days
    before = (
        act.db.execute(_EXPECTED, {"box": account.box.id, "since": days[0]}).one_or_none() if days else None
    )
    opening, closing = read.opening, read.closing
    if opening is None and closing is not None:
        opening = closing - read.total
    if opening is None and before is not None:
        opening = before.expected
    if closing is None and opening is not None:
        closing = opening + read.total
    gap = None
    if before is not None and opening is not None:
        gap = 0 if before.closing == opening else opening - before.expected
    lines = told(read.lines)
    known = act.db.execute(
        sql(ROOM, "known_lines"),
        {"box": account.box.id, "days": [x.line.on for x in lines], "amounts": [x.line.amount for x in lines],
         "hashes": [x.hash for x in lines], "ordinals": [x.ordinal for x in lines],
         "numbers": [x.external_id for x in lines]},
    ).scalar_one() if lines else 0  # fmt: skip
    return Judged(len(lines), known, opening, closing, gap)


def account_of(act: Act, account: int) -> AccountRecord:
    """The bank account; as :func:`caudal.business.treasury.queries.bank_account`, of a branch of the actor."""
    found = treasury.bank_account(act, account)
    if found.balance is None and found.shared:
        raise NotFound("Esa cuenta la concilia su sucursal")
    return found


def _record(row: Statement) -> StatementRecord:
    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money.from_minor(minor, row.currency)

    return StatementRecord(
        row.id, folio_of(row.number), row.branch_id, row.box_id, row.currency, row.format, row.filename, row.state,
        row.from_on, row.to_on, money(row.opening), money(row.closing), money(row.total), money(row.gap),
        Money.from_minor(row.uneven or 0, row.currency), row.lines or 0, row.repeated or 0, tuple(row.broken or ()),
        row.created_at, row.created_by, row.entered_at, row.withdrawn_reason, row.analysis, row.plan,
    )  # fmt: skip
