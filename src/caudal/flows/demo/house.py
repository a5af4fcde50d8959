"""The demonstration while it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from caudal.commons.acts.act import Act, Actor, Place
from caudal.commons.acts.opening import Opening, begin
from caudal.flows.demo import cast
from caudal.kernel.dates import local_date


@dataclass(frozen=True, slots=True)
class House:
    """The demonstration while it is loaded: who acts, by role, and the instant it is loaded."""

    db: Session
    at: datetime
    staff: dict[str, Actor]

    def act(self, role: str, branch: int, days_ago: int = 0, hour: int = 0) -> Act:
        """Something `role` did in `branch` some days ago."""
        at = self.at - timedelta(days=days_ago, hours=hour)
        day = local_date(at, cast.BRANCHES[branch - 1][3])
        return begin(
            self.db, Opening(self.staff[role], Place(branch, "127.0.0.1", "cli"), at, business_date=day)
        )

    def day(self, branch: int, days_ago: int = 0) -> date:
        """What day it was in `branch` that many days ago."""
        return local_date(self.at, cast.BRANCHES[branch - 1][3]) - timedelta(days=days_ago)
