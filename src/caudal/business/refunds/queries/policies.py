"""Reading cancellation policies: every version, and the one in force for what was sold on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text

from caudal.business.bookings.queries import BookingRecord
from caudal.business.bookings.rules import ServiceKind
from caudal.business.refunds.rules import Band, shown
from caudal.business.refunds.tables import Policy, PolicyBand
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.kernel.problems import NotFound
from caudal.kernel.sql import sql

_ROOM = "caudal.business.refunds"
_EVERY = text(
    "select p.id from cancellation_policies p"
    " where p.company_id is null or p.company_id = (select company_id from branches where id = :branch)"
    " order by p.kind nulls first, p.from_on desc, p.created_at desc"
)


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """A version of the policy: of a ``kind`` of service (of any without its own, when absent), from a day on.

    ``pay_days``: calendar days to pay a refund since it is asked for. ``bands``: from the earliest notice to none.
    """

    id: UUID
    kind: ServiceKind | None
    from_on: date
    pay_days: int
    reason: str
    bands: tuple[Band, ...]
    created_at: datetime
    created_by: int


def policy(act: Act, policy_id: UUID) -> PolicyRecord:
    """One version.

    Raises:
        NotFound: there is none.
    """
    found = _records(act, [policy_id])
    if not found:
        raise NotFound("Esa política de cancelación no existe")
    return found[0]


def policies(act: Act) -> list[PolicyRecord]:
    """Every version of the act's company: the general ones and then by kind, the latest first."""
    ids = list(act.db.execute(_EVERY, {"branch": act.place.branch_id}).scalars())
    by_id = {each.id: each for each in _records(act, ids)}
    return [by_id[each] for each in ids]


def in_force(
    act: Act, kind: ServiceKind, sold_on: date, written_by: datetime, branch_id: int
) -> PolicyRecord:
    """The version for what was sold on a day: that of its kind, or the general one; known when it was sold.

    Raises:
        NotFound: none was in force that day.
    """
    values = {"kind": kind.value, "on": sold_on, "by": written_by,
              "company": branch_of(act, branch_id).company_id}  # fmt: skip
    row = act.db.execute(sql(_ROOM, "policy_in_force"), values).one_or_none()
    if row is None:
        raise NotFound(f"El {sold_on:%d/%m/%Y} no regía ninguna política de cancelación")
    return policy(act, row.id)


def policy_of(act: Act, booking: BookingRecord) -> PolicyRecord:
    """The version in force when a booking was sold.

    Raises:
        NotFound: as :func:`in_force`.
    """
    return in_force(act, booking.kind, booking.sold_on, booking.created_at, booking.branch_id)


def _records(act: Act, policy_ids: Sequence[UUID]) -> list[PolicyRecord]:
    rows = act.db.scalars(select(Policy).where(Policy.id.in_(policy_ids))).all()
    bands: dict[UUID, list[Band]] = {}
    found = act.db.execute(
        select(PolicyBand.policy_id, PolicyBand.first_day, PolicyBand.percent)
        .where(PolicyBand.policy_id.in_(policy_ids))
        .order_by(PolicyBand.first_day.desc())
    )
    for row in found:
        bands.setdefault(row.policy_id, []).append(Band(row.first_day, shown(row.percent)))
    return [
        PolicyRecord(
            row.id, ServiceKind(row.kind) if row.kind else None, row.from_on, row.pay_days, row.reason,
            tuple(bands.get(row.id, ())), row.created_at, row.created_by,
        )
        for row in rows
    ]  # fmt: skip
