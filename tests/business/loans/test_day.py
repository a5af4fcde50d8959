"""The close of a day over loans: its rows, what it posts, and that both say what reading each loan again says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from caudal.business.loans import commands
from caudal.business.loans.commands import Freeze
from caudal.business.loans.queries import days, portfolio
from caudal.commons.acts.opening import house_acting
from caudal.flows import days_together, end_of_day
from caudal.kernel.sql import sql
from caudal.ledger import queries as books
from tests.business.house import add_up
from tests.business.loans.lender import ARREARS, Lender
from tests.business.loans.test_lending import balances
from tests.business.loans.test_serving import done

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


def test_a_large_branch_is_written_in_parts_and_says_the_same(
    lender: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    loans = [lender.lend(lender.house.client()).id for _ in range(7)]
    close(lender, JANUARY)
    whole = rows(lender, JANUARY)
    monkeypatch.setattr(days_together, "_PART", 2)
    monkeypatch.setattr(days_together, "_WRITERS", 3)
    steps = close(lender, JANUARY)["steps"]
    parts = [each["rows"] for each in steps if each["name"].startswith("Préstamos al cierre (")]
    assert len(parts) == 3
    assert sum(parts) == 7
    assert {loan: tuple(row) for loan, row in rows(lender, JANUARY).items()} == {
        loan: tuple(row) for loan, row in whole.items()
    }
    close(lender, JANUARY + timedelta(days=31))
    for loan in loans:
        agree(lender, loan, JANUARY + timedelta(days=31))
    add_up(lender.house)


def test_what_an_interrupted_close_left_is_told_by_nobody(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    for _ in range(5):
        lender.lend(lender.house.client())
    close(lender, JANUARY)
    on = JANUARY + timedelta(days=1)
    lender.on(on)
    with house_acting(lender.house.engine, lender.house.at, branch_id=1, day=on) as act:
        begun = {"branch": 1, "on": on, "at": lender.house.at, "actor": 0}
        act.db.execute(sql("caudal.flows", "close_begin"), begun)
        assert commands.snapshot_part(act, on, on, again=False).loans(on) == 5
    with lender.house.act() as act:
        seen = portfolio.portfolio(act, on)
        went = portfolio.roll(act, JANUARY, on)
    assert [each.loans for each in seen.balances] == [5]
    assert sum(each.loans for each in went) == 5
    close(lender, on)
    assert len(rows(lender, on)) == 5
    add_up(lender.house)


def test_where_the_books_stopped_is_kept_once_and_says_the_same(
    lender: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    clients = [lender.house.client() for _ in range(3)]
    loans = [lender.lend(client).id for client in clients]
    lender.house.pay(clients[0], "9455.96", received_on=JANUARY)
    on = date(2026, 6, 3)
    with monkeypatch.context() as before:
        before.setattr(commands, "stop", lambda *_: 0)
        close(lender, on)
    looked_up = {loan: tuple(row) for loan, row in rows(lender, on).items()}
    marked = [step["rows"] for step in close(lender, on)["steps"] if step["name"].startswith("Intereses que")]
    assert marked == [2]  # the first is 85 days late
    assert {loan: tuple(row) for loan, row in rows(lender, on).items()} == looked_up
    assert sum(row.suspended for row in rows(lender, on).values()) > 0
    for loan in loans[1:]:
        until = lender.house.one(
            "select until_on, until_earned from loan_positions where loan_id = :id", id=loan
        )
        assert until == (until[0], lender.state(loan, until[0]).earned[3])
        assert (on - until[0]).days == lender.state(loan, on).days_past_due - 90
    again = close(lender, on + timedelta(days=1))["steps"]
    assert [step["rows"] for step in again if step["name"].startswith("Intereses que")] == [0]
    lender.on(on + timedelta(days=2))
    lender.house.pay(clients[1], "20000")
    close(lender, on + timedelta(days=2))
    for loan in loans:
        agree(lender, loan, on + timedelta(days=2))
    add_up(lender.house)


def test_an_open_day_adds_up_the_same_with_a_row_for_each_loan_or_without(lender: Lender) -> None:
    lender.on(JANUARY)
    lender.sell(arrears=ARREARS)
    clients = [lender.house.client() for _ in range(6)]
    loans = [lender.lend(client).id for client in clients]
    lender.house.pay(clients[0], "30000")
    close(lender, JANUARY)
    on = date(2026, 5, 20)
    lender.on(on)
    lender.house.pay(clients[1], "9455.96")
    done(lender, commands.freeze, loans[2], Freeze(date(2026, 6, 30), interest=True))
    added = "sum(principal), sum(overdue), sum(earned), sum(suspended), sum(provision)"
    asked = (
        "select currency, days, bucket, renegotiated, {}, {} from {} group by 1, 2, 3, 4 order by 1, 2, 3, 4"
    )
    wanted = asked.format("count(*)", added, "loan_days_now")
    summed = asked.format("sum(loans)", added, "loan_sums_now")
    totals = "select loans, principal, overdue, recognised, provision, ageing, at_risk from loan_totals_now"
    with lender.house.act() as act:
        days.look(act, 1, on, each=False)
        light = [tuple(map(str, row)) for row in act.db.execute(text(summed))]
        few = act.db.execute(text(totals)).all()
        assert act.db.execute(text("select count(*) from loan_days_now")).scalar_one() == 0
        days.look(act, 1, on)
        assert [tuple(map(str, row)) for row in act.db.execute(text(wanted))] == light
        assert act.db.execute(text(totals)).all() == few
    assert sum(row.loans for row in few) == len(loans)
    with lender.house.act() as act:  # the other way round, what was written is added up
        days.look(act, 1, on)
        days.look(act, 1, on, each=False)
        assert [tuple(map(str, row)) for row in act.db.execute(text(summed))] == light


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
