"""The hours of alerts, on the wall clock of each branch: what is urgent every minute, the day's, the week's.

What is due is worked out from what is stored: a worker that was off finds what it missed, and two of them do it once.
"""

from datetime import datetime

from sqlalchemy import Engine, text

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branches
from caudal.commons.acts.opening import house_acting
from caudal.flows.alerts import rounds, telling

_LOCK = 727_100_038
_TAKE = text("select pg_try_advisory_xact_lock(:key)")
_OPEN = text("select id from branches where active order by id")


def tick(engine: Engine, at: datetime) -> int:
    """Do everything that is due at `at`; returns how many rounds were made. Each branch is an act of its own.

    Raises:
        NotFound: there are no branches yet.
    """
    with house_acting(engine, at) as act:
        open_branches = [int(each) for each in act.db.execute(_OPEN).scalars() if each in branches(act)]
    done = 0
    for branch_id in open_branches:
        with house_acting(engine, at, branch_id=branch_id) as act:
            if act.db.execute(_TAKE, {"key": _LOCK + branch_id}).scalar_one():
                done += _branch(act, branch_id)
    with house_acting(engine, at) as act:
        telling.go_up(act)
    return done


def _branch(act: Act, branch_id: int) -> int:
    rounds.urgent(act, branch_id)
    day, monday = rounds.daily_due(act, branch_id), rounds.weekly_due(act, branch_id)
    done = int(day is not None and rounds.daily(act, branch_id, day))
    return done + int(monday is not None and rounds.weekly(act, branch_id, monday))
