"""Days missed and closed at once are written as if each had closed alone."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from caudal.business.loans import commands
from caudal.business.loans.commands import Freeze
from caudal.business.receivables import commands as receivables
from caudal.flows import days_together, end_of_day
from tests.business.fixtures import house
from tests.business.house import House
from tests.business.loans.lender import ARREARS, Lender
from tests.business.loans.test_serving import done

__all__ = ["house"]

START = date(2026, 1, 10)
WRITTEN = {
    "loan_days": "select business_date, loan_id, principal, earned, overdue, days, bucket, provision, suspended,"
    " kept, renegotiated from loan_days order by 1, 2",
    "loan_day_totals": "select business_date, currency, loans, principal, overdue, recognised, ended, provision,"
    " ageing, at_risk from loan_day_totals order by 1, 2",
    "ageing_days": "select * from ageing_days order by 1, 2, 3, 4",
    "arrears_moves": "select * from arrears_moves order by business_date, receivable_id",
}


@pytest.fixture
def lender(house: House) -> Lender:
    lender = Lender(house)
    lender.fund()
    return lender


def written(database_url: str) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(database_url) as root:
        return {table: root.execute(asked.encode()).fetchall() for table, asked in WRITTEN.items()}


def lived(lender: Lender) -> date:
    """Two months of a branch: who pays on time, late, in parts, ahead, twice by mistake, never; sales and a freeze."""
    lender.on(START)
    lender.sell(arrears=ARREARS)
    people = [lender.house.client(f"Vecino {n}") for n in range(7)]
    loans = [lender.lend(each) for each in people]
    lender.house.debt(people[0], "700", START + timedelta(days=20), issued_on=START)
    sold = lender.house.debt(people[6], "300", START + timedelta(days=2), issued_on=START)
    end_of_day.close_day(lender.house.engine, lender.house.at, 1, START)
    for day, payer, amount in (
        (31, 0, "9455.96"),
        (38, 1, "9455.96"),
        (35, 2, "3000"),
        (44, 2, "7000"),
        (20, 3, "9455.96"),
    ):
        lender.on(START + timedelta(days=day))
        lender.house.pay(people[payer], amount)
    lender.on(START + timedelta(days=46))
    taken = lender.house.pay(people[4], "9455.96")
    lender.house.reverse(taken.id)
    with lender.house.act(reason="no se prestó") as act:
        receivables.cancel_receivable(act, sold.id)
    done(lender, commands.freeze, loans[5].id, Freeze(START + timedelta(days=60)))
    lender.on(START + timedelta(days=47))
    lender.lend(lender.house.client("Vecino nuevo"))
    return START + timedelta(days=48)


def test_missed_days_closed_at_once_and_one_by_one_say_the_same(
    lender: Lender, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = lived(lender)
    lender.on(last)

    def close() -> list[dict[str, Any]]:
        return end_of_day.close_day(lender.house.engine, lender.house.at, 1, last)["steps"]

    together = {each["name"] for each in close()}
    assert "Préstamos al cierre, 10 días" in together
    days_together.index_days(lender.house.engine, lender.house.at)
    at_once = written(database_url)
    assert len(at_once["arrears_moves"]) > 8
    with psycopg.connect(database_url) as root:
        for table in ("loan_days", "ageing_days", "arrears_moves", "day_closings"):
            root.execute(f"delete from {table} where business_date > %s".encode(), (START,))
        root.execute("update branch_days set last_closed = %s", (START,))
    monkeypatch.setattr(days_together, "_AT_ONCE", 1)
    assert {each["name"] for each in close()} & together >= {"Cifras del día"}
    one_by_one = written(database_url)
    for table in WRITTEN:
        assert one_by_one[table] == at_once[table], table
