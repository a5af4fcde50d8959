"""The demonstration while it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, begin
from caudal.flows.demo import cast
from caudal.kernel.dates import at_local, local_date

_HOUR = timedelta(hours=1)
_AWAKE = 10 * _HOUR
"""The longest that a story goes back within its day."""


@dataclass(frozen=True, slots=True)
class House:
    """The demonstration while it is loaded: who acts, by role, and the instant it is loaded."""

    db: Session
    at: datetime
    staff: dict[str, Actor]

    def act(self, role: str, branch: int, days_ago: int = 0, hour: int = 0) -> Act:
        """Something `role` did in `branch` some days ago, so many hours before the one in which it is loaded.

        Always on that day of the branch: loaded in its first hours, the hours are shorter, each in its place.
        """
        zone = cast.BRANCHES[branch - 1][3]
        now = self.at - timedelta(days=days_ago)
        day = local_date(now, zone)
        awake = min(_AWAKE, now - at_local(day, time(), zone))
        at = now - awake * hour / (_AWAKE // _HOUR)
        return begin(
            self.db, Opening(self.staff[role], Place(branch, "127.0.0.1", "cli"), at, business_date=day)
        )

    def day(self, branch: int, days_ago: int = 0) -> date:
        """What day it was in `branch` that many days ago."""
        return local_date(self.at, cast.BRANCHES[branch - 1][3]) - timedelta(days=days_ago)
