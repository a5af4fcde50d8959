"""How somebody has paid what they owed."""

from uuid import UUID

from caudal.business.receivables.rules import Conduct, PaidMonth, conduct_of, span
from caudal.commons.acts.act import Act
from caudal.kernel.sql import sql


def conduct(act: Act, party_id: UUID) -> Conduct:
    """How a party has paid, in the branches of the act and until its business date, what it owed in two years."""
    on = act.business_date
    rows = act.db.execute(
        sql("caudal.business.receivables", "conduct"), {"party": party_id, "since": span(on)[0], "on": on}
    )
    found = {r.month: PaidMonth(r.month, r.due, r.on_time, int(r.days), r.worst, r.owing) for r in rows}
    return conduct_of(on, found)
