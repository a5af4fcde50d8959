"""What tickets have earned and nobody has paid yet, in the books of each day: one entry by branch and currency."""

from datetime import date
from typing import Any

from sqlalchemy import Row, text

from caudal.business.pawn.queries import tickets
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money
from caudal.kernel.sql import sql
from caudal.ledger import commands as ledger
from caudal.ledger.commands import PeriodClosed
from caudal.ledger.rules import Line, Use

_ROOM = "caudal.business.pawn"
_KEEP = text(
    "insert into pawn_accruals (branch_id, business_date, currency, interest, storage, entry_id, act_id, at)"
    " values (:branch, :on, :currency, :interest, :storage, :entry, :act, :at)"
)


def accrue(act: Act, on: date) -> int:
    """Bring what the act's branch is owed of interest and storage to what it was at the end of `on`.

    Only the difference with what was posted up to that day is posted, so a day closed again corrects itself and does
    nothing twice. A day of a closed month is left as it is: the next one takes the difference.

    Returns:
        How many tickets were live that day.
    """
    values = {"branch": act.place.branch_id, "on": on}
    found = {row.currency: row for row in act.db.execute(sql(_ROOM, "accrual"), values)}
    late = _replayed(act, on)
    for currency in sorted(found | late):
        _post(act, on, currency, _change(found.get(currency), late.get(currency)))
    return sum(row.tickets for row in found.values()) + sum(each[0] for each in late.values())


def _replayed(act: Act, on: date) -> dict[str, tuple[int, int, int]]:
    """Tickets, interest and storage owed then on those that changed since, by currency."""
    ids = (
        act.db.execute(sql(_ROOM, "touched_after"), {"branch": act.place.branch_id, "on": on}).scalars().all()
    )
    found: dict[str, tuple[int, int, int]] = {}
    for one in tickets.many(act, ids, on).values() if ids else ():
        count, interest, storage = found.get(one.currency, (0, 0, 0))
        now = one.standing
        found[one.currency] = (count + 1, interest + now.interest, storage + now.storage)
    return found


def _change(row: Row[Any] | None, late: tuple[int, int, int] | None) -> tuple[int, int]:
    """How much interest and storage are missing in the books."""
    _, interest, storage = late or (0, 0, 0)
    if row is None:
        return interest, storage
    return (
        interest + int(row.interest_owed - row.interest_posted),
        storage + int(row.storage_owed - row.storage_posted),
    )


def _post(act: Act, on: date, currency: str, change: tuple[int, int]) -> None:
    interest, storage = change
    parts = {Use.INTEREST: interest, Use.PAWN_STORAGE: storage}
    lines = [Line(use, Money.from_minor(-minor, currency)) for use, minor in parts.items() if minor]
    if not lines:
        return
    if interest + storage:
        lines.append(Line(Use.PAWN_INTEREST, Money.from_minor(interest + storage, currency)))
    try:
        with act.db.begin_nested():
            entry = ledger.post(
                act,
                kind="pawn_accrual",
                source=f"pawn_accruals:{act.place.branch_id}:{on.isoformat()}",
                lines=lines,
                on=on,
                memo=f"Interés y almacenaje devengados al {on:%d/%m/%Y}",
            )
    except PeriodClosed:
        return
    act.db.execute(
        _KEEP,
        {"branch": act.place.branch_id, "on": on, "currency": currency, "interest": interest, "storage": storage,
         "entry": entry, "act": act.id, "at": act.at},
    )  # fmt: skip
