"""Payments: partial, full, over, repeated, reversed, across branches, at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.business.payments import commands, queries
from caudal.business.payments.commands import CreditUsed, UseCredit
from caudal.business.payments.rules import Due, spread
from caudal.business.treasury import commands as treasury
from caudal.kernel.money import Money
from caudal.kernel.problems import Problem
from caudal.ledger import commands as ledger
from caudal.ledger.rules import Use, credit, debit
from tests.business.house import TODAY, House


def test_s4_1_cxc_001_ten_thousand_in_two_payments(house: House) -> None:
    """CXC-001 of the document: 10,000; half on day 2, half on day 5; collected."""
    juan = house.client()
    debt = house.debt(juan, "10000")
    assert debt.folio == "CXC-001"
    house.later(days=1)
    first = house.pay(juan, "5000")
    half = house.due(debt.id)
    assert (half.balance, half.standing.status) == (Money.of(5000, "MXN"), "overdue")
    house.later(days=3)
    second = house.pay(juan, "5000", method="transfer", reference="BBVA-1")
    done = house.due(debt.id)
    assert (done.balance.is_zero, done.standing.status, done.days_late) == (True, "paid", 4)
    assert [first.folio, second.folio] == ["R-000001", "R-000002"]


def test_what_is_left_over_is_kept_in_favour_and_used_later(house: House) -> None:
    juan = house.client()
    house.debt(juan, "100")
    taken = house.pay(juan, "150")
    assert taken.credit == Money.of(50, "MXN")
    later = house.debt(juan, "80", due=TODAY + timedelta(days=9))
    with house.act() as act:
        used = commands.use_credit(act, UseCredit(juan, "MXN"))
    assert (used.amount, used.credit, used.method) == (Money.of(50, "MXN"), Money.of(-50, "MXN"), "credit")
    assert house.due(later.id).balance == Money.of(30, "MXN")
    with pytest.raises(CreditUsed):
        house.reverse(taken.id)
    house.reverse(used.id)
    house.reverse(taken.id)
    with house.act() as act:
        assert queries.credit_of(act, juan) == []


def test_a_payment_taken_in_another_branch_balances_in_both(house: House) -> None:
    juan = house.client(branch=2)
    debt = house.debt(juan, "700")
    taken = house.pay(juan, "700", branch=1)
    assert (taken.branch_id, house.due(debt.id).standing.status) == (1, "paid")


def test_a_reversal_gives_back_what_was_owed_and_says_why(house: House) -> None:
    juan = house.client()
    debt = house.debt(juan, "700")
    taken = house.pay(juan, "700")
    house.later(days=2)
    undone = house.reverse(taken.id)
    assert undone.reversal is not None
    assert undone.reversal.reason == "se cobró dos veces"
    assert house.due(debt.id).balance == Money.of(700, "MXN")
    assert house.due(debt.id, TODAY).balance.is_zero
    with pytest.raises(Problem) as refused:
        house.reverse(taken.id)
    assert refused.value.type == "ya-reversado"


@pytest.mark.parametrize(
    ("amount", "currency", "more", "problem"),
    [
        ("0", "MXN", {}, "monto-invalido"),
        ("-5", "MXN", {}, "monto-invalido"),
        ("5", "USD", {}, "monedas-mezcladas"),
        ("5", "MXN", {"method": "bitcoin"}, "datos-invalidos"),
        ("5", "MXN", {"method": "credit"}, "datos-invalidos"),
        ("5", "MXN", {"tendered": Money.of(4, "MXN")}, "monto-invalido"),
        ("5", "MXN", {"received_on": TODAY + timedelta(days=2)}, "datos-invalidos"),
    ],
)
def test_says_what_is_wrong(
    house: House, amount: str, currency: str, more: dict[str, object], problem: str
) -> None:
    juan = house.client()
    house.debt(juan, "10")
    with pytest.raises(Problem) as refused:
        house.pay(juan, amount, currency, **more)
    assert refused.value.type == problem


def test_a_paid_debt_receives_no_more(house: House) -> None:
    juan, other = house.client(), house.client("Ana")
    debt = house.debt(juan, "10")
    house.pay(juan, "10")
    with pytest.raises(Problem) as refused:
        house.pay(juan, "10", apply_to=(debt.id,))
    assert refused.value.type == "deuda-ya-pagada"
    with pytest.raises(Problem) as refused:
        house.pay(other, "10", apply_to=(debt.id,))
    assert refused.value.type == "deuda-de-otro-cliente"


def test_the_same_transfer_is_not_taken_twice(house: House) -> None:
    juan = house.client()
    house.debt(juan, "10")
    first = house.pay(juan, "5", method="transfer", reference="abc-1")
    with pytest.raises(Problem) as refused:
        house.pay(juan, "5", method="transfer", reference="ABC-1")
    assert refused.value.type == "referencia-repetida"
    assert first.folio in refused.value.detail
    house.reverse(first.id)
    house.pay(juan, "5", method="transfer", reference="ABC-1")


def test_many_cashiers_never_take_more_than_is_owed(house: House) -> None:
    juan = house.client()
    debt = house.debt(juan, "100")
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: house.pay(juan, "30"), range(8)))
    assert house.due(debt.id).balance.is_zero
    assert sum(p.credit.minor for p in taken) == 8 * 3000 - 10000


def test_the_cash_a_till_no_longer_has_is_not_given_back(house: House) -> None:
    juan = house.client()
    house.debt(juan, "10")
    taken = house.pay(juan, "10")
    with house.act(reason="depósito") as act:
        box = treasury.destination(act, "cash", "MXN")
        lines = [debit(Use.CARD, Money.of(4, "MXN")), credit(box.account_id, Money.of(4, "MXN"))]
        ledger.post(act, kind="deposit", source="prueba", lines=lines)
    with pytest.raises(Problem) as refused:
        house.reverse(taken.id)
    assert refused.value.type == "fondos-insuficientes"


amounts = st.integers(min_value=1, max_value=10**12)


@given(amounts, st.lists(amounts, max_size=12))
def test_parts_and_what_is_left_add_up(amount: int, owed: list[int]) -> None:
    dues = [Due(UUID(int=i + 1), one) for i, one in enumerate(owed)]
    result = spread(amount, dues)
    assert sum(part for _, part in result.parts) + result.left == amount
    by = dict(result.parts)
    assert all(0 < by[d.receivable_id] <= d.open for d in dues if d.receivable_id in by)
    assert result.left == max(0, amount - sum(owed))
    open_before = [d for d in dues if d.receivable_id not in by]
    assert not result.left or not open_before
