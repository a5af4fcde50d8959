"""What is asked to be given up of loans, and what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.approvals import queries as hands
from caudal.business.approvals.rules.spans import LOAN
from caudal.business.loans.tables import Favour
from caudal.commons.acts.act import Act
from caudal.kernel import pages
from caudal.kernel.money import Money
from caudal.kernel.pages import Page

_GIVEN_UP = text("select forgiven_lately(:loan, :actor, :on)")


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What whoever acts forgave of a loan that counts together with what they would forgive now, in minor units."""

    amount: int
    lately: str


@dataclass(frozen=True, slots=True)
class FavourRecord:
    """A request. ``amount``: everything due of its component when absent; ``event_id``: what was done."""

    id: int
    loan_id: UUID
    branch_id: int
    kind: str
    component: str | None
    amount: Money | None
    currency: str
    status: str
    reason: str
    asked_at: datetime
    asked_by: int
    decided_at: datetime | None
    decided_by: int | None
    decision_reason: str | None
    event_id: int | None


def favours(
    act: Act,
    *,
    loan_id: UUID | None = None,
    status: str | None = None,
    branch_id: int | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[FavourRecord]:
    """Requests, the latest first.

    Raises:
        Invalid: `after` isn't a cursor of this list.
    """
    cursor, wanted = pages.decode(after, int), select(Favour)
    if loan_id is not None:
        wanted = wanted.where(Favour.loan_id == loan_id)
    if status is not None:
        wanted = wanted.where(Favour.status == status)
    if branch_id is not None:
        wanted = wanted.where(Favour.branch_id == branch_id)
    if cursor:
        wanted = wanted.where(Favour.id < cursor[0])
    rows = act.db.scalars(wanted.order_by(Favour.id.desc()).limit(limit + 1)).all()
    page = pages.page(list(rows), limit, lambda row: [row.id])
    return Page([recorded(row) for row in page.items], page.next)


def pending(act: Act, kind: str, loan_ids: Collection[UUID]) -> dict[UUID, int]:
    """The request of a kind that waits for a decision in each loan that has one."""
    wanted = select(Favour.loan_id, Favour.id).where(
        Favour.kind == kind, Favour.status == "pending", Favour.loan_id.in_(loan_ids)
    )
    return {row.loan_id: row.id for row in act.db.execute(wanted)}


def given_up(act: Act, loan_id: UUID) -> GivenUp:
    """What whoever acts forgave of a loan in the days that count together; zero where each thing counts alone."""
    values = {"loan": loan_id, "actor": act.actor.id, "on": act.business_date}
    return GivenUp(act.db.execute(_GIVEN_UP, values).scalar_one(), hands.span(act, LOAN).lately)


def recorded(row: Favour) -> FavourRecord:
    """A row as others see it."""
    return FavourRecord(
        row.id, row.loan_id, row.branch_id, row.kind, row.component,
        Money.from_minor(row.amount, row.currency) if row.amount is not None else None, row.currency, row.status,
        row.reason, row.asked_at, row.asked_by, row.decided_at, row.decided_by, row.decision_reason, row.event_id,
    )  # fmt: skip
