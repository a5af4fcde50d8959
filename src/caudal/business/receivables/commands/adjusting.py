"""What changes of the debt of a booking: by an entry of the difference, never by an edit of what happened."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.receivables import queries
from caudal.business.receivables.queries import ReceivableRecord
from caudal.business.receivables.tables import Receivable
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import in_branch
from caudal.kernel.money import Money
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Line, Use, credit, debit

_WRITE = text(
    "insert into receivable_adjustments (receivable_id, branch_id, amount, due_on, on_date, entry_id, reason, at,"
    " actor_id, act_id) values (:debt, :branch, :amount, :due, :on, :entry, :reason, :at, :actor, :act)"
)
_CANCEL = text(
    "update receivables set cancelled_at = :at, cancelled_on = :on, cancelled_by = :actor, cancel_reason = :reason,"
    " cancel_entry_id = :entry, version = version + 1 where id = :debt"
)


def adjust(act: Act, receivable_id: UUID, by: Money) -> int:
    """Add `by` (negative to take away) to what the debt of a booking says; returns the entry of the difference.

    The act says the reason. Never below what was paid: the caller checks it before, and the database too.

    Raises:
        NotFound: there is no such debt within the branches of the act.
        PeriodClosed: the month of the business date is closed.
    """
    debt = hold(act, receivable_id)
    here = in_branch(act, debt.branch_id)
    more = by.is_positive
    entry = ledger.post(
        here,
        kind="booking_change",
        source=f"receivables:{debt.id}",
        lines=_lines(debt, by if more else -by, more=more),
        memo=f"{debt.folio}: {act.reason}"[:200],
    )
    _note(here, debt, by, entry)
    return entry


def move_due(act: Act, receivable_id: UUID, due_on: date) -> None:
    """Agree another due date, never before the day it was issued."""
    debt = hold(act, receivable_id)
    due = max(due_on, debt.issued_on)
    if due != debt.due_on:
        _note(act, debt, Money.of(0, debt.amount.currency), due=due)


def drop_unpaid(act: Act, receivable_id: UUID) -> Money:
    """Stop owing what nobody has paid of the debt of a booking that won't be; returns how much it was.

    A debt without payments is cancelled; another stays with what was paid.

    Raises:
        NotFound: there is no such debt within the branches of the act.
        PeriodClosed: the month of the business date is closed.
    """
    debt = hold(act, receivable_id)
    left = debt.balance
    if left.is_zero:
        return left
    here = in_branch(act, debt.branch_id)
    entry = ledger.post(
        here,
        kind="booking_cancellation",
        source=f"receivables:{debt.id}",
        lines=_lines(debt, left, more=False),
        memo=f"{debt.folio}: {act.reason}"[:200],
    )
    if debt.paid.is_zero:
        values = {"debt": debt.id, "at": act.at, "on": here.business_date, "actor": act.actor.id,
                  "reason": act.reason, "entry": entry}  # fmt: skip
        act.db.execute(_CANCEL, values)
        act.db.expire_all()
    else:
        _note(here, debt, -left, entry)
    return left


def hold(act: Act, receivable_id: UUID) -> ReceivableRecord:
    """A debt as it is now, kept from payments and changes until the act ends.

    Raises:
        NotFound: there is none within the branches of the act.
    """
    wanted = select(Receivable).where(Receivable.id == receivable_id).with_for_update()
    row = act.db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return queries.receivable(act, receivable_id)
    return queries.record(row, row.paid, act.business_date)


def _note(
    act: Act, debt: ReceivableRecord, by: Money, entry: int | None = None, due: date | None = None
) -> None:
    values = {
        "debt": debt.id, "branch": debt.branch_id, "amount": by.minor, "due": due, "entry": entry,
        "on": act.business_date, "reason": act.reason, "at": act.at, "actor": act.actor.id, "act": act.id,
    }  # fmt: skip
    act.db.execute(_WRITE, values)
    act.db.expire_all()


def _lines(debt: ReceivableRecord, amount: Money, *, more: bool) -> list[Line]:
    first, second = (Use.AR, Use.DEFERRED_SALES) if more else (Use.DEFERRED_SALES, Use.AR)
    return [
        debit(first, amount, party=debt.party_id, doc=debt.id),
        credit(second, amount, party=debt.party_id, doc=debt.id),
    ]
