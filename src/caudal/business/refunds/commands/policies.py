"""Saying the cancellation policy of what is sold from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caudal.business.bookings.rules import ServiceKind
from caudal.business.refunds import queries
from caudal.business.refunds.events import PolicyChanged
from caudal.business.refunds.queries import PolicyRecord
from caudal.business.refunds.rules import Band, wrong_bands
from caudal.business.refunds.tables import Policy, PolicyBand
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import branch_of
from caudal.kernel import ids
from caudal.kernel.problems import Invalid

_MOST_PAY_DAYS = 90


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """A version: of a kind of service, or of every one without its own. ``from_on``: the business date when absent."""

    bands: Sequence[Band]
    kind: ServiceKind | None = None
    from_on: date | None = None
    pay_days: int = 5


@command
def save_policy(act: Act, ask: NewPolicy) -> PolicyRecord:
    """Say the policy of what is sold from a day on; what was sold before keeps its own.

    Raises:
        Invalid: the day has passed, the table isn't whole (see :func:`wrong_bands`), or no reason was given.
    """
    from_on = ask.from_on or act.business_date
    wrong = wrong_bands(ask.bands)
    if from_on < act.business_date:
        told = "una venta ya hecha conserva su política: desde hoy o después"
        wrong.append({"pointer": "/from_on", "detail": told})
    if not 0 <= ask.pay_days <= _MOST_PAY_DAYS:
        wrong.append({"pointer": "/pay_days", "detail": f"de 0 a {_MOST_PAY_DAYS} días"})
    if len(act.reason.strip()) < 3:
        wrong.append({"pointer": "/reason", "detail": "hace falta el motivo"})
    if wrong:
        raise Invalid(f"La política no se puede guardar: {wrong[0]['detail']}", errors=wrong)
    row = Policy(
        id=ids.uuid7(act.at), company_id=branch_of(act, act.place.branch_id).company_id,
        kind=ask.kind.value if ask.kind else None, from_on=from_on, pay_days=ask.pay_days, reason=act.reason,
        created_at=act.at, created_by=act.actor.id, act_id=act.id,
    )  # fmt: skip
    act.db.add(row)
    act.db.flush()
    act.db.add_all(PolicyBand(policy_id=row.id, first_day=b.first_day, percent=b.percent) for b in ask.bands)
    act.db.flush()
    act.tell(PolicyChanged(row.id, from_on))
    return queries.policy(act, row.id)
