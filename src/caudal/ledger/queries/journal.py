"""What can be asked of the journal: accounts, balances, entries, months and the proof that it all holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, tuple_

from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import Forbidden, NotFound
from caudal.kernel.sql import source as sql_source
from caudal.ledger.rules import Use, folio, month_of
from caudal.ledger.tables import Account, Entry, EntryLine

_COMPANY = "(select b.company_id from branches b where b.id = cast(:here as smallint))"
_BALANCE = text(f"""
    select coalesce(sum(m.debit - m.credit), 0) from ledger.moves(
      {_COMPANY}, cast(:on as date), cast(:branch as smallint), cast(:accounts as int[])) m
""")  # noqa: S608 - our own text
_TRIAL = text(f"""
    select * from ledger.trial_balance({_COMPANY}, cast(:on as date), cast(:branch as smallint))
""")  # noqa: S608 - our own text
_STATEMENT = text("""
    select * from ledger.statement(
      :account, cast(:from as date), cast(:to as date), cast(:branch as smallint)) limit :limit
""")
_MONTHS = text(f"""
    select ym, status, closed_by, closed_at from ledger.periods where company_id = {_COMPANY} order by ym
""")  # noqa: S608 - our own text
_ROOT = text("select ledger.seal_root()")
_CHECK = re.compile(r"^-- check: (\w+) · (.+)$", re.MULTILINE)
_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An open account. `class_` is A asset, L liability, E equity, I income, X expense."""

    id: int
    code: str
    name: str
    class_: str
    use: str | None
    currency: str
    parent_id: int | None
    guard: int
    active: bool


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of a written entry; `amount` is positive for debit, negative for credit."""

    line: int
    account_id: int
    code: str
    name: str
    branch_id: int
    amount: Money
    party: UUID | None
    doc: UUID | None


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A written entry with the lines within the actor's reach."""

    id: int
    folio: str
    on: date
    kind: str
    memo: str | None
    source: str | None
    branch_id: int
    reverses: int | None
    reversed_by: int | None
    actor: int
    act_id: UUID | None
    reason: str | None
    at: datetime
    lines: tuple[LineRecord, ...]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries; absent fields don't filter. `since` and `until` are both included."""

    source: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    account_id: int | None = None
    doc: UUID | None = None
    party: UUID | None = None
    act_id: UUID | None = None
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account in the trial balance: what it was charged, what it was credited, and the difference."""

    account_id: int
    code: str
    name: str
    class_: str
    use: str | None
    debit: Money
    credit: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A movement of an account and the balance it left."""

    entry_id: int
    line: int
    on: date
    branch_id: int
    amount: Money
    balance: Money
    party: UUID | None
    doc: UUID | None


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must always hold: `sql` returns the rows where it doesn't, `says` tells it to people."""

    name: str
    says: str
    sql: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that doesn't hold: how many rows, and the first of them."""

    check: str
    says: str
    count: int
    sample: tuple[dict[str, Any], ...]


def accounts(act: Act, use: Use | None = None, currency: str | None = None) -> list[AccountRecord]:
    """The open accounts of the act's company, by code."""
    query = (
        select(Account).where(Account.company_id == _company(act)).order_by(Account.code, Account.currency)
    )
    if use is not None:
        query = query.where(Account.use == use.value)
    if currency is not None:
        query = query.where(Account.currency == currency)
    return [
        AccountRecord(a.id, a.code, a.name, a.class_, a.use, a.currency, a.parent_id, a.guard, a.active)
        for a in act.db.scalars(query)
    ]


def balance(
    act: Act, account: int | Use, currency: str, on: date | None = None, branch: int | None = None
) -> Money:
    """What an account holds, debit positive, in the branches of the act.

    Args:
        act: its branch says the company.
        account: one account, or a role: then every account of that role, sub-accounts included.
        currency: of the answer; an account in another currency adds nothing.
        on: at the end of that day; absent, with everything written.
        branch: only that branch.
    """
    wanted = select(Account.id).where(Account.company_id == _company(act), Account.currency == currency)
    wanted = wanted.where(Account.id == account if isinstance(account, int) else Account.use == account.value)
    ids = list(act.db.scalars(wanted))
    minor = act.db.execute(
        _BALANCE, {"here": act.place.branch_id, "on": on, "branch": branch, "accounts": ids}
    ).scalar_one()
    return Money.from_minor(int(minor), currency)


def trial_balance(act: Act, on: date | None = None, branch: int | None = None) -> list[TrialRow]:
    """Every account that moved up to the end of `on`, in the branches of the act; a currency sums to zero."""
    rows = act.db.execute(
        _TRIAL, {"here": act.place.branch_id, "on": on or act.business_date, "branch": branch}
    )
    return [
        TrialRow(
            r.account_id, r.code, r.name, r[3], r.use, *(_money(r, x) for x in ("debit", "credit", "balance"))
        )
        for r in rows
    ]


def statement(
    act: Act, account_id: int, since: date, until: date, *, branch: int | None = None, limit: int = 1_000
) -> list[StatementRow]:
    """The movements of an account between two dates, both included, oldest first, and the running balance."""
    found = act.db.get(Account, account_id)
    if found is None:
        raise NotFound("La cuenta no existe.")
    rows = act.db.execute(
        _STATEMENT, {"account": account_id, "from": since, "to": until, "branch": branch, "limit": limit}
    )
    return [
        StatementRow(r.entry_id, r.line, r.on_date, r.branch_id, Money.from_minor(r.amount, found.currency),
                     Money.from_minor(int(r.balance), found.currency), r.party_id, r.doc_id)
        for r in rows
    ]  # fmt: skip


def entry(act: Act, entry_id: int) -> EntryRecord:
    """One entry with its lines.

    Raises:
        NotFound: there is none, or its branch is out of reach.
    """
    found = act.db.get(Entry, entry_id)
    if found is None:
        raise NotFound("El asiento no existe o no está a su alcance.")
    return _records(act, [found])[0]


def entries(
    act: Act, which: EntryFilter | None = None, *, limit: int = 50, after: str | None = None
) -> Page[EntryRecord]:
    """Entries, the latest accounting date first.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    query = select(Entry).where(*_conditions(which or EntryFilter()))
    if cursor := pages.decode(after, date.fromisoformat, int):
        query = query.where(tuple_(Entry.on_date, Entry.id) < (cursor[0], cursor[1]))
    found = act.db.scalars(query.order_by(Entry.on_date.desc(), Entry.id.desc()).limit(limit + 1)).all()
    return pages.page(_records(act, found), limit, lambda e: [e.on.isoformat(), e.id])


def is_closed(act: Act, on: date) -> bool:
    """Whether the month of `on` is closed for the act's company."""
    return bool(
        act.db.execute(
            text("select ledger.month_status(b.company_id, :ym) = 'C' from branches b where b.id = :branch"),
            {"ym": month_of(on), "branch": act.place.branch_id},
        ).scalar()
    )


def month_status(act: Act, on: date) -> str:
    """The status of the month of `on` for the act's company: O open, S adjustments only, C closed."""
    return act.db.execute(
        text("select ledger.month_status(b.company_id, :ym) from branches b where b.id = :branch"),
        {"ym": month_of(on), "branch": act.place.branch_id},
    ).scalar_one()


def months(act: Act) -> list[tuple[int, str, int | None, datetime | None]]:
    """The months with a status of their own: YYYYMM, status, who and when.

    The others are open, unless a later one is closed.
    """
    return [
        (r.ym, r.status, r.closed_by, r.closed_at)
        for r in act.db.execute(_MONTHS, {"here": act.place.branch_id})
    ]


def checks(package: str) -> list[Check]:
    """The checks in a room's ``sql/verify.sql``, each under a line ``-- check: name · what must hold``.

    Each is one SELECT of the rows that break it; every room with money in its tables has that file.
    """
    parts = _CHECK.split(sql_source(package, "verify"))[1:]
    return [
        Check(parts[i], parts[i + 1].strip(), parts[i + 2].strip().rstrip(";"))
        for i in range(0, len(parts), 3)
    ]


def findings(act: Act, check: Check) -> Finding | None:
    """The rows that break a check, or nothing.

    Raises:
        Forbidden: the act doesn't see every branch, so it can't tell.
    """
    if act.db.execute(text("select current_setting('caudal.all', true)")).scalar() != "1":
        raise Forbidden("Para verificar los libros hay que ver todas las sucursales.")
    rows = act.db.execute(
        text(f"select count(*) over () as findings, broken.* from ({check.sql}) broken limit {_SAMPLE}")  # noqa: S608
    ).mappings().all()  # fmt: skip
    if not rows:
        return None
    sample = tuple({k: v for k, v in row.items() if k != "findings"} for row in rows)
    return Finding(check.name, check.says, rows[0]["findings"], sample)


def verify(act: Act, also: Sequence[Check] = ()) -> list[Finding]:
    """Prove the books: the ledger's own checks, seals included, and those given; empty when all hold."""
    found = (findings(act, check) for check in (*checks("caudal.ledger"), *also))
    return [finding for finding in found if finding is not None]


def seal_root(act: Act) -> str:
    """One hash over the latest seal of every branch; a copy kept outside dates everything before it."""
    return act.db.execute(_ROOT).scalar_one().hex()


def _company(act: Act) -> int:
    return act.db.execute(text(f"select {_COMPANY}"), {"here": act.place.branch_id}).scalar_one()


def _money(row: Any, column: str) -> Money:
    return Money.from_minor(int(getattr(row, column)), row.currency)


def _conditions(which: EntryFilter) -> list[ColumnElement[bool]]:
    equal = {
        Entry.source: which.source,
        Entry.kind: which.kind,
        Entry.act_id: which.act_id,
        Entry.branch_id: which.branch_id,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if which.since is not None:
        conditions.append(Entry.on_date >= which.since)
    if which.until is not None:
        conditions.append(Entry.on_date <= which.until)
    of_lines = {
        EntryLine.account_id: which.account_id, EntryLine.doc_id: which.doc, EntryLine.party_id: which.party
    }  # fmt: skip
    for column, value in of_lines.items():
        if value is not None:
            conditions.append(Entry.id.in_(select(EntryLine.entry_id).where(column == value)))
    return conditions


def _records(act: Act, found: Sequence[Entry]) -> list[EntryRecord]:
    ids = [e.id for e in found]
    undone = dict(act.db.execute(select(Entry.reverses, Entry.id).where(Entry.reverses.in_(ids))).all())
    lines: dict[int, list[LineRecord]] = {}
    rows = act.db.execute(
        select(EntryLine, Account).join(Account, Account.id == EntryLine.account_id)
        .where(EntryLine.entry_id.in_(ids)).order_by(EntryLine.entry_id, EntryLine.line)
    )  # fmt: skip
    for x, a in rows:
        lines.setdefault(x.entry_id, []).append(
            LineRecord(x.line, a.id, a.code, a.name, x.branch_id, Money.from_minor(x.amount, x.currency),
                       x.party_id, x.doc_id)
        )  # fmt: skip
    return [
        EntryRecord(e.id, folio(e.id), e.on_date, e.kind, e.memo, e.source, e.branch_id, e.reverses,
                    undone.get(e.id), e.actor, e.act_id, e.reason, e.created_at, tuple(lines.get(e.id, ())))
        for e in found
    ]  # fmt: skip
