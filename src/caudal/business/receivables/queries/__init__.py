"""Reading debts: one, many by what is asked, as of any date, and their ageing."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import case, func, select, text

from caudal.business.receivables.queries.conditions import amount_on, cancelled_by, conditions, paid_on
from caudal.business.receivables.queries.conduct import conduct
from caudal.business.receivables.queries.records import (
    AgeingRow,
    Application,
    Difference,
    PartyDebt,
    ReceivableFilter,
    ReceivableRecord,
    Sums,
    record,
)
from caudal.business.receivables.rules import BUCKETS
from caudal.business.receivables.tables import Adjustment, Allocation, Receivable
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

__all__ = [
    "AgeingRow",
    "Application",
    "Difference",
    "PartyDebt",
    "ReceivableFilter",
    "ReceivableRecord",
    "Sums",
    "adjustments",
    "ageing",
    "applications",
    "conduct",
    "debts_of",
    "existing_refs",
    "many",
    "open_of",
    "receivable",
    "receivables",
    "record",
    "sums",
    "upcoming",
]

_ROOM = "caudal.business.receivables"
_OPEN_TEXT = (
    "select * from receivables where party_id = :party and open > 0"
    " and (cast(:currency as text) is null or currency = :currency) order by due_on, number"
)
_OPEN = text(_OPEN_TEXT)
_OPEN_LOCKED = text(f"{_OPEN_TEXT} for no key update")


def receivable(act: Act, receivable_id: UUID, on: date | None = None) -> ReceivableRecord:
    """One debt as it stands on `on`, today when absent.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    found = many(act, [receivable_id], on)
    if not found:
        raise NotFound("La cuenta por cobrar no existe o es de otra sucursal")
    return found[receivable_id]


def many(act: Act, receivable_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, ReceivableRecord]:
    """Those of `receivable_ids` that the act can see."""
    wanted = select(Receivable, paid_on(on), amount_on(on)).where(Receivable.id.in_(set(receivable_ids)))
    return {
        row[0].id: record(row[0], row[1], on or act.business_date, as_of=on, amount=row[2])
        for row in act.db.execute(wanted)
    }


def receivables(
    act: Act, which: ReceivableFilter, limit: int = 50, after: str | None = None
) -> Page[ReceivableRecord]:
    """Debts by folio, the newest first."""
    cursor = pages.decode(after, int)
    on = which.on or act.business_date
    wanted = select(Receivable, paid_on(which.on), amount_on(which.on)).where(*conditions(which, on))
    if cursor:
        wanted = wanted.where(Receivable.number < cursor[0])
    rows = act.db.execute(wanted.order_by(Receivable.number.desc()).limit(limit + 1)).all()
    found = [(row[0].number, record(row[0], row[1], on, as_of=which.on, amount=row[2])) for row in rows]
    page = pages.page(found, limit, lambda pair: [pair[0]])
    return Page([one for _, one in page.items], page.next)


def sums(act: Act, which: ReceivableFilter) -> list[Sums]:
    """Totals over the whole filter, by currency."""
    on = which.on or act.business_date
    amount, paid = amount_on(which.on), paid_on(which.on)
    left = case((cancelled_by(which.on), 0), else_=amount - paid)
    rows = act.db.execute(
        select(Receivable.currency, func.count(), func.sum(amount), func.sum(paid), func.sum(left))
        .where(*conditions(which, on))
        .group_by(Receivable.currency)
        .order_by(Receivable.currency)
    )
    return [
        Sums(c, count, *(Money.from_minor(int(minor or 0), c) for minor in (amount, settled, balance)))
        for c, count, amount, settled, balance in rows
    ]


def ageing(act: Act, on: date | None = None, branch_id: int | None = None) -> list[AgeingRow]:
    """What was owed on `on` (today when absent), by currency and bucket; every bucket of a currency is there."""
    rows = act.db.execute(sql(_ROOM, "ageing"), {"on": on or act.business_date, "branch": branch_id}).all()
    found = {(row.currency, row.bucket): row for row in rows}
    result: list[AgeingRow] = []
    for currency in sorted({row.currency for row in rows}):
        for bucket in BUCKETS:
            row = found.get((currency, bucket.number))
            minor = int(row.balance) if row else 0
            result.append(
                AgeingRow(
                    currency,
                    bucket,
                    Money.from_minor(minor, currency),
                    row.debts if row else 0,
                    row.clients if row else 0,
                )
            )
    return result


def upcoming(act: Act, days: int, branch_id: int | None = None) -> list[tuple[date, Money, int]]:
    """What falls due on each of the next `days`, today included, by currency."""
    rows = act.db.execute(
        sql(_ROOM, "upcoming"),
        {
            "first": act.business_date,
            "last": act.business_date + timedelta(days=days - 1),
            "branch": branch_id,
        },
    )
    return [(row.due_on, Money.from_minor(int(row.balance), row.currency), row.debts) for row in rows]


def open_of(
    act: Act, party_id: UUID, currency: str | None = None, *, lock: bool = False
) -> list[ReceivableRecord]:
    """What a party owes, the oldest due date first; `lock` keeps other payments away until the act ends."""
    values = {"party": party_id, "currency": currency}
    rows = act.db.execute(_OPEN_LOCKED if lock else _OPEN, values)
    return [record(row, row.paid, act.business_date) for row in rows]


def debts_of(act: Act, party_ids: Sequence[UUID]) -> dict[UUID, list[PartyDebt]]:
    """What each party owes today, by currency."""
    rows = act.db.execute(sql(_ROOM, "debts_of"), {"parties": list(party_ids), "on": act.business_date})
    result: dict[UUID, list[PartyDebt]] = {}
    for row in rows:
        debt = PartyDebt(
            Money.from_minor(int(row.balance), row.currency),
            Money.from_minor(int(row.overdue), row.currency),
            row.days,
        )
        result.setdefault(row.party_id, []).append(debt)
    return result


def applications(
    act: Act, *, payments: Sequence[UUID] | None = None, receivables: Sequence[UUID] | None = None
) -> list[Application]:
    """The applications of some payments, or to some debts, in the order they happened."""
    wanted = select(Allocation).order_by(Allocation.id)
    if payments is not None:
        wanted = wanted.where(Allocation.payment_id.in_(payments))
    if receivables is not None:
        wanted = wanted.where(Allocation.receivable_id.in_(receivables))
    return [
        Application(a.payment_id, a.receivable_id, a.amount, a.on_date, a.at, a.act_id)
        for a in act.db.scalars(wanted)
    ]


def adjustments(act: Act, receivable_id: UUID) -> list[Difference]:
    """The differences of what a debt says, in the order they happened."""
    wanted = select(Adjustment).where(Adjustment.receivable_id == receivable_id).order_by(Adjustment.id)
    return [
        Difference(a.amount, a.due_on, a.on_date, a.entry_id, a.reason, a.at, a.actor_id, a.act_id)
        for a in act.db.scalars(wanted)
    ]


def existing_refs(act: Act, refs: Sequence[str]) -> set[str]:
    """Which external references belong to a debt that isn't cancelled."""
    rows = act.db.execute(
        text(
            "select distinct external_ref from receivables where external_ref = any(:refs) and cancelled_at is null"
        ),
        {"refs": list(refs)},
    )
    return set(rows.scalars())
