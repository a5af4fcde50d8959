"""Balances, trial balance and cards say the same as the lines, sealed or not, within the actor's reach."""

import random

import pytest

from tests.ledger.books import Books

DAYS = ["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01", "2026-10-05"]
RAW = """
    select l.account_id, l.branch_id, sum(greatest(l.amount, 0)), sum(greatest(-l.amount, 0))
    from ledger.lines l join ledger.accounts a on a.id = l.account_id
    where a.company_id = 1 and l.on_date <= coalesce(%s::date, 'infinity')
      and (%s::int is null or l.branch_id = %s)
    group by 1, 2 order by 1, 2
"""


@pytest.fixture
def busy(books: Books) -> Books:
    chance = random.Random(5)
    for i in range(60):
        money, branch = chance.randint(1, 10**6), chance.choice([1, 2, 3])
        books.post(
            ["BANK", chance.choice(["AR", "SALES"])],
            [money, -money],
            p_branch=branch,
            p_date=chance.choice(DAYS),
        )
        if i in (20, 40):
            books.seal()
    return books


class TestMoves:
    @pytest.mark.parametrize("on", [*DAYS, "2026-09-15", None])
    @pytest.mark.parametrize("branch", [None, 2])
    def test_equals_the_lines(self, busy: Books, on: str | None, branch: int | None) -> None:
        moved = busy.all(
            "select * from ledger.moves(1::smallint, %s::date, %s::smallint) order by 1, 2", on, branch
        )
        assert moved == busy.all(RAW, on, branch, branch)

    def test_shows_the_actor_s_branches_before_and_after_sealing(self, busy: Books) -> None:
        # a line of branch 2 inside an entry of branch 1 counts for whoever sees branch 2 only
        busy.post(["BANK", "INTERBRANCH", "INTERBRANCH", "AR"], [5, -5, 5, -5], p_branches=[1, 1, 2, 2])
        ask = "select * from ledger.moves(1::smallint) order by 1, 2"
        for _ in range(2):
            assert busy.connect(branches="2").execute(ask).fetchall() == busy.all(RAW, None, 2, 2)
            assert busy.connect(role="caudal_read", branches="2").execute(ask).fetchall() == busy.all(
                RAW, None, 2, 2
            )
            assert busy.connect(branches="17").execute(ask).fetchall() == []
            busy.seal()


class TestTrialBalance:
    def test_sums_to_zero_in_each_currency(self, busy: Books) -> None:
        busy.post(["BANK", "FX", "FX_USD", "BANK_USD"], [1900, -1900, 100, -100])
        rows = busy.all(
            "select currency, sum(balance), sum(debit) - sum(credit)"
            " from ledger.trial_balance(1::smallint, '2026-12-31') group by 1 order by 1"
        )
        assert rows == [("MXN", 0, 0), ("USD", 0, 0)]

    def test_is_of_one_company(self, busy: Books) -> None:
        assert busy.all("select * from ledger.trial_balance(2::smallint, '2026-12-31')") == []


class TestStatement:
    def test_carries_the_balance(self, busy: Books) -> None:
        rows = busy.all(
            "select amount, balance from ledger.statement(%s, '2026-09-01', '2026-10-01', 2::smallint)",
            busy.ids["BANK"],
        )
        opening = busy.one(
            "select sum(amount) from ledger.lines"
            " where account_id = %s and branch_id = 2 and on_date < '2026-09-01'",
            busy.ids["BANK"],
        )
        running = opening or 0
        for amount, balance in rows:
            running += amount
            assert balance == running
        assert len(rows) > 5
