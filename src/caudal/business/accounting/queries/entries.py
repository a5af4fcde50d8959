"""Entries proposed by hand, and where each one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caudal.business.accounting.rules.hands import ManualLine, is_control, read
from caudal.business.accounting.tables import Manual
from caudal.business.approvals import queries as hands
from caudal.commons.acts.act import Act
from caudal.kernel import ids, pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.ledger import queries as books


@dataclass(frozen=True, slots=True)
class ManualRecord:
    """An entry proposed by hand; ``state`` is that of its request, or ``posted`` once it is in the books."""

    id: UUID
    folio: str
    branch_id: int
    on: date
    amount: Money
    lines: tuple[ManualLine, ...]
    memo: str
    reason: str
    state: str
    request_id: UUID | None
    entry_id: int | None
    asked_at: datetime
    asked_by: int
    decided_by: int | None
    decision_reason: str


def folio(number: int) -> str:
    """How people name one.

    >>> folio(7)
    'AM-000007'
    """
    return ids.folio("AM", number)


def manual(act: Act, manual_id: UUID) -> ManualRecord:
    """One of them.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    row = act.db.get(Manual, manual_id, populate_existing=True)
    if row is None:
        raise NotFound("Ese asiento a mano no existe o es de otra sucursal")
    return _records(act, [row])[0]


def manuals(
    act: Act, *, branch_id: int | None = None, limit: int = 50, after: str | None = None
) -> Page[ManualRecord]:
    """Them all, the latest first.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    query = select(Manual)
    if branch_id is not None:
        query = query.where(Manual.branch_id == branch_id)
    if cursor := pages.decode(after, books.fits):
        query = query.where(Manual.number < cursor[0])
    rows = act.db.scalars(query.order_by(Manual.number.desc()).limit(limit + 1)).all()
    numbers = {row.id: row.number for row in rows}
    return pages.page(_records(act, rows), limit, lambda one: [numbers[one.id]])


def writable(act: Act, currency: str) -> list[tuple[str, str, str, bool]]:
    """What an entry by hand may move in a currency: code, name, class, and whether the account is open."""
    opened = {a.code: a for a in books.ledgers(act) if a.currency == currency}
    found = [(a.code, a.name, a.class_, True) for a in opened.values() if not is_control(a.use)]
    found += [
        (line.code, line.name, line.class_, False)
        for line in books.chart(act, currency)
        if line.code not in opened and not is_control(line.use)
    ]
    return sorted(found)


def _records(act: Act, rows: Sequence[Manual]) -> list[ManualRecord]:
    asked = [row.request_id for row in rows if row.request_id]
    requests = {one.id: one for one in hands.many(act, asked)} if asked else {}
    found: list[ManualRecord] = []
    for row in rows:
        request = requests.get(row.request_id) if row.request_id else None
        state = "posted" if row.entry_id else request.state.value if request else "asked"
        found.append(
            ManualRecord(
                row.id, folio(row.number), row.branch_id, row.on_date, Money.from_minor(row.amount, row.currency),
                tuple(read(row.lines)), row.memo, row.reason, state, row.request_id, row.entry_id, row.asked_at,
                row.asked_by, request.decided_by if request else None, request.decision_reason if request else "",
            )
        )  # fmt: skip
    return found
