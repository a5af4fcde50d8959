"""Which loans are late today, as their files say: a past due date whose days were all frozen isn't late."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from caudal.business.loans.queries.happened import happened
from caudal.business.loans.rules import keeping
from caudal.business.loans.rules.replay import replay
from caudal.business.loans.tables import Loan
from caudal.commons.acts.act import Act
from caudal.kernel.sql import sql

_ROOM = "caudal.business.loans"


def past_due(act: Act) -> ColumnElement[bool]:
    """Whether something of a loan is past due today and counts days."""
    on = act.business_date
    return Loan.oldest_due_on.is_not(None) & (Loan.oldest_due_on < on) & Loan.id.not_in(excused(act, on))


def late(act: Act) -> ColumnElement[bool]:
    """Whether a loan is running and late today, or was when it was renewed and lives with those days."""
    return (Loan.status == "active") & (past_due(act) | (Loan.late_when_renewed > 0))


def excused(act: Act, on: date) -> list[UUID]:
    """The running loans with something past due on a date and no days late: those are few, and read one by one."""
    maybe = act.db.execute(sql(_ROOM, "maybe_excused"), {"on": on}).scalars().all()
    if not maybe:
        return []
    events = happened(act, maybe)
    rows = act.db.execute(select(Loan.id, Loan.contract).where(Loan.id.in_(maybe)))
    return [
        row.id
        for row in rows
        if not replay(keeping.contract(row.contract), events.get(row.id, ()), on).days_past_due
    ]
