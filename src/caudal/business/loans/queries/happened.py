"""What happened to loans: as it was written, and as the rules read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.happenings import Event
from caudal.business.loans.tables import LoanEvent
from caudal.commons.acts.act import Act


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened to a loan, and who wrote it."""

    id: int
    kind: str
    on: date
    event: Event
    payment_id: UUID | None
    undone_by: int | None
    entry_id: int | None
    at: datetime
    actor_id: int
    reason: str


def happened(act: Act, loan_ids: Collection[UUID]) -> dict[UUID, list[Event]]:
    """The events of each loan in the order they were written; nothing for those without any."""
    found: dict[UUID, list[Event]] = {}
    wanted = select(LoanEvent).where(LoanEvent.loan_id.in_(loan_ids)).order_by(LoanEvent.id)
    for row in act.db.scalars(wanted):
        found.setdefault(row.loan_id, []).append(keeping.event(row.kind, row.body))
    return found


def events(act: Act, loan_id: UUID) -> list[EventRecord]:
    """What happened to a loan, in the order in which it was written."""
    kept = LoanEvent
    wanted = select(
        kept.id, kept.kind, kept.on_date, kept.body, kept.payment_id, kept.undone_by, kept.entry_id, kept.at,
        kept.actor_id, kept.reason,
    )  # fmt: skip
    rows = act.db.execute(wanted.where(kept.loan_id == loan_id).order_by(kept.id))
    return [
        EventRecord(
            row.id, row.kind, row.on_date, keeping.event(row.kind, row.body), row.payment_id, row.undone_by,
            row.entry_id, row.at, row.actor_id, row.reason,
        )
        for row in rows
    ]  # fmt: skip


def history(act: Act, loan_id: UUID) -> list[Event]:
    """What happened to a loan, as its rules read it: without who wrote it."""
    return [each.event for each in events(act, loan_id)]
