"""What the close of a day says of refunds: those whose day to be paid ended unpaid."""

from datetime import date

from caudal.business.refunds import queries
from caudal.business.refunds.events import RefundOverdue
from caudal.commons.acts.act import Act


def fall_due(act: Act, day: date) -> int:
    """Tell of every refund of the act's branch that had to be paid by `day` and wasn't; returns how many."""
    found = queries.passing(act, day, act.place.branch_id)
    for each in found:
        money = each.amount
        act.tell(
            RefundOverdue(
                each.id,
                each.folio,
                each.branch_id,
                money.currency,
                money.minor,
                each.due_on,
                each.state.value,
            )
        )
    return len(found)
