"""Reading the matrix: who may do what, up to how much, and who could do two things that should be of two people."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text

from caudal.business.approvals.rules.conflicts import PAIRS
from caudal.business.approvals.rules.kinds import Duty, Kind
from caudal.business.approvals.rules.policy import Matrix
from caudal.commons.access import queries as access
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money

_KEPT = "approvals matrix"
_DUTIES = text("select kind, role, duty from approval_duties")
_ROLES = text("select code, name from roles where code <> 'sistema' order by position, code")
_LIMITS = text(
    "select distinct on (kind, role, currency) kind, role, currency, amount, from_on, reason, created_at, created_by"
    " from approval_limits where from_on <= :on order by kind, role, currency, from_on desc, id desc"
)
_EVERY_LIMIT = text(
    "select kind, role, currency, amount, from_on, reason, created_at, created_by from approval_limits"
    " order by from_on desc, id desc limit :limit"
)


@dataclass(frozen=True, slots=True)
class LimitRecord:
    """Up to how much a role authorises from a date on; ``amount`` absent: no limit."""

    kind: Kind
    role: str
    currency: str
    amount: Money | None
    from_on: date
    reason: str
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A person whose role combines two things that should be of two: which, and what keeps them apart."""

    user_id: int
    name: str
    role: str
    role_name: str
    first: str
    second: str
    guard: str


def matrix(act: Act, on: date | None = None) -> Matrix:
    """Who may do what on a date, the act's own when absent; read once per act and date."""
    day = on or act.business_date
    kept: dict[date, Matrix] = act.db.info.setdefault(_KEPT, {})
    if day not in kept:
        kept[day] = Matrix(
            frozenset((row.kind, row.role, row.duty) for row in act.db.execute(_DUTIES)),
            {(each.kind.value, each.role, each.currency): each.amount for each in limits(act, day)},
            {row.code: row.name for row in act.db.execute(_ROLES)},
        )
    return kept[day]


def forget(act: Act) -> None:
    """What was read of the matrix in this act is read again."""
    act.db.info.pop(_KEPT, None)


def limits(act: Act, on: date | None = None, most: int = 500) -> list[LimitRecord]:
    """The limits in force on a date; or all that were ever said, the latest first, without a date."""
    rows = act.db.execute(_LIMITS, {"on": on}) if on else act.db.execute(_EVERY_LIMIT, {"limit": most})
    return [
        LimitRecord(
            Kind(row.kind), row.role, row.currency,
            None if row.amount is None else Money.from_minor(row.amount, row.currency), row.from_on, row.reason,
            row.created_at, row.created_by,
        )
        for row in rows
    ]  # fmt: skip


def conflicts(act: Act) -> list[Conflict]:
    """People in use whose role combines what should be of two: by the matrix, and by permissions of the house."""
    known = matrix(act)
    both = {
        role
        for kind, role, duty in known.duties
        if duty == Duty.AUTHORISE and (kind, role, Duty.EXECUTE.value) in known.duties
    }
    found: list[Conflict] = []
    for user in access.users(act):
        if not user.active:
            continue
        if user.role in both:
            guard = "Nunca las dos en una misma solicitud: la base de datos lo impide"
            found.append(
                Conflict(user.id, user.name, user.role, user.role_name, "Autorizar", "Ejecutar", guard)
            )
        held = set(user.permissions)
        found += [
            Conflict(
                user.id, user.name, user.role, user.role_name, pair.first_says, pair.second_says, pair.guard
            )
            for pair in PAIRS
            if {pair.first, pair.second} <= held
        ]
    return found
