"""At night in Cancún it is already tomorrow in UTC: what is dated tomorrow is still to come."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from caudal.business.loans.commands.lending import HandOver, handing_day
from caudal.business.payments import commands as payments
from caudal.business.payments.commands import TakePayment
from caudal.business.reconciliation.commands.days import DayToCome, ReconcileDay, reconcile
from caudal.business.treasury import commands as treasury
from caudal.business.treasury.commands import Funding
from caudal.commons.acts.act import Act
from caudal.commons.acts.branches import latest_day
from caudal.kernel.money import Money
from caudal.kernel.problems import Invalid
from tests.business.house import TODAY, House

NIGHT = datetime(2026, 10, 6, 1, 30, tzinfo=UTC)
"""Half past eight of the evening of the 5th in Cancún and in Bogotá."""
TEN = Money.of("10", "MXN")


def test_nothing_is_dated_tomorrow(house: House) -> None:
    client = house.client()
    house.at = NIGHT
    house.pay(client, "10", received_on=TODAY)
    box = house.one("select min(id) from boxes where kind = 'till' and active and branch_id = 1")[0]
    dated: list[tuple[type[Exception], Callable[[Act, date], object]]] = [
        (Invalid, lambda act, on: payments.take(act, TakePayment(client, TEN, "cash", received_on=on, branch_id=1))),
        (Invalid, lambda act, on: treasury.fund(act, box, Funding(TEN, on))),
        (Invalid, lambda act, on: handing_day(act, HandOver(on=on))),
        (DayToCome, lambda act, on: reconcile(act, ReconcileDay(on))),
    ]  # fmt: skip
    for refused, do in dated:
        with house.act() as act:
            assert (act.business_date, latest_day(act)) == (TODAY, TODAY)
            do(act, TODAY)
        with house.act() as act, pytest.raises(refused):
            do(act, TODAY + timedelta(days=1))
