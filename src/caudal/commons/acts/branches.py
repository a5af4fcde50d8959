"""The branches of the house, as acts need them: country, currency and wall clock."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import text

from caudal.commons.acts.act import Act, Place
from caudal.commons.acts.opening import business_date_of
from caudal.kernel.dates import local_date
from caudal.kernel.problems import Forbidden, NotFound

_ALL = text("select id, company_id, name, country, currency, time_zone from branches order by id")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch; ``time_zone`` is an IANA name."""

    id: int
    company_id: int
    name: str
    country: str
    currency: str
    time_zone: str


def branches(act: Act) -> dict[int, Branch]:
    """Every branch of the house by id; read once per act."""
    known = act.db.info.get("branches")
    if known is None:
        known = act.db.info["branches"] = {row.id: Branch(*row) for row in act.db.execute(_ALL)}
    return known


def branch_of(act: Act, branch_id: int) -> Branch:
    """One branch.

    Raises:
        NotFound: there is none with that id.
    """
    try:
        return branches(act)[branch_id]
    except KeyError:
        raise NotFound(f"No hay una sucursal {branch_id}") from None


def in_branch(act: Act, branch_id: int | None) -> Act:
    """The same act, happening in another branch: its till, its books, its business date.

    Raises:
        Forbidden: the branch isn't one of the actor's.
    """
    if branch_id is None or branch_id == act.place.branch_id:
        return act
    allowed(act, [branch_id])
    place = Place(branch_id, act.place.ip, act.place.door)
    return replace(act, place=place, business_date=business_date_of(act.db, branch_id, act.at))


def latest_day(act: Act) -> date:
    """The latest day on which something may be said to have happened: what follows it is to come."""
    here = branch_of(act, act.place.branch_id)
    return max(act.business_date, local_date(act.at, here.time_zone))


def allowed(act: Act, wanted: Iterable[int]) -> None:
    """Refuse branches the actor doesn't work in.

    Raises:
        Forbidden: one of `wanted` isn't the actor's.
    """
    missing = set(wanted) - set(act.actor.branches)
    if missing:
        names = ", ".join(sorted(b.name for i, b in branches(act).items() if i in missing))
        raise Forbidden(f"Su usuario no trabaja en la sucursal {names or sorted(missing)}")


def home_for(act: Act, country: str | None) -> int:
    """Where somebody of `country` belongs: the act's branch if it is there, else the actor's first one there."""
    here = act.place.branch_id
    if country is None or branch_of(act, here).country == country:
        return here
    there = [i for i in sorted(act.actor.branches) if branch_of(act, i).country == country]
    return there[0] if there else here
