"""The reconciliation of a day: the bank and the books as sets, so that two errors never hide each other."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from caudal.business.reconciliation import queries
from caudal.business.reconciliation.commands.locking import Held
from caudal.business.reconciliation.events import DayReconciled, DayUnreconciled
from caudal.business.reconciliation.queries import DayRecord
from caudal.business.reconciliation.queries.statements import ROOM
from caudal.business.reconciliation.rules.days import DayState, state_of
from caudal.commons.acts.act import Act, command
from caudal.commons.acts.branches import in_branch, latest_day
from caudal.kernel.problems import Problem
from caudal.kernel.sql import sql

_CURRENCIES = text(
    "select distinct currency from boxes where kind = 'bank' and active and branch_id = :branch order by 1"
)
_LOCK = text("select pg_advisory_xact_lock(727100036, :branch)")
_DONE = text(
    "select distinct business_date from day_reconciliations"
    " where branch_id = :branch and currency = :currency and business_date between :since and :until order by 1"
)
_KEEP = text("""
    insert into day_reconciliations (branch_id, business_date, currency, version, state, system_in, bank_in, system_out,
      bank_out, unmatched_bank, unmatched_books, uneven, timing, unexplained, items, ran_at, ran_by, act_id)
    select :branch, :on, :currency, 1 + coalesce(max(d.version), 0), :state, :system_in, :bank_in, :system_out,
           :bank_out, :unmatched_bank, :unmatched_books, :uneven, :timing, :unexplained,
           cast(:items as jsonb), :at, :actor, :act
    from day_reconciliations d where d.branch_id = :branch and d.business_date = :on and d.currency = :currency
""")

_CAUGHT_UP = text("""
    with accounts as materialized (
      select id from boxes where kind = 'bank' and active and branch_id = :branch and currency = :currency),
    days as materialized (
      select distinct on (business_date) business_date as on_date, state from day_reconciliations
      where branch_id = :branch and currency = :currency order by business_date desc, version desc)
    select d.on_date from days d where d.state = 'unreconciled'
      and not exists (select from accounts a join bank_lines l on l.box_id = a.id
                      where l.on_date = d.on_date and l.open <> 0 and not l.withdrawn)
      and not exists (select from accounts a join bank_movements v on v.box_id = a.id
                      where v.on_date = d.on_date and v.open <> 0)
    order by 1
""")


class DayToCome(Problem):
    type, title, status = "dia-por-venir", "Ese día todavía no llega", 422


@dataclass(frozen=True, slots=True)
class ReconcileDay:
    """Which day of which branch; the act's own when absent."""

    on: date
    branch_id: int | None = None


@command
def reconcile(act: Act, ask: ReconcileDay) -> list[DayRecord]:
    """Compare a day of a branch, currency by currency; again, it adds a version. Nothing where it has no bank account.

    Raises:
        DayToCome: that day isn't here yet.
        Forbidden: the branch isn't one of the actor's.
    """
    act = in_branch(act, ask.branch_id)
    branch = act.place.branch_id
    if ask.on > latest_day(act):
        raise DayToCome(f"El {ask.on:%d/%m/%Y} todavía no llega a esa sucursal")
    act.db.execute(_LOCK, {"branch": branch})
    for row in act.db.execute(_CURRENCIES, {"branch": branch}).all():
        _reconcile(act, branch, row.currency, ask.on)
    return queries.day(act, branch, ask.on)


def redo(held: Held, since: date, until: date) -> int:
    """Look again at the days already reconciled that a statement covers; returns how many."""
    act = held.act
    act.db.execute(_LOCK, {"branch": held.branch_id})
    values = {"branch": held.branch_id, "currency": held.currency, "since": since, "until": until}
    found = act.db.execute(_DONE, values).all()
    for row in found:
        _reconcile(act, held.branch_id, held.currency, row.business_date)
    return len(found)


def caught_up(held: Held) -> None:
    """Compare again the days that didn't add up and in which nothing is left to explain: nobody has to ask for it."""
    act = held.act
    values = {"branch": held.branch_id, "currency": held.currency}
    if days := act.db.execute(_CAUGHT_UP, values).scalars().all():
        act.db.execute(_LOCK, {"branch": held.branch_id})
        for on in days:
            _reconcile(act, held.branch_id, held.currency, on)


def _reconcile(act: Act, branch: int, currency: str, on: date) -> None:
    before = [each for each in queries.day(act, branch, on) if each.currency == currency]
    r: Any = act.db.execute(sql(ROOM, "day_sets"), {"branch": branch, "currency": currency, "on": on}).one()
    state = state_of(covered=r.covered, open_items=r.unmatched_bank + r.unmatched_books + r.uneven)
    act.db.execute(
        _KEEP,
        {
            "branch": branch, "on": on, "currency": currency, "state": state.value, "system_in": r.system_in,
            "bank_in": r.bank_in, "system_out": r.system_out, "bank_out": r.bank_out,
            "unmatched_bank": r.unmatched_bank, "unmatched_books": r.unmatched_books, "uneven": r.uneven,
            "timing": r.timing, "unexplained": r.unexplained, "items": json.dumps(r.items), "at": act.at,
            "actor": act.actor.id, "act": act.id,
        },
    )  # fmt: skip
    unmatched = r.unmatched_bank + r.unmatched_books + r.uneven
    last = before[0] if before else None
    same = last is not None and (last.state, last.unmatched_bank + last.unmatched_books + last.uneven) == (
        state,
        unmatched,
    )
    if same:
        return
    if state is DayState.UNRECONCILED:
        act.tell(
            DayUnreconciled(branch, on, currency, r.system_in, r.bank_in, r.bank_in - r.system_in, unmatched)
        )
    elif state is DayState.RECONCILED:
        act.tell(DayReconciled(branch, on, currency, r.system_in, r.bank_in))
