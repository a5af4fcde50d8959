"""Reading delegations: who authorises in the place of whom, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text

from caudal.business.approvals.rules.kinds import Duty
from caudal.commons.access import queries as access
from caudal.commons.access.queries import UserRecord
from caudal.commons.acts.act import Act
from caudal.kernel.problems import NotFound

_KEPT = "approvals delegations"
_HELD = text(
    "select d.id, d.from_user, d.role, u.name,"
    " array(select b.branch_id from user_branches b where b.user_id = d.from_user) as branches"
    " from approval_delegations d join users u on u.id = d.from_user and u.role = d.role and u.active"
    " where d.to_user = :actor and :on between d.from_on and d.to_on and d.ended_at is null order by d.id"
)
_ALL = (
    "select d.id, d.from_user, f.name as from_name, d.to_user, t.name as to_name, d.role, r.name as role_name,"
    " d.from_on, d.to_on, d.reason, d.created_at, c.name as created_by, d.ended_at, e.name as ended_by,"
    " coalesce(d.ended_reason, '') as ended_reason,"
    " (select count(*) from approval_signatures s where s.delegation_id = d.id) as signed"
    " from approval_delegations d join users f on f.id = d.from_user join users t on t.id = d.to_user"
    " join roles r on r.code = d.role left join users c on c.id = d.created_by left join users e on e.id = d.ended_by"
)
_ONE = text(f"{_ALL} where d.id = :id")
_LIST = text(
    f"{_ALL} order by d.ended_at is null and d.to_on >= :on desc, d.from_on desc, d.id desc limit :most"
)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Lent:
    """The function of somebody that whoever acts may use today, in `branches`."""

    id: int
    from_user: int
    from_name: str
    role: str
    branches: frozenset[int]


@dataclass(frozen=True, slots=True)
class DelegationRecord:
    """Who authorises in the place of whom, both days included; ``signed``: how many requests were signed with it."""

    id: int
    from_user: int
    from_name: str
    to_user: int
    to_name: str
    role: str
    role_name: str
    from_on: date
    to_on: date
    reason: str
    created_at: datetime
    created_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str
    signed: int

    def state(self, on: date) -> str:
        """Where it is on a date: ``ended`` before its time, ``over``, ``later`` or ``in_force``."""
        if self.ended_at is not None:
            return "ended"
        if on > self.to_on:
            return "over"
        return "later" if on < self.from_on else "in_force"


def held(act: Act) -> list[Lent]:
    """What others handed over to whoever acts, in force on the date of the act; read once per person and date."""
    kept: dict[tuple[int, date], list[Lent]] = act.db.info.setdefault(_KEPT, {})
    whose = (act.actor.id, act.business_date)
    if whose not in kept:
        rows = act.db.execute(_HELD, {"actor": act.actor.id, "on": act.business_date})
        kept[whose] = [
            Lent(row.id, row.from_user, row.name, row.role, frozenset(row.branches)) for row in rows
        ]
    return kept[whose]


def forget_held(act: Act) -> None:
    """What was handed over is read again."""
    act.db.info.pop(_KEPT, None)


def delegations(act: Act) -> list[DelegationRecord]:
    """Those in force or to come first, then the others, the latest first."""
    rows = act.db.execute(_LIST, {"on": act.business_date, "most": _MOST})
    return [_record(row) for row in rows]


def delegation(act: Act, delegation_id: int) -> DelegationRecord:
    """One delegation.

    Raises:
        NotFound: there is none.
    """
    row = act.db.execute(_ONE, {"id": delegation_id}).one_or_none()
    if row is None:
        raise NotFound("Esa delegación no existe")
    return _record(row)


def authorisers(act: Act, duties: frozenset[tuple[str, str, str]]) -> list[UserRecord]:
    """People in use whose role authorises something: who may hand that duty over, and who may get it."""
    roles = {role for _, role, duty in duties if duty == Duty.AUTHORISE}
    return [user for user in access.users(act) if user.active and user.role in roles]


def _record(row: Row[Any]) -> DelegationRecord:
    return DelegationRecord(*row)
