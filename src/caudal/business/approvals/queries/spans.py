"""What counts together against the limit of a role: the rules in force, and what a person did within them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from caudal.business.approvals.rules.kinds import Kind
from caudal.business.approvals.rules.spans import lately, told, whose
from caudal.commons.acts.act import Act
from caudal.kernel.money import Money

_KEPT = "approvals lately"
_IN_FORCE = text(
    "select distinct on (kind) kind, days, from_on, reason, created_at, created_by, limit_since(kind, :on) as since"
    " from approval_spans where from_on <= :on order by kind, from_on desc, id desc"
)
_EVERY = text(
    "select kind, days, from_on, reason, created_at, created_by, null::date as since from approval_spans"
    " order by from_on desc, id desc limit :most"
)
_GIVEN = text("select kind, party_id, currency, amount from authorised_lately(:who, :on)")


@dataclass(frozen=True, slots=True)
class SpanRecord:
    """What counts together of a kind from a date on; ``by`` absent: the house came so.

    ``days`` absent: the calendar month; 0: each alone. ``since``: the first day that counts now, where any does.
    """

    kind: str
    days: int | None
    from_on: date
    reason: str
    at: datetime
    by: int | None
    since: date | None

    @property
    def text(self) -> str:
        """The rule as a person reads it."""
        return told(self.kind, self.days)

    @property
    def lately(self) -> str:
        """When, inside a sentence."""
        return lately(self.days)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody authorised that counts together with what they would authorise now; ``told``: to whom and when."""

    amount: Money
    told: str


def spans(act: Act, on: date | None = None, most: int = 200) -> list[SpanRecord]:
    """The rules in force on a date, one of each kind; or all that were ever said, the latest first, without a date."""
    rows = act.db.execute(_IN_FORCE, {"on": on}) if on else act.db.execute(_EVERY, {"most": most})
    return [SpanRecord(*row) for row in rows]


def span(act: Act, kind: str) -> SpanRecord:
    """The rule of a kind in force on the date of the act."""
    return next(each for each in spans(act, act.business_date) if each.kind == kind)


def given(act: Act, who: int, kind: Kind, party_id: UUID | None, currency: str) -> Given | None:
    """What `who` authorised lately of that kind to that person, where it counts; read once per act and person."""
    if party_id is None:
        return None
    kept: dict[int, dict[tuple[str, UUID, str], int]] = act.db.info.setdefault(_KEPT, {})
    if who not in kept:
        rows = act.db.execute(_GIVEN, {"who": who, "on": act.business_date})
        kept[who] = {(row.kind, row.party_id, row.currency): row.amount for row in rows}
    amount = kept[who].get((kind.value, party_id, currency))
    if not amount:
        return None
    return Given(Money.from_minor(amount, currency), f"{whose(kind)} {span(act, kind.value).lately}")


def forget_given(act: Act) -> None:
    """What was authorised lately is read again."""
    act.db.info.pop(_KEPT, None)
