"""Up to how much each role of the demonstration authorises, and a week in which the manager was away.

A supervisor authorises little, a manager more, the rest without limit.
"""

from datetime import timedelta

from caudal.business.approvals import commands as approvals
from caudal.business.approvals.commands import NewDelegation, NewLimit, SayLimits
from caudal.business.approvals.rules.kinds import Kind
from caudal.commons.acts.opening import because
from caudal.flows.demo import cast
from caudal.flows.demo.house import House
from caudal.kernel.money import Money

_SINCE = 170
"""Days ago: before anything was asked for."""
_AWAY = 40
_KINDS = (Kind.PAYABLE, Kind.REFUND, Kind.MANUAL_ENTRY)
_UP_TO = {
    "supervisor": {"MXN": 5_000, "COP": 1_000_000, "DOP": 15_000},
    "gerente": {"MXN": 50_000, "COP": 10_000_000, "DOP": 150_000},
}


def say(house: House) -> None:
    """The owner's limits, by role and currency, for what is paid, given back and written by hand."""
    act = because(house.act("duena", cast.MANAGED, _SINCE), "topes acordados por la dirección")
    limits = tuple(
        NewLimit(kind, role, currency, Money.of(amount, currency))
        for kind in _KINDS
        for role, most in _UP_TO.items()
        for currency, amount in most.items()
    )
    approvals.set_limits(act, SayLimits(limits))
    away = because(house.act("gerente", 1, _AWAY), "vacaciones de la gerencia")
    begins = away.business_date + timedelta(days=1)
    lent = NewDelegation(house.staff["supervisor"].id, begins, begins + timedelta(days=6))
    approvals.delegate(away, lent)
