"""«Probar con los últimos 30 días: habría avisado 4 veces»: what a rule would have found, before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import branch_of
from caudal.commons.alerts.rules import Setting
from caudal.flows.alerts import census, margins
from caudal.kernel.dates import local_date
from caudal.kernel.formats import date_text
from caudal.kernel.sql import sql

DAYS = 30
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How often it would have told, and the latest of them: day and what of."""

    times: int
    examples: tuple[tuple[date, str], ...]


def rehearse(act: Act, setting: Setting, branch_ids: Sequence[int]) -> Rehearsal:
    """What the rule would have found in some branches in the last thirty days, each cause once."""
    found: list[tuple[date, str]] = []
    for branch_id in branch_ids:
        on = local_date(act.at, branch_of(act, branch_id).time_zone)
        found += [(day, f"{date_text(day)} · {branch_of(act, branch_id).name} · {said}")
                  for day, said in _found(act, setting, branch_id, on)]  # fmt: skip
    found.sort(key=lambda each: each[0], reverse=True)
    return Rehearsal(len(found), tuple(found[:_SHOWN]))


def _found(act: Act, setting: Setting, branch_id: int, on: date) -> list[tuple[date, str]]:
    since = on - timedelta(days=DAYS)
    if setting.rule == "margin_low":
        monday = on - timedelta(days=on.isoweekday() - 1)
        least = setting.threshold.fraction or Decimal(0)
        mondays = [monday - timedelta(days=7 * n) for n in range(5)]
        return [
            (day, cause.subject)
            for day in mondays
            if day >= since
            for cause in margins.below(act, least, branch_id, day)
        ]
    values = census.asked(act, setting, branch_id, on) | {"since": since}
    rows = act.db.execute(sql(census.ROOM, f"{setting.rule}_past"), values)
    return [(row.on_date, row.subject) for row in rows]
