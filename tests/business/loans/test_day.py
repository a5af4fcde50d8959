"""The close of a day over loans: its rows, what it posts, and that both say what reading each loan again says."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caudal.flows import end_of_day
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
