"""The close of a day over loans: its rows, what it posts, and that both say what reading each loan again says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from caudal.flows import end_of_day
from caudal.ledger import queries as books
from tests.business.house import add_up
from tests.business.loans.lender import ARREARS, Lender
from tests.business.loans.test_lending import balances

JANUARY = date(2026, 1, 10)


def close(lender: Lender, on: date) -> dict[str, Any]:
    lender.on(on)
    return end_of_day.close_day(lender.house.engine, lender.house.at, 1, on)


def rows(lender: Lender, on: date) -> dict[UUID, Any]:
    with lender.house.act(every=True) as act:
        found = act.db.connection().exec_driver_sql("select * from loan_days where business_date = %s", (on,))
        return {row.loan_id: row for row in found}


def agree(lender: Lender, loan_id: UUID, on: date) -> None:
    """The row of that close says what the loan says."""
    row, state = rows(lender, on)[loan_id], lender.state(loan_id, on)
    assert (row.principal, row.earned, row.days) == (
        state.principal,
        state.earned[3],
        state.days_past_due,
    )


def test_each_day_adds_what_was_earned_and_closing_again_adds_nothing(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    client = lender.house.client()
    loan = lender.lend(client)
    close(lender, JANUARY)
    for day in range(1, 40):
        on = JANUARY + timedelta(days=day)
        close(lender, on)
        agree(lender, loan.id, on)
        assert balances(lender)["INTEREST_RECEIVABLE"] == lender.state(loan.id, on).earned[3]
    again = close(lender, on)
    assert again["days"] == [on.isoformat()]
    entries = lender.house.one("select count(*) from ledger.entries where kind = 'interest_accrual'")[0]
    assert entries == 39
    lender.house.pay(client, "9455.96", received_on=date(2026, 2, 10))
    close(lender, on + timedelta(days=1))
    agree(lender, loan.id, on + timedelta(days=1))


def test_money_ahead_told_late_is_of_its_instalment_only_from_its_day(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    client = lender.house.client()
    loan = lender.lend(client)
    close(lender, JANUARY)
    lender.on(date(2026, 2, 20))
    lender.house.pay(client, "9455.96", received_on=date(2026, 1, 20))
    close(lender, date(2026, 2, 20))
    for on in (date(2026, 1, 19), date(2026, 1, 25), date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 20)):
        agree(lender, loan.id, on)
    assert rows(lender, date(2026, 1, 25))[loan.id].principal == 10_000_000


def test_closed_by_two_at_once_each_loan_is_told_once(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    for _ in range(3):
        lender.lend(lender.house.client())
    lender.on(JANUARY + timedelta(days=1))
    days = [JANUARY + timedelta(days=1)] * 4
    with ThreadPoolExecutor(4) as four:
        list(four.map(lambda on: end_of_day.close_day(lender.house.engine, lender.house.at, 1, on), days))
    told = "select count(*), count(distinct loan_id) from loan_days where business_date = :on"
    assert lender.house.one(told, on=days[0]) == (3, 3)
    add_up(lender.house)


def test_a_loan_told_twice_in_a_day_does_not_go_unseen(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    loan = lender.lend(lender.house.client())
    close(lender, JANUARY)
    check = next(each for each in books.checks("caudal.business.loans") if each.name == "loan_days")
    with lender.house.act(every=True) as act, act.db.begin_nested() as undone:
        assert books.findings(act, check) is None
        act.db.execute(text("insert into loan_days select * from loan_days"))
        act.db.execute(text("update loan_day_totals set loans = 2, principal = principal * 2"))
        found = books.findings(act, check)
        assert found is not None
        assert loan.id in [each["loan"] for each in found.sample]
        undone.rollback()
