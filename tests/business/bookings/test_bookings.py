"""Services sold for a day: what is owed of them, what changes, when they are income, what cancelling leaves."""

from datetime import date, timedelta

import pytest

from caudal.business.bookings import commands, queries
from caudal.business.bookings.queries import BookingFilter
from caudal.business.bookings.rules import payment_of
from caudal.business.payables import queries as payables
from caudal.business.receivables import commands as receivables
from caudal.business.receivables import queries as debts
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from tests.business.bookings.agency import Agency, mxn
from tests.business.house import TODAY
from tests.business.payables.payer import Desk


def refused(agency: Agency, work: str, *args: object, **more: object) -> str:
    with pytest.raises(Problem) as caught:
        getattr(agency, work)(*args, **more)
    return caught.value.type


def test_cxc_001_is_born_of_a_booking_and_becomes_income_when_it_is_given(agency: Agency) -> None:
    sold = agency.sell(days=10)
    assert (sold.folio, sold.debt.folio, sold.debt.concept) == ("RV-000001", "CXC-001", "Tour Chichén Itzá")
    assert (sold.debt.amount, sold.debt.due_on) == (mxn(10_000), TODAY + timedelta(days=10))
    assert (agency.books("DEFERRED_SALES"), agency.books("SALES")) == (10_000, 0)
    agency.pay(sold, 5_000)
    assert payment_of(agency.read(sold).debt.standing.status).value == "partial"
    assert refused(agency, "give", sold) == "servicio-por-venir"
    agency.house.later(days=3)
    agency.pay(sold, 5_000, method="transfer", reference="BBVA 884201")
    assert payment_of(agency.read(sold).debt.standing.status).value == "paid"
    assert refused(agency, "pay", sold, 10_000) == "deuda-ya-pagada"
    agency.house.later(days=7)
    given = agency.give(sold)
    assert (given.state.value, given.done_on) == ("done", TODAY + timedelta(days=10))
    assert (agency.books("DEFERRED_SALES"), agency.books("SALES")) == (0, 10_000)
    assert refused(agency, "give", sold) == "reserva-en-otro-estado"
    assert refused(agency, "change", sold, price=mxn(1)) == "reserva-en-otro-estado"


def test_another_price_is_an_entry_of_the_difference(agency: Agency) -> None:
    sold = agency.sell()
    agency.pay(sold, 4_000)
    agency.house.later(days=1)
    more = agency.change(sold, price=mxn(12_000), reason="una persona más")
    assert (more.price, more.debt.amount, more.debt.balance) == (mxn(12_000), mxn(12_000), mxn(8_000))
    agency.house.later(days=1)
    less = agency.change(sold, price=mxn(9_000))
    assert (less.debt.amount, less.debt.balance, agency.books("DEFERRED_SALES")) == (
        mxn(9_000),
        mxn(5_000),
        9_000,
    )
    assert refused(agency, "change", sold, price=mxn(3_999)) == "precio-menor-que-lo-pagado"
    assert refused(agency, "change", sold, price=mxn(0)) == "monto-invalido"
    assert refused(agency, "change", sold, price=mxn(9_000)) == "datos-invalidos"
    assert refused(agency, "change", sold, reason="", price=mxn(9_500)) == "datos-invalidos"
    with agency.house.act() as act:
        told = queries.changes(act, sold.id)
        then = debts.receivable(act, sold.debt.id, TODAY)
        middle = debts.sums(act, debts.ReceivableFilter(on=TODAY + timedelta(days=1)))
        aged = debts.ageing(act, TODAY)
    assert [(c.price[0], c.price[1], c.reason) for c in told] == [
        (mxn(10_000), mxn(12_000), "una persona más"), (mxn(12_000), mxn(9_000), "así lo pidió el cliente"),
    ]  # fmt: skip
    assert (then.amount, then.balance) == (mxn(10_000), mxn(6_000))
    assert [(s.amount, s.balance) for s in middle] == [(mxn(12_000), mxn(8_000))]
    assert sum(row.balance.minor for row in aged) == 600_000
    agency.pay(sold, 5_000)
    settled = agency.read(sold).debt
    assert settled.settled_on == TODAY + timedelta(days=2)
    agency.change(sold, price=mxn(9_100))
    assert agency.read(sold).debt.settled_on is None
    agency.change(sold, price=mxn(9_000))
    assert agency.read(sold).debt.settled_on == TODAY + timedelta(days=2)


def test_another_day_moves_what_is_due_with_it(agency: Agency) -> None:
    sold = agency.sell(days=10)
    moved = agency.change(sold, service_on=TODAY + timedelta(days=40))
    assert (moved.service_on, moved.debt.due_on) == (TODAY + timedelta(days=40),) * 2
    early = agency.sell(days=10, due_on=TODAY + timedelta(days=2))
    again = agency.change(early, service_on=TODAY + timedelta(days=1))
    assert again.debt.due_on == TODAY + timedelta(days=1)
    assert refused(agency, "change", sold, service_on=TODAY - timedelta(days=1)) == "datos-invalidos"
    assert refused(agency, "change", sold, service_on=date(2099, 1, 1)) == "datos-invalidos"


def test_cancelling_leaves_only_what_was_paid(agency: Agency) -> None:
    unpaid, half = agency.sell(), agency.sell()
    agency.pay(half, 4_000)
    agency.house.later(days=1)
    for sold in (unpaid, half):
        with agency.house.act(reason="se enfermó") as act:
            commands.cancel(act, sold.id)
    assert agency.read(unpaid).debt.standing.status == "cancelled"
    left = agency.read(half).debt
    assert (left.amount, left.standing.status, left.settled_on) == (
        mxn(4_000),
        "paid",
        TODAY + timedelta(days=1),
    )
    assert agency.books("DEFERRED_SALES") == 4_000
    with agency.house.act() as act:
        assert debts.receivable(act, half.debt.id, TODAY).balance == mxn(6_000)
        assert debts.receivable(act, unpaid.debt.id, TODAY).balance == mxn(10_000)
        listed = queries.bookings(act, BookingFilter(state="cancelled", payment="paid")).items
        (sums,) = queries.sums(act, BookingFilter())
    assert [each.id for each in listed] == [half.id]
    assert (sums.count, sums.price, sums.paid) == (2, mxn(20_000), mxn(4_000))
    assert refused(agency, "pay", half, 1) == "deuda-ya-pagada"
    assert refused(agency, "pay", unpaid, 1) == "deuda-anulada"


def test_says_what_is_wrong(agency: Agency) -> None:
    assert refused(agency, "sell", price=0) == "monto-invalido"
    assert refused(agency, "sell", days=-1) == "datos-invalidos"
    assert refused(agency, "sell", service=" x ") == "datos-invalidos"
    assert refused(agency, "sell", days=2_000) == "datos-invalidos"
    assert refused(agency, "sell", seller_id=99) == "datos-invalidos"
    assert refused(agency, "sell", due_on=TODAY - timedelta(days=1)) == "datos-invalidos"
    sold = agency.sell()
    with agency.house.act(reason="por error") as act, pytest.raises(receivables.OfABooking):
        receivables.cancel_receivable(act, sold.debt.id)
    with agency.house.act() as act, pytest.raises(Problem) as caught:
        queries.bookings(act, BookingFilter(state="perdida"))
    assert caught.value.type == "datos-invalidos"


def test_a_closed_month_stays_closed(agency: Agency) -> None:
    sold = agency.sell()
    with agency.house.act() as act:
        ledger.close_period(act, 202610, "C")
    actor = agency.house.at
    assert refused(agency, "sell") == "periodo-cerrado"
    assert refused(agency, "change", sold, price=mxn(11_000)) == "periodo-cerrado"
    agency.house.at = actor


def test_another_branch_sees_nothing(agency: Agency) -> None:
    sold = agency.sell()
    with agency.house.act(2, 2) as act:
        assert queries.bookings(act, BookingFilter()).items == []
        with pytest.raises(Problem) as caught:
            queries.booking(act, sold.id)
    assert caught.value.type == "no-encontrado"


def test_a_service_of_a_supplier_creates_what_is_owed_to_them(agency: Agency) -> None:
    """«Servicio prestado → CXP automática»: at the price of the contract, on the day of the service."""
    desk = Desk(agency.house)
    desk.maya()
    sold = agency.sell(days=0, service="Chichén Itzá", contract_id=desk.contracts["Tours Maya"])
    assert agency.books("PAYABLES") == 0
    given = agency.give(sold)
    assert given.payable_id is not None
    with agency.house.act() as act:
        owed = payables.payable(act, given.payable_id)
    assert (owed.amount, owed.served_on, agency.books("PAYABLES")) == (mxn(7_000), TODAY, 7_000)
    assert refused(agency, "sell", contract_id=sold.id) == "no-encontrado"
