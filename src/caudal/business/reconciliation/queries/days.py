"""Reading how each day stands, and what is still open with its owner and its age."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.tables import BankRule
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_RULES = text("""
    select r.id, r.branch_id, r.box_id, r.needle, r.outcome, r.party_id, q.name as party, r.created_by, r.created_at
    from bank_rules r left join parties q on q.id = r.party_id
    where r.ended_at is null and (cast(:box as int) is null or r.box_id is null or r.box_id = cast(:box as int))
    order by r.id
""")
_YEAR = 366


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A day of a branch in a currency, as its latest reconciliation left it, or as it stands now.

    ``items``: each thing that isn't explained. ``version`` is zero, without ``at`` nor ``by``, where nobody compared
    it.
    """

    branch_id: int
    on: date
    currency: str
    version: int
    state: str
    system: Money
    bank: Money
    system_out: Money
    bank_out: Money
    unmatched_bank: int
    unmatched_books: int
    uneven: int
    timing: int
    unexplained: Money
    items: dict[str, Any]
    at: datetime | None
    by: int | None

    @property
    def difference(self) -> Money:
        """Income in the bank less income in the books."""
        return self.bank - self.system


@dataclass(frozen=True, slots=True)
class Days:
    """Which days: of a branch, between two dates, both included."""

    branch_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """Something without explanation. ``line_id`` of the bank, or ``entry_id`` and ``entry_line`` of the books.

    ``text``: what the bank says, or the memo of the books where there is one. ``kind`` and ``party``: what the entry is
    and whose.
    """

    line_id: int | None
    entry_id: int | None
    entry_line: int | None
    account: int
    branch_id: int
    on: date
    amount: Money
    open: Money
    text: str | None
    kind: str | None
    party: str | None
    owner: int
    note: str | None
    age: int


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A text that is always the same thing, in one account or in all of the branch."""

    id: int
    branch_id: int
    account: int | None
    needle: str
    outcome: str
    party_id: UUID | None
    party: str | None
    by: int
    at: datetime


def days(
    act: Act, which: Days | None = None, *, limit: int = 50, after: str | None = None
) -> Page[DayRecord]:
    """The days that were reconciled, the latest first, each by its latest version."""
    which = which or Days()
    values = {**_place(after), "branch": which.branch_id, "on": None, "since": which.since, "until": which.until,
              "version": None, "limit": limit + 1}  # fmt: skip
    rows = act.db.execute(sql(ROOM, "days"), values)
    return pages.page([_day(r) for r in rows], limit, _key)


def days_left(
    act: Act, which: Days | None = None, *, limit: int = 50, after: str | None = None
) -> Page[DayRecord]:
    """The days whose bank and books don't say the same as they stand now, compared or not, the latest first.

    From the first of the business month to the business date when `which` doesn't say; never a day to come, and a year
    at most.
    """
    which, today = which or Days(), act.business_date
    until = min(which.until or today, today)
    since = max(which.since or today.replace(day=1), date.fromordinal(max(1, until.toordinal() - _YEAR)))
    values = {**_place(after), "branch": which.branch_id, "since": since, "until": until, "limit": limit + 1}
    rows = act.db.execute(sql(ROOM, "days_left"), values)
    return pages.page([_day(r) for r in rows], limit, _key)


def day(act: Act, branch_id: int, on: date) -> list[DayRecord]:
    """A day by currency, as its latest reconciliation left it."""
    values = {**_place(None), "branch": branch_id, "on": on, "since": None, "until": None, "version": None,
              "limit": 50}  # fmt: skip
    return [_day(r) for r in act.db.execute(sql(ROOM, "days"), values)]


def _place(after: str | None) -> dict[str, Any]:
    cursor = pages.decode(after, date.fromisoformat, int, str) or [None, None, None]
    return {"after_on": cursor[0], "after_branch": cursor[1], "after_currency": cursor[2]}


def _key(of: DayRecord) -> list[Any]:
    return [of.on.isoformat(), of.branch_id, of.currency]


def open_items(
    act: Act,
    account: int | None = None,
    branch_id: int | None = None,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[OpenRecord]:
    """What is without explanation on both sides, the oldest first, since each account is reconciled."""
    cursor = pages.decode(after, date.fromisoformat, str) or [None, None]
    values = {"box": account, "branch": branch_id, "today": act.business_date, "after_on": cursor[0],
              "after_key": cursor[1], "limit": limit + 1}  # fmt: skip
    rows = act.db.execute(sql(ROOM, "open_items"), values).all()
    found = [
        (r.key, OpenRecord(
            r.line_id, r.entry_id, r.entry_line, r.box_id, r.branch_id, r.on_date,
            Money.from_minor(r.amount, r.currency), Money.from_minor(r.open, r.currency), r.told, r.kind,
            r.party, r.owner, r.note, r.age))
        for r in rows
    ]  # fmt: skip
    page = pages.page(found, limit, lambda e: [e[1].on.isoformat(), e[0]])
    return Page([each for _, each in page.items], page.next)


def rules(act: Act, account: int | None = None) -> list[RuleRecord]:
    """The rules in force, those of the whole branch too."""
    return [
        RuleRecord(
            r.id, r.branch_id, r.box_id, r.needle, r.outcome, r.party_id, r.party, r.created_by, r.created_at
        )
        for r in act.db.execute(_RULES, {"box": account})
    ]


def rule(act: Act, rule_id: int) -> RuleRecord:
    """One rule in force.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = [each for each in rules(act) if each.id == rule_id]
    row = found[0] if found else act.db.get(BankRule, rule_id)
    if row is None:
        raise NotFound("La regla no existe o es de otra sucursal")
    if isinstance(row, BankRule):
        raise NotFound("La regla ya no se usa")
    return row


def _day(r: Any) -> DayRecord:
    def money(minor: int) -> Money:
        return Money.from_minor(minor, r.currency)

    return DayRecord(
        r.branch_id, r.business_date, r.currency, r.version, r.state, money(r.system_in), money(r.bank_in),
        money(r.system_out), money(r.bank_out), r.unmatched_bank, r.unmatched_books, r.uneven, r.timing,
        money(r.unexplained), r.items, r.ran_at, r.ran_by,
    )  # fmt: skip
